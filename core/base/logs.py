"""What processes report over time: on stderr, a line each, with the time in UTC, the level, who says it, the process
(`run`) and, where one led to it, the request of a reader (`request`). ENTI_LOG_FORM=json makes each an object.

A module asks for `logging.getLogger(__name__)`; a program calls `configure()` once. What a command answers to a person
is no report: it is printed. No secret of the environment is written, and a warning that comes again is written once a
minute, whatever names stand in it a few times.
"""

import hashlib
import json
import logging
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final, TextIO

from core.base import settings

RUN: Final = token_hex(4)  # this process, in all that it reports
_REQUEST: Final[ContextVar[str]] = ContextVar("enti_request", default="")
OURS: Final = ("core", "etl", "geo", "show", "ui", "reports")
WINDOW_S: Final = 60.0
OF_FORM: Final = 20
_KNOWN: Final = 500  # different warnings that are remembered
_MARK: Final = "•••"


def configure() -> None:
    """Write what our modules report from the level of ENTI_LOG up, and of libraries what is at least a warning.

    Raises SettingError for a level that does not exist. Called again, it counts anew.
    """
    asked = settings.Logs.now()
    level = logging.getLevelNamesMapping()[asked.level.upper()]
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, Stderr)]:
        root.removeHandler(old)
    root.addHandler(Stderr(Object() if asked.form == "json" else Line()))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def noted(logger: logging.Logger, error: BaseException, where: str) -> str:
    """Write the traceback of an error that is not ours, and return the id under which it stands there.

    The id is that of the kind of error and of the lines that led to it: what comes again is written once a minute, and
    the id that a reader was told is found there all the same.
    """
    way = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    number = hashlib.sha256(repr((type(error).__name__, way)).encode()).hexdigest()[:8]
    logger.error("Erro %s (%s, %s).", number, where, type(error).__name__, exc_info=error)
    return number


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at that moment."""

    def __init__(self, form: logging.Formatter | None = None) -> None:
        logging.Handler.__init__(self)  # without a stream of its own
        self.setFormatter(form or Line())
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
        asked = _REQUEST.get()
        said = " ".join([*super().formatMessage(record).splitlines(), *([f"[pedido {asked}]"] if asked else [])])
        return f"{said} (mais {left_out} {'vez' if left_out == 1 else 'vezes'} entretanto)" if left_out else said


class Object(Line):
    """A record as a JSON object on one line, its traceback in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The object: at, level, logger, run, request, message, left_out, traceback; no secret of the environment."""
        about = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "run": RUN,
            "request": _REQUEST.get(),
            "message": record.getMessage(),
            "left_out": getattr(record, "left_out", 0),
            "traceback": self.formatException(record.exc_info) if record.exc_info else "",
        }
        text = json.dumps({k: v for k, v in about.items() if v not in ("", 0)}, ensure_ascii=False)
        for secret in settings.secrets():
            text = text.replace(json.dumps(secret, ensure_ascii=False)[1:-1], _MARK)
        return text


@contextmanager
def request(name: str) -> Iterator[None]:
    """What is reported meanwhile, here and in what is called from here, is because of this request."""
    before = _REQUEST.set(name)
    try:
        yield
    finally:
        _REQUEST.reset(before)


_Written = OrderedDict[Hashable, tuple[float, int, int]]  # by what is written: since when, lines, left out since


class Repeats(logging.Filter):
    """Lets a warning or an error through once in WINDOW_S, and OF_FORM of one form whose names differ (addresses that
    others make up, say); the next one says how many were left out (`left_out`).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._lock = clock, threading.Lock()
        self._last: _Written = OrderedDict()
        self._forms: _Written = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        if record.levelno < logging.WARNING:
            return True
        who, now = (record.name, record.levelno), self._clock()
        with self._lock:
            left_out = _let(self._last, (*who, record.getMessage()), 1, now)
            of_form = None if left_out is None else _let(self._forms, (*who, str(record.msg)), OF_FORM, now)
        if left_out is None or of_form is None:
            return False
        record.left_out = left_out + of_form
        return True


def _let(written: _Written, what: Hashable, most: int, now: float) -> int | None:
    """How many of these were left out before, where one more may be written; None where it is left out too."""
    since, lines, left_out = written.get(what, (now, 0, 0))
    if now - since >= WINDOW_S:
        since, lines = now, 0
    if lines >= most:
        written[what] = (since, lines, left_out + 1)
        return None
    written[what] = (since, lines + 1, 0)
    written.move_to_end(what)
    while len(written) > _KNOWN:
        written.popitem(last=False)
    return left_out
