"""Layers of one boundary file, opened by the driver that its kind has and by no other.

GDAL asks every driver it has whether a file is its own, whatever the name says, and some of them (VRT) hold no data but
addresses, which are then fetched. So a file must begin as its kind begins, GeoJSON is opened by the driver's name, and
nothing that GDAL reads as an address (/vsi…, http:, a «!») comes near it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.errors import ShapelyError

from core.base import nested
from core.base.errors import BoundaryError
from geo import groups, topology

MAX_TEXT_BYTES: Final = 400_000_000  # of a file that is read whole
MAX_FEATURES: Final = 50_000  # parishes are some 4 000
_HEAD: Final = 100
_DRIVERS: Final = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON", ".json": "GeoJSON"}
READ: Final = (*_DRIVERS, ".topojson")
# What a damaged file makes of GDAL (its errors are RuntimeErrors), GEOS, JSON, and of what reads on from there.
MALFORMED: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    RuntimeError,
    ShapelyError,
    NameError,  # pyogrio's, of a coordinate system that GDAL could not put into words
)


def frames(file: Path) -> Iterator[gpd.GeoDataFrame]:
    """Each layer of a file of a kind in READ. Raises BoundaryError for what is no such file, or is too large."""
    kind = file.suffix.lower()
    try:
        if kind in (".json", ".topojson"):
            document = _document(file)
            if kind == ".topojson" or document.get("type") == "Topology":
                yield _from_topojson(document)
                return
        yield from _layers(_source(file, kind), _DRIVERS[kind], file)
    except MALFORMED as error:
        raise BoundaryError(
            f"O ficheiro de limites não se consegue ler ({type(error).__name__}).",
            where=file.name,
            cure="descarregar de novo; são aceites GeoJSON, TopoJSON, GeoPackage e shapefile.",
        ) from error


def _layers(source: str, driver: str, file: Path) -> Iterator[gpd.GeoDataFrame]:
    # A GeoJSON file is one layer, and each opening of it costs its whole text and a search for its coordinate system.
    names = [None] if driver == "GeoJSON" else [name for name, _ in pyogrio.list_layers(source)]
    for name in names:
        about = pyogrio.read_info(source, layer=name)
        if about["driver"] != driver:
            raise _other(file)
        if about["features"] > MAX_FEATURES:
            raise _too_large(file, f"{about['features']} elementos", f"{MAX_FEATURES}")
        if about["geometry_type"] is not None:
            yield pyogrio.read_dataframe(source, layer=name)


def _source(file: Path, kind: str) -> str:
    """The file as GDAL is given it; BoundaryError where it does not begin as its kind does."""
    path = str(file.resolve())
    if path.startswith("/vsi") or any(c in path for c in "!?|"):
        raise BoundaryError(
            "O nome do ficheiro, ou da pasta, lê-se como um endereço.",
            where=file.name,
            cure="mudá-lo, sem «!», «?», «|» nem /vsi.",
        )
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    begins = {
        ".gpkg": head[:16] == b"SQLite format 3\0" and head[68:70] == b"GP",
        ".shp": head[:4] == b"\0\0\x27\x0a" and head[28:32] == b"\xe8\x03\0\0",
    }
    if not begins.get(kind, head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"):
        raise _other(file)
    # The others have a NUL in their first bytes, at which drivers that look for text stop.
    return path if kind in begins else f"GeoJSON:{path}"


def _document(file: Path) -> dict[str, Any]:
    if (size := file.stat().st_size) > MAX_TEXT_BYTES:
        raise _too_large(file, f"{size} bytes", f"{MAX_TEXT_BYTES} bytes")
    document = nested.of_json(file.read_bytes(), nan=True)
    if not isinstance(document, dict):
        raise _other(file)
    return document


def _from_topojson(document: dict[str, Any]) -> gpd.GeoDataFrame:
    features = topology.from_topojson(document)
    table = pd.DataFrame([about for about, _ in features])
    return gpd.GeoDataFrame(table, geometry=[g for _, g in features], crs=groups.WGS84)


def _other(file: Path) -> BoundaryError:
    return BoundaryError(
        f"O ficheiro não se consegue ler: por dentro não é o que o nome diz ({file.suffix}).",
        where=file.name,
        cure="descarregar de novo; são aceites GeoJSON, TopoJSON, GeoPackage e shapefile.",
    )


def _too_large(file: Path, seen: str, limit: str) -> BoundaryError:
    return BoundaryError(
        f"O ficheiro de limites é grande de mais: {seen}, até {limit}.",
        where=file.name,
        cure="dar só os municípios, ou as freguesias.",
    )
