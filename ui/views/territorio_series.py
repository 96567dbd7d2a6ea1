"""One indicator of a place over time, beside region and country, with its table twin and its source."""

from typing import Any

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.reading.model import Where
from core.terms.period import label
from core.terms.territory import COUNTRY, EU, MAINLAND
from core.warehouse import queries
from show.lines import several
from show.places import apart
from show.sentences import place_name, said_name, source_line, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import reader
from ui.kit import dom, doubts, revisions, state
from ui.kit.chart import over_time
from ui.kit.controls import Bar
from ui.views.territorio_figures import Line


def draw(context: Context, place: Where, lines: list[Line]) -> None:
    """One indicator over time, beside region and country, with its table twin and its source."""
    lang = context.lang
    names = {x.item.id: said_name(x.item, x.read.series, lang) for x in lines}
    default = max(lines, key=lambda x: len(x.read.rows)).item.id
    bar = Bar("series-controls", lang)
    chosen = bar.choose(
        state.INDICATOR, list(names), default, label=t("control.indicator", lang), show=names.__getitem__
    )
    bar.draw()
    item = context.catalogue.indicator(chosen)
    series, own = next(x.read.series for x in lines if x.item.id == chosen), place.self
    beside = [x for x in (own, place.above, context.territories[COUNTRY], context.territories[MAINLAND]) if x]
    wanted = apart((x for x in beside if own.level != "pais" or x.id in (COUNTRY, EU)), lang)
    if item.aggregation.rule == "sum":
        wanted = {own.id: place_name(own, lang)}  # totals of a region dwarf their parts on one axis
    rows = queries.series_of(context.store, chosen, series, list(wanted))
    known = set(rows[rows["value"].notna()]["territory_id"])
    wanted = {k: v for k, v in wanted.items() if k in known and (k != MAINLAND or COUNTRY not in known or own.id == k)}
    places = {name: rows[rows["territory_id"] == i] for i, name in wanted.items()}
    drawn, looks = several(places)
    figure = over_time(
        drawn,
        alt=f"{t('evolution', lang)}: {names[chosen]}, {', '.join(places)}",
        unit=item.unit_for(series, lang),
        decimals=item.decimals_for(series),
        lang=lang,
        breaks=reader(context).parted(item, series),
        looks=looks,
    )
    dom.draw(h("h2", {}, t("municipality.series", lang, indicator=names[chosen])), key="series-title", lang=lang)
    origin = reader(context).origin(item, series, str(rows["period"].iloc[-1]))
    line = next(x for x in lines if x.item.id == chosen)
    at = reader(context).covered(item, series, place.self.level, place.version, line.now.period)
    parts = source_line(item, origin, at, line.now.period, context.today, version=place.version, lang=lang)
    dom.draw(
        h(
            "div",
            {"class": "enti-stack"},
            h(
                "section",
                {"class": "enti-card"},
                figure or h("p", {"class": "enti-fine"}, t("series.one_period", lang)),
            ),
            _twin(rows, wanted, item, series, lang),
            revisions.note(context.store, item, series, lang, place=own.id),
            doubts.note(context, item, series, places=[own.id]),
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
