"""Whether the newest change of a series is like its past ones: robust z-score, by median and median absolute deviation.

z = 0.6745 (change − median) / MAD (Iglewicz and Hoaglin, 1993). Where the MAD is zero (most past changes equal) the
mean absolute deviation stands in, as they propose; where that is zero too, any other change has no bound.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np

from core.judgement.windows import Points, usable, years

_MAD: Final = 0.6745  # MAD of a normal distribution, in standard deviations
_MEAN: Final = 1.253314  # standard deviation of one, in mean absolute deviations
_STEP: Final = 0.1  # steps in time that differ by more than a tenth are not the same step (a month has 28 to 31 days)
_NOISE: Final = 1e-9


@dataclass(frozen=True)
class Compared:
    """The change from `before` to `period` in the unit of the series, the median of the `n` past ones, and the score.

    `spread`: median absolute deviation of the past ones; zero where most were equal, and the score then tells less.
    """

    before: str
    period: str
    change: float
    median: float
    z: float
    n: int
    spread: float


def unusual(points: Points, breaks: Collection[str] = ()) -> Compared | None:
    """The newest change beside the past ones over the same step in time; None without two points that may be compared.

    Points are those of core.judgement.trend.usable: after the last break, without overlaps. A change over a gap is
    left out, because it is of another length.
    """
    pairs = _changes(points, breaks)
    return _compared(*pairs[-1], pairs[:-1]) if pairs else None


def revised(points: Points, was: float, breaks: Collection[str] = ()) -> Compared | None:
    """What a source took back of its newest figure, which `was` another: beside the changes from period to period up
    to then.
    """
    pairs = _changes(points, breaks)
    if not pairs:
        return None
    period, step = pairs[-1][1:3]
    return _compared(period, period, step, points[-1][1] - was, pairs[:-1])


_Change = tuple[str, str, float, float]  # from, to, years between, change


def _changes(points: Points, breaks: Collection[str]) -> list[_Change]:
    kept, _ = usable(points, breaks)
    return [(a, b, years(b) - years(a), w - v) for (a, v), (b, w) in pairwise(kept)]


def _compared(before: str, period: str, step: float, change: float, earlier: list[_Change]) -> Compared:
    past = np.array([c for _, _, s, c in earlier if abs(s - step) <= _STEP * step])
    if not len(past):
        return Compared(before, period, change, 0.0, 0.0, 0, 0.0)
    median = float(np.median(past))
    deviations = np.abs(past - median)
    score = _score(change - median, deviations)
    return Compared(before, period, change, median, score, len(past), float(np.median(deviations)))


def _score(off: float, deviations: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    """Score of a distance from the median, given those of the past changes."""
    if abs(off) <= _NOISE:
        return 0.0
    mad, mean = float(np.median(deviations)), float(np.mean(deviations))
    if mad > _NOISE:
        return _MAD * off / mad
    return off / (_MEAN * mean) if mean > _NOISE else inf if off > 0 else -inf
