"""The choropleth component: geometry as a hashed static file, and per change only classes and texts (≈ 10 kB)."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import pandas as pd
import streamlit as st

from core.catalogue import Indicator
from core.status import words
from ui import assets
from ui.dom import Node, h, module
from ui.formats import number, with_sign, with_unit
from ui.scale import Scale
from ui.texts import t

LAYERED: Final = ("nuts3", "nuts2", "nuts1")
SOFT: Final = frozenset("PEFIUV")
_GAPS: Final = {"O": "nd", "L": "na", "M": "na", "N": "nd", "Q": "sup"}


@dataclass(frozen=True)
class View:
    """What the map shows: a slice (core.queries.slice_at) of one indicator, with its scale."""

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

    @property
    def unit(self) -> str:
        """Unit of the series in the language of the screen."""
        return self.indicator.unit_for(self.series, self.lang)


def mark(status: str, conf: str, value: float, scale: Scale) -> str:
    """Class index of a value, or the kind of its gap (nd, na, sup)."""
    if conf == "C" and pd.isna(value):
        return "sup"
    return _GAPS.get(status, "nd") if pd.isna(value) else str(scale.class_of(value))


def ranks(values: pd.Series, *, ascending: bool) -> list[int | None]:
    """Competition ranks: ties share the better rank; None without value."""
    made = values.rank(method="min", ascending=ascending)
    return [None if pd.isna(r) else int(r) for r in made]


def payload(view: View) -> dict[str, Any]:
    """What goes to the browser per change. Texts are made here, in the reader's language."""
    rows, lang = view.rows, view.lang
    decimals = view.indicator.decimals
    marks = [mark(s, c, v, view.scale) for s, c, v in zip(rows["status"], rows["conf"], rows["value"], strict=True)]
    texts = [
        words(s, c, lang) if pd.isna(v) else with_unit(v, decimals, view.unit, lang)
        for s, c, v in zip(rows["status"], rows["conf"], rows["value"], strict=True)
    ]
    notes = [_note(s, c, v, n, lang) for s, c, v, n in
             zip(rows["status"], rows["conf"], rows["value"], rows["note"], strict=True)]  # fmt: skip
    ascending = view.indicator.direction == "lower_better"
    title = f"{view.indicator.name.get(lang)}, {view.period_label}"
    placed = ranks(rows["value"], ascending=ascending)
    data: dict[str, Any] = {
        "atlas": assets.atlas_url(), "places": assets.places_url(), "css": assets.style_url(), "lang": lang,
        "layer": f"{view.level}-{view.version}" if view.level in LAYERED else view.level,
        "namesOf": f"{view.level}-{view.version}", "title": title, "selected": view.selected,
        "stamp": f"{view.indicator.id}|{view.series}|{view.period_label}|{view.level}|{view.version}|{lang}",
        "texts": texts, "marks": marks, "ranks": placed, "notes": {n: text for n, text in enumerate(notes) if text},
        "colours": dict(enumerate(view.scale.colours)),
        "words": {
            "table": t("map.table", lang), "noMap": t("map.none", lang),
            "columns": [t(f"map.col.{c}", lang) for c in ("rank", "place", "region", "value", "note")],
        },
    }  # fmt: skip
    data["side"] = [legend(view, marks), *view.aside, ranking(view, placed)]
    return data


def _note(status: str, conf: str, value: float, note: str | None, lang: str) -> str:
    said = [words(status, conf, lang)] if not pd.isna(value) and status != "A" else []
    if isinstance(note, str) and note:
        said.append(note)
    return "; ".join(said)


def legend(view: View, marks: list[str]) -> Node:
    """Classes with counts and a bar each, the gaps with theirs, unit, direction, and how the classes were made."""
    lang, counts = view.lang, pd.Series(marks).value_counts()
    most = max([int(counts.get(str(i), 0)) for i in range(len(view.scale.colours))] + [1])
    rows = []
    if view.scale.method != "none":
        for i, colour in enumerate(view.scale.colours):
            n = int(counts.get(str(i), 0))
            swatch = h("svg", {"class": "enti-key", "viewBox": "0 0 18 12", "aria-hidden": "true"},
                       h("rect", {"width": 18, "height": 12, "fill": colour}))  # fmt: skip
            bar = h("svg", {"class": "enti-bar", "viewBox": "0 0 100 8", "preserveAspectRatio": "none", "aria-hidden": "true"},
                    h("rect", {"width": round(100 * n / most, 1), "height": 8, "fill": colour}))  # fmt: skip
            rows.append(h("li", {"data-mark": str(i)}, swatch, h("span", {}, _class_label(view, i)), bar,
                          h("span", {"class": "num"}, str(n))))  # fmt: skip
    for gap in ("nd", "na", "sup"):
        n = int(counts.get(gap, 0))
        if n or gap == "nd":
            rows.append(h("li", {"data-mark": gap}, h("span", {"data-hatch": gap, "class": "enti-key-slot"}),
                          h("span", {}, t(f"gap.{gap}", lang)), h("span", {}), h("span", {"class": "num"}, str(n))))  # fmt: skip
    soft = int(((view.rows["status"].isin(list(SOFT))) & view.rows["value"].notna()).sum())
    better = {"higher_better": t("map.better.high", lang), "lower_better": t("map.better.low", lang)}
    return h(
        "section", {"class": "enti-card", "aria-label": t("map.legend", lang)},
        h("h3", {}, f"{view.unit[:1].upper()}{view.unit[1:]}, {view.period_label}",
          h("small", {}, better[view.indicator.direction]) if view.indicator.direction in better else None),
        h("ul", {"class": "enti-legend"}, *rows),
        h("p", {"class": "enti-fine"}, f"{t('map.frozen', lang)} ({t('map.method.' + view.scale.method, lang)})."),
        h("p", {"class": "enti-fine"}, f"{t('map.soft', lang)}: {soft}.") if soft else None,
        h("p", {"class": "enti-fine"}, t("map.count_warning", lang)) if view.indicator.aggregation.rule == "sum" else None,
    )  # fmt: skip


def _class_label(view: View, i: int) -> str:
    low, high = view.scale.edges[i]
    decimals = view.indicator.decimals
    if view.scale.method == "distinct":
        return number(high, decimals, view.lang)
    shown = max(decimals, 1) if any(b != round(b) for b in view.scale.breaks) else 0
    ends = [number(low, decimals if i == 0 else shown, view.lang),
            number(high, decimals if i == len(view.scale.colours) - 1 else shown, view.lang)]  # fmt: skip
    return " – ".join(ends)


def ranking(view: View, placed: list[int | None]) -> Node:
    """The five best-placed and the five last, with values; ties carry the same rank."""
    known = sorted((n for n, rank in enumerate(placed) if rank is not None), key=lambda n: placed[n] or 0)
    if len(known) < 6:
        return None
    ids, names, values = (view.rows[c].tolist() for c in ("territory_id", "name", "value"))
    tied = Counter(placed)

    def line(n: int) -> Node:
        rank = f"{placed[n]}{'=' if tied[placed[n]] > 1 else ''}"
        return h("tr", {"data-place": ids[n]}, h("td", {"class": "num"}, rank), h("th", {"scope": "row"}, names[n]),
                 h("td", {"class": "num"}, with_sign(values[n], view.indicator.decimals, view.unit, view.lang)))  # fmt: skip

    lower = view.indicator.direction == "lower_better"
    first, last = ("bottom", "top") if lower else ("top", "bottom")
    blocks = [(f"ranking.{first}", known[:5]), (f"ranking.{last}", known[-5:])]
    return h(
        "section", {"class": "enti-card enti-ranking"},
        *[
            h("div", {}, h("h3", {}, t(title, view.lang)), h("table", {"class": "enti-mini"},
              h("caption", {"class": "enti-hidden"}, t(title, view.lang)), h("tbody", {}, *[line(n) for n in part])))
            for title, part in blocks
        ],
    )  # fmt: skip


@lru_cache(maxsize=2)
def _component(script: str) -> Any:
    return st.components.v2.component("enti_map", js=module("mountMap", script), isolate_styles=False)


def draw(view: View, *, key: str) -> dict[str, str | None]:
    """Show the map; returns `select` (territory just chosen) and `nav` (link just followed)."""
    result = _component(assets.script_url())(
        key=key, data=payload(view), on_select_change=lambda: None, on_nav_change=lambda: None
    )
    return {"select": getattr(result, "select", None), "nav": getattr(result, "nav", None)}
