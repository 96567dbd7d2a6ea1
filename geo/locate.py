"""From coordinates to the município they lie in. Names are never used; what cannot be placed is handed back.

Portugal has four metric CRS (ETRS89/PT-TM06, PTRA08/UTM 25N and 26N, PTRA08/UTM 28N): distances are measured in the
CRS of the part a point lies in, never in degrees.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd

SNAP_METRES: Final = 3000.0  # marinas and ferry quays lie off simplified coastlines

# EPSG code -> bounding box in degrees (west, south, east, north).
ZONES: Final[dict[int, tuple[float, float, float, float]]] = {
    3763: (-9.9, 36.8, -6.0, 42.3),
    5014: (-31.5, 39.2, -30.9, 39.9),
    5015: (-29.0, 36.7, -24.7, 39.3),
    5016: (-17.6, 29.9, -15.7, 33.3),
}


class Spot(Protocol):
    """A thing with an id and coordinates in WGS 84 degrees (None if not known)."""

    @property
    def id(self) -> str:
        """Its id, unique among those asked for."""
        ...

    @property
    def lat(self) -> float | None:
        """Latitude."""
        ...

    @property
    def lon(self) -> float | None:
        """Longitude."""
        ...


S = TypeVar("S", bound=Spot)


@dataclass
class Located(Generic[S]):
    """Where things lie: `placed` has every id with a município; `near` those of them that were snapped, in metres."""

    placed: dict[str, str] = field(default_factory=dict)
    near: dict[str, tuple[str, float]] = field(default_factory=dict)
    far: list[S] = field(default_factory=list)  # in Portugal, but beyond SNAP_METRES of any município
    homeless: list[S] = field(default_factory=list)  # no coordinates, 0,0, or abroad


def zone(spot: Spot) -> int | None:
    """The part of Portugal (EPSG code) that a thing lies in; None for 0,0, for no coordinates, and abroad."""
    if spot.lat is None or spot.lon is None:
        return None
    for epsg, (west, south, east, north) in ZONES.items():
        if west <= spot.lon <= east and south <= spot.lat <= north:
            return epsg
    return None


def locate(spots: Iterable[S], boundaries: "gpd.GeoDataFrame") -> Located[S]:
    """Municípios of `spots`, for boundaries with columns `dico` and `geometry` (EPSG:4326).

    On a shared border the lower DICO counts. Outside every município, but within SNAP_METRES of one, the nearest.
    """
    import shapely

    found: Located[S] = Located()
    known: list[S] = []
    for spot in spots:
        (known if zone(spot) else found.homeless).append(spot)
    ordered = boundaries.sort_values("dico")
    dicos, shapes = ordered["dico"].to_numpy(), np.asarray(ordered.geometry)
    points = shapely.points([(s.lon, s.lat) for s in known]) if known else np.array([], dtype=object)
    which, where = shapely.STRtree(shapes).query(points, predicate="intersects")
    for i in np.unique(which):
        found.placed[known[i].id] = str(dicos[where[which == i].min()])
    _snap([s for s in known if s.id not in found.placed], dicos, shapes, found)
    found.far = [s for s in known if s.id not in found.placed]
    return found


def _snap(lost: list[S], dicos: np.ndarray, shapes: np.ndarray, found: Located[S]) -> None:
    """Give each of `lost` the nearest município within SNAP_METRES; ties go to the lower DICO."""
    import pyproj
    import shapely

    for epsg in {zone(s) for s in lost} - {None}:
        west, south, east, north = ZONES[int(epsg or 0)]
        here = np.flatnonzero(shapely.intersects(shapes, shapely.box(west, south, east, north)))
        group = [s for s in lost if zone(s) == epsg]
        if not len(here):
            continue
        project = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform
        spots = shapely.points([(s.lon, s.lat) for s in group])
        metric = shapely.transform(np.concatenate([shapes[here], spots]), project, interleaved=False)
        areas, points = metric[: len(here)], metric[len(here) :]
        (which, where), metres = shapely.STRtree(areas).query_nearest(
            points, max_distance=SNAP_METRES, return_distance=True, all_matches=True
        )
        for i, at, distance in sorted(zip(which, where, metres, strict=True), key=lambda t: (t[0], t[2], t[1])):
            found.near.setdefault(group[i].id, (str(dicos[here[at]]), float(distance)))
    found.placed |= {key: dico for key, (dico, _) in found.near.items()}
