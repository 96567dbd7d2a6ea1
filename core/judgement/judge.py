"""Every indicator in every territory judged at once: over the long window and the short one, and against a target where
one counts there.

The rules are those of core.judgement.windows, .trend and .verdict (version RULES). They answer three questions that are
never mixed: does it move (long), how fast lately (short), does it reach what was aimed at (aim). Where the rules
abstain the row stays, with its reason: a territory without figures is a row too, so that abstentions can be counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Catalogue, Indicator
from core.judgement import windows
from core.judgement.mann_kendall import mann_kendall
from core.judgement.targets import OwnTarget
from core.judgement.trend import MIN_POINTS, Trend, stated, trend
from core.judgement.verdict import Target, Verdict, verdict
from core.judgement.windows import Pace, Points, years
from core.terms.period import parse
from core.terms.territory import COUNTRY, LEVELS, MAINLANDS, Territories
from core.warehouse import queries
from core.warehouse.store import Store

# What a trend says of an indicator with a direction, and of one without.
BETTER, WORSE, RISING, FALLING = "improving", "worsening", "rising", "falling"
STATES: Final = (
    "reached",
    "on_track",
    "close",
    "slow",
    "away",
    "missed",
    BETTER,
    WORSE,
    RISING,
    FALLING,
    "no_change",
    "not_assessable",
)
GOOD: Final = frozenset({"reached", "on_track", "close", BETTER})
BAD: Final = frozenset({"slow", "away", "missed", WORSE})
COLUMNS: Final = (
    "indicator_id",
    "series",
    "territory_id",
    "level",
    "state",
    "reason",
    "n",
    "p",
    "slope",
    "first",
    "last",
    "value",
    "short",
    "rate",
    "speaks",
    "aim",
)


# COLUMNS from the state on, of a territory without figures.
_NOTHING: Final = (
    *("not_assessable", "no_data", 0, np.nan, np.nan, None, None, np.nan),
    *("not_assessable", np.nan, False, None),
)


@dataclass(frozen=True)
class Card:
    """All that stands behind one judgement: points (period, value) in time order, the long window (`trend`; what it
    means is `state`, or `reason`), the short one, a verdict per target, the one that counts now (`aim`), and whether
    the figures are new enough to speak of the Strategy.
    """

    item: Indicator
    series: str
    territory_id: str
    points: tuple[tuple[str, float], ...]
    breaks: tuple[str, ...]
    trend: Trend
    short: Pace
    speaks: bool
    verdicts: tuple[Verdict, ...]
    aim: Verdict | None
    state: str
    reason: str


def is_percentage(item: Indicator, series: str) -> bool:
    """Whether changes of this series are counted in points, not in shares."""
    unit = item.unit_for(series, "pt")
    return unit.startswith(("%", "índice"))


def series_at(item: Indicator, level: str, version: str, present: Iterable[str]) -> str:
    """The series that is shown and judged at a level: the catalogue's choice, else the default, else another of this
    version, in the catalogue's order.
    """
    there = set(present)
    named = item.first_at.get(level)  # type: ignore[call-overload]
    # The country is the same in every version of NUTS; the regions are not.
    fits = [s.id for s in item.series if s.id in there and (level == "pais" or s.nuts in (None, version))]
    for wanted in (named, item.default_series.id):
        if wanted in fits:
            return str(wanted)
    return fits[0] if fits else item.default_series.id


def aims(item: Indicator, territory_id: str, own: Sequence[OwnTarget]) -> list[Target]:
    """Targets that count for an indicator in a territory, soonest first.

    The catalogue's count for the country, or for the mainland where their scope is that; a body's for its own
    territory.
    """
    found = [
        Target(a.value, a.year, a.source, a.base_year, a.base_value, a.owner)
        for a in own
        if (a.indicator_id, a.territory_id) == (item.id, territory_id)
    ]
    scopes = {COUNTRY: ("portugal", "ue"), **dict.fromkeys(MAINLANDS, ("continente",))}.get(territory_id, ())
    found += [
        Target(g.value, g.year, g.source, g.base_year) for g in item.targets if g.use == "target" and g.scope in scopes
    ]
    return sorted(found, key=lambda a: (a.year, a.value))


def next_due(verdicts: Sequence[Verdict], today: date) -> Verdict | None:
    """The verdict that counts now: of the next target to fall due, else of the last one that did."""
    ahead = [v for v in verdicts if v.target.year >= today.year]
    return ahead[0] if ahead else verdicts[-1] if verdicts else None


def judge(
    store: Store, catalogue: Catalogue, territories: Territories, version: str, own: Sequence[OwnTarget], today: date
) -> pd.DataFrame:
    """A row per row of Table 3 × territory (país, NUTS I–III of `version`, municípios), in that order. Columns:
    COLUMNS.

    state and reason: what the long window says (STATES), or why nothing (`no_data` where there are no figures); n:
    points used; p, slope (units a year), first and last (periods used), value (the newest): missing where there are
    none; short: core.judgement.windows.SHORT_STATES, with its rate (share a year); speaks: whether the figures reach
    past the Strategy's date; aim: the verdict (STATES) against the target that counts, missing without one.
    """
    table = queries.all_points(store, version)
    broken = queries.all_breaks(store)
    places = {lv: [t.id for t in territories.at_level(lv, version)] for lv in LEVELS}
    groups = dict(iter(table.groupby(["indicator_id", "series", "level"], sort=False)))
    present: dict[tuple[str, str], list[str]] = {}
    for indicator_id, series, level in groups:
        present.setdefault((indicator_id, level), []).append(series)
    rows: list[tuple[object, ...]] = []
    for item in sorted(catalogue.indicators, key=lambda i: i.row):
        for level in LEVELS:
            series = series_at(item, level, version, present.get((item.id, level), ()))
            group = groups.get((item.id, series, level))
            breaks = broken.get((item.id, series), [])
            rows += _level(item, series, level, places[level], group, breaks)
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    return _with_targets(made, store, catalogue, own, version, today)


def _level(
    item: Indicator, series: str, level: str, places: list[str], group: pd.DataFrame | None, breaks: list[str]
) -> Iterator[tuple[object, ...]]:
    """Rows of one series at one level. Territories that have figures for the same periods are tested together."""
    if group is None:
        return ((item.id, series, p, level, *_NOTHING) for p in places)
    wide = group.pivot(index="territory_id", columns="period", values="value").reindex(places)
    periods = sorted(wide.columns, key=parse)
    values = wide[periods].to_numpy(dtype=float)
    patterns, which = np.unique(np.isfinite(values), axis=0, return_inverse=True)
    rows: list[tuple[object, ...]] = [()] * len(places)
    for k, pattern in enumerate(patterns):
        mine = np.flatnonzero(which.ravel() == k)
        for at, row in zip(mine, _alike(item, series, periods, pattern, values[mine], breaks), strict=True):
            rows[at] = (item.id, series, places[at], level, *row)
    return iter(rows)


def _alike(
    item: Indicator,
    series: str,
    periods: list[str],
    pattern: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    breaks: list[str],
) -> Iterator[tuple[object, ...]]:
    """COLUMNS from the state on, of territories with figures for the same periods; no target is looked at."""
    there = [(p, float(i)) for i, p in enumerate(periods) if pattern[i]]
    if not there:
        return (_NOTHING for _ in values)
    newest = values[:, int(there[-1][1])]
    counted = windows.meant(there, item.get_series(series).judged_from)
    beside = _short(item, series, [p for p, _ in counted], breaks, dict(there), values)
    spoken = windows.speaks([p for p, _ in there])
    kept, cut = windows.long(counted, breaks)
    used = tuple(p for p, _ in kept)
    comparable = item.get_series(series).comparable
    if not comparable or len(kept) < MIN_POINTS:
        reason = "not_comparable" if not comparable else "break" if cut is not None else "few_points"
        span = (used[0], used[-1]) if used else (None, None)
        fixed = ("not_assessable", reason, len(kept), np.nan, np.nan, *span)
        return ((*fixed, float(v), *s, spoken, None) for v, s in zip(newest, beside, strict=True))
    taken = values[:, [int(i) for _, i in kept]]
    found = mann_kendall(np.array([years(p) for p in used]), taken)
    decimals = item.decimals_for(series)
    made = (
        stated(used, cut, (float(taken[k, 0]), float(taken[k, -1])), decimals, *(float(a[k]) for a in found))
        for k in range(len(values))
    )
    return (
        (trend_state(x, item.direction), "", x.n, x.p, x.slope, used[0], used[-1], float(v), *s, spoken, None)
        for x, v, s in zip(made, newest, beside, strict=True)
    )


def _short(
    item: Indicator,
    series: str,
    periods: list[str],
    breaks: list[str],
    at: dict[str, float],
    values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
) -> list[tuple[str, float]]:
    """State and rate of the short window of each row of `values`; `at`: the column of a period."""
    fits = windows.ends(periods, breaks) if item.get_series(series).comparable else "not_comparable"
    if isinstance(fits, str):
        return [("not_assessable", np.nan)] * len(values)
    first, last = (values[:, int(at[p])] for p in fits)
    rates, states = windows.paced(first, last, windows.span(*fits), item.direction, item.decimals_for(series))
    return [(str(s), float(r)) for s, r in zip(states, rates, strict=True)]


def trend_state(found: Trend, direction: str) -> str:
    """What a trend means for an indicator of this direction."""
    if found.state in ("few", "not_comparable"):
        return "not_assessable"
    if found.state == "none":
        return "no_change"
    if direction == "neutral":
        return RISING if found.state == "up" else FALLING
    return BETTER if (found.state == "up") == (direction == "higher_better") else WORSE


def _with_targets(
    made: pd.DataFrame, store: Store, catalogue: Catalogue, own: Sequence[OwnTarget], version: str, today: date
) -> pd.DataFrame:
    """Beside what the windows say, the verdict where a target counts."""
    wanted = {(i.id, place) for i in catalogue.indicators if i.targets for place in (COUNTRY, *MAINLANDS)} | {
        (a.indicator_id, a.territory_id) for a in own
    }
    keys = pd.MultiIndex.from_frame(made[["indicator_id", "territory_id"]])
    for indicator_id, territory_id in sorted(wanted):
        at = np.flatnonzero(keys == (indicator_id, territory_id))
        item = catalogue.indicator(indicator_id)
        if not len(at) or not aims(item, territory_id, own) or made.at[at[0], "reason"] == "no_data":
            continue
        card = judged(store, item, str(made.at[at[0], "series"]), territory_id, own, today)
        made.loc[at[0], "aim"] = card.aim.state if card.aim else None
    return made


def judged(
    store: Store, item: Indicator, series: str, territory_id: str, own: Sequence[OwnTarget], today: date
) -> Card:
    """The card of one indicator in one territory; same rules and same result as its row of `judge`."""
    table = queries.series_of(store, item.id, series, [territory_id])
    points = [(str(p), float(v)) for p, v in zip(table["period"], table["value"], strict=True) if v == v]
    breaks = queries.breaks(store, item.id, series)
    return card(item, series, territory_id, points, breaks, own, today)


def card(
    item: Indicator,
    series: str,
    territory_id: str,
    points: Points,
    breaks: list[str],
    own: Sequence[OwnTarget],
    today: date,
) -> Card:
    """The card of these points; see `judged`."""
    comparable = item.get_series(series).comparable
    counted = windows.meant(points, item.get_series(series).judged_from)
    found = trend(counted, comparable=comparable, breaks=breaks, decimals=item.decimals_for(series))
    pace = windows.short(
        counted, item.direction, comparable=comparable, breaks=breaks, decimals=item.decimals_for(series)
    )
    wanted = aims(item, territory_id, own)
    verdicts = tuple(
        verdict(
            counted,
            a,
            direction=item.direction,
            percentage=is_percentage(item, series),
            comparable=comparable,
            breaks=breaks,
            conflicting=_conflict(a, wanted),
            today=today,
        )
        for a in wanted
    )
    state, reason = (
        ("not_assessable", "no_data") if not points else (trend_state(found, item.direction), _reason(found))
    )
    spoken, counts = windows.speaks([p for p, _ in points]), next_due(verdicts, today)
    return Card(
        item, series, territory_id, tuple(points), tuple(breaks), found, pace, spoken, verdicts, counts, state, reason
    )


def _reason(found: Trend) -> str:
    if found.state == "not_comparable":
        return "not_comparable"
    if found.state == "few":
        return "break" if found.cut_at is not None else "few_points"
    return ""


def _conflict(aim: Target, wanted: Sequence[Target]) -> bool:
    """Whether another target asks for another value by the same year."""
    return any(a.year == aim.year and a.value != aim.value for a in wanted)
