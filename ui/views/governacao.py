"""Who meets, who reports, and when: the structures of the governance model, their calendar, and the duties to
report.
"""

from datetime import date

from core.base.typed import Text
from core.strategy import meetings, present
from core.strategy.execution_model import REGIONAL, Meeting
from core.strategy.model import Report, Structure, term_end
from core.strategy.strategy import Strategy
from core.terms.formats import day
from show import whens
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav
from ui.kit import dom
from ui.views import governacao_decisions, governacao_facts, governacao_today, report_buttons

_QUARTERS = 6  # shown: four past ones, this one, the next


def body(context: Context) -> None:
    """The answer, the calendar of quarters and reports, the structures, the duties; and the reports, to take away."""
    lang = context.lang
    whole, _ = steer.plan()
    end = next(term_end(r.due) for r in whole.reports if r.due and r.cadence == "unica")
    left = (end - context.today).days
    answer = t(
        "gov.answer",
        lang,
        n=len(whole.structures),
        interim=t("gov.days" if left >= 0 else "gov.over", lang, n=abs(left)),
        ece=_record(steer.meetings(context, "ece"), lang),
    )
    answer += _amended(context, whole)
    tree = h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("gov.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        _calendar(context, whole, end),
        _regions(context, whole),
        governacao_decisions.section(whole, steer.decisions(context), context.today, lang),
        governacao_today.section(whole, context.today, lang),
        _reports(whole, lang),
        *governacao_facts.section(lang),
        h("h2", {}, t("gov.structures", lang)),
        h(
            "div",
            {"class": "enti-domains"},
            *[_structure(context, s, whole) for s in whole.structures],
        ),
    )
    nav(dom.draw(tree, key="governance", lang=lang))
    report_buttons.draw(context, "governacao")


def _amended(context: Context, whole: Strategy) -> str:
    """Of each structure that an amendment made quarterly: since which act, and when it last met."""
    known, said = present.load(), ""
    for s in meetings.quarterly(known, whole.structures, context.today):
        for a, c in known.changes(s.id, context.today):
            if c.what == "meetings":
                record = _record(steer.meetings(context, s.id), context.lang)
                act = a.act.name.get(context.lang)
                said += " " + t("gov.answer_amended", context.lang, who=s.acronym or s.name, act=act, record=record)
    return said


def _record(held: list[Meeting], lang: str) -> str:
    return t("gov.met", lang, date=day(held[-1].held_on, lang)) if held else t("gov.never", lang)


def _calendar(context: Context, whole: Strategy, interim: date) -> Node:
    """The quarters in which each structure that meets quarterly had or has to meet, and the end of the year of the
    review.
    """
    lang, known = context.lang, present.load()
    mine = meetings.quarterly(known, whole.structures, context.today)
    columns = [
        meetings.quarters(known, s, [m.held_on for m in steer.meetings(context, s.id)], context.today, _QUARTERS)
        for s in mine
    ]
    heads = [t("gov.quarter_head", lang), *[t("gov.quarterly", lang, who=s.acronym or s.name) for s in mine]]
    rows = [
        h(
            "tr",
            {},
            h(
                "th",
                {"scope": "row"},
                whens.quarter_name(line[0], lang),
            ),
            *[h("td", {}, whens.quarter(q, context.today, lang)) for q in line],
        )
        for line in zip(*columns, strict=True)
    ]
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {},
            h("caption", {}, t("gov.calendar", lang)),
            h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, x) for x in heads])),
            h("tbody", {}, *rows),
        ),
        h("p", {"class": "enti-source"}, f"{t('gov.reports', lang)}: 2026, {day(interim, lang)}."),
    )


def _regions(context: Context, whole: Strategy) -> Node:
    """Of the EAT, region by region, the quarters in which a meeting is on record; nobody is said to have failed one."""
    lang, known = context.lang, present.load()
    eat = next(s for s in whole.structures if s.id == REGIONAL)
    if eat not in meetings.quarterly(known, whole.structures, context.today):
        return None
    found = meetings.by_region(known, eat, steer.meetings(context, eat.id), context.today, _QUARTERS)
    names = {r.id: r.name for r in known.regions}
    first = next(iter(found.values()))
    head = [
        t("gov.region", lang),
        *[whens.quarter_name(q, lang) for q in first],
    ]
    rows = [
        h(
            "tr",
            {"data-region": id_},
            h("th", {"scope": "row", "lang": "pt"}, names[id_]),
            *[h("td", {}, whens.quarter_of_region(q, context.today, lang)) for q in line],
        )
        for id_, line in found.items()
    ]
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {},
            h("caption", {}, t("gov.regions", lang)),
            h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, x) for x in head])),
            h("tbody", {}, *rows),
        ),
        h("p", {"class": "enti-source"}, t("gov.regions_how", lang)),
    )


def _reports(whole: Strategy, lang: str) -> Node:
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(f"gov.col.{c}", lang)) for c in ("what", "who", "when")])
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, t("gov.reports", lang)),
            h("thead", {}, head),
            h("tbody", {}, *[_report(r, whole, lang) for r in whole.reports]),
        ),
    )


def _report(r: Report, whole: Strategy, lang: str) -> Node:
    short = {s.id: s.acronym or s.name for s in whole.structures}
    who = " → ".join(short[i] for i in (r.by, r.to) if i) or "–"
    when: list[Node] = [
        t(f"gov.cadence.{r.cadence}", lang),
        h("div", {"class": "enti-fine", "lang": "pt"}, f"«{r.when}»") if r.when else None,
    ]
    if r.due:
        when.append(h("div", {"class": "enti-fine"}, day(term_end(r.due), lang)))
    return h(
        "tr",
        {},
        h(
            "th",
            {"scope": "row"},
            h("span", {"lang": "pt"}, f"«{r.text}»"),
            h("div", {"class": "enti-fine"}, r.ref),
            _doubt(r.doubt, lang),
        ),
        h("td", {}, who),
        h("td", {}, *when),
    )


def _doubt(text: str | None, lang: str) -> Node:
    return (
        h("div", {"class": "enti-fine"}, f"{t('gov.doubt', lang)}: ", h("span", {"lang": "pt"}, text)) if text else None
    )


def _structure(context: Context, s: Structure, whole: Strategy) -> Node:
    lang = context.lang
    rhythm: Node = h("span", {"lang": "pt"}, f"«{s.meetings.text}»") if s.meetings else t("gov.meets_unsaid", lang)
    record = _record(steer.meetings(context, s.id), lang)
    duties = [h("li", {}, f"{d.letter}) {d.text}" if d.letter else d.text) for d in s.duties]
    members = [h("li", {}, m) for m in s.members]
    return h(
        "section",
        {"class": "enti-card enti-domain"},
        h("h3", {"lang": "pt"}, f"{s.acronym}: {s.name}" if s.acronym else s.name),
        h("p", {}, f"{t('gov.meets', lang)}: ", rhythm, f"; {record}."),
        *governacao_today.of_structure(s, whole, context.today, lang),
        h(
            "details",
            {"class": "enti-missing"},
            h("summary", {}, t("gov.members", lang, n=len(members))),
            h("ul", {"lang": "pt"}, *members),
        ),
        h(
            "details",
            {"class": "enti-missing"},
            h("summary", {}, t("gov.duties", lang, n=len(duties))),
            h("ul", {"lang": "pt"}, *duties),
        ),
        h("p", {"class": "enti-fine"}, s.ref),
        _doubt(s.doubt, lang),
    )


PAGE = Page(
    id="governacao",
    section="steer",
    order=6,
    name=Text(pt="Governação", en="Governance"),
    also=Text(
        pt="relatório, relatórios, reuniões, ECG, ECE, EAT, Conselho Consultivo, entidades",
        en="report, reports, meetings, ECG, ECE, EAT, bodies",
    ),
    description=Text(
        pt="Quem reúne, quem reporta, e quando? Relatórios para levar",
        en="Who meets, who reports, and when? Reports to take away",
    ),
    body=body,
)
