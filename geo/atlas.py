"""The map's geometry as one static file, made once; each interaction then sends only values.

Format, compact JSON, whole numbers, y downwards as in SVG:

- `viewBox`: [0, 0, width, height]. Ten units are one thousandth of the height.
- `meta`: `official`, `label` {pt, en}, `attribution`, `year` of the boundaries.
- `frames`: insets of the islands, [{id, label {pt, en}, x, y, w, h}]. The label's baseline belongs within the top
  LABEL_BAND units. Mainland and each frame have a uniform scale of their own.
- `arcs`: [x0, y0, dx1, dy1, dx2, dy2, …]: a start and the steps from it. Each border is stored once for all levels.
- `levels`: level → id → rings, each ring a list of arc indexes; `~i` (negative) is arc i backwards, as in TopoJSON.
  Consecutive arcs share their end point; a ring closes. Outer rings and holes run opposite ways, so either SVG
  fill rule draws them. Levels: `municipio`, `nuts3-2013`, `nuts3-2024`, `nuts2-…`, `nuts1-…`, `pais`.
- `points`: DICO → [x, y] inside the largest part of the município, for symbols and labels.

Parts outside every window are left out: the Selvagens, 280 km south of Madeira, would make its frame four times taller.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.base import files
from core.base.errors import BoundaryError
from core.terms.territory import VERSIONS, Territories
from geo import coverage, groups, topology
from geo.shapes import Meta

MAX_GZ_BYTES: Final = 80_000
WIDTH: Final = 6800
HEIGHT: Final = 10_000
LABEL_BAND: Final = 240
PADDING: Final = 60
TOLERANCES: Final = (0, 1.5, 2, 3, 4, 6, 9, 13)  # in canvas units; the smallest whose file is small enough


@dataclass(frozen=True)
class Window:
    """A piece of ground and where it is drawn. `ground`: x0, y0, x1, y1 in metres of the group's projection.

    Fixed, not taken from the shapes, so that a new edition of the boundaries does not move the map.
    `scale`: canvas units per kilometre. `corner`: canvas position of the north-west corner of the ground.
    """

    group: groups.Group
    ground: tuple[float, float, float, float]
    scale: float
    corner: tuple[float, float]

    def project(self, metres: np.ndarray) -> np.ndarray:
        """Canvas coordinates of an (n, 2) array of metres."""
        west, _, _, north = self.ground
        return np.column_stack([metres[:, 0] - west, north - metres[:, 1]]) * (self.scale / 1000) + self.corner


@dataclass(frozen=True)
class Frame:
    """An inset: a rectangle on the canvas with its label, and the window drawn in it."""

    label: dict[str, str]
    x: int
    y: int
    w: int
    h: int
    window: Window

    def as_json(self) -> dict[str, Any]:
        """The frame as the file holds it."""
        return {"id": self.window.group.id, "label": self.label, "x": self.x, "y": self.y, "w": self.w, "h": self.h}


def _frame(
    group: groups.Group, label: tuple[str, str], y: int, width: int, scale: float, ground: tuple[float, ...]
) -> Frame:
    """A frame as high as its ground needs, the ground centred under the label."""
    west, south, east, north = ground
    drawn = (east - west) * scale / 1000
    x = PADDING
    corner = (x + (width - drawn) / 2, float(y + LABEL_BAND))
    height = round(LABEL_BAND + (north - south) * scale / 1000 + PADDING)
    window = Window(group, (west, south, east, north), scale, corner)
    return Frame({"pt": label[0], "en": label[1]}, x, y, width, height, window)


MAINLAND: Final = Window(groups.MAINLAND, (-119_500, -300_800, 162_500, 276_200), 17.0, (1946.0, 95.0))
FRAMES: Final = (
    _frame(
        groups.WEST,
        ("Açores · Ocidental", "Azores · Western"),
        60,
        2400,
        27.0,
        (648_400, 4_359_000, 665_000, 4_399_600),
    ),
    _frame(
        groups.CENTRAL,
        ("Açores · Central", "Azores · Central"),
        1550,
        2400,
        14.4,
        (339_700, 4_248_400, 496_900, 4_328_600),
    ),
    _frame(
        groups.EAST,
        ("Açores · Oriental", "Azores · Eastern"),
        3095,
        2400,
        14.0,
        (600_200, 4_088_200, 677_400, 4_197_100),
    ),
    _frame(
        groups.MADEIRA,
        ("Madeira", "Madeira"),
        5010,
        1720,
        17.0,
        (287_300, 3_585_700, 381_200, 3_664_500),
    ),
)
WINDOWS: Final = {w.group: w for w in (MAINLAND, *(f.window for f in FRAMES))}


def build(gdf: gpd.GeoDataFrame, territories: Territories, meta: Meta | None = None) -> bytes:
    """The file's content for boundaries [dico, geometry] in WGS84; its format is described above.

    Raises BoundaryError when a município falls outside its window or the file cannot be made small enough.
    """
    canvas = _on_canvas(gdf)
    for tolerance in TOLERANCES:
        data = _encode(_coarser(canvas, tolerance), canvas, territories, meta)
        if coverage.gz_size(data) <= MAX_GZ_BYTES:
            return data
    raise BoundaryError(
        f"O mapa passa de {MAX_GZ_BYTES // 1000} kB.", where="limites", cure="simplificar mais os limites."
    )


def write(gdf: gpd.GeoDataFrame, territories: Territories, meta: Meta | None, folder: Path) -> Path:
    """Put the file in `folder` as `atlas-<hash>.json` and give its path; nothing is written if it is there.

    The name changes with the content, so browsers may keep it for ever. Raises as `build` does.
    """
    data = build(gdf, territories, meta)
    path = folder / f"atlas-{hashlib.sha256(data).hexdigest()[:12]}.json"
    if not path.exists():
        files.write_bytes(path, data)
    return path


def _on_canvas(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """[dico, geometry] in canvas units; parts outside their window are left out."""
    drawn = []
    for group, part in groups.split(gdf):
        window = WINDOWS[group]
        pieces = part.explode(index_parts=False)
        pieces = pieces[shapely.intersects(np.asarray(pieces.geometry), shapely.box(*window.ground))]
        kept = pieces.dissolve("dico", method="coverage").reset_index()
        placed = shapely.transform(np.asarray(kept.geometry), window.project)
        drawn.append(gpd.GeoDataFrame({"dico": kept["dico"]}, geometry=placed))
    canvas = pd.concat(drawn, ignore_index=True).sort_values("dico", ignore_index=True)
    if lost := sorted(set(gdf["dico"]) - set(canvas["dico"])):
        raise BoundaryError(
            "Há municípios fora do mapa.", where=coverage.named(lost), cure="verificar coordenadas e código DICO."
        )
    return canvas


def _coarser(canvas: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    if not tolerance:
        return canvas
    return canvas.set_geometry(shapely.coverage_simplify(np.asarray(canvas.geometry), tolerance))


def _encode(canvas: gpd.GeoDataFrame, exact: gpd.GeoDataFrame, territories: Territories, meta: Meta | None) -> bytes:
    topo = topology.cut({d: topology.on_grid(g) for d, g in zip(canvas["dico"], canvas.geometry, strict=True)})
    document: dict[str, Any] = {
        "viewBox": [0, 0, WIDTH, HEIGHT],
        "meta": _about(meta),
        "frames": [frame.as_json() for frame in FRAMES],
        "arcs": [[c for step in topology.deltas(arc) for c in step] for arc in topo.arcs],
        "levels": _levels(topo, territories),
        "points": {d: _inside(g) for d, g in zip(exact["dico"], exact.geometry, strict=True)},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _about(meta: Meta | None) -> dict[str, Any] | None:
    if meta is None:
        return None
    return {
        "official": meta.official,
        "label": dict(meta.label),
        "attribution": meta.attribution,
        "year": meta.year,
    }


def _levels(topo: topology.Topology, territories: Territories) -> dict[str, dict[str, list[topology.ArcRing]]]:
    """Rings of every territory that has a município here, by level and NUTS version."""
    kinds = [("municipio", None), *((f"nuts{n}", v) for n in (3, 2, 1) for v in VERSIONS), ("pais", None)]
    levels: dict[str, dict[str, list[topology.ArcRing]]] = {}
    for level, version in kinds:
        members = {t.id: territories.members(t.id) & topo.shapes.keys() for t in territories.at_level(level, version)}
        rings = {key: topology.outline(topo, sorted(dicos)) for key, dicos in members.items() if dicos}
        levels[f"{level}-{version}" if version else level] = rings
    return levels


def _inside(geometry: shapely.Geometry) -> list[int]:
    largest = max(shapely.get_parts(geometry), key=shapely.area)
    point = shapely.point_on_surface(largest)
    return [round(point.x), round(point.y)]
