"""Whether a build is what was published: its SHA-256 stands beside it (`<name>.sha256`, as `sha256sum -c` reads it).

Builds from before there was one are read to their end instead. Each file is looked at once per process, and again
when it has changed.

A build says how new it is (columns `form` and `readers` of its table `build`): code that went back to an earlier
version passes over what it does not understand, and makes nothing after what it does not know (docs/atualizar.md).
"""

import hashlib
import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb

from core.base import disk, files
from core.base.errors import WarehouseMissing, WarehouseNewer
from core.warehouse import opening

_log = logging.getLogger(__name__)
SUFFIX: Final = ".sha256"
FORM: Final = 1  # one more whenever a build has a table or a column that earlier code does not know
READERS: Final = 1  # the earliest form whose code still reads the truth: raised to FORM where a name or meaning goes
_SUM: Final = re.compile(rb"([0-9a-f]{64})\s")
_Seen = tuple[int, int, int]  # inode, bytes, mtime in ns


def beside(build: Path) -> Path:
    """Where the sum of a build stands."""
    return build.with_suffix(SUFFIX)


def sign(written: Path, build: Path) -> None:
    """Note the sum of a file that is to take the name `build`. StorageError when it cannot be written."""
    files.write_text(beside(build), f"{_sha256(written)}  {build.name}\n")


def fault(build: Path) -> WarehouseMissing | None:
    """Why a build is not whole; None where it is. StorageError where the disk does not let us know, WarehouseLocked
    where another program took hold of the file just now.
    """
    seen = _seen(build)
    if seen is None:
        return _damaged(build, "o ficheiro não existe")
    wanted, found = _wanted(beside(build)), _sum(build, seen)
    if wanted is not None and found != wanted:
        return _damaged(build, "o ficheiro já não é o que se publicou")
    try:
        _, readers = _read(build, seen, to_its_end=wanted is None)
    except (WarehouseMissing, duckdb.Error) as error:
        _log.debug("%s: %s", build, error)
        return _damaged(build, "o ficheiro não abre, ou não se lê até ao fim")
    return newer(build, "esta não a lê") if readers > FORM else None


def unknown(build: Path) -> WarehouseNewer | None:
    """Why nothing is to be made after a build that is there: newer code made it. What it has, and this code does not
    know, would be lost in what comes next. None for one of ours, and for a damaged one.
    """
    damaged = fault(build)
    if isinstance(damaged, WarehouseNewer):
        return damaged
    seen = None if damaged else _seen(build)
    form = _read(build, seen, to_its_end=_wanted(beside(build)) is None)[0] if seen else 0
    return newer(build, "esta não faz nenhuma depois dela") if form > FORM else None


def newer(build: Path, so: str) -> WarehouseNewer:
    """A build that newer code made, and what follows from it."""
    return WarehouseNewer(
        f"A versão {build.stem} foi feita por uma versão mais nova do código; {so}.",
        where=str(build),
        cure="voltar ao código novo, ou pôr em vigor uma versão de antes dele (docs/atualizar.md). Nada foi mudado.",
    )


def _damaged(build: Path, why: str) -> WarehouseMissing:
    return WarehouseMissing(f"A versão {build.stem} está estragada: {why}.", where=str(build), cure=opening.CURE)


def _seen(path: Path) -> _Seen | None:
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk.named(error, path) from error
    return about.st_ino, about.st_size, about.st_mtime_ns


def _wanted(path: Path) -> str | None:
    """The sum that stands there; None where there is none, or, with a line in the log, something else."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("A soma %s não se lê (%s); a versão lê-se até ao fim.", path, type(error).__name__)
        return None
    if (found := _SUM.match(text)) is None:
        _log.warning("A soma %s não tem a forma de uma; a versão lê-se até ao fim.", path)
        return None
    return found[1].decode()


def _sha256(path: Path) -> str:
    with disk.said(path), path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@lru_cache(maxsize=64)
def _sum(build: Path, seen: _Seen) -> str:
    return _sha256(build)


@lru_cache(maxsize=64)  # of those that read well: what does not may have been a moment's
def _read(build: Path, seen: _Seen, *, to_its_end: bool) -> tuple[int, int]:
    """Form and readers that a build says; 0 and 0 for one from before it said any."""
    connection, _ = opening.connect(build)
    with connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables if to_its_end else ():
            connection.execute(f'SELECT sum(hash(whole)) FROM "{table}" AS whole').fetchall()
        says = "SELECT 1 FROM duckdb_columns() WHERE table_name = 'build' AND column_name = 'readers'"
        said = connection.execute("SELECT form, readers FROM build").fetchone() if _any(connection, says) else None
    if not tables:
        raise duckdb.DataError("sem tabelas")
    return said or (0, 0)


def _any(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    return connection.execute(sql).fetchone() is not None
