"""One reading: everything that is said of one indicator, series, place and moment, asked by page, wall and report.

A `Reader` speaks of one build on one day. What costs is made when it is asked for, and only then.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.reading import chance, measures
from core.reading.book import Book
from core.reading.model import (
    Cases,
    Change,
    Compared,
    Gap,
    Origin,
    Pedigree,
    Point,
    Position,
    Record,
    Spread,
    Where,
)
from core.terms.period import parse
from core.terms.territory import COUNTRY, DRAWN, MAINLAND, VERSION
from core.warehouse import queries


@dataclass(frozen=True)
class Summary:
    """An indicator at a glance: the newest period of the finest level that it has a picture of (else of what there is),
    the spread of its places, the country.
    """

    reader: "Reader" = field(repr=False, compare=False)
    item: Indicator
    series: str
    period: str
    spread: Spread | None

    @cached_property
    def country(self) -> "Reading | None":
        """The country, else the mainland, at its newest value, by the series that it is shown by."""
        return self.reader.widest(self.item)

    @cached_property
    def card(self) -> Card:
        """How what «the country» means for this row is judged."""
        return self.reader.card(self.item, self.reader.nation(self.item))

    @property
    def mark(self) -> float | None:
        """The country's figure where it may stand among the places' own: not of totals."""
        if self.country is None or self.country.now is None or self.item.rule_for(self.series).rule == "sum":
            return None
        if self.apart:
            return None
        return self.country.now.value

    @property
    def apart(self) -> bool:
        """Whether the places are of another series or period than the country's figure: beside it they would be taken
        for its own, and the country may lie outside them.
        """
        if self.spread is None or self.country is None or self.country.now is None:
            return False
        return (self.country.series, self.country.now.period) != (self.series, self.period)

    @property
    def said(self) -> str:
        """The period of the figure that is said: the country's, else that of the places."""
        return self.country.now.period if self.country and self.country.now else self.period

    @cached_property
    def origin(self) -> Origin | None:
        """What brought the figure that is said."""
        if self.country and self.country.now:
            return self.country.origin
        return self.reader.origin(self.item, self.series, self.period)


@dataclass(frozen=True)
class Reading:
    """What is said of an indicator, series, place and moment. `asked`: the period that was asked for, None: the newest
    with a value.
    """

    reader: "Reader" = field(repr=False, compare=False)
    item: Indicator
    series: str
    where: Where
    asked: str | None = None

    @cached_property
    def _company(self) -> tuple[tuple[str, ...], pd.DataFrame]:
        """The places that are asked for together, and their figures: a small place is never read alone."""
        own, above = self.where.self, self.where.above
        beside = () if own.id in (COUNTRY, MAINLAND) else (*([above.id] if above else []), COUNTRY, MAINLAND)
        places = tuple(dict.fromkeys((own.id, *beside)))
        return places, self.reader.values(self.item, self.series, list(places))

    def _of(self, place: str) -> pd.DataFrame:
        places, table = self._company
        if place not in places:
            return self.reader.values(self.item, self.series, [place])
        return table if len(places) == 1 else table[table["territory_id"] == place].reset_index(drop=True)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All periods, gaps too, in time order: core.warehouse.queries.series_of of this place."""
        return self._of(self.where.self.id)

    @cached_property
    def known_rows(self) -> pd.DataFrame:
        """The periods with a value, as rows."""
        return self.rows[self.rows["value"].notna()].reset_index(drop=True)

    @cached_property
    def known(self) -> tuple[Point, ...]:
        """The periods with a value, in time order."""
        return measures.points(self.rows)

    @cached_property
    def _at(self) -> int | None:
        if self.asked is None:
            return len(self.known) - 1 if self.known else None
        return next((n for n, p in enumerate(self.known) if p.period == self.asked), None)

    @property
    def now(self) -> Point | None:
        """The figure of the moment; None where there is none."""
        return None if self._at is None else self.known[self._at]

    @cached_property
    def breaks(self) -> list[str]:
        """Periods from which the series does not compare with what was before."""
        return self.reader.breaks(self.item, self.series)

    @cached_property
    def change(self) -> Change | None:
        """What it did since the value before it; None where there is none, or periods do not compare."""
        return None if self._at is None else measures.change(self.item, self.series, self.known, self._at, self.breaks)

    @property
    def record(self) -> Record | None:
        """Whether it is the highest or the lowest since the series began, or was last broken."""
        return None if self._at is None else measures.record(self.item, self.series, self.known, self._at, self.breaks)

    @cached_property
    def spread(self) -> Spread | None:
        """The places of its own level in the same period."""
        if self.now is None:
            return None
        level, version = self.where.self.level, self.where.version
        return self.reader.spread(self.item, self.series, level, version, self.now.period)

    @cached_property
    def position(self) -> Position | None:
        """Where it stands among the places of its level in the country; None too where the period is not known, and
        where its value rests on too few cases (`cases`).
        """
        if self.spread is None or not measures.ordered(self.spread.period):
            return None
        return measures.position(self.item, self._placed, self.where.self.id)

    @cached_property
    def _placed(self) -> pd.Series:
        assert self.spread is not None
        return chance.placed(self.item, self.series, self.spread.rows)

    @cached_property
    def position_above(self) -> Position | None:
        """Where it stands among those of its level within the place above it; as `position`."""
        if self.spread is None or self.where.above is None or not measures.ordered(self.spread.period):
            return None
        values, above = self._placed, self.where.above.id
        parents = {i: self.reader.territories[i].parents.get(self.where.version) for i in values.index}
        mine = values[[parents[i] == above for i in values.index]]
        return measures.position(self.item, mine, self.where.self.id)

    def beside(self, place: str) -> Point | None:
        """The figure of another place in the same period; None where it has none."""
        if self.now is None:
            return None
        there = self._of(place)
        return next(iter(measures.points(there[there["period"] == self.now.period])), None)

    @cached_property
    def country(self) -> tuple[str, Point] | None:
        """The country (id, figure) in the same period, else the mainland; None where neither has one, or it is
        itself.
        """
        if self.where.self.level == "pais":
            return None
        for place in (COUNTRY, MAINLAND):
            if (found := self.beside(place)) is not None:
                return place, found
        return None

    @cached_property
    def cases(self) -> Cases | None:
        """What the figure rests on, with its interval; None without a figure."""
        return None if self.now is None else chance.cases(self.item, self.series, self.rows, self.now.period)

    @cached_property
    def compared(self) -> Compared:
        """How it stands beside the country, else the mainland, in the same period, or why that is not said."""
        if self.where.self.level == "pais":
            return Compared(None, "itself")
        return chance.compared(self.item, self.series, self.now, self.cases, self.country)

    def since(self, day: date) -> tuple[Point | None, Point | None, Change | None]:
        """The last figure of a period that ended by `day`, the newest one if it is later, and what lies between: no
        change across a break, of undated figures, or where periods do not compare.
        """
        start = [n for n, p in enumerate(self.known) if measures.ordered(p.period) and parse(p.period).end <= day]
        later = self.known and measures.ordered(self.known[-1].period) and parse(self.known[-1].period).end > day
        first, last = self.known[start[-1]] if start else None, self.known[-1] if later else None
        if first is None or last is None:
            return first, last, None
        return first, last, measures.change(self.item, self.series, (first, last), -1, self.breaks)

    @cached_property
    def judged(self) -> Card:
        """How the series shown is judged in this place, over both windows, whatever moment is asked."""
        counts = self.reader.shown(self.item, self.where.self.level, self.where.version)
        return self.card if self.series == counts else self.reader.card_of(self.item, self.series, self.where.self.id)

    @cached_property
    def card(self) -> Card:
        """How the place is judged: by the series that counts at its level, which may be another than the one shown."""
        return self.reader.card(self.item, self.where.self.id, self.where.version)

    @property
    def tone(self) -> str:
        """good | bad | empty: what it is coloured by. Only where the judgement is of the series shown."""
        return measures.tone(self.card.state, self.change) if self.card.series == self.series else ""

    @cached_property
    def pedigrees(self) -> dict[str, Pedigree]:
        """How the figure of each period reached us; periods of which the build does not say are not in it."""
        table = queries.pedigree(self.reader.store, self.item.id, self.series, [self.where.self.id])
        is_not = self.item.get_series(self.series).caveat
        return {str(r["period"]): Pedigree.of(r, is_not) for r in table.to_dict(orient="records")}

    @property
    def pedigree(self) -> Pedigree:
        """How the figure reached us."""
        return Pedigree() if self.now is None else self.pedigrees.get(self.now.period, Pedigree())

    @cached_property
    def origin(self) -> Origin | None:
        """What brought the figure."""
        return None if self.now is None else self.reader.origin(self.item, self.series, self.now.period)

    @property
    def gap(self) -> Gap | None:
        """Why there is no figure, and who can act; None where there is one."""
        return None if self.now is not None else gap_of(self.item)


@dataclass(frozen=True)
class Reader(Book):
    """Reads a book: from what is asked to what is said of it."""

    def of(
        self, item: Indicator, place: str, series: str | None = None, period: str | None = None, version: str = VERSION
    ) -> Reading:
        """The reading of a place: of the series that is shown, at its newest value, unless others are asked for."""
        where = self.where(place, version)
        return Reading(self, item, series or self.shown(item, where.self.level, where.version), where, period)

    def newest(self, item: Indicator, place: str, version: str = VERSION) -> Reading | None:
        """The reading of a place in the newest period of its level; None where it has no figure then, even if an older
        one: places of a level are read side by side.
        """
        where = self.where(place, version)
        series = self.shown(item, where.self.level, where.version)
        periods = self.periods(item, series, where.self.level, where.version)
        found = Reading(self, item, series, where, periods[-1]) if periods else None
        return found if found and found.now else None

    def widest(self, item: Indicator, series: str | None = None, period: str | None = None) -> Reading | None:
        """The reading of the country, else of the mainland; None where neither has ever had a value."""
        for place in (COUNTRY, MAINLAND):
            made = self.of(item, place, series, period)
            if made.known:
                return made
        return None

    def instead(self, item: Indicator, series: str) -> Reading | None:
        """The country, else the mainland, by the indicator's own default series, else by the one it is shown by, where
        `series` has never had a value of either; None where it has, or where no other does.
        """
        if self.widest(item, series) is not None:
            return None
        others = dict.fromkeys((item.default_series.id, self.shown(item, "pais")))
        return next((made for s in others if s != series and (made := self.widest(item, s))), None)

    def summary(self, item: Indicator) -> Summary | None:
        """An indicator at a glance, by the series that is shown; None without any figure of it."""
        series, level = self.shown(item), self.finest(item)
        there = [x for x in self.have.get(item.id, ()) if x.series == series]
        if not there:
            return None
        spread = self.spread(item, series, level) if level in DRAWN else None
        return Summary(self, item, series, spread.period if spread else there[0].periods[-1], spread)


def gap_of(item: Indicator) -> Gap:
    """Why a row has no figures, and who can act: what the catalogue says of its source."""
    state = item.source_state
    return Gap(state.cause or "not_asked", state.state == "connected", state.owner)
