"""Numbers as people write them: the same reading wherever they are handed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.numbers import euros, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1234.5", 1234.5),
        ("0.125", 0.125),
        ("-3", -3.0),
        ("1,234", 1.234),
        ("1.234", None),
        ("-1.234", None),
        ("0.234", 0.234),
        ("1,234.5", None),
        ("1.2.3", None),
        ("1e5", None),
        ("inf", None),
        ("", None),
        ("1_000", None),
        ("١٢", None),
        ("9" * 400, None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert number(text) == value


@given(st.floats(-1e9, 1e9).map(lambda v: round(v, 2)))
def test_a_number_survives_being_written_in_portuguese(value: float) -> None:
    assert number(f"{value:.2f}".replace(".", ",")) == value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250000", 1250000.0),
        ("1 250 000,50", 1250000.5),
        ("1\u202f250", 1250.0),
        ("12.5", 12.5),
        ("1.250", None),
        ("1.250,00", None),
        ("-3", None),
        ("inf", None),
        ("nan", None),
        ("1e9", None),
        ("1,2345", None),
        ("", None),
    ],
)
def test_amounts_in_euros(text: str, amount: float | None) -> None:
    assert euros(text) == amount
