"""The record of every act, sign-in and refusal: a list that only grows, in which each row seals all those before it.

A row's seal is the SHA-256 of the seal before it and of what the row says, so that nobody changes, removes or adds one
in the middle unseen. What is cut off at the end shows to whoever noted a seal before (`python -m etl audit verify`).
Accounts stand in it by our number alone: their names are in core.people.accounts, and can be forgotten.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from core.base.errors import AuditError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import audit_path
from core.people.model import Actor

FIRST: Final = "0" * 64
TOLD: Final = 4000  # letters that are kept of what was there before and after; the ledgers keep all of it
_COLUMNS: Final = ("at", "account", "way", "role", "origin", "act", "subject", "outcome", "before", "after")
LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, account TEXT NOT NULL, way TEXT NOT NULL, role TEXT NOT NULL,
  origin TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, before TEXT NOT NULL,
  after TEXT NOT NULL, seal TEXT NOT NULL UNIQUE);
""",
    ("entry",),
    "a auditoria",
    AuditError,
)


@dataclass(frozen=True)
class Entry:
    """One row. `outcome`: comecado | feito | recusado | falhou | entrada | saida; `seal`: its own."""

    seq: int
    at: datetime
    account: str
    way: str
    role: str
    origin: str
    act: str
    subject: str
    outcome: str
    before: str
    after: str
    seal: str


def note(
    actor: Actor,
    act: str,
    outcome: str,
    *,
    subject: str = "",
    role: str = "",
    before: str = "",
    after: str = "",
    path: Path | None = None,
) -> Entry:
    """Append a row and return it. AuditError where the file is damaged or cannot be written: then the act must not be
    done.
    """
    now = datetime.now(UTC)
    with LEDGER.writing(path or audit_path()) as db:
        last = db.execute("SELECT seq, seal FROM entry ORDER BY seq DESC LIMIT 1").fetchone() or (0, FIRST)
        said = (
            now.isoformat(timespec="microseconds"),
            actor.account,
            actor.way,
            role,
            actor.origin[:80],
            act,
            subject[:200],
            outcome,
            before[:TOLD],
            after[:TOLD],
        )
        seq, seal = int(last[0]) + 1, sealed(str(last[1]), int(last[0]) + 1, said)
        db.execute(f"INSERT INTO entry VALUES ({', '.join('?' * 12)})", (seq, *said, seal))
    return _entry((seq, *said, seal))


def sealed(before: str, seq: int, said: tuple[Any, ...]) -> str:
    """The seal of a row, from the one before it and what it says."""
    text = json.dumps([before, seq, *said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def entries(path: Path | None = None, *, last: int | None = None) -> tuple[Entry, ...]:
    """All rows, oldest first, or the `last` of them. AuditError where the file is damaged."""
    with LEDGER.reading(path or audit_path()) as db:
        return () if db is None else tuple(_rows(db, last))


def _rows(db: Connection, last: int | None) -> Iterator[Entry]:
    most = -1 if last is None else last
    found = db.execute(
        f"SELECT * FROM (SELECT seq, {', '.join(_COLUMNS)}, seal FROM entry ORDER BY seq DESC LIMIT ?) ORDER BY seq",
        (most,),
    )
    for row in found:
        with ours():
            made = _entry(row)
        yield made


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, at, *rest = row
    if any(not isinstance(r, str) for r in rest):
        raise ValueError("uma célula não é texto")
    return Entry(int(seq), moment(at), *rest)


@dataclass(frozen=True)
class Verified:
    """How many rows hold, and the seal of the last one."""

    rows: int
    head: str


def verify(path: Path | None = None, *, holds: str | None = None) -> Verified:
    """Compute every seal anew. `holds`: a seal noted before, which has to be among them. AuditError names the first
    row that does not hold.
    """
    path, before, count, seen = path or audit_path(), FIRST, 0, holds in (None, FIRST)
    with LEDGER.reading(path) as db:
        rows = () if db is None else db.execute(f"SELECT seq, {', '.join(_COLUMNS)}, seal FROM entry ORDER BY seq")
        for seq, *said, seal in rows:
            count += 1
            if seq != count or seal != sealed(before, seq, tuple(said)):
                raise AuditError(
                    f"A auditoria não confere na linha {count}: foi mudada, tirada ou posta à mão.",
                    where=str(path),
                    cure="guardar o ficheiro como está e comparar com a última cópia de segurança.",
                )
            before, seen = seal, seen or seal == holds
    if not seen:
        raise AuditError(
            "O selo que se anotou não está na auditoria: faltam-lhe linhas do fim, ou é outro ficheiro.",
            where=str(path),
            cure="guardar o ficheiro como está e comparar com a última cópia de segurança.",
        )
    return Verified(count, before)
