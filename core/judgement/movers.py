"""What changed between two builds and is no noise: newest figures against those of the build before, per territory.

A change counts when it is out of line with the changes that the same series made before in the same territory, at
least five of them over the same step in time (core.judgement.unusual). Where most of those were zero, as with rare
events in small places, nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, cast

import pandas as pd

from core.catalogue.catalogue import Catalogue
from core.judgement.unusual import revised, unusual
from core.judgement.windows import Points
from core.terms.period import parse
from core.terms.territory import VERSION
from core.warehouse import queries
from core.warehouse.store import Store

LEAST: Final = 5
LIMIT: Final = 3.5


@dataclass(frozen=True)
class Mover:
    """A figure that moved. `z`: modified z-score of the change a year among `n` earlier ones."""

    indicator_id: str
    series: str
    territory_id: str
    before: tuple[str, float]
    after: tuple[str, float]
    z: float
    n: int

    @property
    def change(self) -> float:
        """After less before, in the unit of the series."""
        return self.after[1] - self.before[1]


def movers(now: Store, before: Store, catalogue: Catalogue, version: str = VERSION) -> tuple[list[Mover], int, int]:
    """Real changes, the largest z-score first; how many newest figures changed at all; and how many of those could be
    tested.

    Series whose periods do not compare are left out.
    """
    new, old = (_newest(queries.all_points(s, version)) for s in (now, before))
    series = {(i.id, s.id) for i in catalogue.indicators for s in i.series if s.comparable}
    keys = ["indicator_id", "series", "territory_id"]
    both = new.merge(old, on=keys, suffixes=("", "_before"))
    changed = both[(both["period"] != both["period_before"]) | (both["value"] != both["value_before"])]
    wanted = changed[[k in series for k in zip(changed["indicator_id"], changed["series"], strict=True)]]
    tested = [
        m for r, points, breaks in _with_past(wanted, now, version) if (m := _mover(r, points, breaks)) is not None
    ]
    real = sorted((m for m in tested if abs(m.z) >= LIMIT), key=lambda m: (-abs(m.z), m.indicator_id, m.territory_id))
    return real, len(wanted), len(tested)


class _Row(Protocol):
    """A figure that is not what it was."""

    indicator_id: str
    series: str
    territory_id: str
    period: str
    value: float
    period_before: str
    value_before: float


def _with_past(wanted: pd.DataFrame, now: Store, version: str) -> Iterator[tuple[_Row, Points, list[str]]]:
    """Each row with all points of its series in its place, oldest first, and the breaks of the series."""
    if wanted.empty:
        return
    points = dict(iter(queries.all_points(now, version).groupby(["indicator_id", "series", "territory_id"])))
    breaks = queries.all_breaks(now)
    for row in cast("Iterator[_Row]", wanted.itertuples()):
        table = points[(row.indicator_id, row.series, row.territory_id)]
        known = sorted(
            ((p, float(v)) for p, v in zip(table["period"], table["value"], strict=True) if v == v),
            key=lambda x: parse(x[0]).end,
        )
        yield row, known, breaks.get((row.indicator_id, row.series), [])


def _newest(points: pd.DataFrame) -> pd.DataFrame:
    known = points[points["value"].notna()].copy()
    order = {p: (parse(p).end, parse(p).start) for p in known["period"].unique()}
    known["order"] = known["period"].map(order)
    keys = ["indicator_id", "series", "territory_id"]
    return known.sort_values("order").groupby(keys, sort=False).tail(1)[[*keys, "period", "value"]]


def _mover(row: "_Row", points: Points, breaks: list[str]) -> Mover | None:
    """The change of a figure among those before it; None where there are too few, or most were the same."""
    if row.period == row.period_before:
        found = revised(points, row.value_before, breaks)
    else:
        found = unusual(points, breaks)
    if found is None or found.n < LEAST or not found.spread or found.period != row.period:
        return None
    # What is shown is the step that was tested; with several new periods at once it is not that from the old build's
    # newest.
    before, after = (found.before, row.value - found.change), (row.period, row.value)
    return Mover(row.indicator_id, row.series, row.territory_id, before, after, found.z, found.n)
