"""figures.parquet, read and checked row by row: nothing of it is used while one of its rows is wrong."""

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow.parquet as pq
from pandas.api.types import is_numeric_dtype

from core.base import sums
from core.base.errors import SnapshotError
from core.catalogue.figures import Described, describe
from core.terms.period import UNKNOWN, parse
from core.terms.status import MISSING, OBS_STATUS, ORIGINS
from core.terms.territory import Territories
from etl.fetch import parquet

_KEY: Final = ["figure", "dim", "territory_id", "period"]
_TEXTS: Final = (*_KEY, "status", "origin", "document")
_NUMBERS: Final = ("value", "numerator", "denominator")
_FEW: Final = 10
_EMBEDDED: Final = frozenset(ORIGINS) - {"source", "aggregated"}  # what ships was neither asked for nor summed here


@lru_cache(maxsize=2)
def table(folder: Path, stamp: int, territories: Territories) -> Mapping[tuple[str, str], pd.DataFrame]:
    """The whole file by (figure, dim), as it was at `stamp` (mtime in ns). Columns beside these two: territory_id,
    period, value, status, origin, document, numerator, denominator.

    Raises SnapshotError naming the first rows that are wrong, and why.
    """
    path = folder / "figures.parquet"
    try:
        content = path.read_bytes()
        if sums.differs(path, content):
            raise SnapshotError(
                "Os valores embutidos já não são os que vieram com o projeto.", where=str(path), cure=sums.CURE
            )
        rows = parquet.frame(pq.ParquetFile(io.BytesIO(content)))
    except parquet.FAULTS as error:
        raise _refused(path, [f"não se lê como Parquet ({type(error).__name__})"]) from error
    if lacking := [c for c in (*_TEXTS, *_NUMBERS) if c not in rows]:
        raise _refused(path, [f"faltam as colunas {', '.join(lacking)}"])
    if worded := [c for c in _NUMBERS if not is_numeric_dtype(rows[c])]:
        raise _refused(path, [f"as colunas {', '.join(worded)} não são de números"])
    for column in _TEXTS:  # few values, many rows: a fraction of the memory, and what is checked is checked once
        rows[column] = rows[column].astype("category")
    if wrong := [*_wrong(rows, folder, territories)]:
        raise _refused(path, wrong)
    return {(str(f), str(d)): part for (f, d), part in rows.groupby(["figure", "dim"], observed=True)}


def _refused(path: Path, wrong: list[str]) -> SnapshotError:
    more = f" e mais {len(wrong) - _FEW}" if len(wrong) > _FEW else ""
    return SnapshotError(
        f"Os valores embutidos não se aceitam: {'; '.join(wrong[:_FEW])}{more}.",
        where=str(path),
        cure="corrigir essas linhas, ou repor data/snapshot/ do git.",
    )


def _wrong(rows: pd.DataFrame, folder: Path, territories: Territories) -> list[str]:
    described = describe(folder)
    known = {
        "figure": ("figura", set(described.figures), "descrevê-la em figures.yaml"),
        "territory_id": ("território", set(territories.by_id), "usar o DICO, ou a NUTS com a versão"),
        "status": ("estado", set(OBS_STATUS), "usar o código SDMX"),
        "origin": ("origem", _EMBEDDED, f"usar {', '.join(sorted(_EMBEDDED))}"),
        "document": ("documento", set(described.documents), "citá-lo em figures.yaml"),
    }
    needed = {c: (what, cure) for c, (what, _, cure) in known.items() if c != "document"}
    needed["period"] = ("período", f"escrevê-lo, ou «{UNKNOWN}»")
    found = [
        f"falta {what} ({_place(rows, rows[column].isna())}): {cure}"
        for column, (what, cure) in needed.items()
        if rows[column].isna().any()
    ]
    for column, (what, allowed, cure) in known.items():
        bad = [c for c in rows[column].cat.categories if c not in allowed]
        found += [f"{what} «{b}» não existe ({_place(rows, rows[column] == b)}): {cure}" for b in bad]
    found += [f"«{b}» não é um período ({_place(rows, rows['period'] == b)})" for b in _no_periods(rows)]
    found += _unknown_series(rows, described)
    empty = rows["value"].isna()
    for mask, said in (
        (rows.duplicated(_KEY), "dois valores para a mesma chave"),
        (empty != rows["status"].isin(list(MISSING)), "valor e estado não condizem: só o que falta não tem valor"),
        ((rows["origin"] == "document") & rows["document"].isna(), "lido num documento que não se cita"),
        (rows["value"].abs() == float("inf"), "valor infinito"),
    ):
        if mask.any():
            found.append(f"{said} ({_place(rows, mask)})")
    return found


def _unknown_series(rows: pd.DataFrame, described: Described) -> list[str]:
    """A series that figures.yaml does not name would be read by nobody, and its values lost without a word."""
    found = []
    for figure, dim in rows[["figure", "dim"]].drop_duplicates().itertuples(index=False):
        about = described.figures.get(figure)
        if about is not None and dim not in (about.series or ("",)):
            place = _place(
                rows, (rows["figure"] == figure) & ((rows["dim"] == dim) | (rows["dim"].isna() & (dim != dim)))
            )
            found.append(f"série «{dim}» de «{figure}» não existe ({place}): nomeá-la em figures.yaml")
    return found


def _no_periods(rows: pd.DataFrame) -> list[str]:
    bad = []
    for text in rows["period"].cat.categories:
        try:
            parse(text)
        except ValueError:
            bad.append(str(text))
    return bad


def _place(rows: pd.DataFrame, mask: pd.Series) -> str:
    first = rows[mask].iloc[0]
    return f"{int(mask.sum())} linhas, a primeira {'/'.join(str(first[c]) for c in _KEY)}"
