"""The advisory council: who sits on it, when it meets, what is put to it, what it says, and what is done with that."""

from core.base.typed import Text
from core.strategy.council import Called, Council, Given, Put
from core.strategy.council_model import Seat
from core.strategy.decisions import called
from core.terms.formats import day
from show.sentences import counted
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import SECTIONS, Page, nav
from ui.kit import choices, dom, heard, wide


def body(context: Context) -> None:
    """The answer, and a table for each step of the way."""
    lang, c = context.lang, steer.voices(context).council
    tree = h(
        "div",
        {"class": "enti-page"},
        heard.head(context, SECTIONS["heard"].get(lang), "conselho", t("council.title", lang)),
        _opinions(context, c) if c.opinions else None,
        _matters(context, c) if c.matters else None,
        _sessions(context, c) if c.sessions else None,
        _seats(context, c) if c.seats else None,
        h("p", {"class": "enti-fine"}, t("council.text", lang)),
    )
    nav(dom.draw(tree, key="council", lang=lang))


def _heads(lang: str, *names: str) -> list[Node]:
    return heard.columns(*((t(f"council.col.{c}", lang), False) for c in names))


def _domains(context: Context, ids: tuple[str, ...]) -> str:
    """Names of domains; none is all of them."""
    named = choices.of("conselheiro", "domains", context.lang, context.today) or {}
    return ", ".join(named.get(i, i) for i in ids) or t("council.all_domains", context.lang)


def _opinions(context: Context, c: Council) -> Node:
    head = _heads(context.lang, "opinion", "given", "matter", "done")
    return wide.table(t("council.opinions", context.lang), head, [_opinion(context, c, o) for o in c.opinions])


def _opinion(context: Context, c: Council, o: Given) -> Node:
    lang = context.lang
    matter = next((m.matter.text for m in c.matters if m.id == o.opinion.matter), "")
    done: list[Node] = [t("council.not_told", lang)]
    if o.followed is not None and o.followed_by is not None:
        done = [
            h("strong", {}, t(f"mine.o.{o.followed.outcome}", lang)),
            ": ",
            h("span", {"lang": "pt"}, o.followed.why),
            h("div", {"class": "enti-fine"}, day(o.followed.told_on, lang)),
        ]
    link = h("a", {"href": o.opinion.evidence}, t("heard.document", lang)) if o.opinion.evidence else None
    return h(
        "tr",
        {"data-opinion": o.id},
        h("th", {"scope": "row", "lang": "pt"}, o.opinion.text, heard.note(o.opinion.note), " ", link),
        h("td", {}, day(o.opinion.given_on, lang), h("div", {"class": "enti-fine"}, o.event.said_by)),
        h("td", {"lang": "pt" if matter else lang}, matter or t("council.own", lang)),
        h("td", {}, *done),
    )


def _matters(context: Context, c: Council) -> Node:
    head = _heads(context.lang, "matter", "put", "domains", "opinion")
    return wide.table(t("council.matters", context.lang), head, [_matter(context, m) for m in c.matters])


def _matter(context: Context, m: Put) -> Node:
    lang = context.lang
    state = t("council.answered" if m.opinion else "council.waiting", lang)
    days = h("div", {"class": "enti-fine"}, counted(m.days, lang)) if m.days is not None else None
    who = called(m.matter.put_by, steer.plan()[0], m.matter.put_on, lang)
    return h(
        "tr",
        {"data-matter": m.id},
        h("th", {"scope": "row", "lang": "pt"}, m.matter.text),
        h("td", {}, who, h("div", {"class": "enti-fine"}, day(m.matter.put_on, lang))),
        h("td", {}, _domains(context, m.matter.domains)),
        h("td", {}, state, days),
    )


def _sessions(context: Context, c: Council) -> Node:
    head = _heads(context.lang, "session", "called", "domains", "who")
    return wide.table(t("council.sessions", context.lang), head, [_session(context, s) for s in c.sessions])


def _session(context: Context, s: Called) -> Node:
    lang = context.lang
    return h(
        "tr",
        {"data-session": s.id},
        h("th", {"scope": "row"}, day(s.convocation.session, lang), heard.note(s.convocation.note)),
        h("td", {}, day(s.convocation.called_on, lang)),
        h("td", {}, _domains(context, s.convocation.domains)),
        h("td", {}, ", ".join(s.seats) or t("heard.none", lang)),
    )


def _seats(context: Context, c: Council) -> Node:
    head = _heads(context.lang, "organisation", "side", "domains", "since")
    return wide.table(t("council.seats", context.lang), head, [_seat(context, s) for s in c.seats])


def _seat(context: Context, s: Seat) -> Node:
    lang = context.lang
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, s.organisation),
        h("td", {}, t(f"mine.o.{s.side}", lang)),
        h("td", {}, _domains(context, s.domains)),
        h("td", {}, day(s.since, lang)),
    )


PAGE = Page(
    id="conselho",
    section="heard",
    order=5,
    name=Text(pt="Conselho Consultivo", en="Advisory council"),
    also=Text(pt="pareceres, convocatória, composição", en="opinions, convocation, composition"),
    description=Text(
        pt="Que diz o Conselho Consultivo, e que se faz com isso?",
        en="What does the advisory council say, and what is done with it?",
    ),
    body=body,
)
