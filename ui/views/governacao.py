"""Who meets, who reports, and when: the structures of the governance model, their calendar, and the duties to
report.
"""

from datetime import date, timedelta

from core.base.typed import Text
from core.strategy.execution_model import Meeting
from core.strategy.model import Report, Structure, term_end
from core.strategy.strategy import Strategy
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav
from ui.kit import dom
from ui.views import report_buttons

_QUARTERS = 6  # shown: four past ones, this one, the next


def body(context: Context) -> None:
    """The answer, the calendar of quarters and reports, the structures, the duties; and the reports, to take away."""
    lang = context.lang
    whole, _ = steer.plan()
    held = steer.meetings(context, "ece")
    end = next(term_end(r.due) for r in whole.reports if r.due and r.cadence == "unica")
    left = (end - context.today).days
    answer = t(
        "gov.answer",
        lang,
        n=len(whole.structures),
        interim=t("gov.days" if left >= 0 else "gov.over", lang, n=abs(left)),
        ece=t("gov.met", lang, date=day(held[-1].held_on, lang)) if held else t("gov.never", lang),
    )
    tree = h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("gov.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        _calendar(held, end, context.today, lang),
        _reports(whole, lang),
        h("h2", {}, t("gov.structures", lang)),
        h(
            "div",
            {"class": "enti-domains"},
            *[_structure(s, steer.meetings(context, s.id), lang) for s in whole.structures],
        ),
    )
    nav(dom.draw(tree, key="governance", lang=lang))
    report_buttons.draw(context, "governacao")


def _calendar(held: list[Meeting], interim: date, today: date, lang: str) -> Node:
    """The quarters in which the ECE had or has to meet, and the end of the year of the review."""
    start = steer.quarter_start(today)
    for _ in range(_QUARTERS - 2):
        start = steer.quarter_start(start - timedelta(days=1))
    rows = []
    for _ in range(_QUARTERS):
        after = steer.quarter_start(start + timedelta(days=100))
        met = [m.held_on for m in held if start <= m.held_on < after]
        said = ", ".join(t("gov.quarter_met", lang, date=day(d, lang)) for d in met)
        if not met:
            said = t(
                "gov.quarter_none" if after <= today else "gov.quarter_now" if start <= today else "gov.next", lang
            )
        rows.append(
            h(
                "tr",
                {},
                h("th", {"scope": "row"}, t("gov.quarter", lang, q=(start.month + 2) // 3, year=start.year)),
                h("td", {}, said),
            )
        )
        start = after
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h("table", {}, h("caption", {}, t("gov.calendar", lang)), h("tbody", {}, *rows)),
        h("p", {"class": "enti-source"}, f"{t('gov.reports', lang)}: 2026, {day(interim, lang)}."),
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


def _structure(s: Structure, held: list[Meeting], lang: str) -> Node:
    rhythm: Node = h("span", {"lang": "pt"}, f"«{s.meetings.text}»") if s.meetings else t("gov.meets_unsaid", lang)
    record = t("gov.met", lang, date=day(held[-1].held_on, lang)) if held else t("gov.never", lang)
    duties = [h("li", {}, f"{d.letter}) {d.text}" if d.letter else d.text) for d in s.duties]
    members = [h("li", {}, m) for m in s.members]
    return h(
        "section",
        {"class": "enti-card enti-domain"},
        h("h3", {"lang": "pt"}, f"{s.acronym}: {s.name}" if s.acronym else s.name),
        h("p", {}, f"{t('gov.meets', lang)}: ", rhythm, f"; {record}."),
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
    description=Text(
        pt="Quem reúne, quem reporta, e quando? Relatórios para levar",
        en="Who meets, who reports, and when? Reports to take away",
    ),
    body=body,
)
