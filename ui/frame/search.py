"""One box for places, indicators and pages: accents and letter case do not matter, and small slips are forgiven."""

import re
from dataclasses import dataclass
from typing import Final

import streamlit as st
from rapidfuzz import fuzz

from core.catalogue.catalogue import Catalogue
from core.terms.territory import VERSION, Territories
from show import places
from show.sentences import listed
from show.texts import t
from show.tree import h
from ui.frame.routes import Page
from ui.kit import state
from ui.kit.dom import component
from ui.web import assets

LIMIT: Final = 8
SLIP: Final = 78.0  # similarity, of 100, from which a word that is not there is taken for a slip of one that is
_SHORT: Final = {"s": "sao", "sta": "santa", "sto": "santo", "v": "vila"}  # as people shorten names of places
_BOX, _QUERY = "search", "enti_query"


@dataclass(frozen=True)
class Entry:
    """Something to find: what it is called, what kind it is, and the address it leads to."""

    label: str
    kind: str
    link: str

    @property
    def folded(self) -> str:
        """The label as it is compared."""
        return places.sort_key(self.label)


def entries(catalogue: Catalogue, territories: Territories, pages: tuple[Page, ...], lang: str) -> list[Entry]:
    """Pages, indicators, then places, widest first (NUTS 2024)."""
    found = [Entry(p.name.get(lang), t("search.page", lang), state.address(p.id)) for p in pages]
    found += [
        Entry(
            i.name.get(lang),
            t("control.indicator", lang) if i.row else f"{t('control.indicator', lang)} · {listed(i, lang)}",
            state.address("indicador", indicador=i.id),
        )
        for i in catalogue.shown
    ]
    return found + [
        Entry(name, t("control.place", lang), state.address("territorio", territorio=place))
        for place, name in places.names(territories, VERSION, lang).items()
    ]


def find(query: str, among: list[Entry]) -> list[Entry]:
    """The best LIMIT entries: what begins so, then what has a word that does, then what contains it, then slips."""
    words = places.sort_key(query).replace(".", " ").split()
    wanted = " ".join(_SHORT.get(word, word) for word in words)
    if not wanted:
        return []
    scored = [(score, n, entry) for n, entry in enumerate(among) if (score := _score(wanted, entry.folded))]
    return [entry for _, _, entry in sorted(scored, key=lambda s: (-s[0], s[1]))[:LIMIT]]


def _score(wanted: str, label: str) -> float:
    """Zero for no match; certain kinds of match always stand before slips, and slips of a name before those of a
    word.
    """
    name = re.split(r" \(| · ", label)[0]
    if wanted in (name, label):
        return 400.0
    if label.startswith(wanted):
        return 300.0
    if any(word.startswith(wanted) for word in re.split(r"[ (·]+", label)):
        return 200.0
    if wanted in label:
        return 150.0
    if len(wanted) < 3:
        return 0.0
    near = max(fuzz.ratio(wanted, name), max((fuzz.ratio(wanted, word) for word in name.split()), default=0.0) - 10)
    return near if near >= SLIP - 10 and (near >= SLIP or " " not in wanted) else 0.0


@st.fragment
def box(
    catalogue: Catalogue, territories: Territories, pages: tuple[Page, ...], addresses: dict[str, str], lang: str
) -> None:
    """The box and what it finds while one types; a link that is followed leads away. Only this part runs meanwhile."""
    query = str(st.session_state.get(_QUERY, ""))
    found = None
    if query.strip():
        hits = find(query, entries(catalogue, territories, pages, lang))
        found = (
            h("p", {"class": "enti-found"}, t("search.none", lang))
            if not hits
            else h(
                "ul",
                {"class": "enti-found"},
                *[
                    h("li", {}, h("a", {"href": e.link, "data-nav": "1"}, e.label, h("small", {}, e.kind)))
                    for e in hits
                ],
            )
        )
    said = component("mountSearch")(
        key=_BOX,
        data={
            "query": query,
            "found": found,
            "label": t("search", lang),
            "hint": t("search.hint", lang),
            "css": assets.style_url(),
        },
        on_query_change=_heard,
        on_nav_change=_forget,
    )
    state.follow(getattr(said, "nav", None), addresses)


def _heard() -> None:
    st.session_state[_QUERY] = str(st.session_state[_BOX]["query"] or "")[:80]


def _forget() -> None:
    st.session_state[_QUERY] = ""
