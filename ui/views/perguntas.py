"""Questions and error reports of citizens: asked here, answered in public by EATA."""

from typing import Final

import streamlit as st

from core.base.errors import EntiError
from core.base.typed import Text
from core.people import asking, questions
from core.people.model import About
from core.people.permissions import permitted
from core.people.questions import KEPT, LONGEST, SORTS, Question
from core.terms.formats import day
from show.heard import questions_said
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import dom, draft, gate, person

_ASKED: Final = "enti_asked"
_TURN: Final = "enti_asked_turn"


def body(context: Context) -> None:
    """The answer, the form, what was answered in public; and for EATA what waits."""
    lang = context.lang
    said = questions.published()
    tree = h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, SECTIONS["heard"].get(lang)),
        h("h1", {}, t("questions.title", lang)),
        h("p", {"class": "enti-answer"}, questions_said(questions.questions, lang)),
    )
    dom.draw(tree, key="questions-head", lang=lang)
    draft.notice(lang)
    _asked(lang)
    if not person.on():
        dom.draw(h("p", {"class": "enti-fine"}, t("questions.off", lang)), key="questions-off", lang=lang)
    else:
        _form(context)
        if permitted(person.actor(), "pergunta_responder", About()) is not None:
            _waiting(lang)
    if said:
        dom.draw(h("div", {"class": "enti-stack"}, *(_one(context, q) for q in said)), key="questions", lang=lang)


def _asked(lang: str) -> None:
    with st.container():
        if number := st.session_state.pop(_ASKED, None):
            st.success(t("questions.kept", lang, number=f"P{number}"), icon=":material/check:")


def _one(context: Context, q: Question) -> Node:
    lang = context.lang
    names = {i.id: i.name.get(lang) for i in context.catalogue.shown}
    about = f"{t(f'questions.{q.sort}', lang)}{f': {names[q.about]}' if q.about in names else ''}"
    answered = day(q.replied_at.date(), lang) if q.replied_at else ""
    return h(
        "section",
        {"class": "enti-card enti-part", "data-question": str(q.number)},
        h("p", {"class": "enti-crumbs"}, f"P{q.number} · {about} · {day(q.at.date(), lang)}"),
        h("h2", {"lang": "pt"}, q.shown),
        h("p", {"lang": "pt"}, q.reply),
        h("p", {"class": "enti-fine"}, t("heard.by", lang, by=q.by, date=answered)),
    )


def _form(context: Context) -> None:
    """What anybody may ask. Nothing is asked of who asks."""
    lang = context.lang
    names = {i.id: i.name.get(lang) for i in context.catalogue.shown}
    turn = st.session_state.get(_TURN, 0)  # what was sent leaves the form; what was refused stays in it
    with st.form("questions_form"):
        sort = st.radio(
            t("questions.sort", lang),
            SORTS,
            horizontal=True,
            key="questions_sort",
            format_func=lambda s: t(f"questions.{s}", lang),
        )
        about = st.selectbox(
            t("questions.about", lang),
            list(names),
            None,
            key="questions_about",
            format_func=lambda i: names[i],
            placeholder="–",
        )
        text = st.text_area(t("questions.text", lang), key=f"questions_text_{turn}", max_chars=LONGEST, height=110)
        st.caption(t("questions.nothing_kept", lang, n=KEPT.days))
        sent = st.form_submit_button(t("questions.send", lang), type="primary")
    if not sent:
        return
    try:
        number = asking.ask(person.actor(), sort, about or "", text)
    except EntiError as error:
        gate.refused(error, lang)
        return
    st.session_state[_ASKED], st.session_state[_TURN] = number, turn + 1
    st.rerun()


def _waiting(lang: str) -> None:
    """What waits to be read, and what is published: answered, mended, put aside, or taken back."""
    known = {q.number: q for q in questions.questions() if q.state in ("espera", "publicada")}
    numbers = sorted(known, key=lambda n: (known[n].state != "espera", n))
    n = sum(q.state == "espera" for q in known.values())
    head = h("div", {}, h("h2", {}, t("questions.waiting", lang)), h("p", {}, t("questions.waiting_n", lang, n=n)))
    dom.draw(head, key="questions-waiting", lang=lang)
    if not numbers:
        return
    number = st.selectbox(
        t("questions.which", lang),
        numbers,
        key="questions_which",  # whoever writes an answer keeps it while others ask
        format_func=lambda n: _listed(known[n], lang),
        placeholder="",
    )
    chosen = known[number]
    with st.form(f"questions_reply_{number}"):
        shown = st.text_area(
            t("questions.shown", lang),
            chosen.shown or chosen.text or "",
            key=f"questions_shown_{number}",
            max_chars=LONGEST,
        )
        reply = st.text_area(
            t("questions.reply", lang), chosen.reply, key=f"questions_reply_text_{number}", max_chars=LONGEST
        )
        why = st.text_input(t("questions.why", lang), key=f"questions_why_{number}", max_chars=LONGEST)
        with st.container(horizontal=True):
            publish = st.form_submit_button(t("questions.publish", lang), type="primary")
            away = st.form_submit_button(t("questions.aside", lang))
    if publish:
        draft.act(lambda: asking.answer(person.actor(), number, shown, reply), lang)
    elif away:
        draft.act(lambda: asking.put_aside(person.actor(), number, why), lang)


def _listed(q: Question, lang: str) -> str:
    said = f"P{q.number}: {(q.shown or q.text or '')[:80]}"
    return said if q.state == "espera" else f"{said} ({t('questions.published', lang)})"


PAGE = Page(
    id="perguntas",
    section="heard",
    order=6,
    name=Text(pt="Perguntas", en="Questions"),
    also=Text(pt="cidadãos, erros, perguntar, respostas públicas", en="citizens, errors, ask, public replies"),
    description=Text(
        pt="Que perguntam os cidadãos, e que se responde?", en="What do citizens ask, and what is answered?"
    ),
    body=body,
)
