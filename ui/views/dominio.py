"""One domain: its indicators as rows, and a small map of each that has municipal figures."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Domain, Further, Indicator
from core.reading import chance, measures
from core.reading.reading import Summary
from core.terms.formats import number
from core.terms.period import label
from core.terms.territory import VERSION
from show import bars, charts
from show.scale import Wish
from show.sentences import (
    area_name,
    bare,
    caveat,
    dated,
    named,
    places_apart,
    said_name,
    unit_of,
    value_or_gap,
    why_missing,
)
from show.texts import t
from show.tiny import sparkline
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import beyond, classes, dom, marks, state
from ui.kit.controls import Bar
from ui.map import component as maps

PER_ROW = 3


def body(context: Context) -> None:
    """Which domain, what stands out, the table, the maps, what is missing."""
    lang = context.lang
    domains = {d.slug: d for d in context.catalogue.domains}
    bar = Bar("domain-controls", lang)
    slug = bar.choose(
        state.DOMAIN,
        list(domains),
        next(iter(domains)),
        label=t("domain.choose", lang),
        show=lambda s: _short(domains[s], lang),
        form="segments",
    )
    bar.draw()
    domain = domains[slug]
    items = sorted((i for i in context.catalogue.indicators if i.domain == domain.name), key=lambda i: i.row)
    read = reader(context)
    rows = [r for i in items if (r := read.summary(i))]
    mapped = [r for r in rows if r.spread and r.spread.values]
    dom.draw(_heading(domain, items, rows, mapped, lang), key="domain-head", lang=lang)
    if rows:
        nav(dom.draw(_table(context, rows), key="domain-table", lang=lang))
    _maps(context, mapped)
    nav(dom.draw(_missing(context, items, rows), key="domain-missing", lang=lang))
    _beyond(context, [i for i in context.catalogue.further if i.domain == domain.name])


def _beyond(context: Context, items: list[Further]) -> None:
    """The domain's indicators beyond Table 3, in the same form and in no count of what stands above."""
    if not items:
        return
    lang, read = context.lang, reader(context)
    rows = [r for i in items if (r := read.summary(i))]
    head = h("section", {"class": "enti-beyond"}, *beyond.heading(len(rows), items, lang))
    dom.draw(head, key="domain-beyond", lang=lang)
    if rows:
        nav(dom.draw(_table(context, rows), key="domain-beyond-table", lang=lang))
    _maps(context, [r for r in rows if r.spread and r.spread.values])
    if len(rows) < len(items):
        nav(dom.draw(_missing(context, items, rows), key="domain-beyond-missing", lang=lang))


def _name(domain: Domain, lang: str) -> str:
    return domain.name if lang == "pt" else domain.en


def _short(domain: Domain, lang: str) -> str:
    """«Ambiente» for «Ambiente Inteligente»: six of them then stand in one row."""
    return domain.name.removesuffix(" Inteligente") if lang == "pt" else domain.en.removeprefix("Smart ")


def _heading(domain: Domain, items: Sequence[Indicator], rows: list[Summary], mapped: list[Summary], lang: str) -> Node:
    answer = t("domain.answer", lang, n=len(rows), of=len(items), municipal=len(mapped))
    # Counts are left out: larger places naturally have more.
    rates = [r for r in mapped if r.item.aggregation.rule != "sum"]
    widest = [(w, r) for r in rates if r.spread and (w := measures.times(_sure(r))) is not None]
    if len(widest) > 1:
        ratio, row = max(widest, key=lambda pair: pair[0])
        answer += " " + t(
            "domain.spread", lang, name=said_name(row.item, row.series, lang), ratio=number(ratio, 1, lang)
        )
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, PAGE.description.get(lang)),
        h("h1", {}, _name(domain, lang)),
        h("p", {"class": "enti-answer"}, answer),
    )


def _sure(row: Summary) -> pd.Series:
    """The values that rest on enough cases to be set against each other."""
    assert row.spread is not None
    return chance.sure(row.item, row.series, row.spread.rows)


def _ends(row: Summary, lang: str) -> list[Node]:
    """The place with the highest and the lowest value of those with enough cases; ties counted, few cases marked."""
    found = measures.ends(row.item, row.series, row.spread.rows) if row.spread else None
    if found is None:
        return [h("td", {}, "–"), h("td", {}, "–")]
    when = f" ({label(row.period, lang)})" if row.apart else ""
    cells: list[Node] = []
    for end in found:
        place, name = end.places[0]
        more = f" {t('domain.tied', lang, n=len(end.places) - 1)}" if len(end.places) > 1 else ""
        link = h("a", {"href": state.address("territorio", territorio=place), "data-nav": "1"}, name)
        cells.append(
            h(
                "td",
                {},
                link,
                more,
                h("div", {"class": "enti-fine"}, bare(end.value, row.item, row.series, lang), when),
                h("div", {"class": "enti-small"}, t("chance.few", lang)) if end.few else None,
            )
        )
    return cells


def _table(context: Context, rows: list[Summary]) -> Node:
    lang = context.lang
    head = [
        (t("control.indicator", lang), False),
        (t("domain.national", lang), True),
        (t("evolution", lang), False),
        (t("domain.verdict", lang), False),
        (t("municipality.among.municipio", lang), False),
        (t("domain.highest", lang), False),
        (t("domain.lowest", lang), False),
    ]
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, t("domain.table", lang)),
            h(
                "thead",
                {},
                h("tr", {}, *[h("th", {"scope": "col", "class": "num" if right else ""}, c) for c, right in head]),
            ),
            h("tbody", {}, *[_line(context, r) for r in rows]),
        ),
    )


def _verdict(context: Context, row: Summary) -> Node:
    """How the country, or the mainland, stands; a click leads to what that rests on."""
    made = row.card
    why = h("div", {"class": "enti-fine"}, t(f"reason.{made.reason}", context.lang)) if made.reason else None
    shown = marks.judged(made.state, context.lang, indicator=row.item.id, place=made.territory_id, version=VERSION)
    return h("div", {}, shown, why, marks.aim(made, context.lang))


def _line(context: Context, row: Summary) -> Node:
    lang, item = context.lang, row.item
    series, country = row.series, row.country
    source = f"{t('source', lang)}: {row.origin.citation if row.origin else '–'}"
    national: list[Node] = ["–"]
    spark: Node = None
    if country and (last := country.now):
        when = dated(last.period, country.known_rows.iloc[[-1]], lang)
        name = area_name(country.where.self.id, lang)
        national = [
            h("strong", {}, value_or_gap(last.value, item, country.series, lang)),
            h("div", {"class": "enti-fine"}, f"{name}, {when}.{caveat(last.status, last.note, lang)}"),
        ]
        parted = country.reader.parted(item, country.series)
        spark = sparkline(country.known_rows, alt=f"{t('evolution', lang)}: {named(row, lang)}", breaks=parted)
    values, apart = row.spread.values if row.spread else [], places_apart(row, lang)
    strip: Node = None
    if len(values) > 1:
        mark = [] if row.mark is None else [(row.mark, charts.GREY, "diamond")]
        low, high = (
            number(min(values), item.decimals_for(series), lang),
            number(max(values), item.decimals_for(series), lang),
        )
        strip = bars.strip(
            values, mark, alt=f"{said_name(item, series, lang)}: {low} – {high}" + (f"; {apart}" if apart else "")
        )
    link = h("a", {"href": state.address("indicador", indicador=item.id), "data-nav": "1"}, named(row, lang))
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, f"{unit_of(row, lang)} · {source}")),
        h("td", {"class": "num"}, *national),
        h("td", {}, spark or "–"),
        h("td", {}, _verdict(context, row)),
        h("td", {}, strip or "–", h("div", {"class": "enti-fine"}, apart) if apart else None),
        *_ends(row, lang),
    )


def _maps(context: Context, mapped: list[Summary]) -> None:
    """Small maps that share geometry and the chosen place."""
    lang, chosen = context.lang, st.query_params.get(state.PLACE)
    for start in range(0, len(mapped), PER_ROW):
        for column, row in zip(st.columns(PER_ROW), mapped[start : start + PER_ROW], strict=False):
            assert row.spread is not None  # only those with one are mapped
            rows = row.spread.rows
            series = row.series
            scale = load.scale(context.store, row.item, series, row.spread.level, VERSION)
            shown = chosen if chosen in set(rows["territory_id"]) else None
            view = maps.View(
                row.item,
                series,
                row.spread.level,
                VERSION,
                dated(row.period, rows, lang),
                rows,
                scale,
                lang,
                shown,
                period=row.period,
                mini=True,
                theme=state.theme(),
                why=classes.why(scale, Wish(), row.item, series, lang),
            )
            with column:
                maps.draw(maps.payload(view), key=f"mini-{row.item.id}", on_select=state.choose_place)


def _missing(context: Context, items: Sequence[Indicator], rows: list[Summary]) -> Node:
    lang = context.lang
    here = {r.item.id for r in rows}
    rest = [i for i in items if i.id not in here]
    if not rest:
        return h("p", {"class": "enti-fine"}, t("domain.complete", lang))
    return h(
        "section",
        {"class": "enti-card enti-missing"},
        h("h2", {}, t("overview.missing", lang, n=len(rest))),
        h(
            "ul",
            {},
            *[
                h(
                    "li",
                    {},
                    i.name.get(lang),
                    h("small", {}, f"{why_missing(i, lang)} {steer.owed(context, i)}"),
                )
                for i in rest
            ],
        ),
    )


PAGE = Page(
    id="dominio",
    section="explore",
    order=1,
    name=Text(pt="Domínio", en="Domain"),
    also=Text(pt="dimensão, seis domínios", en="dimension, six domains"),
    description=Text(
        pt="Que indicadores e lugares se destacam?",
        en="Which indicators and places stand out?",
    ),
    body=body,
)
