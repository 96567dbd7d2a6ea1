"""How old a figure is: from the end of its period to a day. Never how long ago our file was fetched or compiled."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from core.terms.period import label, parse

_HALF_MONTH: Final = 15  # days of a month begun from which it counts as one
# In full up to twelve, as prose writes them; an age with a longer count is all in digits.
_NUMBERS: Final = {
    "pt": ("", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze"),
    "en": (*("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),),
}


class _Unit(NamedTuple):
    one: str
    many: str


_UNITS: Final = {
    "pt": (_Unit("ano", "anos"), _Unit("mês", "meses"), _Unit("dia", "dias")),
    "en": (_Unit("year", "years"), _Unit("month", "months"), _Unit("day", "days")),
}


@dataclass(frozen=True)
class Age:
    """Days since the period ended; below zero while it goes on. `months`: the same in months, to the nearest one."""

    days: int
    months: int

    @property
    def over(self) -> bool:
        """Whether the period has ended."""
        return self.days >= 0


def of(period: str | None, today: date) -> Age | None:
    """The age on a day of a figure of a period (stored form); None where nobody says which period it is of, or there
    is none.

    Raises ValueError as core.terms.period.parse.
    """
    if period is None or not (known := parse(period)).known:
        return None
    return between(known.end, today)


def between(end: date, today: date) -> Age:
    """What has passed from one day to another."""
    months = 12 * (today.year - end.year) + today.month - end.month
    if (begun := today.day - end.day) <= -_HALF_MONTH:
        months -= 1
    elif begun > _HALF_MONTH:
        months += 1
    return Age((today - end).days, max(0, months))


def words(age: Age, lang: str = "pt") -> str:
    """«dois anos e sete meses», «dez meses», «quatro dias»; years and months from one month on, else days."""
    counts = (age.months // 12, age.months % 12, 0) if age.months else (0, 0, abs(age.days))
    shown = [(n, unit) for n, unit in zip(counts, _UNITS[lang], strict=True) if n]
    spelt = _NUMBERS[lang]
    in_full = all(n < len(spelt) for n, _ in shown)
    parts = [f"{spelt[n] if in_full else n} {unit.one if n == 1 else unit.many}" for n, unit in shown]
    return (" e " if lang == "pt" else " and ").join(parts)


def said(period: str | None, today: date, lang: str = "pt") -> str:
    """«há dois anos e sete meses»: when a period ended, as every surface says it. «hoje», «ainda decorre»; «ano por
    confirmar» where it is not known; empty without any.
    """
    if period is None:
        return ""
    age, pt = of(period, today), lang == "pt"
    if age is None:
        return label(period, lang)
    if not age.over:
        return "ainda decorre" if pt else "still going on"
    if not age.days:
        return "hoje" if pt else "today"
    return f"há {words(age, lang)}" if pt else f"{words(age, lang)} ago"
