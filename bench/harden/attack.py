"""What an attack is, how far one run of it may go, and what it comes to."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.base.registry import Declaration, Registry
from core.base.typed import Text

_SHOWN: Final = 6  # faults of one row that are written down; how many there were is always said


@dataclass(frozen=True)
class Row:
    """One thing that was attacked. `tried` of `goal` times; `faults`: what went wrong, a sentence each; `told`: what
    was measured.
    """

    what: str
    tried: int
    goal: int
    faults: tuple[str, ...] = ()
    told: str = ""

    def plain(self) -> Mapping[str, Any]:
        """As it is kept in JSON."""
        about = {"what": self.what, "tried": self.tried, "goal": self.goal, "told": self.told}
        return about | {"faults": len(self.faults), "first": list(self.faults[:_SHOWN])}


@dataclass(frozen=True)
class Plan:
    """How far a run goes: at most `most` times each (None: its goal), and no longer than `seconds`, which the rows of
    an attack share.
    """

    seconds: float
    most: int | None = None
    began: float = field(default_factory=time.monotonic)

    def times(self, goal: int) -> int:
        """How often something is tried at most."""
        return goal if self.most is None else min(goal, self.most)

    @property
    def time_left(self) -> bool:
        """Whether something may still be begun."""
        return time.monotonic() - self.began < self.seconds

    def share(self, done: int, of: int) -> float:
        """Seconds for the next of `of` rows, `done` of which have had theirs: what is left, in equal parts."""
        return max(1.0, (self.seconds - (time.monotonic() - self.began)) / max(1, of - done))


class Attack(Declaration):
    """`does`: what is done and what must hold; `run`: the rows, as they are done."""

    does: Text
    run: Callable[[Plan], Iterator[Row]]


REGISTRY: Final = Registry("ataque", Attack, "bench.harden", "ATTACK")
