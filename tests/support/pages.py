"""Runs pages without a browser and reads what they send to our components."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from core.base.paths import ROOT
from ui.frame.routes import pages
from ui.server.internals import COMPONENT_SCAN, message_of
from ui.web.assets import GENERATED

PAGES = tuple(p.script for p in pages().values())
Payload = dict[str, Any]


def run(test: AppTest) -> AppTest:
    """Run, or run again."""
    with patch(COMPONENT_SCAN, return_value=[]):
        return test.run()


def open_page(page: str, **query: str) -> AppTest:
    """Run a page, with its query, in a fresh session."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    if page != "app.py":
        test.switch_page(page)
    return run(test)


def shown(name: str, **query: str) -> AppTest:
    """The page of this name, which must open."""
    test = open_page(f"pages/{name}.py", **query)
    assert not test.exception
    return test


def press(test: AppTest, label: str) -> None:
    """Press the first button of this name; what comes must open."""
    next(b for b in test.button if b.label == label).click()
    run(test)
    assert not test.exception


def _not_json(name: str) -> float:
    raise ValueError(f"{name} is not JSON: no browser would read this message")


def payloads(test: AppTest) -> list[Payload]:
    """Data of all our components on the page (menu and foot apart), in order."""
    found: list[Payload] = []

    def walk(node: Any) -> None:
        if text := message_of(getattr(node, "proto", None)):
            found.append(json.loads(text, parse_constant=_not_json))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(test.main)
    return found


def words(test: AppTest) -> str:
    """All that the page says through our components."""
    return json.dumps(payloads(test), ensure_ascii=False)


def unpacked(data: Payload) -> Payload:
    """A message of the map with its marks by name and its texts whole, as the browser reads it."""
    marks = [{"n": "nd", "a": "na", "s": "sup"}.get(letter, letter) for letter in data["marks"]]
    texts = [t + data["tail"] if m.isdigit() else t for t, m in zip(data["texts"], marks, strict=True)]
    notes = {i: text for text, runs in data["notes"] for a, b in pairs(runs) for i in range(a, b + 1)}
    return data | {"marks": marks, "texts": texts, "notes": notes}


def pairs(runs: list[int]) -> list[tuple[int, int]]:
    """First and last of each run, as the map's notes carry them."""
    return list(zip(runs[::2], runs[1::2], strict=True))


def the_map(test: AppTest) -> Payload:
    """The message of the map component, unpacked."""
    return unpacked(next(p for p in payloads(test) if "atlas" in p))


def trees(sent: list[Payload]) -> list[Any]:
    """Every tree that the browser will build from these messages."""
    return [
        t
        for p in sent
        for t in ([p["tree"]] if "tree" in p else [*p.get("side", []), *([p["foot"]] if "foot" in p else [])])
    ]


def controls(test: AppTest) -> dict[str, Payload]:
    """The choices of the page by their name in the address, each with its `options` as the browser will read them."""
    found = {c["name"]: c for p in payloads(test) for c in p.get("controls", ())}
    for control in found.values():
        if "file" in control:
            control["options"] = json.loads((GENERATED / Path(control["file"]).name).read_text(encoding="utf-8"))
    return found


def nodes(tree: Any) -> Iterator[list[Any]]:
    """A node and all nodes below it."""
    if isinstance(tree, list):
        yield tree
        for child in tree[2:]:
            yield from nodes(child)


def text_of(tree: Any) -> str:
    """The text of a tree, as a reader meets it."""
    if isinstance(tree, list):
        return "".join(text_of(child) for child in tree[2:])
    return str(tree or "")
