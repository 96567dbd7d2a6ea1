"""Mann-Kendall's test and Sen's slope for many series at once that share their points in time.

One at a time SciPy takes a millisecond a series, and there are tens of thousands to judge. The sums are done here for
all together, and the p-value once for each pattern of signs and ties (it depends on nothing else), as SciPy's
`kendalltau` makes it: the tests hold it against that one. Its `scipy.stats` takes three quarters of a second to
import, of every process.
"""

from functools import lru_cache
from math import factorial, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
ALPHA: Final = 0.05
_EXACT: Final = 33  # points up to which a series without ties is counted out, and not taken for normal (as SciPy)


class Tested(NamedTuple):
    """Arrays of one value a series: two-sided p, Sen's slope (units a year) and the ends of its 95 % interval."""

    p: Floats
    slope: Floats
    low: Floats
    high: Floats


def mann_kendall(x: Floats, values: Floats) -> Tested:
    """Test series of the same n ≥ 2 points in time. `x`: (n,) years, rising; `values`: (series, n), all finite."""
    i, j = np.triu_indices(len(x), 1)
    rises = values[:, j] - values[:, i]
    score = np.sign(rises).sum(axis=1).astype(int)
    slopes = np.sort(rises / (x[j] - x[i]), axis=1)
    tied = (np.diff(np.sort(values, axis=1), axis=1) == 0).any(axis=1)
    ties = [_ties(v) if t else () for v, t in zip(values, tied, strict=True)]
    p = np.array([_p_value(len(x), int(s), t) for s, t in zip(score, ties, strict=True)])
    ends = np.array([_ends(len(x), t) for t in ties]).reshape(-1, 2)
    rows = np.arange(len(values))
    return Tested(p, np.median(slopes, axis=1), slopes[rows, ends[:, 0]], slopes[rows, ends[:, 1]])


def _ties(values: Floats) -> tuple[int, ...]:
    """Sizes of the groups of equal values, smallest first."""
    sizes = np.unique(values, return_counts=True)[1]
    return tuple(sorted(int(s) for s in sizes if s > 1))


@lru_cache(maxsize=65_536)
def _p_value(n: int, score: int, ties: tuple[int, ...]) -> float:
    """Two-sided p of Kendall's score between time and any series with these ties; 1 where all values are equal."""
    if ties and ties[0] == n:
        return 1.0
    against = (n * (n - 1) // 2 - abs(score)) // 2  # pairs that go against the sense of the score
    if not ties and (n <= _EXACT or against <= 1):
        return _counted(n, against)
    return float(2 * special.ndtr(-abs(score) / sqrt(_variance(n, ties))))


def _counted(n: int, against: int) -> float:
    """Twice the share of all orders of n values that have at most so many pairs against (Kendall 1970)."""
    orders = [1, *[0] * against]  # of one value; at each place, how many have that many pairs against
    for k in range(2, n + 1):  # the k-th value goes before any 0 to k - 1 of those there are
        orders = [sum(orders[max(0, i - k + 1) : i + 1]) for i in range(against + 1)]
    return min(1.0, 2 * sum(orders) / factorial(n))


def _variance(n: int, ties: tuple[int, ...]) -> float:
    """Of the score, where nothing moves."""
    return (n * (n - 1) * (2 * n + 5) - sum(k * (k - 1) * (2 * k + 5) for k in ties)) / 18


@lru_cache(maxsize=4096)
def _ends(n: int, ties: tuple[int, ...]) -> tuple[int, int]:
    """Places of the ends of the 95 % interval among the sorted slopes (Sen 1968, the normal approximation)."""
    pairs = n * (n - 1) // 2
    reach = float(special.ndtri(1 - ALPHA / 2)) * sqrt(_variance(n, ties))
    upper = min(int(np.round((pairs + reach) / 2)), pairs - 1)
    lower = max(int(np.round((pairs - reach) / 2)) - 1, 0)
    return lower, upper
