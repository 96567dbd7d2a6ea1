"""What somebody is about to write: shown as it would stand, and written only once they have seen it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import streamlit as st

from core.base import clock
from core.base.errors import EntiError
from core.people import writing
from core.strategy import execution
from core.strategy.execution import Change, Event
from core.terms.formats import day, number
from show.texts import t
from show.tree import Node, h
from ui.kit import choices, dom, gate, person, wide

_DRAFT: Final = "enti_draft"
_SAID: Final = "enti_draft_said"
_TURN: Final = "enti_draft_turn"


@dataclass(frozen=True)
class Draft:
    """Changes that were looked at: under which act, upon which revisions, and what they would make."""

    key: str
    act: str
    changes: tuple[Change, ...]
    would: tuple[Event, ...]


def current(kind: str) -> dict[str, Event]:
    """The last word on each entry of a kind, of those too that nobody released yet: for who writes on them."""
    return execution.current(execution.events(held=True), kind)


def look(key: str, act: str, changes: Sequence[Change], lang: str) -> None:
    """See what these would make; a refusal is said, and nothing is kept of it."""
    st.session_state.pop(_DRAFT, None)
    known = {(e.kind, e.entry): e.revision for e in execution.events(held=True)}
    upon = tuple(c if c.seen is not None else replace(c, seen=known.get((c.kind, c.entry), 0)) for c in changes)
    try:
        would = writing.preview(person.actor(), act, upon)
    except EntiError as error:
        gate.refused(error, lang)
        return
    if not would:
        st.info(t("mine.same", lang), icon=":material/info:")
        return
    st.session_state[_DRAFT] = Draft(key, act, upon, tuple(would))


def notice(lang: str) -> None:
    """That something was just written."""
    with st.container():
        if st.session_state.pop(_SAID, None):
            st.success(t("mine.written", lang), icon=":material/check:")


def draw(key: str, lang: str) -> None:
    """What waits to be looked at and written, under the form of this key."""
    draft = st.session_state.get(_DRAFT)
    if not isinstance(draft, Draft) or draft.key != key:
        return
    with st.container(border=True, key="w_draft"):
        dom.draw(_seen(draft.would, lang), key=f"draft-{key}", lang=lang)
        with st.container(horizontal=True):
            if st.button(t("mine.write", lang), key=f"{key}_write", type="primary"):
                _write(draft, lang)
            if st.button(t("mine.leave", lang), key=f"{key}_leave"):
                st.session_state.pop(_DRAFT, None)
                st.rerun()


def _write(draft: Draft, lang: str) -> None:
    try:
        if draft.act == "resposta":
            (change,) = draft.changes
            writing.answer(person.actor(), change.entry, change.values, change.seen)
        else:
            writing.say(person.actor(), draft.changes)
    except EntiError as error:
        gate.refused(error, lang)
        return
    done()


def act(do: Callable[[], object], lang: str) -> None:
    """Do something at once, and say that it is done; a refusal is said, and the page stays as it was."""
    try:
        do()
    except EntiError as error:
        gate.refused(error, lang)
        return
    done()


def done() -> None:
    """It is written: say so on the page as it is then."""
    st.session_state.pop(_DRAFT, None)
    st.session_state[_SAID] = True
    st.session_state[_TURN] = turn() + 1
    st.rerun()


def turn() -> int:
    """How often this session has written: the key of a form that is empty again after it was, and only then."""
    return int(st.session_state.get(_TURN, 0))


def _seen(would: Iterable[Event], lang: str) -> Node:
    parts: list[Node] = [h("h3", {}, t("mine.would", lang))]
    for event in would:
        parts += [h("p", {}, t("mine.signed", lang, by=event.said_by)), before_after(event, lang)]
        parts.append(h("p", {"class": "enti-fine"}, t("mine.held" if event.held else "mine.open", lang)))
    return h("div", {}, *parts)


def before_after(event: Event, lang: str) -> Node:
    """Each field that changes, as it stands and as it would."""
    before = event.before.model_dump() if event.before else {}
    after = event.after.model_dump()
    fields = [f for f in after if after[f] != before.get(f) and not (_nothing(after[f]) and _nothing(before.get(f)))]
    fields += [f for f in before if f not in after and not _nothing(before[f])]
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, choices.name(event.kind, f, lang)),
            h("td", {}, shown(event.kind, f, before.get(f), lang)),
            h("td", {}, shown(event.kind, f, after.get(f), lang)),
        )
        for f in fields
    ]
    head = [h("th", {"scope": "col"}, t(f"mine.col.{c}", lang)) for c in ("field", "before", "after")]
    return wide.table(t("mine.changes", lang), head, rows)


def _nothing(value: Any) -> bool:
    """Whether nothing is said by it; zero is something."""
    return value is None or value is False or value == ()


def shown(kind: str, field: str, value: Any, lang: str) -> str:
    """A field's value in words."""
    if value is None or value in ((), ""):
        return "–"
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, bool):
        return t("mine.yes" if value else "mine.no", lang)
    if isinstance(value, int | float):
        places = 0 if float(value).is_integer() else 2
        return f"{number(value, places, lang)} %" if field == "percent" else number(value, places, lang)
    many = value if isinstance(value, tuple | list) else (value,)
    return ", ".join(choices.said(kind, field, str(v), lang, clock.today()) for v in many)


def form(key: str, lang: str, fields: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """A form that asks to be looked at; the values once it was sent."""
    with st.form(key):
        values = fields()
        sent = st.form_submit_button(t("mine.look", lang))
    return values if sent else None
