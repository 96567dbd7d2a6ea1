"""The state of the data: one line per row of Table 3, and what the last load found."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading.model import Coverage
from core.terms import age
from core.terms.enti import ROWS
from core.terms.formats import day
from core.terms.period import label
from core.warehouse import asked, checks, failures, loads, queries
from core.warehouse.checks import Check
from core.warehouse.findings import findings
from core.warehouse.requests import Request
from core.warehouse.store import Store, look
from show.sentences import INFERRED, coverage, owed, reason_for, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.data.read import reader
from ui.frame import refusals
from ui.frame.routes import Page, nav
from ui.kit import beyond, dom, doubts, marks, state

# outcome -> (path of a 16×16 sign, colour). Never colour alone: sign and word say the same.
_SIGNS: Final = {
    "ok": ("M2 8l4 4l8 -9", "var(--success)"),
    "unchanged": ("M2 8l4 4l8 -9", "var(--success)"),
    "embedded": ("M3 3h10v10h-10z", "var(--info)"),
    "stale": ("M8 2v7M8 12v2", "var(--warning)"),
    "failed": ("M3 3l10 10M13 3l-10 10", "var(--danger)"),
    "none": ("M3 8h10", "var(--ink-3)"),
}


def body(context: Context) -> None:
    """Question, answer, what could not be opened, counts, the table of the rows, the findings."""
    lang = context.lang
    status = loads.status(context.store, context.catalogue, context.today)
    trouble = [r for r in status if r["outcome"] in ("stale", "failed")]
    none = [r for r in status if not r["rows"]]
    answer = t("state.answer", lang, ok=ROWS - len(none), trouble=len(trouble), none=len(none))
    tree = h(
        "div",
        {"class": "enti-page"},
        h("h1", {}, t("state.title", lang)),
        h("p", {"class": "enti-answer"}, answer),
        _builds(context.store, lang),
        _refused(lang),
        h(
            "ul",
            {"class": "enti-counts"},
            *[h("li", {}, badge(o, lang), f" {n}") for o in _SIGNS if (n := sum(r["outcome"] == o for r in status))],
        ),
        _sought(context, status),
        h("div", {"class": "enti-scroll enti-card"}, _table(context, status, t("state.caption", lang))),
        *_beyond(context),
        _findings(context),
    )
    said = dom.draw_with_choices(tree, key="state", lang=lang)
    if said["choice"]:
        state.select(state.ROW, said["choice"].partition("=")[2], default="")
        st.rerun()
    nav(said["nav"])


def _sought(context: Context, status: list[dict[str, Any]]) -> Node:
    """The indicator that the address asks for, before all the others: an alert leads here."""
    lang, known = context.lang, {i.id: i for i in context.catalogue.shown}
    asked = state.current(state.ROW, ("", *known), "", lang=lang)
    if not asked:
        return None
    mine = [r for r in status if r["id"] == asked] or loads.status_of([known[asked]], context.store, context.today)
    close = h("a", {"href": "?", "data-set": f"{state.ROW}="}, f"{t('board.close', lang)} ✕")
    return h(
        "section",
        {"class": "enti-card", "data-sought": asked},
        h("p", {"class": "enti-crumbs enti-between"}, h("span", {}, t("state.sought", lang)), close),
        h("div", {"class": "enti-scroll"}, _table(context, mine, known[asked].name.get(lang))),
    )


def _beyond(context: Context) -> list[Node]:
    """The same table for the indicators beyond Table 3, which no count above has; nothing where there are none."""
    lang, items = context.lang, context.catalogue.further
    if not items:
        return []
    status = loads.status_of(items, context.store, context.today)
    table = _table(context, status, t("state.beyond", lang))
    known = sum(bool(r["rows"]) for r in status)
    return [*beyond.heading(known, items, lang), h("div", {"class": "enti-scroll enti-card"}, table)]


def _builds(opened: Store, lang: str) -> Node:
    """What is wrong with the files of the builds, and that another one serves; nothing where all is well."""
    said = [h("li", {}, t("state.locked", lang, build=opened.build))] if opened.locked else []
    said += [h("li", {"lang": "pt"}, error.public) for error in look().said]
    if not said:
        return None
    return h(
        "section",
        {"class": "enti-card enti-alert", "data-builds": ""},
        h("h2", {}, t("state.builds", lang)),
        h("p", {}, t("state.builds_serve", lang, build=opened.build)),
        h("ul", {}, *said),
    )


def _refused(lang: str) -> Node:
    """Parts of the dashboard that were declared badly, each with its file and why; nothing where all is well. What to
    do is for who runs the dashboard, and in the log (ui.frame.refusals.report).
    """
    found = refusals.every()
    if not found:
        return None
    items = [
        h(
            "li",
            {"data-refused": f"{r.what}/{r.refused.id}"},
            h("strong", {}, f"{t(f'refused.{r.what}', lang)} «{r.refused.id}»: "),
            h("span", {"lang": "pt"}, r.refused.error.public),
        )
        for r in found
    ]
    return h(
        "section",
        {"class": "enti-card enti-alert"},
        h("h2", {}, t("refused.title", lang)),
        h("p", {"class": "enti-fine"}, t("refused.rest", lang)),
        h("ul", {}, *items),
    )


def badge(outcome: str, lang: str) -> Node:
    """Sign, colour and word of an outcome."""
    return marks.badge(_SIGNS[outcome], t(f"outcome.{outcome}", lang), outcome)


def _table(context: Context, status: list[dict[str, Any]], caption: str) -> Node:
    lang = context.lang
    columns = ("row", "indicator", "level", "last", "coverage", "age", "outcome", "reason")
    head = h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, t(f"state.col.{c}", lang)) for c in columns]))
    inferred = queries.with_note(context.store, INFERRED)
    known, asked_of = checks.read(), steer.readable(context)
    items = {r["id"]: context.catalogue.indicator(r["id"]) for r in status}
    rows = [
        _row(
            context,
            items[r["id"]],
            r,
            inferred,
            fresh(items[r["id"]], r, known, context.today, lang, asked_of),
        )
        for r in status
    ]
    return h("table", {"class": "enti-states"}, h("caption", {}, caption), head, h("tbody", {}, *rows))


def fresh(
    item: Indicator,
    r: dict[str, Any],
    known: dict[str, Check],
    today: date,
    lang: str,
    requests: Sequence[Request] | None = (),
) -> str | None:
    """Whether the last period is the newest that can be had: in time, ended, or what was asked and what came of it.
    `requests`: what people asked; None where that cannot be read.
    """
    live = [k for k, q in item.keyed.items() if q.loadable and q.source not in ("figures", "derived", "held")]
    if not r["last"] or not live:
        return None
    found = asked.of(item, item.default_series.id, r["last"], known, today, requests or ())
    if found.state == "ended":
        return t("fresh.ended", lang)
    if found.state != "not_due":
        return owed(found, lang) if requests is not None else t("owed.unread", lang)
    seen = t("fresh.checked", lang, date=day(found.at, lang)) if found.at else t("fresh.not_asked", lang)
    if (due := found.fresh.due) is None:
        return seen
    key, after = "fresh.in_time" if found.fresh.next else "fresh.in_time_day", found.fresh.next
    words = t(key, lang, next=label(after, lang) if after else "", due=day(due, lang))
    return f"{words}; {seen}"


def _covered(context: Context, item: Indicator) -> Coverage | None:
    """Of the series and level that the map of an indicator opens with."""
    read = reader(context)
    return read.covered(item, read.shown(item), read.finest(item) or "")


def _row(context: Context, item: Indicator, r: dict[str, Any], inferred: set[str], freshness_said: str | None) -> Node:
    """One row of Table 3, or one indicator beyond it."""
    lang = context.lang
    span = "–"
    if r["last"]:
        span = label(r["last"], lang) + (f" ({t('inferred', lang)})" if item.id in inferred else "")
    places, whole = "–", _covered(context, item)
    if r["rows"]:
        places = coverage(whole, lang) if whole else t("level.pais", lang)
    finest = reader(context).finest(item)
    old = age.said(r["last"], context.today, lang) or "–"
    seen = t("received", lang, date=day(r["received"], lang)) if r["received"] else None
    return h(
        "tr",
        {"data-row": r["row"]} if r["row"] else {"data-beyond": item.id},
        h("td", {"class": "num"}, str(r["row"] or "–")),
        h(
            "th",
            {"scope": "row"},
            h("a", {"href": state.address("indicador", indicador=item.id), "data-nav": "1"}, item.name.get(lang)),
            h("div", {"class": "enti-fine"}, reason_for(item, lang) or item.table3_source),
        ),
        h("td", {}, t(f"level.{finest}", lang) if finest else "–"),
        h("td", {}, span, h("div", {"class": "enti-fine"}, freshness_said) if freshness_said else None),
        h("td", {}, places),
        h("td", {}, old, h("div", {"class": "enti-fine"}, seen) if seen else None),
        h("td", {}, badge(r["outcome"], lang)),
        h(
            "td",
            {},
            reason(item, r, lang),
            h("div", {"class": "enti-fine"}, steer.owed(context, item)) if not r["rows"] else None,
        ),
    )


def reason(item: Indicator, r: dict[str, Any], lang: str) -> str:
    """Why there is no figure; or, beside a figure, what the reader must know."""
    if r["outcome"] in ("stale", "failed"):
        known = checks.read()
        return failures.said(known[k] for k in item.keyed if k in known and known[k].failing).get(lang)
    if r["outcome"] == "none":
        return why_missing(item, lang)
    return " ".join(n.get(lang) for n in item.notes[:1])


def _findings(context: Context) -> Node:
    lang, found = context.lang, findings(context.store)
    if not found:
        return h("p", {"class": "enti-fine"}, t("state.no_findings", lang))
    return doubts.folded(context, found, t("state.findings", lang, n=len(found)))


PAGE = Page(
    id="estado",
    section="system",
    order=2,
    name=Text(pt="Estado dos dados", en="State of the data"),
    also=Text(pt="fontes, atualização, cobertura, atraso das fontes, versão", en="sources, updates, coverage, version"),
    description=Text(
        pt="O que temos, de quando, e o que falta, porquê?",
        en="What do we have, from when, and what is missing, why?",
    ),
    body=body,
)
