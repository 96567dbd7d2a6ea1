"""What those whom the Strategy hears have said, as it stands: adoption by place and recommendation, independent
readings by action, challenges by state, training by reach. Nothing is filled in: who said nothing is counted apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.strategy.entries import entries
from core.strategy.execution import Event
from core.strategy.heard_model import (
    ADOPTED,
    DEGREES,
    SORTS,
    Adoption,
    Assessment,
    Challenge,
    LocalGovernment,
    Training,
)

_UNHANDLED: Final = ("aberto", "em_tratamento")


@dataclass(frozen=True)
class Place:
    """What a place (DICO, or NUTS III) says: each recommendation it spoke of, and its plan and unit where it said."""

    id: str
    adopted: Mapping[str, tuple[Adoption, Event]]
    governs: tuple[LocalGovernment, Event] | None

    @property
    def spoke(self) -> bool:
        """Whether it said anything of a recommendation."""
        return bool(self.adopted)

    def count(self, degree: str) -> int:
        """Recommendations of a degree."""
        return sum(a.degree == degree for a, _ in self.adopted.values())


@dataclass(frozen=True)
class Voiced:
    """An independent reading, with the event that says so."""

    id: str
    reading: Assessment
    event: Event


@dataclass(frozen=True)
class Held:
    """A challenge, a risk or a lesson, with the event that says so."""

    id: str
    challenge: Challenge
    event: Event


@dataclass(frozen=True)
class Reach:
    """Training on record: sessions, hours given, presences (a person who came twice counts twice) and how many
    municípios and regions are named.
    """

    sessions: int
    hours: float
    presences: int
    places: int


def places(known: Iterable[Event], until: datetime | None = None) -> dict[str, Place]:
    """What each place said, by its id; those that said nothing are not in it."""
    known = tuple(known)
    adopted: dict[str, dict[str, tuple[Adoption, Event]]] = {}
    for a, e in entries(known, "adocao", Adoption, until).values():
        adopted.setdefault(a.territory, {})[a.recommendation] = (a, e)  # the last word of a place on it
    governs = {g.territory: (g, e) for g, e in entries(known, "governo_local", LocalGovernment, until).values()}
    return {p: Place(p, adopted.get(p, {}), governs.get(p)) for p in sorted({*adopted, *governs})}


def by_recommendation(some: Iterable[Place]) -> dict[str, Counter[str]]:
    """Of each recommendation that anybody spoke of, how many places of each degree."""
    found: dict[str, Counter[str]] = {}
    for place in some:
        for recommendation, (said, _) in place.adopted.items():
            found.setdefault(recommendation, Counter())[said.degree] += 1
    return found


def readings(known: Iterable[Event], until: datetime | None = None) -> dict[str, tuple[Voiced, ...]]:
    """The independent readings of each action that has one, the newest first: the last of each reader, as whoever signs
    names it.
    """
    last: dict[tuple[str, str], Voiced] = {}
    for entry, (a, e) in entries(known, "leitura", Assessment, until).items():
        key = (a.action, f"{e.said_by}: {a.reader}".casefold())
        if key not in last or a.read_on >= last[key].reading.read_on:
            last[key] = Voiced(entry, a, e)
    found: dict[str, list[Voiced]] = {}
    for v in sorted(last.values(), key=lambda v: (v.reading.read_on, v.event.seq), reverse=True):
        found.setdefault(v.reading.action, []).append(v)
    return {action: tuple(some) for action, some in found.items()}


def degrees(some: Mapping[str, tuple[Voiced, ...]]) -> Counter[str]:
    """How many actions of each degree; an action whose readers do not agree counts under `diverge`, and no degree is
    made out of theirs.
    """
    count: Counter[str] = Counter()
    for voices in some.values():
        said = {v.reading.degree for v in voices}
        count["diverge" if len(said) > 1 else said.pop()] += 1
    return Counter({d: count[d] for d in (*DEGREES, "diverge") if count[d]})


def challenges(known: Iterable[Event], until: datetime | None = None) -> tuple[Held, ...]:
    """Challenges, risks and lessons: the open ones first, the oldest first; then the closed ones, newest first."""
    found = [Held(i, c, e) for i, (c, e) in entries(known, "desafio", Challenge, until).items()]
    still = sorted((f for f in found if unhandled(f)), key=lambda f: (f.challenge.seen_on, f.id))
    closed = [f for f in found if not unhandled(f)]
    return (*still, *sorted(closed, key=lambda f: (f.challenge.closed_on or f.challenge.seen_on, f.id), reverse=True))


def unhandled(held: Held) -> bool:
    """Whether it is still open, or being dealt with."""
    return held.challenge.state in _UNHANDLED


def open_by_sort(some: Iterable[Held]) -> dict[str, int]:
    """Open challenges and risks, and lessons not yet taken up, of each sort."""
    count = Counter(f.challenge.sort for f in some if unhandled(f))
    return {s: count[s] for s in SORTS}


def trainings(known: Iterable[Event], until: datetime | None = None) -> tuple[tuple[Training, Event], ...]:
    """The training sessions on record, newest first."""
    found = entries(known, "formacao", Training, until).values()
    return tuple(sorted(found, key=lambda x: (x[0].held_on, x[1].seq), reverse=True))


def reach(some: Iterable[tuple[Training, Event]]) -> Reach:
    """How far training went."""
    sessions = [s for s, _ in some]
    named = {p for s in sessions for p in s.places}
    return Reach(len(sessions), sum(s.hours for s in sessions), sum(s.people for s in sessions), len(named))


def adopted_total(some: Iterable[Place]) -> dict[str, int]:
    """How often places said each degree, over all recommendations."""
    count = Counter(a.degree for p in some for a, _ in p.adopted.values())
    return {d: count[d] for d in ADOPTED}
