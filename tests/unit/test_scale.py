"""Classes at the edges: every value falls where the legend says, and no class is beyond the data."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import catalogue
from core.terms.formats import number
from core.warehouse import queries
from core.warehouse.store import Store
from show.scale import METHODS, RAMPS, Wish, classify

VALUES = st.one_of(
    st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=60),
    st.lists(st.floats(0, 100).map(lambda v: round(v, 1)), min_size=1, max_size=308),  # percentages
    st.lists(st.integers(-9, 12).map(lambda e: 10.0**e), min_size=1, max_size=60),  # over many orders
    st.lists(st.sampled_from([1.04, 1.0, 0.96, 2.0, 100.0]), min_size=1, max_size=60),  # many read the same
)


@given(VALUES, st.booleans(), st.integers(0, 2))
def test_legend_and_map_agree_for_any_values(values: list[float], percentage: bool, decimals: int) -> None:
    scale = classify(values, percentage=percentage, decimals=decimals)
    assert len(scale.edges) == len(scale.colours()) == len(set(scale.colours())) <= max(RAMPS)
    assert (scale.edges[0][0], scale.edges[-1][1]) == (min(values), max(values))
    assert all(a < b for a, b in pairwise((*scale.breaks, max(values))))
    for value in values:
        low, high = scale.edges[scale.class_of(value)]
        assert low <= value <= high


@given(VALUES, st.integers(0, 2))
def test_where_each_value_has_its_class_all_of_the_class_read_the_same(values: list[float], decimals: int) -> None:
    scale = classify(values, percentage=False, decimals=decimals)
    if scale.method == "distinct":
        for value in values:
            assert number(value, decimals) == number(scale.edges[scale.class_of(value)][1], decimals)


@pytest.mark.parametrize(
    ("values", "colours"),
    [
        ([], 1),
        ([None, math.nan, math.inf], 1),
        ([7.0], 1),
        ([7.0] * 308, 1),
        ([1.0, 2.0], 2),
        ([-5.0, None, 5.0, math.nan], 2),
        ([1e12], 1),
    ],
)
def test_few_values_have_few_classes(values: list[float], colours: int) -> None:
    assert len(classify(values, percentage=True).colours()) == colours


def test_negative_values_are_never_put_on_a_logarithmic_scale() -> None:
    assert classify([-1.0, *[10.0**e for e in range(9)]], percentage=False).method == "natural"


@pytest.mark.parametrize(
    ("wild", "method"), [([0.0, 1e12], "log_steps"), ([1.0, 400.0], "natural"), ([50.0] * 300, "natural")]
)
def test_percentages_without_a_round_step_are_parted_as_other_values(wild: list[float], method: str) -> None:
    scale = classify([*wild, *wild, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], percentage=True)
    assert scale.method == method and len(scale.colours()) > 1


def test_round_steps_are_round() -> None:
    scale = classify([20 + n / 7 for n in range(300)], percentage=True)
    assert scale.breaks == (30.0, 40.0, 50.0, 60.0)


def test_every_series_of_the_warehouse_has_a_scale_that_parts_its_values(store: Store) -> None:
    coverage = queries.coverage(store)
    municipal = coverage[coverage["level"] == "municipio"]
    book, seen = catalogue.load(), 0
    for row in municipal.itertuples():
        if row.indicator_id not in {i.id for i in book.indicators}:
            continue
        item = book.indicator(row.indicator_id)
        if row.places < 100:  # a few places are no picture of a level
            continue
        values = queries.history(store, item.id, row.series, "municipio", "2024")
        percentage = item.unit_for(row.series, "pt").startswith("%")
        scale = classify(values, percentage=percentage, decimals=item.decimals_for(row.series))
        used = {scale.class_of(v) for v in values}
        assert 3 <= len(scale.colours()) <= 7 and used == set(range(len(scale.colours()))), item.id
        seen += 1
    assert seen >= 7


@given(
    VALUES,
    st.sampled_from(METHODS),
    st.integers(3, 7),
    st.lists(st.floats(-1e12, 1e12), max_size=8),
    st.integers(0, 2),
    st.floats(-1e12, 1e12) | st.floats(0, 100),
)
def test_every_way_of_making_classes_keeps_the_legend_true(
    values: list[float], method: str, classes: int, breaks: list[float], decimals: int, midpoint: float
) -> None:
    wish = Wish(method, classes, tuple(breaks), midpoint)
    scale = classify(values, percentage=False, decimals=decimals, wish=wish)
    assert len(scale.edges) == len(scale.colours()) == len(set(scale.colours())) <= max(RAMPS)
    assert (scale.edges[0][0], scale.edges[-1][1]) == (min(values), max(values))
    assert all(a < b for a, b in pairwise((*scale.breaks, max(values))))
    if method in ("quantiles", "equal", "steps") and scale.method in (method, "round_steps"):
        assert len(scale.colours()) <= classes
    for value in values:
        low, high = scale.edges[scale.class_of(value)]
        assert low <= value <= high


def test_each_method_is_what_its_name_says() -> None:
    values = [float(v) for v in range(101)]

    def breaks(method: str, **more: object) -> tuple[float, ...]:
        return classify(values, percentage=False, decimals=1, wish=Wish(method, **more)).breaks  # type: ignore[arg-type]

    assert breaks("equal", classes=4) == breaks("quantiles", classes=4) == (25.0, 50.0, 75.0)
    assert breaks("steps", classes=4) == (25.0, 50.0, 75.0) and breaks("steps", classes=6) == (20.0, 40.0, 60.0, 80.0)
    assert breaks("manual", breaks=(10.0, 5.0, 500.0)) == (5.0, 10.0)
    skewed = [*([1.0] * 50), *[float(v) for v in range(2, 52)]]
    assert classify(skewed, percentage=False, wish=Wish("quantiles", 4)).breaks == (1.0, 1.5, 26.2)


def test_around_a_midpoint_the_sides_have_their_own_colours_and_the_midpoint_is_a_break() -> None:
    scale = classify([float(v) for v in range(101)], percentage=True, wish=Wish("diverging", midpoint=40.0))
    assert scale.below == 3 and scale.breaks[2] == 40.0 and len(scale.colours()) == 6
    assert scale.class_of(40.0) == 2 and scale.class_of(40.1) == 3
    beyond = classify([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], percentage=False, wish=Wish("diverging", midpoint=99.0))
    assert beyond.method == "natural" and beyond.below is None
