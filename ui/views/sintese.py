"""The brief for ECG and ECE: one screen, every sentence made from data, every line one click from what it rests on."""

from collections.abc import Mapping
from datetime import date

from core.base.typed import Text
from core.judgement.judge import Card
from core.judgement.windows import RULES
from core.people import questions
from core.reading.agenda import agenda
from core.reading.nation import tally
from core.strategy import evidence, execution, present
from core.strategy.decisions import taken
from core.strategy.execution_model import Progress
from core.strategy.standing import due_soon
from core.strategy.standing import tally as tally_of
from core.terms.formats import day
from core.terms.period import label, parse
from core.warehouse import loads
from show import heard, verdicts, whens
from show.sentences import evidence_short, said_name
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.asked import by_source
from ui.data.context import Context, compiled_on
from ui.data.read import reader
from ui.frame.routes import Page, nav, pages
from ui.kit import dom, state
from ui.views import sintese_due as due
from ui.views.sintese_board import board

_SHOWN = 4


def body(context: Context) -> None:
    """The answer, the board of the 48, and three cards: decide, what falls due, what changed."""
    lang, today = context.lang, context.today
    country, plan = steer.national(context), steer.actions(context)
    whole, _ = steer.plan()
    now, public = present.load(), evidence.load()
    decided = steer.decisions(context)
    held, asked = steer.meetings(context), steer.requests(context)
    matters = agenda(whole, now, plan, held, reader(context), lang, asked, taken(decided, today))
    said, acts, soon = tally(country.values()), tally_of(plan), due_soon(plan)
    now_due = whens.counts(acts, lang, ("silent", "late", "soon"))
    answer = t("brief.answer", lang, tally=verdicts.tally_short(said, lang), whens=now_due)
    ends = [s.next_term for s in soon if s.next_term]
    answer += t("brief.answer_soon", lang, date=day(max(ends), lang)) if ends else "."
    seen = evidence_short(public.tally(s.action.id for s in plan), lang)
    tree = h(
        "div",
        {"class": "enti-page enti-synthesis"},
        h("p", {"class": "enti-crumbs"}, t("brief.crumbs", lang, date=day(today, lang))),
        h("h1", {}, answer),
        h("p", {"class": "enti-public-said"}, f"{verdicts.speaking_said(said, lang)} {seen}"),
        board(context.catalogue, country, lang),
        h(
            "div",
            {"class": "enti-thirds"},
            due.decisions(matters, decided, today, lang),
            h(
                "section",
                {"class": "enti-card enti-brief"},
                due.ahead(plan, matters, today, lang),
                due.past(plan, now, public, asked, today, lang),
            ),
            _changed(context, country),
        ),
        _heard(context),
        h(
            "p",
            {"class": "enti-source"},
            t("brief.sources", lang, rules=RULES, build=context.store.build),
            " ",
            _link("lacunas", t("brief.provenance", lang)),
        ),
    )
    nav(dom.draw(tree, key="brief", lang=lang))


def _link(page: str, text: str, **choices: str) -> Node:
    return h("a", {"href": state.address(page, **choices), "data-nav": "1"}, text)


def _heard(context: Context) -> Node:
    """One line for each of those whom the Strategy hears, the whole of it one click away; those who have not spoken in
    one line together.
    """
    lang, v = context.lang, steer.voices(context)
    spoken = [topic for topic in heard.TOPICS if not heard.empty(topic, v)]
    lines = [h("li", {}, _link(topic, heard.said(topic, v, lang))) for topic in spoken]
    lines.append(h("li", {}, _link("perguntas", heard.questions_said(questions.questions, lang))))
    silent = [topic for topic in heard.TOPICS if topic not in spoken]
    names: list[Node] = []
    for topic in silent:
        names += [", " if names else "", _link(topic, pages()[topic].name.get(lang))]
    if silent:
        lines.append(h("li", {}, t("heard.empty_line", lang), " ", *names))
    return h(
        "section",
        {"class": "enti-card enti-brief"},
        h("h2", {}, t("heard.title_line", lang)),
        h("ul", {"class": "enti-lines"}, *lines),
    )


def _changed(context: Context, country: Mapping[str, Card]) -> Node:
    """What was said since the last meeting, and figures that came since; then how the sources stand."""
    lang = context.lang
    start, met = steer.since(context)
    since = t("brief.since_meeting" if met else "brief.since_quarter", lang, date=day(start, lang))
    lines = [*_said_since(context, start), *_came_since(context, start)]
    rest = len(lines) - _SHOWN
    shown = [h("li", {}, x) for x in lines[:_SHOWN]]
    more = h("p", {}, _link("execucao", t("brief.more", lang, n=rest))) if rest > 0 else None
    return h(
        "section",
        {"class": "enti-card enti-brief"},
        h("h2", {}, t("brief.changed", lang), h("small", {}, since)),
        h("ul", {"class": "enti-lines"}, *shown) if shown else h("p", {}, t("brief.none_changed", lang)),
        more,
        h("h2", {}, t("brief.data", lang)),
        h("ul", {"class": "enti-lines"}, *[h("li", {}, x) for x in _data(context, country)]),
    )


def _data(context: Context, country: Mapping[str, Card]) -> list[Node]:
    """What stands behind the figures: what was asked of the sources, which series say nothing of the Strategy, and what
    is missing.
    """
    lang = context.lang
    asked = by_source(context)
    failing = sorted(k for k, found in asked.items() if any(c.failing for c in found))
    days = [c.asked_at for found in asked.values() for c in found]
    said = t("brief.unasked", lang, date=day(compiled_on(), lang))
    if failing:
        said = t("brief.failing", lang, sources=", ".join(failing))
    elif days:
        said = t("brief.asked", lang, date=day(max(days), lang))
    old = sorted((c for c in country.values() if c.points and not c.speaks), key=lambda c: parse(c.points[-1][0]))
    lines: list[Node] = [_link("estado", said)]
    if old:
        first = f"{said_name(old[0].item, old[0].series, lang, brief=True)}, {label(old[0].points[-1][0], lang)}"
        lines.append(
            _link("progresso", t("brief.old", lang, n=len(old), of=tally(country.values()).known, first=first))
        )
    empty = [i for i in context.catalogue.indicators if i.id not in reader(context).have]
    lines.append(_link("lacunas", t("brief.empty", lang, n=len(empty))))
    return lines


def _said_since(context: Context, start: date) -> list[Node]:
    """The last word on each action, newest first."""
    lang = context.lang
    said = execution.between(steer.said(context), steer.midnight(start), steer.midnight(date.max))
    last = {e.entry: e for e in said if e.kind == "acao"}
    lines: list[Node] = []
    for e in sorted(last.values(), key=lambda e: e.seq, reverse=True):
        assert isinstance(e.after, Progress)
        what = t(
            "brief.event",
            lang,
            action=e.entry.removeprefix("acao_").replace("_", "."),
            state=t(f"exec.state.{e.after.state}", lang).lower(),
            by=e.said_by,
            date=day(e.said_at.date(), lang),
        )
        lines.append(_link("execucao", what))
    return lines


def _came_since(context: Context, start: date) -> list[Node]:
    lang, lines = context.lang, list[Node]()
    for r in loads.status(context.store, context.catalogue, context.today):
        if r["outcome"] == "ok" and r["received"] is not None and date.fromisoformat(r["received"]) >= start:
            item = context.catalogue.indicator(r["id"])
            said = t("brief.new_figures", lang, name=item.name.get(lang), period=label(r["last"], lang))
            lines.append(_link("indicador", said, indicador=item.id))
    return lines


PAGE = Page(
    id="sintese",
    section="steer",
    order=1,
    name=Text(pt="Síntese para a ECG/ECE", en="Brief for ECG/ECE"),
    also=Text(pt="ministro, decisões, agenda, resumo, ECG, ECE", en="minister, decisions, agenda, summary, ECG, ECE"),
    description=Text(
        pt="A Estratégia está a mover-se? O que se moveu, o que não, o que está atrasado, o que precisa de decisão",
        en="Is the Strategy moving? What moved, what did not, what is late, what needs a decision",
    ),
    body=body,
)
