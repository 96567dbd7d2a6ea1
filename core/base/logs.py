"""What processes report over time: on stderr, a line each, with the time in UTC, the level and who says it.

A module asks for `logging.getLogger(__name__)`; a program calls `configure()` once. What a command answers to a person
is no report: it is printed. No secret of the environment is written, and a warning that comes again is written once a
minute.
"""

import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TextIO

from core.base import settings

OURS: Final = ("core", "etl", "geo", "show", "ui", "reports")
WINDOW_S: Final = 60.0
_KNOWN: Final = 500  # different warnings that are remembered
_MARK: Final = "•••"


def configure() -> None:
    """Write what our modules report from the level of ENTI_LOG up, and of libraries what is at least a warning.

    Raises SettingError for a level that does not exist. Called again, it counts anew.
    """
    level = logging.getLevelNamesMapping()[settings.Logs.now().level.upper()]
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, Stderr)]:
        root.removeHandler(old)
    root.addHandler(Stderr())
    for name in OURS:
        logging.getLogger(name).setLevel(level)


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # without a stream of its own
        self.setFormatter(Line())
        self.addFilter(Repeats())

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The stream that is written to."""
        return sys.stderr


class Line(logging.Formatter):
    """A record as a line; a traceback follows on lines of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, without any secret that the environment holds."""
        text = super().format(record)
        for secret in settings.secrets():
            text = text.replace(secret, _MARK)
        return text

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """When it was reported, in UTC."""
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Its first part: what others said (a name, an answer) cannot begin a line of its own."""
        left_out = getattr(record, "left_out", 0)
        said = " ".join(super().formatMessage(record).splitlines())
        return f"{said} (mais {left_out} {'vez' if left_out == 1 else 'vezes'} entretanto)" if left_out else said


class Repeats(logging.Filter):
    """Lets a warning or an error through once in WINDOW_S; the next one says how many were left out (`left_out`)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._lock = clock, threading.Lock()
        self._last: OrderedDict[tuple[str, int, str], tuple[float, int]] = OrderedDict()  # when written; left out since

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        if record.levelno < logging.WARNING:
            return True
        same, now = (record.name, record.levelno, record.getMessage()), self._clock()
        with self._lock:
            at, left_out = self._last.get(same, (now - WINDOW_S, 0))
            if now - at < WINDOW_S:
                self._last[same] = (at, left_out + 1)
                return False
            self._last[same] = (now, 0)
            self._last.move_to_end(same)
            while len(self._last) > _KNOWN:
                self._last.popitem(last=False)
        record.left_out = left_out
        return True
