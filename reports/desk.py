"""Where readers ask for reports: one is set at a time, what was made is kept for a while, and the queue has an end.

A report takes seconds of a core. Without a queue anyone who asks for many at once takes the whole server from all.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Final

from core.base.errors import ReportError

WAITING: Final = 8  # of all readers together
EACH: Final = 2  # of one address
KEPT: Final = 64_000_000  # bytes
_PATIENCE_S: Final = 120.0
_CURE: Final = "Pedir outra vez daqui a um minuto."


class Desk:
    """Makes one file at a time. Safe for many threads."""

    def __init__(self, waiting: int = WAITING, each: int = EACH, kept: int = KEPT) -> None:
        self._waiting, self._each, self._most = waiting, each, kept
        self._making, self._lock = threading.Lock(), threading.Lock()
        self._held: Counter[str] = Counter()
        self._kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def file(self, key: tuple[object, ...], who: str, make: Callable[[], bytes]) -> bytes:
        """The file of this key: kept, or made when its turn comes. `who`: the address that asks.

        `key` names all that the file depends on, the build and the day among it. Raises ReportError where the queue is
        full, or the turn does not come.
        """
        if (found := self._found(key)) is not None:
            return found
        self._enter(who)
        try:
            if not self._making.acquire(timeout=_PATIENCE_S):
                raise ReportError("Há relatórios a mais à espera.", where="fila dos relatórios", cure=_CURE)
            try:
                # Whoever stood before in the queue may have asked for the same.
                found = self._found(key)
                return found if found is not None else self._keep(key, make())
            finally:
                self._making.release()
        finally:
            self._leave(who)

    def _found(self, key: tuple[object, ...]) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[object, ...], made: bytes) -> bytes:
        with self._lock:
            self._kept[key] = made
            while sum(map(len, self._kept.values())) > self._most:
                self._kept.popitem(last=False)
        return made

    def _enter(self, who: str) -> None:
        with self._lock:
            if self._held[who] >= self._each or self._held.total() >= self._waiting:
                raise ReportError("Há relatórios a mais à espera.", where="fila dos relatórios", cure=_CURE)
            self._held[who] += 1

    def _leave(self, who: str) -> None:
        with self._lock:
            self._held[who] -= 1
            if not self._held[who]:
                del self._held[who]


DESK: Final = Desk()
