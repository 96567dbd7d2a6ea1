"""Shared borders kept once: polygons cut into arcs, arcs put together again, TopoJSON read and written.

Everything is exact because it works on whole numbers: coordinates are put on a grid first, so a border
between two places is the same list of points seen from either side. `i` is an arc as stored, `~i` the same
arc backwards, as in TopoJSON.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

GRID_DEGREES: Final = 1e-5  # about one metre

Point = tuple[int, int]
Ring = list[Point]  # not closed: the first point is not repeated
Polygon = list[Ring]  # outer ring first
ArcRing = list[int]


@dataclass(frozen=True)
class Topology:
    """`arcs`: lists of grid points. `shapes`: id → polygons → rings → arc indexes."""

    arcs: list[list[Point]]
    shapes: dict[str, list[list[ArcRing]]]


def on_grid(geometry: BaseGeometry) -> list[Polygon]:
    """A (multi)polygon with its coordinates rounded to whole numbers.

    Outer rings run counter-clockwise (x right, y up), holes clockwise. Rings that collapse are dropped.
    """
    polygons = []
    for part in shapely.get_parts(shapely.orient_polygons(geometry)):
        rings = [_tidy(np.rint(shapely.get_coordinates(r)).astype(int)) for r in (part.exterior, *part.interiors)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return polygons


def _tidy(coordinates: np.ndarray) -> Ring:
    """A ring without repeated points and without spikes (there and back along one line)."""
    ring: Ring = []
    for x, y in coordinates.tolist():
        _append(ring, (x, y))
    while len(ring) > 2 and (ring[0] == ring[-1] or ring[1] == ring[-1] or ring[0] == ring[-2]):
        # The ends of the list meet too: the same two rules apply there.
        ring = ring[1:] if ring[1] == ring[-1] and ring[0] != ring[-1] else ring[:-1]
    return ring if len(ring) > 2 else []


def _append(ring: Ring, point: Point) -> None:
    if len(ring) > 1 and ring[-2] == point:
        ring.pop()
    elif not ring or ring[-1] != point:
        ring.append(point)


def cut(shapes: Mapping[str, list[Polygon]]) -> Topology:
    """Split rings where borders meet, so that each stretch of border is stored once."""
    nodes = _nodes(shapes)
    arcs: list[list[Point]] = []
    index: dict[tuple[Point, ...], int] = {}

    def number(arc: list[Point]) -> int:
        key = tuple(arc)
        if key in index:
            return index[key]
        if (backwards := key[::-1]) in index:
            return ~index[backwards]
        index[key] = len(arcs)
        arcs.append(arc)
        return index[key]

    cut_shapes = {
        key: [[[number(arc) for arc in _pieces(ring, nodes)] for ring in polygon] for polygon in polygons]
        for key, polygons in shapes.items()
    }
    return Topology(arcs, cut_shapes)


def _rings(shapes: Mapping[str, list[Polygon]]) -> Iterator[tuple[str, Ring]]:
    for key, polygons in shapes.items():
        for ring in chain.from_iterable(polygons):
            yield key, ring


def _nodes(shapes: Mapping[str, list[Polygon]]) -> set[Point]:
    """Points where more than two borders meet, or where the pair of places along a border changes."""
    owners: dict[tuple[Point, Point], set[str]] = defaultdict(set)
    for key, ring in _rings(shapes):
        for a, b in pairwise([*ring, ring[0]]):
            owners[min(a, b), max(a, b)].add(key)
    around: dict[Point, list[frozenset[str]]] = defaultdict(list)
    for (a, b), places in owners.items():
        both = frozenset(places)
        around[a].append(both)
        around[b].append(both)
    return {point for point, sides in around.items() if len(sides) != 2 or sides[0] != sides[1]}


def _pieces(ring: Ring, nodes: set[Point]) -> Iterator[list[Point]]:
    stops = [i for i, point in enumerate(ring) if point in nodes]
    # A ring without nodes (an island, an enclave) starts at its smallest point, so both sides agree.
    first = stops[0] if stops else ring.index(min(ring))
    ring = [*ring[first:], *ring[: first + 1]]
    stops = [i - first for i in stops] or [0]
    for start, end in pairwise([*stops, len(ring) - 1]):
        yield ring[start : end + 1]


def outline(topology: Topology, keys: Iterable[str]) -> list[ArcRing]:
    """Rings around several shapes together: borders used from both sides vanish, the rest is stitched.

    No geometry is computed, so the outline coincides exactly with the borders it is made of.
    """
    uses: Counter[int] = Counter(
        arc for key in keys for arc in chain.from_iterable(chain.from_iterable(topology.shapes[key]))
    )
    left = {arc: count - uses[~arc] for arc, count in uses.items() if count > uses[~arc]}
    starts: dict[Point, list[int]] = defaultdict(list)
    for arc in sorted(left):
        starts[ends(topology.arcs, arc)[0]] += [arc] * left[arc]
    rings = []
    while starts:
        rings += _walk(topology.arcs, starts)
    return rings


def _walk(arcs: list[list[Point]], starts: dict[Point, list[int]]) -> list[ArcRing]:
    """Follow arcs until back at the start; a point passed twice closes a ring of its own."""
    here = next(iter(starts))
    path: list[int] = []
    passed = [here]
    rings = []
    while here in starts:
        arc = starts[here].pop()
        if not starts[here]:
            del starts[here]
        path.append(arc)
        here = ends(arcs, arc)[1]
        if here in passed:
            back = passed.index(here)
            rings.append(path[back:])
            path, passed = path[:back], passed[:back]
        passed.append(here)
    return rings


def ends(arcs: Sequence[Sequence[Point]], arc: int) -> tuple[Point, Point]:
    """First and last point of an arc in the direction its index says."""
    points = arcs[arc] if arc >= 0 else arcs[~arc]
    return (points[0], points[-1]) if arc >= 0 else (points[-1], points[0])


def deltas(arc: Sequence[Point]) -> list[Point]:
    """First point, then the step to each next one."""
    return [arc[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(arc))]


def to_topojson(shapes: Mapping[str, BaseGeometry]) -> bytes:
    """Quantised TopoJSON with object `municipios`; each geometry has its key as id and as property `dico`."""
    scaled = {k: on_grid(shapely.transform(g, lambda c: c / GRID_DEGREES)) for k, g in shapes.items()}
    topology = cut(scaled)
    origin = np.min([p for arc in topology.arcs for p in arc], axis=0).tolist()
    arcs = [[(a[0] - origin[0], a[1] - origin[1]), *rest] for a, *rest in map(deltas, topology.arcs)]
    geometries = [
        {"type": "MultiPolygon", "arcs": polygons, "id": key, "properties": {"dico": key}}
        for key, polygons in topology.shapes.items()
    ]
    document = {
        "type": "Topology",
        "transform": {"scale": [GRID_DEGREES] * 2, "translate": [round(c * GRID_DEGREES, 5) for c in origin]},
        "objects": {"municipios": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def from_topojson(document: Mapping[str, Any]) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Properties (with `id`) and geometry of each polygon of a TopoJSON, quantised or not.

    Raises KeyError, IndexError, TypeError or ValueError when the document is not a TopoJSON.
    """
    arcs = _absolute(document)
    found = []
    for member in document["objects"].values():
        for item in member.get("geometries", [member]):
            if item["type"] in ("Polygon", "MultiPolygon"):
                polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
                geometry = shapely.MultiPolygon([_polygon(arcs, rings) for rings in polygons])
                about = {"id": item.get("id"), **(item.get("properties") or {})}
                found.append((about, geometry.geoms[0] if len(polygons) == 1 else geometry))
    return found


def _absolute(document: Mapping[str, Any]) -> list[np.ndarray]:
    arcs = [np.array(arc, dtype=float)[:, :2] for arc in document["arcs"]]
    if transform := document.get("transform"):
        return [np.cumsum(arc, axis=0) * transform["scale"] + transform["translate"] for arc in arcs]
    return arcs


def _polygon(arcs: list[np.ndarray], rings: list[ArcRing]) -> shapely.Polygon:
    outer, *holes = (np.concatenate([arcs[i][:-1] if i >= 0 else arcs[~i][:0:-1] for i in ring]) for ring in rings)
    return shapely.Polygon(outer, holes)
