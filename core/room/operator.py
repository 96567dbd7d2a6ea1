"""The operator's secret: whoever gives it may change something from a page, until people sign in.

It is set in the deployment (ENTI_OPERATOR, 16 letters or more). Without it every act that changes something is off on
the pages and goes by command line. Wrong ones are counted for the whole process: after LIMIT in WINDOW_S nobody is
let in for a while.
"""

import hashlib
import hmac
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

from core.base import settings

LIMIT: Final = 5
WINDOW_S: Final = 60.0
Answer = Literal["open", "wrong", "wait", "off"]


def mark() -> str:
    """Hash of the secret that is set, empty where there is none that counts: what was let in by another is not let in
    by this.
    """
    secret = settings.Door.now().operator.get_secret_value()
    return hashlib.sha256(secret.encode()).hexdigest() if len(secret) >= settings.LEAST_LETTERS else ""


class Door:
    """Compares what is given with the secret, in constant time, and counts what is wrong. Safe for many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._wrong: deque[float] = deque(maxlen=LIMIT)

    def ask(self, given: str) -> Answer:
        """open | wrong | wait (too many wrong ones of late; the given one was not looked at) | off (no secret is
        set).
        """
        wanted = mark()
        if not wanted:
            return "off"
        with self._lock:
            now = self._clock()
            if len(self._wrong) == LIMIT and now - self._wrong[0] < WINDOW_S:
                return "wait"
            if hmac.compare_digest(hashlib.sha256(given.encode()).hexdigest(), wanted):
                return "open"
            self._wrong.append(now)
            return "wrong"


DOOR: Final = Door()
