"""Figures that ship with the project: data/snapshot/figures.parquet, described by figures.yaml."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.base.errors import SnapshotError
from core.catalogue.figures import describe
from etl.fetch.context import Context
from etl.fetch.model import Parsed, Raw, frame
from etl.sources.figures.query import FiguresQuery
from etl.sources.figures.table import table


@lru_cache(maxsize=2)
def _sha256(path: Path, stamp: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()  # once per file, not per question


class Figures:
    """Connector of the embedded figures. Shape of the result: one row per territory and period."""

    id = "figures"

    def fetch(self, query: FiguresQuery, context: Context) -> tuple[Raw, ...]:
        """The Parquet file itself, dated with the day the figures were compiled."""
        path = context.snapshot / "figures.parquet"
        if not path.is_file():
            raise SnapshotError(
                "Faltam os valores embutidos.", where=str(path), cure="repor data/snapshot/ a partir do git."
            )
        sha256 = _sha256(path, path.stat().st_mtime_ns)
        compiled = describe(context.snapshot).compiled.isoformat()
        return (Raw("figures", query.figure, path, "data/snapshot/figures.parquet", compiled, sha256),)

    def parse(self, raws: tuple[Raw, ...], query: FiguresQuery, context: Context) -> Parsed:
        """Rows of one figure (and one `dim`, where it has several).

        Raises SnapshotError when figure or dim is not in the file, or a row of the file is wrong.
        """
        whole = table(context.snapshot, raws[0].path.stat().st_mtime_ns, context.territories)
        key = (query.figure, query.dim or "")
        if key not in whole:
            key = (query.figure, "")  # of one series only
        described = describe(context.snapshot)
        if query.figure not in described.figures or key not in whole:
            raise SnapshotError(
                f"A figura «{query.figure}» (dim «{query.dim or ''}») não existe.",
                where="data/snapshot/figures.parquet e figures.yaml",
                cure="corrigir a série em indicators.yaml, ou acrescentar a figura.",
            )
        rows = whole[key]
        texts = {c: rows[c].astype(object).to_numpy() for c in ("territory_id", "period", "status", "origin")}
        numbers = {c: rows[c].to_numpy() for c in ("value", "numerator", "denominator")}
        cited = rows["document"].astype(object)
        made = frame(**texts, **numbers, document=cited.where(cited.notna(), None).to_numpy())
        made["series"] = query.series
        about = described.figures[query.figure].of(key[1])
        documents = {d: described.documents[d] for d in cited.dropna().unique()}
        return Parsed(
            made,
            [],
            described.compiled.isoformat(),
            raws,
            edition=about.edition,
            chain=about.chain,
            citation=about.source,
            licence=about.licence,
            documents=documents,
        )


CONNECTOR: Final = Figures
