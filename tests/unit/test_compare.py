"""Comparing: who is beside whom, what an index means, and what an address may ask for."""

import math

import pandas as pd
import pytest

from core.reading.measures import base_of, indexed_to
from tests.support.pages import controls, nodes, open_page, payloads, text_of, trees, words


def made(**places: list[float | None]) -> pd.DataFrame:
    """Rows of places by year from 2020 on, as core.warehouse.queries.series_of gives them."""
    rows = [
        {"territory_id": p, "name": p, "period": str(2020 + n), "value": math.nan if v is None else v}
        for p, values in places.items()
        for n, v in enumerate(values)
    ]
    return pd.DataFrame(rows)


def said(**query: str) -> str:
    return " ".join(text_of(tree) for tree in trees(payloads(open_page("pages/comparar.py", **query))))


@pytest.mark.parametrize(
    ("rows", "base"),
    [
        (made(a=[1.0, 2.0], b=[3.0, 4.0]), "2020"),
        (made(a=[None, 2.0], b=[3.0, 4.0]), "2021"),
        (made(a=[0.0, 2.0, 3.0], b=[3.0, -4.0, 5.0]), "2022"),  # zero and negative are no base
        (made(a=[1.0, None], b=[None, 4.0]), None),
        (made(a=[1.0, 2.0], b=[None, None]), "2020"),  # a place without any value is not waited for
    ],
)
def test_the_base_of_an_index_is_the_first_period_that_all_have(rows: pd.DataFrame, base: str | None) -> None:
    assert base_of(rows) == base


def test_an_index_is_100_in_its_base_and_keeps_gaps() -> None:
    made_index = indexed_to(made(a=[2.0, None, 3.0], b=[50.0, 25.0, 100.0]), "2020")["value"].tolist()
    assert made_index[0] == made_index[3] == 100 and math.isnan(made_index[1])
    assert made_index[2] == 150 and made_index[4:] == [50.0, 200.0]


@pytest.fixture(autouse=True)
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def test_places_of_all_levels_stand_side_by_side_with_table_and_source() -> None:
    text = said(lugares="0705,2024:1C4,PT", indicadores="taxa_votantes_autarquicas,mortalidade_infantil")
    for part in (
        "Évora",
        "Alentejo Central",
        "Portugal",
        "59,4\u00a0%",
        "Mortalidade infantil",
        "Fonte: ",
        "Tabela 3, linha 33",
    ):
        assert part in text, part
    assert "Em 2025, de 3 territórios com valor, o mais alto é o do Alentejo Central (64,1\u00a0%)" in text


def test_a_place_without_value_is_named_and_not_drawn() -> None:
    text = said(lugares="0705,4901", indicadores="instalacoes_com_contador_inteligente")
    assert "Sem valor neste indicador: Corvo." in text and "Escolher pelo menos dois" in text


def test_more_than_ten_unknown_and_repeated_places_are_cut_with_a_notice() -> None:
    codes = [f"01{n:02d}" for n in range(1, 16)]
    test = open_page("pages/comparar.py", lugares=",".join(["9999", "0101", *codes]))
    assert len(controls(test)["lugares"]["value"].split(",")) == 10 and "9999" in test.info[0].value
    hostile = open_page("pages/comparar.py", lugares="<b>x</b>")
    assert "<b>" not in hostile.info[0].value and controls(hostile)["lugares"]["value"] == "1106,1312,0705"


def test_the_index_says_its_base_in_both_languages() -> None:
    for lang in ("pt", "en"):
        assert "2009 = 100" in words(open_page("pages/comparar.py", modo="indice", lang=lang))
    assert "Against whom?" in words(open_page("pages/comparar.py", lang="en"))


def test_two_places_of_one_name_are_two_lines_and_told_apart() -> None:
    test = open_page("pages/comparar.py", lugares="0806,4201,1106")
    said = words(test)
    assert "Lagoa (Faro)" in said and "Lagoa (Ilha de São Miguel)" in said and "Lisboa (Lisboa):" not in said
    charts = [n for t in trees(payloads(test)) for n in nodes(t) if n[1].get("class") == "enti-evolution"]
    assert len(charts) == 2, "for a wide screen and for a telephone"
    keys = [n for t in trees(payloads(test)) for n in nodes(t) if n[1].get("class") == "enti-over-time-key"]
    assert [text_of(n) for n in nodes(keys[0]) if n[0] == "li"] == [
        "Lagoa (Faro)",
        "Lagoa (Ilha de São Miguel)",
        "Lisboa",
    ]
    for chart in charts:
        ends = [text_of(n) for n in nodes(chart) if n[1].get("class") == "enti-end"]
        assert len(ends) == 3 and sum(e.startswith("Lagoa (") for e in ends) == 2
