"""The profile of a município: every indicator, its place in the NUTS III and in the country, and a series."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from core import queries
from core.catalogue import Indicator
from core.period import label
from core.status import words
from core.territory import COUNTRY, Territory
from ui import charts, dom, frame, load, revisions, state
from ui.dom import Node, h
from ui.formats import number
from ui.texts import t
from ui.words import area_of, bare, dated, source_line, value_or_gap, why_missing

SMALL = 5000  # inhabitants; below, one case more or less moves a rate visibly
DEFAULT = "1106"  # Lisboa: the reader's own place replaces it with one choice


@dataclass(frozen=True)
class Line:
    """One indicator in one município: value, company, and where it stands."""

    item: Indicator
    period: str
    when: str  # the period as it is read
    value: float
    region: float | None
    area: tuple[str, float] | None
    rank_region: tuple[int, int] | None
    rank_country: tuple[int, int] | None
    all_values: list[float]
    history: pd.DataFrame
    doubts: tuple[str, str, str]  # words for a value that is not a normal one: here, region, country
    source: str


def body(context: frame.Context) -> None:
    """Choice of place, answer, table of indicators, one series in detail, what is missing."""
    lang, places = context.lang, context.territories
    names = {m.id: _name(m) for m in sorted(places.municipalities, key=lambda m: _sort_key(m.name))}
    columns = st.columns([5, 2])
    with columns[0]:
        dico = state.choose(
            state.PLACE, list(names), DEFAULT, lang=lang, label=t("control.place", lang), show=names.__getitem__
        )
    with columns[1]:
        version = state.choose(
            state.NUTS, ["2024", "2013"], "2024", lang=lang, label=t("control.nuts", lang), form="segments"
        )
    place = places[dico]
    lines = profile(context, dico, version)
    frame.nav(dom.draw(_head(context, place, version, lines), key="profile-head", lang=lang))
    if lines:
        frame.nav(dom.draw(_table(context, place, version, lines), key="profile", lang=lang))
        _series(context, place, version, lines)
    dom.draw(_missing(context, lines), key="profile-missing", lang=lang)


def _name(place: Territory) -> str:
    """Lagoa and Calheta exist twice: the island or district tells them apart."""
    return f"{place.name} ({place.district})"


def _sort_key(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def profile(context: frame.Context, dico: str, version: str) -> list[Line]:
    """A line per indicator that has a municipal value here, in Table 3's order."""
    coverage = load.coverage(context.store)
    municipal = coverage[coverage["level"] == "municipio"]
    lines = []
    for item in sorted(context.catalogue.indicators, key=lambda i: i.row):
        series = item.default_series.id
        mine = municipal[(municipal["indicator_id"] == item.id) & (municipal["series"] == series)]
        if not mine.empty:
            line = _line(context, item, mine["last"].iloc[0], dico, version)
            if line:
                lines.append(line)
    return lines


def _line(context: frame.Context, item: Indicator, period: str, dico: str, version: str) -> Line | None:
    series = item.default_series.id
    rows = queries.slice_at(context.store, item.id, series, "municipio", version, period).set_index("territory_id")
    value = rows["value"].get(dico)
    if value is None or pd.isna(value):
        return None
    region = context.territories.parent_at(dico, "nuts3", version)
    history = queries.series_of(context.store, item.id, series, [dico, region.id if region else "", COUNTRY, "2024:1"])
    now = history[history["period"] == period]
    area = area_of(now, context.territories, context.lang)
    beside = now[now["territory_id"] == (region.id if region else "")]["value"]
    members = rows.loc[sorted(context.territories.members(region.id))] if region else rows.iloc[0:0]
    return Line(
        item, period, dated(period, rows.loc[[dico]], context.lang), float(value), None if beside.empty or pd.isna(beside.iloc[0]) else float(beside.iloc[0]),
        (area[1], float(area[0]["value"].iloc[0])) if area else None,
        _rank(members["value"], dico, item), _rank(rows["value"], dico, item), rows["value"].dropna().tolist(),
        history[history["territory_id"] == dico].reset_index(drop=True),
        (_doubt(rows.loc[[dico]], context.lang), _doubt(now[now["territory_id"] == (region.id if region else "")], context.lang),
         _doubt(area[0], context.lang) if area else ""),
        str((load.run_of(context.store, item.id, series, period) or {}).get("citation", "")),
    )  # fmt: skip


def _doubt(rows: pd.DataFrame, lang: str) -> str:
    """The status in words when a figure is there and is not a normal one."""
    if rows.empty or pd.isna(rows["value"].iloc[0]) or rows["status"].iloc[0] == "A":
        return ""
    return words(rows["status"].iloc[0], rows["conf"].iloc[0], lang)


def _rank(values: pd.Series, dico: str, item: Indicator) -> tuple[int, int] | None:
    """Competition rank (1 = best, or highest where no direction is agreed) among places with a value."""
    known = values.dropna()
    if len(known) < 2 or dico not in known.index:
        return None
    better = known < known[dico] if item.direction == "lower_better" else known > known[dico]
    return int(better.sum()) + 1, len(known)


def _head(context: frame.Context, place: Territory, version: str, lines: list[Line]) -> Node:
    lang, places = context.lang, context.territories
    chain = [x.name for x in reversed(places.chain(place.id, version)[1:])]
    crumbs = " › ".join(dict.fromkeys([t("country", lang) if c == "Portugal" else c for c in chain]))
    if lines:
        judged = [x for x in lines if x.area and x.item.direction != "neutral" and x.item.aggregation.rule != "sum"]
        better = [x for x in judged if _better(x)]
        worse = [x for x in judged if x.value != x.area[1] and not _better(x)]  # type: ignore[index]
        answer = t("municipality.answer", lang, name=place.name, n=len(lines), better=len(better), worse=len(worse))
    else:
        answer = t("municipality.answer.none", lang, name=place.name)
    population = queries.series_of(context.store, "populacao_residente", "total", [place.id])
    population = population[population["value"].notna()]
    facts = [(t("level.nuts3", lang), places.chain(place.id, version)[1].name),
             (t("level.nuts2", lang), places.chain(place.id, version)[2].name),
             (t("municipality.group", lang), place.group or "–"), (t("municipality.district", lang), place.district or "–"),
             (t("municipality.area", lang), f"{number(place.area_km2 or 0, 1, lang)} km²")]  # fmt: skip
    if not population.empty:
        last = population.iloc[-1]
        facts.append(
            (f"{t('municipality.population', lang)} ({label(last['period'], lang)})", number(last["value"], 0, lang))
        )
        if last["value"] < SMALL:
            answer += " " + t("municipality.small", lang, limit=number(SMALL, 0, lang))
    return h("div", {}, h("p", {"class": "enti-crumbs"}, f"{crumbs} · {t('nuts_version', lang, version=version)}"),
             h("h1", {}, t("municipality.question", lang, name=place.name)), h("p", {"class": "enti-answer"}, answer),
             h("dl", {"class": "enti-facts enti-card"}, *[h("div", {}, h("dt", {}, k), h("dd", {}, v)) for k, v in facts]))  # fmt: skip


def _better(line: Line) -> bool:
    assert line.area is not None
    return line.value < line.area[1] if line.item.direction == "lower_better" else line.value > line.area[1]


def _table(context: frame.Context, place: Territory, version: str, lines: list[Line]) -> Node:
    lang = context.lang
    region = context.territories.chain(place.id, version)[1].name
    head = [t("control.indicator", lang), t("control.period", lang), place.name, region, t("country", lang),
            t("municipality.rank_region", lang),
            t("municipality.rank_country", lang), t("municipality.place", lang), t("evolution", lang)]  # fmt: skip
    numeric = {2, 3, 4, 5, 6}
    return h(
        "div", {"class": "enti-card enti-scroll"},
        h("table", {"class": "enti-wide"}, h("caption", {}, t("municipality.question", lang, name=place.name)),
          h("thead", {}, h("tr", {}, *[h("th", {"scope": "col", "class": "num" if n in numeric else ""}, c)
                                        for n, c in enumerate(head)])),
          h("tbody", {}, *[_row(line, lang) for line in lines])),
    )  # fmt: skip


def _row(line: Line, lang: str) -> Node:
    item, series = line.item, line.item.default_series.id
    ranked = [
        t("municipality.rank", lang, rank=r[0], of=r[1]) if r else "–" for r in (line.rank_region, line.rank_country)
    ]
    alt = f"{item.name.get(lang)}: {ranked[1]} {t('municipality.in_country', lang)}"
    marks = [(line.area[1], charts.GREY, "diamond")] if line.area and item.aggregation.rule != "sum" else []
    strip = charts.strip(line.all_values, [*marks, (line.value, charts.ORANGE, "dot")], alt=alt)
    spark = charts.sparkline(line.history, alt=f"{t('evolution', lang)}: {item.name.get(lang)}")
    other = line.area[0] if line.area and line.area[0] != t("country", lang) else ""
    fine = [
        h("div", {"class": "enti-fine"}, text) if text else None for text in (*line.doubts[:2], line.doubts[2] or other)
    ]
    national = bare(line.area[1], item, lang) if line.area else "–"
    link = h("a", {"href": state.address("mapa", indicador=item.id), "data-nav": "1"}, item.name.get(lang))
    source = f"{t('source', lang)}: {line.source.removeprefix('Fonte: ')}"
    return h(
        "tr", {},
        h("th", {"scope": "row"}, link, h("div", {"class": "enti-fine"}, f"{item.unit_for(series, lang)} · {source}")),
        h("td", {}, line.when),
        h("td", {"class": "num"}, h("strong", {}, bare(line.value, item, lang)), fine[0]),
        h("td", {"class": "num"}, bare(line.region, item, lang), fine[1]), h("td", {"class": "num"}, national, fine[2]),
        h("td", {"class": "num"}, ranked[0]), h("td", {"class": "num"}, ranked[1]), h("td", {}, strip), h("td", {}, spark or "–"),
    )  # fmt: skip


def _series(context: frame.Context, place: Territory, version: str, lines: list[Line]) -> None:
    """One indicator over time, beside region and country, with its table twin and its source."""
    lang = context.lang
    names = {x.item.id: x.item.name.get(lang) for x in lines}
    default = max(lines, key=lambda x: len(x.history)).item.id
    chosen = state.choose(
        state.INDICATOR, list(names), default, lang=lang, label=t("control.indicator", lang), show=names.__getitem__
    )
    item = context.catalogue.indicator(chosen)
    series, region = item.default_series.id, context.territories.chain(place.id, version)[1]
    wanted = {
        place.id: place.name,
        region.id: region.name,
        COUNTRY: t("country", lang),
        "2024:1": t("overview.mainland", lang),
    }
    if item.aggregation.rule == "sum":
        wanted = {place.id: place.name}  # totals of a region dwarf their parts on one axis
    rows = queries.series_of(context.store, chosen, series, list(wanted))
    known = set(rows[rows["value"].notna()]["territory_id"])
    wanted = {k: v for k, v in wanted.items() if k in known and (k != "2024:1" or COUNTRY not in known)}
    figure = charts.lines(rows, names=wanted, unit=item.unit_for(series, lang), decimals=item.decimals, lang=lang)
    dom.draw(h("h2", {}, t("municipality.series", lang, indicator=names[chosen])), key="series-title", lang=lang)
    st.plotly_chart(figure, key="series", config={"displayModeBar": False}, width="stretch")
    run = load.run_of(context.store, chosen, series, rows["period"].iloc[-1])
    line = next(x for x in lines if x.item.id == chosen)
    at = queries.slice_at(context.store, chosen, series, "municipio", version, line.period)
    parts = source_line(item, run, at, level="municipio", version=version, lang=lang, compiled=frame.compiled_on())
    dom.draw(h("div", {}, _twin(rows, wanted, item, series, lang),
               revisions.note(context.store, item, series, lang, place=place.id), h("p", {"class": "enti-source"}, " · ".join(parts))),
             key="series-source", lang=lang)  # fmt: skip


def _twin(rows: pd.DataFrame, names: dict[str, str], item: Indicator, series: str, lang: str) -> Node:
    periods = list(dict.fromkeys(rows["period"]))
    values: dict[tuple[str, str], Any] = {(r.territory_id, r.period): r.value for r in rows.itertuples()}
    head = h("tr", {}, h("th", {"scope": "col"}, t("control.period", lang)),
             *[h("th", {"scope": "col", "class": "num"}, n) for n in names.values()])  # fmt: skip
    body_rows = [
        h("tr", {}, h("th", {"scope": "row"}, label(p, lang)),
          *[h("td", {"class": "num"}, value_or_gap(values.get((k, p)), item, series, lang)) for k in names])
        for p in periods
    ]  # fmt: skip
    return h("details", {"class": "enti-missing"}, h("summary", {}, t("map.table", lang)),
             h("div", {"class": "enti-scroll"}, h("table", {}, h("thead", {}, head), h("tbody", {}, *body_rows))))  # fmt: skip


def _why(context: frame.Context, item: Indicator) -> str:
    """The source has figures but none of this place; or the row has none at all."""
    has_figures = item.id in set(load.coverage(context.store)["indicator_id"])
    return t("municipality.not_here", context.lang) if has_figures else why_missing(item, context.lang)


def _missing(context: frame.Context, lines: list[Line]) -> Node:
    lang, here = context.lang, {x.item.id for x in lines}
    rest = [i for i in sorted(context.catalogue.indicators, key=lambda i: i.row) if i.id not in here]
    return h("details", {"class": "enti-missing enti-card"}, h("summary", {}, t("municipality.without", lang, n=len(rest))),
             h("ul", {}, *[h("li", {}, i.name.get(lang), h("small", {}, _why(context, i))) for i in rest]))  # fmt: skip
