"""Challenges, risks and lessons of the actions, with who sees to each and since when."""

from core.base.typed import Text
from core.strategy.decisions import called
from core.strategy.heard import Held, unhandled
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import dom, heard, state, wide
from ui.kit.choices import number

_COLUMNS = ("action", "text", "owner", "since", "state")


def body(context: Context) -> None:
    """The answer; what is open, the oldest first; and what was closed, with what."""
    lang, v = context.lang, steer.voices(context)
    still = [c for c in v.challenges if unhandled(c)]
    closed = [c for c in v.challenges if not unhandled(c)]
    tree = h(
        "div",
        {"class": "enti-page"},
        heard.head(context, SECTIONS["heard"].get(lang), "desafios", t("challenges.title", lang)),
        _table(context, t("challenges.open", lang), still) if still else None,
        _table(context, t("challenges.closed", lang), closed) if closed else None,
    )
    nav(dom.draw(tree, key="challenges", lang=lang))


def _table(context: Context, caption: str, some: list[Held]) -> Node:
    head = heard.columns(
        *((t(f"challenges.col.{c}", context.lang), False) for c in _COLUMNS),
        (t("adoption.col.said", context.lang), False),
    )
    return wide.table(caption, head, [_row(context, c) for c in some])


def _row(context: Context, held: Held) -> Node:
    lang, c = context.lang, held.challenge
    until = c.closed_on or context.today
    days = t("challenges.days", lang, n=(context.today - c.seen_on).days) if c.closed_on is None else day(until, lang)
    address = state.address("execucao", acao=c.action)
    return h(
        "tr",
        {"data-challenge": held.id},
        h("th", {"scope": "row"}, h("a", {"href": address, "data-nav": "1"}, number(c.action))),
        h(
            "td",
            {"lang": "pt"},
            h("strong", {"lang": lang}, f"{t(f'mine.o.{c.sort}', lang)}: "),
            c.text,
            heard.note(c.note),
        ),
        h("td", {}, called(c.owner, steer.plan()[0], context.today, lang)),
        h("td", {}, day(c.seen_on, lang), h("div", {"class": "enti-fine"}, days) if c.closed_on is None else None),
        h("td", {}, t(f"mine.o.{c.state}", lang), h("div", {"class": "enti-fine"}, days) if c.closed_on else None),
        heard.by(held.event, lang, c.evidence),
    )


PAGE = Page(
    id="desafios",
    section="heard",
    order=3,
    name=Text(pt="Desafios e lições", en="Challenges and lessons"),
    also=Text(pt="riscos, lições aprendidas, obstáculos", en="risks, lessons learnt, obstacles"),
    description=Text(
        pt="Que entrava as ações, e que se aprendeu?", en="What holds the actions back, and what was learnt?"
    ),
    body=body,
)
