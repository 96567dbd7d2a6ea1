"""Who may change something from a page: whoever signed in and has the role; where nobody can sign in, who gave the
operator's secret in this session of late; else nobody.
"""

import logging
import time
from time import sleep
from typing import Final

import streamlit as st

from core.base import clock
from core.base.errors import EntiError
from core.people.model import About, Actor
from core.people.permissions import SECRET, permitted
from core.people.signature import signature
from core.room import operator
from show.texts import t
from show.tree import h
from ui.kit import dom, person, state

_log = logging.getLogger(__name__)
OPEN_S: Final = 1800  # a session that was let in is closed again after half an hour without an act
_KEY: Final = "enti_operator"
_FIELD: Final = "enti_operator_secret"


def actor(typed: str = "") -> Actor:
    """Who acts now. `typed`: the body that was typed, where only the secret is known."""
    if person.on():
        return person.actor()
    if _secret():
        return Actor(way="segredo", origin=state.who_asks(), grants=SECRET, name=typed)
    return Actor(origin=state.who_asks())


def is_open(act: str) -> bool:
    """Whether this session may do this act now; asked again at each act, so that what is taken away closes at once."""
    return permitted(actor(), act, About()) is not None


def signed(key: str, lang: str, act: str) -> str:
    """The field for who says it; where one signed in it is the body of the role, and is only shown."""
    if not person.on():
        return str(st.text_input(t("alerts.by", lang), key=key, max_chars=80))
    me = person.actor()
    if grant := permitted(me, act, About()):
        st.caption(t("gate.signed", lang, by=signature(me, grant, clock.today())))
    return ""


def _secret() -> bool:
    known, at = st.session_state.get(_KEY, ("", 0.0))
    wanted = operator.mark()
    return bool(wanted) and known == wanted and time.monotonic() - at < OPEN_S


def acted() -> None:
    """Count the half hour of the secret from now on."""
    if person.on():
        return
    st.session_state[_KEY] = (operator.mark(), time.monotonic())


def refused(error: EntiError, lang: str) -> None:
    """Say that an act was not done, and what to do on the page, in the language of the page. Commands and paths are for
    who keeps the server: the whole error is in its log.
    """
    _log.warning("Um ato de operador não se fez: %s", error)
    said = error.page[1 if lang == "en" else 0] or t("gate.refused", lang, what=error.public.rstrip("."))
    st.error(said, icon=":material/error:")


def draw(heading: str, lang: str, act: str) -> bool:
    """What stands before the acts of a page: how they are done without a secret, the field for it, or that it was
    given; who may do `act`, where people sign in.

    Returns whether the acts may be shown.
    """
    dom.draw(h("h2", {}, heading), key="gate-heading", lang=lang)
    if person.on():
        may = is_open(act)
        if not may:
            said = t("gate.no_role" if person.actor().account else "gate.sign_in", lang)
            dom.draw(h("p", {"class": "enti-fine"}, said), key="gate", lang=lang)
        return may
    if _secret():
        with st.container(horizontal=True, vertical_alignment="center"):
            dom.draw(h("p", {"class": "enti-fine"}, t("gate.open", lang)), key="gate-open", lang=lang)
            if st.button(t("gate.close", lang), key="enti_operator_close"):
                st.session_state.pop(_KEY, None)
                st.rerun()
        return True
    said = t("gate.off" if not operator.mark() else "gate.closed", lang)
    dom.draw(h("p", {"class": "enti-fine"}, said), key="gate", lang=lang)
    if operator.mark():
        _field(lang)
    return False


def _field(lang: str) -> None:
    with st.form("enti_operator_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        given = st.text_input(t("gate.secret", lang), type="password", key=_FIELD, autocomplete="off", width=320)
        sent = st.form_submit_button(t("gate.enter", lang))
    if not sent:
        return
    asked = operator.DOOR.ask(given, state.who_asks())
    if asked.answer == "open":
        acted()
        st.rerun()
    sleep(asked.after_s)
    st.error(t(f"gate.{asked.answer}", lang), icon=":material/lock:")
