"""The map's static geometry: complete, exact, inside its frames, and small."""

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from core.base.errors import BoundaryError
from core.terms import territory
from geo import atlas, coverage, groups, shapes

T = territory.load()
COUNTS = {"acores-ocidental": 3, "acores-central": 9, "acores-oriental": 7, "madeira": 11}
NUTS = [(f"nuts{n}", v) for n in (1, 2, 3) for v in territory.VERSIONS]


@pytest.fixture(scope="module")
def data() -> bytes:
    return atlas.build(shapes.load(shapes.EMBEDDED), T, shapes.meta(shapes.EMBEDDED))


@pytest.fixture(scope="module")
def asset(data: bytes) -> dict[str, Any]:
    asset: dict[str, Any] = json.loads(data)
    return asset


@pytest.fixture(scope="module")
def drawn(asset: dict[str, Any]) -> dict[str, dict[str, BaseGeometry]]:
    return decode(asset)


def ring_points(asset: dict[str, Any], ring: list[int]) -> list[tuple[int, int]]:
    points: list[tuple[int, int]] = []
    for index in ring:
        flat = asset["arcs"][index if index >= 0 else ~index]
        x = y = 0
        arc = []
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            arc.append((x, y))
        arc = arc if index >= 0 else arc[::-1]
        assert not points or points[-1] == arc[0], "consecutive arcs share their end point"
        points += arc[1:] if points else arc
    assert points[0] == points[-1], "a ring closes"
    return points


def twice_area(points: list[tuple[int, int]]) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))


def decode(asset: dict[str, Any]) -> dict[str, dict[str, BaseGeometry]]:
    """Level → id → shapely geometry on the canvas; rings that run the other way are holes."""
    return {
        level: {key: _geometry([ring_points(asset, r) for r in rings]) for key, rings in shapes_.items()}
        for level, shapes_ in asset["levels"].items()
    }


def _geometry(rings: list[list[tuple[int, int]]]) -> BaseGeometry:
    outer = [Polygon(r) for r in rings if twice_area(r) > 0]
    holes = [r for r in rings if twice_area(r) < 0]
    made = []
    for polygon in outer:
        own = [h for h in holes if polygon.buffer(0).contains(shapely.Polygon(h).representative_point())]
        made.append(Polygon(polygon.exterior, own))
    return MultiPolygon(made)


def test_every_level_has_exactly_its_territories(asset: dict[str, Any]) -> None:
    counts = {level: len(rings) for level, rings in asset["levels"].items()}
    assert counts == {
        "municipio": 308,
        "nuts3-2013": 25,
        "nuts3-2024": 26,
        "nuts2-2013": 7,
        "nuts2-2024": 9,
        "nuts1-2013": 3,
        "nuts1-2024": 3,
        "pais": 1,
    }
    assert set(asset["levels"]["municipio"]) == set(asset["points"]) == {t.id for t in T.municipalities}
    for level, version in NUTS:
        assert set(asset["levels"][f"{level}-{version}"]) == {t.id for t in T.at_level(level, version)}
    assert all(rings for shapes_ in asset["levels"].values() for rings in shapes_.values())


def test_a_region_is_exactly_its_municipalities(asset: dict[str, Any]) -> None:
    area = {
        key: sum(twice_area(ring_points(asset, r)) for r in rings)
        for shapes_ in asset["levels"].values()
        for key, rings in shapes_.items()
    }
    for key, own in area.items():
        assert own > 0
        assert own == sum(area[d] for d in T.members(key)), key


def test_no_two_municipalities_overlap(drawn: dict[str, dict[str, BaseGeometry]]) -> None:
    places = drawn["municipio"]
    country = sum(g.area for g in places.values())
    assert shapely.union_all([g.buffer(0) for g in places.values()]).area == pytest.approx(country, rel=1e-4)
    assert sum(g.area for g in drawn["pais"].values()) == pytest.approx(country)


def test_each_border_is_stored_once(asset: dict[str, Any]) -> None:
    arcs = [tuple(a) for a in asset["arcs"]]
    assert len(set(arcs)) == len(arcs)
    used = [i for rings in asset["levels"]["municipio"].values() for ring in rings for i in ring]
    assert len(used) == len(set(used)), "each side of a border belongs to one place"
    assert {i if i >= 0 else ~i for i in used} == set(range(len(arcs)))
    assert all((dx, dy) != (0, 0) for a in arcs for dx, dy in zip(a[2::2], a[3::2], strict=True))


def test_everything_is_on_the_canvas_and_in_its_frame(
    asset: dict[str, Any], drawn: dict[str, dict[str, BaseGeometry]]
) -> None:
    canvas = box(*asset["viewBox"])
    frames = {f["id"]: f for f in asset["frames"]}
    assert set(frames) == {"acores-ocidental", "acores-central", "acores-oriental", "madeira"}
    for group in groups.GROUPS:
        own = [g for d, g in drawn["municipio"].items() if d[:2] in group.districts]
        whole = shapely.union_all([g.buffer(0) for g in own])
        assert canvas.contains(whole)
        if group.id in frames:
            f = frames[group.id]
            assert box(f["x"], f["y"] + atlas.LABEL_BAND, f["x"] + f["w"], f["y"] + f["h"]).contains(whole), group.id
            assert len(own) == COUNTS[group.id]


def test_frames_keep_clear_of_each_other_and_of_the_mainland(
    asset: dict[str, Any], drawn: dict[str, dict[str, BaseGeometry]]
) -> None:
    rects = [box(f["x"], f["y"], f["x"] + f["w"], f["y"] + f["h"]) for f in asset["frames"]]
    mainland = shapely.union_all([g.buffer(0) for d, g in drawn["municipio"].items() if d < "3"])
    for i, rect in enumerate(rects):
        assert box(*asset["viewBox"]).contains(rect)
        assert rect.distance(mainland) > 50
        assert all(rect.distance(other) > 50 for other in rects[:i])
    assert mainland.bounds[3] - mainland.bounds[1] > 0.95 * asset["viewBox"][3]
    assert all(f["label"]["pt"] and f["label"]["en"] for f in asset["frames"])


def test_points_are_inside_their_municipality(asset: dict[str, Any], drawn: dict[str, dict[str, BaseGeometry]]) -> None:
    for dico, point in asset["points"].items():
        assert drawn["municipio"][dico].buffer(1).contains(shapely.Point(point)), dico


def test_size_and_whole_numbers(data: bytes, asset: dict[str, Any]) -> None:
    assert coverage.gz_size(data) <= 80_000
    assert all(type(c) is int for arc in asset["arcs"] for c in arc)
    assert asset["meta"]["label"]["pt"] == "limites aproximados" and "ODbL" in asset["meta"]["attribution"]


def test_detailed_boundaries_still_make_a_small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas, "MAX_GZ_BYTES", 30_000)
    data = atlas.build(shapes.load(shapes.EMBEDDED), T)
    assert coverage.gz_size(data) <= 30_000
    test_a_region_is_exactly_its_municipalities(json.loads(data))
    monkeypatch.setattr(atlas, "MAX_GZ_BYTES", 1_000)
    with pytest.raises(BoundaryError, match="1 kB"):
        atlas.build(shapes.load(shapes.EMBEDDED), T)


def test_parts_far_from_the_map_are_left_out(asset: dict[str, Any]) -> None:
    gdf = shapes.load(shapes.EMBEDDED)
    selvagens = box(-15.88, 30.13, -15.85, 30.15)
    new = [g.union(selvagens) if d == "3103" else g for d, g in zip(gdf["dico"], gdf.geometry, strict=True)]
    made = json.loads(atlas.build(gdf.set_geometry(gpd.GeoSeries(new, crs=4326)), T))
    assert made["levels"] == asset["levels"] and made["arcs"] == asset["arcs"]
    lost = [selvagens if d == "3103" else g for d, g in zip(gdf["dico"], gdf.geometry, strict=True)]
    with pytest.raises(BoundaryError, match="3103 Funchal"):
        atlas.build(gdf.set_geometry(gpd.GeoSeries(lost, crs=4326)), T)


def test_written_once_under_its_hash(tmp_path: Path, data: bytes) -> None:
    gdf, about = shapes.load(shapes.EMBEDDED), shapes.meta(shapes.EMBEDDED)
    path = atlas.write(gdf, T, about, tmp_path / "geo")
    assert path.name == f"atlas-{hashlib.sha256(data).hexdigest()[:12]}.json" and path.read_bytes() == data
    assert path.stat().st_mode & 0o040, "the web server may be another user"
    before = path.stat().st_mtime_ns
    assert atlas.write(gdf, T, about, tmp_path / "geo") == path
    assert path.stat().st_mtime_ns == before and len(list(path.parent.iterdir())) == 1
