"""Whether a series is on its way to a target: the observed path against the required one, or an abstention with its
reason.

Rules (core.judgement.windows.RULES): linear path for percentages and indices, compound for positive levels; at least
three usable points; a zero base, a zero target, a change of sign or a break in the series is never judged. The
thresholds are those that Eurostat uses for quantified targets: 95 % and 60 % of the required pace.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from core.judgement.mann_kendall import mann_kendall
from core.judgement.trend import MIN_POINTS, Trend, trend
from core.judgement.windows import Points, usable, years
from core.terms.period import parse

LEAST: Final = 3
ON_TRACK: Final = 0.95
CLOSE: Final = 0.60
STATES: Final = ("reached", "on_track", "close", "slow", "no_change", "away", "missed", "not_assessable")
REASONS: Final = (
    "few_points",
    "zero_base",
    "zero_target",
    "sign_change",
    "break",
    "not_comparable",
    "no_direction",
    "contradictory_target",
    "conflicting_targets",
    "outside_limits",
    "target_before_base",
    "no_figure_for_year",
)


@dataclass(frozen=True)
class Target:
    """What is aimed at: value in the unit of the series, by the end of `year`. `base_year`: from when it counts."""

    value: float
    year: int
    source: str = ""
    base_year: int | None = None
    base_value: float | None = (
        None  # stated by `owner`; stands for the first point where the series has none that early
    )
    owner: str = ""  # the body whose target it is; empty for those of law and strategy


@dataclass(frozen=True)
class Verdict:
    """`state` of STATES; `reason` of REASONS where it is not_assessable. Changes are in units a year for a linear
    path, in shares of the value a year for a compound one; `low` and `high` bound the observed one (95 %).
    """

    state: str
    target: Target
    reason: str = ""
    compound: bool = False
    base: tuple[str, float] | None = None
    last: tuple[str, float] | None = None
    required: float | None = None
    observed: float | None = None
    low: float | None = None
    high: float | None = None
    trend: Trend | None = None

    @property
    def ratio(self) -> float | None:
        """Observed pace as a share of the required one; None where nothing is judged."""
        if self.required is None or self.observed is None or self.required == 0:
            return None
        return self.observed / self.required


def verdict(
    points: Points,
    target: Target,
    *,
    direction: str,
    percentage: bool,
    comparable: bool = True,
    breaks: Collection[str] = (),
    conflicting: bool = False,
    today: date | None = None,
) -> Verdict:
    """Judge (period, value) points against a target. `direction`: higher_better | lower_better | neutral.

    `conflicting`: another target asks for another value by the same year. `today`: after the target's year only a
    figure of that year can say whether it was met; None asks for no such figure.
    """
    since = target.base_year
    mine = [(p, v) for p, v in points if since is None or parse(p).end.year >= since]
    found = trend(mine, comparable=comparable, breaks=breaks)
    kept, cut = usable(mine, breaks)
    base, last = (_base(kept[0], target), kept[-1]) if kept else (None, None)
    compound = not percentage
    known = Verdict("not_assessable", target, "", compound, base, last, trend=found)
    reason = _abstain(kept, base, target, direction, percentage, comparable=comparable, cut=cut)
    if reason or conflicting:
        reason = reason or "conflicting_targets"
        return _with(known, reason=reason)
    assert base is not None and last is not None  # LEAST points
    if _at_least_as_good(last[1], target.value, direction):
        return _with(known, state="reached")
    if _contradicts(base[1], target.value, direction):
        return _with(known, reason="contradictory_target")
    end = years(str(target.year))
    if years(last[0]) >= end:
        return _with(known, state="missed")
    if today is not None and today.year > target.year:
        return _with(known, reason="no_figure_for_year")
    required = _pace(base[1], target.value, end - years(base[0]), compound=compound)
    slope, low, high = _observed(kept, compound=compound)
    judged = _with(known, required=required, observed=slope, low=low, high=high)
    return _with(judged, state=_state(slope / required, found))


def _with(known: Verdict, **changes: object) -> Verdict:
    return replace(known, **changes)  # type: ignore[arg-type]


def _abstain(
    kept: list[tuple[str, float]],
    base: tuple[str, float] | None,
    target: Target,
    direction: str,
    percentage: bool,
    *,
    comparable: bool,
    cut: str | None,
) -> str:
    """The first reason not to judge; empty when there is none."""
    if direction not in ("higher_better", "lower_better"):
        return "no_direction"
    if not comparable:
        return "not_comparable"
    if cut is not None and len(kept) < LEAST:
        return "break"
    if len(kept) < LEAST:
        return "few_points"
    if percentage and not 0 <= target.value <= 100:
        return "outside_limits"
    assert base is not None  # LEAST points
    start = base[1]
    if start == 0:
        return "zero_base"
    if target.value == 0:
        return "zero_target"
    if not percentage and sum(v != 0 for _, v in kept) < LEAST:  # a compound pace is of logarithms, and zero has none
        return "few_points"
    if any(math.copysign(1, v) != math.copysign(1, start) for v in (target.value, *(v for _, v in kept if v))):
        return "sign_change"
    return "target_before_base" if years(str(target.year)) <= years(base[0]) else ""


def _base(first: tuple[str, float], target: Target) -> tuple[str, float]:
    """Where the required path begins: the first point, or what the target's owner states for an earlier year."""
    year, value = target.base_year, target.base_value
    if year is not None and value is not None and year < parse(first[0]).start.year:
        return str(year), value
    return first


def _at_least_as_good(value: float, target: float, direction: str) -> bool:
    return value >= target if direction == "higher_better" else value <= target


def _contradicts(base: float, target: float, direction: str) -> bool:
    """A target that its own base already meets asks for nothing, or would praise a step back."""
    return target <= base if direction == "higher_better" else target >= base


def _pace(base: float, aim: float, span: float, *, compound: bool) -> float:
    return (aim / base) ** (1 / span) - 1 if compound else (aim - base) / span


def _observed(kept: list[tuple[str, float]], *, compound: bool) -> tuple[float, float, float]:
    """Theil-Sen's slope with its interval, of the values or of their logarithms: one odd year does not make the
    pace.
    """
    x = np.array([years(p) for p, _ in kept])
    y = np.array([v for _, v in kept])
    if compound:
        y = np.log(np.abs(np.where(y == 0, np.nan, y)))
        x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    found = mann_kendall(x, y[np.newaxis])
    slope, low, high = float(found.slope[0]), float(found.low[0]), float(found.high[0])
    return (math.expm1(slope), math.expm1(low), math.expm1(high)) if compound else (slope, low, high)


def _state(ratio: float, found: Trend) -> str:
    """With MIN_POINTS points a pace counts only where the trend holds; with three or four there is no test to ask."""
    if found.n >= MIN_POINTS and found.state == "none":
        return "no_change"
    if ratio >= ON_TRACK:
        return "on_track"
    if ratio >= CLOSE:
        return "close"
    return "slow" if ratio > 0 else "away"
