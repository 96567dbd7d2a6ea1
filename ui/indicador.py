"""The map page: the choice (indicator × series × period × level × NUTS version) and the picture it leads to."""

from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd
import streamlit as st

from core import queries
from core.catalogue import Indicator
from core.period import label
from core.territory import COUNTRY, EU
from ui import about, assets, charts, classes, dom, findings, frame, load, revisions, state
from ui import map as maps
from ui.controls import Bar
from ui.dom import Node, h
from ui.scale import Wish
from ui.texts import t
from ui.words import area_of, dated, headline, place_name, source_line, value_or_gap, why_missing

LEVELS = ("municipio", "nuts3", "nuts2")
ORDER = (state.INDICATOR, state.SERIES, state.PERIOD, state.LEVEL, state.NUTS)
DEFAULT = "taxa_votantes_autarquicas"


@dataclass(frozen=True)
class Choice:
    """What the reader looks at."""

    item: Indicator
    series: str
    period: str
    level: str
    version: str
    periods: tuple[str, ...] = ()
    wish: Wish = field(default_factory=Wish)


def body(context: frame.Context) -> None:
    """Crumbs, question and answer first; they are filled in once the controls below have spoken."""
    head, bar = st.container(), Bar("controls", context.lang)
    choice = _choice(context, bar)
    if isinstance(choice, Indicator):
        bar.draw(ORDER)
        with head:
            dom.draw(_heading(context, choice, ""), key="head", lang=context.lang)
        dom.draw(nothing(context, choice), key="nothing", lang=context.lang)
        return
    selected = _asked_place(context)
    rows = queries.slice_at(context.store, choice.item.id, choice.series, choice.level, choice.version, choice.period)
    wanted = [COUNTRY, "2024:1", *([selected] if selected else [])]
    series = queries.series_of(context.store, choice.item.id, choice.series, wanted)
    area = area_of(series, context.territories, context.lang)
    choice = replace(choice, wish=classes.control(bar, choice.item, area[0] if area else None, context.lang))
    bar.draw(ORDER, more=t("control.method", context.lang))
    answer = (
        headline(choice.item, choice.series, *area, choice.period, context.lang) if area else _no_area(context, choice)
    )
    with head:
        dom.draw(_heading(context, choice.item, answer), key="head", lang=context.lang)
    _picture(context, choice, rows, series, area, selected)


def _asked_place(context: frame.Context) -> str | None:
    """The place that the address asks for; one that does not exist is said, and the country stays in view."""
    place = st.query_params.get(state.PLACE)
    if place and place not in context.territories:
        state.say_unknown(place, t("country", context.lang), context.lang)
        state.select(state.PLACE, None)
        return None
    return place


def warm() -> None:
    """Make the default picture once, so that the first reader finds libraries, caches and queries warm.

    Raises EntiError when catalogue, territories or build have a problem.
    """
    store, item = load.store(), load.the_catalogue().indicator(DEFAULT)
    context = frame.Context("pt", load.the_catalogue(), load.territories(), store, date.today())
    mine = load.coverage(store).query("indicator_id == @DEFAULT and level == 'municipio'")
    if mine.empty:
        return
    choice = Choice(item, str(mine["series"].iloc[0]), str(mine["last"].iloc[0]), "municipio", "2024")
    rows = queries.slice_at(store, item.id, choice.series, choice.level, choice.version, choice.period)
    series = queries.series_of(store, item.id, choice.series, [COUNTRY, "2024:1"])
    area = area_of(series, context.territories, "pt")
    aside = [_evolution(context, choice, series, area, None)]
    scale = load.scale(store, item, choice.series, choice.level, choice.version)
    view = maps.View(
        item, choice.series, choice.level, choice.version, choice.period, rows, scale, "pt", None, aside, choice.period
    )
    load.frames(store, item, choice.series, choice.level, choice.version, scale, "pt")
    maps.payload(view)
    load.run_of(store, item.id, choice.series, choice.period)


def _heading(context: frame.Context, item: Indicator, answer: str) -> Node:
    domain = item.domain if context.lang == "pt" else next(
        d.en for d in context.catalogue.domains if d.name == item.domain
    )  # fmt: skip
    # The strategy's own words stay Portuguese, and say so to a screen reader.
    strategy = h("span", {"lang": "pt"}, f" › {item.indicator} › {item.sub_indicator}")
    return h("div", {}, h("p", {"class": "enti-crumbs"}, domain, strategy), h("h1", {}, item.name.get(context.lang)),
             h("p", {"class": "enti-answer"}, answer) if answer else None)  # fmt: skip


def _no_area(context: frame.Context, choice: Choice) -> str:
    rule = choice.item.rule_for(choice.series)
    reason = rule.reason.get(context.lang) if rule.rule == "none" else t("overview.no_national", context.lang) + "."
    return t("no_national", context.lang, reason=reason)


def _choice(context: frame.Context, bar: Bar) -> "Choice | Indicator":
    """The few controls that matter, time first. An Indicator alone comes back when it has nothing to draw."""
    lang, known = context.lang, load.have(context.store)
    items = sorted(context.catalogue.indicators, key=lambda i: (i.id not in known, i.row))
    names = {i.id: i.name.get(lang) + ("" if i.id in known else f" ({t('no_data_suffix', lang)})") for i in items}
    default = DEFAULT if DEFAULT in names else next(iter(names))
    item = context.catalogue.indicator(
        bar.choose(state.INDICATOR, list(names), default, label=t("control.indicator", lang), show=names.__getitem__,
                   groups=context.catalogue.headings(lang))
    )  # fmt: skip
    mine = [h for h in known.get(item.id, []) if h.level in LEVELS]
    if not mine:
        return item
    there = {h.series for h in mine}
    series = _series(bar, item, [s.id for s in item.series if s.id in there], lang)
    mine = [h for h in mine if h.series == series]
    of = {h.version for h in mine}
    versions = [v for v in ("2024", "2013") if v in of or None in of]
    version = bar.choose(state.NUTS, versions, versions[0], label=t("control.nuts", lang), form="segments")
    mine = [h for h in mine if h.version in (None, version)]
    level = _level(bar, {h.level for h in mine}, lang)
    periods = next(h.periods for h in mine if h.level == level)
    period = bar.choose(
        state.PERIOD, list(reversed(periods)), periods[-1], label=t("control.period", lang), show=lambda p: label(p, lang)
    )  # fmt: skip
    return Choice(item, series, period, level, version, periods)


def _series(bar: Bar, item: Indicator, present: list[str], lang: str) -> str:
    default = item.default_series.id if item.default_series.id in present else present[0]
    names = {s: item.get_series(s).name.get(lang) for s in present}
    if len(present) == 1:
        state.remember(state.SERIES, default, default=default)
        return default
    return bar.choose(state.SERIES, present, default, label=t("control.series", lang), show=names.__getitem__)


def _level(bar: Bar, there: set[str], lang: str) -> str:
    levels = [level for level in LEVELS if level in there]
    asked = st.query_params.get(state.LEVEL)
    if asked in LEVELS and asked not in levels:
        st.info(t("notice.level", lang, level=t(f"level.{levels[0]}", lang)), icon=":material/info:")
        state.select(state.LEVEL, levels[0], default=levels[0])
    return bar.choose(state.LEVEL, levels, levels[0], label=t("control.level", lang),
                      show=lambda v: t(f"level.{v}", lang), form="segments")  # fmt: skip


def _picture(
    context: frame.Context, choice: Choice, rows: pd.DataFrame, series: pd.DataFrame,
    area: tuple[pd.DataFrame, str] | None, selected: str | None,
) -> None:  # fmt: skip
    lang, item = context.lang, choice.item
    where = (choice.series, choice.level, choice.version)
    scale = load.scale(context.store, item, *where, choice.wish)
    shown = selected if selected in set(rows["territory_id"]) else None
    aside = [_selected(context, choice, rows, shown), _evolution(context, choice, series, area, selected)]
    parts = _source(context, choice, rows)
    view = maps.View(
        item, *where, dated(choice.period, rows, lang), rows, scale, lang, shown, [a for a in aside if a], choice.period,
        choice.periods, load.frames(context.store, item, *where, scale, lang), (" · ".join(parts), assets.boundaries().attribution),
        classes.why(scale, choice.wish, item, choice.series, lang), state.theme(),
    )  # fmt: skip
    said = maps.draw(view, key="map", on_select=state.choose_place, on_period=_moved_in_time)
    notes = [n.get(lang) for n in item.notes]
    if not item.get_series(choice.series).comparable:
        notes.insert(0, t("not_comparable", lang))
    dom.draw(h("div", {}, h("p", {"class": "enti-source"}, " · ".join(parts)),
               h("p", {"class": "enti-source"}, " ".join(notes)) if notes else None,
               revisions.note(context.store, item, choice.series, lang, period=choice.period),
               h("p", {"class": "enti-source"}, assets.boundaries().attribution),
               about.card(context, item, choice.series, choice.period)), key="source", lang=lang)  # fmt: skip
    about.downloads(context, item, choice.series, choice.level, choice.version, choice.period)
    frame.nav(said)


def _moved_in_time(period: str) -> None:
    """Where the reader let go of the time bar; the page checks the period itself."""
    state.select(state.PERIOD, period)


def _source(context: frame.Context, choice: Choice, rows: pd.DataFrame) -> list[str]:
    """Source, row, coverage, NUTS version, extraction, licence and boundaries: the line under the picture and inside it."""
    lang = context.lang
    run = load.run_of(context.store, choice.item.id, choice.series, choice.period)
    parts = source_line(
        choice.item, run, rows, level=choice.level, version=choice.version, lang=lang, compiled=frame.compiled_on()
    )
    meta = assets.boundaries()
    return [*parts, meta.label[lang] if not meta.official else t("boundaries_of", lang, who=meta.label[lang])]


def _selected(context: frame.Context, choice: Choice, rows: pd.DataFrame, selected: str | None) -> Node:
    """The chosen place: value, region, and the way to its profile."""
    if selected is None:
        return None
    lang, row = context.lang, rows[rows["territory_id"] == selected].iloc[0]
    link = None
    if choice.level == "municipio":
        link = h(
            "a", {"href": state.address("territorio", territorio=selected), "data-nav": "1"}, t("open_profile", lang)
        )
    return h("section", {"class": "enti-card", "data-place": selected},
             h("h3", {}, row["name"], h("small", {}, row["region"] if choice.level != "nuts1" else "")),
             h("p", {}, h("strong", {"data-own": ""}, value_or_gap(row["value"], choice.item, choice.series, lang))), link)  # fmt: skip


def _evolution(
    context: frame.Context,
    choice: Choice,
    series: pd.DataFrame,
    area: tuple[pd.DataFrame, str] | None,
    selected: str | None,
) -> Node:
    """National line, chosen place and the municipal band, where the periods can be compared."""
    lang = context.lang
    lines = [(area[1], area[0], charts.BLUE)] if area else []
    if selected and selected != COUNTRY:
        own = series[series["territory_id"] == selected]
        lines.append((context.territories[selected].name, own, charts.ORANGE))
    lines = [line for line in lines if line[1]["value"].notna().any()]
    band = load.spread(context.store, choice.item.id, choice.series, "municipio", choice.version)
    if choice.item.aggregation.rule == "sum":
        band = band.iloc[0:0]  # totals and single places do not share an axis
        lines = lines[-1:]
    alt = f"{t('evolution', lang)}: {choice.item.name.get(lang)}"
    drawn = charts.evolution(lines, band, alt=alt, decimals=choice.item.decimals, lang=lang)
    if drawn is None:
        return None
    unit = choice.item.unit_for(choice.series, lang)
    note = f"; {t('finding.band', lang)}" if len(band) > 1 else ""
    title = findings.band_change(band, choice.item, choice.series, lang) or t("evolution", lang)
    return h("section", {"class": "enti-card"}, h("h3", {}, title), h("p", {"class": "enti-fine"}, unit + note), drawn)


def nothing(context: frame.Context, item: Indicator) -> Node:
    """An honest empty state: what is missing, why, and who can bring it; the national figures where there are any."""
    lang, series_id = context.lang, item.default_series.id
    series = queries.series_of(context.store, item.id, series_id, [COUNTRY, EU])
    known = series[series["value"].notna()]
    row = t("table3_row", lang, row=item.row) + " · " + item.table3_source
    if known.empty:
        return h(
            "section", {"class": "enti-card"}, h("h3", {}, t("nothing_here", lang)),
            h("p", {}, h("strong", {}, t("why_missing", lang) + ": "), why_missing(item, lang)),
            h("p", {}, h("strong", {}, t("who_can_close", lang) + ": "), item.source_state.owner),
            h("p", {"class": "enti-source"}, row),
        )  # fmt: skip
    run = load.run_of(context.store, item.id, series_id, str(known["period"].iloc[-1]))
    parts = source_line(item, run, known, level="pais", version="2024", lang=lang, compiled=frame.compiled_on())
    notes = [n.get(lang) for n in item.notes]
    return h(
        "section", {"class": "enti-card"}, h("h3", {}, t("only_national", lang)),
        _national_table(context, item, known, lang), h("p", {"class": "enti-source"}, " · ".join(parts)),
        h("p", {"class": "enti-source"}, " ".join(notes)) if notes else None,
    )  # fmt: skip


def _national_table(context: frame.Context, item: Indicator, known: pd.DataFrame, lang: str) -> Node:
    series_id = item.default_series.id
    head = [
        h("th", {"scope": "col", "class": "num" if k == "map.col.value" else ""}, t(k, lang))
        for k in ("map.col.place", "control.period", "map.col.value")
    ]
    rows = [
        h(
            "tr", {}, h("th", {"scope": "row"}, place_name(context.territories[r["territory_id"]], lang)),
            h("td", {}, label(r["period"], lang)),
            h("td", {"class": "num"}, value_or_gap(r["value"], item, series_id, lang)),
        )
        for r in known.sort_values(["territory_id", "period"], ascending=[False, True]).to_dict(orient="records")
    ]  # fmt: skip
    caption = f"{item.default_series.name.get(lang)} ({item.unit_for(series_id, lang)})"
    return h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *rows))
