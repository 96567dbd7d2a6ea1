"""Names of places in lists: each told apart from every other, in an order that ignores accents."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from core.terms.territory import LEVELS, Territories, Territory
from show.sentences import place_name
from show.texts import t


def sort_key(name: str) -> str:
    """«Évora» stands between «Estremoz» and «Faro»."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def names(territories: Territories, version: str, lang: str) -> dict[str, str]:
    """All places of a NUTS version by id, widest first: Lagoa and Calheta exist twice, and Açores at three levels."""
    regions = {
        x.id: _whole(x, lang)
        for level in LEVELS[:-1]
        for x in sorted(territories.at_level(level, version), key=lambda x: sort_key(x.name))
    }
    towns = sorted(territories.municipalities, key=lambda m: sort_key(m.name))
    return regions | {m.id: _whole(m, lang) for m in towns}


def apart(shown: Iterable[Territory], lang: str) -> dict[str, str]:
    """Some places by id, each by its name alone unless another of them has it too."""
    there = list(shown)
    alone = Counter(place_name(x, lang) for x in there)
    return {x.id: name if alone[name := place_name(x, lang)] == 1 else _whole(x, lang) for x in there}


def _whole(place: Territory, lang: str) -> str:
    """The name with what tells it from its namesakes: a municipality's district, a region's level."""
    if place.level in ("ue", "pais"):
        return place_name(place, lang)
    name = place.called.alone(lang)
    return f"{name} ({place.district})" if place.level == "municipio" else f"{name} · {t(f'level.{place.level}', lang)}"
