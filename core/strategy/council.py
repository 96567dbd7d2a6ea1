"""The advisory council as it stands on a day: its seats, when it meets next, what was put to it, what it said, and what
was done with that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.strategy.council_model import Convocation, FollowUp, Matter, Opinion, Seat
from core.strategy.entries import entries
from core.strategy.execution import Event


@dataclass(frozen=True)
class Put:
    """A matter before the council. `opinion`: the entry of the one that it gave, empty while there is none; `days`: to
    the day by which it was asked for, negative when past, None where there is none or the opinion came.
    """

    id: str
    matter: Matter
    event: Event
    opinion: str
    days: int | None


@dataclass(frozen=True)
class Given:
    """An opinion, with what the ECE last said that it did with it; `own`: of the council's own accord."""

    id: str
    opinion: Opinion
    event: Event
    followed: FollowUp | None
    followed_by: Event | None

    @property
    def own(self) -> bool:
        """Whether nobody had asked for it."""
        return self.opinion.matter is None


@dataclass(frozen=True)
class Called:
    """A session: the convocation, and the institutions that sit for its domains on that day."""

    id: str
    convocation: Convocation
    event: Event
    seats: tuple[str, ...]


@dataclass(frozen=True)
class Council:
    """The council on a day. `seats`: those that sit today; `sessions`, `matters`, `opinions`: the newest first."""

    seats: tuple[Seat, ...]
    sessions: tuple[Called, ...]
    matters: tuple[Put, ...]
    opinions: tuple[Given, ...]
    today: date

    @property
    def next(self) -> Called | None:
        """The next session that was called."""
        ahead = [s for s in self.sessions if s.convocation.session >= self.today]
        return min(ahead, key=lambda s: (s.convocation.session, s.id)) if ahead else None

    @property
    def waiting(self) -> tuple[Put, ...]:
        """Matters without an opinion."""
        return tuple(m for m in self.matters if not m.opinion)

    @property
    def unfollowed(self) -> tuple[Given, ...]:
        """Opinions of which the ECE has not said what it did."""
        return tuple(o for o in self.opinions if o.followed is None or o.followed.outcome == "em_analise")


def council(known: Iterable[Event], today: date, until: datetime | None = None) -> Council:
    """The council as it stands on a day."""
    known = tuple(known)
    seats = tuple(s for s, _ in entries(known, "conselheiro", Seat, until).values())
    opinions = entries(known, "parecer", Opinion, until)
    on = {o.matter: entry for entry, (o, _) in opinions.items() if o.matter}
    told = _told(known, until)
    sessions = [
        Called(i, c, e, tuple(sorted(s.organisation for s in seats if _sits(s, c.session) and _for(s, c.domains))))
        for i, (c, e) in entries(known, "convocatoria", Convocation, until).items()
    ]
    matters = [
        Put(i, m, e, on.get(i, ""), (m.due - today).days if m.due and i not in on else None)
        for i, (m, e) in entries(known, "materia", Matter, until).items()
    ]
    given = [Given(i, o, e, *told.get(i, (None, None))) for i, (o, e) in opinions.items()]
    return Council(
        tuple(sorted((s for s in seats if _sits(s, today)), key=lambda s: (s.side, s.organisation))),
        tuple(sorted(sessions, key=lambda s: (s.convocation.session, s.id), reverse=True)),
        tuple(sorted(matters, key=lambda m: (m.matter.put_on, m.id), reverse=True)),
        tuple(sorted(given, key=lambda o: (o.opinion.given_on, o.id), reverse=True)),
        today,
    )


def _told(known: tuple[Event, ...], until: datetime | None) -> dict[str, tuple[FollowUp, Event]]:
    """What was last said of each opinion."""
    found = sorted(entries(known, "seguimento", FollowUp, until).values(), key=lambda x: (x[0].told_on, x[1].seq))
    return {f.opinion: (f, e) for f, e in found}


def _sits(seat: Seat, day: date) -> bool:
    return seat.since <= day and (seat.until is None or day <= seat.until)


def _for(seat: Seat, domains: tuple[str, ...]) -> bool:
    """Whether a seat is called for these domains."""
    return not domains or not seat.domains or bool(set(seat.domains) & set(domains))
