"""Trees of show.tree on a Streamlit page: the browser builds them with text nodes only."""

from functools import lru_cache
from typing import Any

import streamlit as st

from show.tree import Node
from ui.kit import state
from ui.web import assets


def component(mount: str) -> Any:
    """The component that the function `mount` of our one script draws (ui/web, ui/map); call it to place it on the
    page.
    """
    return _component(mount, assets.script_url())


@lru_cache(maxsize=16)
def _component(mount: str, script: str) -> Any:
    # The few lines that Streamlit sends per mount; the code itself comes from the hashed static file.
    js = (
        f"const code = import(new URL('{script}', document.baseURI).href);\n"
        f"export default function (component) {{ code.then((m) => m.{mount}(component)); }}\n"
    )
    return st.components.v2.component(f"enti_{mount}", js=js, isolate_styles=False)


forget_components = _component.cache_clear


def draw(tree: Node, *, key: str, lang: str) -> str | None:
    """Show a tree; returns the address of a `data-nav` link when one was just clicked."""
    return draw_with_choices(tree, key=key, lang=lang)["nav"]


def draw_with_choices(tree: Node, *, key: str, lang: str) -> dict[str, str | None]:
    """Show a tree; returns what was just clicked: `nav`, the address of a `data-nav` link; `choice`, that of a
    `data-set`.
    """
    result = component("mountDom")(
        key=key,
        data={"tree": tree, "css": assets.style_url(), "lang": lang, "theme": state.theme()},
        on_nav_change=lambda: None,
        on_choice_change=lambda: None,
    )
    return {name: getattr(result, name, None) for name in ("nav", "choice")}
