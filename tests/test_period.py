"""Periods: what sources write, what we store, what readers see."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import period

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


@given(STORED, STORED)
def test_periods_sort_by_their_last_day(one: str, other: str) -> None:
    a, b = period.parse(one), period.parse(other)
    if a.end != b.end:
        assert (a < b) == (a.end < b.end)


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


@pytest.mark.parametrize("text", ["24", "2024-13", "2024-02-30", "2023-2019", "2024/2026", "2024-Q5", "x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
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
