"""The map page: the choice (indicator × series × period × level × NUTS version) and the picture it leads to."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core import queries
from core.catalogue import Indicator
from core.period import label
from core.territory import COUNTRY, EU
from ui import about, assets, charts, classes, dom, frame, load, revisions, state
from ui import map as maps
from ui.dom import Node, h
from ui.scale import Wish
from ui.texts import t
from ui.words import area_of, dated, headline, place_name, source_line, value_or_gap, why_missing

LEVELS = ("municipio", "nuts3", "nuts2")
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
    head = st.container()
    coverage = load.coverage(context.store)
    choice, corner = _controls(context, coverage)
    if isinstance(choice, Indicator):
        with head:
            dom.draw(_heading(context, choice, ""), key="head", lang=context.lang)
        dom.draw(nothing(context, choice), key="nothing", lang=context.lang)
        return
    selected = _asked_place(context)
    rows = queries.slice_at(context.store, choice.item.id, choice.series, choice.level, choice.version, choice.period)
    wanted = [COUNTRY, "2024:1", *([selected] if selected else [])]
    series = queries.series_of(context.store, choice.item.id, choice.series, wanted)
    area = area_of(series, context.territories, context.lang)
    with corner:
        wish = classes.control(choice.item, area[0] if area else None, context.lang)
    choice = replace(choice, wish=wish)
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
    view = maps.View(item, choice.series, choice.level, choice.version, choice.period, rows, scale, "pt", None, aside)
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


def _controls(context: frame.Context, coverage: pd.DataFrame) -> "tuple[Choice | Indicator, Any]":
    """The few controls that matter, and the place for one more. An Indicator alone comes back when it has nothing to draw."""
    lang = context.lang
    known = set(coverage["indicator_id"])
    items = sorted(context.catalogue.indicators, key=lambda i: (i.id not in known, i.row))
    names = {i.id: i.name.get(lang) + ("" if i.id in known else f" ({t('no_data_suffix', lang)})") for i in items}
    default = DEFAULT if DEFAULT in names else next(iter(names))
    item = context.catalogue.indicator(
        state.current(state.INDICATOR, list(names), default, lang=lang, show=names.__getitem__)
    )
    mine = coverage[(coverage["indicator_id"] == item.id) & coverage["level"].isin(LEVELS)]
    present = [s.id for s in item.series if s.id in set(mine["series"])]
    weights = [16, 12, 10, 23, 13, 9] if len(present) > 1 else [28, 0, 10, 23, 13, 9]
    columns = dict(zip(("indicator", "series", "period", "level", "nuts", "more"), _columns(weights), strict=True))
    with columns["indicator"]:
        state.choose(
            state.INDICATOR, list(names), default, lang=lang, label=t("control.indicator", lang), show=names.__getitem__
        )
    if mine.empty:
        return item, columns["more"]
    with columns["series"]:
        series = _series(item, present, lang)
    mine = mine[mine["series"] == series]
    with columns["nuts"]:
        versions = [
            v for v in ("2024", "2013") if v in set(mine["nuts_version"].dropna()) or "municipio" in set(mine["level"])
        ]
        version = state.choose(
            state.NUTS, versions, versions[0], lang=lang, label=t("control.nuts", lang), form="segments"
        )
    level = _level(mine, version, columns["level"], lang)
    here = mine[(mine["level"] == level) & (mine["nuts_version"].isna() | (mine["nuts_version"] == version))]
    periods = list(reversed(here["periods"].iloc[0]))
    with columns["period"]:
        period = state.choose(state.PERIOD, periods, periods[0], lang=lang, label=t("control.period", lang),
                              show=lambda p: label(p, lang))  # fmt: skip
    return Choice(item, series, period, level, version, tuple(reversed(periods))), columns["more"]


def _columns(weights: list[int]) -> list[Any]:
    """Columns for the given weights; weight 0 shares the place of the one before it."""
    made = iter(st.columns([w for w in weights if w], vertical_alignment="bottom"))
    columns: list[Any] = []
    for weight in weights:
        columns.append(next(made) if weight else columns[-1])
    return columns


def _series(item: Indicator, present: list[str], lang: str) -> str:
    default = item.default_series.id if item.default_series.id in present else present[0]
    names = {s: item.get_series(s).name.get(lang) for s in present}
    if len(present) == 1:
        state.remember(state.SERIES, default, default=default)
        return default
    return state.choose(
        state.SERIES, present, default, lang=lang, label=t("control.series", lang), show=names.__getitem__
    )


def _level(mine: pd.DataFrame, version: str, column: Any, lang: str) -> str:
    there = set(mine[mine["nuts_version"].isna() | (mine["nuts_version"] == version)]["level"])
    levels = [level for level in LEVELS if level in there]
    asked = st.query_params.get(state.LEVEL)
    if asked in LEVELS and asked not in levels:
        st.info(t("notice.level", lang, level=t(f"level.{levels[0]}", lang)), icon=":material/info:")
        state.select(state.LEVEL, levels[0], default=levels[0])
    with column:
        return state.choose(state.LEVEL, levels, levels[0], lang=lang, label=t("control.level", lang),
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
        classes.why(scale, choice.wish, item, choice.series, lang),
    )  # fmt: skip
    said = maps.draw(view, key="map")
    notes = [n.get(lang) for n in item.notes]
    if not item.get_series(choice.series).comparable:
        notes.insert(0, t("not_comparable", lang))
    dom.draw(h("div", {}, h("p", {"class": "enti-source"}, " · ".join(parts)),
               h("p", {"class": "enti-source"}, " ".join(notes)) if notes else None,
               revisions.note(context.store, item, choice.series, lang, period=choice.period),
               h("p", {"class": "enti-source"}, assets.boundaries().attribution)), key="source", lang=lang)  # fmt: skip
    about.downloads(context, item, choice.series, choice.level, choice.version, choice.period)
    dom.draw(about.card(context, item, choice.series, choice.period), key="about", lang=lang)
    frame.nav(said["nav"])
    if said["select"]:
        state.select(state.PLACE, None if said["select"] == selected else said["select"])
        st.rerun()
    if said["period"] in choice.periods and said["period"] != choice.period:
        state.select(state.PERIOD, said["period"], default=choice.periods[-1])
        st.rerun()


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
    band = queries.spread(context.store, choice.item.id, choice.series, "municipio", choice.version)
    if choice.item.aggregation.rule == "sum":
        band = band.iloc[0:0]  # totals and single places do not share an axis
        lines = lines[-1:]
    alt = f"{t('evolution', lang)}: {choice.item.name.get(lang)}"
    drawn = charts.evolution(lines, band, alt=alt, decimals=choice.item.decimals, lang=lang)
    if drawn is None:
        return None
    unit = choice.item.unit_for(choice.series, lang)
    note = t("evolution.band", lang) if len(band) > 1 else ""
    return h("section", {"class": "enti-card"},
             h("h3", {}, t("evolution", lang), h("small", {}, unit + (f"; {note}" if note else ""))), drawn)  # fmt: skip


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
