"""Opens the published warehouse: read-only, hardened, one cursor per query.

`data/builds/current` is a small text file naming the current build; builds never change once named.
"""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from core.base.errors import WarehouseMissing
from core.base.paths import builds_dir

POINTER: Final = "current"
_RELOAD: Final = "correr «python -m etl load --offline», que repõe a última versão boa, e recarregar a página."


def resolve(folder: Path | None = None) -> Path:
    """Path of the current build.

    Raises WarehouseMissing when nothing was published, or the pointer leads nowhere.
    """
    folder = folder or builds_dir()
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WarehouseMissing("Ainda não há dados publicados.", where=str(folder), cure=_RELOAD) from error
    path = folder / name
    if not name or Path(name).name != name or not path.is_file():
        raise WarehouseMissing(f"O apontador indica «{name}», que não existe.", where=str(pointer), cure=_RELOAD)
    return path


def earlier(build: Path) -> Path | None:
    """The build published before this one, if it is still kept. Names begin with the time in UTC, so their order is
    that of time.
    """
    before = sorted(p for p in build.parent.glob("[0-9]*.duckdb") if p.name < build.name)
    return before[-1] if before else None


class Store:
    """A read-only connection to one build. Safe for many threads: every query has its own cursor."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = duckdb.connect(
                str(path),
                read_only=True,
                config={"enable_external_access": "false", "lock_configuration": "true", "threads": "2"},
            )
        except duckdb.Error as error:
            raise WarehouseMissing(
                f"O ficheiro de dados não abre ({type(error).__name__}).", where=str(path), cure=_RELOAD
            ) from error
        self._closing = threading.Lock()

    @property
    def build(self) -> str:
        """Name of the build, as every page shows it."""
        return self.path.stem

    def frame(self, sql: str, parameters: Mapping[str, Any] | list[Any] | None = None) -> pd.DataFrame:
        """Result of a query as a data frame; parameters are bound, never pasted."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, parameters or []).df()

    def rows(self, sql: str, parameters: Mapping[str, Any] | list[Any] | None = None) -> list[dict[str, Any]]:
        """Result of a query as dicts, for small answers."""
        with self._connection.cursor() as cursor:
            result = cursor.execute(sql, parameters or [])
            names = [c[0] for c in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

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
