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
    """One thing that was attacked. `tried` of `goal` times; `faults`: what went wrong, a sentence each (of `wrong`,
    where not all are here); `told`: what was measured. `code`: digest of what was attacked; `kept`: what the next run
    of the same code goes on from.
    """

    what: str
    tried: int
    goal: int
    faults: tuple[str, ...] = ()
    told: str = ""
    code: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    wrong: int = 0

    def plain(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        about = {"what": self.what, "tried": self.tried, "goal": self.goal, "told": self.told}
        about |= {"faults": max(self.wrong, len(self.faults)), "first": list(self.faults[:_SHOWN])}
        return about | {"code": self.code, "kept": dict(self.kept)}


@dataclass(frozen=True)
class Plan:
    """How far a run goes: at most `most` times each (None: its goal), and no longer than `seconds`, which the rows of
    an attack share. `only`: parts of the names of the rows that are run (empty: all). `before`: the rows of earlier
    runs, by name.
    """

    seconds: float
    most: int | None = None
    only: tuple[str, ...] = ()
    before: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def times(self, goal: int) -> int:
        """How often something is tried at most."""
        return goal if self.most is None else min(goal, self.most)

    def wants(self, what: str) -> bool:
        """Whether a row is to be run."""
        return not self.only or any(part in what for part in self.only)

    def earlier(self, what: str, code: str) -> Mapping[str, Any]:
        """The row as an earlier run of the same code left it; empty where none did."""
        row = self.before.get(what, {})
        return row if code and row.get("code") == code else {}

    @property
    def time_left(self) -> bool:
        """Whether something may still be begun."""
        return time.monotonic() - self.began < self.seconds

    def share(self, done: int, of: int) -> float:
        """Seconds for the next of `of` rows, `done` of which have had theirs: what is left, in equal parts."""
        return max(1.0, (self.seconds - (time.monotonic() - self.began)) / max(1, of - done))


class Attack(Declaration):
    """`does`: what is done and what must hold; `run`: the rows, as they are done. A row may come again with more."""

    does: Text
    run: Callable[[Plan], Iterator[Row]]


REGISTRY: Final = Registry("ataque", Attack, "bench.harden", "ATTACK")
