"""Numbers of a file in which nobody says what its comma means: the column itself has to show it."""

import re
from collections.abc import Iterable
from math import isfinite
from typing import Final

from core.base.errors import SourceShapeChanged

_FORMS: Final = {
    mark: re.compile(rf"-?(?:\d+|\d{{1,3}}(?:{re.escape(group)}\d{{3}})+)(?:{re.escape(mark)}\d+)?")
    for mark, group in ((".", ","), (",", "."))
}


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", text)


def _readings(text: str) -> dict[str, float]:
    """What a text is with each decimal mark; both agree where it has neither, and differ on «1,234»."""
    plain, found = _plain(text), dict[str, float]()
    for mark, form in _FORMS.items():
        if form.fullmatch(plain):
            group = "," if mark == "." else "."
            value = float(plain.replace(group, "").replace(mark, "."))
            # «0,123» is no grouping: nobody writes a thousand with a zero in front.
            if isfinite(value) and not re.match(rf"-?0\d*{re.escape(group)}", plain):
                found[mark] = value
    return found


def is_numeric(text: str) -> bool:
    """Whether a text is a number under one decimal mark or the other."""
    return bool(_readings(text))


def decimal_mark(texts: Iterable[str], where: str) -> str:
    """The decimal mark that a column proves; empty where nothing in it does.

    Raises SourceShapeChanged where some values are written with one mark and some with the other.
    """
    proof: dict[str, str] = {}
    for text in texts:
        readings = _readings(text)
        if len(readings) == 1 and not _plain(text).lstrip("-").isdigit():
            proof.setdefault(next(iter(readings)), text)
    if len(proof) > 1:
        raise SourceShapeChanged(
            f"A coluna de valores escreve a casa decimal de duas maneiras («{proof['.']}» e «{proof[',']}»).",
            where=where,
            cure="pedir à ARTE que corrija o ficheiro.",
        )
    return next(iter(proof), "")


def number_of(text: str, mark: str = "") -> float | None:
    """The number that a text is, with the decimal `mark` of its column; None for anything else.

    None too where the column proves no mark and the text may be two numbers: «1,234» is one and a bit, or a thousand.
    """
    readings = _readings(text)
    if mark:
        return readings.get(mark)
    return next(iter(readings.values())) if len(set(readings.values())) == 1 else None
