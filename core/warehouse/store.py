"""Finds and opens the published warehouse: the build in force if it is whole, else the newest that is.

`data/builds/current` is a small text file naming the current build; builds never change once named.
"""

import errno
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from core.base import disk
from core.base.errors import EntiError, NothingPublished, WarehouseMissing
from core.base.paths import builds_dir, made_at
from core.warehouse import whole
from core.warehouse.opening import CURE, broken, connect

POINTER: Final = "current"
_SHOWN: Final = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Look:
    """What a folder of builds has to serve. `said`: what is wrong with what should, first with the pointer or its
    build; `damaged`: the builds that were passed over.
    """

    build: Path | None
    said: tuple[EntiError, ...] = ()
    damaged: tuple[Path, ...] = ()


def look(folder: Path | None = None) -> Look:
    """The build of the pointer; where that is not to be had whole, the newest that is.

    Cheap enough for every page: each file is checked once (core.warehouse.whole). Raises StorageError where the disk
    does not let us know.
    """
    folder = folder or builds_dir()
    said: list[EntiError] = []
    damaged: list[Path] = []
    for build in _candidates(folder, said):
        if (bad := whole.fault(build)) is None:
            if said:
                _log.warning("%s Serve entretanto %s.", said[0], build.name)
            return Look(build, tuple(said), tuple(damaged))
        said.append(bad)
        damaged.append(build)
    return Look(None, tuple(said), tuple(damaged))


def _candidates(folder: Path, said: list[EntiError]) -> Iterator[Path]:
    """The build of the pointer, then the others, the newest first. Into `said` goes what is wrong with the pointer."""
    try:
        yield (pointed := _pointed(folder))
    except WarehouseMissing as error:
        pointed = folder
        said.append(error)
    yield from (b for b in kept(folder) if b != pointed)


def resolve(folder: Path | None = None) -> Path:
    """Path of the build that serves, as `look` finds it.

    Raises WarehouseMissing when nothing was published, or nothing of it is whole.
    """
    found = look(folder)
    if found.build is None:
        raise found.said[0]
    return found.build


def kept(folder: Path) -> list[Path]:
    """The builds of a folder, the newest first: names begin with the time in UTC, and no later one has an earlier
    time.
    """
    return sorted((p for p in folder.glob("[0-9]*.duckdb") if p.is_file()), key=lambda p: p.name, reverse=True)


def nearest(name: str, folder: Path | None = None) -> Path | None:
    """The build of this name where it is kept; else, of those kept whole, the one made nearest to it (of two as near,
    the earlier). None for what is no name of a build, and where there is none.
    """
    if (at := made_at(Path(name))) is None:
        return None
    there = {b: made for b in kept(folder or builds_dir()) if (made := made_at(b)) is not None}
    order = sorted(there, key=lambda b: (b.stem != name, abs(there[b] - at), there[b]))
    return next((b for b in order if whole.fault(b) is None), None)


def _pointed(folder: Path) -> Path:
    """The file that the pointer names; WarehouseMissing when it names none."""
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        if kept(folder):
            raise WarehouseMissing("Falta o apontador da versão em vigor.", where=str(pointer), cure=CURE) from error
        raise NothingPublished("Ainda não há dados publicados.", where=str(folder), cure=CURE) from error
    except (IsADirectoryError, UnicodeDecodeError) as error:
        raise WarehouseMissing("O apontador não se lê como texto.", where=str(pointer), cure=CURE) from error
    except OSError as error:
        raise disk.named(error, pointer) from error
    path = folder / name
    if not name or Path(name).name != name or not _there(path):
        shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
        raise WarehouseMissing(f"O apontador indica «{shown}», que não existe.", where=str(pointer), cure=CURE)
    return path


def _there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no file of ours
            return False
        raise disk.named(error, path) from error


def earlier(build: Path) -> Path | None:
    """The build published before this one, if one is still kept whole."""
    return next((p for p in kept(build.parent) if p.name < build.name and whole.fault(p) is None), None)


class Store:
    """A read-only connection to one build. Safe for many threads: every query has its own cursor.

    `locked`: another program keeps the file open for writing, and this is a copy of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection, self.locked = connect(path)
        self._closing = threading.Lock()

    @property
    def build(self) -> str:
        """Name of the build, as every page shows it."""
        return self.path.stem

    @cached_property
    def columns(self) -> frozenset[tuple[str, str]]:
        """(table, column) of all that the build has: earlier ones have fewer."""
        found = self.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")
        return frozenset((str(r["table_name"]), str(r["column_name"])) for r in found)

    def frame(self, sql: str, parameters: Mapping[str, Any] | list[Any] | None = None) -> pd.DataFrame:
        """Result of a query as a data frame; parameters are bound, never pasted."""
        with self._reading() as cursor:
            return cursor.execute(sql, parameters or []).df()

    def rows(self, sql: str, parameters: Mapping[str, Any] | list[Any] | None = None) -> list[dict[str, Any]]:
        """Result of a query as dicts, for small answers."""
        with self._reading() as cursor:
            result = cursor.execute(sql, parameters or [])
            names = [c[0] for c in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor; where the file turns out not to be readable there, an error of ours."""
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except (duckdb.IOException, duckdb.FatalException) as error:
            raise broken(error, self.path) from error

    def close(self) -> None:
        """Release the file; later queries fail."""
        with self._closing:
            self._connection.close()


def last_fetched(store: Store) -> datetime | None:
    """When a source last gave figures that this build holds (UTC); None where all of them came with the project."""
    (row,) = store.rows("""
        SELECT max(r.finished_at) AS at FROM source_run r
        WHERE r.source_id NOT IN ('figures', 'derived')
          AND EXISTS (SELECT 1 FROM observation o WHERE o.run_id = r.run_id AND o.value IS NOT NULL)
        """)
    if row["at"] is None:
        return None
    at = datetime.fromisoformat(str(row["at"]))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
