"""Periods: what sources write, what we store, what readers see."""

import re
from calendar import monthrange
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from core.terms import period

YEARS = st.integers(1900, 2100)
STORED = st.one_of(
    YEARS.map(str),
    st.tuples(YEARS, st.integers(1, 4)).map(lambda p: f"{p[0]}-Q{p[1]}"),
    st.tuples(YEARS, st.integers(1, 12)).map(lambda p: f"{p[0]}-{p[1]:02d}"),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    st.tuples(YEARS, st.integers(1, 9)).map(lambda p: f"{p[0]}-{p[0] + p[1]}"),
    YEARS.map(lambda y: f"{y}/{y + 1}"),
)


@given(STORED)
def test_every_stored_form_parses_and_reads_in_both_languages(text: str) -> None:
    parsed = period.parse(text)
    assert parsed.text == text and parsed.start <= parsed.end
    assert period.label(text, "pt") and period.label(text, "en")


@given(st.text(max_size=12) | st.text("0129-/Q٢", max_size=10))
def test_any_other_text_is_refused_and_never_half_read(text: str) -> None:
    for read in (period.from_ine_label, lambda t: period.parse(t).text):
        try:
            stored = read(text)
        except ValueError as error:
            assert text.strip() in str(error)
        else:
            assert stored.isascii() and period.parse(stored).text == stored


@given(STORED, STORED)
def test_periods_sort_by_their_last_day(one: str, other: str) -> None:
    a, b = period.parse(one), period.parse(other)
    if a.end != b.end:
        assert (a < b) == (a.end < b.end)
    elif a.days != b.days:
        assert (a < b) == (a.days < b.days)


@given(YEARS, st.integers(1, 4), st.integers(1, 12), st.integers(1, 9))
def test_what_ine_writes_for_a_period_is_read_back(year: int, quarter: int, month: int, span: int) -> None:
    name = format_date(date(2000, month, 1), "LLLL", "pt_PT")
    written = {
        f"{year}": str(year),
        f"{quarter}.º Trimestre de {year}": f"{year}-Q{quarter}",
        f"{name.capitalize()} de {year}": f"{year}-{month:02d}",
        f"{year} / {year + 1}": f"{year}/{year + 1}",
        f"{year} - {year + span}": f"{year}-{year + span}",
    }
    assert {label: period.from_ine_label(label) for label in written} == written


@given(YEARS, st.integers(1, 12))
def test_a_month_has_all_its_days(year: int, month: int) -> None:
    p = period.parse(f"{year}-{month:02d}")
    assert (p.start.day, p.days) == (1, monthrange(year, month)[1])


@pytest.mark.parametrize(
    ("label", "stored"),
    [
        ("2011", "2011"),
        ("4.º Trimestre de 2010", "2010-Q4"),
        ("Junho de 2024", "2024-06"),
        ("Março de 2024", "2024-03"),
        ("2024 / 2025", "2024/2025"),
        ("2019 - 2023", "2019-2023"),
    ],
)
def test_labels_of_ine(label: str, stored: str) -> None:
    assert period.from_ine_label(label) == stored


@pytest.mark.parametrize("label", ["June 2024", "2nd quarter of 2010", "20", "Junho 2024", "", "2024 / 2026"])
def test_a_label_in_another_language_or_form_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"INE|ano"):
        period.from_ine_label(label)


@pytest.mark.parametrize(
    "text", ["24", "0000", "2024-13", "2024-02-30", "2023-2019", "2024/2026", "2024-Q5", "٢٠٢٤", "x", ""]
)
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"«{re.escape(text)}» não é um período"):
        period.parse(text)


@pytest.mark.parametrize(
    ("text", "pt", "en"),
    [
        ("2025-Q2", "2.º trim. 2025", "Q2 2025"),
        ("2024-06", "junho de 2024", "June 2024"),
        ("2024-06-22", "22/06/2024", "22 June 2024"),
        ("2019-2023", "2019–2023", "2019–2023"),
    ],
)
def test_words(text: str, pt: str, en: str) -> None:
    assert (period.label(text, "pt"), period.label(text, "en")) == (pt, en)
