"""What EEA's air quality download service sends: lists of files, station metadata, hourly Parquet."""

import csv
import io
import math
import re
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow.parquet as pq

from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged, SourceTruncated
from etl.fetch import parquet
from etl.fetch.model import Raw
from etl.sources.eea.air_index import LIMITS, classes, daily

# EEA's vocabulary of pollutants, the part that makes the index.
POLLUTANTS: Final[dict[int, str]] = {1: "SO2", 5: "PM10", 7: "O3", 8: "NO2", 6001: "PM2.5"}
_VALID: Final = (1, 2, 3)  # valid; valid, below detection; valid, below detection and replaced by half of it
_VERIFIED: Final = 1
_COLUMNS: Final = ("Samplingpoint", "Pollutant", "Start", "Value", "Unit", "AggType", "Validity", "Verification")
_UNIT: Final = re.compile(r"[uµμ]g[/.]?m-?3", re.IGNORECASE)
_LOOK: Final = "comparar com docs/fontes.md e corrigir etl/sources/eea/format.py."


@dataclass(frozen=True)
class Station:
    """A sampling point and where it stands, WGS 84 degrees."""

    id: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class PointDays:
    """One sampling point: class (1 to 5) per day, whether every hour was verified, hours left out by reason."""

    id: str
    pollutant: str
    days: pd.Series
    verified: bool
    invalid: int
    impossible: int


def file_urls(body: bytes, where: str) -> list[str]:
    """Addresses of the Parquet files: a text with the header `ParquetFileUrl`."""
    lines = _text(body, where).split()
    if not lines or lines[0].strip('"').lstrip("\ufeff") != "ParquetFileUrl":
        raise SourceShapeChanged("A lista de ficheiros não começa por «ParquetFileUrl».", where=where, cure=_LOOK)
    return [line.strip('"') for line in lines[1:]]


def stations(body: bytes, where: str) -> dict[str, Station]:
    """Sampling points of Portugal, from the metadata table (tab or comma separated)."""
    found: dict[str, Station] = {}
    for row in _rows(_text(body, where), where):
        if None in row.values():
            raise SourceTruncated("Os metadados terminam a meio de uma linha.", where=where, cure="repetir a carga.")
        if row["Countrycode"] != "PT":
            continue
        made = Station(point_id(row["SamplingPoint"]), _degrees(row["Latitude"]), _degrees(row["Longitude"]))
        if found.setdefault(made.id, made) != made:
            raise DuplicateKey(f"{made.id} tem dois lugares nos metadados.", where=where, cure="comunicar à AEA.")
    return found


def _rows(text: str, where: str) -> list[dict[str, str]]:
    """The rows of a table, by the names of its first line."""
    first = text.splitlines()[0] if text.strip() else ""
    needed = ("Countrycode", "SamplingPoint", "Longitude", "Latitude")
    try:
        rows = csv.DictReader(io.StringIO(text), delimiter=max("\t,;", key=first.count))
        if absent := [c for c in needed if c not in (rows.fieldnames or ())]:
            raise SourceShapeChanged(f"Os metadados não têm {', '.join(absent)}.", where=where, cure=_LOOK)
        return list(rows)
    except csv.Error as error:
        raise SourceShapeChanged(f"Os metadados não são uma tabela ({error}).", where=where, cure=_LOOK) from error


def point_id(text: str) -> str:
    """«PT/SPO-PT01021_00008_100» and «SPO-PT01021_00008_100» are the same point."""
    return text.strip().removeprefix("PT/")


def point_days(raw: Raw, where: str) -> PointDays | None:
    """The days of one sampling point; None for a pollutant that is no part of the index, or for no valid hour.

    Raises SourceNotData, SourceShapeChanged (columns, unit) and DuplicateKey (an hour said twice, differently).
    """
    table = _read(raw, where)
    if table.empty:
        return None
    code = int(table["Pollutant"].iloc[0])
    pollutant = POLLUTANTS.get(code)
    if pollutant is None:
        return None
    if units := sorted({str(u) for u in table["Unit"].unique() if not _UNIT.fullmatch(str(u))}):
        raise SourceShapeChanged(f"Concentrações em {', '.join(units)}, e esperava-se µg/m³.", where=where, cure=_LOOK)
    valid = table["Validity"].isin(_VALID)
    hours = table[valid & (table["AggType"] == "hour")].copy()
    hours["value"] = pd.to_numeric(hours["Value"], errors="coerce").astype(float)
    # Noise around zero is real; a large negative or infinite concentration is not.
    impossible = hours["value"].isna() | (hours["value"] < -LIMITS[pollutant][0]) | (hours["value"].abs() == math.inf)
    hours = hours[~impossible].drop_duplicates(["Start", "value"])
    if (repeated := hours["Start"].duplicated()).any():
        raise DuplicateKey(
            f"A hora {hours['Start'][repeated].iloc[0]} tem dois valores.", where=where, cure="comunicar à AEA."
        )
    try:
        hours["day"] = pd.to_datetime(hours["Start"]).dt.date
    except (ValueError, OverflowError) as error:
        raise SourceShapeChanged(f"Há horas fora do calendário ({error}).", where=where, cure=_LOOK) from error
    figures = daily(pollutant, hours)
    if figures.empty:
        return None
    made = pd.Series(classes(pollutant, figures), index=figures.index)
    verified = bool((hours["Verification"] == _VERIFIED).all())
    return PointDays(
        point_id(str(table["Samplingpoint"].iloc[0])),
        pollutant,
        made,
        verified,
        int((~valid).sum()),
        int(impossible.sum()),
    )


def _read(raw: Raw, where: str) -> pd.DataFrame:
    try:
        file = pq.ParquetFile(raw.path)
        if absent := [c for c in _COLUMNS if c not in file.schema_arrow.names]:
            seen = ", ".join(file.schema_arrow.names)
            raise SourceShapeChanged(f"Faltam as colunas {', '.join(absent)}; há: {seen}.", where=where, cure=_LOOK)
        return parquet.frame(file, _COLUMNS)
    except parquet.FAULTS as error:
        raise SourceNotData(
            f"O ficheiro não é Parquet que se leia ({error}).", where=where, cure="repetir a carga."
        ) from error


def _text(body: bytes, where: str) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceNotData("A resposta não é texto UTF-8.", where=where, cure="repetir a carga.") from error
    if text.lstrip()[:1] in ("<", "{"):
        raise SourceNotData("A resposta não é uma tabela.", where=where, cure="ver o endereço do serviço.")
    return text


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
