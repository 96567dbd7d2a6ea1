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
    """Counts over some actions. `percent`: plain mean of the percents that were given, with how many; None without
    any.
    """

    total: int
    states: dict[str, int]
    late: int
    silent: int
    percent: float | None
    percents: int

    @property
    def done(self) -> int:
        """Actions said to be done."""
        return self.states["concluida"]


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
        sum(s.late for s in mine),
        sum(s.silent for s in mine),
        sum(percents) / len(percents) if percents else None,
        len(percents),
    )


def due_soon(some: Iterable[Standing], days: int) -> list[Standing]:
    """Those not done with a term (the next one: an action may have several) that ends within so many days."""
    gone = [s for s in some if s.state != "concluida" and s.next_term is not None]
    return [s for s in gone if s.next_term and s.days - (s.action.deadline.last_day - s.next_term).days <= days]


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
