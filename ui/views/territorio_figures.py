"""The figures of one place, whatever its level: each indicator beside the level above and the country, and its
ranks.
"""

from dataclasses import dataclass

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.terms.status import words
from core.terms.territory import COUNTRY, EU, MAINLAND, Territory
from core.warehouse import queries
from show.sentences import area_of, dated
from ui.data import load
from ui.data.context import Context


@dataclass(frozen=True)
class Place:
    """A territory as a profile sees it: `above` is the level above it (the Union, for the country)."""

    self: Territory
    version: str
    above: Territory | None

    @property
    def level(self) -> str:
        """Level of the territory."""
        return self.self.level


@dataclass(frozen=True)
class Line:
    """One indicator in one place: value, company, and where it stands."""

    item: Indicator
    period: str
    when: str  # the period as it is read
    value: float
    above: float | None
    area: tuple[str, float] | None  # the country, or the mainland where there is no national value
    rank_above: tuple[int, int] | None  # among the places of its level within the level above
    rank_country: tuple[int, int] | None
    all_values: list[float]
    history: pd.DataFrame
    doubts: tuple[str, str, str]  # words for a value that is not a normal one: here, above, country
    source: str


def place_of(context: Context, territory_id: str, version: str) -> Place:
    """The place and what is above it; `version` is that of the region itself, or the reader's for a município."""
    own = context.territories[territory_id]
    chosen = own.version or version
    if own.level == "pais":
        above = context.territories.by_id.get(EU)
    else:
        above = context.territories.chain(territory_id, chosen)[1]
    return Place(own, chosen, above)


def profile(context: Context, place: Place) -> list[Line]:
    """A line per indicator that has a value here, in Table 3's order."""
    table = load.coverage(context.store)
    there = table[
        (table["level"] == place.level) & (table["nuts_version"].isna() | (table["nuts_version"] == place.version))
    ]
    lines = []
    for item in sorted(context.catalogue.indicators, key=lambda i: i.row):
        mine = there[(there["indicator_id"] == item.id) & (there["series"] == item.default_series.id)]
        if not mine.empty and (line := _line(context, item, str(mine["last"].iloc[0]), place)):
            lines.append(line)
    return lines


def _line(context: Context, item: Indicator, period: str, place: Place) -> Line | None:
    series, own = item.default_series.id, place.self.id
    rows = queries.slice_at(context.store, item.id, series, place.level, place.version, period).set_index(
        "territory_id"
    )
    value = rows["value"].get(own)
    if value is None or pd.isna(value):
        return None
    over = place.above.id if place.above else ""
    history = queries.series_of(context.store, item.id, series, [own, over, COUNTRY, MAINLAND])
    now = history[history["period"] == period]
    area = area_of(now, context.territories, context.lang) if place.level != "pais" else None
    beside = now[now["territory_id"] == over]
    siblings = [i for i in rows.index if (p := context.territories[i].parents.get(place.version)) and p == over]
    return Line(
        item,
        period,
        dated(period, rows.loc[[own]], context.lang),
        float(value),
        None if beside.empty or pd.isna(beside["value"].iloc[0]) else float(beside["value"].iloc[0]),
        (area[1], float(area[0]["value"].iloc[0])) if area else None,
        _rank(rows["value"].reindex(siblings), own, item),
        _rank(rows["value"], own, item),
        rows["value"].dropna().tolist(),
        history[history["territory_id"] == own].reset_index(drop=True),
        (
            _doubt(rows.loc[[own]], context.lang),
            _doubt(beside, context.lang),
            _doubt(area[0], context.lang) if area else "",
        ),
        str((load.run_of(context.store, item.id, series, period) or {}).get("citation", "")),
    )


def better(line: Line) -> bool:
    """Whether the place does better than the country. Only for lines with an `area`."""
    assert line.area is not None
    return line.value < line.area[1] if line.item.direction == "lower_better" else line.value > line.area[1]


def _doubt(rows: pd.DataFrame, lang: str) -> str:
    """The status in words when a figure is there and is not a normal one."""
    if rows.empty or pd.isna(rows["value"].iloc[0]) or rows["status"].iloc[0] == "A":
        return ""
    return words(rows["status"].iloc[0], rows["conf"].iloc[0], lang)


def _rank(values: pd.Series, own: str, item: Indicator) -> tuple[int, int] | None:
    """Competition rank (1 = best, or highest where no direction is agreed) among places with a value."""
    known = values.dropna()
    if len(known) < 2 or own not in known.index:
        return None
    ahead = known < known[own] if item.direction == "lower_better" else known > known[own]
    return int(ahead.sum()) + 1, len(known)
