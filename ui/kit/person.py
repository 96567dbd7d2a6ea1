"""Who sits before this page, and what the menu says of them."""

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from core.base import clock, settings
from core.base.errors import EntiError
from core.people import session
from core.people.model import ROLE_NAMES, Actor, Grant
from core.people.session import SignedIn
from core.strategy import present
from core.strategy.asking import called
from show.texts import t
from show.tree import h
from ui.kit import dom, state

FAILED: Final = "entrada"  # the parameter by which ui.server.signin says why nobody came in
_REASONS: Final = ("sem_fornecedor", "recusada", "falhou")


def on() -> bool:
    """Whether people can sign in here."""
    return settings.SignIn.now().on


def signed_in() -> SignedIn:
    """What this session's claims are worth at this moment."""
    return session.signed_in(dict(st.user), datetime.now(UTC)) if on() else SignedIn("out")


def actor() -> Actor:
    """Who acts, with the roles that our mapping gives at this moment; nobody where people cannot sign in."""
    return session.acting(signed_in(), state.who_asks())


def draw(lang: str) -> None:
    """The part of the menu that says who is here, or lets somebody in; nothing where people cannot sign in."""
    if not on():
        return
    who = signed_in()
    try:
        session.entered(who, state.who_asks())
        me = actor()
    except EntiError as error:  # the record or the mapping cannot be read: nobody acts, everybody reads
        dom.draw(h("p", {"class": "enti-person", "lang": "pt"}, error.public), key="person", lang=lang)
        return
    with st.container(key="w_person"):
        if me.account:
            _here(me, who, lang)
            return
        said = _why(who, lang)
        if said:
            dom.draw(h("p", {"class": "enti-person", "role": "status"}, said), key="person", lang=lang)
        if st.button(t("person.enter", lang), key="w_enter"):
            st.login()


def _here(me: Actor, who: SignedIn, lang: str) -> None:
    held = [role_name(g, lang) for g in me.grants] or [t("person.reader", lang)]
    tree = h(
        "div",
        {"class": "enti-person"},
        h("p", {}, h("strong", {}, me.name)),
        h("ul", {"aria-label": t("person.roles", lang)}, *(h("li", {}, r) for r in held)),
    )
    dom.draw(tree, key="person", lang=lang)
    if st.button(t("person.leave", lang), key="w_leave"):
        session.left(me, who)
        st.logout()


def _why(who: SignedIn, lang: str) -> str:
    """Why nobody is here, where somebody tried."""
    if who.state != "out":
        return t("person.expired" if who.state == "in" else f"person.{who.state}", lang)
    failed = st.query_params.get(FAILED)
    return t(f"person.{failed}", lang) if failed in _REASONS else ""


def role_name(grant: Grant, lang: str) -> str:
    """«Município: CM Porto», or «EATA»."""
    name = ROLE_NAMES[grant.role].get(lang)
    return f"{name}: {whose(grant)}" if grant.of else name


def whose(grant: Grant) -> str:
    """Whom a role is of, by name."""
    if grant.role == "regiao":
        return next((r.name for r in present.load().regions if r.id == grant.of), grant.of)
    return called(grant.of, clock.today())
