"""Downloads in the forms that people use, each with the same rows: CSV (two habits), XLSX, Parquet, GeoPackage."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base import books, cells
from core.terms.territory import Territories
from core.warehouse.extract import CODEBOOK


@dataclass(frozen=True)
class Form:
    """A form of download: what the button says, how the file ends, its type, and whether it carries geometry."""

    label: str
    suffix: str
    mime: str
    geometry: bool = False


FORMS: Final = {
    "csv": Form("CSV", ".csv", "text/csv"),
    "csv_excel": Form("CSV (;)", ".excel.csv", "text/csv"),
    "xlsx": Form("XLSX", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": Form("Parquet", ".parquet", "application/vnd.apache.parquet"),
    "gpkg": Form("GeoPackage", ".gpkg", "application/geopackage+sqlite3", geometry=True),
    "geoparquet": Form("GeoParquet", ".geo.parquet", "application/vnd.apache.parquet", geometry=True),
}


def make(form: str, rows: pd.DataFrame, territories: Territories) -> bytes:
    """The file of `rows` (core.warehouse.extract.extract) in one of FORMS; KeyError for another name."""
    writers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: cells.frame(rows, cells.PLAIN),
        "csv_excel": lambda: cells.frame(rows, cells.EXCEL),
        "xlsx": lambda: _xlsx(rows),
        "parquet": lambda: _parquet(rows),
        "gpkg": lambda: _geo(rows, territories, "gpkg"),
        "geoparquet": lambda: _geo(rows, territories, "geoparquet"),
    }
    return writers[form]()


def _xlsx(rows: pd.DataFrame) -> bytes:
    data = (list(rows.columns), *rows.itertuples(index=False, name=None))
    codes = (("coluna", "significado", "meaning"), *((name, pt, en) for name, (pt, en) in CODEBOOK.items()))
    return books.written([books.Sheet("dados", data, frozen="A2"), books.Sheet("colunas", codes)])


def _parquet(rows: pd.DataFrame) -> bytes:
    """With the codebook in the file's own metadata, under the key `codebook`."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    codebook = {c: {"pt": pt, "en": en} for c, (pt, en) in CODEBOOK.items()}
    known = {**(table.schema.metadata or {}), b"codebook": json.dumps(codebook, ensure_ascii=False).encode()}
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(known), buffer)
    return buffer.getvalue()


def _geo(rows: pd.DataFrame, territories: Territories, form: str) -> bytes:
    from geo import files  # geopandas takes a second

    return files.write(rows, territories, form)
