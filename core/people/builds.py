"""The acts on builds: who looked at what one would change, who released it, and going back to an earlier one.

Two pairs of eyes: whoever releases a build is not the one who looked at it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.base import clock
from core.base.errors import PeopleError
from core.base.ledger import Ledger, moment, ours
from core.base.paths import builds_dir, releases_path
from core.people.deed import done
from core.people.model import About, Actor, Grant
from core.people.signature import signature
from core.warehouse import waiting
from core.warehouse.store import resolve

_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS word (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, build TEXT NOT NULL, what TEXT NOT NULL
  CHECK (what IN ('visto', 'libertada', 'recuo')), beside TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
  by TEXT NOT NULL, note TEXT NOT NULL);
""",
    ("word",),
    "o que se libertou",
    PeopleError,
)
_ALONE: Final = (
    "Falta quem a tenha visto: quem liberta uma versão não pode ser quem a viu.",
    "Somebody else has to have looked at it: who releases a build is not who looked at it.",
)


@dataclass(frozen=True)
class Word:
    """Something said of a build: visto (looked at), libertada (released) or recuo (gone back to). `beside`: the build
    in force then; `who`: the account, or what was typed on the server; `by`: the body.
    """

    build: str
    what: str
    beside: str
    at: datetime
    who: str
    by: str
    note: str


def words(build: str | None = None, path: Path | None = None) -> tuple[Word, ...]:
    """All that was said of builds, or of one, oldest first."""
    with _LEDGER.reading(path or releases_path()) as db:
        if db is None:
            return ()
        rows = db.execute("SELECT build, what, beside, at, who, by, note FROM word ORDER BY seq").fetchall()
        with ours():
            found = tuple(Word(b, what, beside, moment(at), *rest) for b, what, beside, at, *rest in rows)
    return tuple(w for w in found if build in (None, w.build))


def looked(actor: Actor, build: str, note: str) -> None:
    """Say that one looked at what a waiting build would change, and what one found. NotAllowed for who may not."""

    def look(grant: Grant) -> None:
        _noted(note, "Falta dizer o que se viu (3 a 500 letras).", "Say what you saw (3 to 500 letters).")
        _waits(build)
        with _saying(actor, grant, build, "visto", note.strip()):
            pass

    done(actor, "versao_ver", About(build), look, lambda _: ("", note.strip()))


def release(actor: Actor, build: str) -> Path:
    """Put a waiting build in force, once somebody else looked at it beside the one that is in force now."""
    before = resolve(builds_dir()).stem

    def let(grant: Grant) -> Path:
        _waits(build)
        eyes = [w for w in words(build) if w.what == "visto" and w.beside == before]
        if not any(_same(w.who) != _same(_who(actor)) for w in eyes):
            raise PeopleError(_ALONE[0], where=build, cure="que outra conta a veja primeiro; nada mudou.", page=_ALONE)
        with _saying(actor, grant, build, "libertada", ""):
            return waiting.release(build)

    return done(actor, "versao_libertar", About(build), let, lambda made: (before, made.stem))


def back(actor: Actor, build: str, note: str) -> Path:
    """Put an earlier build in force again, and say why. What comes next waits, however little it changes."""
    before = resolve(builds_dir()).stem

    def go(grant: Grant) -> Path:
        _noted(note, "Falta dizer porquê (3 a 500 letras).", "Say why (3 to 500 letters).")
        with _saying(actor, grant, build, "recuo", note.strip()):
            return waiting.back(build)

    return done(actor, "versao_recuar", About(build), go, lambda made: (before, f"{made.stem}: {note.strip()}"))


def _noted(note: str, *page: str) -> None:
    if not 3 <= len(note.strip()) <= 500:
        raise PeopleError(page[0], cure="dar uma nota de 3 a 500 letras; nada mudou.", page=(page[0], page[1]))


def _waits(build: str) -> None:
    there = waiting.build()
    if there is None or there.stem != build:
        raise PeopleError(
            f"A versão {build} não está à espera.",
            cure="ver a que está à espera; nada mudou.",
            page=(
                "Essa versão já não está à espera: foi libertada, ou há outra mais nova.",
                "That build waits no longer: it was released, or there is a newer one.",
            ),
        )


def _who(actor: Actor) -> str:
    """Who it is, to tell two apart: the account, or the body that was typed."""
    said = actor.account or actor.name.strip()
    if len(said) < 2:
        raise PeopleError("Falta quem o diz.", cure="dar o nome da entidade em --by; nada mudou.")
    return said


def _same(who: str) -> str:
    return " ".join(who.casefold().split())


@contextmanager
def _saying(actor: Actor, grant: Grant, build: str, what: str, note: str) -> Iterator[None]:
    """Write a word around what it says, in one transaction: neither stands without the other."""
    by, at = signature(actor, grant, clock.today()), datetime.now(UTC).isoformat(timespec="seconds")
    row = (build, what, resolve(builds_dir()).stem, at, _who(actor), by, note)
    with _LEDGER.writing(releases_path()) as db:
        db.execute("INSERT INTO word (build, what, beside, at, who, by, note) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        yield
