"""Files of events that only grow: SQLite from the standard library, with triggers that refuse any change or deletion.

Not the warehouse: the app reads while the command line of another process writes, and a new build must not lose what
people or machines said. Reading never creates a file; writing is one transaction, the tables of the first
one included, whole or not at all. A file without our tables is one in which nothing was written yet. This is the one
place that opens SQLite.

Each file says how new it is (`PRAGMA user_version`, 1000 × form + readers; 0 before there was one): code that went back
to an earlier version neither writes upon what it does not know nor takes it for damage (docs/atualizar.md).
"""

import errno
import logging
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from core.base import disk, files
from core.base.errors import EntiError, StorageError
from core.base.typed import faults

_log = logging.getLogger(__name__)
Connection = sqlite3.Connection
_WAIT_S: Final = 20  # for another process to end its writing
_READ_S: Final = 2  # readers serve screens that ask again
_SHOWN: Final = 200  # letters of what is said of a row
_HEAD: Final = b"SQLite format 3\0"
_TABLE: Final = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+)")
_MARK: Final = 1000  # two numbers in the one that SQLite keeps for us, and changes with the transaction


class Foreign(sqlite3.DatabaseError):
    """A row that nobody of ours wrote: another form, another time, another kind."""


@contextmanager
def ours() -> Iterator[None]:
    """Around what makes things out of rows: a row that is none of ours is damage, as a torn file is."""
    try:
        yield
    except EntiError:
        raise
    except ValidationError as error:
        raise Foreign(f"uma linha não é das que ali se escrevem ({faults(error)[:_SHOWN]})") from error
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise Foreign(f"uma linha não é das que ali se escrevem ({said[:_SHOWN]})") from error


def moment(text: str) -> datetime:
    """A time as we write it, with its zone; ValueError for any other."""
    if (at := datetime.fromisoformat(text)).tzinfo is None:
        raise ValueError(f"«{text[:40]}» não diz a que fuso pertence")
    return at


@dataclass(frozen=True)
class Ledger:
    """A kind of file. `tables`: those of `schema` whose rows stand for good; `what` names it and `error` is raised,
    when it fails.

    `form`: one more whenever there is something to write that earlier code does not know (a table, a column, a kind of
    row, a field of one). `readers`: the earliest form whose code still reads the truth, though not all of it; raised to
    `form` where what is new changes what the rest means (a row that takes another back, say).
    """

    schema: str
    tables: Sequence[str]
    what: str
    error: type[EntiError]
    form: int = 1
    readers: int = 1

    @contextmanager
    def reading(self, path: Path) -> Iterator[Connection | None]:
        """The file opened read-only, None before anything was written; `error` when it is damaged or may not be read.

        A table that the file does not have yet is an empty one. Of a file that newer code wrote upon, what is there is
        read where that is still the truth; else `error` says so.
        """
        with self._plainly(path, ValueError):
            if not disk.exists(path):
                yield None
                return
            with closing(_opened(path)) as db:
                newer = self.newer(db)
                if newer and _marked(db)[1] > self.form:
                    raise self._refusal(path, "esta não o lê")
                if newer:
                    _told(path, self.what)
                there = {n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                lacking = [s for s in _statements(self.schema) if (t := _TABLE.match(s)) and t[1] not in there]
                if len(lacking) == len(_TABLE.findall(self.schema)):
                    yield None
                    return
                for statement in lacking:
                    db.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
                try:
                    yield db
                except Foreign as error:
                    if newer:
                        raise self._refusal(path, f"esta não o lê: {error}") from error
                    raise

    @contextmanager
    def writing(self, path: Path) -> Iterator[Connection]:
        """One transaction, in which nobody else writes; the file is made where there is none, and its tables in the
        same transaction. `error` when it is damaged, cannot be written, or newer code wrote upon it.
        """
        with self._plainly(path):
            files.folder(path.parent)
            with closing(sqlite3.connect(path.absolute(), timeout=_WAIT_S, isolation_level=None)) as db:
                db.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no letters in the file either
                db.execute("BEGIN IMMEDIATE")
                try:
                    self._mark(db, path)
                    for statement in _statements(self.schema + "".join(self._stands(t) for t in self.tables)):
                        db.execute(statement)
                    yield db
                    db.execute("COMMIT")
                finally:
                    if db.in_transaction:  # SQLite itself takes it back where the disk is full
                        db.execute("ROLLBACK")

    def newer(self, db: Connection) -> bool:
        """Whether code that knows more than this wrote upon the file: a row that is unknown is then no damage."""
        return max(_marked(db)) > self.form

    def _mark(self, db: Connection, path: Path) -> None:
        """Note in the file what this code writes; `error` where it was newer code that wrote there before."""
        if self.newer(db):
            raise self._refusal(path, "esta não escreve nele")
        form, readers = _marked(db)
        if form < self.form:
            db.execute(f"PRAGMA user_version = {self.form * _MARK + max(readers, self.readers)}")

    def _refusal(self, path: Path, so: str) -> EntiError:
        return self.error(
            f"O registo ({self.what}) foi escrito por uma versão mais nova do código; {so}.",
            where=str(path),
            cure="voltar ao código novo, ou repor a cópia de antes de atualizar (docs/atualizar.md). Nada foi mudado.",
            page=(
                f"O registo ({self.what}) foi escrito por uma versão mais nova do painel. Nada mudou; quem trata do"
                " servidor sabe o que fazer.",
                "This record was written by a newer version of the dashboard. Nothing changed; whoever runs the server"
                " knows what to do.",
            ),
        )

    def _stands(self, table: str) -> str:
        return "".join(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{self.what}: o que está escrito não se {verb}'); END;"
            for act, verb in (("update", "altera"), ("delete", "apaga"))
        )

    @contextmanager
    def _plainly(self, path: Path, *bad: type[Exception]) -> Iterator[None]:
        """SQLite's complaints, and `bad`, as one of ours with the file and what to do."""
        caught: tuple[type[Exception], ...] = (sqlite3.DatabaseError, OSError, UnicodeEncodeError, *bad)
        try:
            yield
        except caught as error:
            if isinstance(error, EntiError) and not isinstance(error, StorageError):
                raise
            what, cure = self._said(error, path)
            raise self.error(what, where=str(path), cure=cure) from error

    def _said(self, error: Exception, path: Path) -> tuple[str, str]:
        """What is wrong, and what to do: another who writes, a text that is none, the disk, or damage."""
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            return f"Outro processo está a escrever {self.what}.", "repetir daqui a pouco."
        if isinstance(error, UnicodeEncodeError):
            said = str(error.object[error.start : error.end]).encode("utf-8", "backslashreplace").decode()
            return f"Um texto tem letras que não são UTF-8 ({said[:40]}).", "escrevê-lo em UTF-8. Nada foi mudado."
        if (refused := _refused(error, path)) is not None:
            return f"O registo ({self.what}) não se lê ou não se escreve: {refused.what}", refused.cure
        return (
            f"O registo ({self.what}) não se lê: {error}.",
            "conferir que o utilizador do serviço pode ler e escrever a pasta; se o ficheiro estiver estragado, repor"
            " a última cópia de segurança. Nada foi mudado.",
        )


def _marked(db: Connection) -> tuple[int, int]:
    """Form and readers that a file says; 0 and 0 before it said any."""
    said = int(db.execute("PRAGMA user_version").fetchone()[0])
    if said < 0:
        raise Foreign(f"a marca da forma ({said}) não é das que ali se escrevem")
    return divmod(said, _MARK)


@lru_cache(maxsize=64)  # once: a page asks again with every click
def _told(path: Path, what: str) -> None:
    _log.warning("%s: o registo (%s) é de uma versão mais nova do código: lê-se o que esta conhece.", path, what)


def is_one(path: Path) -> bool:
    """Whether a file begins as SQLite's do."""
    with disk.said(path), path.open("rb") as handle:
        return handle.read(len(_HEAD)) == _HEAD


def copied(path: Path, to: Path) -> None:
    """A copy of a file of events as it stands at one moment, while others may write it. StorageError where it is
    damaged or cannot be written.
    """
    try:
        with closing(_opened(path)) as db, closing(sqlite3.connect(to.absolute())) as fresh:
            db.backup(fresh)
    except (sqlite3.DatabaseError, OSError) as error:
        raise _refused(error, path) or StorageError(
            f"O registo não se lê: {error}.",
            where=str(path),
            cure="tirá-lo da pasta ou repor a última cópia dele; a cópia não se fez.",
        ) from error


def _refused(error: Exception, path: Path) -> StorageError | None:
    """What the disk refused, where it is the disk that did: SQLite says it in its own codes."""
    if isinstance(error, OSError):
        return disk.named(error, path)
    code = str(getattr(error, "sqlite_errorname", ""))
    if code == "SQLITE_FULL":
        return disk.named(OSError(errno.ENOSPC, ""), path)
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR")):
        known = errno.EISDIR if path.is_dir() else disk.hindrance(path)
        return disk.named(OSError(known, ""), path) if known else None
    return None


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one: together they would end the transaction in which they stand."""
    statement = ""
    for part in script.strip().split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement.strip()
            statement = ""


def _opened(path: Path) -> Connection:
    """A connection that only reads. One opened for reading cannot take back what a killed writer left half done: that
    is done first, by opening the file once for writing.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(address, uri=True, timeout=_READ_S)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return db
    except sqlite3.OperationalError as error:
        db.close()
        if "readonly" not in str(error):
            raise
    with closing(sqlite3.connect(path.absolute(), timeout=_READ_S)) as mended:
        mended.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return sqlite3.connect(address, uri=True, timeout=_READ_S)
