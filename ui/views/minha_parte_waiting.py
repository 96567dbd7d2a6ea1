"""What EATA has before it: words of others that wait to be released."""

from typing import Final

import streamlit as st

from core.people import writing
from core.people.model import Grant
from core.strategy import execution
from core.strategy.execution import Event
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.kit import dom, draft, person

_KEY: Final = "mine_waiting"


def draw(context: Context, _: Grant) -> None:
    """Each with what it changes; those that are chosen are released together."""
    lang = context.lang
    waiting = [e for e in execution.events(held=True) if e.held]
    parts: list[Node] = [h("p", {}, t("mine.waiting_count", lang, n=len(waiting)))]
    for e in waiting:
        parts += [h("h3", {}, _named(e, lang)), draft.before_after(e, lang)]
    dom.draw(h("div", {}, h("h2", {}, t("mine.waiting", lang)), *parts), key="mine-waiting", lang=lang)
    if waiting:
        entries = {(e.kind, e.entry): e for e in waiting}
        with st.form(f"{_KEY}_{draft.turn()}"):
            chosen = st.multiselect(
                t("mine.which_waiting", lang),
                list(entries),
                key=f"{_KEY}_which_{draft.turn()}",
                format_func=lambda k: _named(entries[k], lang),
                placeholder="",
                select_all=False,
            )
            why = st.text_input(t("mine.aside_why", lang), key=f"{_KEY}_why_{draft.turn()}", max_chars=500)
            with st.container(horizontal=True):
                sent = st.form_submit_button(t("mine.release", lang), type="primary")
                away = st.form_submit_button(t("mine.aside", lang))
        if sent and chosen:
            draft.act(lambda: writing.release(person.actor(), chosen), lang)
        elif away and chosen:
            draft.act(lambda: writing.put_aside(person.actor(), chosen, why), lang)


def _named(e: Event, lang: str) -> str:
    kind = t(f"mine.kind.{e.kind}", lang)
    return t("mine.waits_for", lang, kind=kind, entry=_what(e), by=e.said_by, date=day(e.said_at.date(), lang))


def _what(e: Event) -> str:
    """The entry as people know it: the number of an action, the title of a project, the words of a request."""
    if e.kind == "acao":
        return e.entry.removeprefix("acao_").replace("_", ".")
    said = getattr(e.after, "title", None) or getattr(e.after, "text", None) or e.entry
    return f"«{said[:80]}»" if said != e.entry else e.entry
