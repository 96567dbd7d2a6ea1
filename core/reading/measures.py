"""The sums behind a reading: change, position, spread, record. Pure functions of figures; the only place that has
them.
"""

from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement.judge import BAD, GOOD
from core.reading.chance import marks, placed
from core.reading.model import Change, End, Point, Position, Record
from core.terms.period import parse

BREAK: Final = "B"  # a value that does not compare with what was before it (SDMX CL_OBS_STATUS)
_RECORD_POINTS: Final = 4  # of fewer, highest and lowest say nothing
_TIMES_PLACES: Final = 20  # of fewer, percentiles say nothing


def points(rows: pd.DataFrame) -> tuple[Point, ...]:
    """Those with a value, from rows of core.warehouse.queries.series_of (or a slice) in time order."""
    known = rows["value"].notna().to_numpy()
    cells = (rows[c].to_numpy()[known] for c in ("period", "value", "status", "conf", "note"))
    return tuple(
        Point(str(period), float(value), str(status), str(conf), note if isinstance(note, str) else "")
        for period, value, status, conf, note in zip(*cells, strict=True)
    )


def since_break(known: Sequence[Point], at: int, breaks: Collection[str] = ()) -> int:
    """Where what compares with the point at `at` begins: after the last break at it or before it. `breaks`: periods of
    the series, wherever they are marked; a break that this place has no figure for counts too.
    """
    now = parse(known[at].period)
    marked = {p.period for p in known if p.status == BREAK}.union(breaks)
    last = max((b for b in map(parse, marked) if not now < b), default=None)
    return 0 if last is None else next(n for n, p in enumerate(known) if not parse(p.period) < last)


def change(
    item: Indicator, series: str, known: Sequence[Point], at: int = -1, breaks: Collection[str] = ()
) -> Change | None:
    """What the point at `at` did since the one before it; None for the first one, across a break, where periods do not
    compare, and where one of them is not known.
    """
    at = at % len(known) if known else 0
    if at < 1 or not item.get_series(series).comparable or since_break(known, at, breaks) == at:
        return None
    before = known[at - 1]
    if not (ordered(before.period) and ordered(known[at].period)):
        return None
    by = known[at].value - before.value  # exact, then rounded: 59,26 − 53,65 is 5,6 although 59,3 − 53,6 would be 5,7
    seen = round(by, item.decimals_for(series)) + 0.0
    better = None if item.direction == "neutral" or not seen else (seen > 0) == (item.direction == "higher_better")
    return Change(before, by, seen, better)


def record(
    item: Indicator, series: str, known: Sequence[Point], at: int = -1, breaks: Collection[str] = ()
) -> Record | None:
    """Whether the point at `at` is the highest or lowest since the last break, as shown and shared with none; None
    where it is not, and of a short or incomparable series.
    """
    at = at % len(known) if known else 0
    first = since_break(known, at, breaks) if known else 0
    if at - first < _RECORD_POINTS - 1 or not all(ordered(p.period) for p in known[first : at + 1]):
        return None
    if not item.get_series(series).comparable:
        return None
    past = [round(p.value, item.decimals_for(series)) for p in known[first : at + 1]]
    if past.count(past[-1]) > 1:
        return None
    return "highest" if past[-1] == max(past) else "lowest" if past[-1] == min(past) else None


def ordered(period: str) -> bool:
    """Whether figures of a period are put in order, in time and among places: undated, they may be of any year."""
    return parse(period).known


def ranks(values: pd.Series, *, ascending: bool) -> pd.Series:
    """Competition ranks (ties share the better one), in the order of `values`; missing where there is no value."""
    return values.rank(method="min", ascending=ascending)


def ascending(item: Indicator) -> bool:
    """Whether the lowest value comes first: where lower is better. Where no way is agreed the highest does."""
    return item.direction == "lower_better"


def position(item: Indicator, values: pd.Series, own: str) -> Position | None:
    """Where `own` stands among `values` (core.reading.chance.placed); None without one of its own, or alone."""
    known = values.dropna()
    if len(known) < 2 or own not in known.index:
        return None
    ranked = ranks(known, ascending=ascending(item))
    return Position(int(ranked[own]), len(known), int((ranked == ranked[own]).sum()) - 1)


def times(values: pd.Series) -> float | None:
    """How many times the 90th percentile is the 10th; None where that says nothing (zero, negative, few values)."""
    known = values.dropna()
    if len(known) < _TIMES_PLACES:
        return None
    low, high = (float(known.quantile(q)) for q in (0.1, 0.9))
    return high / low if low > 0 else None


def ends(item: Indicator, series: str, rows: pd.DataFrame) -> tuple[End, End] | None:
    """The highest and the lowest value of a slice that may be ranked, each with all the places that have it; None
    without any.
    """
    found = _sharing(item, series, rows)
    return (found[-1], found[0]) if found else None


def order(item: Indicator, series: str, rows: pd.DataFrame) -> list[tuple[int, End]]:
    """A slice from its first place to its last, of those that may be ranked: rank, and who shares it; empty where all
    values read the same.
    """
    sharing = _sharing(item, series, rows)
    if len(sharing) < 2:
        return []
    found, rank = [], 1
    for end in sharing if ascending(item) else sharing[::-1]:
        found.append((rank, end))
        rank += len(end.places)
    return found


def _sharing(item: Indicator, series: str, rows: pd.DataFrame) -> list[End]:
    """Each value that is shown, the lowest first, with the places that have it, by name."""
    values = placed(item, series, rows).to_numpy()
    few = [m == "few" for m in marks(item, series, rows)]
    known = rows.assign(value=values, few=few)[pd.notna(values)].sort_values(["value", "name"])
    found = []
    for value, group in known.groupby("value", sort=False):
        places = zip(group["territory_id"].astype(str), group["name"].astype(str), strict=True)
        found.append(End(float(value), tuple(places), bool(group["few"].all())))
    return found


def widening(item: Indicator, series: str, band: pd.DataFrame) -> tuple[float, float, float]:
    """Width of a band (core.warehouse.queries.spread, two periods or more) at its start and end, and what it
    changed by, rounded as it is shown.
    """
    first, last = (float(w) for w in (band["p90"] - band["p10"]).iloc[[0, -1]])
    return first, last, round(last - first, item.decimals_for(series)) + 0.0


def beats(item: Indicator, value: float, other: float) -> bool | None:
    """Whether a value is better than another; None where no way is agreed, or they are the same."""
    if item.direction == "neutral" or value == other:
        return None
    return (value > other) == (item.direction == "higher_better")


def tone(state: str, moved: Change | None) -> str:
    """good | bad | empty: the colour of a judgement beside the last change. A trend of many years does not colour a
    year that went the other way, and one change is no trend.
    """
    said = "good" if state in GOOD else "bad" if state in BAD else ""
    return said if said and (moved is None or moved.better in (None, said == "good")) else ""


def base_of(rows: pd.DataFrame) -> str | None:
    """The first period in which every place that has any value has a positive one; None where there is none.

    `rows`: territory_id, period, value.
    """
    known = rows[rows["value"] > 0]
    count = rows[rows["value"].notna()]["territory_id"].nunique()
    full = known.groupby("period")["territory_id"].nunique()
    return str(min(full[full == count].index, key=parse)) if count and (full == count).any() else None


def indexed_to(rows: pd.DataFrame, base: str) -> pd.DataFrame:
    """Values as an index: 100 in `base`, place by place."""
    start = rows[rows["period"] == base].set_index("territory_id")["value"]
    return rows.assign(value=100 * rows["value"] / rows["territory_id"].map(start))
