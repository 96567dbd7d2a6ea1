"""Rules that boundaries must keep, and their simplification as one coverage, so that no gap opens."""

import gzip
from collections.abc import Iterable, Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.base import nested
from core.base.errors import BoundaryError
from core.terms import territory
from geo import groups, topology

MAX_GZ_BYTES: Final = 250_000
TOLERANCES_M: Final = (3, 5, 8, 12, 18, 27, 40, 60, 90, 135, 200, 300)
SLIVER_WIDTH_M: Final = 20.0  # narrower gaps between two places are closed
SLIVER_SHARE: Final = 0.001  # closing them may move a place's area by this much, not more
ISLET_M2: Final = 20_000.0  # detached parts below this are left out
_REPAIRS: Final = 4
_LISTED: Final = 10  # places named in one message
_BOX: Final = (-32.0, 29.5, -5.5, 42.6)  # Portugal with its islands: west, south, east, north
_CURE: Final = "usar a CAOP completa e sem alterações, ou corrigir estes municípios no ficheiro."


def named(dicos: Iterable[str]) -> str:
    """Places for a message: `0101 Águeda, 0102 Albergaria-a-Velha e mais 3`."""
    known = territory.load().by_id
    places = [f"{d} {known[d].name}" if d in known else str(d) for d in dicos]
    more = f" e mais {len(places) - _LISTED}" if len(places) > _LISTED else ""
    return ", ".join(places[:_LISTED]) + more


def check(gdf: gpd.GeoDataFrame, dicos: Iterable[str]) -> None:
    """Pass when `gdf` [dico, geometry] (WGS84) holds exactly `dicos` as a coverage without gap or overlap.

    Raises BoundaryError that names the places at fault.
    """
    check_places(gdf, dicos)
    check_polygons(gdf)
    _check_coverage(gdf)


def _refuse(what: str, dicos: Sequence[str], cure: str = _CURE) -> None:
    if dicos:
        raise BoundaryError(what, where=named(dicos), cure=cure)


def check_places(gdf: gpd.GeoDataFrame, dicos: Iterable[str]) -> None:
    """Each of `dicos` once and nothing else; raises BoundaryError."""
    wanted, found = set(dicos), gdf["dico"]
    missing, unknown = sorted(wanted - set(found)), sorted(set(found) - wanted)
    _refuse(
        f"Faltam {len(missing)} de {len(wanted)} municípios nos limites.",
        missing,
        "juntar num só ficheiro ou pasta o Continente, os Açores e a Madeira.",
    )
    _refuse("Há códigos DICO desconhecidos nos limites.", unknown, "corrigir o código, ou geo/municipios.csv.")
    _refuse("Há municípios repetidos nos limites.", sorted(set(found[found.duplicated()])))


def check_polygons(gdf: gpd.GeoDataFrame) -> None:
    """Non-empty, valid polygons inside Portugal's box; raises BoundaryError."""
    values, dicos = gdf.geometry.values, gdf["dico"]
    polygonal = np.isin(shapely.get_type_id(values), (3, 6))  # Polygon, MultiPolygon
    _refuse("Há municípios sem polígono.", sorted(dicos[~polygonal | shapely.is_empty(values)]))
    invalid = ~shapely.is_valid(values)
    if invalid.any():
        reason = shapely.is_valid_reason(values[int(np.argmax(invalid))])
        _refuse(f"Há polígonos inválidos ({reason}).", sorted(dicos[invalid]))
    west, south, east, north = shapely.bounds(values).T
    outside = (west < _BOX[0]) | (south < _BOX[1]) | (east > _BOX[2]) | (north > _BOX[3])
    _refuse(
        "Há municípios fora de Portugal: o sistema de coordenadas do ficheiro não é o declarado.",
        sorted(dicos[outside]),
        "exportar de novo com o sistema de coordenadas certo.",
    )


def _check_coverage(gdf: gpd.GeoDataFrame) -> None:
    values, dicos = np.asarray(gdf.geometry.values), gdf["dico"]
    faulty = ~shapely.is_empty(shapely.coverage_invalid_edges(values))
    _refuse("Há municípios cujos limites se sobrepõem ou não coincidem.", sorted(dicos[faulty]))
    union = shapely.coverage_union_all(values)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    for hole in holes:
        around = sorted(dicos[shapely.intersects(values, hole)])
        # A hole inside one place is a lake; between two it belongs to somebody.
        if len(around) > 1:
            _refuse("Há uma falha entre municípios.", around)


def gz_size(data: bytes) -> int:
    """Bytes after gzip, as a server would send them."""
    return len(gzip.compress(data, 9, mtime=0))


def encoded(gdf: gpd.GeoDataFrame) -> bytes:
    """`gdf` [dico, geometry] as TopoJSON."""
    return topology.to_topojson(dict(zip(gdf["dico"], gdf.geometry, strict=True)))


def decoded(data: bytes) -> gpd.GeoDataFrame:
    """Inverse of `encoded`: [dico, geometry] in WGS84, sorted by dico, coordinates as on the file's grid.

    Raises KeyError, IndexError, TypeError or ValueError when `data` is no TopoJSON; a ValueError also for bad JSON.
    """
    features = topology.from_topojson(nested.of_json(data))
    rows = sorted(((str(about["dico"]), geometry) for about, geometry in features), key=lambda row: row[0])
    return gpd.GeoDataFrame({"dico": [d for d, _ in rows]}, geometry=[g for _, g in rows], crs=groups.WGS84)


def simplify(gdf: gpd.GeoDataFrame, max_gz_bytes: int = MAX_GZ_BYTES) -> gpd.GeoDataFrame:
    """Fewer points, same neighbours: the smallest tolerance whose TopoJSON is ≤ `max_gz_bytes` gzipped.

    Takes and gives [dico, geometry] in WGS84; works in metres, each island group in its own projection.
    Slivers between places are closed first and tiny detached islets dropped. Raises BoundaryError when places
    overlap in earnest, or when no tolerance fits.
    """
    parts = [_closed(part) for _, part in groups.split(gdf)]
    for tolerance in TOLERANCES_M:
        parts = [p.set_geometry(_simplified(p, tolerance), crs=p.crs) for p in parts]
        if sum(int(shapely.get_num_coordinates(p.geometry.values).sum()) for p in parts) > max_gz_bytes:
            continue  # a border point never takes less than half a byte from each side: encoding would be in vain
        if gz_size(encoded(joined := _joined(parts))) > max_gz_bytes:
            continue
        made = _settled(joined)
        if made is not None and gz_size(encoded(made)) <= max_gz_bytes:
            return made
    raise BoundaryError(
        f"Os limites não cabem em {max_gz_bytes // 1000} kB, mesmo simplificados a {TOLERANCES_M[-1]} m.",
        where="todos os municípios",
        cure="verificar se o ficheiro é de municípios, e de Portugal.",
    )


def _closed(part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Borders made to coincide and islets dropped; `part` is in metres."""
    values = np.asarray(part.geometry.values)
    if not shapely.coverage_is_valid(values, gap_width=SLIVER_WIDTH_M):
        clean = shapely.coverage_clean(values, gap_width=SLIVER_WIDTH_M)
        moved = np.abs(shapely.area(clean) - shapely.area(values)) / shapely.area(values)
        _refuse("Há municípios que se sobrepõem.", sorted(part["dico"][moved > SLIVER_SHARE]))
        values = clean
    return part.set_geometry(_without_islets(values), crs=part.crs)


def _without_islets(values: np.ndarray) -> np.ndarray:
    """Small parts that touch nobody go; the largest part of each place always stays."""
    pieces, owner = shapely.get_parts(values, return_index=True)
    area = shapely.area(pieces)
    largest = np.zeros(len(values))
    np.maximum.at(largest, owner, area)
    tree = shapely.STRtree(pieces)
    small = np.flatnonzero((area < ISLET_M2) & (area < largest[owner]))
    drop = [i for i in small if len(tree.query(pieces[i], predicate="intersects")) == 1]
    keep = np.setdiff1d(np.arange(len(pieces)), drop)
    return np.array([_gathered(pieces[keep][owner[keep] == i]) for i in range(len(values))], dtype=object)


def _gathered(pieces: np.ndarray) -> shapely.Geometry:
    return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(list(pieces))


def _simplified(part: gpd.GeoDataFrame, tolerance: float) -> np.ndarray:
    return np.asarray(shapely.coverage_simplify(np.asarray(part.geometry.values), tolerance))


def _joined(parts: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return pd.concat([p.to_crs(groups.WGS84)[["dico", "geometry"]] for p in parts], ignore_index=True)


def _settled(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    """`gdf` as its file will give it back; None when the file's grid spoils it beyond repair."""
    for _ in range(_REPAIRS):
        made = decoded(encoded(gdf))
        if _holds(made):
            return made
        # Rounding can push a corner over a border hardly a metre away; cleaning gives both sides that corner.
        clean = shapely.coverage_clean(np.asarray(made.geometry), gap_width=topology.GRID_DEGREES)
        gdf = made.set_geometry(clean, crs=groups.WGS84)
    return None


def _holds(gdf: gpd.GeoDataFrame) -> bool:
    """Whether the file's grid left every polygon valid and every border shared."""
    values = np.asarray(gdf.geometry.values)
    return bool(shapely.is_valid(values).all()) and shapely.coverage_is_valid(values)
