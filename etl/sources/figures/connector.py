"""Figures that ship with the project: data/snapshot/figures.parquet, described by figures.yaml."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from core.base.errors import SnapshotError
from core.catalogue.figures import describe
from etl.fetch.context import Context
from etl.fetch.model import Parsed, Raw, frame
from etl.sources.figures.query import FiguresQuery


@lru_cache(maxsize=2)
def _table(folder: Path, stamp: int) -> pd.DataFrame:
    return pd.read_parquet(folder / "figures.parquet").set_index(["figure", "dim"]).sort_index()


class Figures:
    """Connector of the embedded figures. Shape of the result: one row per territory and period."""

    id = "figures"

    def fetch(self, query: FiguresQuery, context: Context) -> tuple[Raw, ...]:
        """The Parquet file itself, dated with the day the figures were compiled."""
        path = context.snapshot / "figures.parquet"
        if not path.exists():
            raise SnapshotError(
                "Faltam os valores embutidos.", where=str(path), cure="repor data/snapshot/ a partir do git."
            )
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        compiled = describe(context.snapshot).compiled.isoformat()
        return (Raw("figures", query.figure, path, "data/snapshot/figures.parquet", compiled, sha256),)

    def parse(self, raws: tuple[Raw, ...], query: FiguresQuery, context: Context) -> Parsed:
        """Rows of one figure (and one `dim`, where it has several).

        Raises SnapshotError when figure or dim is not in the file.
        """
        table = _table(context.snapshot, raws[0].path.stat().st_mtime_ns)
        key = (query.figure, query.dim or "")
        described = describe(context.snapshot)
        about = described.figures.get(query.figure)
        if about is None or key not in table.index:
            raise SnapshotError(
                f"A figura «{query.figure}» (dim «{query.dim or ''}») não existe.",
                where="data/snapshot/figures.parquet e figures.yaml",
                cure="corrigir a consulta em indicators.yaml, ou acrescentar a figura.",
            )
        rows = table.loc[[key]]
        periods = rows["period"].astype(str).to_numpy()
        derived = about.origin == "derived" or query.dim in about.derived_dims
        made = frame(
            territory_id=rows["territory_id"].astype(str).to_numpy(),
            period=periods,
            value=rows["value"].to_numpy(),
            status=rows["status"].astype(str).to_numpy(),
        )
        made["series"] = query.series
        made["origin"] = "derived" if derived else "source"
        if about.derived_before:
            made.loc[made["period"] < about.derived_before, "origin"] = "derived"
        if about.period_inferred:
            made["note"] = "período inferido"
        return Parsed(made, [], described.compiled.isoformat(), raws)


CONNECTOR: Final = Figures
