"""Which build a page is made of: the one in force, or the one that its address names; and what is said where that is no
longer kept, or no longer the newest.
"""

from datetime import datetime

import streamlit as st

from core.base.paths import made_at
from core.terms.formats import moment
from core.warehouse.store import Store, nearest
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.kit import dom, state


def _asked() -> str:
    """What the address says, where it says something new; else what the session remembers. Empty: the one in force."""
    if state.is_new(state.BUILD):
        return st.query_params.get(state.BUILD) or ""
    return state.asked(state.BUILD) or ""


def store() -> Store:
    """The build that is asked for, or the nearest that is kept; the one in force where none is. Raises
    WarehouseMissing.
    """
    found = nearest(asked) if (asked := _asked()) else None
    return load.opened(found) if found else load.store()


def said(opened: Store, lang: str) -> None:
    """At the head of the page: that it is not made of the build in force, whether it is of the one that was asked for,
    and the way to the newest. Nothing where it is the one in force that was asked for, or none was.
    """
    asked = _asked()
    if not asked:
        state.select(state.BUILD, None)
        return
    if made_at(opened.path) is None or nearest(asked) is None:
        state.say_unknown(asked, opened.build, lang)
        state.select(state.BUILD, None)
        return
    state.select(state.BUILD, asked)
    if opened.build == asked == load.store().build:
        return
    key = "vintage.old" if opened.build == asked else "vintage.gone"
    newest = h("a", {"href": "?", "data-set": f"{state.BUILD}="}, t("vintage.newest", lang))
    tree = h(
        "p",
        {"class": "enti-card enti-vintage", "role": "status"},
        f"{t(key, lang, asked=asked, when=_when(opened, lang))} ",
        newest,
    )
    if dom.draw_with_choices(tree, key="vintage", lang=lang)["choice"]:
        state.select(state.BUILD, None)
        st.rerun()


def _when(opened: Store, lang: str) -> str:
    at: datetime | None = made_at(opened.path)
    return moment(at, lang) if at else opened.build


def link(page: str, opened: Store, lang: str) -> None:
    """At the foot of the page: the address that opens this very view again."""
    dom.draw(h("p", {"class": "enti-source"}, anchor(page, opened, lang)), key="permalink", lang=lang)


def anchor(page: str, opened: Store, lang: str) -> Node:
    """The same as a link, which says what it is."""
    return h("a", {"href": state.permalink(page, opened.build)}, t("vintage.link", lang))
