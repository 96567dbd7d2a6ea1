"""Up to ten places side by side: a line chart and the latest values for each chosen indicator, gaps shown."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading import chance, measures
from core.terms.period import label, parse
from core.terms.territory import LEVELS, VERSION, VERSIONS
from core.warehouse import queries
from show import places
from show.lines import several
from show.sentences import called, said_name, source_line, value_or_gap
from show.spoken import spoken
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page
from ui.kit import dom, state
from ui.kit.chart import over_time
from ui.kit.controls import Bar

DEFAULT_PLACES = ("1106", "1312", "0705")
DEFAULT_INDICATORS = ("taxa_votantes_autarquicas",)
MAX_PLACES, MAX_INDICATORS = 10, 6


def body(context: Context) -> None:
    """Question and answer first, then a card per indicator."""
    lang, head = context.lang, st.container()
    known = set(load.coverage(context.store)["indicator_id"])
    items = [i for i in context.catalogue.shown if i.id in known]
    if not items:
        dom.draw(h("p", {}, t("compare.none", lang)), key="compare-none", lang=lang)
        return
    chosen, wanted, indexed = _controls(context, items)
    for n, item in enumerate(chosen):
        rows = _rows(context, item, wanted)
        if n == 0:
            with head:
                dom.draw(_heading(context, item, rows, wanted), key="compare-head", lang=lang)
        _card(context, item, rows, wanted, indexed=indexed)


def _controls(context: Context, items: Sequence[Indicator]) -> tuple[list[Indicator], list[str], bool]:
    lang = context.lang
    bar = Bar("compare-controls", lang)
    names = {i.id: called(i, lang) for i in items}
    default = [i for i in DEFAULT_INDICATORS if i in names] or [items[0].id]
    ids = bar.choose_many(
        state.INDICATORS,
        list(names),
        default,
        label=t("compare.indicators", lang),
        show=names.__getitem__,
        limit=MAX_INDICATORS,
    )
    version = bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    mode = bar.choose(
        state.MODE,
        ["absolutos", "indice"],
        "absolutos",
        label=t("compare.mode", lang),
        show=lambda m: t("compare.indexed" if m == "indice" else "compare.absolute", lang),
        form="segments",
    )
    listed = places.names(context.territories, version, lang)
    wanted = bar.choose_many(
        state.PLACES,
        list(listed),
        DEFAULT_PLACES,
        label=t("compare.places", lang),
        show=listed.__getitem__,
        limit=MAX_PLACES,
    )
    bar.draw((state.INDICATORS, state.PLACES))
    return [context.catalogue.indicator(i) for i in ids], wanted, mode == "indice"


def _rows(context: Context, item: Indicator, wanted: list[str]) -> pd.DataFrame:
    return queries.series_of(context.store, item.id, _series(context, item, wanted), wanted)


def _series(context: Context, item: Indicator, wanted: list[str]) -> str:
    """The one series by which the most of the places can be compared: that of their level, the finest first."""
    levels = {context.territories[i].level for i in wanted}
    level = next((x for x in LEVELS[::-1] if x in levels), None)
    return reader(context).shown(item, level)


def _latest(rows: pd.DataFrame) -> tuple[str, pd.DataFrame] | None:
    """The newest period in which most places have a value, and its rows; None without any."""
    known = rows[rows["value"].notna()]
    if known.empty:
        return None
    most = known.groupby("period")["territory_id"].nunique()
    period = max(most[most == most.max()].index, key=parse)
    return str(period), known[known["period"] == period]


def _heading(context: Context, item: Indicator, rows: pd.DataFrame, wanted: list[str]) -> Node:
    lang, latest, series = context.lang, _latest(rows), _series(context, item, wanted)
    names = ", ".join(places.apart((context.territories[i] for i in wanted), lang).values())
    answer = t("compare.answer.one", lang)
    if latest:
        answer = _answer(context, item, series, *latest) or answer
    return h(
        "div",
        {},
        h("p", {"class": "enti-crumbs"}, t("compare.question", lang)),
        h(
            "h1",
            {},
            t("compare.title", lang, indicator=said_name(item, series, lang), places=names)
            if names
            else PAGE.name.get(lang),
        ),
        h("p", {"class": "enti-answer"}, answer),
    )


def _answer(context: Context, item: Indicator, series: str, period: str, rows: pd.DataFrame) -> str:
    """Who has the highest value and who the lowest, ties said, of those with enough cases; who has not, named. Empty
    for fewer than two.
    """
    lang = context.lang
    few = rows[chance.placed(item, series, rows).isna().to_numpy()]["name"]
    n = len(rows) - len(few)
    apart = t("compare.answer.few", lang, names=", ".join(few)) if len(few) else ""
    ends = measures.ends(item, series, rows)
    if n < 2 or ends is None:
        return apart if len(rows) > 1 else ""
    high, low = ends
    said = t(
        "compare.answer.same" if high.value == low.value else "compare.answer",
        lang,
        period=label(period, lang),
        n=n,
        high=_of(context, high.places),
        low=_of(context, low.places),
        top=value_or_gap(high.value, item, series, lang),
        bottom=value_or_gap(low.value, item, series, lang),
    )
    return " ".join(filter(None, (said, apart)))


def _of(context: Context, places: Sequence[tuple[str, str]]) -> str:
    """«do Porto, da Guarda»: places by id and name."""
    return ", ".join(context.territories[i].called.within(context.lang, "de") for i, _ in places)


def _card(context: Context, item: Indicator, rows: pd.DataFrame, wanted: list[str], *, indexed: bool) -> None:
    lang, series = context.lang, _series(context, item, wanted)
    has = set(rows[rows["value"].notna()]["territory_id"])
    names = places.apart((context.territories[i] for i in wanted), lang)
    absent = [name for i, name in names.items() if i not in has]
    dom.draw(h("h2", {}, said_name(item, series, lang)), key=f"compare-title-{item.id}", lang=lang)
    if not has:
        dom.draw(h("p", {"class": "enti-card"}, t("compare.none", lang)), key=f"compare-none-{item.id}", lang=lang)
        return
    unit, shown, decimals = item.unit_for(series, lang), rows, item.decimals_for(series)
    if indexed and (base := measures.base_of(rows)):
        shown, unit, decimals = measures.indexed_to(rows, base), t("compare.base", lang, period=label(base, lang)), 1
    elif indexed:
        st.info(t("compare.no_base", lang), icon=":material/info:")
    lines = {i: name for i, name in names.items() if i in has}
    parted = reader(context).parted(item, series)
    drawn, looks = several({name: shown[shown["territory_id"] == i] for i, name in lines.items()})
    figure = over_time(
        drawn,
        alt=f"{t('evolution', lang)}: {said_name(item, series, lang)}, {', '.join(lines.values())}",
        unit=unit,
        decimals=decimals,
        lang=lang,
        breaks=parted,
        looks=looks,
    )
    latest = _latest(rows)
    assert latest is not None  # some place has a value
    origin = reader(context).origin(item, series, latest[0])
    parts = source_line(
        item,
        origin,
        None,
        latest[0],
        context.today,
        version=str(st.query_params.get(state.NUTS, VERSION)),
        lang=lang,
    )
    dom.draw(
        h(
            "div",
            {"class": "enti-stack"},
            h(
                "section",
                {"class": "enti-card"},
                figure or h("p", {"class": "enti-fine"}, t("series.one_period", lang)),
            ),
            _latest_table(context, item, series, latest[0], lines),
            _table(item, series, rows, lines, lang),
            h("p", {"class": "enti-fine"}, t("compare.gap", lang, names=", ".join(absent))) if absent else None,
            None if item.get_series(series).comparable else h("p", {"class": "enti-fine"}, t("not_comparable", lang)),
            h("p", {"class": "enti-source"}, " · ".join(parts)),
        ),
        key=f"compare-table-{item.id}",
        lang=lang,
    )


def _latest_table(context: Context, item: Indicator, series: str, period: str, names: dict[str, str]) -> Node:
    """The newest period in which they compare: each place's figure, how it stands beside the country, and how sure
    that is.
    """
    lang, body = context.lang, []
    whole = item.basis_for(series).kind == "complete"  # then all have the same to say of their cases: once, below
    version = str(st.query_params.get(state.NUTS, VERSION))
    for place, name in names.items():
        found = reader(context).of(item, place, series, period, version)
        said = spoken(found, lang)
        if found.now is None:
            continue
        sure = () if whole else (said.interval, said.marked())
        cells = (h("strong", {}, said.figure), said.compared, *sure)
        body.append(h("tr", {}, h("th", {"scope": "row"}, name), *[h("td", {}, c or "–") for c in cells]))
    columns = ["map.col.place", "map.col.value", "compare.beside"]
    columns += [] if whole else ["compare.interval", "compare.cases"]
    head = [h("th", {"scope": "col"}, t(c, lang)) for c in columns]
    caption = f"{said_name(item, series, lang)} ({item.unit_for(series, lang)}), {label(period, lang)}"
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *body)),
        h("p", {"class": "enti-fine"}, t("compare.whole", lang)) if whole else None,
    )


def _table(item: Indicator, series: str, rows: pd.DataFrame, names: dict[str, str], lang: str) -> Node:
    """The table twin: all periods, exact to the shown decimals, gaps as dashes."""
    periods = sorted(rows["period"].unique(), key=parse)
    values = {(r.territory_id, r.period): r.value for r in rows.itertuples()}
    head = [
        h("th", {"scope": "col"}, t("map.col.place", lang)),
        *[h("th", {"scope": "col", "class": "num"}, label(p, lang)) for p in periods],
    ]
    body = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, name),
            *[h("td", {"class": "num"}, value_or_gap(values.get((i, p)), item, series, lang)) for p in periods],
        )
        for i, name in names.items()
    ]
    caption = f"{said_name(item, series, lang)} ({item.unit_for(series, lang)})"
    return h(
        "div",
        {"class": "enti-card enti-scroll"},
        h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *body)),
    )


PAGE = Page(
    id="comparar",
    section="explore",
    order=4,
    name=Text(pt="Comparar", en="Compare"),
    also=Text(pt="contra, lado a lado", en="versus, side by side"),
    description=Text(
        pt="Contra quem? Até dez territórios, absolutos ou em índice",
        en="Against whom? Up to ten territories, absolute or indexed",
    ),
    body=body,
)
