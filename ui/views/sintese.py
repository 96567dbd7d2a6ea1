"""The brief for ECG and ECE: one screen, every sentence made from data, every line one click from what it rests on."""

from datetime import date
from typing import Any, Final

from core.base.typed import Text
from core.judgement.judge import BAD, GOOD
from core.strategy import execution
from core.strategy.execution_model import Progress
from core.strategy.model import term_end
from core.strategy.standing import Standing, tally
from core.terms.formats import day
from core.terms.period import label
from core.terms.territory import COUNTRY, VERSION
from core.warehouse import loads
from show.sentences import counted, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav, pages
from ui.kit import dom, marks, state

_SHOWN: Final = 4


def body(context: Context) -> None:
    """The answer and five cards."""
    lang = context.lang
    country, plan = steer.national(context), steer.actions(context)
    whole = tally(plan)
    moving = [r for r in country.values() if r["state"] in GOOD]
    still = [r for r in country.values() if r["state"] in BAD or r["state"] == "no_change"]
    abstained = sum(r["state"] == "not_assessable" for r in country.values())
    answer = t(
        "brief.answer",
        lang,
        moving=len(moving),
        judged=len(moving) + len(still),
        abstained=abstained,
        done=whole.done,
        late=whole.late,
        silent=whole.silent,
    )
    tree = h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("brief.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        h(
            "div",
            {"class": "enti-briefs"},
            _card(
                "brief.moved",
                [_moved(context, r) for r in moving],
                "brief.none_moved",
                lang,
                more=("progresso", {}, len(moving)),
            ),
            _card(
                "brief.still",
                [_moved(context, r) for r in still],
                "brief.none_still",
                lang,
                more=("progresso", {}, len(still)),
            ),
            _card("brief.decide", _to_decide(context, plan), "brief.none_decide", lang),
            _card(
                "brief.late",
                _late(plan, lang),
                "brief.none_late",
                lang,
                more=("execucao", {"mostrar": "due"}, whole.late + whole.silent),
            ),
            _changed(context),
        ),
    )
    nav(dom.draw(tree, key="brief", lang=lang))


def _link(page: str, text: str, **choices: str) -> Node:
    return h("a", {"href": state.address(page, **choices), "data-nav": "1"}, text)


def _card(
    title: str,
    lines: list[Node],
    empty: str,
    lang: str,
    *,
    more: tuple[str, dict[str, str], int] | None = None,
    note: str = "",
) -> Node:
    """A list of at most _SHOWN lines, and the way to the others."""
    shown = [h("li", {}, x) for x in lines[:_SHOWN]]
    rest = None
    if more is not None and more[2] > len(shown):
        rest = h("p", {}, _link(more[0], t("brief.more", lang, n=more[2] - len(shown)), **more[1]))
    content = h("ul", {"class": "enti-lines"}, *shown) if shown else h("p", {}, t(empty, lang))
    return h(
        "section",
        {"class": "enti-card enti-brief"},
        h("h2", {}, t(title, lang)),
        h("p", {"class": "enti-fine"}, note) if note else None,
        content,
        rest,
    )


def _moved(context: Context, r: dict[str, Any]) -> Node:
    lang = context.lang
    item = context.catalogue.indicator(str(r["indicator_id"]))
    value = value_or_gap(r["value"], item, str(r["series"]), lang)
    mark = marks.judged(str(r["state"]), lang, indicator=item.id, place=COUNTRY, version=VERSION)
    since = f"{label(str(r['first']), lang)}–{label(str(r['last']), lang)}"
    return h("span", {}, mark, " ", h("strong", {}, item.name.get(lang)), f": {value} ({since})")


def _late(plan: tuple[Standing, ...], lang: str) -> list[Node]:
    """Actions past their deadline: those said not to be done first, then the silent ones, each by how long."""
    due = sorted((s for s in plan if s.late or s.silent), key=lambda s: (not s.late, s.days, s.action.id))
    return [
        h(
            "span",
            {},
            *marks.acted(s, lang),
            " ",
            _link("execucao", _short(s), mostrar="due"),
            f": {counted(s.days, lang)}. {s.action.responsible.text}",
        )
        for s in due
    ]


def _short(s: Standing) -> str:
    number = s.action.id.removeprefix("acao_").replace("_", ".")
    words = s.action.text.split()
    return f"{number} {' '.join(words[:6])}{'…' if len(words) > 6 else ''}"


def _changed(context: Context) -> Node:
    """What was said since the last meeting, and figures that came since."""
    lang = context.lang
    start, met = steer.since(context)
    since = t("brief.since_meeting" if met else "brief.since_quarter", lang, date=day(start, lang))
    last = {
        e.entry: e
        for e in execution.between(steer.said(context), steer.midnight(start), steer.midnight(date.max))
        if e.kind == "acao"
    }
    lines: list[Node] = []
    for e in sorted(last.values(), key=lambda e: e.said_at, reverse=True):
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
    days = (context.today - start).days
    for r in loads.status(context.store, context.catalogue, context.today):
        if r["outcome"] == "ok" and r["age_days"] is not None and r["age_days"] <= days:
            item = context.catalogue.indicator(r["id"])
            said = t("brief.new_figures", lang, name=item.name.get(lang), period=label(r["last"], lang))
            lines.append(_link("indicador", said, indicador=item.id))
    return _card("brief.changed", lines, "brief.none_changed", lang, more=("execucao", {}, len(lines)), note=since)


def _to_decide(context: Context, plan: tuple[Standing, ...]) -> list[Node]:
    """What asks for an act of the coordination bodies, the most urgent first."""
    lang = context.lang
    whole, _ = steer.plan()
    lines: list[Node] = []
    for report in whole.reports:
        if report.due and report.cadence == "unica" and report.by:
            end = term_end(report.due)
            left = (end - context.today).days
            key = "brief.ask_report" if left >= 0 else "brief.ask_report_late"
            name = h("span", {"lang": "pt"}, report.text.split(",")[0])
            said = t(key, lang, report="{}", date=day(end, lang), days=left).removeprefix("{}")
            lines.append(h("span", {}, name, said, " ", _link("governacao", pages()["governacao"].name.get(lang))))
    silent = [s for s in plan if s.silent]
    if silent:
        bodies = ", ".join(dict.fromkeys(s.action.responsible.text for s in sorted(silent, key=lambda s: s.days)))
        lines.append(_link("execucao", t("brief.ask_state", lang, n=len(silent), bodies=bodies), mostrar="due"))
    for key, n in (
        ("brief.ask_late", sum(s.late for s in plan)),
        ("brief.ask_evidence", sum(s.no_evidence for s in plan)),
    ):
        if n:
            lines.append(_link("execucao", t(key, lang, n=n)))
    names = {i.id: f"{i.number}. {i.name}" for i in whole.initiatives}
    lines += [
        _link("execucao", t("brief.ask_clock", lang, initiative=names[c.initiative_id]))
        for c in steer.both_clocks(context)
        if c.case == "delivered_still"
    ]
    for item in context.catalogue.indicators:
        if item.source_state.cause == "access_refused":
            said = t("brief.ask_access", lang, name=item.name.get(lang), owner=item.source_state.owner)
            lines.append(_link("lacunas", said))
    without = sum(not any(g.use == "target" for g in i.targets) for i in context.catalogue.indicators)
    lines.append(_link("progresso", t("brief.ask_targets", lang, n=without)))
    return lines


PAGE = Page(
    id="sintese",
    section="steer",
    order=1,
    name=Text(pt="Síntese para a ECG/ECE", en="Brief for ECG/ECE"),
    description=Text(
        pt="A Estratégia está a mover-se? O que se moveu, o que não, o que está atrasado, o que precisa de decisão",
        en="Is the Strategy moving? What moved, what did not, what is late, what needs a decision",
    ),
    body=body,
)
