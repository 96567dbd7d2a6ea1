"""What the build before had: the figures that stay when a source fails, or was not asked this time."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import WarehouseMissing
from core.store import Store, resolve
from etl.model import COLUMNS


@dataclass
class Previous:
    """Observations and runs of live sources in the earlier build (both empty when there was none)."""

    observations: pd.DataFrame
    runs: pd.DataFrame

    @classmethod
    def open(cls, folder: Path) -> "Previous":
        """Read the current build of `folder`; embedded, derived and aggregated figures are made anew each time."""
        try:
            store = Store(resolve(folder))
        except WarehouseMissing:
            return cls(pd.DataFrame(), pd.DataFrame())
        columns = ", ".join(f"o.{c}" for c in COLUMNS)
        observations = store.frame(
            f"SELECT o.indicator_id, r.source_id, {columns}, o.run_id FROM observation o JOIN source_run r USING (run_id)"
            " WHERE r.source_id NOT IN ('figures', 'derived') AND o.origin <> 'aggregated'"
        )
        runs = store.frame("SELECT * FROM source_run")
        store.close()
        return cls(observations, runs)

    def rows(self, indicator_id: str, series: str, source: str) -> pd.DataFrame | None:
        """Earlier rows of one series from one source, or None."""
        if self.observations.empty:
            return None
        seen = self.observations
        mask = (seen["indicator_id"] == indicator_id) & (seen["series"] == series) & (seen["source_id"] == source)
        found = seen[mask]
        return None if found.empty else found[[*COLUMNS, "run_id"]].reset_index(drop=True)

    def runs_of(self, rows: pd.DataFrame, exclude: set[str]) -> list[dict[str, Any]]:
        """The runs that brought `rows`, as they were on record, no longer current."""
        wanted = set(rows["run_id"]) - exclude
        found = self.runs[self.runs["run_id"].isin(wanted)].copy()
        found["current"] = False
        return [{str(k): (None if pd.isna(v) else v) for k, v in r.items()} for r in found.to_dict(orient="records")]
