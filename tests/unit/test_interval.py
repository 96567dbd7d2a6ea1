"""Intervals against published tables, and what they allow to be said of a figure beside another."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.base.typed import Text
from core.catalogue.basis import Basis, Complete, Counted, Events, Floor, Sample, Standardised
from core.judgement.interval import FEW, Interval, compared, interval, mark, poisson, wilson

WORD = Text(pt="x", en="x")
NAMED = Counted(one=WORD, many=WORD)
COMPLETE, SAMPLE = Complete(kind="complete"), Sample(kind="sample")
BIRTHS = Events(kind="events", per=1000, cases=NAMED, base=NAMED, floor=Floor(of="base", least=500, why=WORD))
COUNT = Events(kind="events", cases=NAMED)
AGED = Standardised(kind="standardised", cases=NAMED, floor=Floor(of="cases", least=20, why=WORD))


@pytest.mark.parametrize(
    ("cases", "low", "high"),
    [  # exact 95 % limits of a Poisson count, as printed in tables of them
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (100, 81.364, 121.627),
    ],
)
def test_limits_of_a_count_are_those_of_the_tables(cases: int, low: float, high: float) -> None:
    assert poisson(cases) == pytest.approx((low, high), abs=6e-4)


@given(st.integers(1, 3000))
def test_a_count_at_its_limits_is_as_rare_as_said(cases: int) -> None:
    """What exact means: at the lower limit so many or more happen in 2.5 %, at the upper so few or fewer."""
    low, high = poisson(cases)
    assert stats.poisson.sf(cases - 1, low) == pytest.approx(0.025, rel=1e-6)
    assert stats.poisson.cdf(cases, high) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(
    ("cases", "size", "low", "high"),
    [  # Newcombe (1998), method 3: the score interval without correction
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_limits_of_a_share_are_those_of_wilson(cases: int, size: int, low: float, high: float) -> None:
    assert wilson(cases, size) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 5000), st.data())
def test_a_share_is_between_its_limits_and_they_are_shares(size: int, data: st.DataObject) -> None:
    cases = data.draw(st.integers(0, size))
    low, high = wilson(cases, size)
    assert 0 <= low <= cases / size <= high <= 1 and low < high


@pytest.mark.parametrize(("cases", "size"), [(1, 0), (-1, 10), (11, 10), (math.nan, 10), (3, math.nan)])
def test_no_share_no_limits(cases: float, size: float) -> None:
    with pytest.raises(ValueError, match="não há proporção"):
        wilson(cases, size)


@pytest.mark.parametrize("cases", [-1, math.nan])
def test_no_count_no_limits(cases: float) -> None:
    with pytest.raises(ValueError, match="não há contagem"):
        poisson(cases)


def test_each_basis_has_its_own_interval() -> None:
    rate = interval(BIRTHS, 2.4, 4, 1675)
    assert rate is not None and rate.method == "poisson"
    assert (rate.low, rate.high) == pytest.approx((0.651, 6.114), abs=1e-3)  # 1.0899 and 10.2416 deaths
    count = interval(COUNT, 10, 10, None)
    assert count is not None and (count.low, count.high) == pytest.approx((4.795, 18.39), abs=1e-3)
    aged = interval(AGED, 850.0, 100, 70_000)
    assert aged is not None and aged.method == "approximate"
    assert (aged.low, aged.high) == pytest.approx((850 - 166.6, 850 + 166.6))  # 1.96 × 850 / √100
    share = interval(SAMPLE, 30.8, 81, 263)
    assert share is not None and share.method == "wilson"
    assert (share.low, share.high) == pytest.approx((25.53, 36.62), abs=0.02)
    assert interval(COMPLETE, 59.26, 5_000_000, 9_000_000) is None


@pytest.mark.parametrize(
    ("basis", "cases", "base"),
    [
        (BIRTHS, None, 1000),
        (BIRTHS, 3, None),
        (BIRTHS, 3, 0),
        (BIRTHS, math.nan, 1000),
        (SAMPLE, 3, None),
        (AGED, None, 9),
    ],
)
def test_where_the_cases_are_not_known_there_is_no_interval_and_it_is_said(
    basis: Basis, cases: float | None, base: float | None
) -> None:
    assert mark(basis, cases, base) == "unknown" and interval(basis, 2.0, cases, base) is None


@pytest.mark.parametrize(
    ("basis", "cases", "base", "said"),
    [
        (BIRTHS, 0, 41, "floor"),
        (BIRTHS, 30, 499, "floor"),
        (BIRTHS, 0, 500, "few"),
        (BIRTHS, FEW - 1, 9000, "few"),
        (BIRTHS, FEW, 9000, ""),
        (AGED, 19, 5000, "floor"),
        (AGED, 20, 5000, ""),
        (COUNT, 3, None, "few"),
        (SAMPLE, 5, 900, "few"),
        (SAMPLE, 895, 900, "few"),  # the rest are few
        (SAMPLE, 400, 900, ""),
        (COMPLETE, 1, 2, ""),
        (COMPLETE, None, None, ""),
    ],
)
def test_small_numbers_are_marked(basis: Basis, cases: float | None, base: float | None, said: str) -> None:
    assert mark(basis, cases, base) == said


def test_a_rate_of_no_or_few_events_has_no_approximate_interval() -> None:
    """± 1.96 × 0 / √0 would say that zero is certain."""
    assert interval(Standardised(kind="standardised", cases=NAMED), 0.0, 0, 5000) is None
    assert interval(AGED, 90.0, 19, 5000) is None and interval(AGED, 90.0, 20, 5000) is not None


@pytest.mark.parametrize(
    ("direction", "value", "found", "other", "state"),
    [
        ("lower_better", 2.4, Interval(0.65, 6.1, "poisson"), 2.6, "similar"),
        ("lower_better", 5.0, Interval(3.0, 8.0, "poisson"), 2.6, "worse"),
        ("lower_better", 1.0, Interval(0.5, 2.0, "poisson"), 2.6, "better"),
        ("higher_better", 30.0, Interval(27.0, 33.0, "wilson"), 40.0, "worse"),
        ("neutral", 30.0, Interval(27.0, 33.0, "wilson"), 40.0, "below"),
        ("neutral", 30.0, None, 20.0, "above"),
        ("higher_better", 59.31, None, 59.26, "similar"),  # both read 59,3
        ("higher_better", 59.36, None, 59.26, "better"),
        ("lower_better", 5.0, Interval(2.64, 8.0, "poisson"), 2.6, "similar"),  # the end reads 2,6 too
        ("lower_better", 5.0, Interval(2.66, 8.0, "poisson"), 2.6, "worse"),
    ],
)
def test_better_and_worse_only_where_chance_does_not_explain_it_and_the_reader_sees_it(
    direction: str, value: float, found: Interval | None, other: float, state: str
) -> None:
    assert compared(direction, 1, value, found, other) == state
