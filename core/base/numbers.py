"""Numbers as people write them in what they hand in: one reading of them for figures, targets and amounts."""

import re
from math import isfinite
from typing import Final

_LONGEST: Final = 40  # characters: beyond this it is no number that anyone wrote
_SPACES: Final = str.maketrans("", "", " \u00a0\u202f")
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
# Groups by spaces only, and two decimals at most: «1.234» would be read as one euro by some and a thousand by others.
_EUROS: Final = re.compile(r"(\d{1,15}|\d{1,3}([ \u00a0\u202f]\d{3})+)([.,]\d{1,2})?", re.ASCII)


def number(text: str) -> float | None:
    """A number as people write it: 1234.5, 1234,5, 1 234,5, 1.234,5. None when it is none, or could be two things.

    «1.234» is one and a bit in one country and a thousand in another: a lone point before exactly three digits is
    refused, unless the number begins with zero. A lone comma is the decimal one, as it is written here.
    """
    plain = text.strip().translate(_SPACES)
    if len(plain) > _LONGEST:
        return None
    if "," in plain and "." in plain:
        if plain.rindex(",") < plain.rindex("."):
            return None
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") == 1:
        plain = plain.replace(",", ".")
    elif _could_be_thousands(plain):
        return None
    value = float(plain) if _PLAIN.fullmatch(plain) else None
    return value if value is not None and isfinite(value) else None


def euros(text: str) -> float | None:
    """An amount in euros: 1250000, 1 250 000,50, 12.5. None when it is none, is negative, or could be two things."""
    return number(text) if _EUROS.fullmatch(text.strip()) else None


def _could_be_thousands(plain: str) -> bool:
    whole, point, decimals = plain.lstrip("+-").partition(".")
    return bool(point) and len(decimals) == 3 and whole not in ("", "0") and len(whole) <= 3
