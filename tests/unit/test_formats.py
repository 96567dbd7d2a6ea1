"""Figures at the edges: grouping, signs, units that follow and units that do not."""

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from core.terms.formats import change, day, exact, in_full, months, number, spoken, with_sign, with_unit

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "aligned", "shown"),
    [
        (9999, 0, False, "9999"),
        (9999.95, 1, False, f"10{NB}000,0"),  # the rounded figure decides, not the exact one
        (9999.94, 1, False, "9999,9"),
        (999, 0, True, "999"),
        (1000, 0, True, f"1{NB}000"),
        (-14373.3, 1, False, f"-14{NB}373,3"),
        (1e12, 0, False, f"1{NB}000{NB}000{NB}000{NB}000"),
        (-0.0, 0, False, "0"),
        (0.05, 0, False, "0"),
    ],
)
def test_groups_of_three_from_five_digits_or_from_four_in_columns(
    value: float, decimals: int, aligned: bool, shown: str
) -> None:
    assert number(value, decimals, "pt", aligned=aligned) == shown


@pytest.mark.parametrize(
    ("unit", "tile", "text"),
    [
        ("%", f"12,3{NB}%", f"12,3{NB}%"),
        ("% de CPE com contrato ativo", f"12,3{NB}%", f"12,3{NB}%"),
        ("‰ nados-vivos", f"12,3{NB}‰", f"12,3{NB}‰"),
        ("kWh/hab.", "12,3", f"12,3{NB}kWh/hab."),
        ("milhões de euros por ano", "12,3", "12,3"),
    ],
)
def test_a_short_unit_follows_its_figure_and_a_long_one_stands_in_the_header(unit: str, tile: str, text: str) -> None:
    assert (with_sign(12.3, 1, unit, "pt"), with_unit(12.3, 1, unit, "pt")) == (tile, text)


def test_differences_have_no_sign_and_percentages_differ_by_points() -> None:
    assert (change(-1.84, 1, "%", "pt"), change(1.84, 1, "%", "en")) == (f"1,8{NB}p.p.", f"1.8{NB}pp")
    assert change(-14373.3, 1, "kWh/hab.", "pt") == f"14{NB}373,3{NB}kWh/hab."
    assert change(-0.4, 1, "‰ nados-vivos", "en") == f"0.4{NB}‰"


def test_dates_come_as_dates_or_as_the_sources_write_them() -> None:
    assert day(date(2026, 11, 22)) == day("2026-11-22T23:59:00+00:00") == "22/11/2026"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_column_of_figures_reads_back_too(value: float, decimals: int) -> None:
    assert float(number(value, decimals, "pt", aligned=True).replace(NB, "").replace(",", ".")) == round(
        value, decimals
    )


@given(st.floats(-1e13, 1e13), st.integers(0, 3), st.sampled_from(["pt", "en"]), st.booleans())
def test_figures_read_as_the_locale_data_say(value: float, decimals: int, lang: str, aligned: bool) -> None:
    rounded = round(value, decimals) + 0.0
    grouped = lang == "en" or aligned or abs(rounded) >= 10_000
    form = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    said = format_decimal(Decimal(f"{rounded:.{decimals}f}"), format=form, locale={"pt": "pt_PT", "en": "en_GB"}[lang])
    assert number(value, decimals, lang, aligned=aligned) == said.replace(" ", NB).replace("\u202f", NB)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2500.0, "2500"),
        (14373.3, f"14{NB}373,3"),
        (1234567.25, f"1{NB}234{NB}567,25"),
        (0.1 + 0.2, "0,3"),
        (-3.5, "-3,5"),
        (100.0, "100"),
        (float("nan"), "–"),
        (float("inf"), "inf"),
    ],
)
def test_a_figure_of_unknown_decimals_has_its_own(value: float, shown: str) -> None:
    assert exact(value) == shown


@pytest.mark.parametrize(
    ("unit", "pt", "en"),
    [
        ("%", f"12,3{NB}%", "12.3%"),
        ("% de CPE com contrato ativo", f"12,3{NB}% de CPE com contrato ativo", "12.3% de CPE com contrato ativo"),
        ("‰ nados-vivos", f"12,3{NB}‰ nados-vivos", f"12.3{NB}‰ nados-vivos"),
        ("milhões de euros por ano", f"12,3{NB}milhões de euros por ano", f"12.3{NB}milhões de euros por ano"),
    ],
)
def test_where_no_header_says_it_the_whole_unit_follows(unit: str, pt: str, en: str) -> None:
    assert (in_full(12.3, 1, unit, "pt"), in_full(12.3, 1, unit, "en")) == (pt, en)
    assert in_full(12.3, 1, unit, "pt").startswith(with_sign(12.3, 1, unit, "pt"))


def test_months_are_the_locales() -> None:
    assert months() == tuple(format_date(date(2000, m, 1), "LLLL", "pt_PT") for m in range(1, 13))
    assert months("en")[2] == "March" and months()[2] == "março"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("N.º de postos", "postos"),
        ("N.º/ano", "por ano"),
        ("N.º", ""),
        ("N.º por 1000 hab.", "por 1000 hab."),
        ("índice", ""),
        ("No. of stations", "stations"),
        ("No./year", "a year"),
        ("No.", ""),
        ("kWh/hab.", "kWh/hab."),
        ("acessos por 100 hab.", "acessos por 100 hab."),
    ],
)
def test_a_unit_after_a_figure_is_what_one_says(unit: str, said: str) -> None:
    assert spoken(unit) == said
    assert in_full(5.0, 0, unit) == f"5\u00a0{said}".rstrip("\u00a0")
