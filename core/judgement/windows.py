"""The two windows of time in which a series is judged, as Eurostat's monitoring of the SDGs has them.

Long: up to LONG years before the newest point, or the LAST points of a series that is rarer than yearly; tested
(core.judgement.trend). Short: the annual pace between the newest point and the one of five (else four) years before,
without any test. A series of parts of a year gives one value a year to both, of the same part each time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from core.terms.period import Period, parse

RULES: Final = "2026.2"  # version of the rules here, in core.judgement.trend and core.judgement.verdict; on every card
LONG: Final = 15  # years before the newest point
LAST: Final = 5  # points of a series that is rarer than yearly
SHORT: Final = (5, 4)  # years between the two ends of the short window, the better first
SIGNIFICANT: Final = 0.01  # a year: Eurostat's threshold of an indicator without a quantified target
SPEAKS_AFTER: Final = date(2023, 12, 31)  # the Strategy is of December 2023: what ended before says nothing of it
_YEAR: Final = 365.25
_RARE: Final = 1.5  # years from point to point
_NEAR: Final = 0.1  # years: a month more or less is the same distance

Points = Sequence[tuple[str, float]]

# What the short window says: of an indicator with a direction, and of one without.
STRONG, MODERATE, SAME, LOST, LOST_FAST = "progress_strong", "progress", "unchanged", "setback", "setback_strong"
UP, DOWN = "up", "down"
SHORT_STATES: Final = (STRONG, MODERATE, SAME, LOST, LOST_FAST, UP, DOWN, "not_assessable")


@dataclass(frozen=True)
class Pace:
    """The short window: `state` of SHORT_STATES, `rate` (share a year, compound) between the two ends; `reason` where
    it says nothing: no_data, unknown_period, not_comparable, rare, break, no_start, zero_base or sign_change.
    """

    state: str
    reason: str = ""
    rate: float | None = None
    first: tuple[str, float] | None = None
    last: tuple[str, float] | None = None


def years(period: str) -> float:
    """The middle of a period, in years."""
    p = parse(period)
    return (p.start.toordinal() + p.end.toordinal() + 1) / 2 / _YEAR


def span(first: str, last: str) -> float:
    """Years from one period to another; leap days aside."""
    return round(years(last) - years(first), 1)


def usable(points: Points, breaks: Collection[str] = ()) -> tuple[list[tuple[str, float]], str | None]:
    """Points in time order from the last break on, without overlaps, newest first to be kept; and that break. Of an
    unknown period none counts.

    A break counts where a point stands at it, or points on both sides: a place without figure for that very period is
    broken there all the same. Windows that share years (2015-2019, 2016-2020, …) repeat the same events: a test would
    count them as new evidence.
    """
    dated = ((p, v) for p, v in points if np.isfinite(v) and parse(p).known)
    ordered = sorted(dated, key=lambda x: parse(x[0]))
    times = [parse(p) for p, _ in ordered]
    cut = max((b for b in breaks if _crossed(times, parse(b))), key=parse, default=None)
    if cut is not None:
        ordered = [x for x in ordered if not parse(x[0]) < parse(cut)]
    kept: list[tuple[str, float]] = []
    for period, value in reversed(ordered):
        if not kept or parse(period).end < parse(kept[-1][0]).start:
            kept.append((period, value))
    return kept[::-1], cut


def _crossed(times: Sequence[Period], at: Period) -> bool:
    return at in times or (bool(times) and times[0] < at < times[-1])


def meant(points: Points, first: str | None) -> list[tuple[str, float]]:
    """The points from the first period that may be judged on (core.catalogue.model.Series.judged_from)."""
    return [x for x in points if first is None or not parse(x[0]).known or not parse(x[0]) < parse(first)]


def yearly(kept: Points) -> list[tuple[str, float]]:
    """One value a year of a series of parts of a year: of the part that most years have, the newest such. Others as
    they are.
    """
    times = [parse(p) for p, _ in kept]
    if not times or times[-1].kind not in ("quarter", "month", "day"):
        return list(kept)
    parts = [(t.start.month, t.end.month) for t in times]
    chosen = max(parts[::-1], key=parts.count)  # the first of the equals is the newest
    found = {t.end.year: point for t, part, point in zip(times, parts, kept, strict=True) if part == chosen}
    return list(found.values())


def rare(kept: Points) -> bool:
    """Whether a series comes more rarely than once a year."""
    at = [years(p) for p, _ in kept]
    return len(at) > 1 and median(b - a for a, b in pairwise(at)) > _RARE


def long(points: Points, breaks: Collection[str] = ()) -> tuple[list[tuple[str, float]], str | None]:
    """The points of the long window, and the break after which they were taken."""
    kept, cut = usable(points, breaks)
    kept = yearly(kept)
    if rare(kept):
        return kept[-LAST:], cut
    return [x for x in kept if years(kept[-1][0]) - years(x[0]) <= LONG + _NEAR], cut


def ends(periods: Sequence[str], breaks: Collection[str] = ()) -> tuple[str, str] | str:
    """The two periods of the short window of a series with values in `periods`; else the reason why there is none."""
    if not periods:
        return "no_data"
    kept, cut = usable([(p, 0.0) for p in periods], breaks)
    if not kept:
        return "unknown_period"
    once = yearly(kept)
    if rare(once):
        return "rare"
    last = once[-1][0]
    for distance in SHORT:
        for period, _ in once:
            if abs(years(last) - years(period) - distance) <= _NEAR:
                return period, last
    return "break" if cut is not None else "no_start"


def short(
    points: Points, direction: str, *, comparable: bool = True, breaks: Collection[str] = (), decimals: int = 9
) -> Pace:
    """The short window of (period, value) points. `decimals`: those shown; what is shown alike is unchanged."""
    known = dict(points)
    found = ends([p for p, _ in points], breaks) if comparable else "not_comparable"
    if isinstance(found, str):
        return Pace("not_assessable", found)
    (first, a), (last, b) = ((p, known[p]) for p in found)
    rate, state = paced(np.array([a]), np.array([b]), span(first, last), direction, decimals)
    if not np.isfinite(rate[0]):
        return Pace("not_assessable", "zero_base" if a == 0 else "sign_change", None, (first, a), (last, b))
    return Pace(str(state[0]), "", float(rate[0]), (first, a), (last, b))


Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def paced(
    first: Numbers, last: Numbers, apart: float, direction: str, decimals: int
) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.str_]]]:
    """Compound rates a year from `first` to `last`, which lie `apart` years from each other, and what they mean; NaN
    and not_assessable where the base is zero or the sign changes.
    """
    fits = (first != 0) & (np.sign(first) == np.sign(np.where(last == 0, first, last)))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(fits, np.abs(last / first) ** (1 / apart) - 1, np.nan)
    grown = np.where(first < 0, -rate, rate)  # of a negative value a larger share is a fall
    same = np.round(first, decimals) == np.round(last, decimals)
    good = grown if direction != "lower_better" else -grown
    named = (UP, UP, DOWN, DOWN) if direction == "neutral" else (STRONG, MODERATE, LOST, LOST_FAST)
    cases = [~fits, same, good >= SIGNIFICANT, good > 0, good > -SIGNIFICANT]
    state = np.select(cases, ["not_assessable", SAME, *named[:3]], named[3])
    return rate, state


def speaks(periods: Collection[str]) -> bool:
    """Whether figures of these periods reach past the Strategy's own date: those that do not cannot speak of it."""
    return any(parse(p).known and parse(p).end > SPEAKS_AFTER for p in periods)
