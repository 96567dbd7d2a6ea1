"""From tables in memory to an immutable build: write aside, audit, sync, rename, then swap the pointer.

A process killed at any moment leaves either the old pointer or the new one; leftovers are swept by the next load.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from core.base import disk, files, settings
from core.base.errors import ReportError, WarehouseMissing
from core.base.paths import made_at
from core.warehouse import cited, compare, waiting, whole
from core.warehouse.opening import lock, readable
from core.warehouse.store import POINTER, kept, look, resolve
from etl.build import points, revisions
from etl.build.audit import audit
from etl.build.schema import OBSERVATION_ORDER, TABLES, VIEWS

_log = logging.getLogger(__name__)
_ASIDE: Final = ".estragado"
KEEP: Final = 12  # builds kept as vintages, beside the last of each month and those that reports cite
_MONTH: Final = 6  # letters of a build's name that say its month («202611»)
# What makes a build another one: the figures, what they mean, and what became of the sources. Not the clock.
_CONTENT: Final = {
    "indicator": "*",
    "series": "*",
    "territory": "*",
    "observation": "* EXCLUDE (run_id)",
    "source_run": (
        "source_id, indicator_id, series, replace(outcome, 'unchanged', 'ok'), rows, message, current, key, role"
    ),
    "finding": "* EXCLUDE (run_id)",
    "point": "* EXCLUDE (run_id)",
    "document": "*",
}


def fingerprint(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the content of the tables in `connection`, equal for equal content whenever it was made.

    Rows are hashed one by one and summed, so their order does not matter and a million takes a second.
    """
    digest = hashlib.sha256(repr((TABLES, VIEWS)).encode())  # another form is another build, of the same figures too
    for table, columns in _CONTENT.items():
        count, low, high = connection.execute(f"""
            SELECT count(*), sum(md5_number_lower(text)::HUGEINT), sum(md5_number_upper(text)::HUGEINT)
            FROM (SELECT CAST(content AS TEXT) AS text FROM (SELECT {columns} FROM "{table}") AS content)
            """).fetchall()[0]
        digest.update(f"{table} {count} {low} {high}\n".encode())
    return digest.hexdigest()


def publish(tables: dict[str, pd.DataFrame], folder: Path) -> Path:
    """Write, audit and publish a build; returns its path, or the path of the one before with the same content.

    Where people sign in, one that changes much of what is released waits for them instead (core.warehouse.waiting):
    the build in force stays. Raises AuditRefused, in which case everything stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    before, waits = _current(folder), waiting.build(folder)
    stamp = _stamp(folder)
    temporary = folder / f"{files.PREFIX}{os.getpid()}.duckdb"
    try:
        name = _write(tables, temporary, stamp, before, waits)
        final = folder / f"{name}.duckdb"
        with duckdb.connect(str(temporary), read_only=True) as connection:
            audit(connection, final.name)
        if before is not None and before.stem.endswith(name[-13:]):
            waiting.clear(folder)
            return before
        if waits is not None and waits.stem.endswith(name[-13:]):
            return waits
        if held := _for_people(before, temporary):
            final = folder / waiting.FOLDER / final.name
            files.folder(final.parent)
        whole.sign(temporary, final)
        files.move(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
    waiting.clear(folder, final)
    if held:
        return final
    point(folder, final)
    prune(folder)
    return final


def _for_people(before: Path | None, made: Path) -> bool:
    """Whether a new build has to be looked at: only where there are people who can, and something was released."""
    if before is None or not settings.SignIn.now().on:
        return False
    if kept(before.parent)[:1] != [before]:  # somebody went back to it: what came after was wrong
        _log.warning(
            "Uma versão nova fica à espera: a que está em vigor não é a última que houve, alguém voltou a ela."
        )
        return True
    weight = compare.weigh(before, made)
    if weight.needs_eyes:
        _log.warning(
            "Uma versão nova fica à espera: muda %d de %d valores publicados, %d deles do país.",
            weight.changed,
            weight.values,
            weight.country,
        )
    return weight.needs_eyes


def recover(folder: Path) -> None:
    """Point at the newest build that is whole, where the pointer or its build is not; under the load lock.

    A build that is not whole is set aside as `<name>.estragado`, so that nothing stumbles over it again. One that
    another program keeps open for writing is not damaged: WarehouseLocked, before anything is changed. Nor is one that
    newer code made, in force or waiting: WarehouseNewer.
    """
    found = look(folder)
    for build in (*found.damaged, *([found.build] if found.build else []), *kept(folder / waiting.FOLDER)):
        if (later := whole.unknown(build)) is not None:
            raise later
    for build in (*found.damaged, *([found.build] if found.build else [])):
        if (held := lock(build)) is not None:
            raise held
    pointer = folder / POINTER
    if found.build or found.damaged or pointer.exists():  # else it is the first load
        for said in found.said:
            _log.warning("%s", said)
    for build in found.damaged:
        _set_aside(build, build.with_suffix(_ASIDE))
    if pointer.is_dir():
        _set_aside(pointer, folder / f"{POINTER}{_ASIDE}")
    if found.build is None:
        pointer.unlink(missing_ok=True)
    elif found.said:
        point(folder, found.build)


def _set_aside(path: Path, target: Path) -> None:
    with disk.said(path):
        path.rename(target)
    _log.warning("%s fica de lado como %s.", path, target.name)


def _stamp(folder: Path) -> str:
    """Now, but never at or before a build that is or was there: names sort as the builds were made, whatever the clock
    does.
    """
    now = datetime.now(UTC)
    there = (*folder.glob("[0-9]*"), *(folder / waiting.FOLDER).glob("[0-9]*"))
    if known := [at for p in there if (at := made_at(p)) is not None]:
        now = max(now, max(known) + timedelta(microseconds=1))
    return now.strftime("%Y%m%dT%H%M%S%fZ")


def _current(folder: Path) -> Path | None:
    try:
        return resolve(folder)
    except WarehouseMissing:
        return None


def fill(connection: duckdb.DuckDBPyConnection, tables: dict[str, pd.DataFrame]) -> None:
    """The tables of etl.build.schema in an empty database."""
    for table, columns in TABLES.items():
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        if tables[table].empty:  # DuckDB takes no frame without columns, and there is nothing to put in
            continue
        connection.register("incoming", tables[table])
        order = f"ORDER BY {OBSERVATION_ORDER}" if table == "observation" else ""
        connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM incoming {order}')
        connection.unregister("incoming")
    for view, sql in VIEWS.items():
        connection.execute(f'CREATE VIEW "{view}" AS {sql}')


def _write(
    tables: dict[str, pd.DataFrame], path: Path, stamp: str, before: Path | None, waits: Path | None = None
) -> str:
    """Write a build to `path`; returns its name. What was revised is counted from what was released (`before`), and
    what is carried on comes from the newest (`waits`, where one does).
    """
    with duckdb.connect(str(path)) as connection:
        fill(connection, tables)
        with _readable(waits or before) as earlier:
            points.carry(connection, earlier)
        sha = fingerprint(connection)
        name = f"{stamp}-{sha[:12]}"
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        columns = "name TEXT, content_sha256 TEXT, built_at TEXT, form INTEGER, readers INTEGER"
        connection.execute(f"CREATE TABLE build ({columns})")
        about = [name, sha, built_at, whole.FORM, whole.READERS]
        connection.execute("INSERT INTO build VALUES (?, ?, ?, ?, ?)", about)
        with _readable(before) as earlier:
            revisions.add(connection, earlier, name, built_at)
        connection.execute("CHECKPOINT")
    return name


@contextmanager
def _readable(build: Path | None) -> Iterator[Path | None]:
    if build is None:
        yield None
        return
    with readable(build) as (file, _):
        yield file


def point(folder: Path, build: Path) -> None:
    """Swap the pointer in one step."""
    files.write_text(folder / POINTER, build.name + "\n")


def sweep(folder: Path) -> None:
    """Remove what a killed load left. Called under the load lock only."""
    for leftover in folder.glob(f"{files.PREFIX}*"):
        leftover.unlink(missing_ok=True)
    for sum_of in folder.glob(f"[0-9]*{whole.SUFFIX}"):
        if not any(sum_of.with_suffix(s).exists() for s in (".duckdb", _ASIDE)):
            sum_of.unlink()


def prune(folder: Path, keep: int = KEEP) -> list[Path]:
    """Remove the oldest builds beyond `keep`; the current one, the last of each month and those that reports cite
    always stay, so that what was said of a month, or in a report, can be looked at again. Returns what was removed:
    nothing while it cannot be read what is cited.
    """
    try:
        named = cited.builds(folder)
    except ReportError as error:
        _log.warning("%s Até lá não se retira nenhuma versão.", error)
        return []
    current = (folder / POINTER).read_text(encoding="utf-8").strip()
    builds = sorted(folder.glob("*.duckdb"), key=lambda p: p.name, reverse=True)
    months = {p.name[:_MONTH]: p for p in reversed(builds)}  # the last one of each
    stays = {current, *(p.name for p in months.values()), *(f"{name}.duckdb" for name in named)}
    removed = [p for p in builds[keep:] if p.name not in stays]
    for path in removed:
        path.unlink()
        whole.beside(path).unlink(missing_ok=True)
    return removed
