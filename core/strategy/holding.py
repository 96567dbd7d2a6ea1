"""Which of what was said still waits to be released (core.strategy.execution): rows beside it that only grow."""

from datetime import UTC, datetime
from typing import Final

from core.base.ledger import Connection
from core.strategy.kinds import ACTS

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS held (place TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (place, seq));
CREATE TABLE IF NOT EXISTS released (
  place TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (place, seq));
CREATE TABLE IF NOT EXISTS put_aside (
  place TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (place, seq));
"""
TABLES: Final = ("held", "released", "put_aside")


def place(kind: str) -> str:
    """The table in which events of a kind stand."""
    return "act" if kind in ACTS else "event"


def hold(db: Connection, kind: str, seq: int) -> None:
    """An event waits from now on."""
    db.execute("INSERT INTO held (place, seq) VALUES (?, ?)", (place(kind), seq))


def let(db: Connection, kind: str, seq: int, by: str) -> None:
    """An event waits no longer."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute("INSERT INTO released (place, seq, at, by) VALUES (?, ?, ?, ?)", (place(kind), seq, at, by))


def put_aside(db: Connection, kind: str, seq: int, by: str, note: str) -> None:
    """An event waits no longer, and nobody will read it."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = (place(kind), seq, at, by, note)
    db.execute("INSERT INTO put_aside (place, seq, at, by, note) VALUES (?, ?, ?, ?, ?)", row)


def waiting(db: Connection) -> set[tuple[str, int]]:
    """Table and number of each event that waits."""
    return set(db.execute("SELECT place, seq FROM held EXCEPT SELECT place, seq FROM released"))


def aside(db: Connection) -> dict[tuple[str, int], str]:
    """The same of those that were put aside, with by whom and why."""
    rows = db.execute("SELECT place, seq, by, note FROM put_aside")
    return {(place, seq): f"{by}: {note}" for place, seq, by, note in rows}
