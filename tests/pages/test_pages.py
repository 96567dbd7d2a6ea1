"""Every page on a full, an empty, a one-source-failed and a stale warehouse, in both languages, from any address."""

import io
import json
import logging
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.base import logs
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue
from core.warehouse import queries
from core.warehouse.checks import Check
from core.warehouse.checks import read as read_checks
from core.warehouse.store import POINTER, Store, resolve
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.load.run import Options, load
from geo import shapes
from tests.support import ine
from tests.support.pages import PAGES, controls, nodes, open_page, payloads, run, text_of, the_map, trees, words
from ui.views.estado import fresh

BOOK = catalogue.load()
DOCTORS = "medicos_1000_hab"
ONLY = Options(indicators=frozenset({DOCTORS}))
NB = "\u00a0"
Make = Callable[[Fetcher], Context]


@pytest.fixture
def full(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory, make_context: Make, light: Catalogue) -> Path:
    """A warehouse whose only source asked never answered."""
    folder = tmp_path_factory.mktemp("failed")
    load(light, make_context(ReplayFetcher(folder)), ONLY, folder / "builds")
    return folder


@pytest.fixture(scope="module")
def stale(tmp_path_factory: pytest.TempPathFactory, make_context: Make, light: Catalogue) -> Path:
    """A warehouse whose source answered once and then no more."""
    folder = tmp_path_factory.mktemp("stale")
    meta = ine.metadata({"S7A2024": "2024"}, ["PT", "1C40705"])
    body = ine.data({"2024": [ine.row("PT", "5.7"), ine.row("1C40705", "8.3")]})
    ine.record(folder / "answers", meta, body, "0012837")
    for answers in ("answers", "silence"):
        load(light, make_context(ReplayFetcher(folder / answers)), ONLY, folder / "builds")
    return folder


def said(page: str, **query: str) -> str:
    """The text of a page that ran without a traceback."""
    test = open_page(page, **query)
    assert not test.exception
    return "".join(text_of(t) for t in trees(payloads(test)))


def state_rows(**query: str) -> dict[int, list[Any]]:
    """Rows of the page on the state of the data, by row of Table 3."""
    found = [n for t in trees(payloads(open_page("pages/estado.py", **query))) for n in nodes(t)]
    return {n[1]["data-row"]: n for n in found if n[0] == "tr" and "data-row" in n[1]}


@pytest.mark.parametrize(
    ("page", "pt", "en"),
    [
        ("app.py", "Como estão os seis domínios", "How do the six domains stand"),
        ("pages/indicador.py", "mais 5,6\u00a0p.p. do que em 2021", "5.6\u00a0pp more than in 2021"),
        (
            "pages/territorio.py",
            "Em Lisboa, face ao país, há mais gente",
            "In Lisbon, beside the country, more",
        ),
        ("pages/estado.py", "O que temos, de quando", "What do we have, how old is it"),
    ],
)
@pytest.mark.usefixtures("full")
def test_every_page_speaks_both_languages_and_one_at_a_time(page: str, pt: str, en: str) -> None:
    in_pt, in_en = said(page), said(page, lang="en")
    assert pt in in_pt and pt not in in_en
    assert en in in_en and en not in in_pt


@pytest.mark.usefixtures("full")
def test_the_language_stays_with_the_session() -> None:
    test = open_page("app.py", lang="en")
    test.switch_page("pages/estado.py")
    assert "What do we have, how old is it" in words(run(test))
    assert test.query_params["lang"] == "en"


@pytest.mark.usefixtures("full")
def test_the_overview_shows_the_country_s_figures_and_how_much_is_missing() -> None:
    text = said("app.py")
    assert f"59,3{NB}%" in text and "Portugal, 2025" in text and f"2,8{NB}‰" in text
    assert "32 têm valores carregados, 9 deles por município e 2 só de alguns municípios; faltam 16" in text


IN_THE_LOG = "encontra no registo dos processos onde foi e o que fazer"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_without_a_warehouse(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    text = said(page)
    assert "Ainda não há dados publicados" in text and "Nada aqui é zero" in text and "–" not in text
    assert IN_THE_LOG in text and "python -m" not in text and "etl load --offline" in caplog.text
    english = said(page, lang="en")
    assert "No data has been published yet" in english and "dados publicados" not in english


@pytest.mark.parametrize(("pointer", "body"), [("nada.duckdb", None), ("x.duckdb", b"not a database"), ("", None)])
def test_a_damaged_warehouse_is_said_with_its_cure(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    pointer: str,
    body: bytes | None,
) -> None:
    (tmp_path / "builds").mkdir()
    (tmp_path / "builds" / POINTER).write_text(pointer, encoding="utf-8")
    if body:
        (tmp_path / "builds" / pointer).write_bytes(body)
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    assert IN_THE_LOG in said("app.py") and "etl load --offline" in caplog.text


def test_a_failed_source_costs_its_own_row_and_nothing_else(failed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(failed))
    assert f"59,3{NB}%" in said("app.py")
    assert f"59,3{NB}%" in said("pages/indicador.py")
    assert "Taxa de votantes" in said("pages/territorio.py")
    rows = state_rows()
    assert "valores embutidos" in text_of(rows[43])  # what ships stays where the source gives nothing
    assert not [n for n, row in rows.items() if "a fonte falhou" in text_of(row)]
    assert "0012837" in said("pages/estado.py")
    assert "Achados da última carga" in said("pages/estado.py")


def test_a_source_that_stopped_answering_leaves_its_figures_marked_stale(
    stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(stale))
    text = said("pages/indicador.py", indicador=DOCTORS, territorio="0705", nivel="municipio")
    assert "8,3" in text and "desatualizado: a fonte falhou na última carga" in text
    assert "desatualizado" in said("app.py") and "8,3" in said("pages/territorio.py", territorio="0705")
    assert "desatualizado" in text_of(state_rows()[43])
    assert the_map(open_page("pages/indicador.py", indicador=DOCTORS, nivel="municipio"))["marks"].count("nd") == 307


def test_a_new_build_is_seen_by_an_open_session(
    warehouse: Path, failed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    for source in (failed, warehouse):
        shutil.copytree(source / "builds", tmp_path / "builds", dirs_exist_ok=True)
    pointer = tmp_path / "builds" / POINTER
    old, new = ((x / "builds" / POINTER).read_text(encoding="utf-8") for x in (failed, warehouse))
    names = [Path(x.strip()).stem for x in (old, new)]
    pointer.write_text(old, encoding="utf-8")
    test = open_page("pages/indicador.py")
    assert names[0] in words(test) and names[1] not in words(test)
    pointer.write_text(new, encoding="utf-8")
    assert names[1] in words(run(test))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("full")
def test_a_broken_catalogue_is_said_with_its_cure(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "indicators.yaml"
    broken.write_text("domains: [\n", encoding="utf-8")
    monkeypatch.setattr("core.catalogue.catalogue.CATALOGUE", broken)
    text = said(page)
    assert "não é YAML válido" in text and IN_THE_LOG in text
    assert "corrigir a linha indicada" in caplog.text and "indicators.yaml" in caplog.text


@pytest.mark.usefixtures("full")
def test_missing_boundaries_are_said_with_their_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shapes, "EMBEDDED", tmp_path / "nada.topojson")
    assert IN_THE_LOG in said("pages/indicador.py") and "carregar de novo os limites" in caplog.text


@pytest.mark.parametrize("indicator", [i.id for i in BOOK.indicators])
@pytest.mark.usefixtures("full")
def test_the_map_page_of_each_row_draws_or_says_why_not(indicator: str) -> None:
    test = open_page("pages/indicador.py", indicador=indicator)
    assert not test.exception and not test.info
    text = "".join(text_of(t) for t in trees(payloads(test)))
    drawn = [p for p in payloads(test) if "atlas" in p]
    why = "Porque falta" in text and "tem de agir: Projeto ENTI" in text
    country = "Só há valores do país nesta série" in text  # answer, judgement and pedigree in place of a map
    assert [bool(drawn), why, country].count(True) == 1
    assert not country or ("Juízo" in text and "Como chegou até nós" in text)
    assert BOOK.indicator(indicator).name.pt in text


@pytest.mark.parametrize(
    ("level", "version", "count"),
    [
        ("municipio", "2024", 308),
        ("municipio", "2013", 308),
        ("nuts3", "2024", 26),
        ("nuts3", "2013", 25),
        ("nuts2", "2024", 9),
        ("nuts2", "2013", 7),
    ],
)
@pytest.mark.usefixtures("full")
def test_levels_of_the_map(level: str, version: str, count: int) -> None:
    test = open_page("pages/indicador.py", nivel=level, nuts=version, periodo="2017")
    data = the_map(test)
    assert len(data["texts"]) == len(data["marks"]) == len(data["ranks"]) == count
    assert data["namesOf"] == f"{level}-{version}" and data["periodLabel"] == "2017" and not test.info
    assert len(json.dumps(data)) < 50_000


@pytest.mark.usefixtures("full")
def test_what_stands_under_the_map_and_what_is_missing_on_it() -> None:
    text = said("pages/indicador.py")
    assert "mais alto desde 2009" in text and "Fonte: SG MAI" in text and "Tabela 3, linha 33" in text
    assert (
        "valores embutidos, compilados em 26/11/2026" in text and "NUTS 2024" in text and "limites aproximados" in text
    )
    meters = the_map(open_page("pages/indicador.py", indicador="instalacoes_com_contador_inteligente"))
    assert meters["marks"].count("na") == 30 and "sem dados" not in meters["texts"]
    undated = said("pages/indicador.py", indicador="consumo_domestico_eletricidade_hab", serie="ine_sem_ano")
    assert "ano por confirmar" in undated and "2023" not in undated.split("Fonte: ")[0]


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize(
    ("page", "query", "shown"),
    [
        ("pages/indicador.py", {"indicador": "inventado"}, "Taxa de votantes|Turnout"),
        ("pages/indicador.py", {"periodo": "1755"}, "2025"),
        ("pages/indicador.py", {"nivel": "planeta"}, "Município|Municipality"),
        ("pages/indicador.py", {"nuts": "1986"}, "2024"),
        ("pages/indicador.py", {"territorio": "9999"}, "Portugal"),
        ("pages/indicador.py", {"indicador": "mortalidade_infantil", "serie": "inventada"}, ""),
        ("pages/territorio.py", {"territorio": "9999"}, "Lisboa"),
        ("pages/territorio.py", {"nuts": "1986"}, "2024"),
    ],
)
@pytest.mark.usefixtures("full")
def test_what_does_not_exist_is_a_plain_notice_and_the_nearest_view(
    page: str, query: dict[str, str], shown: str, lang: str
) -> None:
    test = open_page(page, lang=lang, **query)
    notice = test.info[0].value
    assert not test.exception and len(test.info) == 1
    assert ("não existe aqui" if lang == "pt" else "does not exist here") in notice
    assert list(query.values())[-1] in notice and any(s in notice for s in shown.split("|"))
    assert len(payloads(test)) >= 3, "the page stands below the notice"
    assert not run(test).info, "said once"


@pytest.mark.parametrize("asked", ["![x](https://example.org/x.png)", "<b>x</b>", "www.example.org", "x" * 999])
@pytest.mark.usefixtures("full")
def test_a_notice_does_not_repeat_what_could_be_markup(asked: str) -> None:
    for name in ("indicador", "territorio"):
        notice = open_page("pages/indicador.py", **{name: asked}).info[0].value
        assert "«…», que não existe aqui" in notice and asked not in notice


# Corvo, both Lagoas, both Calhetas, the smallest and the largest, one of each coast and border.
PLACES = ("4901", "0806", "4201", "3101", "4501", "0116", "1106", "1312", "0705", "0204", "3201", "0501")


@pytest.mark.parametrize(("dico", "version"), [*((p, "2024") for p in PLACES), *((p, "2013") for p in PLACES[:4])])
@pytest.mark.usefixtures("full")
def test_profiles(store: Store, dico: str, version: str) -> None:
    people = queries.series_of(store, "populacao_residente", "total", [dico])["value"].dropna().iloc[-1]
    text = said("pages/territorio.py", territorio=dico, nuts=version)
    assert "Taxa de votantes" in text and f"NUTS {version}" in text and "de 308" in text
    assert ("Tem menos de 5000 habitantes" in text) == (people < 5000)


@pytest.mark.parametrize(
    ("place", "version", "parts"),
    [
        (
            "2024:1C4",
            "2024",
            ("Alentejo Central", "Dentro do Alentejo Central", "Évora", "Posição no Alentejo", "de 26"),
        ),
        ("2013:187", "2013", ("NUTS 2013", "Mora", "de 25")),
        ("2024:1C", "2024", ("Alentejo Litoral", "Entre as NUTS II do país")),
        ("2024:1", "2024", ("Continente", "Península de Setúbal")),
        ("PT", "2024", ("Em Portugal há valores nacionais", "Região Autónoma da Madeira", "308")),
    ],
)
@pytest.mark.usefixtures("full")
def test_profiles_of_regions_and_the_country_lead_up_and_down(place: str, version: str, parts: tuple[str, ...]) -> None:
    text = said("pages/territorio.py", territorio=place)
    assert all(part in text for part in parts) and f"NUTS {version}" in text
    assert "Evolução" in text


@pytest.mark.usefixtures("full")
def test_a_change_of_version_keeps_the_region_of_the_same_name_or_goes_up() -> None:
    test = open_page("pages/territorio.py", territorio="2024:1C4")
    assert controls(test)["territorio"]["value"] == "2024:1C4"
    test.query_params["nuts"] = "2013"
    assert controls(run(test))["territorio"]["value"] == "2013:187" and not test.info
    gone = open_page("pages/territorio.py", territorio="2024:1D")  # Oeste e Vale do Tejo is new in 2024
    gone.query_params["nuts"] = "2013"
    assert controls(run(gone))["territorio"]["value"] == "PT"


@pytest.mark.usefixtures("full")
def test_places_of_one_name_are_told_apart() -> None:
    options = [o[1] for o in controls(open_page("pages/territorio.py"))["territorio"]["options"]]
    assert len(options) == len(set(options)) == 308 + 1 + 3 + 9 + 26
    assert {"Portugal", "Alentejo · NUTS II", "Alentejo Central · NUTS III", "Continente · NUTS I"} <= set(options)
    assert sum(o.startswith("Lagoa (") for o in options) == sum(o.startswith("Calheta (") for o in options) == 2


@pytest.mark.usefixtures("full")
def test_state_of_the_data_has_48_rows_each_missing_one_with_reason_and_owner() -> None:
    rows = state_rows()
    assert list(rows) == list(range(1, 49))
    without = [row for row in rows.values() if "sem dados" in text_of(row)]
    assert len(without) == 16
    for row in without:
        reason, who = text_of(row[-1]).split("tem de agir: ")
        assert len(reason) > 20 and "ão pedimos" in reason and who == "Projeto ENTI."


# Revisions and freshness


def _revised(warehouse: Path, folder: Path) -> Path:
    """The build of the warehouse with a revision of Évora's turnout, as a load would leave it."""
    (folder / "builds").mkdir()
    build = shutil.copy(resolve(warehouse / "builds"), folder / "builds")
    (folder / "builds" / "current").write_text(Path(build).name + "\n", encoding="utf-8")
    with duckdb.connect(str(build)) as connection:
        connection.execute(
            "INSERT INTO revision VALUES ('taxa_votantes_autarquicas', 'total', '0705', '2021', 'revised', 50.0, 51.5,"
            " 'A', 'A', 'antes', 'depois', '2026-11-20T10:00:00+00:00')"
        )
    return folder


@pytest.mark.parametrize("page", ["pages/indicador.py", "pages/territorio.py"])
def test_a_revision_is_shown_where_it_happened(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(_revised(warehouse, tmp_path)))
    shown = said(page, indicador="taxa_votantes_autarquicas", periodo="2021", territorio="0705")
    assert (
        "Valores que mudaram (1)" in shown
        and "revisto pela fonte" in shown
        and "20/11/2026" in shown
        and "51,5" in shown
    )
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    assert "Valores que mudaram" not in said(page, indicador="taxa_votantes_autarquicas", periodo="2021")


def test_the_state_page_says_whether_a_series_is_in_time(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _revised(warehouse, tmp_path)
    today = datetime.now(UTC).isoformat(timespec="seconds")
    checks = {
        "pme_intensidade_digital_basica/dii_v3/eurostat/0": {"asked_at": today, "outcome": "ok"},
        "taxa_votantes_autarquicas/total/mai/0": {"asked_at": today, "outcome": "ok"},
    }
    (folder / "builds" / "checks.json").write_text(json.dumps(checks), encoding="utf-8")
    monkeypatch.setenv("ENTI_DATA", str(folder))
    shown = said("pages/estado.py")
    assert "em dia; 2029 esperado até" in shown and "ainda não pedimos à fonte" in shown
    digital = BOOK.indicator("pme_intensidade_digital_basica")
    said_then = fresh(digital, {"last": "2025"}, read_checks(folder / "builds"), date(2029, 3, 1), "pt")
    assert said_then is not None and "o nosso último pedido, em" in said_then.lower() and "Projeto ENTI" in said_then
    checks = {k: Check(k, "2029-02-20T00:00:00+00:00", "ok") for k in digital.keyed}
    late = fresh(digital, {"last": "2025"}, checks, date(2029, 3, 1), "pt")
    assert late is not None and late.startswith("Eurostat: pedido em 20/02/2029, e não tinha nada de novo")


@pytest.mark.usefixtures("full")
def test_the_ledger_page_filters_and_says_who_owes_what() -> None:
    shown = said("pages/lacunas.py", dono="ADENE")
    assert (
        "De quem é o quê, e o que se pediu" in shown
        and "não pedimos (ADENE)" in shown
        and "1 lacuna" in shown
        and "extração por município" in shown
    )
    english = said("pages/lacunas.py", lang="en", causa="login_needed")
    assert "Startup Portugal" in english and "login" in english


@pytest.mark.usefixtures("full")
def test_map_and_state_of_the_data_give_one_coverage_with_its_period() -> None:
    said_so = "278 de 308 municípios em 31/01/2026"
    row = next(n for n in state_rows().values() if "Postos de carregamento" in text_of(n))
    assert said_so in text_of(row) and "308 de 308" not in text_of(row)
    assert said_so in said("pages/indicador.py", indicador="postos_carregamento_ve")


@pytest.mark.usefixtures("full")
def test_a_map_without_the_country_says_it_by_the_default_series_with_its_name_and_year() -> None:
    text = said("pages/indicador.py", indicador="deslocacoes_pendulares_sustentaveis", serie="total", nivel="municipio")
    assert "Não há valor nacional" not in text
    assert f"em 2021, Portugal: 32,50{NB}%" in text and "Pela série «" in text


@pytest.mark.usefixtures("full")
def test_the_card_of_a_chosen_place_has_the_mark_of_how_its_value_came() -> None:
    data = the_map(open_page("pages/indicador.py", indicador="densidade_populacional", territorio="0705"))
    (card,) = [n for part in data["side"] for n in nodes(part) if n[0] == "section" and "data-place" in n[1]]
    (mark,) = [n for n in nodes(card) if n[0] == "abbr"][-1:]
    assert text_of(mark) == "derivado" and " a dividir por " in text_of(card)
    assert len(json.dumps(data)) < 50_000
    without = the_map(open_page("pages/indicador.py"))
    assert not [n for part in without["side"] for n in nodes(part) if n[0] == "abbr"]


def test_what_a_page_reports_has_the_number_of_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    written = logging.StreamHandler(io.StringIO())
    written.setFormatter(logs.Line())
    logger = logging.getLogger("ui.frame.page")
    logger.addHandler(written)
    try:
        for _ in range(2):
            said("pages/sintese.py")
    finally:
        logger.removeHandler(written)
    numbers = re.findall(r"\[pedido ([0-9a-f]{12})\]", written.stream.getvalue())
    assert len(numbers) == 2 and len(set(numbers)) == 2
