"""The profile of a place: município, NUTS region or country, beside what is above it, with the way up and down."""

from typing import Any

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading.model import Where
from core.strategy import present
from core.terms.formats import number
from core.terms.period import label
from core.terms.territory import COUNTRY, EU, MAINLAND, VERSION, VERSIONS, Territory
from core.warehouse import queries
from show import charts, places
from show.sentences import SMALL, bare, place_name, source_line, value_or_gap, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, doubts, plots, revisions, state
from ui.kit.controls import Bar
from ui.views import report_buttons
from ui.views.territorio_figures import Line, better, profile

DEFAULT = "1106"  # Lisboa: the reader's own place replaces it with one choice
_BELOW = {"pais": "nuts2", "nuts1": "nuts2", "nuts2": "nuts3", "nuts3": "municipio"}


def body(context: Context) -> None:
    """The profile, and below it the report of the same place."""
    report_buttons.draw(context, "territorio", _profile(context))


def _profile(context: Context) -> str:
    """Choice of place, answer, table of indicators, one series in detail, what is missing. Returns the id of the
    place.
    """
    lang = context.lang
    version = _version(context)
    names = places.names(context.territories, version, lang)
    bar = Bar("profile-controls", lang)
    chosen = bar.choose(state.PLACE, list(names), DEFAULT, label=t("control.place", lang), show=names.__getitem__)
    bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    bar.draw()
    place = reader(context).where(chosen, version)
    lines = profile(context, place)
    nav(dom.draw(_head(context, place, lines), key="profile-head", lang=lang))
    if lines:
        nav(dom.draw(_table(context, place, lines), key="profile", lang=lang))
        _series(context, place, lines)
    dom.draw(_missing(context, lines), key="profile-missing", lang=lang)
    return place.self.id


def _version(context: Context) -> str:
    """The NUTS version in view. A region that the address asks for brings its own; a change of version keeps the region
    of the same name and level, or else what is above it.
    """
    version = state.current(state.NUTS, VERSIONS[::-1], VERSION, lang=context.lang)
    asked = state.asked(state.PLACE)
    if asked is None or asked not in context.territories:
        return version
    place = context.territories[asked]
    if place.version in (None, version):
        return version
    if state.is_new(state.PLACE):
        state.select(state.NUTS, place.version, default=VERSION)
        return str(place.version)
    same = [x for x in context.territories.at_level(place.level, version) if x.name == place.name]
    state.select(state.PLACE, same[0].id if same else COUNTRY)
    return version


def _link(place: Territory, lang: str) -> Node:
    return h("a", {"href": state.address("territorio", territorio=place.id), "data-nav": "1"}, place_name(place, lang))


def _answer(context: Context, place: Where, lines: list[Line]) -> str:
    lang, inside = context.lang, place.self.called.opening(context.lang, "em")
    if not lines:
        return t("municipality.answer.none", lang, inside=inside)
    if place.self.level == "pais":
        return t("municipality.answer.country", lang, inside=inside, n=len(lines))
    judged = [x for x in lines if x.area and x.item.direction != "neutral" and x.item.aggregation.rule != "sum"]
    ahead = [x for x in judged if better(x)]
    behind = [x for x in judged if x.now.value != x.area[1] and not better(x)]  # type: ignore[index]
    return t("municipality.answer", lang, inside=inside, n=len(lines), better=len(ahead), worse=len(behind))


def _head(context: Context, place: Where, lines: list[Line]) -> Node:
    lang, known, own = context.lang, context.territories, place.self
    chain = known.chain(own.id, place.version)
    up = [_link(x, lang) for x in reversed(chain[1:]) if x.name != own.name or x.level == "pais"]
    crumbs: list[Node] = [part for link in up for part in (link, " › ")]
    answer = _answer(context, place, lines)
    facts = [(t("municipality.level", lang), t(f"level.{own.level}", lang))]
    facts += [(t(f"level.{x.level}", lang), place_name(x, lang)) for x in chain[1:] if x.level in ("nuts3", "nuts2")]
    if own.level == "municipio":
        facts += [
            (t("municipality.group", lang), own.group or "–"),
            (t("municipality.district", lang), own.district or "–"),
            (t("regions.fact", lang), present.load().region_of(own.id).name),
        ]
    else:
        facts.append((t("municipality.members", lang), number(len(known.members(own.id)), 0, lang)))
    facts.append((t("municipality.area", lang), f"{number(own.area_km2 or 0, 1, lang)} km²"))
    people = queries.series_of(context.store, "populacao_residente", "total", [own.id])
    people = people[people["value"].notna()]
    if not people.empty:
        last = people.iloc[-1]
        facts.append(
            (f"{t('municipality.population', lang)} ({label(last['period'], lang)})", number(last["value"], 0, lang))
        )
        if last["value"] < SMALL:
            answer += " " + t("municipality.small", lang, limit=number(SMALL, 0, lang))
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, *crumbs, t("nuts_version", lang, version=place.version)),
        h("h1", {}, _question(own, lang)),
        h("p", {"class": "enti-answer"}, answer),
        h("dl", {"class": "enti-facts enti-card"}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]),
        _inside(context, place),
    )


def _question(own: Territory, lang: str) -> str:
    """The title of the page, and of its table."""
    of = own.called.within(lang, "de")
    if own.level == "pais":
        return t("municipality.question.country", lang, of=of)
    return t("municipality.question", lang, of=of)


def _inside(context: Context, place: Where) -> Node:
    """The way down: the places of the next level within this one."""
    lang, known = context.lang, context.territories
    if place.self.level == "municipio":
        return None
    below, called = _BELOW[place.self.level], place.self.called
    members = [
        x
        for x in known.at_level(below, place.version)
        if place.self.level == "pais" or known.chain(x.id, place.version)[1].id == place.self.id
    ]
    title = t("municipality.inside", lang, of=called.within(lang, "de"))
    return h(
        "nav",
        {"class": "enti-inside", "aria-label": title},
        h("span", {}, f"{title}: "),
        h("ul", {}, *[h("li", {}, _link(x, lang)) for x in sorted(members, key=lambda x: places.sort_key(x.name))]),
    )


def _table(context: Context, place: Where, lines: list[Line]) -> Node:
    lang, own = context.lang, place_name(place.self, context.lang)
    over = place.above.called if place.above else None
    above = place_name(place.above, lang) if place.above else ""
    columns: list[tuple[str, bool]] = [
        (t("control.indicator", lang), False),
        (t("control.period", lang), False),
        (own, True),
    ]
    if above:
        columns.append((above, True))
    if place.self.level != "pais":
        if place.above and place.above.level != "pais":
            columns.append((t("country", lang), True))
        columns += [
            (t("municipality.rank_in", lang, inside=over.within(lang, "em") if over else ""), True),
            (t("municipality.rank_country", lang), True),
            (t(f"municipality.among.{place.self.level}", lang), False),
        ]
    columns.append((t("evolution", lang), False))
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, _question(place.self, lang)),
            h(
                "thead",
                {},
                h("tr", {}, *[h("th", {"scope": "col", "class": "num" if right else ""}, c) for c, right in columns]),
            ),
            h("tbody", {}, *[_row(line, place, lang) for line in lines]),
        ),
    )


def _row(line: Line, place: Where, lang: str) -> Node:
    item, series = line.item, line.read.series
    name = item.name.get(lang)
    link = h("a", {"href": state.address("indicador", indicador=item.id), "data-nav": "1"}, name)
    source = f"{t('source', lang)}: {line.read.origin.citation if line.read.origin else ''}"
    cells = [
        h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, f"{item.unit_for(series, lang)} · {source}")),
        h("td", {}, line.when),
        _figure(h("strong", {}, bare(line.now.value, item, series, lang)), line.doubts[0]),
    ]
    if place.above:
        cells.append(_figure(bare(line.above, item, series, lang), line.doubts[1]))
    if place.self.level != "pais":
        if place.above and place.above.level != "pais":
            other = line.area[0] if line.area and line.area[0] != t("country", lang) else ""
            cells.append(_figure(bare(line.area[1], item, series, lang) if line.area else "–", line.doubts[2] or other))
        ranked = [
            t(f"rank.{place.self.level}", lang, rank=r.rank, of=r.of) if r else "–"
            for r in (line.read.position_above, line.read.position)
        ]
        marks = [(line.area[1], charts.GREY, "diamond")] if line.area and item.aggregation.rule != "sum" else []
        alt = f"{name}: {ranked[1]} {t('municipality.in_country', lang)}"
        strip = charts.strip(line.all_values, [*marks, (line.now.value, charts.ORANGE, "dot")], alt=alt)
        cells += [h("td", {"class": "num"}, ranked[0]), h("td", {"class": "num"}, ranked[1]), h("td", {}, strip)]
    parted = line.read.reader.parted(item, series)
    spark = charts.sparkline(line.read.rows, alt=f"{t('evolution', lang)}: {name}", breaks=parted)
    return h("tr", {}, *cells, h("td", {}, spark or "–"))


def _figure(text: Node, doubt: str) -> Node:
    return h("td", {"class": "num"}, text, h("div", {"class": "enti-fine"}, doubt) if doubt else None)


def _series(context: Context, place: Where, lines: list[Line]) -> None:
    """One indicator over time, beside region and country, with its table twin and its source."""
    lang = context.lang
    names = {x.item.id: x.item.name.get(lang) for x in lines}
    default = max(lines, key=lambda x: len(x.read.rows)).item.id
    bar = Bar("series-controls", lang)
    chosen = bar.choose(
        state.INDICATOR, list(names), default, label=t("control.indicator", lang), show=names.__getitem__
    )
    bar.draw()
    item = context.catalogue.indicator(chosen)
    series, own = next(x.read.series for x in lines if x.item.id == chosen), place.self
    beside = [x for x in (own, place.above, context.territories[COUNTRY], context.territories[MAINLAND]) if x]
    wanted = {x.id: place_name(x, lang) for x in beside if own.level != "pais" or x.id in (COUNTRY, EU)}
    if item.aggregation.rule == "sum":
        wanted = {own.id: place_name(own, lang)}  # totals of a region dwarf their parts on one axis
    rows = queries.series_of(context.store, chosen, series, list(wanted))
    known = set(rows[rows["value"].notna()]["territory_id"])
    wanted = {k: v for k, v in wanted.items() if k in known and (k != MAINLAND or COUNTRY not in known or own.id == k)}
    figure = plots.lines(
        rows,
        names=wanted,
        unit=item.unit_for(series, lang),
        decimals=item.decimals_for(series),
        lang=lang,
        theme=state.theme(),
        breaks=reader(context).parted(item, series),
    )
    dom.draw(h("h2", {}, t("municipality.series", lang, indicator=names[chosen])), key="series-title", lang=lang)
    st.plotly_chart(figure, key="series", config={"displayModeBar": False}, width="stretch")
    origin = reader(context).origin(item, series, str(rows["period"].iloc[-1]))
    line = next(x for x in lines if x.item.id == chosen)
    at = reader(context).covered(item, series, place.self.level, place.version, line.now.period)
    parts = source_line(item, origin, at, line.now.period, context.today, version=place.version, lang=lang)
    dom.draw(
        h(
            "div",
            {},
            _twin(rows, wanted, item, series, lang),
            revisions.note(context.store, item, series, lang, place=own.id),
            doubts.note(context, item, series, place=own.id),
            h("p", {"class": "enti-source"}, " · ".join(parts)),
        ),
        key="series-source",
        lang=lang,
    )


def _twin(rows: pd.DataFrame, names: dict[str, str], item: Indicator, series: str, lang: str) -> Node:
    periods = list(dict.fromkeys(rows["period"]))
    values: dict[tuple[str, str], Any] = {(r.territory_id, r.period): r.value for r in rows.itertuples()}
    head = h(
        "tr",
        {},
        h("th", {"scope": "col"}, t("control.period", lang)),
        *[h("th", {"scope": "col", "class": "num"}, n) for n in names.values()],
    )
    body_rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, label(p, lang)),
            *[h("td", {"class": "num"}, value_or_gap(values.get((k, p)), item, series, lang)) for k in names],
        )
        for p in periods
    ]
    return h(
        "details",
        {"class": "enti-missing"},
        h("summary", {}, t("map.table", lang)),
        h("div", {"class": "enti-scroll"}, h("table", {}, h("thead", {}, head), h("tbody", {}, *body_rows))),
    )


def _why(context: Context, item: Indicator) -> str:
    """The source has figures but none of this place; or the row has none at all."""
    has_figures = item.id in set(load.coverage(context.store)["indicator_id"])
    return t("municipality.not_here", context.lang) if has_figures else why_missing(item, context.lang)


def _missing(context: Context, lines: list[Line]) -> Node:
    lang, here = context.lang, {x.item.id for x in lines}
    rest = [i for i in sorted(context.catalogue.indicators, key=lambda i: i.row) if i.id not in here]
    return h(
        "details",
        {"class": "enti-missing enti-card"},
        h("summary", {}, t("municipality.without", lang, n=len(rest))),
        h("ul", {}, *[h("li", {}, i.name.get(lang), h("small", {}, _why(context, i))) for i in rest]),
    )


PAGE = Page(
    id="territorio",
    section="explore",
    order=3,
    name=Text(pt="Território", en="Territory"),
    description=Text(
        pt="Como é este lugar, ao lado da sua região e do país? Todos os níveis, em NUTS 2013 e 2024",
        en="What is this place like, beside its region and the country? Any level, in NUTS 2013 and 2024",
    ),
    body=body,
)
