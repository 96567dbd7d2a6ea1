"""HTML without markup in strings: Python makes a tree, the browser builds it with text nodes only."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from ui import assets

Node = list[Any] | str | None


def h(tag: str, attributes: dict[str, Any] | None = None, *children: Node | Sequence[Node]) -> list[Any]:
    """A node: tag, attributes, children (text, nodes, or lists of nodes). Lists are the wire format."""
    flat: list[Node] = []
    for child in children:
        if isinstance(child, list) and child and not isinstance(child[0], str):
            flat.extend(child)
        elif child is not None and child != []:
            flat.append(child)  # type: ignore[arg-type]
    return [tag, attributes or {}, *flat]


def module(name: str, version: str) -> str:
    """The few lines Streamlit sends per mount; the code itself comes from the hashed static file."""
    return (
        f"const code = import(new URL('{version}', document.baseURI).href);\n"
        f"export default function (component) {{ code.then((m) => m.{name}(component)); }}\n"
    )


@lru_cache(maxsize=2)
def _component(script: str) -> Any:
    return st.components.v2.component("enti_dom", js=module("mountDom", script), isolate_styles=False)


def draw(tree: Node, *, key: str, lang: str) -> str | None:
    """Show a tree; returns the address of a `data-nav` link when one was just clicked."""
    result = _component(assets.script_url())(
        key=key, data={"tree": tree, "css": assets.style_url(), "lang": lang}, on_nav_change=lambda: None
    )
    return getattr(result, "nav", None)
