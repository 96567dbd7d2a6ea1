"""MOBI.E: stations read from DATEX II as a stream, put into municipalities, none lost on the way."""

import csv
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from core.base.errors import (
    BoundaryError,
    PeriodMissing,
    ReplayMissing,
    SourceError,
    SourceNotData,
    SourceShapeChanged,
    SourceTruncated,
)
from core.base.paths import ROOT
from core.terms import territory
from core.terms.territory import Territories
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher
from etl.fetch.model import Finding, Parsed, Raw
from etl.sources.mobie import connector as mobie
from etl.sources.mobie.connector import Mobie
from etl.sources.mobie.format import Station, parse_datex, parse_station_csv
from etl.sources.mobie.query import MobieQuery

PAYLOADS = ROOT / "tests" / "payloads"
SHARED = ROOT.parent / "shared"
QUERY = MobieQuery.model_validate({"source": "mobie", "url": "https://ev-nap.mobie.pt/integration/nap/evChargingInfra"})
REAL = SHARED / "data" / "mobie" / "mobie_stations_2024-06-22_DERIVED.csv"
needs_shared = pytest.mark.skipif(not REAL.exists(), reason="dados reais ausentes")
# Simple squares in the right places: Lagoa (Algarve), Lagoa and Ponta Delgada (São Miguel), Corvo, Funchal.
SQUARES = {
    "0806": box(-8.5, 37.1, -8.4, 37.2),
    "4201": box(-25.6, 37.72, -25.5, 37.8),
    "4203": box(-25.7, 37.72, -25.6, 37.8),
    "4901": box(-31.14, 39.66, -31.07, 39.73),
    "3103": box(-16.95, 32.64, -16.88, 32.72),
}
HEADER = '<p xmlns:c="http://datex2.eu/schema/3/common"><c:publicationTime>2026-05-13T03:00:04Z</c:publicationTime>'


def some(*dicos: str) -> Territories:
    """The real table, cut down to a few municipalities."""
    items = territory.load().by_id.values()
    return Territories([t for t in items if t.level != "municipio" or t.id in dicos])


def squares(dicos: Iterable[str] = SQUARES) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"dico": list(dicos)}, geometry=[SQUARES[d] for d in dicos], crs=4326)


def context(folder: Path, boundaries: Callable[[], Any] = squares) -> Context:
    return Context(ReplayFetcher(folder), some(*SQUARES), boundaries)


def run(folder: Path, min_stations: int = 1, boundaries: Callable[[], Any] = squares) -> Parsed:
    connector, where = Mobie(min_stations), context(folder, boundaries)
    return connector.parse(connector.fetch(QUERY, where), QUERY, where)


def save(folder: Path, text: str | bytes, suffix: str = ".xml") -> Path:
    name = mobie.NAME if suffix == ".xml" else mobie.STATION_LIST
    (folder / "mobie").mkdir(exist_ok=True)
    body = text if isinstance(text, bytes) else text.encode()
    (folder / "mobie" / f"{name}{suffix}").write_bytes(body)
    return folder


def listing(folder: Path, *lines: str, published: str = "2024-06-22T00:00:00Z", header: str = "id,lat,lon") -> Path:
    return save(folder, "\n".join((f"# publicationTime: {published}", header, *lines)) + "\n", ".csv")


def raw(path: Path) -> Raw:
    return Raw("mobie", path.stem, path, QUERY.url, "2026-01-01T00:00:00+00:00", "0" * 64)


def values(parsed: Parsed) -> dict[str, float]:
    return dict(zip(parsed.frame["territory_id"], parsed.frame["value"], strict=True))


def rules(parsed: Parsed) -> dict[str, Any]:
    return {finding.rule: finding for finding in parsed.findings}


def test_datex_sample(tmp_path: Path) -> None:
    parsed = run(PAYLOADS)
    assert values(parsed) == {"0806": 2, "4201": 2, "4203": 0, "4901": 0, "3103": 0}
    assert set(parsed.frame["period"]) == {"2026-05-13"} and set(parsed.frame["status"]) == {"A"}
    assert parsed.source_updated_at == "2026-05-13T03:00:04.200Z"
    assert "XXX-00001 (0.0, 0.0)" in rules(parsed)["mobie_coordenadas"].detail
    assert rules(parsed)["mobie_resumo"].detail == "5 postos com 8 pontos de carregamento; 4 num município."
    assert {p["territory_id"] for p in parsed.points} == {"0806", "4201"} and len(parsed.points) == 4
    assert all(p["period"] == "2026-05-13" and 30 < p["lat"] < 43 and p["lon"] < -6 for p in parsed.points)


def test_what_is_read_of_a_station() -> None:
    table = parse_datex(raw(PAYLOADS / "mobie" / "evChargingInfra.xml"))
    assert table.stations[0] == Station("LGA-00001", 37.14, -8.45, 2, 22000.0)
    assert table.stations[1] == Station("LGA-00002", 37.13, -8.46, 1, 50000.0)  # its own place before its site's
    assert [s.id for s in table.stations[2:4]] == ["PDL-00001", "PDL-00002"]  # two stations of one site
    assert {(s.lat, s.lon) for s in table.stations[2:4]} == {(37.76, -25.57)}


def test_other_prefixes_and_places_for_the_same_thing(tmp_path: Path) -> None:
    """Profile namespaces, a station without site, one that has only its points' place, and one known by its site."""
    text = f"""{HEADER}<t xmlns:a="http://datex2.eu/schema/3/afirEnergyInfrastructure">
    <a:energyInfrastructureStation id="S1"><a:coordinatesForDisplay><a:latitude>37.15</a:latitude>
      <a:longitude>-8.45</a:longitude></a:coordinatesForDisplay></a:energyInfrastructureStation>
    <a:energyInfrastructureSite id="L2"><a:energyInfrastructureStation><a:refillPoint><a:pointCoordinates>
      <a:latitude>37.16</a:latitude><a:longitude>-8.44</a:longitude></a:pointCoordinates></a:refillPoint>
    </a:energyInfrastructureStation></a:energyInfrastructureSite>
    <a:energyInfrastructureSite><a:energyInfrastructureStation/></a:energyInfrastructureSite></t></p>"""
    table = parse_datex(raw(save(tmp_path, text) / "mobie" / "evChargingInfra.xml"))
    assert [(s.id, s.lat) for s in table.stations] == [
        ("S1", 37.15),
        ("L2", 37.16),
        ("sem identificador, 3.º da lista", None),
    ]
    assert values(run(tmp_path))["0806"] == 2


def test_our_own_list(tmp_path: Path) -> None:
    path = PAYLOADS / "mobie" / "evChargingInfra-lista.csv"
    table = parse_station_csv(raw(path))
    assert table.published == "2024-06-22T00:00:00Z"
    assert table.stations == (
        Station("LGA-00001", 37.14, -8.45, 2),
        Station("PDL-00001", 37.76, -25.57, 1),
        Station("XXX-00002", None, None, 1),
    )
    save(tmp_path, path.read_bytes(), ".csv")
    parsed = run(tmp_path)
    assert values(parsed)["0806"] == 1 and set(parsed.frame["period"]) == {"2024-06-22"}
    assert "XXX-00002 (sem coordenadas)" in rules(parsed)["mobie_coordenadas"].detail


def test_the_publication_goes_before_our_list_and_absence_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReplayMissing, match=r"evChargingInfra\.xml"):
        run(tmp_path)
    assert Mobie().fetch(QUERY, context(PAYLOADS))[0].path.suffix == ".xml"


def test_off_the_coast_within_three_kilometres(tmp_path: Path) -> None:
    """0.02° south is 2.2 km, 0.04° is 4.4 km; the parts of the country measure each in its own CRS."""
    listing(
        tmp_path, "A,37.08,-8.45", "B,37.06,-8.45", "C,37.70,-25.55", "D,39.64,-31.10", "E,32.62,-16.9", "F,32.60,-16.9"
    )
    parsed = run(tmp_path)
    assert values(parsed) == {"0806": 1, "4201": 1, "4203": 0, "4901": 1, "3103": 1}
    snapped = rules(parsed)["mobie_posto_aproximado"]
    assert snapped.count == 4 and "A (37.08, -8.45) para 0806, a 22" in snapped.detail
    far = rules(parsed)["mobie_posto_sem_municipio"]
    assert far.count == 2 and "B (37.06, -8.45)" in far.detail and "F (32.6, -16.9)" in far.detail


def test_metres_are_metres_in_every_part_of_the_country(tmp_path: Path) -> None:
    """East–west at these latitudes a degree is 88–94 km: a Mercator metre would be a quarter too long."""
    listing(tmp_path, "A,37.15,-8.37", "D,39.70,-31.04", "E,32.68,-16.853")
    near = rules(run(tmp_path))["mobie_posto_aproximado"].detail
    metres = sorted(int(part.rpartition(" a ")[2].split()[0]) for part in near.rstrip(".").split(";"))
    assert metres == [pytest.approx(2530, abs=15), pytest.approx(2573, abs=15), pytest.approx(2663, abs=15)]


@pytest.mark.parametrize(
    "place", ["0,0", "-8.45,37.15", "91,-8.45", ",", "37.15,", "abc,-8.45", "nan,nan", "40.4,-3.7"]
)
def test_bad_coordinates_are_listed_not_mended(tmp_path: Path, place: str) -> None:
    listing(tmp_path, "BOM,37.15,-8.45", f"MAU,{place}")
    parsed = run(tmp_path)
    assert sum(values(parsed).values()) == 1
    assert rules(parsed)["mobie_coordenadas"].count == 1 and "MAU" in rules(parsed)["mobie_coordenadas"].detail


def test_listed_twice_counts_once(tmp_path: Path) -> None:
    listing(tmp_path, "A,,", "A,37.15,-8.45", "A,37.76,-25.57")
    parsed = run(tmp_path)
    assert values(parsed)["0806"] == 1 and values(parsed)["4201"] == 0
    assert rules(parsed)["mobie_posto_repetido"].count == 2


def test_a_shared_border_gives_one_municipality(tmp_path: Path) -> None:
    listing(tmp_path, "A,37.76,-25.6")
    assert values(run(tmp_path))["4201"] == 1 and values(run(tmp_path))["4203"] == 0


def test_every_lost_station_is_named_however_many() -> None:
    findings: list[Finding] = []
    assert mobie.place([Station(f"P{i}", 0.0, 0.0, 1) for i in range(230)], squares(), findings) == {}
    parts = [f for f in findings if f.rule == "mobie_coordenadas"]
    assert [f.count for f in parts] == [100, 100, 30]
    assert "P229 " in parts[2].detail and "(230 ao todo)" in parts[2].detail


def test_too_few_stations_is_said(tmp_path: Path) -> None:
    listing(tmp_path, "A,37.15,-8.45")
    assert rules(run(tmp_path, min_stations=2))["mobie_poucos_postos"].severity == "warning"
    assert "mobie_poucos_postos" not in rules(run(tmp_path, min_stations=1))


def test_zero_needs_a_boundary(tmp_path: Path) -> None:
    listing(tmp_path, "A,37.15,-8.45")
    with pytest.raises(BoundaryError, match="4901"):
        run(tmp_path, boundaries=lambda: squares([d for d in SQUARES if d != "4901"]))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (HEADER, SourceTruncated),
        (HEADER + '<energyInfrastructureStation id="A', SourceTruncated),
        (HEADER + "<![CDATA[ab", SourceTruncated),
        (HEADER + "<a></b></p>", SourceNotData),
        ('<!DOCTYPE p SYSTEM "x.dtd"><p/>', SourceNotData),
        ('<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>', SourceNotData),
        (b"<p>\xff\xfe</p>", SourceNotData),
        ("<html><body>503</body></html>", SourceNotData),
        ('<?xml version="1.0" encoding="UTF-.."?><p/>', SourceNotData),
        ("", SourceNotData),
        (HEADER + "</p>", SourceShapeChanged),
        (HEADER + "<energyInfrastructureStationStatus/></p>", SourceShapeChanged),
        (HEADER.replace("2026-05-13T03:00:04Z", "ontem") + '<energyInfrastructureStation id="A"/></p>', PeriodMissing),
        ('<p><energyInfrastructureStation id="A"/></p>', PeriodMissing),
    ],
)
def test_misbehaving_xml(tmp_path: Path, body: str | bytes, error: type[SourceError]) -> None:
    with pytest.raises(error, match="evChargingInfra"):
        run(save(tmp_path, body))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("id,lat,lon\nA,37.15,-8.45\n", SourceShapeChanged),
        ("# publicationTime: 2024-06-22\nid,latitude,lon\nA,37.15,-8.45\n", SourceShapeChanged),
        ("# publicationTime: 2024-06-22\nid,lat,lon\n", SourceShapeChanged),
        ("# publicationTime:\nid,lat,lon\nA,37.15,-8.45\n", PeriodMissing),
        ("# publicationTime: 2024-06-22\nid,lat,lon\nA,37.15\n", SourceTruncated),
        (b"# publicationTime: 2024-06-22\nid,lat,lon\n\xe7,37.15,-8.45\n", SourceNotData),
    ],
)
def test_misbehaving_list(tmp_path: Path, body: str | bytes, error: type[SourceError]) -> None:
    with pytest.raises(error, match="evChargingInfra-lista"):
        run(save(tmp_path, body, ".csv"))


@pytest.mark.parametrize("one_site", [False, True])
def test_memory_stays_small(tmp_path: Path, one_site: bool) -> None:
    """20 MB of stations, each in its site or all in one: what is kept must not grow with the file."""
    place = "<pointCoordinates><latitude>37.15</latitude><longitude>-8.45</longitude></pointCoordinates>"
    points = "<refillPoint><connector><maxPowerAtSocket>22000.0</maxPowerAtSocket></connector></refillPoint>" * 4
    inner = f"{place}{points}<additionalInformation>{'texto ' * 600}</additionalInformation>"
    opened, closed = '<energyInfrastructureSite id="L">', "</energyInfrastructureSite>"
    around = ("", "") if one_site else (opened, closed)
    path = tmp_path / "big.xml"
    with path.open("w", encoding="utf-8") as handle:
        handle.write(HEADER + (opened if one_site else ""))
        for i in range(5000):
            station = f'<energyInfrastructureStation id="{i}">{inner}</energyInfrastructureStation>'
            handle.write(f"{around[0]}{station}{around[1]}\n")
        handle.write((closed if one_site else "") + "</p>")
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    try:
        table = parse_datex(raw(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(table.stations) == 5000 and table.stations[-1].points == 4
    assert peak < 10_000_000


def test_coordinates_of_another_form_are_no_zeros(tmp_path: Path) -> None:
    listing(tmp_path, "A,4112000,-957000", "B,,")
    with pytest.raises(SourceShapeChanged, match="só 0 de 2 postos"):
        run(tmp_path)


# ── real stations ─────────────────────────────────────────────────────────────────────────────────────────────


def official() -> gpd.GeoDataFrame:
    return gpd.read_file(SHARED / "data" / "geo" / "municipios_308_caop.geojson")[["dico", "geometry"]]


def embedded() -> gpd.GeoDataFrame:
    shapes: Any = pytest.importorskip("geo.shapes")
    return shapes.load(shapes.EMBEDDED)


@pytest.fixture
def real(tmp_path: Path) -> tuple[Context, dict[str, str]]:
    """The stations of 22 June 2024 in our form, and the municipality that others gave to each."""
    with REAL.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lines = [f"{r['id']},{r['lat']},{r['lon']},{r['n_evse']}" for r in rows]
    listing(tmp_path, *lines, header="id,lat,lon,n_evse")
    return Context(ReplayFetcher(tmp_path), territory.load(), official), {r["id"]: r["dico"] for r in rows}


@needs_shared
@pytest.mark.parametrize(("boundaries", "agreement"), [(official, 0.995), (embedded, 0.95)])
def test_real_stations_fall_where_they_should(
    real: tuple[Context, dict[str, str]], boundaries: Callable[[], Any], agreement: float
) -> None:
    where, expected = real
    table = parse_station_csv(Mobie().fetch(QUERY, where)[0])
    placed = mobie.place(table.stations, boundaries(), [])
    same = sum(placed.get(i) == dico for i, dico in expected.items())
    assert len(expected) == 4950 and same / len(expected) >= agreement


@needs_shared
def test_real_counts_equal_the_shipped_ones(real: tuple[Context, dict[str, str]]) -> None:
    where, _ = real
    connector = Mobie()
    parsed = connector.parse(connector.fetch(QUERY, where), QUERY, where)
    with (SHARED / "ship" / "figures" / "postos_carregamento_ve.csv").open(encoding="utf-8", newline="") as handle:
        shipped = {
            r["territory_code"]: float(r["value"]) for r in csv.DictReader(handle) if r["period"] == "2024-06-22"
        }
    assert values(parsed) == shipped and len(parsed.frame) == 308
    assert sum(v == 0 for v in values(parsed).values()) == 2
    assert "mobie_poucos_postos" not in rules(parsed)
