"""The five island groups of the map and the metric projection of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd

WGS84: Final = 4326


@dataclass(frozen=True)
class Group:
    """Municipalities that are drawn and measured together. `districts`: first two digits of their DICO."""

    id: str
    epsg: int
    districts: frozenset[str]


def _codes(*numbers: int) -> frozenset[str]:
    return frozenset(f"{n:02d}" for n in numbers)


MAINLAND: Final = Group("continente", 3763, _codes(*range(1, 19)))
WEST: Final = Group("acores-ocidental", 5014, _codes(48, 49))
CENTRAL: Final = Group("acores-central", 5015, _codes(43, 44, 45, 46, 47))
EAST: Final = Group("acores-oriental", 5015, _codes(41, 42))
MADEIRA: Final = Group("madeira", 5016, _codes(31, 32))
GROUPS: Final = (MAINLAND, WEST, CENTRAL, EAST, MADEIRA)


def group_of(dico: str) -> Group | None:
    """The group in which a município is drawn; None for a DICO of no district that we know."""
    return next((g for g in GROUPS if dico[:2] in g.districts), None)


def split(gdf: gpd.GeoDataFrame) -> Iterator[tuple[Group, gpd.GeoDataFrame]]:
    """Each group that has a row in `gdf` [dico, geometry], projected to metres.

    Rows whose DICO belongs to no group are left out; `shapes.check` names them.
    """
    districts = gdf["dico"].str[:2]
    for group in GROUPS:
        rows = gdf[districts.isin(group.districts)]
        if len(rows):
            yield group, rows.to_crs(group.epsg)
