"""What the build before had: the figures that stay when a source fails, or was not asked this time."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from core.base.errors import WarehouseMissing
from core.warehouse.store import Store
from core.warehouse.waiting import newest
from etl.fetch.model import COLUMNS


@dataclass
class Previous:
    """Runs, findings and (read when first needed) observations of live sources in the earlier build, if any."""

    path: Path | None = None
    runs: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path) -> "Previous":
        """The newest build of `folder`, released or not."""
        try:
            path = newest(folder)
            store = Store(path)
        except WarehouseMissing:
            return cls()
        runs = store.rows("SELECT * FROM source_run")
        for run in runs:  # builds from before the key existed
            run.setdefault("key", f"{run['indicator_id']}/{run['series']}/{run['source_id']}/0")
            run.setdefault("role", "load")
            run.setdefault("edition", "")
            run.setdefault("chain", "")
        findings = store.rows("SELECT * FROM finding")
        store.close()
        return cls(path, runs, findings)

    @cached_property
    def _by_key(self) -> dict[str, pd.DataFrame]:
        """Observations per key of their query; embedded, derived and aggregated figures are made anew each time."""
        if self.path is None:
            return {}
        store = Store(self.path)
        there = {r["column_name"] for r in store.rows("DESCRIBE observation")}  # builds from before a column existed
        columns = ", ".join(f"o.{c}" if c in there else f"NULL AS {c}" for c in COLUMNS)
        table = store.frame(
            f"SELECT {columns}, o.run_id FROM observation o JOIN source_run r USING"
            " (run_id) WHERE r.source_id NOT IN ('figures', 'derived') AND o.origin <> 'aggregated'"
        )
        store.close()
        keys = table["run_id"].map({r["run_id"]: r["key"] for r in self.runs})
        return {str(key): part.reset_index(drop=True) for key, part in table.groupby(keys, sort=False)}

    def rows(self, key: str) -> pd.DataFrame | None:
        """Earlier rows that a query brought (COLUMNS and `run_id`), or None."""
        return self._by_key.get(key)

    def latest_run(self, key: str) -> dict[str, Any] | None:
        """What became of a query when it was last asked."""
        return next((r for r in self.runs if r["key"] == key and r["current"]), None)

    def runs_of(self, rows: pd.DataFrame) -> list[dict[str, Any]]:
        """The runs that brought `rows`, as they are on record."""
        wanted = set(rows["run_id"])
        return [r for r in self.runs if r["run_id"] in wanted]

    def findings_of(self, run_id: str) -> list[dict[str, Any]]:
        """What was found in a run."""
        return [f for f in self.findings if f["run_id"] == run_id]
