"""Whether something of one address is worth a row again: once in a while, so that nobody fills the record."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

EVERY_S: Final = 60.0
REMEMBERED: Final = 10_000


class Seldom:
    """Remembers when each address had its last; for one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[str, float] = OrderedDict()

    def again(self, who: str) -> bool:
        """Whether a minute went by since the last one of this address; then this is its last."""
        now = self._clock()
        if who in self._last and now - self._last[who] < EVERY_S:
            return False
        self._last[who] = now
        self._last.move_to_end(who)
        if len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return True
