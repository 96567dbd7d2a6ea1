"""Scenes that the operator looks at before they are put in force: kept by the process for a while, never written down.

A preview is opened by its own address, which nobody can guess and which shows these scenes and nothing else; so it
needs no display's key.
"""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from core.base.typed import Text
from core.room.playlists import Playlist, Spec

KEPT_S: Final = 1800.0
_MOST: Final = 50


class Previews:
    """Safe for many threads. Old ones go, and the oldest where there are too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._kept: dict[str, tuple[float, Playlist]] = {}

    def keep(self, name: Text, scenes: Sequence[Spec]) -> str:
        """Keep these scenes, all on one screen, in their order; returns what opens them."""
        every = tuple(s.model_copy(update={"screen": None}) for s in scenes)
        token = secrets.token_urlsafe(24)
        with self._lock:
            now = self._clock()
            kept = {k: v for k, v in self._kept.items() if now - v[0] < KEPT_S}
            kept[token] = now, Playlist(id="previa", name=name, screens=1, scenes=every)
            self._kept = dict(list(kept.items())[-_MOST:])
        return token

    def get(self, token: str) -> Playlist | None:
        """The scenes that a token opens; None where there are none, or not any more."""
        with self._lock:
            at, listed = self._kept.get(token, (0.0, None))
        return listed if listed is not None and self._clock() - at < KEPT_S else None


PREVIEWS: Final = Previews()
