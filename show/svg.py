"""Trees of show.tree written out as SVG, for paper: no style sheet goes along, so that every colour, stroke and letter
stands on the shape itself.
"""

import re
from typing import Any, Final
from xml.etree import ElementTree

from show.charts import PAPER
from show.tree import Node

INK: Final = "#2b363c"
# The tokens of ui/web/enti.css that drawings use, as they print.
COLOURS: Final = {
    "mark": "#034ad8",
    "mark-2": "#64718b",
    "mark-3": "#0f6f7c",
    "accent": "#b45309",
    "band": "#dbe7ff",  # a little deeper than on screen, where paper would lose it
    "band-2": "#bbd1fd",
    "card": "#ffffff",
    "ink": INK,
    "ink-3": "#475164",
    "line": "#cdd2dc",
    "line-2": "#cdd2dc",
}
# What the classes of ui/map/map.css come to.
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "enti-axis": {"font-size": PAPER.letter, "fill": "var(--ink-3)"},
    "enti-end": {"font-size": PAPER.letter, "font-weight": 600},
    "enti-grid": {"stroke": "var(--line)", "stroke-width": 0.8},
}
_TOKEN: Final = re.compile(r"var\(--([\w-]+)\)")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(tree: Node) -> str:
    """A tree whose root is <svg>, as a file of its own. Text stays text, whatever is in it.

    ValueError for a root that is no <svg> or has no viewBox, KeyError for a token without a colour on paper.
    """
    if not isinstance(tree, list) or tree[0] != "svg" or "viewBox" not in tree[1]:
        raise ValueError("Só uma árvore <svg> com viewBox se escreve em papel.")
    root = _element(tree)
    _, _, width, height = tree[1]["viewBox"].split()
    for name, value in {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height}.items():
        root.set(name, value)
    root.set("font-family", "Noto Sans")
    return ElementTree.tostring(root, encoding="unicode")


def _element(node: list[Any]) -> ElementTree.Element:
    tag, about, *children = node
    look = {"fill": INK} if tag == "text" else {}
    look = look | LOOKS.get(about.get("class", ""), {}) | about
    kept = {k: _coloured(v) for k, v in look.items() if k != "class" and not k.startswith("data-")}
    element = ElementTree.Element(tag, kept)
    for child in children:
        if isinstance(child, list):
            element.append(_element(child))
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + _plain(child)
        else:
            element.text = (element.text or "") + _plain(child)
    return element


def _coloured(value: object) -> str:
    """An attribute with the colours of paper in place of tokens."""
    return _TOKEN.sub(lambda token: COLOURS[token[1]], _plain(str(value)))


def _plain(text: str) -> str:
    """What XML cannot hold at all becomes the sign for what cannot be shown."""
    return _NOT_XML.sub("\ufffd", text)
