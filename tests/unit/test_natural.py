"""Natural breaks are the best there are: no other way of parting the values has a smaller sum of squares."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.warehouse import queries
from core.warehouse.store import Store
from show.natural import natural_breaks
from show.scale import Wish, classify


def within(values: np.ndarray, breaks: list[float] | tuple[float, ...]) -> float:
    """Sum of squared deviations from the means of the classes that the breaks make."""
    at = np.searchsorted(breaks, values, side="left")
    return sum(float(((values[at == c] - values[at == c].mean()) ** 2).sum()) for c in np.unique(at))


def least(values: np.ndarray, classes: int) -> float:
    """The least of all ways of parting the values, each tried."""
    distinct = np.unique(values)
    k = min(classes, len(distinct))
    return min(within(values, ends) for ends in combinations(distinct[:-1], k - 1))


def least_by_table(values: np.ndarray, classes: int) -> float:
    """The same for some hundreds of values: every layer, every end, every beginning, without halving."""
    n = len(values)
    table = np.full(n + 1, np.inf)
    table[0] = 0.0
    cost = np.zeros((n, n + 1))
    for i in range(n):
        for j in range(i + 1, n + 1):
            cost[i, j] = ((values[i:j] - values[i:j].mean()) ** 2).sum()
    for _ in range(classes):
        table = np.array([np.inf, *(min(table[i] + cost[i, j] for i in range(j)) for j in range(1, n + 1))])
    return float(table[n])


def parted(values: np.ndarray, classes: int) -> list[float]:
    distinct, weights = np.unique(values, return_counts=True)
    return natural_breaks(distinct, weights, classes)


@given(st.lists(st.integers(-40, 40).map(lambda v: v / 4), min_size=1, max_size=11), st.integers(1, 6))
def test_no_other_parting_is_better(drawn: list[float], classes: int) -> None:
    values = np.array(drawn)
    breaks = parted(values, classes)
    assert len(breaks) == min(classes, len(set(drawn))) - 1
    assert within(values, breaks) == pytest.approx(least(values, classes), abs=1e-9)


@pytest.mark.parametrize("classes", [2, 3, 5, 7, 9])
@pytest.mark.parametrize("seed", [1, 2])
def test_nor_among_hundreds_of_values(classes: int, seed: int) -> None:
    drawn = np.random.default_rng(seed)
    values = np.sort(np.concatenate([drawn.lognormal(2, 1, 90), drawn.normal(40, 3, 60)]))
    assert within(values, parted(values, classes)) == pytest.approx(least_by_table(values, classes), rel=1e-9)


@pytest.mark.parametrize(("drawn", "breaks"), [([7.0] * 308, []), ([1.0, 1.0, 2.0], [1.0]), ([3.0], [])])
def test_few_distinct_values_are_classes_of_their_own(drawn: list[float], breaks: list[float]) -> None:
    assert parted(np.array(drawn), 5) == breaks


def test_how_often_a_value_occurs_weighs() -> None:
    """One parting for values that occur once, another where the lowest occurs a hundred times."""
    values = np.array([0.0, 4.0, 9.0])
    assert natural_breaks(values, np.array([1, 1, 1]), 2) == [4.0]
    assert natural_breaks(values, np.array([100, 1, 1]), 2) == [0.0]


def test_far_from_zero_they_are_the_same() -> None:
    values = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 25.0, 26.0])
    ones = np.ones(7, dtype=np.int64)
    assert [b - 1e9 for b in natural_breaks(values + 1e9, ones, 3)] == natural_breaks(values, ones, 3) == [2.0, 11.0]


def test_all_values_of_all_periods_count_and_not_a_sample() -> None:
    """Eleven high values among 9240: a sample of one in thirty-six misses some, and puts the last class elsewhere."""
    values = np.concatenate([np.linspace(0, 50, 9229), np.linspace(990, 1000, 11)])
    scale = classify(values.tolist(), percentage=False, decimals=3, wish=Wish("natural", 2))
    assert scale.breaks == (50.0,)
    assert within(values, parted(values, 5)) <= within(values, tuple(np.quantile(values, [0.2, 0.4, 0.6, 0.8])))


def test_values_that_read_the_same_are_in_the_same_class() -> None:
    drawn = np.random.default_rng(3).gamma(2.0, 9.0, 3000)
    scale = classify(drawn.tolist(), percentage=False, decimals=0, wish=Wish("natural", 6))
    classes: dict[float, set[int]] = {}
    for value in drawn:
        classes.setdefault(round(float(value)), set()).add(scale.class_of(value))
    assert len(scale.breaks) == 5 and all(len(found) == 1 for found in classes.values())


def test_the_series_of_the_warehouse_have_their_best_parting(store: Store) -> None:
    values = np.array(queries.history(store, "mortalidade_infantil", "quinquenal", "municipio", "2024"))
    scale = classify(values.tolist(), percentage=False, decimals=1, wish=Wish("natural", 5))
    distinct = np.unique(values)
    assert distinct.size > 5 and values.size > 5000
    best = within(values, scale.breaks)
    for n, edge in enumerate(scale.breaks):  # moving any edge by one value makes it worse
        at = int(np.searchsorted(distinct, edge))
        for other in (distinct[at - 1], distinct[at + 1]):
            moved = tuple(sorted({*scale.breaks[:n], float(other), *scale.breaks[n + 1 :]}))
            assert within(values, moved) >= best
