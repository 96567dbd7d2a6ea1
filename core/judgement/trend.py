"""Whether a series moves over the long window: Mann-Kendall's test with Sen's slope (core.judgement.windows.long).

A direction is stated only where the test holds and the two ends, as shown, do not contradict it. Fewer than MIN_POINTS
points, or points that must not be compared, give no direction but the reason. The sums are in
core.judgement.mann_kendall, with SciPy's p-values.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.judgement import windows
from core.judgement.mann_kendall import ALPHA, mann_kendall
from core.judgement.windows import Points, years

MIN_POINTS: Final = 5


@dataclass(frozen=True)
class Trend:
    """`state`: up | down | none (the test does not hold) | few | not_comparable. `slope`: units a year, with its 95 %
    interval. `ends`: the values of the first and the last point used.
    """

    state: str
    used: tuple[str, ...] = ()
    p: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    cut_at: str | None = None  # the break after which the points were taken
    ends: tuple[float, float] | None = None

    @property
    def n(self) -> int:
        """Points used."""
        return len(self.used)


def trend(points: Points, *, comparable: bool = True, breaks: Collection[str] = (), decimals: int = 9) -> Trend:
    """The trend of (period, value) points; gaps are left out by whoever calls, never filled in. `decimals`: those
    shown.
    """
    kept, cut = windows.long(points, breaks)
    used = tuple(p for p, _ in kept)
    reached = (kept[0][1], kept[-1][1]) if kept else None
    if not comparable:
        return Trend("not_comparable", used, cut_at=cut, ends=reached)
    if len(kept) < MIN_POINTS or reached is None:
        return Trend("few", used, cut_at=cut, ends=reached)
    found = mann_kendall(np.array([years(p) for p in used]), np.array([[v for _, v in kept]]))
    tested = tuple(float(a[0]) for a in (found.p, found.slope, found.low, found.high))
    return stated(used, cut, reached, decimals, *tested)


def stated(
    used: tuple[str, ...],
    cut: str | None,
    reached: tuple[float, float],
    decimals: int,
    p: float,
    slope: float,
    low: float,
    high: float,
) -> Trend:
    """The trend that a test of these points allows to be said. Nothing rises that is shown lower, or as high, at its
    end than at its beginning.
    """
    moved = round(reached[1], decimals) - round(reached[0], decimals)
    state = "none" if p >= ALPHA or slope * moved <= 0 else "up" if slope > 0 else "down"
    return Trend(state, used, p, slope, low, high, cut, reached)
