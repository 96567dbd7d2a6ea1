"""Classes at the edges: every value falls where the legend says, and no class is beyond the data."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import catalogue, queries
from core.store import Store
from ui.formats import number
from ui.scale import RAMPS, classify

VALUES = st.one_of(
    st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=60),
    st.lists(st.floats(0, 100).map(lambda v: round(v, 1)), min_size=1, max_size=308),  # percentages
    st.lists(st.integers(-9, 12).map(lambda e: 10.0**e), min_size=1, max_size=60),  # over many orders
    st.lists(st.sampled_from([1.04, 1.0, 0.96, 2.0, 100.0]), min_size=1, max_size=60),  # many read the same
)


@given(VALUES, st.booleans(), st.integers(0, 2))
def test_legend_and_map_agree_for_any_values(values: list[float], percentage: bool, decimals: int) -> None:
    scale = classify(values, percentage=percentage, decimals=decimals)
    assert len(scale.edges) == len(scale.colours) == len(set(scale.colours)) <= max(RAMPS)
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
    assert len(classify(values, percentage=True).colours) == colours


def test_negative_values_are_never_put_on_a_logarithmic_scale() -> None:
    assert classify([-1.0, *[10.0**e for e in range(9)]], percentage=False).method == "natural"


@pytest.mark.parametrize(
    ("wild", "method"), [([0.0, 1e12], "log_steps"), ([1.0, 400.0], "natural"), ([50.0] * 300, "natural")]
)
def test_percentages_without_a_round_step_are_parted_as_other_values(wild: list[float], method: str) -> None:
    scale = classify([*wild, *wild, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], percentage=True)
    assert scale.method == method and len(scale.colours) > 1


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
        values = queries.history(store, item.id, row.series, "municipio", "2024")
        percentage = item.unit_for(row.series, "pt").startswith("%")
        scale = classify(values, percentage=percentage, decimals=item.decimals)
        used = {scale.class_of(v) for v in values}
        assert 3 <= len(scale.colours) <= 7 and used == set(range(len(scale.colours))), item.id
        seen += 1
    assert seen >= 7
