"""The choropleth component: geometry as a hashed static file, and per change only classes and texts (≈ 10 kB)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.terms.formats import number
from core.terms.period import label
from show import legend as legends
from show.findings import regions
from show.legend import Entry
from show.paint import findings, marks, paint
from show.scale import Scale
from show.texts import t
from show.tree import Node, h
from ui.kit.dom import component
from ui.web import assets

LAYERED: Final = ("nuts3", "nuts2", "nuts1")


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
    painted = paint(view.rows, view.indicator, view.series, view.scale, lang, view.period)
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
    said = legend(view, marks(view.rows, view.scale), painted["soft"], painted["dots"])
    if view.mini:
        return data | {"mini": True, "side": [said]}
    region = regions(territory.load(), view.version)
    data |= findings(view.rows, view.indicator, view.series, view.level, region, view.period, lang)
    data["side"] = [said, *view.aside, _ranking(view)]
    return data


def words(lang: str) -> dict[str, Any]:
    """What the component itself says: a file of its own, since no change of figures alters it."""
    return {
        "table": t("map.table", lang),
        "few": t("chance.few", lang),
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
    better = legends.along(view.indicator, view.lang)
    return {
        "name": f"{view.indicator.id}_{view.level}_{view.version}",
        "unit": view.unit + (f" · {better}" if better else ""),
        "colours": dict(enumerate(view.scale.colours())),  # what is taken away is printed: light, whatever the screen
        "lines": list(view.lines),
    }


def legend(view: View, kinds: list[str], soft: int, dots: str) -> Node:
    """Distribution, classes with counts, the gaps with theirs, unit, direction, how the classes were made, and what the
    `dots` over a colour stand for.
    """
    lang, item = view.lang, view.indicator
    said = legends.legend(
        kinds, view.scale, item, view.series, view.period_label, lang, soft=soft, dark=view.theme != "claro"
    )
    return h(
        "section",
        {"class": "enti-card", "aria-label": t("map.legend", lang)},
        h(
            "h3",
            {},
            f"{item.name.get(lang) if view.mini else said.unit}, ",
            h("span", {"data-period": ""}, said.period),
            h("small", {}, said.along) if said.along else None,
        ),
        h("div", {"data-histogram": "", "aria-hidden": "true"}),
        h("ul", {"class": "enti-legend"}, *[entry(e, view.lang) for e in said.entries]),
        h("p", {"class": "enti-half", "data-half": ""}) if not view.mini else None,
        h("p", {"class": "enti-fine"}, view.why) if view.why else None,
        h(
            "p",
            {"class": "enti-fine" if said.soft.shown else "enti-fine is-empty", "data-soft": ""},
            f"{said.soft.text}: ",
            h("span", {}, str(said.soft.count)),
            ".",
        ),
        h("p", {"class": "enti-fine" if dots else "enti-fine is-empty", "data-dots": ""}, dots),
        h("p", {"class": "enti-fine"}, said.warning) if said.warning else None,
    )


def entry(of: Entry, lang: str) -> Node:
    """A line of the legend. The hatch of a gap is put in by the browser (ui/map/panel.js), which has its pattern."""
    if of.colour is None:
        key = h("span", {"data-hatch": of.mark, "class": "enti-key-slot"})
    else:
        square = h("rect", {"width": 18, "height": 12, "fill": of.colour})
        key = h("svg", {"class": "enti-key", "viewBox": "0 0 18 12", "aria-hidden": "true"}, square)
    return h(
        "li",
        {"data-mark": of.mark} | ({} if of.shown else {"class": "is-empty"}),
        key,
        h("span", {}, of.text),
        h("span", {"class": "num"}, number(of.count, 0, lang)),
    )


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
