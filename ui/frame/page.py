"""The frame of every page: configuration, language, menu, foot. Pages call `page(...)` and nothing is shown without
it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import streamlit as st
import yaml

from core.base.errors import EntiError
from core.base.paths import SNAPSHOT
from core.catalogue.catalogue import Catalogue
from core.terms.territory import Territories
from core.warehouse.store import Store
from show.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.frame import menu
from ui.kit import dom, state

# id -> (script, menu section); the id is also the page's address, and `nav.<id>` its name.
PAGES: Final[dict[str, tuple[str, str]]] = {
    "visao_geral": ("app.py", "synthesis"),
    "sintese": ("pages/sintese.py", "steer"),
    "progresso": ("pages/progresso.py", "steer"),
    "veredicto": ("pages/veredicto.py", ""),
    "execucao": ("pages/execucao.py", "steer"),
    "objetivos": ("pages/objetivos.py", "steer"),
    "projetos": ("pages/projetos.py", "steer"),
    "governacao": ("pages/governacao.py", "steer"),
    "dominio": ("pages/dominio.py", "explore"),
    "indicador": ("pages/indicador.py", "explore"),
    "territorio": ("pages/territorio.py", "explore"),
    "comparar": ("pages/comparar.py", "explore"),
    "semelhantes": ("pages/semelhantes.py", "explore"),
    "relacao": ("pages/relacao.py", "explore"),
    "dados": ("pages/dados.py", "explore"),
    "alertas": ("pages/alertas.py", "room"),
    "ao_vivo": ("pages/ao_vivo.py", "room"),
    "sala": ("pages/sala.py", "room"),
    "lacunas": ("pages/lacunas.py", "system"),
    "estado": ("pages/estado.py", "system"),
    "acessibilidade": ("pages/acessibilidade.py", "system"),
}
ADDRESSES: Final = {("" if script == "app.py" else name): script for name, (script, _) in PAGES.items()}


@dataclass(frozen=True)
class Context:
    """What a page gets: language, catalogue, territories and the open build."""

    lang: str
    catalogue: Catalogue
    territories: Territories
    store: Store
    today: date


@lru_cache(maxsize=1)
def compiled_on() -> str:
    """Date on which the embedded figures were compiled (ISO)."""
    about = yaml.safe_load((SNAPSHOT / "figures.yaml").read_text(encoding="utf-8"))
    return str(about["compiled"])


def page(name: str, body: Callable[[Context], None]) -> None:
    """Draw the frame and, inside it, the page. Our own errors become a plain message with its cure.

    What a reader changes on a page runs the page's body alone; the frame is drawn again only for language, theme,
    another page, or a new build.
    """
    lang = state.language()
    state.theme()
    st.set_page_config(page_title=f"{t(f'nav.{name}', lang)} · ENTI", layout="wide")
    build = ""
    with suppress(EntiError):  # the body meets the same error below and says it where the reader looks
        build = load.store().build
    menu.draw(name, PAGES, lang, _foot(lang, build))
    _body(body, lang, build)


@st.fragment
def _body(body: Callable[[Context], None], lang: str, build: str) -> None:
    """The page itself, on the build in force at this moment."""
    try:
        store = load.store()
        if store.build != build:
            st.rerun()
        body(Context(lang, load.the_catalogue(), load.territories(), store, date.today()))
    except EntiError as error:
        problem(error, lang)


def problem(error: EntiError, lang: str) -> None:
    """An error of ours, for a person: what, where, what to do."""
    tree = h(
        "section",
        {"class": "enti-card enti-alert", "role": "alert"},
        h("h1", {}, t("problem.title", lang)),
        h("p", {}, error.what),
        h("p", {}, h("strong", {}, t("problem.cure", lang) + ": "), error.cure) if error.cure else None,
        h("p", {"class": "enti-fine"}, f"{t('problem.where', lang)}: {error.where}") if error.where else None,
    )
    dom.draw(tree, key="problem", lang=lang)


def _foot(lang: str, build: str) -> Node:
    return h(
        "div",
        {"class": "enti-foot"},
        h("p", {}, t("embedded_of", lang, date=day(compiled_on(), lang))),
        h("p", {}, f"{t('build', lang)}: {build or '–'}"),
    )


def nav(link: str | None) -> None:
    """Follow a link that a component reported."""
    state.follow(link, ADDRESSES)
