"""Keys of the displays: each opens one playlist, read-only, until a day, and can be taken back at once.

Kept as core.base.ledger does (issued, revoked); of the key itself only a hash is kept.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.base import clock
from core.base.errors import ScreenError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import builds_dir, made_at, screens_path

MAX_DAYS: Final = 400
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS issued (
  screen INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, playlist TEXT NOT NULL,
  issued_at TEXT NOT NULL, expires_at TEXT NOT NULL, issued_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS revoked (
  screen INTEGER PRIMARY KEY REFERENCES issued (screen), revoked_at TEXT NOT NULL, revoked_by TEXT NOT NULL);
""",
    ("issued", "revoked"),
    "as chaves dos ecrãs",
    ScreenError,
)


@dataclass(frozen=True)
class Screen:
    """A display that was let in. Times in UTC; `revoked_at` None while it was not taken back."""

    number: int
    name: str
    playlist: str
    issued_at: datetime
    expires_at: datetime
    issued_by: str
    revoked_at: datetime | None

    def state(self, now: datetime) -> str:
        """valid | expired | revoked."""
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if now < self.expires_at else "expired"


def issue(playlist: str, name: str, days: int, issued_by: str, path: Path | None = None) -> tuple[Screen, str]:
    """Let a display in; returns it and its key, which is shown this once. ScreenError for values that cannot stand."""
    name, issued_by = name.strip(), issued_by.strip()
    if not 1 <= days <= MAX_DAYS:
        raise ScreenError(
            f"{days} dias não serve.",
            cure=f"dar de 1 a {MAX_DAYS} dias.",
            page=(f"Uma chave vale de 1 a {MAX_DAYS} dias.", f"A key is valid for 1 to {MAX_DAYS} days."),
        )
    if not (1 <= len(name) <= 80 and 2 <= len(issued_by) <= 80):
        raise ScreenError(
            "Falta o nome do ecrã, ou quem o autoriza.",
            cure="dar --name e --by, até 80 letras.",
            page=(
                "Falta onde está o ecrã, ou quem o autoriza (até 80 letras).",
                "Where the display is, or who lets it in, is missing (up to 80 letters).",
            ),
        )
    key, path = secrets.token_urlsafe(32), path or screens_path()
    with _LEDGER.writing(path) as db:  # looked up where nobody else writes: two who give one name do not both get it
        known = [screen for screen, _ in _rows(db)]
        now = _now(known).replace(microsecond=0)
        if any(s.name == name and s.state(now) == "valid" for s in known):  # a display is known by its name
            raise ScreenError(
                f"Já há um ecrã «{name}» com chave válida.",
                cure="dar outro nome, ou retirar primeiro a chave desse.",
                page=(
                    f"Já há um ecrã «{name}» com chave válida: dar outro nome, ou retirar primeiro a chave desse.",
                    f"There is a display “{name}” with a valid key: give another name, or revoke that key first.",
                ),
            )
        number = db.execute(
            "INSERT INTO issued (hash, name, playlist, issued_at, expires_at, issued_by) VALUES (?, ?, ?, ?, ?, ?)",
            (_hash(key), name, playlist, now.isoformat(), (now + timedelta(days=days)).isoformat(), issued_by),
        ).lastrowid
        made = next(s for s, _ in _rows(db) if s.number == number)
    return made, key


def _now(known: Collection[Screen]) -> datetime:
    """Now, and not before what was already issued or published: a key of a clock that went back would be born
    expired.
    """
    return clock.not_before(*(s.issued_at for s in known), *map(made_at, builds_dir().glob("[0-9]*.duckdb")))


def revoke(number: int, revoked_by: str, path: Path | None = None) -> Screen:
    """Take a display's key back, for good; twice changes nothing. ScreenError when there is no such display."""
    path = path or screens_path()
    if not any(s.number == number for s in screens(path)):
        raise ScreenError(f"Não há ecrã {number}.", cure="«python -m etl screens list» mostra os números.")
    if not 2 <= len(revoked_by.strip()) <= 80:
        raise ScreenError(
            "Falta quem o diz.",
            cure="dar --by, com 2 a 80 letras.",
            page=("Falta quem o diz (2 a 80 letras).", "Who says it (2 to 80 letters) is missing."),
        )
    with _LEDGER.writing(path) as db:
        db.execute(
            "INSERT OR IGNORE INTO revoked (screen, revoked_at, revoked_by) VALUES (?, ?, ?)",
            (number, datetime.now(UTC).isoformat(timespec="seconds"), revoked_by.strip()),
        )
    return next(s for s in screens(path) if s.number == number)


def screens(path: Path | None = None) -> list[Screen]:
    """All displays ever let in, oldest first; none before the first. ScreenError when the file is damaged."""
    return [screen for screen, _ in _all(path or screens_path())]


def waiting_for(playlists: Collection[str], path: Path | None = None) -> list[Screen]:
    """Displays with a valid key to a playlist that is none of these: they would have nothing to show."""
    now = datetime.now(UTC)
    return [s for s in screens(path) if s.state(now) == "valid" and s.playlist not in playlists]


def opened_by(key: str, path: Path | None = None) -> Screen | None:
    """The display of a key, whatever its state; None for a key that was never issued.

    What is looked up is the hash of the key: how long the search takes tells nothing of the keys themselves.
    """
    wanted = _hash(key)
    return next((s for s, known in _all(path or screens_path()) if secrets.compare_digest(known, wanted)), None)


def _all(path: Path) -> list[tuple[Screen, str]]:
    with _LEDGER.reading(path) as db:
        if db is None:
            return []
        return _rows(db)


def _rows(db: Connection) -> list[tuple[Screen, str]]:
    rows = db.execute(
        "SELECT i.screen, i.name, i.playlist, i.issued_at, i.expires_at, i.issued_by, r.revoked_at, i.hash"
        " FROM issued i LEFT JOIN revoked r USING (screen) ORDER BY i.screen"
    ).fetchall()
    with ours():
        return [
            (Screen(n, name, playlist, moment(at), moment(until), by, moment(gone) if gone else None), known)
            for n, name, playlist, at, until, by, gone, known in rows
        ]


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
