"""What people asked of a body, in the form in which a gap, an action or an alert looks at it: whom, about what, when,
until when, and what came back. core.strategy.asking makes them from the ledger.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

State = Literal["waiting", "late", "refused", "not_held", "answered"]
URGENT: Final[tuple[State, ...]] = ("late", "waiting", "refused", "not_held", "answered")
_NAMED: Final = 3


@dataclass(frozen=True)
class Request:
    """`whom`: the name of the body; `to`: what tells it from others of that name, and is the same for one that follows
    another; `about`: ids of indicators and actions; `due`: the day by which it was to answer,
    or by which it promised to. `answer`: one of core.strategy.execution_model.ANSWERS; `answered_on`: None where
    nothing came.
    """

    id: str
    whom: str
    about: Collection[str]
    asked_on: date
    due: date
    answer: str = "nenhuma"
    answered_on: date | None = None
    to: str = ""

    @property
    def body(self) -> str:
        """What a body is known by."""
        return self.to or self.whom

    def state(self, today: date) -> State:
        """How it stands on a day; a body is late once the day it was given, or gave itself, is past."""
        closed: dict[str, State] = {"recusa": "refused", "nao_tem": "not_held", "entregue": "answered"}
        return closed.get(self.answer) or ("late" if today > self.due else "waiting")


def pressing(requests: Iterable[Request], about: str, today: date, since: date | None = None) -> list[Request]:
    """Of the last request to each body about a subject, asked after `since`, those in the most urgent state there is,
    oldest first; none where nobody was asked.
    """
    last: dict[str, Request] = {}
    for r in sorted(requests, key=lambda r: (r.asked_on, r.id)):
        if about in r.about and (since is None or r.asked_on > since):
            last.pop(r.body, None)
            last[r.body] = r
    states = {r.body: r.state(today) for r in last.values()}
    first = next((s for s in URGENT if s in states.values()), None)
    return [r for r in last.values() if states[r.body] == first]


def names(some: Iterable[Request]) -> str:
    """The bodies asked: «INE, APA, DGS +2»."""
    every = [r.whom for r in some]
    return ", ".join(every[:_NAMED]) + (f" +{len(every) - _NAMED}" if len(every) > _NAMED else "")
