"""Chart forms: gaps stay gaps, nothing leaves its frame, labels never cover each other, and each says what it shows."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import catalogue
from reports.drawing import lines_of
from show import bars, charts
from show.lines import several
from show.tiny import sparkline
from tests.support.pages import nodes, text_of
from ui.kit.chart import over_time

GAPPED = pd.DataFrame({"period": ["2019", "2020", "2021", "2022", "2023"], "value": [1.0, 2.0, None, 4.0, 3.0]})
TURNOUT = catalogue.load().indicator("taxa_votantes_autarquicas")
SVG = "{http://www.w3.org/2000/svg}"
NO_BAND = pd.DataFrame({"period": [], "p10": [], "median": [], "p90": [], "n": []})


def points(tree: object) -> list[list[tuple[float, float]]]:
    """The runs of a chart, as lists of points."""
    runs = [n[1]["points"] for n in nodes(tree) if n[0] == "polyline"]
    return [[tuple(float(c) for c in p.split(",")) for p in run.split()] for run in runs]  # type: ignore[misc]


def test_a_sparkline_is_broken_where_a_value_is_missing() -> None:
    drawn = sparkline(GAPPED, alt="Évora")
    assert [len(run) for run in points(drawn)] == [2, 2]
    assert drawn is not None and drawn[1]["aria-label"] == "Évora"  # type: ignore[index, call-overload]


def test_a_sparkline_ends_at_the_last_value_there_is() -> None:
    drawn = sparkline(GAPPED.assign(value=[1.0, 2.0, 3.0, None, None]), alt="x")
    circle = next(n for n in nodes(drawn) if n[0] == "circle")[1]
    assert (circle["cx"], circle["cy"]) == points(drawn)[0][-1]


def test_a_break_parts_line_and_band_on_every_medium() -> None:
    rows = pd.DataFrame({"period": [str(y) for y in range(2017, 2024)], "value": [float(n) for n in range(7)]})
    assert [len(run) for run in points(sparkline(rows, alt="x", breaks=["2021"]))] == [4, 3]
    line, band = [("x", rows, charts.BLUE)], rows.assign(p10=rows["value"], p90=rows["value"] + 1)
    drawn = charts.evolution(line, band, alt="x", decimals=1, lang="pt", breaks=["2021", "1990"])
    assert [len(run) for run in points(drawn)] == [4, 3]
    assert sum(n[0] == "path" for n in nodes(drawn)) == 2
    assert str(lines_of(line, None, TURNOUT, "total", ["2021"])).count("<polyline") == 2
    page = over_time(line, alt="x", decimals=1, lang="pt", breaks=["2021"])
    assert [len(run) for run in points(page)] == [4, 3, 4, 3], "on a wide screen and on a telephone"


def test_a_break_at_a_period_without_value_parts_the_line_all_the_same() -> None:
    rows = pd.DataFrame({"period": ["2011", "2012", "2016", "2017"], "value": [1.0, 2.0, 3.0, 4.0]})
    assert [len(run) for run in points(sparkline(rows, alt="x", breaks=["2014"]))] == [2, 2]
    dots = charts.evolution(
        [("x", rows, charts.BLUE)], None, alt="x", decimals=1, lang="pt", breaks=list(rows["period"])
    )
    assert points(dots) == [] and sum(n[0] == "circle" for n in nodes(dots)) == 5  # one each, and the end


@pytest.mark.parametrize("values", [[], [None, None], [1.0, None]])
def test_fewer_than_two_values_make_no_line(values: list[float | None]) -> None:
    periods = [str(2001 + n) for n in range(len(values))]
    assert sparkline(pd.DataFrame({"period": periods, "value": pd.Series(values, dtype=float)}), alt="x") is None


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=40))
def test_a_sparkline_stays_in_its_frame(values: list[float]) -> None:
    rows = pd.DataFrame({"period": [str(1980 + n) for n in range(len(values))], "value": values})
    for run in points(sparkline(rows, alt="x")):
        assert all(0 <= x <= 120 and 0 <= y <= 28 for x, y in run)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.data())
def test_a_strip_places_all_in_order_and_in_its_frame(values: list[float], data: st.DataObject) -> None:
    here, country = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
    drawn = bars.strip(values, [(country, charts.GREY, "diamond"), (here, charts.ORANGE, "dot")], alt="x")
    dot = next(n for n in nodes(drawn) if n[0] == "circle")[1]["cx"]
    path = next(n for n in nodes(drawn) if n[0] == "path")[1]["d"]
    diamond = float(re.match(r"M(\S+) ", path)[1])  # type: ignore[index]
    band = next(n for n in nodes(drawn) if n[0] == "rect")[1]
    assert all(0 <= x <= 200 for x in (dot, diamond, band["x"], band["x"] + band["width"]))
    assert (dot - diamond) * (here - country) >= 0


def evolution(here: list[float], country: list[float]) -> object:
    """A chart of two lines over the same years."""
    frames = [pd.DataFrame({"period": [str(2001 + n) for n in range(len(v))], "value": v}) for v in (here, country)]
    lines = [("Évora", frames[0], charts.ORANGE), ("Portugal", frames[1], charts.BLUE)]
    return charts.evolution(lines, NO_BAND, alt="Evolução", decimals=1, lang="pt")


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=2, max_size=20))
def test_end_labels_do_not_cover_each_other_and_stay_in_the_frame(pairs: list[tuple[float, float]]) -> None:
    ends = [
        n for n in nodes(evolution([a for a, _ in pairs], [b for _, b in pairs])) if n[1].get("class") == "enti-end"
    ]
    first, second = sorted(n[1]["y"] for n in ends)
    assert second - first >= 14.9 and first >= 0 and second <= 190


def test_end_labels_carry_name_and_value() -> None:
    assert [text_of(n) for n in nodes(evolution([1.0, 2.0], [5.0, 14373.25])) if n[1].get("class") == "enti-end"] == [
        "Portugal 14\u00a0373,2",
        "Évora 2,0",
    ]


def test_a_long_name_is_cut_and_its_value_never() -> None:
    rows = pd.DataFrame({"period": ["2001", "2002"], "value": [600.0, 674.6]})
    lines = [("Vila Nova de Famalicão", rows, charts.ORANGE)]
    drawn = charts.evolution(lines, NO_BAND, alt="x", decimals=1, lang="pt")
    assert [text_of(n) for n in nodes(drawn) if n[1].get("class") == "enti-end"] == ["Vila Nova d… 674,6"]


VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6))


@st.composite
def charts_of(draw: st.DrawFn) -> tuple[list[charts.Line], pd.DataFrame | None]:
    """Up to five lines with gaps over the same years, which need not follow one another, and a band or none."""
    years = sorted(draw(st.sets(st.integers(1990, 2030), min_size=2, max_size=15)))
    letters = st.characters(codec="utf-8", exclude_categories=["C"])
    names = draw(st.lists(st.text(letters, min_size=1, max_size=30), min_size=1, max_size=5))
    lines = []
    for name in names:
        column = draw(st.lists(VALUES, min_size=len(years), max_size=len(years)))
        rows = pd.DataFrame({"period": [str(y) for y in years], "value": pd.Series(column, dtype=float)})
        lines.append((name, rows, charts.BLUE))
    if draw(st.booleans()):
        return lines, None
    low = pd.Series(draw(st.lists(VALUES, min_size=len(years), max_size=len(years))), dtype=float)
    return lines, pd.DataFrame({"period": [str(y) for y in years], "p10": low, "p90": low + 1})


@given(charts_of())
def test_paper_says_and_draws_what_the_screen_does(given_: tuple[list[charts.Line], pd.DataFrame | None]) -> None:
    lines, band = given_
    screen = charts.evolution(lines, band, alt="x", decimals=TURNOUT.decimals, lang="pt")
    written = lines_of(lines, band, TURNOUT, "total")
    assert (screen is None) == (written is None)
    if written is None:
        return
    paper = ElementTree.fromstring(written)
    said = [text_of(n) for n in nodes(screen) if n[0] == "text"]
    on_paper = ["".join(e.itertext()) for e in paper.iter(f"{SVG}text")]
    assert on_paper == [TURNOUT.unit.pt, *said]
    for tag in ("polyline", "circle", "path"):
        assert len(list(paper.iter(f"{SVG}{tag}"))) == sum(n[0] == tag for n in nodes(screen)), tag
    lengths = [len(e.attrib["points"].split()) for e in paper.iter(f"{SVG}polyline")]
    assert lengths == [len(run) for run in points(screen)]


@given(charts_of())
def test_every_value_is_drawn_and_no_gap_is_bridged(given_: tuple[list[charts.Line], pd.DataFrame | None]) -> None:
    lines, _ = given_
    drawn = charts.evolution(lines, None, alt="x", decimals=1, lang="pt", size=charts.PAPER)
    if drawn is None:
        return
    known = [rows["value"].notna().tolist() for _, rows, _ in lines]
    stretches = ["".join("x" if k else " " for k in line).split() for line in known]
    lengths = [len(s) for line in stretches for s in line]
    assert [len(run) for run in points(drawn)] == [n for n in lengths if n > 1]
    dots = sum(n[0] == "circle" for n in nodes(drawn))
    assert dots == lengths.count(1) + sum(bool(line) for line in stretches)  # what stands alone, and the ends


@pytest.mark.parametrize("size", [charts.SCREEN, charts.PAPER], ids=["screen", "paper"])
@given(finals=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=7))
def test_end_labels_never_collide_however_many(size: charts.Size, finals: list[float]) -> None:
    lines = [
        (f"Lugar {n}", pd.DataFrame({"period": ["2001", "2002"], "value": [0.0, v]}), charts.BLUE)
        for n, v in enumerate(finals)
    ]
    drawn = charts.evolution(lines, None, alt="x", decimals=1, lang="pt", size=size)
    ys = [n[1]["y"] for n in nodes(drawn) if n[1].get("class") == "enti-end"]
    assert len(ys) == len(finals) and all(b - a >= size.letter for a, b in pairwise(ys))
    assert all(size.letter / 2 <= y <= size.high - size.letter / 2 for y in ys)


@given(st.sets(st.integers(1900, 2100), min_size=2, max_size=12))
def test_periods_under_the_axis_stand_clear_of_one_another(years: set[int]) -> None:
    periods = [str(y) for y in sorted(years)]
    rows = pd.DataFrame({"period": periods, "value": [float(n) for n in range(len(periods))]})
    drawn = charts.evolution([("x", rows, charts.BLUE)], None, alt="x", decimals=1, lang="pt")
    stops = [n for n in nodes(drawn) if n[1].get("text-anchor") == "middle"]
    assert [text_of(stops[0]), text_of(stops[-1])] == [periods[0], periods[-1]]
    xs = [n[1]["x"] for n in stops]
    widest = 4 * 0.572 * charts.SCREEN.letter  # a digit of Noto Sans is 0.572 of its height wide
    assert all(b - a > widest for a, b in pairwise(xs))


def test_a_period_without_room_gives_way_to_one_nearer_the_middle() -> None:
    rows = pd.DataFrame({"period": ["2001", "2011", "2021", "2022", "2023", "2024"], "value": [1.0] * 6})
    drawn = charts.evolution([("x", rows, charts.BLUE)], None, alt="x", decimals=1, lang="pt")
    assert [text_of(n) for n in nodes(drawn) if n[1].get("text-anchor") == "middle"] == ["2001", "2011", "2024"]


def test_values_beside_the_axis_are_round() -> None:
    rows = pd.DataFrame({"period": ["2001", "2002"], "value": [1.0, 2.0]})
    drawn = charts.evolution([("x", rows, charts.BLUE)], None, alt="x", decimals=1, lang="pt")
    assert [text_of(n) for n in nodes(drawn) if n[1].get("text-anchor") == "end"] == ["1,0", "1,5", "2,0"]


def test_a_band_that_is_not_drawn_does_not_stretch_the_axis() -> None:
    """Single periods parted by breaks have no breadth to fill; nor is there room above a line for nothing."""
    rows = pd.DataFrame({"period": ["2001", "2002"], "value": [4.0, 5.0]})
    band = pd.DataFrame({"period": ["2001", "2002"], "p10": [3.0, 60.0], "p90": [9.0, 90.0]})
    drawn = charts.evolution([("x", rows, charts.BLUE)], band, alt="x", decimals=1, lang="pt", breaks=["2002"])
    marks = [text_of(n) for n in nodes(drawn) if n[1].get("text-anchor") == "end"]
    assert not any(n[0] == "path" for n in nodes(drawn)) and marks[-1] == "5,0"


def test_a_figure_without_decimals_has_no_half_ones_beside_its_axis() -> None:
    rows = pd.DataFrame({"period": ["2018", "2020", "2023"], "value": [2.0, 2.0, 2.0]})
    drawn = charts.evolution([("x", rows, charts.BLUE)], None, alt="x", decimals=0, lang="pt")
    assert [text_of(n) for n in nodes(drawn) if n[1].get("text-anchor") == "end"] == ["2"]


def test_one_period_or_no_value_is_no_evolution() -> None:
    assert evolution([1.0], [2.0]) is None
    assert charts.evolution([], NO_BAND, alt="x", decimals=1, lang="pt") is None


def test_each_value_of_the_chart_of_a_page_says_itself_and_a_gap_says_nothing() -> None:
    drawn = charts.evolution(
        [("Évora", GAPPED, charts.BLUE)], None, alt="x", decimals=1, lang="pt", unit="kWh/hab.", size=charts.WIDE
    )
    told = [text_of(n) for n in nodes(drawn) if n[0] == "title"]
    assert told[:2] == ["Évora, 2019: 1,0", "Évora, 2020: 2,0"] and len(told) == int(GAPPED["value"].notna().sum())
    assert "kWh/hab." in [text_of(n) for n in nodes(drawn) if n[0] == "text"]
    small = charts.evolution([("Évora", GAPPED, charts.BLUE)], None, alt="x", decimals=1, lang="pt")
    assert not [n for n in nodes(small) if n[0] == "title"]


def test_ten_places_in_one_chart_are_told_apart_by_colour_or_by_dash_and_twelve_begin_again() -> None:
    lines, looks = several({f"lugar {n}": GAPPED for n in range(12)})
    drawn = {(colour, *looks[name]) for name, _, colour in lines[:10]}
    assert len(drawn) == 10 and len({colour for colour, _, _ in drawn}) == 10 and len({d for _, _, d in drawn}) > 3
    assert lines[10][2] == lines[0][2]
    assert over_time(lines, alt="x", decimals=1, lang="pt", looks=looks) is not None
    assert over_time(lines[:0], alt="x", decimals=1, lang="pt") is None


AIM = charts.Aim(90.0, 2030, "meta 2030: 90")


@pytest.mark.parametrize("size", [charts.SCREEN, charts.WIDE, charts.SMALL])
def test_a_target_is_a_dashed_line_with_a_diamond_at_its_year_and_its_words(size: charts.Size) -> None:
    rows = pd.DataFrame({"period": ["2021", "2023", "2025"], "value": [48.6, 53.6, 63.9]})
    drawn = charts.evolution(
        [("Portugal", rows, charts.BLUE)], None, alt="x", decimals=1, lang="pt", size=size, aims=[AIM]
    )
    dashed = [n[1] for n in nodes(drawn) if n[0] == "line" and n[1].get("stroke") == charts.AIM]
    diamond = [n[1]["d"] for n in nodes(drawn) if n[0] == "path" and n[1].get("stroke") == charts.AIM]
    assert len(dashed) == len(diamond) == 1 and diamond[0].startswith(f"M{dashed[0]['x2']} ")
    assert dashed[0]["y1"] < min(y for run in points(drawn) for _, y in run), "it stands above what there is"
    assert dashed[0]["x2"] > max(x for run in points(drawn) for x, _ in run), "and later"
    assert "meta 2030: 90" in text_of(drawn) and "2030" in [text_of(n) for n in nodes(drawn) if n[0] == "text"]


def test_a_target_alone_is_no_chart_and_never_makes_a_value_a_line() -> None:
    one = pd.DataFrame({"period": ["2025"], "value": [63.9]})
    assert charts.evolution([("x", one, charts.BLUE)], None, alt="x", decimals=1, lang="pt", aims=[AIM]) is None
    assert charts.evolution([], None, alt="x", decimals=1, lang="pt", aims=[AIM]) is None
