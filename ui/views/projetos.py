"""Local projects of municípios, CIM and AM, and which recommendations they serve."""

from core.base.typed import Text
from core.strategy import execution
from core.strategy.execution import Event
from core.strategy.execution_model import Project
from core.strategy.strategy import Strategy
from core.terms.formats import day, number
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.frame.routes import Page, nav
from ui.kit import dom, marks, state
from ui.views import projetos_public


def body(context: Context) -> None:
    """The answer, the projects, and the recommendations with how many projects each."""
    lang = context.lang
    whole, _ = steer.plan()
    found = [e for e in execution.current(steer.said(context), "projeto").values() if isinstance(e.after, Project)]
    live = [e.after for e in found if isinstance(e.after, Project) and not e.after.withdrawn]
    answer = t("projects.empty", lang)
    if found:
        answer = t(
            "projects.answer",
            lang,
            n=len(live),
            places=len({p.territory for p in live}),
            recs=len({r for p in live for r in p.recommendations}),
        )
    tree = h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("projects.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        _projects(context, whole, found) if found else None,
        _matrix(whole, live, lang) if found else None,
    )
    nav(dom.draw(tree, key="projects", lang=lang))
    projetos_public.section(context, whole)


def _projects(context: Context, whole: Strategy, found: list[Event]) -> Node:
    lang = context.lang
    keys = (
        "projects.col.project",
        "projects.col.place",
        "projects.col.recs",
        "projects.col.when",
        "projects.col.money",
        "exec.col.state",
        "exec.col.said",
    )
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(k, lang)) for k in keys])
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, t("projects.table", lang)),
            h("thead", {}, head),
            h("tbody", {}, *[_row(context, whole, e) for e in found]),
        ),
    )


def _row(context: Context, whole: Strategy, e: Event) -> Node:
    lang, p = context.lang, e.after
    assert isinstance(p, Project)
    place = context.territories[p.territory]
    owner = place.group or place.name if place.level == "nuts3" else place.name
    numbers = {r.id: r.number for r in whole.recommendations}
    span = " – ".join(day(d, lang) if d else "…" for d in (p.start, p.end)) if p.start or p.end else "–"
    money = "–" if p.budget_eur is None else f"{number(p.budget_eur, 0, lang)}\u00a0€"
    gone = h("div", {"class": "enti-fine"}, t("projects.withdrawn", lang)) if p.withdrawn else None
    link = h("a", {"href": p.evidence}, t("exec.evidence", lang)) if p.evidence else None
    return h(
        "tr",
        {"data-project": e.entry},
        h("th", {"scope": "row", "lang": "pt"}, p.title, h("div", {"class": "enti-fine"}, p.note) if p.note else None),
        h("td", {}, h("a", {"href": state.address("territorio", territorio=p.territory), "data-nav": "1"}, owner)),
        h("td", {}, ", ".join(str(numbers[r]) for r in p.recommendations)),
        h("td", {}, span),
        h(
            "td",
            {"class": "num"},
            money,
            h("div", {"class": "enti-fine", "lang": "pt"}, p.funding) if p.funding else None,
        ),
        h("td", {}, marks.progress(p.state, lang), "" if p.percent is None else f" {p.percent} %", gone),
        h("td", {}, f"{e.said_by}, {day(e.said_at.date(), lang)} ", link),
    )


def _matrix(whole: Strategy, live: list[Project], lang: str) -> Node:
    head = h(
        "tr",
        {},
        h("th", {"scope": "col"}, t("projects.col.recs", lang)),
        h("th", {"scope": "col", "class": "num"}, t("projects.col.count", lang)),
    )
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row", "lang": "pt"}, f"{r.number}. {r.text}"),
            h("td", {"class": "num"}, str(sum(r.id in p.recommendations for p in live))),
        )
        for r in whole.recommendations
    ]
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h("table", {}, h("caption", {}, t("projects.matrix", lang)), h("thead", {}, head), h("tbody", {}, *rows)),
    )


PAGE = Page(
    id="projetos",
    section="steer",
    order=5,
    name=Text(pt="Municípios e projetos", en="Municipalities and projects"),
    also=Text(pt="câmaras, CIM, PRR, projetos locais", en="councils, CIM, RRP, local projects"),
    description=Text(
        pt="Que fazem os municípios, as CIM e as AM pelas recomendações?",
        en="What do municipalities and their associations do for the recommendations?",
    ),
    body=body,
)
