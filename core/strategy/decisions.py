"""The decisions of the structures of the governance model, followed until they are done: which are open, which are past
their day, and which proposals they take up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.strategy import present
from core.strategy.acts_model import Decision
from core.strategy.execution import Event, current
from core.strategy.meetings import quarter_start
from core.strategy.strategy import Strategy

# Proposals that the state of things makes again and again: once carried out, they rest for the quarter of the decision.
RECURRING: Final = ("word", "chase", "late", "evidence")


@dataclass(frozen=True)
class Followed:
    """A decision on a day. `days`: to its due day, negative when past; None where it has none."""

    id: str
    decision: Decision
    event: Event
    days: int | None

    @property
    def open(self) -> bool:
        """Neither carried out nor revoked."""
        return self.decision.state == "aberta"

    @property
    def past(self) -> bool:
        """Open after its due day."""
        return self.open and self.days is not None and self.days < 0

    @property
    def no_evidence(self) -> bool:
        """Said to be carried out, without a link that shows it."""
        return self.decision.state == "cumprida" and self.decision.evidence is None


def followed(known: Iterable[Event], today: date, until: datetime | None = None) -> tuple[Followed, ...]:
    """The decisions as they were last written (by `until`), without those taken back: the open ones by their day, those
    without one after them, then the others, the newest first.
    """
    found = [
        Followed(e.entry, d, e, (d.due - today).days if d.due else None)
        for e in current(known, "decisao", until).values()
        if isinstance(d := e.after, Decision) and not d.withdrawn
    ]
    last = [f for f in found if not f.open]
    return (
        *sorted((f for f in found if f.open), key=lambda f: (f.decision.due or date.max, f.decision.held_on, f.id)),
        *sorted(last, key=lambda f: (f.decision.held_on, f.id), reverse=True),
    )


def taken(some: Iterable[Followed], today: date) -> frozenset[str]:
    """Keys of the proposals (core.reading.agenda) that need not be made: decided and open, or carried out. What is
    revoked may be proposed again, and so may in the next quarter what recurs.
    """
    return frozenset(
        f.decision.matter
        for f in some
        if f.decision.matter
        and (
            f.open
            or (
                f.decision.state == "cumprida"
                and (f.decision.matter.partition(":")[0] not in RECURRING or f.decision.held_on >= quarter_start(today))
            )
        )
    )


def called(body: str, whole: Strategy, day: date, lang: str = "pt") -> str:
    """A structure by its acronym, or the body that answers on a day for the one of this id."""
    structure = next((s for s in whole.structures if s.id == body), None)
    if structure is not None:
        return structure.acronym or structure.name
    known = present.load()
    if all(b.id != body for b in known.bodies):  # gone from the file since it was written
        return body
    answer = known.answer(body, day)
    return (answer.body or answer.named).called(lang)
