"""Official boundaries: the DGT's pages and GeoPackages (made up, in their form), files given by hand, bad input."""

import errno
import hashlib
import json
import random
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Polygon, box
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from core.base.errors import (
    BoundaryError,
    DuplicateKey,
    EntiError,
    SourceHttpError,
    SourceNotData,
    SourceShapeChanged,
    SourceTruncated,
    StorageError,
)
from core.base.paths import ROOT
from core.terms import territory
from core.terms.territory import Territories
from etl.boundaries import fetch as boundaries
from etl.boundaries import files as boundary_files
from etl.boundaries import opened
from etl.fetch.http import Request
from etl.fetch.model import Raw
from geo import coverage, shapes

CAOP = ROOT / "../shared/data/geo/municipios_308_caop.geojson"
AZORES = ROOT / "../shared/data/geo/caop2020_acores_freguesias_shp"
needs_caop = pytest.mark.skipif(not CAOP.exists(), reason="sem a CAOP")

MAINLAND = {"0101": box(-8.6, 40, -8.4, 40.5), "0102": box(-8.4, 40, -8.2, 40.5), "0103": box(-8.6, 40.5, -8.2, 41)}
MADEIRA = {"3101": box(-17.2, 32.7, -17, 32.8), "3102": box(-17, 32.7, -16.9, 32.8)}
WEST = {"480101": box(-31.25, 39.4, -31.2, 39.5), "480102": box(-31.2, 39.4, -31.15, 39.5)}
CENTRAL = {"430101": box(-27.3, 38.65, -27.2, 38.75)}
DICOS = {*MAINLAND, *MADEIRA, "4801", "4301"}


def small_territory() -> Territories:
    items = territory.load().by_id.values()
    return Territories([t for t in items if t.level != "municipio" or t.id in DICOS])


def layer(shapes_: dict[str, BaseGeometry], column: str, epsg: int) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({column: list(shapes_)}, geometry=list(shapes_.values()), crs=4326).to_crs(epsg)


def gpkg_zip(folder: Path, name: str, layers: dict[str, gpd.GeoDataFrame]) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.gpkg"
    for layer_name, rows in layers.items():
        rows.to_file(path, layer=layer_name, driver="GPKG")
    with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, f"{name}/{path.name}")
        archive.writestr("leia-me.txt", "nada")
    return (folder / f"{name}.zip").read_bytes()


@dataclass
class FakeDgt:
    """Answers as the DGT would: pages of a FeatureCollection, and zipped GeoPackages."""

    folder: Path
    places: dict[str, BaseGeometry] = field(default_factory=lambda: dict(MAINLAND))
    spoil: Callable[[Request, bytes], bytes] = lambda request, body: body
    asked: list[Request] = field(default_factory=list)

    def get(self, request: Request) -> Raw:
        self.asked.append(request)
        body = self.spoil(request, self._zip(request) if request.kind == "binary" else self._page(request))
        path = self.folder / f"{request.name}.raw"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        return Raw(request.source, request.name, path, request.url, "2026-01-01T00:00:00+00:00", digest)

    def _page(self, request: Request) -> bytes:
        asked = dict(request.params)
        start, count = int(asked["offset"]), int(asked["limit"])
        page = list(self.places.items())[start : start + count]
        features = [
            {"type": "Feature", "id": n, "geometry": mapping(g), "properties": {"dtmn": d, "municipio": f"M{d}"}}
            for n, (d, g) in enumerate(page, start + 1)
        ]
        links = [{"rel": "self", "href": request.url}]
        if start + count < len(self.places):
            links.append({"rel": "next", "href": f"{request.url}?offset={start + count}&limit={count}"})
        matched = {"numberMatched": len(self.places), "numberReturned": len(page)}
        return json.dumps({"type": "FeatureCollection", "features": features, **matched, "links": links}).encode()

    def _zip(self, request: Request) -> bytes:
        if "RAM" in request.url:
            layers = {"ram_municipios": layer(MADEIRA, "dtmn", 5016)}
            # Parishes are there too, and must not be mistaken for a second set of municípios.
            layers["ram_freguesias"] = layer({f"{d}01": g for d, g in MADEIRA.items()}, "dtmnfr", 5016)
            return gpkg_zip(self.folder, "ram", layers)
        west, central = layer(WEST, "DICOFRE", 5014), layer(CENTRAL, "DICOFRE", 5015)
        return gpkg_zip(self.folder, "raa", {"raa_oci": west, "raa_cen": central})


def nothing(_: str) -> None:
    pass


def run(fetcher: Any, target: Path, from_file: Path | None = None, provider: str | None = None) -> boundaries.Report:
    return boundaries.run(
        fetcher,
        from_file=from_file,
        provider=provider,
        target=target,
        report=nothing,
        territories=small_territory(),
    )


def test_pages_and_islands_become_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "PAGE", 2)
    said: list[str] = []
    fake = FakeDgt(tmp_path / "raw")
    done = boundaries.run(
        fake, from_file=None, target=tmp_path / "out", report=said.append, territories=small_territory()
    )
    made = shapes.load(done.path)
    assert done.path == tmp_path / "out" / "boundaries.topojson" and done.places == len(DICOS)
    assert set(made["dico"]) == DICOS
    wanted = {**MAINLAND, **MADEIRA, "4301": CENTRAL["430101"], "4801": box(-31.25, 39.4, -31.15, 39.5)}
    for dico, geometry in zip(made["dico"], made.geometry, strict=True):
        assert geometry.symmetric_difference(wanted[dico]).area < 1e-3 * wanted[dico].area, dico
    assert [dict(r.params).get("offset") for r in fake.asked] == ["0", "2", None, None]
    assert {r.source for r in fake.asked} == {"dgt"} and len({r.name for r in fake.asked}) == 4
    assert "7 municípios" in said[-1]
    about = shapes.meta(done.path)
    assert about.official and about.year == 2025
    assert about.attribution == "Informação geográfica cedida pela Direção-Geral do Território (CAOP 2025), CC BY 4.0"


def test_limits_leave_room_for_full_resolution() -> None:
    assert boundaries.DGT_LIMITS.max_bytes >= 200_000_000 and boundaries.DGT_LIMITS.total_seconds >= 600


def pages_only(change: Callable[[dict[str, Any]], Any]) -> Callable[[Request, bytes], bytes]:
    def spoil(request: Request, body: bytes) -> bytes:
        if request.kind != "json":
            return body
        page = json.loads(body)
        change(page)
        return json.dumps(page).encode()

    return spoil


def zips_only(new: Callable[[bytes], bytes]) -> Callable[[Request, bytes], bytes]:
    return lambda request, body: new(body) if request.kind == "binary" else body


def _html(request: Request, body: bytes) -> bytes:
    return b"<html><body>manutencao</body></html>" if request.kind == "json" else body


def _drop_first(page: dict[str, Any]) -> None:
    page["features"] = page["features"][1:]
    page["numberMatched"] -= 1


def _bow_tie(page: dict[str, Any]) -> None:
    page["features"][0]["geometry"] = mapping(Polygon([(-8.6, 40), (-8.4, 40.5), (-8.4, 40), (-8.6, 40.5)]))


def _rename(page: dict[str, Any]) -> None:
    for feature in page["features"]:
        feature["properties"]["codigo"] = feature["properties"].pop("dtmn")


def _first(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda page: page["features"][0]["properties"].update({key: value})


def _one_page_for_ever() -> Callable[[dict[str, Any]], None]:
    first: list[Any] = []

    def change(page: dict[str, Any]) -> None:
        first[:] = first or page["features"]
        page.update(features=first, numberMatched=10**9)

    return change


BAD_ANSWERS: dict[str, tuple[Callable[[Request, bytes], bytes], type[EntiError], str]] = {
    "html": (_html, SourceNotData, "não é JSON.*offset 0"),
    "a refusal": (pages_only(lambda p: p.pop("features")), SourceShapeChanged, "FeatureCollection"),
    "no count": (pages_only(lambda p: p.pop("numberMatched")), SourceShapeChanged, "numberMatched"),
    "no code": (pages_only(_rename), SourceShapeChanged, "dtmn"),
    "no geometry": (pages_only(lambda p: p["features"][0].update(geometry=None)), BoundaryError, "0101"),
    "a geometry of no kind": (
        pages_only(lambda p: p["features"][0].update(geometry={"type": "Poligono", "coordinates": []})),
        SourceShapeChanged,
        "não são GeoJSON",
    ),
    "missing": (pages_only(_drop_first), BoundaryError, "Faltam 1.*0101 Águeda"),
    "unknown": (pages_only(_first("dtmn", "0104")), BoundaryError, "0101"),
    "stops early": (pages_only(lambda p: p.update(numberMatched=5)), SourceTruncated, "anunciou 5.*deu 3"),
    "one page for ever": (pages_only(_one_page_for_ever()), DuplicateKey, "0101"),
    "twice": (pages_only(_first("dtmn", "0102")), DuplicateKey, "0102"),
    "crossing itself": (pages_only(_bow_tie), BoundaryError, "inválidos.*0101"),
    "not a zip": (zips_only(lambda b: b"PK nada"), BoundaryError, "danificado"),
    "half a zip": (zips_only(lambda b: b[: len(b) // 2]), BoundaryError, "danificado"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_bad_answers_leave_the_old_files(tmp_path: Path, case: str) -> None:
    spoil, error, message = BAD_ANSWERS[case]
    run(FakeDgt(tmp_path / "good"), tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    with pytest.raises(error, match=message) as caught:
        run(FakeDgt(tmp_path / "bad", spoil=spoil), tmp_path / "out")
    assert caught.value.where and caught.value.cure
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_a_source_that_repeats_its_first_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "PAGE", 2)
    fake = FakeDgt(tmp_path)
    first = fake._page(Request("dgt", "x", "", (("offset", "0"), ("limit", "2"))))
    fake.spoil = lambda request, body: first if request.kind == "json" else body
    with pytest.raises(DuplicateKey, match="0101"):
        run(fake, tmp_path / "out")


def test_wrong_address_of_the_islands_tells_the_way_round(tmp_path: Path) -> None:
    def gone(request: Request, body: bytes) -> bytes:
        if "RAA" in request.url:
            raise SourceHttpError("A fonte respondeu HTTP 404.", where=request.url, cure="")
        return body

    with pytest.raises(BoundaryError, match=r"Açores.*CAOP_RAA.*--from"):
        run(FakeDgt(tmp_path, spoil=gone), tmp_path / "out")


def test_numbers_get_their_leading_zero() -> None:
    rows = gpd.GeoDataFrame({"DTMN": [101, 1312]}, geometry=[box(0, 0, 1, 1)] * 2)
    assert boundary_files.dico_of(rows) == (False, ["0101", "1312"])
    assert boundary_files.dico_of(rows.rename(columns={"DTMN": "id"})) is None
    parishes = gpd.GeoDataFrame({"DICOFRE": [10101.0, 131200.0]}, geometry=[box(0, 0, 1, 1)] * 2)
    assert boundary_files.dico_of(parishes) == (True, ["0101", "1312"])


def whole(column: str = "DICO") -> gpd.GeoDataFrame:
    west, central = box(-31.25, 39.4, -31.15, 39.5), CENTRAL["430101"]
    return layer({**MAINLAND, **MADEIRA, "4801": west, "4301": central}, column, 4326)


@pytest.mark.parametrize("name", ["m.geojson", "m.json", "m.gpkg", "m.shp", "m.topojson"])
def test_from_a_file(tmp_path: Path, name: str) -> None:
    given = tmp_path / "given" / name
    given.parent.mkdir()
    if name.endswith("topojson"):
        given.write_bytes(coverage.encoded(whole("dico")))
    else:
        driver = {"gpkg": "GPKG", "shp": "ESRI Shapefile"}.get(name.split(".")[1], "GeoJSON")
        whole().to_file(given, driver=driver)
    done = run(None, tmp_path / "out", given)
    assert set(shapes.load(done.path)["dico"]) == DICOS
    about = shapes.meta(done.path)
    assert not about.official and about.year is None and "por confirmar" in about.attribution
    assert "por confirmar" in about.label["pt"] and "to be confirmed" in about.label["en"]
    again = run(None, tmp_path / "out", given.parent)  # the folder will do as well
    assert again.gz_bytes == done.gz_bytes


def test_from_a_folder_that_mixes_forms(tmp_path: Path) -> None:
    given = tmp_path / "CAOP2024"
    given.mkdir()
    layer(MAINLAND, "DTMN", 3763).to_file(given / "continente.gpkg")
    layer(MADEIRA, "dico", 5016).to_file(given / "madeira.shp")
    (given / "raa.txt").write_text("nada")
    layer(WEST, "DICOFRE", 5014).to_file(given / "oci.shp")
    layer(CENTRAL, "DICOFRE", 5015).to_file(given / "cen.shp")
    done = run(None, tmp_path / "out", given)  # and a name proves nothing
    assert set(shapes.load(done.path)["dico"]) == DICOS and shapes.meta(done.path).year is None


def test_whose_they_are_is_said_by_who_hands_them_over(tmp_path: Path) -> None:
    done = run(None, tmp_path / "out", _given(tmp_path, whole()), "  DGT, CAOP 2024,\tCC BY 4.0 ")
    about = shapes.meta(done.path)
    assert not about.official and about.year == 2024
    assert about.attribution == "Limites: DGT, CAOP 2024, CC BY 4.0 (segundo quem entregou o ficheiro)"
    assert all("DGT, CAOP 2024, CC BY 4.0" in said for said in about.label.values())


@pytest.mark.parametrize("provider", ["", "  ", "ab", "x" * 121, "DGT\ud800", "DGT\x1b[31m"])
def test_a_provider_that_says_nothing_changes_nothing(tmp_path: Path, provider: str) -> None:
    with pytest.raises(BoundaryError, match="quem fez os limites") as caught:
        run(None, tmp_path / "out", _given(tmp_path, whole()), provider)
    assert caught.value.where == "--provider" and not (tmp_path / "out").exists()


def test_what_is_fetched_needs_no_provider(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="só se diz dos que vêm num ficheiro"):
        run(FakeDgt(tmp_path / "raw"), tmp_path / "out", None, "DGT")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """An address that has boundaries, and who asked for them."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/m.geojson", seen
        server.shutdown()


VRT = "<OGRVRTDataSource><OGRVRTLayer name='m'><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


@pytest.mark.parametrize("name", ["m.geojson", "m.json", "m.gpkg", "m.shp"])
@pytest.mark.parametrize("form", ["{vrt}", '{{"type": "FeatureCollection", "features": [], "a": "{vrt}"}}'])
def test_addresses_inside_a_file_are_not_followed(
    tmp_path: Path, asked: tuple[str, list[str]], name: str, form: str
) -> None:
    address, seen = asked
    whole().to_file(tmp_path / "alvo.gpkg")
    for target in (address, f"/vsicurl/{address}", str(tmp_path / "alvo.gpkg")):
        (tmp_path / name).write_text(form.format(vrt=VRT.format(target)))
        with pytest.raises(BoundaryError, match=r"não se consegue ler|Não há polígonos") as caught:
            boundary_files.read(tmp_path / name)
        assert caught.value.cure
    assert seen == []


@pytest.mark.parametrize("name", ["a.zip!m.gpkg", "a?b.gpkg", "a|b.gpkg"])
def test_a_name_that_reads_as_an_address_is_refused(tmp_path: Path, name: str) -> None:
    whole().to_file(tmp_path / "m.gpkg")
    (tmp_path / "m.gpkg").rename(tmp_path / name)
    with pytest.raises(BoundaryError, match="lê-se como um endereço"):
        boundary_files.read(tmp_path / name)


def test_a_folder_named_as_an_address_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = Path("http:", "localhost")
    place.mkdir(parents=True)
    whole().to_file(tmp_path / "m.gpkg")
    (tmp_path / "m.gpkg").rename(place / "m.gpkg")
    assert len(boundary_files.read(place / "m.gpkg")) == len(DICOS)


@pytest.mark.parametrize("path", ["/vsicurl/http://localhost/m.gpkg", "http://localhost/m.geojson", "/vsizip/m.zip"])
def test_addresses_are_no_files(path: str) -> None:
    with pytest.raises(BoundaryError, match="não existe"):
        boundary_files.read(Path(path))


def test_each_bound_of_a_file_bites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MAX_FEATURES", 3)
    monkeypatch.setattr(opened, "MAX_TEXT_BYTES", 99)
    for name, said in (("m.gpkg", "7 elementos"), ("m.json", "até 99 bytes")):
        whole().to_file(tmp_path / name, driver="GPKG" if name == "m.gpkg" else "GeoJSON")
        with pytest.raises(BoundaryError, match=said):
            boundary_files.read(tmp_path / name)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:pyogrio")
@pytest.mark.parametrize("name", ["m.geojson", "m.topojson", "m.gpkg", "m.shp"])
def test_a_file_spoilt_anywhere_is_refused_or_read(tmp_path: Path, name: str) -> None:
    chance, path = random.Random(2), tmp_path / name
    if name == "m.topojson":
        path.write_bytes(coverage.encoded(whole("dico")))
    else:
        whole().to_file(path, driver={"m.gpkg": "GPKG", "m.shp": "ESRI Shapefile"}.get(name, "GeoJSON"))
    parts = {p: p.read_bytes() for p in sorted(tmp_path.iterdir())}
    odd = [b"", b"\0", b"[", b"-1", b"9" * 400, b"null", b"\xff"]
    for _ in range(60):
        part = chance.choice(sorted(parts))
        made = bytearray(parts[part])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(made))
            made[at : at + chance.randint(0, 4)] = chance.choice(odd)
        for p, body in parts.items():
            p.write_bytes(made if p == part else body)
        try:
            coverage.check_polygons(boundary_files.read(path))
        except BoundaryError as error:
            assert error.where and error.cure


def _given(tmp_path: Path, rows: gpd.GeoDataFrame, name: str = "m.geojson") -> Path:
    rows.to_file(tmp_path / name)
    return tmp_path / name


def _text(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text)
    return tmp_path / name


def _no_prj(tmp_path: Path) -> Path:
    path = _given(tmp_path, whole(), "m.shp")
    path.with_suffix(".prj").unlink()
    return path


def _wrong_crs(tmp_path: Path) -> Path:
    return _given(tmp_path, whole().to_crs(3763).set_crs(3857, allow_override=True), "m.gpkg")


def _twice(tmp_path: Path) -> Path:
    return _given(tmp_path, whole().iloc[[0, *range(len(DICOS))]])


BAD_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "absent": (lambda p: p / "nada.gpkg", "não existe"),
    "empty folder": (lambda p: p, "Não há aqui"),
    "mainland only": (lambda p: _given(p, whole().iloc[:3]), "Faltam 4.*3101 Calheta.*Madeira"),
    "no DICO": (lambda p: _given(p, whole("nome")), "coluna DICO.*nome.*dtmn"),
    "html": (lambda p: _text(p, "m.geojson", "<html></html>"), "não se consegue ler"),
    "cut short": (lambda p: _text(p, "m.json", '{"type": "Topology", "arcs": ['), "não se consegue ler"),
    "no arcs": (lambda p: _text(p, "m.topojson", '{"type": "Topology", "objects": {"a": {}}}'), "não se consegue ler"),
    "no projection": (_no_prj, "sistema de coordenadas"),
    "wrong projection": (_wrong_crs, "sistema de coordenadas|fora de Portugal"),
    "twice": (_twice, "repetidos.*0101 Águeda"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_files_leave_the_old_ones(tmp_path: Path, case: str) -> None:
    make, message = BAD_FILES[case]
    (given := tmp_path / "given").mkdir()
    (out := tmp_path / "out").mkdir()
    (out / shapes.NAME).write_text("antigo")
    with pytest.raises(BoundaryError, match=message) as caught:
        run(None, out, make(given))
    assert caught.value.where and caught.value.cure
    assert [(p.name, p.read_text()) for p in out.iterdir()] == [(shapes.NAME, "antigo")]


def _zip(path: Path, *members: str | zipfile.ZipInfo) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, "0" * 5_000)
    return path


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize("name", ["../m.gpkg", "/m.gpkg", "a/../../m.gpkg", "C:/m.gpkg", "a:m.gpkg"])
def test_zip_with_paths_leading_outside(tmp_path: Path, name: str) -> None:
    with pytest.raises(BoundaryError, match="sai da pasta"):
        boundary_files.read(_zip(tmp_path / "m.zip", name))
    assert [p.name for p in tmp_path.iterdir()] == ["m.zip"]


def test_zip_that_would_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_files, "MAX_ZIP_BYTES", 9_000)
    with pytest.raises(BoundaryError, match="mais de"):
        boundary_files.read(_zip(tmp_path / "m.zip", "a.gpkg", "b.gpkg"))
    monkeypatch.setattr(boundary_files, "MAX_ZIP_FILES", 1)
    with pytest.raises(BoundaryError, match="mais de 1 ficheiros"):
        boundary_files.read(_zip(tmp_path / "n.zip", "a.txt", "b.txt"))


@pytest.mark.parametrize("names", [("x" * 300 + ".geojson",), ("a.geojson", "a.geojson/b.geojson")])
def test_zip_with_names_that_no_disk_takes(tmp_path: Path, names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    with pytest.raises(BoundaryError, match="O zip está danificado"):
        boundary_files.read(tmp_path / "a.zip")


def test_zip_whose_parts_lie_before_its_beginning(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.geojson", "{}")
    body = bytearray((tmp_path / "a.zip").read_bytes())
    body[-6] += 100  # where the directory is said to begin
    (tmp_path / "a.zip").write_bytes(body)
    with pytest.raises(BoundaryError, match="O zip está danificado"):
        boundary_files.read(tmp_path / "a.zip")


def test_a_disk_that_is_full_is_not_a_damaged_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.geojson", "{}")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(StorageError, match=r"O disco está cheio.*a\.zip"):
        boundary_files.read(tmp_path / "a.zip")


def test_zip_with_a_link(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="ligação"):
        boundary_files.read(_zip(tmp_path / "m.zip", _link("m.gpkg")))


@needs_caop
def test_from_the_real_caop(tmp_path: Path) -> None:
    done = boundaries.run(None, from_file=CAOP, target=tmp_path, report=nothing)  # type: ignore[arg-type]
    made, known = shapes.load(done.path), territory.load()
    coverage.check(made, [t.id for t in known.municipalities])
    assert done.places == 308 and done.gz_bytes <= 250_000
    assert [len(shapes.dissolve(made, known, "nuts3", v)) for v in territory.VERSIONS] == [25, 26]


@needs_caop
def test_part_of_the_real_caop_names_the_rest(tmp_path: Path) -> None:
    assert len(boundary_files.read(AZORES)) == 19
    with pytest.raises(BoundaryError, match=r"Faltam 289 de 308.*0101 Águeda.*e mais 279"):
        boundaries.run(None, from_file=AZORES, target=tmp_path, report=nothing)  # type: ignore[arg-type]
