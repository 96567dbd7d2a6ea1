"""The choropleth component: geometry as a hashed static file, and per change only classes and texts (≈ 10 kB)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.terms.period import label
from show.findings import regions
from show.formats import number
from show.paint import findings, marks, paint
from show.scale import Scale
from show.texts import t
from show.tree import Node, h
from ui.kit.dom import component
from ui.web import assets

LAYERED: Final = ("nuts3", "nuts2", "nuts1")
GAPS: Final = ("nd", "na", "sup")


@dataclass(frozen=True)
class View:
    """What the map shows: a slice (core.warehouse.queries.slice_at) of one indicator, with its scale."""

    indicator: Indicator
    series: str
    level: str
    version: str
    period_label: str
    rows: pd.DataFrame
    scale: Scale
    lang: str
    selected: str | None = None
    aside: list[Node] = field(default_factory=list)
    period: str = ""  # stored form; a whole map needs it, and with `periods` and `frames` the map gets its time bar
    periods: tuple[str, ...] = ()
    frames: str = ""  # ui.data.load.frames
    lines: tuple[str, ...] = ()  # source, coverage, boundaries: what an exported picture says below
    why: str = ""  # how the classes were made, in one sentence
    theme: str = "claro"  # ui.kit.state.THEMES
    mini: bool = False  # one of several on a page: legend and table only

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour per class, for the theme of the screen."""
        return self.scale.colours(dark=self.theme != "claro")

    @property
    def unit(self) -> str:
        """Unit of the series in the language of the screen."""
        return self.indicator.unit_for(self.series, self.lang)


def payload(view: View) -> dict[str, Any]:
    """What goes to the browser per change. Texts are made here, in the reader's language."""
    lang, title = view.lang, view.indicator.name.get(view.lang)
    painted = paint(view.rows, view.indicator, view.series, view.scale, lang)
    data: dict[str, Any] = painted | {
        "atlas": assets.atlas_url(),
        "places": assets.places_url(),
        "css": assets.style_url(),
        "lang": lang,
        "layer": f"{view.level}-{view.version}" if view.level in LAYERED else view.level,
        "namesOf": f"{view.level}-{view.version}",
        "name": title,
        "periodLabel": view.period_label,
        "selected": view.selected,
        "stamp": (
            f"{view.indicator.id}|{view.series}|{view.period_label}|{view.level}|{view.version}|{lang}"
            + f"|{view.scale.method}|{';'.join(map(str, view.scale.breaks))}"
        ),
        "colours": dict(enumerate(view.colours)),
        "scale": _scale(view.scale),
        "theme": view.theme,
        "time": _time(view),
        "export": _export(view),
        "lower": view.indicator.direction == "lower_better",
        "words": assets.publish_words(lang, words(lang)),
        "noMap": t("map.none", lang),
    }
    if view.mini:
        return data | {"mini": True, "side": [legend(view, marks(view.rows, view.scale), painted["soft"])]}
    values = view.rows.set_index("territory_id")["value"]
    region = regions(territory.load(), view.version)
    data |= findings(values, view.indicator, view.series, view.level, region, view.period, lang)
    data["side"] = [legend(view, marks(view.rows, view.scale), painted["soft"]), *view.aside, _ranking(view)]
    return data


def words(lang: str) -> dict[str, Any]:
    """What the component itself says: a file of its own, since no change of figures alters it."""
    return {
        "table": t("map.table", lang),
        "columns": [t(f"map.col.{c}", lang) for c in ("rank", "place", "region", "value", "note")],
    } | {
        k: t(f"map.{k}", lang) for k in ("play", "pause", "time", "zoomIn", "zoomOut", "zoomAll", "savePng", "saveSvg")
    }


def _scale(scale: Scale) -> dict[str, Any] | None:
    """Edges for the picture of the distribution; None without values."""
    if scale.method == "none":
        return None
    return {"breaks": scale.breaks, "low": scale.low, "high": scale.high, "log": scale.method == "log_steps"}


def _time(view: View) -> dict[str, Any] | None:
    if len(view.periods) < 2 or not view.frames:
        return None
    return {
        "frames": view.frames,
        "periods": view.periods,
        "at": view.periods.index(view.period),
        "ends": [label(view.periods[0], view.lang), label(view.periods[-1], view.lang)],
    }


def _export(view: View) -> dict[str, Any]:
    better = {"higher_better": "map.better.high", "lower_better": "map.better.low"}.get(view.indicator.direction)
    return {
        "name": f"{view.indicator.id}_{view.level}_{view.version}",
        "unit": view.unit + (f" · {t(better, view.lang)}" if better else ""),
        "colours": dict(enumerate(view.scale.colours())),  # what is taken away is printed: light, whatever the screen
        "lines": list(view.lines),
    }


def legend(view: View, kinds: list[str], soft: int) -> Node:
    """Distribution, classes with counts, the gaps with theirs, unit, direction, and how the classes were made."""
    lang, counts = view.lang, Counter(kinds)
    rows = []
    if view.scale.method != "none":
        for i, colour in enumerate(view.colours):
            swatch = h(
                "svg",
                {"class": "enti-key", "viewBox": "0 0 18 12", "aria-hidden": "true"},
                h("rect", {"width": 18, "height": 12, "fill": colour}),
            )
            rows.append(
                h(
                    "li",
                    {"data-mark": str(i)},
                    swatch,
                    h("span", {}, _class_label(view, i)),
                    h("span", {"class": "num"}, str(counts[str(i)])),
                )
            )
    for gap in GAPS:
        rows.append(
            h(
                "li",
                {"data-mark": gap, **({} if counts[gap] or gap == "nd" else {"class": "is-empty"})},
                h("span", {"data-hatch": gap, "class": "enti-key-slot"}),
                h("span", {}, t(f"gap.{gap}", lang)),
                h("span", {"class": "num"}, str(counts[gap])),
            )
        )
    better = {"higher_better": t("map.better.high", lang), "lower_better": t("map.better.low", lang)}
    name = view.indicator.name.get(lang) if view.mini else f"{view.unit[:1].upper()}{view.unit[1:]}"
    return h(
        "section",
        {"class": "enti-card", "aria-label": t("map.legend", lang)},
        h(
            "h3",
            {},
            f"{name}, ",
            h("span", {"data-period": ""}, view.period_label),
            h("small", {}, better[view.indicator.direction]) if view.indicator.direction in better else None,
        ),
        h("div", {"data-histogram": "", "aria-hidden": "true"}),
        h("ul", {"class": "enti-legend"}, *rows),
        h("p", {"class": "enti-half", "data-half": ""}) if not view.mini else None,
        h("p", {"class": "enti-fine"}, view.why) if view.why else None,
        h(
            "p",
            {"class": f"enti-fine{'' if soft else ' is-empty'}", "data-soft": ""},
            f"{t('map.soft', lang)}: ",
            h("span", {}, str(soft)),
            ".",
        ),
        (
            h("p", {"class": "enti-fine"}, t("map.count_warning", lang))
            if view.indicator.aggregation.rule == "sum"
            else None
        ),
    )


def _class_label(view: View, i: int) -> str:
    low, high = view.scale.edges[i]
    decimals = view.indicator.decimals
    if view.scale.method == "distinct":
        return number(high, decimals, view.lang)
    shown = max(decimals, 1) if any(b != round(b) for b in view.scale.breaks) else 0
    ends = [
        number(low, decimals if i == 0 else shown, view.lang),
        number(high, decimals if i == len(view.colours) - 1 else shown, view.lang),
    ]
    return " – ".join(dict.fromkeys(ends))  # one figure where both ends read the same


def _ranking(view: View) -> Node:
    """Where the browser puts the places that stand first and last (ui/map/panel.js), from the same message."""
    first, last = ("bottom", "top") if view.indicator.direction == "lower_better" else ("top", "bottom")
    blocks = [("first", t(f"ranking.{first}", view.lang)), ("last", t(f"ranking.{last}", view.lang))]
    return h(
        "section",
        {"class": "enti-card enti-ranking", "data-ranking": ""},
        *[
            h(
                "div",
                {},
                h("h3", {}, title),
                h(
                    "table",
                    {"class": "enti-mini"},
                    h("caption", {"class": "enti-hidden"}, title),
                    h("tbody", {"data-end": end}),
                ),
            )
            for end, title in blocks
        ],
    )


def draw(
    message: dict[str, Any],
    *,
    key: str,
    on_select: Callable[[str], None] | None = None,
    on_period: Callable[[str], None] | None = None,
) -> str | None:
    """Show the map of a `payload`; returns the link just clicked. `on_select` hears of a chosen territory,
    `on_period` of the period where the time bar was let go; both before the page runs again.
    """

    def hear(name: str, act: Callable[[str], None] | None) -> Callable[[], None]:
        return lambda: act(str(st.session_state[key][name])) if act else None

    result = component("mountMap")(
        key=key,
        data=message,
        on_select_change=hear("select", on_select),
        on_period_change=hear("period", on_period),
        on_nav_change=lambda: None,
    )
    return getattr(result, "nav", None)
