"""How old a figure is, in words: from the end of its period, to the nearest month."""

from datetime import date

import pytest

from core.terms import age

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("period", "pt", "en"),
    [
        ("2024-04", "há dois anos e sete meses", "two years and seven months ago"),
        ("2025", "há onze meses", "eleven months ago"),
        ("2024/2025", "há um ano e três meses", "one year and three months ago"),
        ("2026-Q3", "há dois meses", "two months ago"),
        ("2026-10", "há um mês", "one month ago"),
        ("2026-11-22", "há quatro dias", "four days ago"),
        ("2026-11-25", "há um dia", "one day ago"),
        ("2026-11-26", "hoje", "today"),
        ("2011", "há 14 anos e 11 meses", "14 years and 11 months ago"),
        ("2026", "ainda decorre", "still going on"),
        ("por-confirmar", "ano por confirmar", "year to be confirmed"),
        (None, "", ""),
    ],
)
def test_an_age_is_that_of_the_period(period: str | None, pt: str, en: str) -> None:
    assert (age.said(period, TODAY), age.said(period, TODAY, "en")) == (pt, en)


@pytest.mark.parametrize(
    ("end", "today", "days", "months"),
    [
        (date(2025, 12, 31), date(2026, 1, 1), 1, 0),  # a new year is no month
        (date(2025, 12, 31), date(2026, 12, 31), 365, 12),
        (date(2024, 2, 29), date(2024, 3, 31), 31, 1),
        (date(2026, 1, 31), date(2026, 2, 28), 28, 1),
        (date(2026, 12, 31), date(2026, 11, 26), -35, 0),
    ],
)
def test_months_are_to_the_nearest_and_never_below_zero(end: date, today: date, days: int, months: int) -> None:
    assert age.between(end, today) == age.Age(days, months)


def test_what_has_no_period_has_no_age_and_what_is_none_is_refused() -> None:
    assert age.of("por-confirmar", TODAY) is None and age.of(None, TODAY) is None
    with pytest.raises(ValueError, match="não é um período"):
        age.of("há pouco", TODAY)
