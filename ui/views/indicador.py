"""The map page: the choice (indicator × series × period × level × NUTS version) and the picture it leads to."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading.model import Have
from core.terms.period import label
from core.terms.territory import DRAWN, VERSION, VERSIONS
from show.sentences import listed, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import classes, dom, state
from ui.kit.controls import Bar
from ui.map import component as maps
from ui.views import indicador_about as about
from ui.views import indicador_country as country
from ui.views import indicador_points as points
from ui.views.indicador_picture import DEFAULT, Choice, heading, make_frames, picture

COUNTRY_LEVEL: Final = "pais"
ORDER = (state.INDICATOR, state.SERIES, state.PERIOD, state.LEVEL, state.NUTS)


def body(context: Context) -> None:
    """Heading with the answer, controls, picture; all choices are known before the first of them is drawn."""
    bar = Bar("controls", context.lang)
    choice = _choice(context, bar)
    if isinstance(choice, country.Country):
        nav(dom.draw(country.head(context, choice), key="head", lang=context.lang))
        bar.draw(ORDER)
        nav(dom.draw(country.body(context, choice), key="country", lang=context.lang))
        about.downloads(context, choice.item, choice.series, "pais", VERSION, choice.newest)
        return
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
    nav(dom.draw(made.heading, key="head", lang=context.lang))
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
    if place:
        state.remember(state.PLACE, place)
    return place


def _choice(context: Context, bar: Bar) -> "Choice | country.Country | Indicator":
    """The few controls that matter, time first. A series without a map comes back as a Country, an Indicator without
    any figure alone.
    """
    lang, known = context.lang, load.have(context.store)
    items = sorted(context.catalogue.shown, key=lambda i: (i.id not in known, i.place))
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
    there = {h.series for h in known.get(item.id, [])}
    if not there:
        return item
    series = _series(bar, item, [s.id for s in item.series if s.id in there], reader(context).shown(item), lang)
    mine = [h for h in known[item.id] if h.series == series and h.level in DRAWN]
    if not mine:
        return country.read(context, item, series)
    level = _level(context, item, bar, mine, of_country=country.there(context, item, series))
    if level == COUNTRY_LEVEL:
        return country.read(context, item, series)
    mine = [h for h in mine if h.level == level]
    of = {h.version for h in mine}
    versions = [v for v in VERSIONS[::-1] if v in of or None in of]
    version = bar.choose(state.NUTS, versions, versions[0], label=t("control.nuts", lang), form="segments")
    periods = next(h.periods for h in mine if h.version in (None, version))
    period = bar.choose(
        state.PERIOD,
        list(reversed(periods)),
        periods[-1],
        label=t("control.period", lang),
        show=lambda p: label(p, lang),
    )
    return Choice(item, series, period, level, version, periods)


def _series(bar: Bar, item: Indicator, present: list[str], first: str, lang: str) -> str:
    default = first if first in present else present[0]
    names = {s: item.get_series(s).name.get(lang) for s in present}
    if len(present) == 1:
        state.remember(state.SERIES, default, default=default)
        return default
    return bar.choose(state.SERIES, present, default, label=t("control.series", lang), show=names.__getitem__)


def _level(context: Context, item: Indicator, bar: Bar, there: list[Have], *, of_country: bool) -> str:
    """The finest level with half of its places is shown first; a map of a few places only where it is asked for."""
    lang = context.lang
    levels = [level for level in DRAWN if any(h.level == level for h in there)]
    read = reader(context)
    versions = {h.level: h.version or VERSION for h in there}
    whole = [level for level in levels if read.picture(item, there[0].series, level, versions[level])]
    levels += [COUNTRY_LEVEL] if of_country else []
    default = whole[0] if whole else levels[-1]
    asked = st.query_params.get(state.LEVEL)
    if asked in DRAWN and asked not in levels:
        st.info(t("notice.level", lang, level=t(f"level.{default}", lang)), icon=":material/info:")
        state.select(state.LEVEL, default, default=default)
    return bar.choose(
        state.LEVEL,
        levels,
        default,
        label=t("control.level", lang),
        show=lambda v: t(f"level.{v}", lang),
        form="segments",
    )


def _moved_in_time(period: str) -> None:
    """Where the reader let go of the time bar; the page checks the period itself."""
    state.select(state.PERIOD, period)


def nothing(context: Context, item: Indicator) -> Node:
    """An honest empty state: what is missing, why, and who can bring it."""
    lang = context.lang
    row = " · ".join(filter(None, (listed(item, lang), item.table3_source)))
    return h(
        "section",
        {"class": "enti-card"},
        h("h3", {}, t("nothing_here", lang)),
        h("p", {}, h("strong", {}, t("why_missing", lang) + ": "), why_missing(item, lang)),
        h("p", {}, steer.owed(context, item)),
        h("p", {"class": "enti-source"}, row),
    )


PAGE = Page(
    id="indicador",
    section="explore",
    order=2,
    name=Text(pt="Indicador", en="Indicator"),
    also=Text(pt="mapa, série, evolução", en="map, series, over time"),
    description=Text(
        pt="Onde, desde quando, com que dispersão? Mapa com barra do tempo, classes à escolha, imagem e ficheiros",
        en="Where, since when, how spread? A map with a time bar, classes to choose, picture and files",
    ),
    body=body,
)
