"""The entries of a kind that stand: as they were last written, without those taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from core.strategy.acts_model import Withdrawable
from core.strategy.execution import Event, current

M = TypeVar("M", bound=Withdrawable)


def entries(
    known: Iterable[Event], kind: str, model: type[M], until: datetime | None = None
) -> dict[str, tuple[M, Event]]:
    """State and last event by id (or the last by `until`), in the order in which they were last written."""
    last = sorted(current(known, kind, until).items(), key=lambda x: x[1].seq)
    return {i: (e.after, e) for i, e in last if isinstance(e.after, model) and not e.after.withdrawn}
