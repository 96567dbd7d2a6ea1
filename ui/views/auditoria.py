"""Who may do what, and what was done: the accounts with their roles, and the record of every act. For EATA."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from core.base.errors import EntiError
from core.base.typed import Text
from core.people import accounts, audit, people
from core.people.accounts import Account
from core.people.model import GIVEN, ROLE_NAMES, ROLES, About, Grant
from core.people.permissions import permitted
from core.terms.formats import moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import dom, draft, person, wide

_ROWS: Final = 200


def body(context: Context) -> None:
    """Question and answer; accounts, their acts, and the last rows of the record, for who may."""
    lang, me = context.lang, person.actor()
    may = permitted(me, "auditoria_ler", About()) is not None
    dom.draw(_head(may, lang), key="audit-head", lang=lang)
    draft.notice(lang)
    if not may:
        return
    known = accounts.accounts()
    dom.draw(_accounts(known, lang), key="audit-accounts", lang=lang)
    _roles(known, lang)
    dom.draw(_record(people.record(me, _ROWS), known, lang), key="audit-record", lang=lang)


def _head(may: bool, lang: str) -> Node:
    if not may:
        answer = t("audit.not_yours", lang)
    else:
        try:
            answer = t("audit.holds", lang, n=audit.verify().rows)
        except EntiError as error:
            answer = error.what
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["people"].get(lang)),
        h("h1", {}, t("audit.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


def _accounts(known: Sequence[Account], lang: str) -> Node:
    head = [h("th", {"scope": "col"}, t(f"audit.col.{c}", lang)) for c in ("account", "name", "roles", "seen")]
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, a.id),
            h("td", {}, a.name or t("audit.forgotten", lang)),
            h("td", {}, ", ".join(person.role_name(g, lang) for g in a.grants) or "–"),
            h("td", {}, moment(a.seen_at, lang)),
        )
        for a in known
    ]
    return h("div", {}, h("h2", {}, t("audit.accounts", lang)), wide.table(t("audit.accounts", lang), head, rows))


def _roles(known: Sequence[Account], lang: str) -> None:
    named = [a for a in known if a.name]
    with st.expander(t("audit.give", lang)):
        role = st.selectbox(
            t("audit.role", lang),
            GIVEN,
            key="audit_role",
            format_func=lambda r: ROLE_NAMES[r].get(lang),
            placeholder="",
        )
        with st.form(f"audit_give_{role}"):
            name = st.text_input(t("audit.account", lang), key="audit_name", max_chars=accounts.LONGEST)
            of = ""
            if ROLES[role] is not None:
                of = st.selectbox(
                    t("audit.of", lang),
                    people.known(role),
                    key=f"audit_of_{role}",
                    format_func=lambda i: person.whose(Grant(role, i)),
                    placeholder="",
                )
            if st.form_submit_button(t("audit.give_it", lang)):
                draft.act(lambda: people.give(person.actor(), name, Grant(role, of)), lang)
    held = [(a, g) for a in named for g in a.grants]
    with st.expander(t("audit.take", lang)), st.form(f"audit_take_{len(held)}"):
        which = st.selectbox(
            t("audit.which", lang),
            range(len(held)),
            key=f"audit_which_{len(held)}",
            format_func=lambda i: f"{held[i][0].name}: {person.role_name(held[i][1], lang)}",
            placeholder="",
        )
        if st.form_submit_button(t("audit.take_it", lang)) and which is not None:
            account, grant = held[which]
            draft.act(lambda: people.take(person.actor(), account.name or "", grant), lang)
    with st.expander(t("audit.forget", lang)), st.form(f"audit_forget_{len(named)}"):
        gone = st.selectbox(
            t("audit.account", lang), [a.name for a in named], key=f"audit_gone_{len(named)}", placeholder=""
        )
        if st.form_submit_button(t("audit.forget_it", lang)) and gone:
            draft.act(lambda: people.forget(person.actor(), gone), lang)


def _record(rows: Sequence[audit.Entry], known: Sequence[Account], lang: str) -> Node:
    names = {a.id: a.name or t("audit.forgotten", lang) for a in known}
    columns = ("n", "when", "who", "role", "act", "subject", "outcome", "change")
    head = [h("th", {"scope": "col"}, t(f"audit.col.{c}", lang)) for c in columns]
    made = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, str(e.seq)),
            h("td", {}, moment(e.at, lang)),
            h("td", {}, f"{names.get(e.account, e.account) or t(f'audit.way.{e.way}', lang)} ({e.origin})"),
            h("td", {}, e.role or "–"),
            h("td", {}, e.act),
            h("td", {}, e.subject or "–"),
            h("td", {}, t(f"audit.outcome.{e.outcome}", lang)),
            h("td", {"lang": "pt"}, " → ".join(filter(None, (e.before[:160], e.after[:160]))) or "–"),
        )
        for e in reversed(rows)
    ]
    return h(
        "div", {}, h("h2", {}, t("audit.record", lang)), wide.table(t("audit.last", lang, n=len(rows)), head, made)
    )


PAGE = Page(
    id="auditoria",
    section="people",
    order=9,
    name=Text(pt="Contas e auditoria", en="Accounts and audit"),
    also=Text(pt="papéis, registo, quem fez o quê", en="roles, record, who did what"),
    description=Text(pt="Quem pode o quê, e quem fez o quê?", en="Who may do what, and who did what?"),
    body=body,
)
