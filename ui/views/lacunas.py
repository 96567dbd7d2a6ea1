"""The gap ledger on the screen: what is missing, who has it, what was asked, who must act, and what closes it."""

from collections import Counter
from datetime import timedelta
from typing import Final

import streamlit as st

from core.base import cells
from core.base.typed import Text
from core.catalogue.catalogue import Catalogue
from core.terms import age
from core.terms.formats import day, plural
from core.terms.period import label
from core.terms.territory import Territories
from core.warehouse import checks
from core.warehouse.asked import PROJECT
from core.warehouse.gaps import CAUSES, FINAL, Gap
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import beyond, dom, state
from ui.kit.controls import Bar

CAUSE: Final = "causa"
OWNER: Final = "dono"
ALL: Final = "todas"
_COLUMNS: Final = (
    "linha",
    "indicador",
    "nome",
    "serie",
    "nivel",
    "territorios",
    "periodos",
    "causa",
    "dono",
    "desde",
    "dias_de_atraso",
    "tem_de_agir",
    "pedido",
    "razao",
    "o_que_resolve",
    "celulas",
)
_NAMED: Final = 6  # territories named in a line; the file has them all


def body(context: Context) -> None:
    """Question, answer, owners, choice of cause and owner, the entries, the file."""
    lang = context.lang
    found = reader(context).ledger(checks.read(), steer.requests(context))
    head = h(
        "div",
        {"class": "enti-page"},
        h("h1", {}, t("gaps.title", lang)),
        h("p", {"class": "enti-answer"}, _answer(found, lang)),
        h("div", {"class": "enti-scroll enti-card"}, _owners(found, lang)),
    )
    dom.draw(head, key="gaps_head", lang=lang)
    chosen = _choose(found, lang)
    table = _table(chosen, context, t("gaps.caption", lang, n=len(chosen)))
    tree = h("div", {"class": "enti-page"}, h("div", {"class": "enti-scroll enti-card"}, table))
    nav(dom.draw(tree, key="gaps", lang=lang))
    st.download_button(
        t("gaps.download", lang),
        as_file(chosen, context.catalogue, lang),
        "enti-lacunas.csv",
        "text/csv",
        icon=":material/download:",
    )
    _beyond(context)


def _beyond(context: Context) -> None:
    """What is missing of the indicators beyond Table 3: in no count above, and not in its file."""
    lang, items = context.lang, context.catalogue.further
    if not items:
        return
    found = reader(context).ledger_beyond(checks.read(), steer.requests(context))
    table = _table(found, context, t("gaps.beyond", lang, n=len(found)))
    known = sum(i.id in reader(context).have for i in items)
    head = h(
        "div",
        {"class": "enti-page"},
        *beyond.heading(known, items, lang),
        h("div", {"class": "enti-scroll enti-card"}, table),
    )
    nav(dom.draw(head, key="gaps_beyond", lang=lang))


def _answer(found: list[Gap], lang: str) -> str:
    """How many rows have nothing at all, how many entries somebody can close, how many wait for us, and how many were
    asked for and are late.
    """
    absent = {
        (g.indicator_id, g.series)
        for g in found
        if g.level == "todos" and not g.periods and g.cause != "connector_failed"
    }
    open_ = [g for g in found if g.cause not in FINAL]
    late, ours = sum(g.state == "late" for g in open_), sum(g.who == PROJECT for g in open_)
    rows = len({g.row for g in open_})
    said = t("gaps.answer", lang, open=len(open_), rows=rows, series=len(absent), ours=ours, project=PROJECT)
    return f"{said} {t('gaps.late', lang, n=late)}" if late else said


def _owners(found: list[Gap], lang: str) -> Node:
    """Holders by how much of what is missing is theirs, with what was asked of it and what kinds of gap."""
    mine: dict[str, Counter[str]] = {}
    asked: dict[str, Counter[str]] = {}
    rows_of: dict[str, set[int]] = {}
    for g in found:
        if g.cause not in FINAL:
            mine.setdefault(g.owner, Counter())[g.cause] += 1
            asked.setdefault(g.owner, Counter())[g.state or "ours"] += 1
            rows_of.setdefault(g.owner, set()).update([g.row] if g.row else [])
    order = sorted(mine, key=lambda o: (-sum(mine[o].values()), o))
    columns = ("owner", "count", "asked", "kinds", "rows")
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(f"gaps.col.{c}", lang)) for c in columns])
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, owner),
            h("td", {"class": "num"}, str(sum(mine[owner].values()))),
            h("td", {}, "; ".join(f"{t(f'asked.{s}', lang)} ({n})" for s, n in asked[owner].most_common())),
            h("td", {}, "; ".join(f"{_cause(c, lang)} ({n})" for c, n in mine[owner].most_common())),
            h(
                "td",
                {},
                ", ".join(
                    map(str, sorted({g.row for g in found if g.row and g.owner == owner and g.cause not in FINAL}))
                ),
            ),
        )
        for owner in order
    ]
    return h(
        "table",
        {"class": "enti-gaps"},
        h("caption", {}, t("gaps.owners", lang)),
        h("thead", {}, head),
        h("tbody", {}, *rows),
    )


def _cause(cause: str, lang: str) -> str:
    return CAUSES[cause][0 if lang == "pt" else 1]


def _choose(found: list[Gap], lang: str) -> list[Gap]:
    causes = Counter(g.cause for g in found)
    owners = Counter(g.owner for g in found)
    everything = t("gaps.all", lang, n=len(found))
    bar = Bar("gaps-controls", lang)
    cause = bar.choose(
        CAUSE,
        [ALL, *[c for c, _ in causes.most_common()]],
        ALL,
        label=t("gaps.col.cause", lang),
        show=lambda c: everything if c == ALL else f"{_cause(c, lang)} ({causes[c]})",
    )
    owner = bar.choose(
        OWNER,
        [ALL, *[o for o, _ in owners.most_common()]],
        ALL,
        label=t("gaps.col.owner", lang),
        show=lambda o: everything if o == ALL else f"{o} ({owners[o]})",
    )
    bar.draw()
    return [g for g in found if cause in (ALL, g.cause) and owner in (ALL, g.owner)]


def _table(found: list[Gap], context: Context, caption: str) -> Node:
    lang = context.lang
    columns = ("row", "what", "where", "when", "cause", "owner", "since", "closes")
    head = h("tr", {}, *[h("th", {"scope": "col"}, t(f"gaps.col.{c}", lang)) for c in columns])
    rows = [_row(g, context) for g in found]
    return h("table", {"class": "enti-gaps"}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, *rows))


def _row(g: Gap, context: Context) -> Node:
    lang, item = context.lang, context.catalogue.indicator(g.indicator_id)
    series = item.get_series(g.series).name.get(lang) if len(item.series) > 1 else None
    due = context.today - timedelta(days=g.late_days)
    late = t("gaps.days_late", lang, late=age.words(age.between(due, context.today), lang)) if g.late_days else None
    pick = 0 if lang == "pt" else 1
    link = {"href": state.address("indicador", **{state.INDICATOR: item.id}), "data-nav": "1"}
    return h(
        "tr",
        {"data-cause": g.cause} | ({"data-row": g.row} if g.row else {"data-beyond": g.indicator_id}),
        h("td", {"class": "num"}, str(g.row or "–")),
        h(
            "th",
            {"scope": "row"},
            h("a", link, item.name.get(lang)),
            h("div", {"class": "enti-fine"}, series) if series else None,
        ),
        h("td", {}, where(g, context.territories, lang)),
        h("td", {}, when(g, lang)),
        h("td", {}, _cause(g.cause, lang), h("div", {"class": "enti-fine"}, late) if late else None),
        h("td", {}, g.owner, h("div", {"class": "enti-fine"}, _acts(g, lang)) if g.state or g.who else None),
        h("td", {"class": "num"}, day(g.since, lang)),
        h("td", {}, g.closes[pick], h("div", {"class": "enti-fine"}, g.reason[pick])),
    )


def _acts(g: Gap, lang: str) -> str:
    """What was asked, and who must act."""
    asked = g.asked[0 if lang == "pt" else 1] or t("asked.ours", lang)
    return t("owed", lang, asked=asked, who=g.who) if g.who else t("owed.nobody", lang, asked=asked)


def where(g: Gap, territories: Territories, lang: str) -> str:
    """Territories of an entry: by name while they are few, then by number."""
    if not g.territories:
        return (
            t("gaps.everywhere", lang)
            if g.level == "todos"
            else t("gaps.all_of", lang, level=t(f"levels.{g.level}", lang))
        )
    if len(g.territories) <= _NAMED:
        return ", ".join(territories[i].name for i in g.territories)
    one, many = t(f"level.{g.level}", lang).lower(), t(f"levels.{g.level}", lang)
    return plural(len(g.territories), one, many)


def when(g: Gap, lang: str) -> str:
    """Periods of an entry: the first and the last of them, and how many."""
    if not g.periods:
        return t("gaps.always", lang)
    if g.cause == "source_ended":
        return t("gaps.after", lang, period=g.periods[0].removeprefix("> "))
    shown = [label(p, lang) for p in g.periods]
    if len(shown) <= 3:
        return ", ".join(shown)
    return t("gaps.periods", lang, first=shown[0], last=shown[-1], n=len(shown))


def as_file(found: list[Gap], catalogue: Catalogue, lang: str) -> bytes:
    """The entries as a file: one line each, all territories and periods named by their codes."""
    pick = 0 if lang == "pt" else 1
    rows = [
        [
            g.row,
            g.indicator_id,
            catalogue[g.indicator_id].name.get(lang),
            g.series,
            g.level,
            " ".join(g.territories),
            " ".join(g.periods),
            _cause(g.cause, lang),
            g.owner,
            g.since,
            g.late_days,
            g.who,
            g.asked[pick],
            g.reason[pick],
            g.closes[pick],
            g.cells,
        ]
        for g in found
    ]
    return cells.written(_COLUMNS, rows, cells.EXCEL)


PAGE = Page(
    id="lacunas",
    section="system",
    order=1,
    name=Text(pt="Lacunas", en="Gaps"),
    description=Text(
        pt="O que falta, de quem é, desde quando, e o que o resolve?",
        en="What is missing, whose is it, since when, and what closes it?",
    ),
    body=body,
)
