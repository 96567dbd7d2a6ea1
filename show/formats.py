"""Numbers, changes and dates as a reader meets them. Made on the server: walls and PDFs have no browser locale."""

from datetime import date
from typing import Final

from babel.dates import format_date

NBSP: Final = "\u00a0"
# Units that follow the figure after a space; any other unit is named in the header instead.
_SHORT: Final = ("%", "‰")


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


def with_sign(value: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """«59,3 %», «2,6 ‰»; the bare figure for any other unit, which then stands in a header."""
    text = number(value, decimals, lang)
    if not unit.startswith(_SHORT):
        return text
    return f"{text}%" if lang == "en" and unit[0] == "%" else f"{text}{NBSP}{unit[0]}"


def with_unit(value: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """«59,3 %», «1606,9 kWh/hab.»; the bare figure where the unit is too long to follow it."""
    if unit.startswith(_SHORT) or len(unit) > 12:
        return with_sign(value, decimals, unit, lang)
    return f"{number(value, decimals, lang)}{NBSP}{unit}"


def change(difference: float, decimals: int, unit: str, lang: str = "pt") -> str:
    """A difference without sign, in percentage points where the unit is a percentage."""
    size = abs(difference)
    if unit.startswith("%"):
        return f"{number(size, decimals, lang)}{NBSP}{'p.p.' if lang == 'pt' else 'pp'}"
    return with_unit(size, decimals, unit, lang)


def day(value: date | str, lang: str = "pt") -> str:
    """22/11/2026 in Portuguese, 22 November 2026 in English."""
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return when.strftime("%d/%m/%Y") if lang == "pt" else format_date(when, "d MMMM y", locale="en_GB")


def plural(count: int, one: str, many: str) -> str:
    """«1 município», «2 municípios»."""
    return f"{count} {one if count == 1 else many}"
