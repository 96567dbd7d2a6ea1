"""The one place that opens the file of a build: to read only, hardened, and whatever another program does with it.

A program that opens a build for writing (DuckDB's shell, DBeaver) locks it for everybody else. That is no damage: a
build never changes once named, so what we read is then a copy of our own, gone from the folder as soon as it is open.
"""

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from core.base import disk
from core.base.errors import WarehouseLocked, WarehouseMissing

_log = logging.getLogger(__name__)
CURE: Final = "correr «python -m etl load --offline», que repõe a última versão boa, e recarregar a página."
_CONFIG: Final[dict[str, Any]] = {"enable_external_access": "false", "lock_configuration": "true", "threads": "2"}
# As DuckDB says it, on Unix and on Windows.
_LOCK: Final = re.compile(r"set lock on file|used by another process")
_HOLDER: Final = re.compile(r"held in (\S.*? \(PID \d+\))")


def connect(path: Path) -> tuple[duckdb.DuckDBPyConnection, bool]:
    """A connection that reads a build and nothing else, and whether it is to a copy because another program locked it.

    Raises WarehouseMissing when the file does not open, WarehouseLocked when another program takes it in that very
    moment, StorageError when there is no room for the copy.
    """
    with readable(path) as (file, locked):
        return _connect(file, path), locked


@contextmanager
def readable(path: Path) -> Iterator[tuple[Path, bool]]:
    """A file with what was published as `path`, under the same name, for as long as this lasts; and whether it is a
    copy because another program keeps `path` locked.

    What another program wrote and did not bring to an end lies beside the build (`.wal`), and is not what was
    published: then it is a copy too.
    """
    locked = lock(path)
    if locked is not None:
        _log.warning("%s Lê-se entretanto uma cópia.", locked)
    if locked is None and not path.with_name(f"{path.name}.wal").exists():
        yield path, False
        return
    with disk.said(tempfile.gettempdir()):
        folder = tempfile.TemporaryDirectory(prefix="enti-")
    with folder as own:
        copy = Path(own) / path.name
        with disk.said(path):
            shutil.copyfile(path, copy)
        yield copy, locked is not None


def lock(path: Path) -> WarehouseLocked | None:
    """What keeps this file from being opened to read, where it is another program that writes; None for all else."""
    try:
        duckdb.connect(str(path), read_only=True, config=_CONFIG).close()
    except duckdb.Error as error:
        return _locked(error, path)
    return None


def _locked(error: duckdb.Error, path: Path) -> WarehouseLocked | None:
    if _LOCK.search(str(error)) is None:
        return None
    holder = _HOLDER.search(str(error))
    return WarehouseLocked(
        f"Outro programa tem a versão {path.stem} aberta para escrever.",
        where=str(path),
        cure=f"fechá-la aí{f' ({holder[1]})' if holder else ''} e repetir; para a consultar, abrir uma cópia, ou só"
        " para leitura. Nada foi mudado.",
    )


def _connect(file: Path, path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(file), read_only=True, config=_CONFIG)
    except duckdb.Error as error:
        raise _locked(error, path) or broken(error, path) from error


def broken(error: duckdb.Error, path: Path) -> WarehouseMissing:
    """What DuckDB says of a file that it cannot read, as an error of ours."""
    return WarehouseMissing(f"O ficheiro de dados não abre ({type(error).__name__}).", where=str(path), cure=CURE)
