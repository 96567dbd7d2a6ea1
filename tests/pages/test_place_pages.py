"""The page of a place: its first screen, in both languages and at every level."""

import re
from pathlib import Path

import pytest

from core.terms import territory
from show.charts import ORANGE
from tests.support.pages import Payload, nodes, open_page, payloads, text_of, trees

LAND = territory.load()


@pytest.fixture(autouse=True)
def _full(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def first(**query: str) -> list[object]:
    """The tree of the first screen."""
    for data in payloads(open_page("pages/territorio.py", **query)):
        if "tree" in data and any(n[1].get("class") == "enti-place" for n in nodes(data["tree"])):
            return _tree(data)
    raise AssertionError("no first screen")


def _tree(data: Payload) -> list[object]:
    tree: list[object] = data["tree"]
    return tree


def of(tree: object, look: str) -> list[list[object]]:
    return [n for n in nodes(tree) if look in str(n[1].get("class", "")).split()]  # type: ignore[union-attr]


@pytest.mark.parametrize("place", ["0802", "1106", "4901", "2024:150", "2024:1C", "2013:16D", "2024:1", "PT"])
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_the_first_screen_has_what_it_must(place: str, lang: str) -> None:
    tree = first(territorio=place, lang=lang)
    cards = of(tree, "enti-multiple")
    assert 1 <= len(cards) <= 8
    for card in cards:
        value = text_of(of(card, "enti-multiple-value")[0])
        assert re.search(r"\d", value) and re.search(r"(19|20)\d\d", value), "a number stands with its period"
        figures = [n for n in nodes(card) if n[0] == "svg" and n[1].get("role") == "img"]
        assert all(re.search(r"\d", n[1]["aria-label"]) for n in figures), "and a picture says what it shows"
    foot = text_of(of(tree, "enti-place-foot")[0])
    assert ("Fontes: " if lang == "pt" else "Sources: ") in foot
    assert ("descarregar" if lang == "pt" else "download") in foot and ("Citar" if lang == "pt" else "Cite") in foot
    title = next(text_of(n) for n in nodes(tree) if n[0] == "h1")
    assert title.startswith(LAND[place].called.opening(lang, "em")), title
    alone = LAND[place].level in ("nuts1", "pais")
    assert bool(of(tree, "enti-place-key")) != alone and bool(of(tree, "enti-multiple-word")) >= (not alone)


def test_the_facts_of_alcoutim() -> None:
    facts = [text_of(n) for n in nodes(of(first(territorio="0802"), "enti-place-facts")[0]) if n[0] == "li"]
    assert facts[0].endswith("habitantes (2025)") and facts[1].endswith("km²") and facts[2].endswith("eleitores (2025)")
    assert any(f.startswith("parecidos: os ") for f in facts) and any("chegam aqui" in f for f in facts)
    assert any(re.fullmatch(r"\d comparam-se: melhor em \d, pior em \d", f) for f in facts)


def test_the_counts_of_better_and_worse_are_those_of_the_cards() -> None:
    tree = first(territorio="0802")
    words = [n[1]["data-word"] for n in of(tree, "enti-multiple-word")]  # type: ignore[index, call-overload]
    said = text_of(of(tree, "enti-place-facts")[0])
    assert f"melhor em {words.count('better')}, pior em {words.count('worse')}" in said


def test_the_legend_says_whose_medians_and_how_many() -> None:
    said = text_of(of(first(territorio="0802"), "enti-place-key")[0])
    for part in ("Alcoutim", "mediana dos municípios do Algarve (16)", "mediana dos municípios do país (308)"):
        assert part in said
    region = text_of(of(first(territorio="2024:1C4", lang="en"), "enti-place-key")[0])
    assert "median of the NUTS 3 regions of the Alentejo (4)" in region and "alike" not in region


def test_the_place_is_marked_on_the_map_beside_its_neighbours_and_the_boundaries_are_called_approximate() -> None:
    for place, others in (("0802", 15), ("4901", 2), ("2024:150", 23)):
        where = of(first(territorio=place), "enti-place-where")[0]
        assert len(of(where, "enti-place-own")) == 1 and len(of(where, "enti-place-other")) == others
        assert "limites aproximados" in text_of(where)
    assert not of(first(territorio="PT"), "enti-place-where")


def test_what_a_series_must_not_be_taken_for_stands_beside_it_and_in_full_below() -> None:
    tree = first(territorio="0802")
    beside = [n[1]["title"] for n in nodes(tree) if n[0] == "abbr"]
    foot = text_of(of(tree, "enti-place-foot")[0])
    assert len(beside) >= 4 and all(said in foot for said in beside) and f"Ressalvas ({len(beside)})" in foot
    assert any("bicicleta" in said for said in beside)


def test_the_way_up_names_each_place_once() -> None:
    crumbs = text_of(of(first(territorio="0802"), "enti-crumbs")[0])
    assert crumbs == "Portugal › Continente › Algarve › Alcoutim, Município · NUTS 2024"
    assert text_of(of(first(territorio="1106"), "enti-crumbs")[0]).count("Grande Lisboa") == 1


def test_the_table_below_says_few_cases_as_the_card_does() -> None:
    rows = [n for tree in trees(payloads(open_page("pages/territorio.py", territorio="0802"))) for n in nodes(tree)]
    (infants,) = [n for n in rows if n[0] == "tr" and "indicador=mortalidade_infantil" in str(n)]
    said = [text_of(n) for n in nodes(infants) if n[0] == "td"]
    assert said[1].startswith("0 óbitos, 41 nados-vivos")
    assert not any(n[1].get("fill") == ORANGE for n in nodes(infants)), "no mark of a rate that says nothing"
