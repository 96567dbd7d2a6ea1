"""Every page on a full, an empty and a one-source-failed warehouse, in both languages."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import catalogue
from core.paths import ROOT
from etl.context import Context
from etl.http import Fetcher, ReplayFetcher
from etl.load import Options, load
from geo import shapes

PAGES = ("app.py", "pages/mapa.py", "pages/municipio.py", "pages/estado.py")
BOOK = catalogue.load()


def open_page(page: str, **query: str) -> AppTest:
    """Run a page, with its query, in a fresh session."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    if page != "app.py":
        test.switch_page(page)
    return test.run()


def payloads(test: AppTest) -> list[dict[str, Any]]:
    """Data of all our components on the page."""
    found = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        text = getattr(proto, "json", "") or getattr(getattr(proto, "mixed", None), "json", "")
        if text and type(proto).__name__ == "BidiComponent":
            found.append(json.loads(text))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(test.main)
    return found


def words(test: AppTest) -> str:
    """All that the page says through our components."""
    return json.dumps(payloads(test), ensure_ascii=False)


@pytest.fixture
def full(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    yield


def the_map(test: AppTest) -> dict[str, Any]:
    return next(p for p in payloads(test) if "atlas" in p)


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("full")
def test_every_page_runs_on_the_full_warehouse(page: str, lang: str) -> None:
    test = open_page(page, lang=lang)
    assert not test.exception and len(words(test)) > 1000
    assert ("Ver o estado" in words(test) or "Fonte" in words(test) or "Linha" in words(test)) == (lang == "pt")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_without_a_warehouse(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    test = open_page(page)
    assert not test.exception and "etl load --offline" in words(test)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_its_figures_when_a_source_failed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_context: Callable[[Fetcher], Context]
) -> None:
    options = Options(indicators=frozenset({"medicos_1000_hab"}))
    load(BOOK, make_context(ReplayFetcher(tmp_path)), options, tmp_path / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    test = open_page(page)
    assert not test.exception
    if page == "pages/estado.py":
        assert '"data-outcome": "failed"' in words(test) and "0012837" in words(test)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("full")
def test_a_broken_catalogue_is_said_with_its_cure(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "indicators.yaml"
    broken.write_text("domains: [\n", encoding="utf-8")
    monkeypatch.setattr("core.catalogue.CATALOGUE", broken)
    test = open_page(page)
    assert not test.exception and "YAML" in words(test) and "indicators.yaml" in words(test)


@pytest.mark.usefixtures("full")
def test_missing_boundaries_are_said_with_their_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "EMBEDDED", tmp_path / "nada.topojson")
    test = open_page("pages/mapa.py")
    assert not test.exception and "etl boundaries" in words(test)


@pytest.mark.parametrize("indicator", [i.id for i in BOOK.indicators])
@pytest.mark.usefixtures("full")
def test_the_map_page_of_each_row_draws_or_says_why_not(indicator: str) -> None:
    test = open_page("pages/mapa.py", indicador=indicator)
    assert not test.exception
    said = words(test)
    drawn = any("atlas" in p for p in payloads(test))
    assert drawn or "Porque falta" in said or "só publica este indicador para o país" in said
    assert BOOK.indicator(indicator).name.pt in said


@pytest.mark.parametrize(
    ("level", "version", "count"),
    [
        ("municipio", "2024", 308),
        ("nuts3", "2024", 26),
        ("nuts3", "2013", 25),
        ("nuts2", "2024", 9),
        ("nuts2", "2013", 7),
    ],
)
@pytest.mark.usefixtures("full")
def test_levels_of_the_map(level: str, version: str, count: int) -> None:
    data = the_map(open_page("pages/mapa.py", nivel=level, nuts=version, periodo="2017"))
    assert len(data["texts"]) == len(data["marks"]) == len(data["ranks"]) == count
    assert len(json.dumps(data)) < 50_000
    assert data["title"].endswith("2017")


@pytest.mark.usefixtures("full")
def test_the_headline_and_what_is_missing_on_the_map() -> None:
    said = words(open_page("pages/mapa.py"))
    assert "59,3\u00a0%" in said and "mais 5,6\u00a0p.p. do que em 2021" in said and "mais alto desde 2009" in said
    assert "Fonte: SG MAI" in said and "Tabela 3, linha 33" in said and "limites aproximados" in said
    assert "valores embutidos de 22/11/2026" in said and "NUTS 2024" in said
    meters = the_map(open_page("pages/mapa.py", indicador="instalacoes_com_contador_inteligente"))
    assert meters["marks"].count("na") == 30
    assert "inferido" in words(open_page("pages/mapa.py", indicador="consumo_domestico_eletricidade_hab"))


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("pages/mapa.py", {"indicador": "inventado"}),
        ("pages/mapa.py", {"periodo": "1755"}),
        ("pages/mapa.py", {"nivel": "planeta"}),
        ("pages/mapa.py", {"nuts": "1986"}),
        ("pages/municipio.py", {"territorio": "9999"}),
    ],
)
@pytest.mark.usefixtures("full")
def test_what_does_not_exist_is_a_plain_notice_and_the_nearest_view(page: str, query: dict[str, str]) -> None:
    test = open_page(page, **query)
    assert not test.exception and "não existe aqui" in test.info[0].value


@pytest.mark.parametrize("dico", ["0806", "4201", "3101", "4501", "4901", "1116", "1106", "1312"])
@pytest.mark.parametrize("version", ["2024", "2013"])
@pytest.mark.usefixtures("full")
def test_profiles(dico: str, version: str) -> None:
    test = open_page("pages/municipio.py", territorio=dico, nuts=version)
    assert not test.exception and "Taxa de votantes" in words(test)


@pytest.mark.usefixtures("full")
def test_state_of_the_data_has_48_rows_each_missing_one_with_its_reason() -> None:
    def rows(node: Any) -> Iterator[list[Any]]:
        if isinstance(node, list):
            if node and node[0] == "tr" and "data-row" in node[1]:
                yield node
            for child in node:
                yield from rows(child)

    table = list(rows([p["tree"] for p in payloads(open_page("pages/estado.py"))]))
    assert len(table) == 48
    for row in table:
        assert len(json.dumps(row[-1])) > 30 or '"sem dados"' not in json.dumps(row, ensure_ascii=False)
