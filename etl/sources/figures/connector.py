"""Figures that ship with the project: data/snapshot/figures.parquet, described by figures.yaml."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from core.base.errors import SnapshotError
from core.catalogue.catalogue import FiguresQuery
from etl.fetch.context import Context
from etl.fetch.model import Parsed, Raw, frame


@lru_cache(maxsize=2)
def describe(folder: Path) -> dict[str, Any]:
    """figures.yaml: `compiled` (date) and `figures` (source, licence, home_url, note … per figure).

    Raises SnapshotError when it is missing or not YAML.
    """
    path = folder / "figures.yaml"
    try:
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SnapshotError(
            "Não se consegue ler a descrição dos valores embutidos.",
            where=str(path),
            cure="repor data/snapshot/ do git.",
        ) from error
    return about  # type: ignore[no-any-return]


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
        compiled = str(describe(context.snapshot)["compiled"])
        return (Raw("figures", query.figure, path, "data/snapshot/figures.parquet", compiled, sha256),)

    def parse(self, raws: tuple[Raw, ...], query: FiguresQuery, context: Context) -> Parsed:
        """Rows of one figure (and one `dim`, where it has several).

        Raises SnapshotError when figure or dim is not in the file.
        """
        table = _table(context.snapshot, raws[0].path.stat().st_mtime_ns)
        key = (query.figure, query.dim or "")
        about = describe(context.snapshot)["figures"].get(query.figure)
        if about is None or key not in table.index:
            raise SnapshotError(
                f"A figura «{query.figure}» (dim «{query.dim or ''}») não existe.",
                where="data/snapshot/figures.parquet e figures.yaml",
                cure="corrigir a consulta em indicators.yaml, ou acrescentar a figura.",
            )
        rows = table.loc[[key]]
        periods = rows["period"].astype(str).to_numpy()
        derived = about["origin"] == "derived" or query.dim in about.get("derived_dims", ())
        made = frame(
            territory_id=rows["territory_id"].astype(str).to_numpy(),
            period=periods,
            value=rows["value"].to_numpy(),
            status=rows["status"].astype(str).to_numpy(),
        )
        made["series"] = query.series
        made["origin"] = "derived" if derived else "source"
        if before := about.get("derived_before"):
            made.loc[made["period"] < before, "origin"] = "derived"
        if about.get("period_inferred"):
            made["note"] = "período inferido"
        return Parsed(made, [], str(describe(context.snapshot)["compiled"]), raws)
