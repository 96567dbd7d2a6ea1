"""What a reading is made from: one build on one day, with what there is in it, how it is judged, and what is
missing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from core.catalogue import figures
from core.catalogue.catalogue import Catalogue, Indicator, Neighbour
from core.judgement.judge import Card, card, judge, series_at
from core.judgement.targets import OwnTarget
from core.reading import measures
from core.reading.middles import Middles, middles
from core.reading.model import Beside, Coverage, Have, Origin, Pedigree, Spread, Where
from core.terms.period import parse
from core.terms.territory import COUNTRY, DRAWN, EU, LEVELS, MAINLAND, VERSION, Territories
from core.warehouse import asked, gaps, loads, queries
from core.warehouse.asked import Asked
from core.warehouse.checks import Check
from core.warehouse.requests import Request
from core.warehouse.store import Store


def have(coverage: pd.DataFrame, counts: Callable[[str], bool] = lambda _: True) -> dict[str, list[Have]]:
    """core.warehouse.queries.coverage by indicator id; only the periods that count."""
    found: dict[str, list[Have]] = {}
    for r in coverage.itertuples():
        if mine := [(str(p), int(n)) for p, n in zip(r.periods, r.known, strict=True) if counts(p)]:
            version = None if pd.isna(r.nuts_version) else str(r.nuts_version)
            periods, known = zip(*mine, strict=True)
            found.setdefault(str(r.indicator_id), []).append(Have(str(r.series), str(r.level), version, periods, known))
    return found


@dataclass(frozen=True)
class Book:
    """Reads a build on a day. `own_targets`: gives the targets of bodies for their territories, once a judgement
    asks for them (it may raise TargetError); `until`: figures of later periods do not count (a report of a past
    day); None counts all.
    """

    store: Store
    catalogue: Catalogue
    territories: Territories
    today: date
    own_targets: Callable[[], tuple[OwnTarget, ...]] = tuple
    until: date | None = None

    @cached_property
    def own(self) -> tuple[OwnTarget, ...]:
        """Targets of bodies for their territories."""
        return self.own_targets()

    # What there is

    @cached_property
    def have(self) -> Mapping[str, Sequence[Have]]:
        """What there is by indicator id, up to the day."""
        return have(queries.coverage(self.store), self.counts)

    def counts(self, period: str) -> bool:
        """Whether figures of a period count on this day."""
        return self.until is None or parse(period).end <= self.until

    def periods(self, item: Indicator, series: str, level: str, version: str = VERSION) -> tuple[str, ...]:
        """Periods in which a series has a figure at a level; empty where it has none."""
        there = self._there(item, series, level, version)
        return there.periods if there else ()

    def _there(self, item: Indicator, series: str, level: str, version: str) -> Have | None:
        mine = (x for x in self.have.get(item.id, ()) if x.series == series and x.level == level)
        return next((x for x in mine if x.version in (None, version)), None)

    def covered(
        self, item: Indicator, series: str, level: str, version: str = VERSION, period: str | None = None
    ) -> Coverage | None:
        """How many places of a level have a value of a series in a period (the newest); None where the level has no
        places to compare, or the series never had one there.
        """
        there = self._there(item, series, level, version) if level in DRAWN else None
        if there is None:
            return None
        at, of = period or there.periods[-1], len(self.territories.at_level(level, version))
        return Coverage(dict(zip(there.periods, there.known, strict=True)).get(at, 0), of, level, at)

    def picture(self, item: Indicator, series: str, level: str, version: str = VERSION) -> bool:
        """Whether half of the places of a level have a value in the newest period: fewer are no picture of it."""
        found = self.covered(item, series, level, version)
        return found is not None and 2 * found.n >= found.of

    def present(self, item: Indicator, level: str, version: str = VERSION) -> tuple[str, ...]:
        """Series with figures at a level."""
        there = self.have.get(item.id, ())
        return tuple(x.series for x in there if x.level == level and x.version in (None, version))

    def shown(self, item: Indicator, level: str | None = None, version: str = VERSION) -> str:
        """The series that an indicator is shown and judged by at a level, wherever no reader chose another; without a
        level, the one of the finest level that has figures.
        """
        at = level or self.finest(item, version) or "pais"
        return series_at(item, at, version, self.present(item, at, version))

    def finest(self, item: Indicator, version: str = VERSION) -> str | None:
        """The finest level at which an indicator has figures of half the places at least: a few of them are no picture
        of a level. Else the finest that has any; None where there are none.
        """
        there = [x for x in self.have.get(item.id, ()) if x.version in (None, version) and x.level in LEVELS]
        whole = [x for x in there if x.level not in DRAWN or self.picture(item, x.series, x.level, version)]
        return next((lv for some in (whole, there) for lv in LEVELS[::-1] if any(x.level == lv for x in some)), None)

    def nation(self, item: Indicator) -> str:
        """The territory that «the country» means for a row: the mainland where the row, or all that there is of it,
        covers only that.
        """
        if item.coverage == "continente":
            return MAINLAND
        if any(x.level == "pais" for x in self.have.get(item.id, ())):
            return COUNTRY
        mainland = self.values(item, self.shown(item, "nuts1"), [MAINLAND])
        return MAINLAND if mainland["value"].notna().any() else COUNTRY

    # Tables

    def values(self, item: Indicator, series: str, places: list[str]) -> pd.DataFrame:
        """core.warehouse.queries.series_of, up to the day."""
        table = queries.series_of(self.store, item.id, series, places)
        if self.until is None:
            return table
        ended = {p: self.counts(str(p)) for p in table["period"].unique()}
        return table[table["period"].map(ended).astype(bool)].reset_index(drop=True)

    def spread(
        self, item: Indicator, series: str, level: str, version: str = VERSION, period: str | None = None
    ) -> Spread | None:
        """The places of a level in a period (the newest); None where the series has no figure there."""
        periods = self.periods(item, series, level, version)
        chosen = period or (periods[-1] if periods else None)
        if chosen is None:
            return None
        rows = queries.slice_at(self.store, item.id, series, level, version, chosen)
        return Spread(level, version, chosen, rows)

    def breaks(self, item: Indicator, series: str) -> list[str]:
        """core.warehouse.queries.breaks."""
        return queries.breaks(self.store, item.id, series)

    def parted(self, item: Indicator, series: str) -> Collection[str]:
        """Periods at which a line of a series is parted from what was before: its breaks; all of them where periods do
        not compare.
        """
        if item.get_series(series).comparable:
            return self.breaks(item, series)
        return {p for x in self.have.get(item.id, ()) if x.series == series for p in x.periods}

    def run_of(self, item: Indicator, series: str, period: str) -> dict[str, Any] | None:
        """core.warehouse.loads.run_of."""
        return loads.run_of(self.store, item.id, series, period)

    def origin(self, item: Indicator, series: str, period: str) -> Origin | None:
        """What brought a period; None without any run of it."""
        run = self.run_of(item, series, period)
        return Origin.of(run, figures.describe().compiled.isoformat()) if run else None

    def middles(self, level: str, version: str = VERSION) -> Middles:
        """The middle of every group of a level, of the series that each row of Table 3 is shown by there."""
        wanted = [
            (i.id, self.shown(i, level, version)) for i in self.catalogue.indicators if self.present(i, level, version)
        ]
        return middles(self.store, self.territories, wanted, level, version, self.counts)

    # Judgement and gaps

    def card(self, item: Indicator, place: str, version: str = VERSION) -> Card:
        """The judgement of an indicator in a territory, from figures up to the day."""
        return self.card_of(item, self.shown(item, self.territories[place].level, version), place)

    def card_of(self, item: Indicator, series: str, place: str) -> Card:
        """The same, of one series."""
        known = measures.points(self.values(item, series, [place]))
        broken = self.breaks(item, series)
        return card(item, series, place, [(p.period, p.value) for p in known], broken, self.own, self.today)

    def nations(self) -> Mapping[str, Card]:
        """How each row of Table 3 is judged for what «the country» means for it, by indicator id."""
        return {i.id: self.card(i, self.nation(i)) for i in self.catalogue.indicators}

    def judgements(self, version: str = VERSION) -> pd.DataFrame:
        """Every row in every territory: core.judgement.judge.judge."""
        return judge(self.store, self.catalogue, self.territories, version, self.own, self.today)

    def ledger(self, checks: dict[str, Check], requests: Sequence[Request] = ()) -> list[gaps.Gap]:
        """All that is missing of Table 3, and whose it is: core.warehouse.gaps.ledger."""
        return gaps.ledger(self.catalogue, self.store, checks, self.until or self.today, requests)

    def ledger_beyond(self, checks: dict[str, Check], requests: Sequence[Request] = ()) -> list[gaps.Gap]:
        """The same of the further indicators, which is never counted with it."""
        return gaps.of(self.catalogue.further, self.store, checks, self.until or self.today, requests)

    def asked(self, item: Indicator, checks: Mapping[str, Check], requests: Sequence[Request] = ()) -> Asked:
        """Who must act for the next figures of the series that an indicator is shown by: core.warehouse.asked."""
        series = self.shown(item)
        periods = [p for x in self.have.get(item.id, ()) if x.series == series for p in x.periods]
        last = max(periods, key=lambda p: parse(p).end, default=None)
        return asked.of(item, series, last, checks, self.until or self.today, requests)

    def where(self, place: str, version: str = VERSION) -> Where:
        """A place and what is above it. A region has the version of its own id."""
        own = self.territories[place]
        chosen = own.version or version
        if own.level == "pais":
            return Where(own, chosen, self.territories.by_id.get(EU))
        if own.level == "ue":
            return Where(own, chosen)
        return Where(own, chosen, self.territories.chain(place, chosen)[1])

    def beside(self, item: Indicator) -> tuple[Beside, ...]:
        """What stands beside an indicator, series by series, in the catalogue's order."""
        found = (self._beside(n, s.id) for n in self.catalogue.beside(item.id) for s in n.series)
        return tuple(b for b in found if b is not None)

    def _beside(self, item: Neighbour, series: str) -> Beside | None:
        """The newest value of a neighbour's series; None where the build has nothing of it."""
        there = [x for x in self.have.get(item.id, ()) if x.series == series]
        if not there:
            return None
        newest = max((p for x in there for p in x.periods), key=parse)
        finest = max(there, key=lambda x: x.places)
        for place in (COUNTRY, MAINLAND, EU):
            known = measures.points(queries.series_of(self.store, item.id, series, [place]))
            if known:
                rows = queries.pedigree(self.store, item.id, series, [place]).to_dict(orient="records")
                own = [r for r in rows if r["period"] == known[-1].period]
                came = Pedigree.of(own[0], item.get_series(series).caveat) if own else Pedigree()
                return Beside(item, series, place, known[-1], known[-1].period, finest.places, came)
        return Beside(item, series, None, None, newest, finest.places, Pedigree(is_not=item.get_series(series).caveat))
