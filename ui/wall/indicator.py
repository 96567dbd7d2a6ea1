"""The scene of one indicator: its national value, what the map shows, the map, and the ends of the ranking."""

from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.reading import chance, measures
from core.reading.model import Origin
from core.reading.reading import Reading
from core.room.playlists import Spec
from core.terms import age
from core.terms.formats import change, day, number
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import checks, queries
from show import cases
from show.findings import concentration, regions
from show.legend import Legend, legend
from show.paint import marks
from show.sentences import SMALL, area_name, called, dated, said_instead, said_name, said_of, why_missing, within
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.wall.parts import LANG, Scene, Shown, amount, provider, stale, unknown
from ui.web import assets

_RANKED: Final = 4
_CITED: Final = 24
_POPULATION: Final = "populacao_residente"


def indicator(context: Context, spec: Spec) -> Shown:
    """One indicator: its national value, highest and lowest place, and the map."""
    if spec.indicator not in {i.id for i in context.catalogue.shown}:
        raise unknown("indicador", spec.indicator)
    item = context.catalogue.indicator(str(spec.indicator))
    if spec.series and spec.series not in {s.id for s in item.series}:
        raise unknown(f"em {item.id} série", spec.series)
    series = item.get_series(spec.series).id if spec.series else reader(context).shown(item, spec.level, spec.version)
    there = [
        x for x in load.have(context.store).get(item.id, ()) if x.series == series and x.version in (None, spec.version)
    ]
    levels = [x.level for x in there if x.level in ("municipio", "nuts3", "nuts2")]
    level = spec.level if spec.level in levels else levels[0] if levels else None
    read = reader(context)
    if level is None:
        return _without_map(context, item, series, read.widest(item, spec.series and series))
    level = "municipio" if spec.level is None and "municipio" in levels else level
    period = next(x.periods[-1] for x in there if x.level == level)
    country = read.widest(item, series)
    if country is None or replace(country, asked=period).now is None:  # by a series of its own, in a period of its own
        country = read.instead(item, series) or read.widest(item)
    view = queries.slice_at(context.store, item.id, series, level, spec.version, period)
    values = chance.sure(item, series, view)
    said = (
        concentration(values, regions(context.territories, spec.version), period, LANG) if level == "municipio" else ""
    )
    big = _big(country, period, series)
    regional = bool(said) or level != "municipio"  # then the version of NUTS is part of what is said
    if said:
        said = said.split("; ")[0].rstrip(".") + "."  # one message: the end of the ranking that is named first
    else:
        said = _headline(country, series, period) or said_name(item, series, LANG)
    origin = reader(context).origin(item, series, period)
    places = t(f"levels.{level}", LANG)
    whole = read.covered(item, series, level, spec.version, period)
    assert whole is not None  # the level is one of those with values
    nuts = f" · NUTS {spec.version}" if regional else ""
    source = f"{_cited(context, item, origin)} · {whole.n}/{whole.of} {places}{nuts}"
    body = h(
        "div",
        {"class": "w-split"},
        h(
            "div",
            {"class": "w-left"},
            *big,
            _ranking(context, view, item, series) if measures.ordered(period) else None,
        ),
        _map(context, view, item, series, level, spec.version, period),
    )
    which = f" ({within(item.get_series(series).name.get(LANG))})" if len(item.series) > 1 else ""
    return Shown(
        f"{called(item, LANG)}{which}, {dated(period, view, LANG)}",
        said,
        body,
        source,
        stale(context, item, series, period, checks.read()),
    )


def _headline(country: Reading | None, series: str, period: str) -> str:
    """The country in words, with the series that says it where the map has another; empty without any."""
    if country is None:
        return ""
    return said_of(country, period, LANG) if country.series == series else said_instead(country, LANG)


def _without_map(context: Context, item: Indicator, series: str, country: Reading | None) -> Shown:
    if country is None or country.now is None:
        return Shown(
            called(item, LANG),
            t("wall.no_figures", LANG),
            h("p", {"class": "w-empty"}, why_missing(item, LANG)),
        )
    period = country.now.period
    return Shown(
        f"{called(item, LANG)}, {label(period, LANG)}",
        said_of(country, period, LANG),
        h("div", {"class": "w-left"}, *_big(country, period)),
        _cited(context, item, country.origin),
        stale(context, item, series, period, checks.read()),
    )


def _big(country: Reading | None, period: str, shown: str = "") -> list[Node]:
    """The national value in the largest type, and the change since the value before where the two compare; coloured
    where judged. `shown`: the series of the map beside it, whose name another has to give.
    """
    at = replace(country, asked=period) if country else None
    if at is not None and at.now is None and country is not None:
        at = country
    if at is None or at.now is None:
        return [h("p", {"class": "w-none"}, t("wall.no_national", LANG))]
    item, series = at.item, at.series
    (figure, apart), name = amount(at.now.value, item, series), area_name(at.where.self.id, LANG)
    if at.now.period != period or not shown:
        name += f", {_ago(at.now.period, at.reader.today)}"
    if shown and series != shown:
        name += f" ({within(item.get_series(series).name.get(LANG))})"
    parts: list[Node] = [
        h("p", {"class": "w-big"}, figure),
        h("p", {"class": "w-note"}, f"{name}; {apart}" if apart else name),
    ]
    if moved := at.change:  # what is not seen in the figure is not said
        tone = at.tone if moved.better is not None else ""
        sign = ("▲" if moved.seen > 0 else "▼") if tone else "+" if moved.seen > 0 else "−" if moved.seen < 0 else "="
        by = change(moved.seen, item.decimals_for(series), item.unit_for(series, LANG), LANG)
        said = t("wall.against", LANG, by=by, since=label(moved.before.period, LANG))
        parts.append(h("p", {"class": "w-change", **({"data-mark": tone} if tone else {})}, f"{sign} {said}"))
    return parts


def _ranking(context: Context, view: pd.DataFrame, item: Indicator, series: str) -> Node:
    """The first places and the last one, the best first, or the highest where no end is better; what several share
    names none of them, and a small place is said to be small.
    """
    placed = measures.order(item, series, view)
    if not placed:
        return None
    people = _people(context)
    shown = [*placed[: _RANKED - 1], placed[-1]] if len(placed) > _RANKED else placed
    lines, unit = [], amount(0.0, item, series)[1]
    for rank, end in shown:
        n, (place, name) = len(end.places), end.places[0]
        who = t("wall.ties", LANG, n=n) if n > 1 else name
        here = people.get(place)
        if end.few:
            who += f" ({t('chance.few', LANG)})"
        elif n == 1 and here is not None and here < SMALL:
            who += f" ({t('wall.people', LANG, n=number(here, 0, LANG))})"
        lines.append(
            h(
                "li",
                {},
                h("span", {"class": "w-at"}, t("wall.at", LANG, rank=rank)),
                h("span", {"class": "w-name"}, who),
                h("span", {"class": "w-value"}, amount(end.value, item, series)[0]),
            )
        )
    return h("ol", {"class": "w-ranking", **({"aria-label": unit} if unit else {})}, *lines)


def _people(context: Context) -> dict[str, float]:
    """Inhabitants of each município, by DICO, of the newest year there is; empty without any."""
    there = [x for x in load.have(context.store).get(_POPULATION, ()) if x.level == "municipio"]
    if not there:
        return {}

    def read() -> dict[str, float]:
        view = queries.slice_at(context.store, _POPULATION, there[0].series, "municipio", VERSION, there[0].periods[-1])
        return {str(k): float(v) for k, v in zip(view["territory_id"], view["value"], strict=True) if v == v}

    return load.once(context.store, ("people",), read)


def _map(
    context: Context, view: pd.DataFrame, item: Indicator, series: str, level: str, version: str, period: str
) -> Node:
    """A place for the map; the script draws it from the geometry that it has once."""
    scale = load.scale(context.store, item, series, level, version)
    kinds, few = marks(view, scale), chance.marks(item, series, view)
    said = legend(kinds, scale, item, series, dated(period, view, LANG), LANG, dark=True)
    dots = cases.on_wall(few, LANG)
    missing = [t("wall.missing", LANG, n=said.missing)] if said.missing else []
    layer = level if level == "municipio" else f"{level}-{version}"
    picture_of = h(
        "div",
        {
            "class": "w-map",
            "data-atlas": assets.atlas_url(),
            "data-layer": layer,
            "data-colours": ",".join(e.colour for e in said.entries if e.colour),
            "data-ids": ",".join(view["territory_id"]),
            "data-kinds": ",".join(kinds),
            "data-few": ",".join(i for i, m in zip(view["territory_id"], few, strict=True) if m),
            "role": "img",
            "aria-label": item.name.get(LANG),
        },
    )
    return h(
        "div",
        {"class": "w-atlas"},
        picture_of,
        _scale(said),
        h("p", {"class": "w-note"}, " · ".join([*missing, _ago(period, context.today)])),
        h("p", {"class": "w-note"}, dots) if dots else None,
    )


def _scale(said: Legend) -> Node:
    """The legend as five metres let it be read: the ends, and the colours of the classes between."""
    classes = [e for e in said.entries if e.colour]
    if said.ends is None or not any(e.count for e in classes):
        return None
    boxes = [h("rect", {"x": i * 10, "width": 10, "height": 10, "fill": e.colour}) for i, e in enumerate(classes)]
    drawn = h(
        "svg", {"viewBox": f"0 0 {10 * len(boxes)} 10", "preserveAspectRatio": "none", "aria-hidden": "true"}, *boxes
    )
    return h("p", {"class": "w-scale"}, said.ends[0], drawn, said.ends[1])


def _ago(period: str, today: date) -> str:
    """«2025, há onze meses»: the period of what is shown and its age; nothing after «ano por confirmar»."""
    return ", ".join(dict.fromkeys((label(period, LANG), age.said(period, today, LANG))))


def _cited(context: Context, item: Indicator, origin: Origin | None) -> str:
    """Whose figures they are and when they came; of several pieces, who publishes the indicator."""
    if origin is None:
        return ""
    cited = origin.citation.split(",")[0]
    cited = cited if len(cited) <= _CITED else provider(context, item)
    return f"{t('source', LANG)}: {cited} · {t('received', LANG, date=day(origin.when, LANG))}"


SCENES = (
    Scene(
        id="indicador",
        order=3,
        name=Text(pt="Um indicador, com mapa", en="An indicator, with map"),
        fields=("indicator", "series", "level", "version"),
        needs=("indicator",),
        build=indicator,
    ),
)
