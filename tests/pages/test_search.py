"""The search box finds places, indicators and pages as people write them; and the Data page shows what it hands out."""

import pytest
from playwright.sync_api import Page, expect

from core.catalogue import catalogue
from core.terms import territory
from tests.support.browse import in_browser, settled
from tests.support.pages import open_page, payloads, run, text_of, trees
from ui.frame import search
from ui.frame.routes import pages


@pytest.fixture(scope="module")
def everything() -> list[search.Entry]:
    return search.entries(catalogue.load(), territory.load(), tuple(pages().values()), "pt")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("evora", "Évora (Évora)"),
        ("ÉVORA", "Évora (Évora)"),
        ("evroa", "Évora (Évora)"),  # letters changed places
        ("lisbao", "Lisboa (Lisboa)"),
        ("guimaraes", "Guimarães (Braga)"),
        ("s. joao da madeira", "São João da Madeira (Aveiro)"),
        ("mortalidade inf", "Mortalidade infantil"),
        ("votantes", "Taxa de votantes nas eleições autárquicas"),
        ("lacunas", "Lacunas"),
        ("alentejo central", "Alentejo Central · NUTS III"),
        ("AMA", "AMA · Agência para a Modernização Administrativa, I. P."),
        ("meta", "Progresso"),
        ("relatorio", "Governação"),
        ("atrasado", "Execução"),
        ("descarregar", "Dados"),
        ("parede", "Ecrãs da sala"),
        ("9.1", "9.1 Apoio à implementação de PGU a nível local"),
        ("gemeos digitais", "10. Fomentar o desenvolvimento de gémeos digitais"),
    ],
)
def test_the_first_thing_found(everything: list[search.Entry], query: str, first: str) -> None:
    assert search.find(query, everything)[0].label == first


def test_who_answers_for_a_body_is_found_by_its_name_too(everything: list[search.Entry]) -> None:
    labels = [e.label for e in search.find("ama", everything)]
    assert any(label.startswith("ARTE · ") for label in labels)


def test_places_of_one_name_are_both_found_and_nonsense_finds_nothing(everything: list[search.Entry]) -> None:
    assert sum(e.label.startswith("Lagoa (") for e in search.find("lagoa", everything)) == 2
    assert search.find("xyzw", everything) == search.find("", everything) == search.find("   ", everything) == []
    assert len(search.find("a", everything)) == search.LIMIT


@pytest.fixture
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def said(**query: str) -> str:
    return " ".join(text_of(tree) for tree in trees(payloads(open_page("pages/dados.py", **query))))


@pytest.mark.usefixtures("_full")
def test_the_data_page_previews_what_its_files_hold() -> None:
    text = said(indicador="taxa_votantes_autarquicas", nivel="municipio", periodo="2025")
    assert "308 linhas, 308 com valor; 308 territórios, 1 período" in text
    assert "Corvo" in text and "O que quer dizer cada coluna" in text
    whole = said(indicador="taxa_votantes_autarquicas")
    assert "100 linhas mais recentes" in whole
    test = open_page("pages/dados.py", periodo="1755")
    assert "1755" in test.info[0].value and len(run(test).get("download_button")) == 6


@in_browser[0]
@in_browser[1]
def test_a_found_place_opens_in_the_same_session_and_the_box_is_empty_again(fresh: str, page: Page) -> None:
    page.goto(fresh + "/?lang=en")
    settled(page)
    box = page.get_by_role("searchbox", name="Find a place")
    box.fill("evroa")
    expect(page.get_by_role("link", name="Évora (Évora)")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/territorio?*territorio=0705*")
    settled(page)
    expect(page.locator("h1")).to_contain_text("Évora")
    expect(page.get_by_role("searchbox", name="Find a place")).to_have_value("")
