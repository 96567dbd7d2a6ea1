"""The menu of every page: brand, search, pages, language and theme, and what stands below them."""

from contextlib import suppress
from typing import Final

import streamlit as st

from core.base.errors import EntiError
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.frame import search
from ui.frame.routes import ENTRY, SECTIONS, WITH_ACCOUNTS, Page, addresses, pages
from ui.kit import dom, person, state

_LANGUAGES: Final = {"pt": "Português", "en": "English"}


def draw(active: str, lang: str, foot: Node) -> None:
    """In the side bar. `active`: id of the page that is open."""
    with st.sidebar:
        dom.draw(
            h("div", {"class": "enti-brand"}, h("strong", {}, "ENTI"), h("span", {}, t("product", lang))),
            key="brand",
            lang=lang,
        )
        with suppress(EntiError):  # without catalogue or territories the body says so
            search.box(load.the_catalogue(), load.territories(), _offered(), addresses(), lang)
        person.draw(lang)
        said = dom.draw_with_choices(h("div", {}, _pages(active, lang), _choices(lang), foot), key="menu", lang=lang)
    if said["choice"]:
        name, _, value = said["choice"].partition("=")
        state.select(name, value, default=state.DEFAULTS.get(name))
        st.rerun()
    state.follow(said["nav"], addresses())


def _offered() -> tuple[Page, ...]:
    """The pages that may be of use here: those of people only where people can sign in."""
    return tuple(p for p in pages().values() if person.on() or p.section not in WITH_ACCOUNTS)


def _pages(active: str, lang: str) -> Node:
    """One list per section. The browser keeps the shared choices in these links true (ui/web/dom.js)."""
    lists: list[Node] = []
    for section, heading in SECTIONS.items():
        items = [h("li", {}, _page(p, lang, here=p.id == active)) for p in _offered() if p.section == section]
        if section and items:  # those of no section are reached from marks and search
            said = heading.get(lang)
            lists += [h("p", {"class": "enti-menu-section"}, said), h("ul", {"aria-label": said}, *items)]
    return h(
        "nav", {"class": "enti-menu", "aria-label": t("menu", lang), "data-shared": ",".join(state.SHARED)}, *lists
    )


def _page(page: Page, lang: str, *, here: bool) -> Node:
    href = state.address("./" if page.id == ENTRY else page.id)
    return h("a", {"href": href, "data-nav": "1"} | ({"aria-current": "page"} if here else {}), page.name.get(lang))


def _choices(lang: str) -> Node:
    """Language and theme, each as a link to this same view in the other one."""
    other = "en" if lang == "pt" else "pt"
    dark = state.theme() == "escuro"
    links = [
        h(
            "a",
            {"href": f"?{state.LANG}={other}", "data-set": f"{state.LANG}={other}", "lang": other},
            _LANGUAGES[other],
        ),
        h(
            "a",
            {"href": "?", "data-set": f"{state.THEME}={'claro' if dark else 'escuro'}"},
            t("theme.light" if dark else "theme.dark", lang),
        ),
    ]
    return h("p", {"class": "enti-menu-choices"}, *links)
