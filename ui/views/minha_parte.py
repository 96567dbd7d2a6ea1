"""What somebody who signed in has to do here: the state of their actions, their projects, answers, meetings; and, for
EATA, what waits to be released.
"""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.base.typed import Text
from core.people.model import Actor, Grant
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import dom, draft, person, state
from ui.views import minha_parte_figures, minha_parte_forms, minha_parte_waiting, minha_parte_writes

_OF_A_PLACE: Final = (
    minha_parte_forms.answers,
    minha_parte_figures.draw,
    minha_parte_writes.adoption,
    minha_parte_writes.draw,
    minha_parte_forms.projects,
)
# role → what stands on the page for it, in this order
_PARTS: Final[dict[str, tuple[Callable[[Context, Grant], None], ...]]] = {
    "eata": (minha_parte_waiting.draw, minha_parte_writes.draw),
    "entidade": (minha_parte_forms.actions, minha_parte_forms.answers, minha_parte_writes.draw),
    "municipio": _OF_A_PLACE,
    "cim": _OF_A_PLACE,
    "regiao": (minha_parte_forms.meetings,),
    "conselho": (minha_parte_writes.draw,),
    "analista": (minha_parte_writes.draw,),
}


def body(context: Context) -> None:
    """Question, who is asked, and a part for each role."""
    lang, me = context.lang, person.actor()
    parts = [(g, draw) for g in me.grants for draw in _PARTS.get(g.role, ())]
    dom.draw(_head(me, bool(parts), lang), key="mine-head", lang=lang)
    if person.on() and not me.account and st.button(t("person.begin", lang), key="w_begin", type="primary"):
        st.login()  # on a telephone the menu, with its own button, is folded
    draft.notice(lang)
    for grant, draw in parts:
        draw(context, grant)
    if parts and state.untaken(state.REQUEST):
        dom.draw(h("p", {"class": "enti-fine", "role": "status"}, t("mine.not_this", lang)), key="mine-not", lang=lang)


def _head(me: Actor, has: bool, lang: str) -> Node:
    if not person.on():
        answer = t("mine.off", lang)
    elif not me.account:
        answer = t("mine.out", lang)
    else:
        eata = any(g.role == "eata" for g in me.grants)
        answer = t("mine.answer_eata" if eata else "mine.answer_for" if has else "mine.nothing", lang, name=me.name)
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["people"].get(lang)),
        h("h1", {}, t("mine.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


PAGE = Page(
    id="minha_parte",
    section="people",
    order=1,
    name=Text(pt="A minha parte", en="My part"),
    also=Text(pt="entregar, responder, dizer o estado", en="hand in, answer, say the state"),
    description=Text(pt="O que me cabe dizer, e o que já disse?", en="What is mine to say, and what have I said?"),
    body=body,
)
