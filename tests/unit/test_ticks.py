"""Round values beside an axis: a few, within it, told apart, of 1, 2 or 5 tens."""

import random

import pytest

from core.terms.formats import number
from show.ticks import MOST, ticks


@pytest.mark.parametrize(
    ("low", "high", "right", "decimals"),
    [
        (4.6, 7.2, [5, 6, 7], 0),
        (0.0, 100.0, [0, 50, 100], 0),
        (65.0, 92.0, [70, 80, 90], 0),
        (-3.0, 2.0, [-2, 0, 2], 0),
        (0.05, 0.07, [0.05, 0.055, 0.06, 0.065, 0.07], 3),
        (899.0, 1393.0, [1000, 1200], 0),
        (58.0, 58.4, [58.0, 58.1, 58.2, 58.3, 58.4], 1),
    ],
)
def test_the_values_beside_an_axis(low: float, high: float, right: list[float], decimals: int) -> None:
    found, shown = ticks(low, high)
    assert found == pytest.approx(right) and shown == decimals


def test_they_are_few_within_the_axis_and_read_apart() -> None:
    chance = random.Random(7)
    for _ in range(2000):
        low = chance.uniform(-1, 1) * 10 ** chance.randint(-3, 6)
        high = low + chance.uniform(0.01, 9) * 10 ** chance.randint(-3, 6)
        found, shown = ticks(low, high)
        slack = 1e-6 * (high - low)
        assert 1 <= len(found) <= MOST + 1 and low - slack <= found[0] and found[-1] <= high + slack
        assert len({number(v, shown) for v in found}) == len(found)


def test_an_axis_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="an axis from 2 to 2"):
        ticks(2, 2)
