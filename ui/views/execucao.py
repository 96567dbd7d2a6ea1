"""Who owes what by when: the action plan with its deadlines, what was said of it, and the two clocks of each
initiative.
"""

from datetime import date
from typing import Final

import streamlit as st

from core.base.typed import Text
from core.strategy import asking, evidence, present
from core.strategy.evidence import Public
from core.strategy.standing import UNSAID, WHENS, Standing, Tally, by_body, by_funding, by_initiative, tally
from core.strategy.strategy import Strategy
from core.terms.enti import FIRST_YEAR, LAST_YEAR
from core.terms.formats import day, number
from show import whens
from show.sentences import counted, evidence_said, silence
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav
from ui.kit import bodies, dom, marks, proof, state
from ui.kit.controls import Bar
from ui.views import execucao_action, execucao_board, execucao_clocks, execucao_money

BY: Final = "por"
SHOW: Final = "mostrar"
_WIDTH, _ROW, _LEFT = 640, 20, 74
_YEARS: Final = range(FIRST_YEAR + 1, LAST_YEAR + 1)


# What a choice shows, of what the calendar makes of an action.
_SHOWN: Final = {
    "all": WHENS,
    "act": ("silent", "late", "soon"),
    "due": ("silent", "late"),
    "ahead": ("soon", "ahead"),
}


def body(context: Context) -> None:
    """The answer, the choice of grouping, a section per group with its deadlines drawn and its actions as rows."""
    lang = context.lang
    whole, _ = steer.plan()
    all_of_them, public = steer.actions(context), evidence.load()
    bar = Bar("exec-controls", lang)
    by = bar.choose(
        BY,
        ("initiative", "body", "funding"),
        "initiative",
        label=t("exec.by", lang),
        show=lambda v: t(f"exec.by.{v}", lang),
        form="segments",
    )
    show = bar.choose(
        SHOW,
        ("all", "act", "due", "ahead"),
        "all",
        label=t("exec.show", lang),
        show=lambda v: t(f"exec.show.{v}", lang),
        form="segments",
    )
    dom.draw(_head(whole, tally(all_of_them), public, lang), key="exec-head", lang=lang)
    _board(context, whole, all_of_them, public)
    bar.draw()
    shown = [s for s in all_of_them if s.when in _SHOWN[show]]
    groups = {
        "initiative": lambda: by_initiative(whole, shown),
        "body": lambda: by_body(shown),
        "funding": lambda: by_funding(shown),
    }[by]()
    sections = [_group(context, whole, by, key, mine, public) for key, mine in groups.items() if mine]
    clocks = (
        execucao_clocks.table(context, whole, steer.both_clocks(context))
        if by == "initiative" and show == "all"
        else None
    )
    money = execucao_money.section(context, whole) if by == "funding" else None
    how = [h("p", {"class": "enti-fine"}, t("exec.how", lang)), proof.caveats(public, "evidence", lang)]
    nav(dom.draw(h("div", {"class": "enti-page"}, clocks, money, *sections, *how), key="exec", lang=lang))


def _board(context: Context, whole: Strategy, plan: tuple[Standing, ...], public: Public) -> None:
    """All actions at once, and beside them the one that is open; a click on a box opens it."""
    lang, name = context.lang, execucao_board.ACTION
    opened = state.current(name, ("", *(s.action.id for s in plan)), "", lang=lang)
    beside = execucao_action.closed(public, lang)
    for s in plan:
        if s.action.id == opened:
            initiative = next(i for i in whole.initiatives if i.id == s.action.initiative)
            voices = steer.voices(context).readings.get(opened, ())
            beside = execucao_action.panel(s, initiative, public, steer.requests(context), voices, context.today, lang)
    board = execucao_board.board(whole, plan, public, context.today, opened, lang)
    said = dom.draw_with_choices(h("div", {"class": "enti-beside"}, board, beside), key="exec-board", lang=lang)
    if said["choice"]:
        state.select(name, said["choice"].partition("=")[2], default="")
        st.rerun()
    nav(said["nav"])


def _head(plan: Strategy, whole: Tally, public: Public, lang: str) -> Node:
    said = whole.total - whole.states[UNSAID]
    word = t("exec.words", lang, said=said, total=whole.total) if said else t("exec.no_words", lang)
    found = public.tally(a.id for a in plan.actions)
    return h(
        "div",
        {"class": "enti-tight"},
        h("p", {"class": "enti-crumbs"}, t("exec.question", lang)),
        h("h1", {}, t("exec.title", lang, total=whole.total, whens=whens.counts(whole, lang))),
        h("p", {"class": "enti-public-said"}, f"{word} {evidence_said(found, lang)}"),
    )


def _name(whole: Strategy, by: str, key: str) -> str:
    if by == "initiative":
        found = next(i for i in whole.initiatives if i.id == key)
        return f"{found.number}. {found.name}"
    if by == "body":
        body = next(e for e in whole.entities if e.id == key)
        return body.names[0] + (f" ({body.acronym})" if body.acronym else "")
    source = next(f for f in whole.funding_sources if f.id == key)
    return source.text + (f" ({source.name})" if source.name else "")


def said_of(counted: Tally, lang: str) -> str:
    """Counts of some actions in words."""
    said = t("exec.tally", lang, total=counted.total, whens=whens.counts(counted, lang))
    if counted.percent is not None:
        said += "; " + t("exec.percent", lang, p=number(counted.percent, 0, lang), n=counted.percents)
    return said + "."


def _group(context: Context, whole: Strategy, by: str, key: str, mine: tuple[Standing, ...], public: Public) -> Node:
    lang, name = context.lang, _name(whole, by, key)
    head = [
        h("th", {"scope": "col"}, t(f"exec.col.{c}", lang))
        for c in ("action", "body", "deadline", "funding", "state", "said", "public")
    ]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {"lang": "pt"}, name),
        _answers(key, context.today, lang) if by == "body" else None,
        h("p", {"class": "enti-fine"}, said_of(tally(mine), lang)),
        _silence(context, mine) if by == "body" else None,
        # By initiative the board above has the deadlines already.
        _gantt(mine, context.today, t("exec.gantt_alt", lang, name=name, first=_YEARS[0], last=_YEARS[-1]))
        if by != "initiative"
        else None,
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {"class": "enti-wide enti-actions"},
                h("caption", {"class": "enti-hidden"}, name),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *[_row(s, public, context.today, lang) for s in mine]),
            ),
        ),
    )


def _silence(context: Context, mine: tuple[Standing, ...]) -> Node:
    """Of how many of a body's actions nobody was asked, and what became of what was."""
    found = asking.of_actions(mine, steer.requests(context), context.today)
    said = silence(found.values(), context.lang)
    return h("p", {"class": "enti-fine"}, said) if said else None


def _answers(body_id: str, today: date, lang: str) -> Node:
    """Who answers today for what this body was given, where it is another or nobody knows."""
    answers = (present.load().answer(body_id, today),)
    said = present.now(answers, lang)
    return bodies.opened(said, answers, lang) if said else None


def _row(s: Standing, public: Public, today: date, lang: str) -> Node:
    a, said, event = s.action, s.said, s.event
    partners = h("div", {"class": "enti-fine"}, *bodies.who(a.partners, today, lang))
    percent = f" {said.percent} %" if said and said.percent is not None else ""
    who: list[Node] = [t("exec.nobody", lang)]
    if event is not None and said is not None:
        link = h("a", {"href": said.evidence}, t("exec.evidence", lang)) if said.evidence else None
        flaws = [
            t(k, lang) for k, is_so in (("exec.no_evidence", s.no_evidence), ("exec.done_late", s.done_late)) if is_so
        ]
        who = [
            f"{event.said_by}, {day(event.said_at.date(), lang)} ",
            link,
            h("div", {"class": "enti-fine"}, "; ".join(flaws)) if flaws else None,
            h("div", {"class": "enti-fine", "lang": "pt"}, said.note) if said.note else None,
        ]
    return h(
        "tr",
        {"data-action": a.id},
        h(
            "th",
            {"scope": "row"},
            h("span", {"lang": "pt"}, f"{a.id.removeprefix('acao_').replace('_', '.')} {a.text}"),
        ),
        h("td", {}, *bodies.who(a.responsible, today, lang), partners),
        h("td", {}, a.deadline.text, h("div", {"class": "enti-fine"}, counted(s.days, lang))),
        h("td", {}, a.funding.text),
        h("td", {}, *marks.acted(s, lang), percent),
        h("td", {}, *who),
        h("td", {}, proof.mark(public.best(a.id), lang)),
    )


def _x(when: date) -> float:
    span = (date(LAST_YEAR, 12, 31) - date(FIRST_YEAR, 12, 31)).days
    return round(_LEFT + (_WIDTH - _LEFT - 8) * (when - date(FIRST_YEAR, 12, 31)).days / span, 1)


def _gantt(mine: tuple[Standing, ...], today: date, alt: str) -> Node:
    """A line per action from the start of the plan to its deadline, marked by state; and where today is. The table
    has it in words.
    """
    height = 18 + _ROW * len(mine)
    nodes: list[Node] = []
    for year in _YEARS:
        x = _x(date(year, 12, 31))
        nodes += [
            h("line", {"x1": x, "x2": x, "y1": 14, "y2": height, "class": "enti-grid"}),
            h("text", {"x": x, "y": 10, "class": "enti-axis", "text-anchor": "end"}, str(year)),
        ]
    for n, s in enumerate(mine):
        y = 18 + _ROW * n + _ROW / 2
        end, colour = _x(s.action.deadline.last_day), _colour(s)
        nodes += [
            h(
                "text",
                {"x": _LEFT - 8, "y": y, "class": "enti-axis", "text-anchor": "end", "dominant-baseline": "middle"},
                s.action.id.removeprefix("acao_").replace("_", "."),
            ),
            h("line", {"x1": _LEFT, "x2": end, "y1": y, "y2": y, "stroke": "var(--line-2)", "stroke-width": 8}),
            h(
                "line",
                {
                    "x1": _LEFT,
                    "x2": _LEFT + (end - _LEFT) * _share(s),
                    "y1": y,
                    "y2": y,
                    "stroke": "var(--mark)",
                    "stroke-width": 8,
                },
            ),
            h("path", {"d": f"M{end} {y - 6}l6 6l-6 6l-6 -6z", "fill": colour, "stroke": "var(--card)"}),
        ]
    now = _x(min(max(today, date(FIRST_YEAR, 12, 31)), date(LAST_YEAR, 12, 31)))
    nodes.append(
        h(
            "line",
            {
                "x1": now,
                "x2": now,
                "y1": 12,
                "y2": height,
                "stroke": "var(--accent)",
                "stroke-width": 2,
                "stroke-dasharray": "4 3",
            },
        )
    )
    return h(
        "svg", {"class": "enti-gantt", "viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": alt}, *nodes
    )


def _share(s: Standing) -> float:
    """How much of the line is filled: what was said, all of it when done, nothing where nobody gave a percent."""
    if s.state == "concluida":
        return 1.0
    return (s.said.percent or 0) / 100 if s.said else 0.0


def _colour(s: Standing) -> str:
    if s.late:
        return "var(--danger)"
    if s.silent or s.state == "suspensa":
        return "var(--warning)"
    return "var(--success)" if s.state == "concluida" else "var(--mark-2)"


PAGE = Page(
    id="execucao",
    section="steer",
    order=3,
    name=Text(pt="Execução", en="Execution"),
    also=Text(
        pt="ações, atrasado, em atraso, prazos, plano de ação, iniciativas, responsáveis, financiamento",
        en="actions, late, overdue, deadlines, action plan, initiatives, owners, funding",
    ),
    description=Text(
        pt="Quem deve o quê, até quando, e está feito? Prazos até 2030, por iniciativa, entidade e financiamento",
        en="Who owes what, by when, and is it done? Deadlines to 2030, by initiative, body and funding",
    ),
    body=body,
)
