"""What every report is made from: one build, the strategy, what was said, and the day it speaks of."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

import pandas as pd

from core.base.errors import ReportError
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Indicator
from core.judgement import targets
from core.judgement.judge import Card
from core.judgement.targets import OwnTarget
from core.reading.reading import Reader
from core.strategy import asking, evidence, execution, strategy
from core.strategy.decisions import Followed, followed
from core.strategy.evidence import Public
from core.strategy.execution import Event
from core.strategy.execution_model import Meeting, Project
from core.strategy.money import Line, Opened, calls, lines
from core.strategy.proposals import Proposed, proposed
from core.strategy.standing import Standing, standings
from core.strategy.strategy import Links, Strategy
from core.strategy.voices import Voices, voices
from core.terms import territory
from core.terms.period import parse
from core.terms.territory import Territories
from core.warehouse import checks, queries
from core.warehouse.asked import Asked
from core.warehouse.checks import Check
from core.warehouse.extract import extract
from core.warehouse.gaps import Gap
from core.warehouse.requests import Request
from core.warehouse.store import Store


@dataclass(frozen=True)
class Sources:
    """Everything a report may say. `until`: figures of later periods, and words said later, do not count; `lang`: the
    language in which it is said.
    """

    store: Store
    catalogue: Catalogue
    territories: Territories
    strategy: Strategy
    links: Links
    events: tuple[Event, ...]
    own: tuple[OwnTarget, ...]
    until: date
    lang: str = "pt"

    @cached_property
    def read(self) -> Reader:
        """The reader of the build, up to the day."""
        return Reader(self.store, self.catalogue, self.territories, self.until, lambda: self.own, self.until)

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gap ledger on the day."""
        return self.read.ledger(self._checks, self.requests)

    @cached_property
    def public(self) -> Public:
        """What public pages said by the day."""
        return evidence.load().by(self.until)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """What had been asked of bodies by the day."""
        return asking.asked_of(self.events, self._end)

    @cached_property
    def decisions(self) -> tuple[Followed, ...]:
        """The decisions as they stood on the day."""
        return followed(self.events, self.until, self._end)

    @cached_property
    def voices(self) -> Voices:
        """What those whom the Strategy hears had said by the day."""
        return voices(self.events, self.until, self._end)

    @cached_property
    def money(self) -> tuple[Line, ...]:
        """The sums in force on the day."""
        return lines(self.events, self._end)

    @cached_property
    def calls(self) -> tuple[Opened, ...]:
        """The calls for applications on the day."""
        return calls(self.events, self.until, self._end)

    def asked(self, item: Indicator) -> Asked:
        """Who had to act for the next figures of an indicator on the day."""
        return self.read.asked(item, self._checks, self.requests)

    @cached_property
    def _checks(self) -> dict[str, Check]:
        """What the load had asked by the day."""
        return {k: c for k, c in checks.read().items() if date.fromisoformat(c.asked_at[:10]) <= self.until}

    @property
    def _end(self) -> datetime:
        return datetime.combine(self.until, time.max, UTC)

    @cached_property
    def plan(self) -> tuple[Standing, ...]:
        """The actions as they stood on the day."""
        return standings(self.strategy, execution.current(self.events, "acao", self._end), self.until)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings on record by the day, oldest first."""
        held = (e.after for e in execution.current(self.events, "reuniao", self._end).values())
        return tuple(sorted((m for m in held if isinstance(m, Meeting)), key=lambda m: m.held_on))

    @cached_property
    def proposals(self) -> tuple[Proposed, ...]:
        """What was proposed by the day for the revised Plan and ARPGU."""
        return proposed(self.events, self.strategy, self._end)

    @cached_property
    def projects(self) -> tuple[tuple[Project, Event], ...]:
        """The local projects as they stood on the day, with who said so."""
        found = execution.current(self.events, "projeto", self._end).values()
        return tuple((e.after, e) for e in found if isinstance(e.after, Project))

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The judgement of the country by indicator id, from figures up to the day."""
        return dict(self.read.nations())

    def data(self, places: frozenset[str] | None = None) -> pd.DataFrame:
        """All observations up to the day, of all territories or of some, in the columns of
        core.warehouse.extract.CODEBOOK.
        """
        tables = [
            extract(self.store, self.catalogue, item.id, s.id, lang=self.lang)
            for item in sorted(self.catalogue.indicators, key=lambda i: i.row)
            if item.id in self.read.have
            for s in item.series
            if any(x.series == s.id for x in self.read.have[item.id])
        ]
        whole = pd.concat(tables, ignore_index=True)
        ended = {p: self.read.counts(str(p)) for p in whole["periodo"].unique()}
        whole = whole[whole["periodo"].map(ended).astype(bool)]
        return (whole if places is None else whole[whole["territorio_id"].isin(places)]).reset_index(drop=True)

    def need_year(self, year: int) -> None:
        """ReportError unless the build has a figure of that year."""
        years = sorted({parse(p).end.year for periods in queries.coverage(self.store)["periods"] for p in periods})
        if year not in years:
            raise ReportError(
                f"A versão {self.store.build} não tem nenhum valor de {year}.",
                cure=f"escolher um dos anos que tem: {', '.join(map(str, years)) or 'nenhum'}.",
            )


def gather(store: Store, until: date, lang: str = "pt") -> Sources:
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
        lang,
    )
