"""Names of places in lists: each told apart from every other, in an order that ignores accents."""

import unicodedata

from core.terms.territory import LEVELS, Territories
from show.texts import t


def sort_key(name: str) -> str:
    """«Évora» stands between «Estremoz» and «Faro»."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def names(territories: Territories, version: str, lang: str) -> dict[str, str]:
    """All places of a NUTS version by id, widest first: Lagoa and Calheta exist twice, and Açores at three levels."""
    regions = {
        x.id: x.called.alone(lang) if level == "pais" else f"{x.called.alone(lang)} · {t(f'level.{level}', lang)}"
        for level in LEVELS[:-1]
        for x in sorted(territories.at_level(level, version), key=lambda x: sort_key(x.name))
    }
    towns = sorted(territories.municipalities, key=lambda m: sort_key(m.name))
    return regions | {m.id: f"{m.called.alone(lang)} ({m.district})" for m in towns}
