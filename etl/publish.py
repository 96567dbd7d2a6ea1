"""From tables in memory to an immutable build: write aside, audit, sync, rename, then swap the pointer.

A process killed at any moment leaves either the old pointer or the new one; leftovers are swept by the next load.
"""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from core.store import POINTER
from etl.audit import audit
from etl.schema import OBSERVATION_ORDER, TABLES, VIEWS

KEEP: Final = 12  # builds kept as vintages
_TEMPORARY: Final = ".tmp-"
# What makes a build another one: the figures, what they mean, and what became of the sources. Not the clock.
_CONTENT: Final = {
    "indicator": None,
    "territory": None,
    "observation": ["indicator_id", "series", "territory_id", "period", "value", "status", "conf", "sign",
                                "origin", "note"],
    "source_run": ["source_id", "indicator_id", "series", "outcome", "rows", "message", "current"],
    "finding": ["indicator_id", "severity", "rule", "detail", "count"],
}  # fmt: skip


def fingerprint(tables: dict[str, pd.DataFrame]) -> str:
    """Hash of the content of a build, equal for equal content whenever it was made."""
    digest = hashlib.sha256()
    for name, columns in _CONTENT.items():
        table = tables[name] if columns is None else tables[name][columns]
        digest.update(name.encode())
        digest.update(
            pd.util.hash_pandas_object(table.astype(object).where(table.notna(), ""), index=False).values.tobytes()
        )
    return digest.hexdigest()


def publish(tables: dict[str, pd.DataFrame], folder: Path) -> Path:
    """Write, audit and publish a build; returns its path.

    Raises AuditRefused, in which case the published build stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    sha = fingerprint(tables)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    temporary = folder / f"{_TEMPORARY}{os.getpid()}.duckdb"
    final = folder / f"{stamp}-{sha[:12]}.duckdb"
    try:
        _write(tables, temporary, sha, final.stem)
        with duckdb.connect(str(temporary), read_only=True) as connection:
            audit(connection, final.name)
        _sync(temporary)
        temporary.rename(final)
        _sync(folder)
    finally:
        temporary.unlink(missing_ok=True)
    point(folder, final)
    prune(folder)
    return final


def _write(tables: dict[str, pd.DataFrame], path: Path, sha: str, name: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for table, columns in TABLES.items():
            connection.execute(f'CREATE TABLE "{table}" ({columns})')
            connection.register("incoming", tables[table])
            order = f"ORDER BY {OBSERVATION_ORDER}" if table == "observation" else ""
            connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM incoming {order}')
            connection.unregister("incoming")
        for view, sql in VIEWS.items():
            connection.execute(f'CREATE VIEW "{view}" AS {sql}')
        connection.execute("CREATE TABLE build (name TEXT, content_sha256 TEXT, built_at TEXT)")
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute("INSERT INTO build VALUES (?, ?, ?)", [name, sha, built_at])
        connection.execute("CHECKPOINT")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def point(folder: Path, build: Path) -> None:
    """Swap the pointer in one step."""
    temporary = folder / f"{_TEMPORARY}{os.getpid()}.pointer"
    temporary.write_text(build.name + "\n", encoding="utf-8")
    _sync(temporary)
    temporary.replace(folder / POINTER)
    _sync(folder)


def sweep(folder: Path) -> None:
    """Remove what a killed load left. Called under the load lock only."""
    for leftover in folder.glob(f"{_TEMPORARY}*"):
        leftover.unlink(missing_ok=True)


def prune(folder: Path, keep: int = KEEP) -> list[Path]:
    """Remove the oldest builds beyond `keep`; the current one always stays. Returns what was removed."""
    current = (folder / POINTER).read_text(encoding="utf-8").strip()
    builds = sorted(folder.glob("*.duckdb"), key=lambda p: p.name, reverse=True)
    removed = [p for p in builds[keep:] if p.name != current]
    for path in removed:
        path.unlink()
    return removed
