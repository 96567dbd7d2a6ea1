"""How do the six domains stand, and how much do we know? Headline figures with national value and spread."""

from typing import Any

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.terms.enti import ROWS
from core.terms.status import words
from core.terms.territory import COUNTRY, MAINLAND, VERSION
from core.warehouse import loads, queries
from show import charts
from show.formats import day, number, with_sign
from show.sentences import area_of, dated, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context, compiled_on
from ui.frame.routes import Page, nav
from ui.kit import dom, state


def body(context: Context) -> None:
    """Question, one answering sentence, the six domains."""
    status = loads.status(context.store, context.catalogue, context.today)
    nav(dom.draw(page(context, status), key="overview", lang=context.lang))


def page(context: Context, status: list[dict[str, Any]]) -> Node:
    """The whole page as one tree."""
    lang = context.lang
    coverage = load.coverage(context.store)
    known = {r["id"] for r in status if r["rows"]}
    municipal = known & set(coverage[coverage["level"] == "municipio"]["indicator_id"])
    answer = t("overview.answer", lang, with_data=len(known), municipal=len(municipal), without=ROWS - len(known))
    facts = _facts(context, sorted(known), coverage)
    cards = [
        _domain(context, d.name, d.en, [i for i in context.catalogue.indicators if i.domain == d.name], known, facts)
        for d in context.catalogue.domains
    ]
    return h(
        "div",
        {"class": "enti-page"},
        h("p", {"class": "enti-crumbs"}, t("strategy", lang)),
        h("h1", {}, t("overview.title", lang)),
        h("p", {"class": "enti-answer"}, answer, " ", _link("estado", t("overview.see_state", lang))),
        h("p", {"class": "enti-fine"}, t("overview.key", lang)),
        h("div", {"class": "enti-domains"}, *cards),
    )


def _link(page_id: str, text: str, **choices: str | None) -> Node:
    return h("a", {"href": state.address(page_id, **choices), "data-nav": "1"}, text)


def _facts(context: Context, ids: list[str], coverage: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Per indicator with figures: period, national (or mainland) value, and the municipal distribution."""
    facts = {}
    for indicator_id in ids:
        item = context.catalogue.indicator(indicator_id)
        series = item.default_series.id
        mine = coverage[(coverage["indicator_id"] == indicator_id) & (coverage["series"] == series)]
        if mine.empty:
            continue
        municipal = mine[mine["level"] == "municipio"]
        national = queries.series_of(context.store, indicator_id, series, [COUNTRY, MAINLAND])
        area = area_of(national, context.territories, context.lang)
        period = municipal["last"].iloc[0] if len(municipal) else mine["last"].iloc[0]
        values: list[float] = []
        rows = national
        if len(municipal):
            rows = queries.slice_at(context.store, indicator_id, series, "municipio", VERSION, period)
            values = rows["value"].dropna().tolist()
        run = load.run_of(context.store, indicator_id, series, period)
        facts[indicator_id] = {
            "period": period,
            "series": series,
            "area": area,
            "values": values,
            "run": run,
            "rows": rows,
        }
    return facts


def _domain(
    context: Context, name: str, name_en: str, items: list[Indicator], known: set[str], facts: dict[str, Any]
) -> Node:
    lang = context.lang
    items = sorted(items, key=lambda i: i.row)
    with_data = [i for i in items if i.id in known]
    without = [i for i in items if i.id not in known]
    missing = (
        h(
            "details",
            {"class": "enti-missing"} | ({} if with_data else {"open": ""}),
            h("summary", {}, t("overview.missing", lang, n=len(without))),
            h("ul", {}, *[h("li", {}, i.name.get(lang), h("small", {}, why_missing(i, lang))) for i in without]),
        )
        if without
        else None
    )
    return h(
        "section",
        {"class": "enti-card enti-domain"},
        h("h2", {}, name if lang == "pt" else name_en),
        _known_bar(len(with_data), len(items), lang),
        *[_figure(context, i, facts[i.id]) for i in with_data if i.id in facts],
        missing,
    )


def _known_bar(n: int, of: int, lang: str) -> Node:
    text = t("overview.known", lang, n=n, of=of)
    blocks = [
        h(
            "rect",
            {
                "x": k * (100 / of) + 0.6,
                "width": 100 / of - 1.2,
                "height": 6,
                "fill": "var(--mark)" if k < n else "var(--line)",
            },
        )
        for k in range(of)
    ]
    return h(
        "div",
        {"class": "enti-known"},
        h("svg", {"viewBox": "0 0 100 6", "preserveAspectRatio": "none", "aria-hidden": "true"}, *blocks),
        h("span", {}, text),
    )


def _doubt(row: Any, lang: str) -> str:
    """«, valor estimado» where the value is not a normal one."""
    return "" if row["status"] == "A" else f", {words(row['status'], row['conf'], lang)}"


def _source(context: Context, run: dict[str, Any] | None) -> str:
    """Source, status of the figures and their date, in one short line."""
    lang = context.lang
    if run is None:
        return ""
    embedded = run["source_id"] in ("figures", "derived")
    date_text = day(compiled_on() if embedded else str(run["finished_at"]), lang)
    said = f"{t('source', lang)}: {str(run['citation']).removeprefix('Fonte: ')}; "
    said += t("embedded" if embedded else "extracted", lang, date=date_text)
    return said + (f"; {t('stale', lang)}" if run["stale"] else "")


def _figure(context: Context, item: Indicator, fact: dict[str, Any]) -> Node:
    """Name, national value with its period, where municipalities stand, and the way to the map."""
    lang, unit = context.lang, item.unit_for(fact["series"], context.lang)
    area, values = fact["area"], fact["values"]
    if area:
        rows, area_name = area
        last = rows.iloc[-1]
        value, when = (
            with_sign(float(last["value"]), item.decimals, unit, lang),
            dated(str(last["period"]), fact["rows"], lang),
        )
        head = h(
            "div",
            {"class": "enti-big"},
            h("strong", {}, value),
            h("small", {}, f"{area_name}, {when}{_doubt(last, lang)}"),
        )
    else:
        head = h(
            "div", {"class": "enti-big is-none"}, h("strong", {}, "–"), h("small", {}, t("overview.no_national", lang))
        )
    spread = None
    if len(values) > 1:
        low, high = (number(v, item.decimals, lang) for v in (min(values), max(values)))
        alt = f"{t('overview.spread', lang)}: {low} – {high}"
        mark = (
            [(float(area[0].iloc[-1]["value"]), charts.ORANGE, "diamond")]
            if area and item.aggregation.rule != "sum"
            else []
        )
        spread = h(
            "div",
            {"class": "enti-spread"},
            charts.strip(values, mark, alt=alt),
            h("small", {}, h("span", {}, low), h("span", {}, high)),
        )
    has_map = len(values) > 0
    return h(
        "div",
        {"class": "enti-fact"},
        h("h3", {}, _link("indicador", item.name.get(lang), indicador=item.id) if has_map else item.name.get(lang)),
        h("p", {"class": "enti-fine"}, unit),
        h("div", {"class": "enti-row"}, head, spread),
        h("p", {"class": "enti-fine"}, _source(context, fact["run"])),
    )


PAGE = Page(
    id="visao_geral",
    section="synthesis",
    order=1,
    name=Text(pt="Visão geral", en="Overview"),
    description=Text(
        pt="Como estão os seis domínios, e quanto disso sabemos?",
        en="How do the six domains stand, and how much of that do we know?",
    ),
    body=body,
)
