"""The frame of every page: configuration, language, menu, foot. Doors call `show(id)`; nothing is shown without it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Final

import streamlit as st

from core.base import clock, logs
from core.base.errors import EntiError, NothingPublished
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context, compiled_on
from ui.frame import menu
from ui.frame.routes import ENTRY, REGISTRY, pages, refused
from ui.kit import dom, state, vintage

_log = logging.getLogger(__name__)
_MENU_PX: Final = 244  # as wide as the menu opens; the reader may change it


def show(page_id: str) -> None:
    """Draw the frame and, inside it, the page of this id. Our own errors become a plain message, and
    so does a page whose declaration was refused.

    What a reader changes on a page runs the page's body alone; the frame is drawn again only for language, theme,
    another page, or a new build.
    """
    lang = state.language()
    state.theme()
    page = pages().get(page_id)
    title = page.name.get(lang) if page else t("problem.title", lang)
    st.set_page_config(page_title=f"{title} · ENTI", layout="wide", initial_sidebar_state=_MENU_PX)
    build = ""
    with suppress(EntiError):  # the body meets the same error below and says it where the reader looks
        build = vintage.store().build
    menu.draw(page_id, lang, _foot(lang, build))
    _body(page_id, page.body if page else _missing(page_id), lang, build)


def _missing(page_id: str) -> Callable[[Context], None]:
    """In place of a page that cannot be shown: why."""

    def say(_: Context) -> None:
        for r in refused():
            if r.id == page_id:
                raise r.error
        REGISTRY[page_id]

    return say


@st.fragment
def _body(page_id: str, body: Callable[[Context], None], lang: str, build: str) -> None:
    """The page itself, on the build that its address names, or else on the one in force at this moment. What is
    reported meanwhile has one number: Streamlit runs it in a thread that knows no request.
    """
    with logs.request(token_hex(6)):
        _drawn(page_id, body, lang, build)


def _drawn(page_id: str, body: Callable[[Context], None], lang: str, build: str) -> None:
    try:
        store = vintage.store()
        if store.build != build:
            st.rerun()
        state.begin()
        vintage.said(store, lang)
        body(Context(lang, load.the_catalogue(), load.territories(), store, clock.today()))
        vintage.link("./" if page_id == ENTRY else page_id, store, lang)
    except EntiError as error:
        problem(error, lang)


def problem(error: EntiError, lang: str) -> None:
    """An error of ours, for a reader: what. Where and what to do is for who runs the dashboard, and in the log."""
    _log.warning("Página por mostrar: %s", error)
    none_yet = isinstance(error, NothingPublished)
    tree = h(
        "section",
        {"class": "enti-card enti-alert", "role": "alert"},
        h("h1", {}, t("problem.new" if none_yet else "problem.title", lang)),
        h("p", {}, t("problem.new_said", lang)) if none_yet else h("p", {"lang": "pt"}, error.what),
        h("p", {"class": "enti-fine"}, t("problem.told", lang)),
    )
    dom.draw(tree, key="problem", lang=lang)


def _foot(lang: str, build: str) -> Node:
    compiled = ""
    with suppress(EntiError):  # the log says it when the server starts; the figures are those of the build
        compiled = day(compiled_on(), lang)
    return h(
        "div",
        {"class": "enti-foot"},
        h("p", {}, t("embedded_of", lang, date=compiled)) if compiled else None,
        h("p", {}, f"{t('build', lang)}: {build}") if build else None,
    )
