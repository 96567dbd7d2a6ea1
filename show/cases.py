"""Small numbers in words: the mark beside a figure, a rank or a colour, its reason, and the counts that stand for what
is no rate. One place for screen, wall and paper (core.judgement.interval.mark says which).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.catalogue.basis import Basis, Complete, Events, Sample
from core.judgement.interval import FEW, Mark
from core.reading.model import Cases
from core.terms.formats import number
from show.texts import t

LETTERS: Final[dict[Mark, str]] = {"": " ", "few": "p", "floor": "m", "unknown": "x"}  # for a map (ui/map/panel.js)
_UNRANKED: Final[tuple[Mark, ...]] = ("floor", "unknown")


def mark(basis: Basis, found: Mark, lang: str) -> str:
    """The mark alone: «poucos casos», «menos de 500 nados-vivos», «sem número de casos»; empty where nothing has to be
    said.
    """
    if found != "floor" or isinstance(basis, Complete) or basis.floor is None:
        return t(f"chance.{found}", lang) if found else ""
    least = number(basis.floor.least, 0, lang)
    if isinstance(basis, Sample):
        return t("chance.floor.sample", lang, least=least)
    base = basis.base if isinstance(basis, Events) and basis.floor.of == "base" else None
    return t("chance.floor", lang, least=least, what=(base or basis.cases).many.get(lang))


def why(own: Cases, lang: str) -> str:
    """The reason of the mark; empty without one."""
    if own.mark == "few":
        return t("chance.few.why", lang, cases=counts(own, lang), few=FEW)
    if own.mark == "floor" and not isinstance(own.basis, Complete) and own.basis.floor:
        return t("chance.floor.why", lang, why=own.basis.floor.why.get(lang))
    return t("chance.unknown.why", lang) if own.mark == "unknown" else ""


def counts(own: Cases, lang: str) -> str:
    """«0 óbitos, 41 nados-vivos»; «12 de 40 respostas»; empty where they are not known."""
    if own.n is None or isinstance(own.basis, Complete):
        return ""
    if isinstance(own.basis, Sample):
        return t("chance.answers", lang, n=number(own.n, 0, lang), of=number(own.base or 0, 0, lang))
    said = [f"{number(own.n, 0, lang)} {own.basis.cases.named(own.n, lang)}"]
    if isinstance(own.basis, Events) and own.basis.base and own.base is not None:
        said.append(f"{number(own.base, 0, lang)} {own.basis.base.named(own.base, lang)}")
    return ", ".join(said)


def hint(basis: Basis, found: Mark, lang: str) -> str:
    """The mark as a note of its own: «menos de 500 nados-vivos: sem posição»; empty where nothing has to be said."""
    said = mark(basis, found, lang)
    return t("chance.hint", lang, mark=said) if found in ("floor", "unknown") else said


def on_wall(found: Sequence[Mark], lang: str) -> str:
    """The same in a line to be read from five metres: «• 297 com poucos casos, 164 sem posição»."""
    n = Counter(found)
    few, unranked = sum(n[m] for m in n if m), sum(n[m] for m in _UNRANKED)
    said = [t("chance.wall", lang, n=few)] if few else []
    return ", ".join([*said, t("chance.wall.unranked", lang, n=unranked)] if unranked else said)


def on_map(basis: Basis, found: Sequence[Mark], lang: str) -> str:
    """What the dots of a map stand for, and how many places have them; empty without any."""
    n = Counter(found)
    said: list[str] = [t("chance.map.few", lang, n=n["few"])] if n["few"] else []
    said += [t("chance.map.unranked", lang, mark=mark(basis, m, lang), n=n[m]) for m in _UNRANKED if n[m]]
    return f"{t('chance.map', lang)}: {'; '.join(said)}." if said else ""
