"""Files of events that only grow: SQLite from the standard library, with triggers that refuse any change or deletion.

Not the warehouse: the app reads while the command line of another process writes, and a new build must not lose what
people or machines said. Reading never creates a file; writing is one transaction, whole or not at all.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.base.errors import EntiError

Connection = sqlite3.Connection
_WAIT_S: Final = 20  # for another process to end its writing
_READ_S: Final = 2  # readers serve screens that ask again


@dataclass(frozen=True)
class Ledger:
    """A kind of file. `tables`: those of `schema` whose rows stand for good; `what` names it and `error` is raised,
    when it fails.
    """

    schema: str
    tables: Sequence[str]
    what: str
    error: type[EntiError]

    @contextmanager
    def reading(self, path: Path) -> Iterator[Connection | None]:
        """The file opened read-only, None before anything was written; `error` when it is damaged."""
        if not path.exists():
            yield None
            return
        with self._plainly(path, ValueError), closing(_opened(path)) as db:
            yield db

    @contextmanager
    def writing(self, path: Path) -> Iterator[Connection]:
        """One transaction, in which nobody else writes; the file is made where there is none. `error` when it is
        damaged.
        """
        with self._plainly(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)) as db:
                db.executescript(self.schema + "".join(self._stands(t) for t in self.tables))
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")

    def _stands(self, table: str) -> str:
        return "".join(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{self.what}: o que está escrito não se {verb}'); END;"
            for act, verb in (("update", "altera"), ("delete", "apaga"))
        )

    @contextmanager
    def _plainly(self, path: Path, *bad: type[Exception]) -> Iterator[None]:
        """SQLite's complaints, and `bad`, as one of ours with the file and what to do."""
        caught: tuple[type[Exception], ...] = (sqlite3.DatabaseError, OSError, *bad)
        try:
            yield
        except caught as error:
            busy = isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
            raise self.error(
                (
                    f"Outro processo está a escrever {self.what}."
                    if busy
                    else f"O registo ({self.what}) não se lê: {error}."
                ),
                where=str(path),
                cure=(
                    "repetir daqui a pouco."
                    if busy
                    else (
                        "conferir que o utilizador do serviço pode ler e escrever a pasta; se o"
                        " ficheiro estiver estragado, repor a última cópia de segurança. Nada foi mudado."
                    )
                ),
            ) from error


def _opened(path: Path) -> Connection:
    """A connection that only reads. One opened for reading cannot take back what a killed writer left half done: that
    is done first, by opening the file once for writing.
    """
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_READ_S)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return db
    except sqlite3.OperationalError as error:
        db.close()
        if "readonly" not in str(error):
            raise
    with closing(sqlite3.connect(path, timeout=_READ_S)) as mended:
        mended.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_READ_S)
