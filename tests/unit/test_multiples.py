"""The cards of a place: bars, dots, words and titles made from figures; and the cut of the map beside them."""

import json
from datetime import date

import pytest

from core.catalogue import catalogue
from core.reading.around import surroundings
from core.reading.reading import Reader
from core.terms import territory
from core.warehouse.store import Store
from geo import atlas, groups, shapes
from geo.inset import inset
from show import multiples
from show.bars import bars, dots
from show.charts import BLUE, GREY, SMALL
from show.texts import TEXTS
from tests.support.pages import nodes, text_of

LAND = territory.load()
BOOK = catalogue.load()


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, LAND, date(2026, 11, 27))


def of(reader: Reader, place: str) -> list[multiples.Surrounded]:
    found = [r for i in BOOK.indicators if (r := reader.newest(i, place))]
    return multiples.ordered(surroundings(reader, reader.where(place), found))


def cards(reader: Reader, place: str, lang: str = "pt") -> dict[str, list[object]]:
    return {s.item.id: multiples.card(s, "x", "indicador", lang) for s in of(reader, place)}  # type: ignore[misc]


def test_bars_are_as_long_as_their_values_and_start_at_zero() -> None:
    drawn = bars([("a", 10.0, BLUE), ("b", 5.0, GREY)], alt="x", decimals=1, lang="pt", size=SMALL)
    wide = [n[1]["width"] for n in nodes(drawn) if n[0] == "rect"]
    assert wide[1] == pytest.approx(wide[0] / 2, abs=0.1) and "10,0" in text_of(drawn)
    boxes = [n[1] for n in nodes(drawn) if n[0] == "rect"]
    assert all(b["x"] + b["width"] <= SMALL.wide and b["y"] + b["height"] <= SMALL.high for b in boxes)
    assert bars([("a", -1.0, BLUE)], alt="x", decimals=1, lang="pt", size=SMALL) is None
    assert bars([], alt="x", decimals=1, lang="pt", size=SMALL) is None
    assert bars([("a", 0.0, BLUE)], alt="x", decimals=1, lang="pt", size=SMALL) is not None


@pytest.mark.parametrize(("n", "filled"), [(1, 1), (16, 0), (17, 2), (60, 60)])
def test_a_ring_for_each_case_and_all_within_the_room(n: int, filled: int) -> None:
    drawn = dots(n, filled, alt="x", colour=BLUE, size=SMALL)
    rings = [x[1] for x in nodes(drawn) if x[0] == "circle"]
    assert len(rings) == n and sum(r["fill"] == BLUE for r in rings) == filled
    assert isinstance(drawn, list)
    wide, high = (float(x) for x in drawn[1]["viewBox"].split()[2:])
    assert all(r["cx"] + r["r"] <= wide and r["cy"] + r["r"] <= high for r in rings)
    assert len({(r["cx"], r["cy"]) for r in rings}) == n


def test_what_compares_comes_first_and_totals_last(reader: Reader) -> None:
    found = of(reader, "0802")
    words = [s.word is not None for s in found]
    assert words == sorted(words, reverse=True) and found[-1].item.id == "postos_carregamento_ve"


def test_few_cases_are_told_and_not_compared(reader: Reader) -> None:
    card = cards(reader, "0802")["mortalidade_infantil"]
    text = text_of(card)
    assert "menos de 500 nados-vivos" in text and "0 óbitos" in text and "41 nados-vivos" in text
    assert "um só óbito daria 24,4" in text and "500 nados-vivos" in text and "posição" not in text
    assert sum(n[0] == "circle" and n[1].get("r") == 4.6 for n in nodes(card)) == 41
    assert not any(n[0] == "polyline" for n in nodes(card)), "no line of a rate that says nothing"


def test_a_total_is_never_ranked_and_has_its_rate(reader: Reader) -> None:
    text = text_of(cards(reader, "0802")["postos_carregamento_ve"])
    assert "não se compara" in text and "por mil habitantes (população de 2025)" in text
    assert "1.º de" not in text and "º de 16" not in text


def test_one_period_is_bars_and_several_are_lines_that_breaks_part(reader: Reader) -> None:
    shown = cards(reader, "0802")
    assert sum(n[0] == "rect" for n in nodes(shown["deslocacoes_pendulares_sustentaveis"])) == 4
    lines = [n[1] for n in nodes(shown["densidade_populacional"]) if n[0] == "polyline"]
    assert len(lines) == 4 * 3, "three stretches of four lines"
    assert "índice: 1991, 2011, 2021 = 100" in text_of(shown["densidade_populacional"])
    dashes = {n.get("stroke-dasharray", "") for n in lines}
    assert len(dashes) == 3, "told apart by more than colour"


def test_ties_and_gender_are_said(reader: Reader) -> None:
    assert "ex aequo com 3" in text_of(cards(reader, "0705")["deslocacoes_pendulares_sustentaveis"])
    assert "24.ª de 26, ex aequo com 1 no país" in text_of(cards(reader, "2024:150")["taxa_votantes_autarquicas"])


@pytest.mark.parametrize(("lang", "start"), [("pt", "Em Alcoutim, face ao"), ("en", "In Alcoutim, beside")])
def test_the_title_says_what_the_words_of_the_cards_say(reader: Reader, lang: str, start: str) -> None:
    found = of(reader, "0802")
    said = multiples.title(found, LAND["0802"].called.opening(lang, "em"), lang)
    assert said.startswith(start)
    for s in found:
        for way in ("more", "less"):
            clause = TEXTS.get(f"clause.{s.item.id}.{way}")
            if clause and clause[lang == "en"] in said:
                country = s.read.compared.point
                assert country is not None and (s.now.value > country.value) == (way == "more")
    assert multiples.title([], "x", lang) == ""


def test_clauses_are_of_indicators_that_have_a_way_and_come_in_pairs() -> None:
    named = {k.split(".")[1] for k in TEXTS if k.startswith("clause.")}
    assert all(BOOK.indicator(i).direction != "neutral" for i in named)
    assert {f"clause.{i}.{w}" for i in named for w in ("more", "less")} == {k for k in TEXTS if k.startswith("clause.")}


def test_the_country_has_cards_without_a_word_of_comparison(reader: Reader) -> None:
    text = "".join(text_of(c) for c in cards(reader, "PT").values())
    assert text and "que o país" not in text


def test_an_inset_is_the_outline_of_its_places() -> None:
    drawn = json.loads(atlas.build(shapes.load(), LAND))
    ids = sorted(LAND.members("2024:150"))
    found = inset(drawn, "municipio", ids)
    assert found is not None and set(found.paths) == set(ids)
    x, y, wide, high = found.box
    for path in found.paths.values():
        for step in path.strip("MZ").replace("ZM", "L").split("L"):
            px, py = map(int, step.split())
            assert x <= px <= x + wide and y <= py <= y + high
    assert inset(drawn, "municipio", ["9999"]) is None


def test_each_municipality_is_drawn_with_its_group_of_islands() -> None:
    assert all(groups.group_of(m.id) for m in LAND.municipalities) and groups.group_of("9901") is None
    assert groups.group_of("4901") == groups.WEST and groups.group_of("4801") == groups.WEST
