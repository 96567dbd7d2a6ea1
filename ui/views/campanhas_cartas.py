"""Letters of campaigns, for EATA: who was written to, when, what came of it, and where each recipient is reached."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.alerts.letters import Letter
from core.base import clock
from core.people import mailing, occasions, recipients
from core.people.accounts import KEPT
from core.people.campaigns import Campaign, entry
from core.people.occasions import Requests
from core.people.recipients import Recipient
from core.strategy.asking import called
from core.terms.formats import day, moment
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.kit import dom, draft, person, wide


def draw(context: Context, found: Sequence[Campaign], known: Requests) -> None:
    """The button, the letters of each campaign, and the addresses."""
    lang, where = context.lang, mailing.addresses(person.actor())
    if found:
        dom.draw(h("p", {"class": "enti-fine"}, t("campaign.remind_help", lang)), key="campaign-remind", lang=lang)
        if st.button(t("campaign.remind", lang), key="campaign_remind"):
            draft.act(lambda: mailing.remind(person.actor(), clock.not_before()), lang)
    for c in found:
        with st.expander(f"{t('campaign.letters', lang)}: {c.id}"):
            dom.draw(_letters(c, known, where, lang), key=f"campaign-letters-{c.id}", lang=lang)
    with st.expander(t("campaign.addresses", lang)):
        _addresses(context, where)


def _letters(c: Campaign, known: Requests, where: Mapping[str, Recipient], lang: str) -> Node:
    today = known.today
    mine = {to: known.letters.get(entry(c.id, to), ()) for to in c.requests}
    reached = {to for to in mine if occasions.address(to, where, today)}
    every = [x for some in mine.values() for x in some]
    count = t(
        "campaign.letters_count",
        lang,
        n=len(mine),
        reached=len(reached),
        delivered=sum(x.delivered is not None for x in every),
        waiting=sum(not x.ended for x in every),
    )
    head = [h("th", {"scope": "col"}, t(f"campaign.{k}", lang)) for k in ("whom", "letter", "since", "outcome")]
    rows = [_row(called(to, today), x, to in reached, lang) for to, some in mine.items() for x in some or (None,)]
    return h(
        "div",
        {},
        h("p", {}, count),
        wide.table(t("campaign.letters", lang), head, rows),
    )


def _row(name: str, letter: Letter | None, reached: bool, lang: str) -> Node:
    if letter is None:
        cells = ("–", "–", t(f"campaign.outcome.{'none' if reached else 'no_address'}", lang))
    else:
        occasion = t(f"campaign.occasion.{letter.occasion.partition('_')[0]}", lang)
        cells = (occasion, day(clock.local(letter.at).date(), lang), _outcome(letter, reached, lang))
    return h("tr", {}, h("th", {"scope": "row"}, name), *(h("td", {}, cell) for cell in cells))


def _outcome(letter: Letter, reached: bool, lang: str) -> str:
    last = letter.last
    if last is not None and (letter.ended or reached):
        return t(f"campaign.outcome.{last.outcome}", lang, at=moment(last.at, lang), why=last.why)
    return t(f"campaign.outcome.{'waiting' if reached else 'no_address'}", lang)


def _addresses(context: Context, where: Mapping[str, Recipient]) -> None:
    """One at a time; many come by file, from who has the server."""
    lang = context.lang
    note = t("campaign.addresses_note", lang, days=KEPT.days)
    dom.draw(h("p", {"class": "enti-fine"}, note), key="campaign-addresses", lang=lang)
    whom = st.selectbox(
        t("campaign.whom", lang),
        recipients.known(),
        key="campaign_whom",
        format_func=lambda i: called(i, context.today),
        placeholder="",
    )
    there = where.get(whom)
    said = t("campaign.address_now", lang, address=there.address) if there else t("campaign.address_none", lang)
    dom.draw(h("p", {}, said), key="campaign-address", lang=lang)
    with st.form(f"campaign_address_{whom}", clear_on_submit=True):
        given = st.text_input(
            t("campaign.address", lang), key=f"campaign_address_of_{whom}", max_chars=recipients.LONGEST
        )
        with st.container(horizontal=True):
            put = st.form_submit_button(t("campaign.address_put", lang))
            erased = there is not None and st.form_submit_button(t("campaign.address_erase", lang))
    if put:
        draft.act(lambda: mailing.put(person.actor(), {whom: given}), lang)
    elif erased:
        draft.act(lambda: mailing.erase(person.actor(), whom), lang)
