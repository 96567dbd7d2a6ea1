"""One legend: what screen and paper say of the same places is the same, and it is true."""

from collections import Counter
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from reports.drawing import map_of
from show import svg
from show.legend import GAPS, _opening, legend
from show.paint import marks
from show.scale import METHODS, Scale, Wish, classify
from tests.support.pages import nodes, text_of
from ui.map import component as maps

BOOK = catalogue.load()
ITEMS = ["taxa_votantes_autarquicas", "mortalidade_infantil", "postos_carregamento_ve", "densidade_populacional"]
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def slices(draw: st.DrawFn) -> pd.DataFrame:
    """Places with values of any kind and every kind of gap."""
    values = draw(st.lists(st.one_of(st.none(), st.floats(-1e7, 1e7)), min_size=1, max_size=40))
    status = [draw(st.sampled_from("OLMNQ" if v is None else "APEB")) for v in values]
    conf = [draw(st.sampled_from("FC")) if v is None else "F" for v in values]
    ids = [f"{i:04d}" for i in range(len(values))]
    columns = {"territory_id": ids, "value": pd.Series(values, dtype=float), "status": status, "conf": conf}
    return pd.DataFrame(columns | {"name": ids, "region": "", "note": None, "numerator": 30.0, "denominator": 9000.0})


def on_screen(rows: pd.DataFrame, scale: Scale, item: Indicator) -> tuple[list[list[str]], str]:
    """The lines of the legend that a reader sees, with text, count and colour, and its whole text."""
    view = maps.View(item, item.default_series.id, "municipio", "2024", "2025", rows, scale, "pt", period="2025")
    card = maps.payload(view)["side"][0]
    seen = [n for n in nodes(card) if n[0] == "li" and n[1].get("class") != "is-empty"]
    fills = [next((r[1]["fill"] for r in nodes(n) if r[0] == "rect"), f"url(#{n[1]['data-mark']})") for n in seen]
    return [[text_of(n[3]), text_of(n[4]), fill] for n, fill in zip(seen, fills, strict=True)], text_of(card)


def on_paper(rows: pd.DataFrame, scale: Scale, item: Indicator) -> tuple[list[list[str]], list[str]]:
    """The same of paper, and all its words in the order of the sheet."""
    root = ElementTree.fromstring(map_of(rows, scale, item, item.default_series.id, "2025", "nuts2-2024"))
    parts = list(root)
    keys = [
        i for i, e in enumerate(parts) if e.tag == f"{SVG}rect" and (e.get("width"), e.get("height")) == ("36", "24")
    ]
    lines = [[str(parts[i + 1].text), str(parts[i + 2].text), parts[i].attrib["fill"]] for i in keys]
    return lines, [str(e.text) for e in parts if e.tag == f"{SVG}text"]


@pytest.mark.parametrize("name", ITEMS)
@given(slices(), st.sampled_from(METHODS))
def test_screen_and_paper_have_the_same_lines(name: str, rows: pd.DataFrame, method: str) -> None:
    item = BOOK.indicator(name)
    wish = Wish(method, breaks=(0.0, 10.0, 20.5), midpoint=1.0)
    scale = classify(rows["value"].dropna().tolist(), percentage=False, decimals=item.decimals, wish=wish)
    screen, said = on_screen(rows, scale, item)
    paper, words = on_paper(rows, scale, item)
    assert screen == paper
    assert sum(int(n) for _, n, _ in paper) == len(rows)
    made = legend(marks(rows, scale), scale, item, item.default_series.id, "2025", "pt")
    sheet = " ".join(words)
    assert made.title in sheet and made.title in said and made.better in sheet and made.along in said
    assert made.better in made.along
    assert (made.warning in sheet and made.warning in said) or not made.warning
    provisional = int(rows["status"].isin(["P", "E"]).sum())
    line = f"Provisório ou estimado: {provisional}."
    assert line in said and (line in sheet) == (provisional > 0)


@given(slices())
def test_a_legend_counts_every_place_once_and_hides_no_gap(rows: pd.DataFrame) -> None:
    item = BOOK.indicator(ITEMS[0])
    scale = classify(rows["value"].dropna().tolist(), percentage=True, decimals=item.decimals)
    kinds = marks(rows, scale)
    made = legend(kinds, scale, item, "total", "2025", "pt")
    assert {e.mark: e.count for e in made.entries if e.count} == dict(Counter(kinds))
    assert made.missing == int(rows["value"].isna().sum())
    assert [e.mark for e in made.entries[-3:]] == list(GAPS)
    assert all(e.shown for e in made.entries if e.count or e.mark == "nd")
    assert (made.ends is None) == (made.missing == len(rows))


@pytest.mark.parametrize(
    ("scale", "texts"),
    [
        (Scale((50.0, 60.0), 37.84, 82.4, "round_steps"), ["37,8 – 50", "50 – 60", "60 – 82,4"]),
        (Scale((1.9, 5.3), 0.0, 58.8, "natural"), ["0,0 – 1,9", "1,9 – 5,3", "5,3 – 58,8"]),
        (Scale((1.0, 2.0), 1.0, 3.0, "distinct"), ["1,0", "2,0", "3,0"]),
        (Scale((10.5,), 0.0, 14373.25, "manual"), ["0,0 – 10,5", "10,5 – 14\u00a0373,2"]),
        (Scale((), float("nan"), float("nan"), "none"), []),
    ],
    ids=["round", "natural", "distinct", "manual", "none"],
)
def test_a_class_reads_as_its_two_ends(scale: Scale, texts: list[str]) -> None:
    made = legend([], scale, BOOK.indicator(ITEMS[0]), "total", "2025", "pt")
    assert [e.text for e in made.entries if e.colour] == texts


@pytest.mark.parametrize(
    ("name", "words", "along"),
    [
        ("taxa_votantes_autarquicas", "higher = better", "higher = better →"),
        ("mortalidade_infantil", "lower = better", "← lower = better"),
        ("densidade_populacional", "", ""),
    ],
)
def test_which_end_is_better_is_said_where_one_is(name: str, words: str, along: str) -> None:
    item = BOOK.indicator(name)
    made = legend([], Scale((), 1.0, 1.0, "distinct"), item, item.default_series.id, "2025", "en")
    assert (made.better, made.along) == (words, along)


def test_colours_on_paper_are_those_of_a_light_page() -> None:
    rows = pd.DataFrame({"territory_id": ["2024:11"], "value": [1.0], "status": ["A"], "conf": ["F"], "note": [None]})
    scale = classify([1.0], percentage=True)
    (line, *_), _ = on_paper(rows, scale, BOOK.indicator(ITEMS[0]))
    assert line == ["1,0", "1", scale.colours()[0]] and svg.INK in map_of(
        rows, scale, BOOK.indicator(ITEMS[0]), "total", "2025", "nuts2-2024"
    )


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("kWh/hab.", "kWh/hab."),
        ("hab./km²", "hab./km²"),
        ("milhões de €", "Milhões de €"),
        ("por 100 000 hab.", "Por 100 000 hab."),
        ("t CO₂eq/hab.", "t CO₂eq/hab."),
        ("%", "%"),
        ("", ""),
    ],
)
def test_a_symbol_keeps_its_letters_and_a_word_begins_with_a_capital(unit: str, said: str) -> None:
    assert _opening(unit) == said
