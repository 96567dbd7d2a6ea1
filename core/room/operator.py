"""The operator's secret: whoever gives it may change something from a page, until people sign in.

It is set in the deployment (ENTI_OPERATOR, 16 letters or more). Without it every act that changes something is off on
the pages and goes by command line. The right one is always looked at: wrong ones are counted for each address, and
whoever gave some waits longer for each answer. A stranger who tries keeps nobody out but himself.
"""

import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from core.base import settings
from core.base.allowed import LEAST_LETTERS

FREE: Final = 3  # wrong ones that are answered at once: hands make mistakes
MOST_S: Final = 16.0
FORGET_S: Final = 600.0
REMEMBERED: Final = 10_000  # addresses; the one that was wrong longest ago is forgotten first
Answer = Literal["open", "wrong", "off"]


class Asked(NamedTuple):
    """What is answered, and how many seconds later."""

    answer: Answer
    after_s: float = 0.0


def mark() -> str:
    """Hash of the secret that is set, empty where there is none that counts: what was let in by another is not let in
    by this.
    """
    secret = settings.Door.now().operator.get_secret_value()
    return hashlib.sha256(secret.encode()).hexdigest() if len(secret) >= LEAST_LETTERS else ""


class Door:
    """Compares what is given with the secret, in constant time, and counts what is wrong. Safe for many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def ask(self, given: str, who: str) -> Asked:
        """open | wrong | off (no secret is set). `who`: the address that asks."""
        wanted = mark()
        if not wanted:
            return Asked("off")
        if hmac.compare_digest(hashlib.sha256(given.encode("utf-8", "replace")).hexdigest(), wanted):
            with self._lock:
                self._wrong.pop(who, None)
            return Asked("open")
        return Asked("wrong", self._noted(who))

    def _noted(self, who: str) -> float:
        """Count a wrong one; the seconds until it is answered."""
        with self._lock:
            now = self._clock()
            times, last = self._wrong.pop(who, (0, now))
            times = 1 if now - last > FORGET_S else times + 1
            self._wrong[who] = (times, now)
            if len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
        return min(MOST_S, 2.0 ** (min(times, 40) - FREE)) if times > FREE else 0.0


DOOR: Final = Door()
