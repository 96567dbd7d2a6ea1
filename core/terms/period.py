"""Periods: how sources write them, how they are stored, sorted and read.

Stored form (text): `2025` year, `2025-Q2` quarter, `2025-06` month, `2025-06-30` day,
`2019-2023` span of years, `2024/2025` school year, `por-confirmar` where the source does not say.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from core.terms.formats import day, months

Kind = Literal["year", "quarter", "month", "day", "span", "school_year", "unknown"]
UNKNOWN: Final = "por-confirmar"  # the source does not say which: a figure that has no date, no age and no change

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(r"([0-9]{4})")),
    ("quarter", re.compile(r"([0-9]{4})-Q([1-4])")),
    ("month", re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")),
    ("day", re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
    ("span", re.compile(r"([0-9]{4})-([0-9]{4})")),
    ("school_year", re.compile(r"([0-9]{4})/([0-9]{4})")),
)


@dataclass(frozen=True, order=True)
class Period:
    """A parsed period. Sorts by its last day, then by its length (shorter first)."""

    end: date
    days: int
    text: str
    kind: Kind

    @property
    def start(self) -> date:
        """First day of the period."""
        return date.fromordinal(self.end.toordinal() - self.days + 1)

    @property
    def known(self) -> bool:
        """Whether it says when."""
        return self.kind != "unknown"

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years that the period touches."""
        return tuple(range(self.start.year, self.end.year + 1))


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """Parse the stored form. What is UNKNOWN comes before all others, and ends on no day that was.

    Raises ValueError naming the text when it is none of the forms, or no real date.
    """
    if text == UNKNOWN:
        return Period(date.min, 1, UNKNOWN, "unknown")
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            try:
                first, last = _bounds(kind, tuple(int(g) for g in match.groups()))
            except ValueError as error:
                raise ValueError(f"«{text}» não é um período: {error}") from error
            return Period(last, last.toordinal() - first.toordinal() + 1, text, kind)
    raise ValueError(f"«{text}» não é um período (AAAA, AAAA-Qn, AAAA-MM, AAAA-MM-DD, AAAA-AAAA ou AAAA/AAAA)")


def _bounds(kind: Kind, n: tuple[int, ...]) -> tuple[date, date]:
    if kind == "year":
        return date(n[0], 1, 1), date(n[0], 12, 31)
    if kind == "quarter":
        return date(n[0], 3 * n[1] - 2, 1), _month_end(n[0], 3 * n[1])
    if kind == "month":
        return date(n[0], n[1], 1), _month_end(n[0], n[1])
    if kind == "day":
        return date(*n), date(*n)
    if n[1] <= n[0]:
        raise ValueError("o segundo ano tem de ser posterior ao primeiro")
    if kind == "school_year":
        if n[1] != n[0] + 1:
            raise ValueError("um ano letivo liga dois anos seguidos")
        return date(n[0], 9, 1), date(n[1], 8, 31)
    return date(n[0], 1, 1), date(n[1], 12, 31)


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


_QUARTER_LABEL = re.compile(r"([1-4])\.?\s*º?\s*trimestre\s+de\s+(\d{4})", re.IGNORECASE)
_MONTH_LABEL = re.compile(r"([a-zç]+)\s+de\s+(\d{4})", re.IGNORECASE)
_YEARS_LABEL = re.compile(r"(\d{4})\s*([-/–])\s*(\d{4})")


def from_ine_label(label: str) -> str:
    """INE's period label («2011», «4.º Trimestre de 2010», «Junho de 2024», «2024 / 2025») in stored form.

    Raises ValueError for a label of another kind, so that nothing is filed under a wrong period.
    """
    stored = _stored(label.strip())
    if stored is None:
        raise ValueError(f"«{label}» não é um rótulo de período conhecido do INE")
    return parse(stored).text


def _stored(text: str) -> str | None:
    if re.fullmatch(r"\d{4}", text):
        return text
    if quarter := _QUARTER_LABEL.fullmatch(text):
        return f"{quarter[2]}-Q{quarter[1]}"
    if years := _YEARS_LABEL.fullmatch(text):
        return f"{years[1]}{'/' if years[2] == '/' else '-'}{years[3]}"
    if (month := _MONTH_LABEL.fullmatch(text)) and month[1].lower() in months():
        return f"{month[2]}-{months().index(month[1].lower()) + 1:02d}"
    return None


@lru_cache(maxsize=4096)
def label(text: str, lang: str = "pt") -> str:
    """The period as a reader meets it: «2.º trim. 2025», «junho de 2024», «22/06/2024», «2019–2023»."""
    p, pt = parse(text), lang == "pt"
    if not p.known:
        return "ano por confirmar" if pt else "year to be confirmed"
    if p.kind == "quarter":
        return f"{text[-1]}.º trim. {text[:4]}" if pt else f"Q{text[-1]} {text[:4]}"
    if p.kind == "month":
        return f"{months(lang)[p.end.month - 1]} {'de ' if pt else ''}{text[:4]}"
    return day(p.end, lang) if p.kind == "day" else text.replace("-", "–")


def short_label(text: str, lang: str = "pt") -> str:
    """The same where there is little room: «ago. 2024»."""
    p = parse(text)
    if p.kind != "month":
        return label(text, lang)
    return f"{months(lang)[p.end.month - 1][:3]}{'.' if lang == 'pt' else ''} {text[:4]}"
