"""The forms of «A minha parte»: each is filled in, looked at, and written."""

from datetime import date
from typing import Any, Final

import streamlit as st

from core.people import mailing, receipts, writing
from core.people.model import Grant
from core.strategy import execution, strategy
from core.strategy.acts_model import ANSWERS, Asking
from core.strategy.execution import Change, Event
from core.strategy.execution_model import REGIONAL, STATES, Meeting, Progress, Project
from core.strategy.model import Action
from core.terms.formats import day
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.kit import dom, draft, person, state

_NEW: Final = "novo"


def actions(context: Context, grant: Grant) -> None:
    """The state of the actions for which a body answers today."""
    lang = context.lang
    mine = [a for a in strategy.load().actions if grant.of in writing.owners(a.id, context.today)]
    said = draft.current("acao")
    _heading("actions", grant, lang, n=len(mine), left=sum(a.id not in said for a in mine))
    if not mine:
        return
    chosen: Action = st.selectbox(
        t("mine.which_action", lang),
        mine,
        key=f"mine_action_{grant.of}",
        format_func=lambda a: f"{a.id.removeprefix('acao_').replace('_', '.')} {a.text}",
        placeholder="",
    )
    there = said.get(chosen.id)
    _now(there, f"{chosen.text} ({chosen.deadline.text})", lang, chosen.id)
    key = f"mine_action_form_{grant.of}_{chosen.id}_{there.revision if there else 0}"
    last = there.after if there and isinstance(there.after, Progress) else None
    values = draft.form(key, lang, lambda: _progress(key, last, lang))
    if values is not None:
        draft.look(key, "acao", [Change("acao", chosen.id, values, there.revision if there else 0)], lang)
    draft.draw(key, lang)


def _progress(key: str, last: Progress | None, lang: str) -> dict[str, Any]:
    """State, percent, evidence, note and day of an action or project."""
    with st.container(horizontal=True):
        state = st.selectbox(
            t("mine.f.state", lang),
            STATES,
            STATES.index(last.state) if last else 0,
            key=f"{key}_state",
            format_func=lambda s: t(f"exec.state.{s}", lang),
            placeholder="",
        )
        percent = st.number_input(
            t("mine.f.percent", lang), 0, 100, last.percent if last else None, key=f"{key}_percent", placeholder="–"
        )
        done_on = _day("done_on", key, last.done_on if last else None, lang)
    evidence = st.text_input(t("mine.f.evidence", lang), (last and last.evidence) or "", key=f"{key}_evidence")
    note = st.text_area(
        t("mine.f.note", lang), (last and last.note) or "", key=f"{key}_note", max_chars=1000, height=80
    )
    return {
        "state": state,
        "percent": percent,
        "done_on": done_on,
        "evidence": evidence.strip() or None,
        "note": note.strip() or None,
    }


def _day(field: str, key: str, value: date | None, lang: str) -> date | None:
    found = st.date_input(
        t(f"mine.f.{field}", lang), value, key=f"{key}_{field}", format="YYYY-MM-DD", min_value=date(2023, 1, 1)
    )
    return found if isinstance(found, date) else None


def answers(context: Context, grant: Grant) -> None:
    """What was asked of them, and what came."""
    lang = context.lang
    mine = {
        e.entry: e
        for e in draft.current("pedido").values()
        if isinstance(e.after, Asking) and not e.after.withdrawn and _asked(e.after, grant, context.today)
    }
    waiting = sum(isinstance(e.after, Asking) and e.after.answer == "nenhuma" for e in mine.values())
    _heading("answers", grant, lang, n=len(mine), left=waiting)
    if not mine:
        return
    which = f"mine_request_{grant.of}"
    pointed = state.pointed(state.REQUEST, mine)
    if pointed is not None and state.is_new(state.REQUEST):
        st.session_state[which] = pointed
    entry = st.selectbox(
        t("mine.which_request", lang),
        list(mine),
        key=which,
        format_func=lambda i: _request(mine[i], lang),
        placeholder="",
    )
    if pointed is not None:  # the address goes along with what is chosen
        state.remember(state.REQUEST, entry)
    there = mine[entry]
    asked = there.after
    assert isinstance(asked, Asking)
    _now(there, asked.text, lang, entry)
    _receipt(entry, asked, context.today, lang)
    key = f"mine_answer_{entry}_{there.revision}"
    values = draft.form(key, lang, lambda: _answer(key, asked, context.today, lang))
    if values is not None:
        draft.look(key, "resposta", [Change("pedido", entry, values, there.revision)], lang)
    draft.draw(key, lang)


def _receipt(entry: str, asked: Asking, today: date, lang: str) -> None:
    """The number by which an answer is found again; by e-mail too, where there is an address."""
    answer = receipts.answered(execution.events(held=True), entry)
    if answer is None:
        return
    said = t("mine.receipt", lang, number=receipts.number(answer))
    dom.draw(h("p", {}, said), key=f"mine-receipt-{entry}", lang=lang)
    can = mailing.can_send_receipt(entry, asked.to, today)
    if can and st.button(t("mine.receipt_send", lang), key=f"mine_receipt_{entry}_{answer.revision}"):
        draft.act(lambda: mailing.send_receipt(person.actor(), entry), lang)


def _asked(asked: Asking, grant: Grant, today: date) -> bool:
    return asked.to == grant.of or grant.of in writing.body_today(asked.to, today)


def _request(event: Event, lang: str) -> str:
    asked = event.after
    assert isinstance(asked, Asking)
    state = t(f"mine.o.{asked.answer}", lang)
    return t("mine.request", lang, text=asked.text[:90], due=day(asked.due, lang), state=state)


def _answer(key: str, asked: Asking, today: date, lang: str) -> dict[str, Any]:
    kind = st.radio(
        t("mine.f.answer", lang),
        [a for a in ANSWERS if a != "nenhuma"],
        horizontal=True,
        key=f"{key}_answer",
        format_func=lambda a: t(f"mine.o.{a}", lang),
    )
    with st.container(horizontal=True):
        answered = _day("answered_on", key, today, lang)
        due = _day("due", key, asked.due, lang)
    receipt = st.text_input(t("mine.f.receipt", lang), asked.receipt or "", key=f"{key}_receipt", max_chars=200)
    evidence = st.text_input(t("mine.f.evidence", lang), asked.evidence or "", key=f"{key}_evidence")
    note = st.text_area(t("mine.f.note", lang), asked.note or "", key=f"{key}_note", max_chars=1000, height=80)
    return {
        "answer": kind,
        "answered_on": answered,
        "due": due if kind == "promessa" else asked.due,
        "receipt": receipt.strip() or None,
        "evidence": evidence.strip() or None,
        "note": note.strip() or None,
    }


def projects(context: Context, grant: Grant) -> None:
    """The projects of a municipality, a CIM or an AM."""
    lang = context.lang
    mine = {e.entry: e for e in draft.current("projeto").values() if _of(e.after, grant.of)}
    _heading("projects", grant, lang, n=len(mine), left=0)
    entry = st.selectbox(
        t("mine.which_project", lang),
        [*mine, _NEW],
        key=f"mine_project_{grant.of}",
        format_func=lambda i: t("mine.new_project", lang) if i == _NEW else _title(mine[i].after),
        placeholder="",
    )
    there = mine.get(entry)
    _now(there, "", lang, entry)
    key = f"mine_project_form_{grant.of}_{entry}_{there.revision if there else 0}_{draft.turn()}"
    last = there.after if there and isinstance(there.after, Project) else None
    values = draft.form(key, lang, lambda: _project(key, last, lang))
    if values is not None:
        place = grant.of.replace(":", "_").lower()
        id_ = entry if there else f"projeto_{place}_{len(mine) + 1}"
        made = {**values, "territory": grant.of}
        draft.look(key, "projeto", [Change("projeto", id_, made, there.revision if there else 0)], lang)
    draft.draw(key, lang)


def _of(state: object, place: str) -> bool:
    return isinstance(state, Project) and state.territory == place


def _title(state: object) -> str:
    return state.title if isinstance(state, Project) else ""


def _project(key: str, last: Project | None, lang: str) -> dict[str, Any]:
    title = st.text_input(t("mine.f.title", lang), last.title if last else "", key=f"{key}_title", max_chars=200)
    named = {r.id: f"{r.number}. {r.text}" for r in strategy.load().recommendations}
    chosen = st.multiselect(
        t("mine.f.recommendations", lang),
        list(named),
        list(last.recommendations) if last else [],
        key=f"{key}_recommendations",
        format_func=lambda i: named[i],
        placeholder="",
        select_all=False,
    )
    values = _progress(key, last, lang)
    with st.container(horizontal=True):
        start, end = (_day(f, key, getattr(last, f, None), lang) for f in ("start", "end"))
        budget = st.number_input(
            t("mine.f.budget_eur", lang),
            0.0,
            None,
            last.budget_eur if last else None,
            key=f"{key}_budget",
            placeholder="–",
        )
        funding = st.text_input(
            t("mine.f.funding", lang), (last and last.funding) or "", key=f"{key}_funding", max_chars=200
        )
    more = {"start": start, "end": end, "budget_eur": budget, "funding": funding.strip() or None}
    return {"title": title.strip(), "recommendations": tuple(chosen), **values, **more}


def meetings(context: Context, grant: Grant) -> None:
    """The meetings of the EAT of a region."""
    lang = context.lang
    held = [e for e in draft.current("reuniao").values() if isinstance(e.after, Meeting) and e.after.region == grant.of]
    _heading("meetings", grant, lang, n=len(held), left=0)
    key = f"mine_meeting_{grant.of}_{draft.turn()}"
    values = draft.form(key, lang, lambda: _meeting(key, context.today, lang))
    if values is not None and values["held_on"] is not None:
        entry = f"reuniao_{REGIONAL}_{grant.of}_{values['held_on']:%Y_%m_%d}"
        made = {**values, "structure": REGIONAL, "region": grant.of}
        draft.look(key, "reuniao", [Change("reuniao", entry, made)], lang)
    draft.draw(key, lang)


def _meeting(key: str, today: date, lang: str) -> dict[str, Any]:
    held_on = _day("held_on", key, today, lang)
    evidence = st.text_input(t("mine.f.evidence", lang), key=f"{key}_evidence")
    note = st.text_area(t("mine.f.note", lang), key=f"{key}_note", max_chars=1000, height=80)
    return {"held_on": held_on, "evidence": evidence.strip() or None, "note": note.strip() or None}


def _heading(part: str, grant: Grant, lang: str, **counts: int) -> None:
    tree = h(
        "div",
        {},
        h("h2", {}, f"{t(f'mine.{part}', lang)}: {person.whose(grant)}"),
        h("p", {}, t(f"mine.{part}_count", lang, **counts)),
    )
    dom.draw(tree, key=f"mine-{part}-{grant.of}", lang=lang)


def _now(there: Event | None, first: str, lang: str, entry: str = "") -> None:
    """What stands there now: by whom, when, and whether everybody reads it."""
    if there is None:
        said = t("mine.none_yet", lang)
    else:
        said = t("mine.last", lang, by=there.said_by, date=day(there.said_at.date(), lang))
        said += f" {t('mine.waits' if there.held else 'mine.read', lang)}"
    away = [e.aside for e in execution.aside() if e.entry == entry and e.seq > (there.seq if there else 0)]
    told = h("p", {"class": "enti-fine"}, t("mine.was_aside", lang, why=away[-1])) if away else None
    dom.draw(
        h("div", {}, h("p", {"lang": "pt"}, first) if first else None, h("p", {"class": "enti-fine"}, said), told),
        key=f"mine-now-{there.entry if there else first}",
        lang=lang,
    )
