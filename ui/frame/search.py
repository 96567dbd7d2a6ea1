"""One box for places, indicators, pages, actions and bodies: accents and letter case do not matter, and small slips
are forgiven.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import streamlit as st
from rapidfuzz import fuzz

from core.base.typed import Text
from core.catalogue.catalogue import Catalogue
from core.strategy import present, strategy
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
_SURE: Final = 150.0  # from here on a score is no guess
SLIP: Final = 78.0  # similarity, of 100, from which a word that is not there is taken for a slip of one that is
_SHORT: Final = {"s": "sao", "sta": "santa", "sto": "santo", "v": "vila"}  # as people shorten names of places
_BOX, _QUERY = "search", "enti_query"


@dataclass(frozen=True)
class Entry:
    """Something to find: what it is called, what kind it is, the address it leads to, and what else people call it."""

    label: str
    kind: str
    link: str
    also: tuple[str, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        """The label, then its other names, as they are compared."""
        return tuple(_plain(name) for name in (self.label, *self.also))


def entries(catalogue: Catalogue, territories: Territories, pages: tuple[Page, ...], lang: str) -> list[Entry]:
    """Pages, indicators, actions, bodies, then places, widest first (NUTS 2024)."""
    found = [Entry(p.name.get(lang), t("search.page", lang), state.address(p.id), _words(p.also, lang)) for p in pages]
    found += [
        Entry(
            i.name.get(lang),
            t("control.indicator", lang) if i.row else f"{t('control.indicator', lang)} · {listed(i, lang)}",
            state.address("indicador", indicador=i.id),
            (i.brief.get(lang),) if i.brief else (),
        )
        for i in catalogue.shown
    ]
    found += [*_plan(lang), *_bodies(lang)]
    return found + [
        Entry(name, t("control.place", lang), state.address("territorio", territorio=place))
        for place, name in places.names(territories, VERSION, lang).items()
    ]


def _words(said: Text | None, lang: str) -> tuple[str, ...]:
    return tuple(said.get(lang).split(", ")) if said else ()


def _plan(lang: str) -> Iterator[Entry]:
    """The initiatives and actions, in the words of the strategy (Portuguese)."""
    whole = strategy.load()
    for i in whole.initiatives:
        yield Entry(f"{i.number}. {i.name}", t("search.initiative", lang), state.address("execucao", por="initiative"))
    for a in whole.actions:
        number = a.id.removeprefix("acao_").replace("_", ".")
        yield Entry(f"{number} {a.text}", t("search.action", lang), state.address("execucao", acao=a.id), (number,))


def _bodies(lang: str) -> Iterator[Entry]:
    """Those of the strategy and those that came after them. Who answers for another is found by that one's names."""
    known = present.load().bodies
    for body in known:
        before = [b for b in known if b.successor == body.id]
        label = f"{body.acronym} · {body.name.get(lang)}" if body.acronym else body.name.get(lang)
        names = [n for b in (body, *before) for n in (b.acronym, b.name.get(lang)) if n]
        yield Entry(label, t("search.body", lang), state.address("execucao", por="body"), tuple(names))


def _plain(text: str) -> str:
    return " ".join(places.sort_key(text).replace(".", " ").split())


def find(query: str, among: list[Entry]) -> list[Entry]:
    """The best LIMIT entries: what begins so, then what has a word that does, then what contains it, then slips."""
    wanted = " ".join(_SHORT.get(word, word) for word in _plain(query).split())
    if not wanted:
        return []
    scored = [(score, n, entry) for n, entry in enumerate(among) if (score := _best(wanted, entry.folded))]
    return [entry for _, _, entry in sorted(scored, key=lambda s: (-s[0], s[1]))[:LIMIT]]


def _best(wanted: str, names: tuple[str, ...]) -> float:
    """The label before another name that says the same; another name is never taken for a slip."""
    label, *others = names
    return max([_score(wanted, label), *(s - 10 for o in others if (s := _score(wanted, o)) >= _SURE)])


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
        return _SURE
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
