"""Mann-Kendall's test and Sen's slope for many series at once that share their points in time.

One at a time SciPy takes a millisecond a series, and there are tens of thousands to judge. The sums are done here for
all together; the p-value itself is SciPy's, asked once for each pattern of signs and ties (it depends on nothing
else).
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
ALPHA: Final = 0.05


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
    """SciPy's p-value of Kendall's tau for any series with this score and these ties; 1 where all values are equal."""
    if ties and ties[0] == n:
        return 1.0
    series = _with_score(n, score, ties)
    return float(stats.kendalltau(np.arange(n), series).pvalue)


def _with_score(n: int, score: int, ties: tuple[int, ...]) -> list[int]:
    """Some series of n values with this score and these ties: from the falling one, neighbours are put in order one
    by one.
    """
    series = [g for g, size in enumerate([*ties, *[1] * (n - sum(ties))]) for _ in range(size)][::-1]
    now = -sum(a > b for k, a in enumerate(series) for b in series[k + 1 :])
    while now < score:  # each exchange of unequal neighbours raises the score by two
        k = next(k for k in range(n - 1) if series[k] > series[k + 1])
        series[k], series[k + 1] = series[k + 1], series[k]
        now += 2
    return series


@lru_cache(maxsize=4096)
def _ends(n: int, ties: tuple[int, ...]) -> tuple[int, int]:
    """Places of the ends of the 95 % interval among the sorted slopes (Sen 1968, the normal approximation)."""
    pairs = n * (n - 1) // 2
    variance = (n * (n - 1) * (2 * n + 5) - sum(k * (k - 1) * (2 * k + 5) for k in ties)) / 18
    reach = float(stats.norm.ppf(1 - ALPHA / 2)) * float(np.sqrt(variance))
    upper = min(int(np.round((pairs + reach) / 2)), pairs - 1)
    lower = max(int(np.round((pairs - reach) / 2)) - 1, 0)
    return lower, upper
