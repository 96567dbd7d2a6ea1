"""Campaigns: what is asked of many câmaras at once, by when, and who answered, by region."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import streamlit as st

from core.base.errors import EntiError
from core.base.typed import Text
from core.people import campaigns, mailing, occasions
from core.people.campaigns import Campaign, Rate
from core.people.model import About
from core.people.permissions import permitted
from core.strategy import execution
from core.terms import territory
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page
from ui.kit import choices, dom, draft, gate, person, wide
from ui.views import campanhas_cartas

_SAID: Final = "enti_campaign_said"
_COUNTS: Final = ("asked_col", "answered", "refused", "not_held", "promised", "late", "unwritten")


def body(context: Context) -> None:
    """Question, answer, each campaign with its rates; and the form of a new one, for EATA."""
    lang = context.lang
    may = permitted(person.actor(), "pedido", About()) is not None
    known = mailing.requests(context.today)
    found = campaigns.campaigns(execution.events(held=may), context.today, occasions.told(known))
    parts: list[Node] = [
        h("p", {"class": "enti-crumbs"}, SECTIONS["people"].get(lang)),
        h("h1", {}, t("campaign.title", lang)),
        h("p", {"class": "enti-answer"}, t("campaign.answer", lang, n=len(found))),
        *(_one(context, c, lang) for c in found),
    ]
    dom.draw(h("div", {}, *parts), key="campaigns", lang=lang)
    with st.container():
        if said := st.session_state.pop(_SAID, None):
            st.success(t("campaign.asked", lang, n=said), icon=":material/check:")
    draft.notice(lang)
    if may:
        campanhas_cartas.draw(context, found, known)
        _new(context, lang)


def _one(context: Context, c: Campaign, lang: str) -> Node:
    subjects = choices.of("pedido", "about", lang, context.today) or {}
    names = [subjects.get(i, i) for i in c.about]
    head = [h("th", {"scope": "col"}, t("campaign.region", lang))]
    head += [h("th", {"scope": "col", "class": "num"}, t(f"campaign.{n}", lang)) for n in _COUNTS]
    return h(
        "section",
        {"class": "enti-card enti-part"},
        h("h2", {}, c.id),
        h("p", {"lang": "pt"}, c.text),
        h("p", {"class": "enti-fine"}, t("campaign.days", lang, asked=day(c.asked_on, lang), due=day(c.due, lang))),
        h("p", {"class": "enti-fine"}, "; ".join(names)),
        wide.table(t("campaign.rates", lang), head, [_rate(r, lang) for r in c.rates]),
        h("p", {"class": "enti-fine"}, t("campaign.unwritten_note", lang)) if c.rates[0].unwritten else None,
    )


def _rate(r: Rate, lang: str) -> Node:
    counts = (r.asked, r.answered, r.refused, r.not_held, r.promised, r.late, r.unwritten)
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, r.name or t("campaign.whole", lang)),
        *(h("td", {"class": "num"}, str(n)) for n in counts),
    )


def _new(context: Context, lang: str) -> None:
    """Ready to be sent: the rows whose answer a câmara holds, and all câmaras; whoever asks takes away."""
    subjects = choices.of("pedido", "about", lang, context.today) or {}
    ready = [i.id for i in context.catalogue.indicators if i.row in campaigns.HELD_BY_CHAMBERS]
    places = context.territories
    regions = [r.id for r in places.at_level("nuts2", territory.VERSION)]
    with st.expander(t("campaign.new", lang)), st.form("campaign_new"):
        name = st.text_input(t("campaign.name", lang), key="campaign_name", max_chars=31)
        about = st.multiselect(
            t("campaign.about", lang),
            list(subjects),
            ready,
            key="campaign_about",
            format_func=lambda i: subjects[i],
            placeholder="",
            select_all=False,
        )
        to = st.multiselect(
            t("campaign.to", lang),
            regions,
            regions,
            key="campaign_to",
            format_func=lambda r: places[r].name,
            placeholder="",
            select_all=False,
        )
        text = st.text_area(t("campaign.text", lang), t("campaign.ready", "pt"), key="campaign_text", max_chars=1000)
        due = st.date_input(
            t("campaign.due", lang),
            context.today + timedelta(days=60),
            min_value=context.today,
            key="campaign_due",
            format="YYYY-MM-DD",
        )
        sent = st.form_submit_button(t("campaign.ask", lang))
    if sent:
        chambers = [m.id for m in places.municipalities if _above(context, m.id) in to]
        _ask(name.strip(), chambers, about, text, due, lang)


def _above(context: Context, dico: str) -> str:
    above = context.territories.parent_at(dico, "nuts2", territory.VERSION)
    return above.id if above else ""


def _ask(name: str, to: Sequence[str], about: Sequence[str], text: str, due: object, lang: str) -> None:
    try:
        made = mailing.ask(person.actor(), name, to, about, text, due)  # type: ignore[arg-type]
    except EntiError as error:
        gate.refused(error, lang)
        return
    st.session_state[_SAID] = len(made)
    st.rerun()


PAGE = Page(
    id="campanhas",
    section="people",
    order=3,
    name=Text(pt="Campanhas", en="Campaigns"),
    also=Text(pt="pedir às câmaras, quem respondeu", en="ask the câmaras, who answered"),
    description=Text(pt="Que se pediu a todos, e quem respondeu?", en="What was asked of all, and who answered?"),
    body=body,
)
