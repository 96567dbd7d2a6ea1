"""Trees on paper: what is text stays text, every colour is on the shape, and nothing is lost on the way."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.paths import ROOT
from show import charts, svg
from show.tree import h

NAMED = "{http://www.w3.org/2000/svg}"
HOSTILE = ['</svg><a href="x">', "<script>alert(1)</script>", "\"&'<>", "{{7*7}}", "\x00\x1b[0m", "Évora 🏛️"]


def drawing(*parts: object) -> list[object]:
    return h("svg", {"viewBox": "0 0 10 20"}, *parts)  # type: ignore[arg-type]


@given(st.one_of(st.sampled_from(HOSTILE), st.text()))
def test_any_text_stays_text_in_elements_and_attributes(text: str) -> None:
    root = ElementTree.fromstring(
        svg.written(drawing(h("text", {"aria-label": text}, text, h("tspan", {}, text), text)))
    )
    (element,) = root
    assert [e.tag for e in element] == [f"{NAMED}tspan"]
    printable = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
    assert element.attrib["aria-label"] == printable
    ends = printable.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(element.itertext()) == ends * 3


def test_a_drawing_is_a_file_of_its_own() -> None:
    written = svg.written(drawing(h("line", {"class": "enti-grid", "data-xs": "1", "x1": 1.5}), h("text", {}, "a")))
    root = ElementTree.fromstring(written)
    assert root.tag == f"{NAMED}svg" and (root.attrib["width"], root.attrib["height"]) == ("10", "20")
    line, text = root
    assert line.attrib == {"stroke": svg.COLOURS["line"], "stroke-width": "0.8", "x1": "1.5"}
    assert text.attrib == {"fill": svg.INK}


def test_what_a_shape_says_of_itself_wins_over_its_class() -> None:
    (text,) = ElementTree.fromstring(
        svg.written(drawing(h("text", {"class": "enti-axis", "fill": charts.ORANGE}, "a")))
    )
    assert text.attrib["fill"] == svg.COLOURS["accent"] and text.attrib["font-size"] == str(charts.PAPER.letter)


def test_every_token_and_class_of_our_drawings_has_its_look_on_paper() -> None:
    source = (ROOT / "show" / "charts.py").read_text(encoding="utf-8")
    tokens = set(re.findall(r"var\(--([\w-]+)\)", source))
    assert len(tokens) > 4 and tokens <= set(svg.COLOURS)
    said = set(re.findall(r'"(enti-(?:axis|end|grid|now))"', source))
    assert said - {"enti-now"} == set(svg.LOOKS)  # the moving line is the browser's


def test_a_colour_that_paper_does_not_know_is_an_error_and_not_black() -> None:
    with pytest.raises(KeyError):
        svg.written(drawing(h("rect", {"fill": "var(--invented)"})))


@pytest.mark.parametrize("tree", [None, "texto", h("p", {}, "a"), h("svg", {}, "a")])
def test_what_is_no_drawing_is_not_written(tree: object) -> None:
    with pytest.raises(ValueError, match="viewBox"):
        svg.written(tree)  # type: ignore[arg-type]
