"""A finding on figures is shown where the figure is, with its answer, in the reader's language."""

from pathlib import Path

import pytest

from core.warehouse.findings import findings
from core.warehouse.store import Store
from tests.support.pages import nodes, open_page, payloads, text_of, trees

INFANT = "mortalidade_infantil"
BROADBAND = "banda_larga_fixa_100hab"


@pytest.fixture(autouse=True)
def full(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def listed(page: str, **query: str) -> dict[str, str]:
    """The findings that a page lists, by rule and first words."""
    test = open_page(page, **query)
    assert not test.exception
    lines = [n for tree in trees(payloads(test)) for n in nodes(tree) if "data-rule" in n[1]]
    return {text_of(n).split(":")[0]: text_of(n) for n in lines}


def test_the_state_of_the_data_lists_every_finding_with_its_answer(store: Store) -> None:
    found = listed("pages/estado.py")
    assert len(found) == len(findings(store)) > 0
    births = found["Nados-vivos · Trofa · 1999"]
    assert "o valor é 451" in births and "Resposta: Vizela, Odivelas e Trofa foram criados em 1998" in births


def test_a_page_of_the_country_shows_what_is_doubted_of_its_series() -> None:
    (line,) = listed("pages/indicador.py", indicador=BROADBAND, serie="wdi_itu", nivel="pais").values()
    assert "0,24461" in line and "Banco Mundial" in line
    (line,) = listed("pages/indicador.py", indicador=BROADBAND, serie="wdi_itu", nivel="pais", lang="en").values()
    assert "0.24461" in line and "Answer: Fixed broadband" in line


def test_a_map_shows_what_is_doubted_of_its_period_and_of_what_it_is_made_of() -> None:
    of_1999 = listed("pages/indicador.py", indicador=INFANT, serie="anual", periodo="1999", nivel="municipio")
    assert "Nados-vivos · Odivelas · 1999" in of_1999
    assert listed("pages/indicador.py", indicador=INFANT, serie="anual", periodo="2018", nivel="municipio") == {}
    of_regions = listed("pages/indicador.py", indicador=INFANT, serie="anual", periodo="1999", nivel="nuts3")
    assert not any("Odivelas" in said for said in of_regions)  # which is no place of that map


def test_a_place_shows_what_is_doubted_of_it() -> None:
    query = {"indicador": INFANT, "serie": "anual"}
    assert list(listed("pages/territorio.py", territorio="1318", **query)) == ["Nados-vivos · Trofa · 1999"]
    assert listed("pages/territorio.py", territorio="0705", **query) == {}


def test_a_figure_whose_territory_no_document_says_is_given_none_beside_the_indicator() -> None:
    test = open_page("pages/indicador.py", indicador="alunos_por_computador_internet", nivel="pais")
    rows = [text_of(n) for tree in trees(payloads(test)) for n in nodes(tree) if n[0] == "tr"]
    beside = [r for r in rows if r.startswith("Alunos por computador em 2022/23")]
    assert len(beside) == 2 and all("território por confirmar" in r and "Portugal" not in r for r in beside)


def test_a_map_shows_no_more_of_a_finding_than_what_is_in_view() -> None:
    """A finding of twenty series, of the country: beside one of them its own words, of the period, and no other's."""
    query = {"indicador": "mortalidade_padronizada", "nivel": "nuts2"}
    (line,) = listed("pages/indicador.py", serie="derivada_perinatal", periodo="2019", **query).values()
    assert line.startswith("Portugal · 2019: Em 2019, o numerador é 142; a soma das partes é 114. Resposta: Por causa")
    assert "Todas as causas" not in line and len(line) < 330
    assert listed("pages/indicador.py", serie="derivada_perinatal", periodo="2001", **query) == {}
    assert listed("pages/indicador.py", indicador=query["indicador"], serie="trienio_todas", periodo="2016-2018") == {}
