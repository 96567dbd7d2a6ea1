"""The scene of one indicator: its national value, what the map shows, the map, and the ends of the ranking."""

from typing import Any, Final

import pandas as pd

from core.base.typed import Text
from core.catalogue.catalogue import Indicator
from core.room.playlists import Spec
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import checks, queries
from show.findings import concentration, regions
from show.formats import change, day, number
from show.legend import Legend, legend
from show.paint import marks
from show.sentences import SMALL, dated, headline, why_missing
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.areas import Area
from ui.data.areas import area as widest
from ui.data.context import Context, compiled_on
from ui.wall.parts import LANG, Scene, Shown, amount, mark, short, stale, unknown
from ui.web import assets

_RANKED: Final = 4
_POPULATION: Final = "populacao_residente"


def indicator(context: Context, spec: Spec) -> Shown:
    """One indicator: its national value, highest and lowest place, and the map."""
    if spec.indicator not in {i.id for i in context.catalogue.indicators}:
        raise unknown("indicador", spec.indicator)
    item = context.catalogue.indicator(str(spec.indicator))
    if spec.series and spec.series not in {s.id for s in item.series}:
        raise unknown(f"em {item.id} série", spec.series)
    series = item.get_series(spec.series).id if spec.series else item.default_series.id
    there = [
        x for x in load.have(context.store).get(item.id, ()) if x.series == series and x.version in (None, spec.version)
    ]
    levels = [x.level for x in there if x.level in ("municipio", "nuts3", "nuts2")]
    level = spec.level if spec.level in levels else levels[0] if levels else None
    area = widest(context, item, series)
    if level is None:
        return _without_map(context, item, series, area)
    level = "municipio" if spec.level is None and "municipio" in levels else level
    period = next(x.periods[-1] for x in there if x.level == level)
    view = queries.slice_at(context.store, item.id, series, level, spec.version, period)
    values = view.set_index("territory_id")["value"]
    said = (
        concentration(values, regions(context.territories, spec.version), period, LANG) if level == "municipio" else ""
    )
    big = _big(context, item, series, area, period)
    regional = bool(said) or level != "municipio"  # then the version of NUTS is part of what is said
    if said:
        said = said.split("; ")[0].rstrip(".") + "."  # one message: the end of the ranking that is named first
    else:
        said = headline(item, series, *area, period, LANG) if area else item.name.get(LANG)
    run = load.run_of(context.store, item.id, series, period)
    places = t(f"levels.{level}", LANG)
    nuts = f" · NUTS {spec.version}" if regional else ""
    source = f"{_cited(run)} · {int(values.notna().sum())}/{len(values)} {places}{nuts}"
    body = h(
        "div",
        {"class": "w-split"},
        h("div", {"class": "w-left"}, *big, _ranking(context, view, item, series)),
        _map(context, view, item, series, level, spec.version, period),
    )
    which = f" ({item.get_series(series).name.get(LANG).lower()})" if len(item.series) > 1 else ""
    return Shown(
        f"{item.name.get(LANG)}{which}, {dated(period, view, LANG)}",
        said,
        body,
        source,
        stale(context, item, series, period, checks.read()),
    )


def _without_map(context: Context, item: Indicator, series: str, area: Area) -> Shown:
    if area is None:
        return Shown(
            item.name.get(LANG),
            t("wall.no_figures", LANG),
            h("p", {"class": "w-empty"}, why_missing(item, LANG)),
        )
    period = str(area[0].iloc[-1]["period"])
    run = load.run_of(context.store, item.id, series, period)
    return Shown(
        f"{item.name.get(LANG)}, {label(period, LANG)}",
        headline(item, series, *area, period, LANG),
        h("div", {"class": "w-left"}, *_big(context, item, series, area, period)),
        _cited(run),
        stale(context, item, series, period, checks.read()),
    )


def _big(context: Context, item: Indicator, series: str, area: Area, period: str) -> list[Node]:
    """The national value in the largest type, and the change since the value before where the two compare; coloured
    where judged.
    """
    known = area[0][area[0]["value"].notna()].reset_index(drop=True) if area else None
    if area is None or known is None or period not in set(known["period"]):
        return [h("p", {"class": "w-none"}, t("wall.no_national", LANG))]
    at = int(known.index[known["period"] == period][0])
    value = float(known["value"][at])
    unit, (figure, apart) = item.unit_for(series, LANG), amount(value, item, series)
    parts: list[Node] = [
        h("p", {"class": "w-big"}, figure),
        h("p", {"class": "w-note"}, f"{area[1]}; {apart}" if apart else area[1]),
    ]
    if at and item.get_series(series).comparable:
        before = float(known["value"][at - 1])
        moved = round(value - before, item.decimals)  # what is not seen in the figure is not said
        tone = _tone(context, item, series, moved)
        sign = ("▲" if moved > 0 else "▼") if tone else "+" if moved > 0 else "−" if moved < 0 else "="
        by, since = change(moved, item.decimals, unit, LANG), label(str(known["period"][at - 1]), LANG)
        said = t("wall.against", LANG, by=by, since=since)
        parts.append(h("p", {"class": "w-change", **({"data-mark": tone} if tone else {})}, f"{sign} {said}"))
    return parts


def _tone(context: Context, item: Indicator, series: str, moved: float) -> str:
    """good | bad where the country's judgement (a trend that passes its test, or a target) says so of the same
    series, and the last change goes that way too; else empty: one change is no trend, and gets neither arrow nor
    colour.
    """
    found = steer.national(context).get(item.id)
    if found is None or not moved or item.direction == "neutral" or str(found["series"]) != series:
        return ""
    said = mark(str(found["state"]))
    return said if said == ("good" if (moved > 0) == (item.direction == "higher_better") else "bad") else ""


def _ranking(context: Context, view: pd.DataFrame, item: Indicator, series: str) -> Node:
    """The first places and the last one, the best first, or the highest where no end is better; what several share
    names none of them, and a small place is said to be small.
    """
    up = item.direction == "lower_better"
    known = view[view["value"].notna()].sort_values(["value", "name"], ascending=[up, True]).reset_index(drop=True)
    if len(known) < 2 or known["value"].iloc[0] == known["value"].iloc[-1]:
        return None
    people = _people(context)
    groups = list(known.groupby("value", sort=False))
    shown = [*groups[: _RANKED - 1], groups[-1]] if len(groups) > _RANKED else groups
    lines, unit = [], amount(0.0, item, series)[1]
    for value, places in shown:
        first, n = int(places.index[0]) + 1, len(places)
        who = t("wall.ties", LANG, n=n) if n > 1 else short(str(places["name"].iloc[0]), 22)
        here = people.get(str(places["territory_id"].iloc[0]))
        if n == 1 and here is not None and here < SMALL:
            who += f" ({t('wall.people', LANG, n=number(here, 0, LANG))})"
        lines.append(
            h(
                "li",
                {},
                h("span", {"class": "w-at"}, t("wall.at", LANG, rank=first)),
                h("span", {"class": "w-name"}, who),
                h("span", {"class": "w-value"}, amount(float(value), item, series)[0]),
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
    kinds = marks(view, scale)
    said = legend(kinds, scale, item, series, dated(period, view, LANG), LANG, dark=True)
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
            "role": "img",
            "aria-label": item.name.get(LANG),
        },
    )
    return h(
        "div",
        {"class": "w-atlas"},
        picture_of,
        _scale(said),
        h("p", {"class": "w-note"}, t("wall.missing", LANG, n=said.missing)) if said.missing else None,
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


def _cited(run: dict[str, Any] | None) -> str:
    if run is None:
        return ""
    embedded = run["source_id"] in ("figures", "derived")
    when = day(compiled_on() if embedded else str(run["finished_at"]), LANG)
    cited = short(str(run["citation"]).removeprefix("Fonte: ").split(",")[0], 24)
    return f"{t('source', LANG)}: {cited} · {t('wall.got', LANG, date=when)}"


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
