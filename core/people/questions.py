"""What citizens ask or report: kept unread until EATA answers in public or puts it aside; nothing of who asks is kept.

A question has a number, by which its answer is found. What nobody answered in KEPT, and what was put aside, loses its
words, and its number remains; so does what was published and is taken back. One address may ask so much in an hour
(counted in memory), all together so much, and where too many wait to be read nobody may: a flood closes the form, and
nothing else.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from core.base.errors import PeopleError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import questions_path

SORTS: Final = ("pergunta", "erro")
SHORTEST, LONGEST = 10, 1000  # letters
KEPT: Final = timedelta(days=90)
FREE_AN_HOUR: Final = 3  # of one address
MOST_WAITING: Final = 200
MOST_AN_HOUR: Final = 60
_HOUR: Final = timedelta(hours=1)
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS question (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, sort TEXT NOT NULL, about TEXT NOT NULL, text TEXT);
CREATE TABLE IF NOT EXISTS reply (
  question INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL,
  published INTEGER NOT NULL CHECK (published IN (0, 1)), shown TEXT NOT NULL, reply TEXT NOT NULL);
""",
    (),
    "as perguntas",
    PeopleError,
)


@dataclass(frozen=True)
class Question:
    """A question or a report of an error. `about`: id of an indicator, or empty; `text`: its words, None once they are
    erased. Answered in public it has `shown`, the words as EATA publishes them, and `reply`; put aside, neither.
    """

    number: int
    at: datetime
    sort: str
    about: str
    text: str | None
    state: Literal["espera", "publicada", "afastada", "apagada"]
    shown: str = ""
    reply: str = ""
    by: str = ""
    replied_at: datetime | None = None


def _stale(q: Question, now: datetime) -> Question:
    """What nobody answered in time has no words, also before the sweep that erases them comes by."""
    return replace(q, state="apagada", text=None) if q.state == "espera" and now - q.at > KEPT else q


class Gate:
    """Counts what each address asked in the last hour. Safe for many threads; nothing of it is written anywhere."""

    REMEMBERED: Final = 10_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._asked: OrderedDict[str, tuple[float, ...]] = OrderedDict()

    def pass_(self, who: str) -> bool:
        """Whether this address may ask now; it counts where it may."""
        with self._lock:
            now = self._clock()
            past = tuple(at for at in self._asked.pop(who, ()) if now - at < _HOUR.total_seconds())
            may = len(past) < FREE_AN_HOUR
            self._asked[who] = (*past, now) if may else past
            if len(self._asked) > self.REMEMBERED:
                self._asked.popitem(last=False)
            return may


GATE: Final = Gate()


def questions(path: Path | None = None) -> tuple[Question, ...]:
    """All of them, the newest first: for EATA. What is not answered is nobody else's to read."""
    now = datetime.now(UTC)
    with _LEDGER.reading(path or questions_path()) as db:
        return () if db is None else tuple(_stale(q, now) for q in reversed(_all(db)))


def published(path: Path | None = None) -> tuple[Question, ...]:
    """Those that were answered in public, the newest answer first."""
    found = [q for q in questions(path) if q.state == "publicada"]
    return tuple(sorted(found, key=lambda q: (q.replied_at or q.at, q.number), reverse=True))


def by(day: date, path: Path | None = None) -> tuple[Question, ...]:
    """As they stood at the end of a day (UTC): what was answered or erased later still waited then."""
    return tuple(_then(q, day) for q in questions(path) if q.at.date() <= day)


def _then(q: Question, day: date) -> Question:
    later = q.replied_at is not None and q.replied_at.date() > day
    if later or (q.state == "apagada" and q.at.date() + KEPT > day):
        return replace(q, state="espera", shown="", reply="")
    return q


def put(sort: str, about: str, text: str, path: Path | None = None) -> int:
    """Keep a question until EATA reads it; returns its number. PeopleError for words that cannot be kept, and where
    too many wait or came within the hour.
    """
    words, now = worded(text), datetime.now(UTC)
    if sort not in SORTS:
        raise PeopleError(f"Não há «{sort[:20]}».", cure=f"dizer um de: {', '.join(SORTS)}.", page=_WORDS)
    with _LEDGER.writing(path or questions_path()) as db:
        _sweep(db, now)
        there = _all(db)
        if (
            sum(q.state == "espera" for q in there) >= MOST_WAITING
            or sum(now - q.at < _HOUR for q in there) >= MOST_AN_HOUR
        ):
            raise PeopleError(
                "Há demasiadas perguntas por ler.", cure="voltar mais tarde; nada foi guardado.", page=_FULL
            )
        made = db.execute(
            "INSERT INTO question (at, sort, about, text) VALUES (?, ?, ?, ?)",
            (now.isoformat(timespec="seconds"), sort, about, words),
        )
        return int(made.lastrowid or 0)


def answer(number: int, shown: str, reply: str, by: str, path: Path | None = None) -> Question:
    """Publish a question, in the words that EATA lets stand, with its answer. One that is published already is mended
    so, and of what stood there nothing is kept.
    """
    return _replied(number, worded(shown), worded(reply, least=2), by, True, path)


def put_aside(number: int, why: str, by: str, path: Path | None = None) -> Question:
    """Put a question aside, or take a published one back: its words are erased, the reason is kept for EATA alone."""
    return _replied(number, "", worded(why, least=3), by, False, path)


def sweep(path: Path | None = None) -> int:
    """Erase the words of what nobody answered in KEPT; returns of how many."""
    with _LEDGER.reading(path or questions_path()) as db:
        if db is None:
            return 0
    with _LEDGER.writing(path or questions_path()) as db:
        return _sweep(db, datetime.now(UTC))


def _replied(number: int, shown: str, reply: str, by: str, published: bool, path: Path | None) -> Question:
    now = datetime.now(UTC)
    with _LEDGER.writing(path or questions_path()) as db:
        _sweep(db, now)
        found = next((q for q in _all(db) if q.number == number), None)
        if found is None or found.state not in ("espera", "publicada"):
            raise PeopleError(
                f"A pergunta {number} não está à espera de resposta, nem publicada.",
                cure="ver as que esperam; nada mudou.",
                page=("Essa pergunta já não espera resposta; nada mudou.", "That question waits no longer."),
            )
        db.execute(  # what stood there is not kept: it may have been somebody's
            "INSERT OR REPLACE INTO reply (question, at, by, published, shown, reply) VALUES (?, ?, ?, ?, ?, ?)",
            (number, now.isoformat(timespec="seconds"), by, int(published), shown, reply),
        )
        db.execute("UPDATE question SET text = NULL WHERE number = ?", (number,))  # what is published is `shown`
        return next(q for q in _all(db) if q.number == number)


def _sweep(db: Connection, now: datetime) -> int:
    old = [q.number for q in _all(db) if q.state == "espera" and now - q.at > KEPT]
    for number in old:
        db.execute("UPDATE question SET text = NULL WHERE number = ?", (number,))
    return len(old)


def _all(db: Connection) -> list[Question]:
    rows = db.execute(
        "SELECT number, question.at, sort, about, text, published, shown, reply, by, reply.at"
        " FROM question LEFT JOIN reply ON reply.question = number ORDER BY number"
    ).fetchall()
    with ours():
        return [_one(*row) for row in rows]


def _one(
    number: int, at: str, sort: str, about: str, text: str | None, published: int | None, *replied: str
) -> Question:
    if published is None:
        return Question(number, moment(at), sort, about, text, "apagada" if text is None else "espera")
    shown, reply, by, replied_at = replied
    state: Literal["publicada", "afastada"] = "publicada" if published else "afastada"
    return Question(number, moment(at), sort, about, text, state, shown, reply, by, moment(replied_at))


def worded(text: str, least: int = SHORTEST) -> str:
    """Words as they are kept, in one line, without what is not printed. PeopleError where too few or too many."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not least <= len(words) <= LONGEST:
        raise PeopleError(
            f"O texto tem de {least} a {LONGEST} letras; tem {len(words)}.", cure="encurtar ou completar.", page=_WORDS
        )
    return words


_WORDS = (
    f"O texto tem de {SHORTEST} a {LONGEST} letras; nada foi guardado.",
    f"The text has {SHORTEST} to {LONGEST} letters; nothing was kept.",
)
_FULL = (
    "Há demasiadas perguntas por ler. Voltar mais tarde; nada foi guardado.",
    "Too many questions wait to be read. Come back later; nothing was kept.",
)
