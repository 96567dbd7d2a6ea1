"""Numbers, changes and dates as a reader meets them, on the screen, on paper, in an alert and in the command line.

Made on the server: walls and PDFs have no browser locale.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Final

from babel import Locale
from babel.dates import format_date

from core.base import clock

NBSP: Final = "\u00a0"
_LOCALES: Final = {"pt": "pt_PT", "en": "en_GB"}
# Units that follow the figure after a space; any other unit is named in the header instead.
_SHORT: Final = ("%", "‰")
_COUNTED: Final = re.compile(r"(?:N\.º de |N\.º|No\. of |No\.)")


# Decimal and grouping marks by language. The Babel call that this replaces took 15 µs a figure, and a series with all
# its periods has ten thousand; tests/unit/test_formats.py holds the two equal.
_MARKS: Final = {"pt": str.maketrans({",": NBSP, ".": ","}), "en": str.maketrans({})}


def number(value: float, decimals: int, lang: str = "pt", *, aligned: bool = False) -> str:
    """A figure with fixed decimals. pt: decimal comma, groups of three from five digits (2500; 14 373,3).

    `aligned=True` groups four digits too, for columns of figures.
    """
    rounded = round(value, decimals) + 0.0  # no negative zero
    grouped = lang == "en" or aligned or abs(rounded) >= 10_000
    text = f"{rounded:,.{decimals}f}" if grouped else f"{rounded:.{decimals}f}"
    return text.translate(_MARKS[lang])


def exact(value: float, lang: str = "pt") -> str:
    """A figure of which nobody has said how many decimals it has: all of them, six at most. A dash for none (NaN)."""
    if not isfinite(value):
        return "–" if value != value else str(value)
    return number(value, len(f"{value:.6f}".rstrip("0").partition(".")[2]), lang)


def with_sign(value: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """«59,3 %», «2,6 ‰»; the bare figure for any other unit, which then stands in a header."""
    text = number(value, decimals, lang)
    if not unit.startswith(_SHORT):
        return text
    return f"{text}%" if lang == "en" and unit[0] == "%" else f"{text}{NBSP}{unit[0]}"


def spoken(unit: str) -> str:
    """A unit as it is said after a figure: «postos» of «N.º de postos», «por ano» of «N.º/ano», nothing of «índice»."""
    if unit in ("índice", "index"):
        return ""
    found = _COUNTED.match(unit)
    rest = unit[found.end() :] if found else unit
    return f"{'a' if unit.startswith('No') else 'por'} {rest[1:]}" if found and rest.startswith("/") else rest.strip()


def with_unit(value: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """«59,3 %», «1606,9 kWh/hab.»; the bare figure where the unit is too long to follow it."""
    if unit.startswith(_SHORT) or len(unit) > 12:
        return with_sign(value, decimals, unit, lang)
    return f"{number(value, decimals, lang)}{NBSP}{spoken(unit)}".rstrip(NBSP)


def in_full(value: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """«59,3 % de CPE», «12,3 milhões de euros»: a figure with all of its unit, where no header says it."""
    if unit.startswith(_SHORT):
        return with_sign(value, decimals, unit, lang) + unit[1:]
    return f"{number(value, decimals, lang)}{NBSP}{spoken(unit)}".rstrip(NBSP)


def unit_of_change(unit: str, lang: str = "pt") -> str:
    """Percentages differ by percentage points; all else by its own unit."""
    if unit.startswith("%"):
        return "p.p." if lang == "pt" else "pp"
    return unit


def change(difference: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """A difference without sign, in percentage points where the unit is a percentage."""
    return with_unit(abs(difference), decimals, unit_of_change(unit, lang), lang)


def day(value: date | str, lang: str = "pt") -> str:
    """22/11/2026 in Portuguese, 22 November 2026 in English."""
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return when.strftime("%d/%m/%Y") if lang == "pt" else format_date(when, "d MMMM y", locale=_LOCALES[lang])


def short_day(value: date, lang: str = "pt") -> str:
    """22/11 in Portuguese, 22 Nov in English."""
    return value.strftime("%d/%m") if lang == "pt" else format_date(value, "d MMM", locale=_LOCALES[lang])


def moment(at: datetime, lang: str) -> str:
    """A moment as people in Lisbon read it."""
    there = clock.local(at)
    return f"{day(there.date(), lang)}, {there:%H:%M}"


@lru_cache(maxsize=2)
def months(lang: str = "pt") -> tuple[str, ...]:
    """The names of the twelve months."""
    names = Locale.parse(_LOCALES[lang]).months["format"]["wide"]
    return tuple(names[n] for n in range(1, 13))


def plural(count: int, one: str, many: str) -> str:
    """«1 município», «2 municípios»."""
    return f"{count} {one if count == 1 else many}"
