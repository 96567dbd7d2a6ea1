"""The map page: the choice (indicator × series × period × level × NUTS version) and the picture it leads to."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.terms.period import label
from core.terms.territory import COUNTRY, DRAWN, EU, VERSION, VERSIONS
from core.warehouse import queries
from show.sentences import place_name, source_line, value_or_gap, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import classes, dom, state
from ui.kit.controls import Bar
from ui.map import component as maps
from ui.views import indicador_about as about
from ui.views import indicador_points as points
from ui.views.indicador_picture import DEFAULT, Choice, heading, make_frames, picture

ORDER = (state.INDICATOR, state.SERIES, state.PERIOD, state.LEVEL, state.NUTS)


def body(context: Context) -> None:
    """Heading with the answer, controls, picture; all choices are known before the first of them is drawn."""
    bar = Bar("controls", context.lang)
    choice = _choice(context, bar)
    if isinstance(choice, Indicator):
        dom.draw(heading(context, choice, ""), key="head", lang=context.lang)
        bar.draw(ORDER)
        dom.draw(nothing(context, choice), key="nothing", lang=context.lang)
        return
    selected = _asked_place(context)
    item, series = choice.item, choice.series
    national = reader(context).widest(item, series)
    rows = national.known_rows if national else None
    choice = replace(choice, wish=classes.control(bar, choice.item, rows, context.lang))
    made = picture(context, choice, selected)
    dom.draw(made.heading, key="head", lang=context.lang)
    bar.draw(ORDER, more=t("control.method", context.lang))
    link = maps.draw(
        made.message | {"foot": made.foot}, key="map", on_select=state.choose_place, on_period=_moved_in_time
    )
    points.section(context, choice.item)
    about.downloads(context, choice.item, choice.series, choice.level, choice.version, choice.period)
    nav(link)
    make_frames(context, choice)


def _asked_place(context: Context) -> str | None:
    """The place that the address asks for; one that does not exist is said, and the country stays in view."""
    place = st.query_params.get(state.PLACE)
    if place and place not in context.territories:
        state.say_unknown(place, t("country", context.lang), context.lang)
        state.select(state.PLACE, None)
        return None
    return place


def _choice(context: Context, bar: Bar) -> "Choice | Indicator":
    """The few controls that matter, time first. An Indicator alone comes back when it has nothing to draw."""
    lang, known = context.lang, load.have(context.store)
    items = sorted(context.catalogue.indicators, key=lambda i: (i.id not in known, i.row))
    names = {i.id: i.name.get(lang) + ("" if i.id in known else f" ({t('no_data_suffix', lang)})") for i in items}
    default = DEFAULT if DEFAULT in names else next(iter(names))
    item = context.catalogue.indicator(
        bar.choose(
            state.INDICATOR,
            list(names),
            default,
            label=t("control.indicator", lang),
            show=names.__getitem__,
            groups=context.catalogue.headings(lang),
        )
    )
    mine = [h for h in known.get(item.id, []) if h.level in DRAWN]
    if not mine:
        return item
    there = {h.series for h in mine}
    series = _series(bar, item, [s.id for s in item.series if s.id in there], lang)
    mine = [h for h in mine if h.series == series]
    of = {h.version for h in mine}
    versions = [v for v in VERSIONS[::-1] if v in of or None in of]
    version = bar.choose(state.NUTS, versions, versions[0], label=t("control.nuts", lang), form="segments")
    mine = [h for h in mine if h.version in (None, version)]
    level = _level(bar, {h.level for h in mine}, lang)
    periods = next(h.periods for h in mine if h.level == level)
    period = bar.choose(
        state.PERIOD,
        list(reversed(periods)),
        periods[-1],
        label=t("control.period", lang),
        show=lambda p: label(p, lang),
    )
    return Choice(item, series, period, level, version, periods)


def _series(bar: Bar, item: Indicator, present: list[str], lang: str) -> str:
    default = item.default_series.id if item.default_series.id in present else present[0]
    names = {s: item.get_series(s).name.get(lang) for s in present}
    if len(present) == 1:
        state.remember(state.SERIES, default, default=default)
        return default
    return bar.choose(state.SERIES, present, default, label=t("control.series", lang), show=names.__getitem__)


def _level(bar: Bar, there: set[str], lang: str) -> str:
    levels = [level for level in DRAWN if level in there]
    asked = st.query_params.get(state.LEVEL)
    if asked in DRAWN and asked not in levels:
        st.info(t("notice.level", lang, level=t(f"level.{levels[0]}", lang)), icon=":material/info:")
        state.select(state.LEVEL, levels[0], default=levels[0])
    return bar.choose(
        state.LEVEL,
        levels,
        levels[0],
        label=t("control.level", lang),
        show=lambda v: t(f"level.{v}", lang),
        form="segments",
    )


def _moved_in_time(period: str) -> None:
    """Where the reader let go of the time bar; the page checks the period itself."""
    state.select(state.PERIOD, period)


def nothing(context: Context, item: Indicator) -> Node:
    """An honest empty state: what is missing, why, and who can bring it; the national figures where there are any."""
    lang, series_id = context.lang, item.default_series.id
    series = queries.series_of(context.store, item.id, series_id, [COUNTRY, EU])
    known = series[series["value"].notna()]
    row = t("table3_row", lang, row=item.row) + " · " + item.table3_source
    if known.empty:
        return h(
            "section",
            {"class": "enti-card"},
            h("h3", {}, t("nothing_here", lang)),
            h("p", {}, h("strong", {}, t("why_missing", lang) + ": "), why_missing(item, lang)),
            h("p", {}, h("strong", {}, t("who_can_close", lang) + ": "), item.source_state.owner),
            h("p", {"class": "enti-source"}, row),
        )
    origin = reader(context).origin(item, series_id, str(known["period"].iloc[-1]))
    parts = source_line(item, origin, known, level="pais", version=VERSION, lang=lang)
    notes = [n.get(lang) for n in item.notes]
    return h(
        "section",
        {"class": "enti-card"},
        h("h3", {}, t("only_national", lang)),
        _national_table(context, item, known, lang),
        h("p", {"class": "enti-source"}, " · ".join(parts)),
        h("p", {"class": "enti-source"}, " ".join(notes)) if notes else None,
    )


def _national_table(context: Context, item: Indicator, known: pd.DataFrame, lang: str) -> Node:
    series_id = item.default_series.id
    head = [
        h("th", {"scope": "col", "class": "num" if k == "map.col.value" else ""}, t(k, lang))
        for k in ("map.col.place", "control.period", "map.col.value")
    ]
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, place_name(context.territories[r["territory_id"]], lang)),
            h("td", {}, label(r["period"], lang)),
            h("td", {"class": "num"}, value_or_gap(r["value"], item, series_id, lang)),
        )
        for r in known.sort_values(["territory_id", "period"], ascending=[False, True]).to_dict(orient="records")
    ]
    caption = f"{item.default_series.name.get(lang)} ({item.unit_for(series_id, lang)})"
    return h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *rows))


PAGE = Page(
    id="indicador",
    section="explore",
    order=2,
    name=Text(pt="Indicador", en="Indicator"),
    description=Text(
        pt="Onde, desde quando, com que dispersão? Mapa com barra do tempo, classes à escolha, imagem e ficheiros",
        en="Where, since when, how spread? A map with a time bar, classes to choose, picture and files",
    ),
    body=body,
)
