"""What was asked of bodies, from the ledger: by whom a subject was asked for, and how an action stands in that."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from core.strategy import present
from core.strategy.acts_model import Asking
from core.strategy.execution import Event, current
from core.strategy.standing import Standing
from core.terms import territory
from core.warehouse import asked
from core.warehouse.asked import Asked
from core.warehouse.requests import Request, State

STATES: Final[dict[State, str]] = {
    "waiting": "à espera",
    "late": "fora do prazo, sem resposta",
    "refused": "recusado",
    "not_held": "diz que não tem",
    "answered": "respondido",
}


def asked_of(known: Iterable[Event], until: datetime | None = None) -> tuple[Request, ...]:
    """The requests as they were last written (by `until`), without those taken back, in the order of their ids."""
    last = current(known, "pedido", until)
    return tuple(
        Request(
            e.entry, called(a.to, a.asked_on), a.about, a.asked_on, a.due, a.answer, a.answered_on, _last_body(a.to)
        )
        for _, e in sorted(last.items())
        if isinstance(a := e.after, Asking) and not a.withdrawn
    )


def _last_body(to: str) -> str:
    """The last body that follows one of the strategy's, as far as is known; anything else is itself."""
    bodies = present.load()
    if not any(b.id == to for b in bodies.bodies):
        return to
    answer = bodies.answer(to, date.max)
    return (answer.body or answer.named).id


def called(to: str, day: date) -> str:
    """The name of who is asked: the body that answered on that day, «CM Porto», or the holder as it is written."""
    bodies = present.load()
    if any(b.id == to for b in bodies.bodies):
        answer = bodies.answer(to, day)
        return (answer.body or answer.named).called("pt")
    place = territory.load().by_id.get(to)
    if place is None:
        return to
    if place.level != "municipio":
        return f"CIM/AM {place.name}"
    namesakes = [m for m in territory.load().municipalities if m.name == place.name]
    return f"CM {place.name} ({place.district})" if len(namesakes) > 1 else f"CM {place.name}"


def of_action(s: Standing, requests: Iterable[Request], today: date) -> Asked:
    """Who must act for the word on an action of which nobody has said anything: whoever was asked for it, else we."""
    return asked.about(s.action.id, asked.PROJECT, requests, today)


def of_actions(some: Iterable[Standing], requests: Sequence[Request], today: date) -> dict[str, Asked]:
    """The same by action id, of those of which nobody has said anything."""
    return {s.action.id: of_action(s, requests, today) for s in some if s.said is None}
