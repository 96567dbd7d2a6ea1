"""Whether a series moves: Mann-Kendall's test with Sen's slope, on points that do not overlap and lie on one side of
breaks.

A direction is stated only where the test holds. Fewer than MIN_POINTS points, or points that must not be compared, give
no direction but the reason. The sums are in core.judgement.mann_kendall, with SciPy's p-values.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.judgement.mann_kendall import ALPHA, mann_kendall
from core.terms.period import Period, parse

RULES: Final = "2026.1"  # version of the rules below and of core.judgement.verdict; stands on every card
MIN_POINTS: Final = 5
_YEAR: Final = 365.25

Points = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Trend:
    """`state`: up | down | none (the test does not hold) | few | not_comparable. `slope`: units a year, with its 95 %
    interval.
    """

    state: str
    used: tuple[str, ...] = ()
    p: float | None = None
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    cut_at: str | None = None  # the break after which the points were taken

    @property
    def n(self) -> int:
        """Points used."""
        return len(self.used)


def years(period: str) -> float:
    """The middle of a period, in years."""
    p = parse(period)
    return (p.start.toordinal() + p.end.toordinal() + 1) / 2 / _YEAR


def usable(points: Points, breaks: Collection[str] = ()) -> tuple[list[tuple[str, float]], str | None]:
    """Points in time order from the last break on, without overlaps, newest first to be kept; and that break.

    Windows that share years (2015-2019, 2016-2020, …) repeat the same events: a test would count them as new evidence.
    """
    ordered = sorted(((p, v) for p, v in points if np.isfinite(v)), key=lambda x: parse(x[0]))
    cut = max((b for b in breaks if any(p == b for p, _ in ordered)), key=parse, default=None)
    if cut is not None:
        ordered = [x for x in ordered if not parse(x[0]) < parse(cut)]
    kept: list[tuple[str, float]] = []
    for period, value in reversed(ordered):
        if not kept or _ends_before(parse(period), parse(kept[-1][0])):
            kept.append((period, value))
    return kept[::-1], cut


def _ends_before(earlier: Period, later: Period) -> bool:
    return earlier.end < later.start


def trend(points: Points, *, comparable: bool = True, breaks: Collection[str] = ()) -> Trend:
    """The trend of (period, value) points; gaps are left out by whoever calls, never filled in."""
    kept, cut = usable(points, breaks)
    used = tuple(p for p, _ in kept)
    if not comparable:
        return Trend("not_comparable", used, cut_at=cut)
    if len(kept) < MIN_POINTS:
        return Trend("few", used, cut_at=cut)
    found = mann_kendall(np.array([years(p) for p in used]), np.array([[v for _, v in kept]]))
    return stated(used, cut, *(float(a[0]) for a in (found.p, found.slope, found.low, found.high)))


def stated(used: tuple[str, ...], cut: str | None, p: float, slope: float, low: float, high: float) -> Trend:
    """The trend that a test of these points allows to be said."""
    state = "none" if p >= ALPHA or slope == 0 else "up" if slope > 0 else "down"
    return Trend(state, used, p, slope, low, high, cut)
