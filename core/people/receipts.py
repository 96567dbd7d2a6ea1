"""The receipt of an answer: a number that anybody who has the ledger can make again, and nobody can make up."""

import hashlib
import json
from collections.abc import Iterable

from core.strategy.acts_model import Asking
from core.strategy.execution import Event

_SAID = ("answer", "answered_on", "due", "receipt", "evidence", "note")


def number(event: Event) -> str:
    """«entry/revision/20261128T101500Z/1a2b3c4d»: the request, the revision, the moment (UTC), and the beginning of the
    SHA-256 of all that the event says. Whether it still waits is no part of it: releasing it changes no receipt.
    """
    before = event.before.model_dump(mode="json") if event.before else None
    said = [event.kind, event.entry, event.revision, event.said_at.isoformat(), event.said_by, before]
    text = json.dumps([*said, event.after.model_dump(mode="json")], ensure_ascii=False, sort_keys=True)
    mark = hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
    return f"{event.entry}/{event.revision}/{event.said_at:%Y%m%dT%H%M%SZ}/{mark}"


def answered(events: Iterable[Event], request: str) -> Event | None:
    """The event that last answered a request, or changed its answer; None where none stands."""
    found = None
    for e in events:
        if e.kind == "pedido" and e.entry == request and isinstance(e.after, Asking):
            found = (e if _other(e) else found) if e.after.answer != "nenhuma" else None
    return found


def _other(event: Event) -> bool:
    return any(getattr(event.before, f, None) != getattr(event.after, f) for f in _SAID)
