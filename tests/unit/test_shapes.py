"""The embedded boundaries, and what reading, checking, simplifying and writing boundaries must keep."""

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from core.base.errors import BoundaryError
from core.base.paths import ROOT
from core.terms import territory
from geo import coverage, groups, shapes, topology

SHARED = ROOT / "../shared/data/geo"
CAOP = SHARED / "municipios_308_caop.geojson"
DICOS = [t.id for t in territory.load().municipalities]
Spoil = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]
META = shapes.Meta(True, {"pt": "limites de ensaio", "en": "test boundaries"}, "ninguém", 2025)


@pytest.fixture
def embedded() -> gpd.GeoDataFrame:
    return shapes.load(shapes.EMBEDDED)


def mini(**places: Polygon) -> gpd.GeoDataFrame:
    dicos = [k.removeprefix("d") for k in places]
    return gpd.GeoDataFrame({"dico": dicos}, geometry=list(places.values()), crs=4326)


def test_embedded_is_the_whole_country(embedded: gpd.GeoDataFrame) -> None:
    assert list(embedded["dico"]) == sorted(DICOS) and len(embedded) == 308
    assert list(embedded.columns) == ["dico", "geometry"] and embedded.crs.to_epsg() == 4326
    coverage.check(embedded, DICOS)


def test_embedded_says_it_is_approximate() -> None:
    about = shapes.meta(shapes.EMBEDDED)
    assert not about.official
    assert about.label == {"pt": "limites aproximados", "en": "approximate boundaries"}
    for source in ("geoBoundaries", "OpenStreetMap", "ODbL", "GeoNames", "CC BY 4.0", "GSHHG", "LGPL"):
        assert source in about.attribution


def test_embedded_areas_are_near_the_official_ones(embedded: gpd.GeoDataFrame) -> None:
    areas = {d: a for _, part in groups.split(embedded) for d, a in zip(part["dico"], part.area / 1e6, strict=True)}
    table = {t.id: t.area_km2 or 0 for t in territory.load().municipalities}
    assert sum(areas.values()) == pytest.approx(sum(table.values()), rel=0.01)
    assert np.median([abs(areas[d] / table[d] - 1) for d in table]) < 0.03


@pytest.mark.skipif(not CAOP.exists(), reason="sem a CAOP para comparar")
def test_embedded_overlaps_the_caop(embedded: gpd.GeoDataFrame) -> None:
    caop = gpd.read_file(CAOP).set_index("id").geometry
    mine = embedded.set_index("dico").geometry
    shared = [mine[d].intersection(caop[d]).area / mine[d].union(caop[d]).area for d in DICOS]
    assert np.median(shared) > 0.9 and min(shared) > 0.5


@pytest.mark.parametrize(
    ("level", "version", "count"),
    [
        ("pais", "2013", 1),
        ("nuts1", "2013", 3),
        ("nuts2", "2013", 7),
        ("nuts3", "2013", 25),
        ("nuts1", "2024", 3),
        ("nuts2", "2024", 9),
        ("nuts3", "2024", 26),
        ("municipio", "2024", 308),
    ],
)
def test_dissolve(embedded: gpd.GeoDataFrame, level: str, version: str, count: int) -> None:
    made = shapes.dissolve(embedded, territory.load(), level, version)
    assert len(made) == count and made.is_valid.all()
    assert set(made["id"]) == {t.id for t in territory.load().at_level(level, version)}
    assert shapely.area(made.geometry).sum() == pytest.approx(shapely.area(embedded.geometry).sum())


def test_dissolve_names_an_unknown_place() -> None:
    with pytest.raises(BoundaryError, match="9901"):
        shapes.dissolve(mini(d9901=box(-8, 40, -7, 41)), territory.load(), "nuts3", "2024")


def _without(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gdf[gdf["dico"] != "1312"].reset_index(drop=True)


def _renamed(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(gdf.replace({"dico": {"1312": "1399"}}), crs=4326)


def _twice(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(gdf.iloc[[*range(len(gdf)), 0]], crs=4326).reset_index(drop=True)


def _changed(change: Callable[[shapely.Geometry], shapely.Geometry | None], dico: str = "0701") -> Spoil:
    def apply(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        new = [change(g) if d == dico else g for d, g in zip(gdf["dico"], gdf.geometry, strict=True)]
        return gdf.set_geometry(gpd.GeoSeries(new, crs=4326))

    return apply


BOW_TIE = Polygon([(-8, 38), (-7.9, 38.1), (-7.9, 38), (-8, 38.1)])
WRONG: dict[str, tuple[Spoil, str]] = {
    "missing": (_without, "Faltam 1 de 308.*1312 Porto"),
    "unknown, which is also missing": (_renamed, "1312 Porto"),
    "twice": (_twice, "repetidos.*0101 Águeda"),
    "crossing itself": (_changed(lambda g: BOW_TIE), "inválidos.*Self-intersection.*0701"),
    "empty": (_changed(lambda g: Polygon()), "sem polígono.*0701"),
    "absent": (_changed(lambda g: None), "sem polígono.*0701"),
    "a line": (_changed(lambda g: shapely.LineString([(-8, 38), (-7, 38)])), "sem polígono.*0701"),
    "over its neighbours": (_changed(lambda g: g.buffer(0.01)), "sobrepõem.*0701"),
    "not up to its neighbours": (_changed(lambda g: g.buffer(-0.01), "0705"), "falha.*0705"),
    "elsewhere": (_changed(lambda g: box(500_000, 4e6, 500_001, 4e6 + 1)), "sistema de coordenadas.*0701"),
}


@pytest.mark.parametrize("case", WRONG)
def test_check_names_what_is_wrong(embedded: gpd.GeoDataFrame, case: str) -> None:
    spoil, message = WRONG[case]
    with pytest.raises(BoundaryError, match=message) as caught:
        coverage.check(spoil(embedded), DICOS)
    assert caught.value.cure and caught.value.exit_code == 4


def test_check_finds_a_gap_between_places() -> None:
    left = Polygon([(-8, 40), (-7.5, 40), (-7.5, 40.2), (-7.7, 40.5), (-7.5, 40.8), (-7.5, 41), (-8, 41)])
    right = Polygon([(-7, 40), (-7, 41), (-7.5, 41), (-7.5, 40.8), (-7.5, 40.2), (-7.5, 40)])
    with pytest.raises(BoundaryError, match=r"falha.*0101.*0102"):
        coverage.check(mini(d0101=left, d0102=right), ["0101", "0102"])


def test_a_lake_inside_one_place_is_no_gap() -> None:
    lake = [(-7.6, 40.4), (-7.4, 40.4), (-7.4, 40.6), (-7.6, 40.6)]
    coverage.check(mini(d0101=Polygon([(-8, 40), (-7, 40), (-7, 41), (-8, 41)], [lake])), ["0101"])


def test_written_and_read_again(embedded: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = shapes.write(embedded, tmp_path / "sub" / shapes.NAME, META)
    again = shapes.load(path)
    coverage.check(again, DICOS)
    assert shapes.meta(path) == META
    assert shapely.hausdorff_distance(again.geometry, embedded.geometry).max() < 2e-5
    assert sorted(p.name for p in path.parent.iterdir()) == ["boundaries.meta.json", "boundaries.topojson"]


def test_official_boundaries_win_only_when_whole(
    embedded: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    assert not shapes.meta().official
    path = shapes.write(embedded, tmp_path / "boundaries" / shapes.NAME, META)
    assert shapes.meta().official and len(shapes.load()) == 308
    path.write_bytes(path.read_bytes()[:-10])
    assert not shapes.meta().official and len(shapes.load()) == 308
    with pytest.raises(BoundaryError, match="TopoJSON"):
        shapes.load(path)


def test_failed_write_leaves_the_old_files(embedded: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = shapes.write(embedded, tmp_path / shapes.NAME, META)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(BoundaryError):
        shapes.write(_changed(lambda g: g.buffer(0.01))(embedded), path, META)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


@pytest.mark.parametrize("content", ["", "<html>", "[]", '{"type":"Topology"}', '{"objects":{},"arcs":[[1]]}'])
def test_bad_files(tmp_path: Path, content: str) -> None:
    path = tmp_path / shapes.NAME
    path.write_text(content)
    with pytest.raises(BoundaryError, match="TopoJSON"):
        shapes.load(path)
    with pytest.raises(BoundaryError, match="Falta"):
        shapes.meta(path)


def test_incomplete_description(tmp_path: Path) -> None:
    (tmp_path / "boundaries.meta.json").write_text(json.dumps({"official": True}))
    with pytest.raises(BoundaryError, match="incompleta"):
        shapes.meta(tmp_path / shapes.NAME)


def test_simplify_fits_and_keeps_neighbours(embedded: gpd.GeoDataFrame) -> None:
    small = shapes.simplify(embedded, max_gz_bytes=54_000)
    coverage.check(small, DICOS)
    assert shapes.gz_size(coverage.encoded(small)) <= 54_000
    assert small.geometry.count_coordinates().sum() < embedded.geometry.count_coordinates().sum()


def test_simplify_gives_up_with_words(embedded: gpd.GeoDataFrame) -> None:
    with pytest.raises(BoundaryError, match="não cabem em 1 kB"):
        shapes.simplify(embedded, max_gz_bytes=1_000)


def test_simplify_closes_slivers_and_refuses_overlaps() -> None:
    left = box(-8, 40, -7.5, 41)
    right = Polygon([(-7.5, 40), (-7, 40), (-7, 41), (-7.5, 41), (-7.4999, 40.5)])  # up to 8.5 m apart
    closed = shapes.simplify(mini(d0101=left, d0102=right))
    coverage.check(closed, ["0101", "0102"])
    assert shapely.coverage_union_all(np.asarray(closed.geometry)).geom_type == "Polygon"
    with pytest.raises(BoundaryError, match=r"sobrepõem.*010[12]"):
        shapes.simplify(mini(d0101=left, d0102=box(-7.6, 40, -7, 41)))


def test_simplify_drops_islets_but_never_a_place() -> None:
    tiny = box(-8.5, 40, -8.4999, 40.0001)
    both = mini(d0101=shapely.MultiPolygon([box(-8, 40, -7.5, 41), tiny]), d0102=box(-9, 40, -8.9991, 40.0009))
    made = shapes.simplify(both)
    assert [len(shapely.get_parts(g)) for g in made.geometry] == [1, 1]


def test_topology_stores_each_border_once() -> None:
    squares = {"a": box(0, 0, 2, 2), "b": box(2, 0, 4, 2), "island": box(9, 9, 10, 10)}
    squares["around"] = box(-5, -5, -1, -1).difference(hole := box(-4, -4, -2, -2))
    squares["enclave"] = hole
    topo = topology.cut({k: topology.on_grid(g) for k, g in squares.items()})
    used = [abs(i + 0.5) for polygons in topo.shapes.values() for rings in polygons for ring in rings for i in ring]
    assert len(topo.arcs) == len(set(used)) == 6  # a|b, rest of a, rest of b, island, outer ring, enclave
    assert topology.outline(topo, ["around", "enclave"]) == [topo.shapes["around"][0][0]]
    assert len(topology.outline(topo, ["a", "b"])) == 1


def test_grid_drops_spikes_and_collapsed_rings() -> None:
    spike = Polygon([(0, 0), (10, 0), (10, 5), (20, 5.2), (10, 5.4), (10, 10), (0, 10)])
    assert topology.on_grid(spike) == [[[(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]]]
    assert topology.on_grid(box(0, 0, 0.3, 8)) == []
