"""The last word of each screen: that it lives, or, from its watchdog, that it does not. Kept by the process, not
written down.
"""

import threading
from typing import Any, Final

SILENT_S: Final = 3600
_SCREENS: Final = 100


class Pulses:
    """Safe for many threads. Old ones go, so that names made up by others do not fill the memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, dict[str, Any]] = {}

    def tell(self, name: str, at: float, alive: bool, scene: str) -> None:
        """Keep what a screen said. `at`: seconds since 1970."""
        with self._lock:
            self._last.pop(name, None)  # the newest last
            self._last[name] = {"at": at, "alive": alive, "scene": scene}
            kept = list(self._last.items())[-_SCREENS:]
            self._last = {k: v for k, v in kept if at - v["at"] < SILENT_S}

    def all(self) -> dict[str, dict[str, Any]]:
        """By name of the screen: at, alive, scene (its place in the list)."""
        with self._lock:
            return dict(self._last)


PULSES: Final = Pulses()
