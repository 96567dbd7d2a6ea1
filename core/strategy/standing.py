"""How the action plan stands on a day: what was said of each action, what its deadline makes of it, and counts of
both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.strategy.execution import Event
from core.strategy.execution_model import Progress
from core.strategy.model import Action, term_end
from core.strategy.strategy import Strategy

UNSAID: Final = "sem_informacao"
ALL_STATES: Final = (UNSAID, "por_iniciar", "em_curso", "concluida", "suspensa")
SOON: Final = 90  # days ahead in which a deadline is near
# What the calendar makes of an action, each one thing only: past its deadline without a word; past it and said not to
# be done; with its next term within SOON days; later; said to be done.
WHENS: Final = ("silent", "late", "soon", "ahead", "done")


@dataclass(frozen=True)
class Standing:
    """An action on a day. `days`: to the end of its deadline, negative when past. `event`: the last word, None if
    there is none.

    `late`: the deadline has passed and somebody said that it is not done. `silent`: it has passed and nobody said
    anything.
    """

    action: Action
    event: Event | None
    days: int
    next_term: date | None

    @property
    def said(self) -> Progress | None:
        """The state that was said last."""
        return self.event.after if self.event is not None and isinstance(self.event.after, Progress) else None

    @property
    def state(self) -> str:
        """One of ALL_STATES."""
        return self.said.state if self.said else UNSAID

    @property
    def late(self) -> bool:
        """Past its deadline and, by what was said, not done."""
        return self.days < 0 and self.said is not None and self.state != "concluida"

    @property
    def silent(self) -> bool:
        """Past its deadline, and nobody has said how it stands: not shown as late, because nobody knows."""
        return self.days < 0 and self.said is None

    @property
    def days_ahead(self) -> int | None:
        """Days to the end of the next term (an action may have several); None where all are past."""
        return self.days - (self.action.deadline.last_day - self.next_term).days if self.next_term else None

    @property
    def when(self) -> str:
        """One of WHENS."""
        if self.state == "concluida":
            return "done"
        if self.days_ahead is None:
            return "late" if self.late else "silent"
        return "soon" if self.days_ahead <= SOON else "ahead"

    @property
    def done_late(self) -> bool:
        """Done after its deadline, by the day that was given."""
        done = self.said.done_on if self.said else None
        return done is not None and done > self.action.deadline.last_day

    @property
    def no_evidence(self) -> bool:
        """Said to be done, without a link that shows it."""
        return self.said is not None and self.state == "concluida" and self.said.evidence is None


@dataclass(frozen=True)
class Tally:
    """Counts over some actions. `whens`: how many of each of WHENS, which add up to `total`. `percent`: plain mean of
    the percents that were given, with how many; None without any.
    """

    total: int
    states: dict[str, int]
    whens: dict[str, int]
    percent: float | None
    percents: int

    @property
    def late(self) -> int:
        """Actions past their deadline that were said not to be done."""
        return self.whens["late"]

    @property
    def silent(self) -> int:
        """Actions past their deadline of which nobody said anything."""
        return self.whens["silent"]

    @property
    def done(self) -> int:
        """Actions said to be done."""
        return self.whens["done"]


def standings(strategy: Strategy, last: Mapping[str, Event], today: date) -> tuple[Standing, ...]:
    """All actions in the order of the plan. `last`: the last event by action id (core.strategy.execution.current)."""
    found = []
    for action in strategy.actions:
        ahead = [end for t in action.deadline.terms if (end := term_end(t)) >= today]
        days = (action.deadline.last_day - today).days
        found.append(Standing(action, last.get(action.id), days, min(ahead, default=None)))
    return tuple(found)


def tally(some: Iterable[Standing]) -> Tally:
    """Counts of these actions, each once."""
    mine = list(some)
    percents = [s.said.percent for s in mine if s.said is not None and s.said.percent is not None]
    states = {state: sum(s.state == state for s in mine) for state in ALL_STATES}
    return Tally(
        len(mine),
        states,
        {when: sum(s.when == when for s in mine) for when in WHENS},
        sum(percents) / len(percents) if percents else None,
        len(percents),
    )


def due_soon(some: Iterable[Standing]) -> list[Standing]:
    """Those not done whose next term ends within SOON days."""
    return [s for s in some if s.when == "soon"]


def by_initiative(strategy: Strategy, all_of_them: Iterable[Standing]) -> dict[str, tuple[Standing, ...]]:
    """Actions under each initiative id, in the order of the plan."""
    mine = list(all_of_them)
    return {i.id: tuple(s for s in mine if s.action.initiative == i.id) for i in strategy.initiatives}


def by_body(all_of_them: Iterable[Standing]) -> dict[str, tuple[Standing, ...]]:
    """Actions under each responsible body's id; an action of two bodies stands under both."""
    found: dict[str, list[Standing]] = {}
    for s in all_of_them:
        for body in s.action.responsible.entities:
            found.setdefault(body, []).append(s)
    return {k: tuple(v) for k, v in found.items()}


def by_funding(all_of_them: Iterable[Standing]) -> dict[str, tuple[Standing, ...]]:
    """Actions under each funding source's id; an action with two stands under both."""
    found: dict[str, list[Standing]] = {}
    for s in all_of_them:
        for source in s.action.funding.sources:
            found.setdefault(source, []).append(s)
    return {k: tuple(v) for k, v in found.items()}
