"""What every report is made from: one build, the strategy, what was said, and the day it speaks of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

import pandas as pd

from core.base.errors import ReportError
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Indicator
from core.judgement import targets
from core.judgement.judge import Card, card, series_at
from core.judgement.targets import OwnTarget
from core.strategy import execution, strategy
from core.strategy.execution import Event
from core.strategy.standing import Standing, standings
from core.strategy.strategy import Links, Strategy
from core.terms import territory
from core.terms.period import parse
from core.terms.territory import COUNTRY, VERSION, Territories
from core.warehouse import checks, gaps, queries
from core.warehouse.extract import extract
from core.warehouse.gaps import Gap
from core.warehouse.store import Store


@dataclass(frozen=True)
class Sources:
    """Everything a report may say. `until`: figures of later periods, and words said later, do not count."""

    store: Store
    catalogue: Catalogue
    territories: Territories
    strategy: Strategy
    links: Links
    events: tuple[Event, ...]
    own: tuple[OwnTarget, ...]
    until: date

    @cached_property
    def have(self) -> dict[str, list[dict[str, object]]]:
        """Series, level, version and periods (up to the day) by indicator id."""
        found: dict[str, list[dict[str, object]]] = {}
        for r in queries.coverage(self.store).itertuples():
            periods = tuple(p for p in r.periods if parse(p).end <= self.until)
            if periods:
                version = None if pd.isna(r.nuts_version) else str(r.nuts_version)
                found.setdefault(str(r.indicator_id), []).append(
                    {"series": str(r.series), "level": str(r.level), "version": version, "periods": periods}
                )
        return found

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gap ledger on the day."""
        return gaps.ledger(self.catalogue, self.store, checks.read(), self.until)

    @cached_property
    def plan(self) -> tuple[Standing, ...]:
        """The actions as they stood on the day."""
        end = datetime.combine(self.until, time.max, UTC)
        return standings(self.strategy, execution.current(self.events, "acao", end), self.until)

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The judgement of the country by indicator id, from figures up to the day."""
        return {i.id: self.card(i, COUNTRY) for i in self.catalogue.indicators}

    def present(self, item: Indicator, level: str) -> dict[str, tuple[str, ...]]:
        """Periods of each series that has figures at a level."""
        return {
            str(x["series"]): x["periods"]  # type: ignore[misc]
            for x in self.have.get(item.id, [])
            if x["level"] == level and x["version"] in (None, VERSION)
        }

    def series(self, item: Indicator, level: str) -> str:
        """The series that counts at a level."""
        return series_at(item, level, VERSION, self.present(item, level))

    def values(self, item: Indicator, series: str, places: list[str]) -> pd.DataFrame:
        """core.warehouse.queries.series_of up to the day."""
        table = queries.series_of(self.store, item.id, series, places)
        return table[self._past(table["period"])].reset_index(drop=True)

    def _past(self, periods: "pd.Series[str]") -> "pd.Series[bool]":
        ended = {p: parse(p).end <= self.until for p in periods.unique()}
        return periods.map(ended).astype(bool)

    def card(self, item: Indicator, place: str) -> Card:
        """The judgement of a territory from figures up to the day."""
        series = self.series(item, self.territories[place].level)
        table = self.values(item, series, [place])
        points = [(str(p), float(v)) for p, v in zip(table["period"], table["value"], strict=True) if v == v]
        return card(item, series, place, points, queries.breaks(self.store, item.id, series), self.own, self.until)

    def data(self, places: frozenset[str] | None = None) -> pd.DataFrame:
        """All observations up to the day, of all territories or of some, in the columns of
        core.warehouse.extract.CODEBOOK.
        """
        tables = [
            extract(self.store, self.catalogue, item.id, s.id)
            for item in sorted(self.catalogue.indicators, key=lambda i: i.row)
            if item.id in self.have
            for s in item.series
            if any(x["series"] == s.id for x in self.have[item.id])
        ]
        whole = pd.concat(tables, ignore_index=True)
        whole = whole[self._past(whole["periodo"])]
        return (whole if places is None else whole[whole["territorio_id"].isin(places)]).reset_index(drop=True)

    def need_year(self, year: int) -> None:
        """ReportError unless the build has a figure of that year."""
        years = sorted({parse(p).end.year for periods in queries.coverage(self.store)["periods"] for p in periods})
        if year not in years:
            raise ReportError(
                f"A versão {self.store.build} não tem nenhum valor de {year}.",
                cure=f"escolher um dos anos que tem: {', '.join(map(str, years)) or 'nenhum'}.",
            )


def gather(store: Store, until: date) -> Sources:
    """Read everything; raises the errors of its parts."""
    book, places = catalogue.load(), territory.load()
    return Sources(
        store,
        book,
        places,
        strategy.load(),
        strategy.load_links(),
        execution.events(),
        targets.load(book, places),
        until,
    )
