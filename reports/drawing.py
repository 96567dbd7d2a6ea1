"""Vector pictures for paper: the map with its islands and legend, and lines over time. What they say, and the lines
themselves, are those of the screen (show.legend, show.charts); here is only where it stands on the sheet.
"""

import json
from collections.abc import Collection, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any, Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.reading import chance
from core.terms import territory
from core.terms.status import words
from geo import atlas, shapes
from show import charts, svg
from show.legend import Entry, Legend, legend
from show.paint import marks, soft
from show.scale import Scale
from show.sentences import dated, said_name
from show.texts import t
from show.tree import Node, h

_STEP: Final = 10  # canvas units of the atlas to one of the picture: a tenth of a millimetre on paper
_ASIDE: Final = 440  # the room of the legend
_HATCHES: Final = {"nd": "M0 12L12 0", "na": "M6 5v2", "sup": "M0 12L12 0M0 0L12 12"}
_HATCH_LINE: Final = "#9ca6b8"


@lru_cache(maxsize=1)
def _atlas() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(atlas.build(shapes.load(), territory.load(), shapes.meta()))
    return found


@lru_cache(maxsize=8)
def _paths(layer: str) -> dict[str, str]:
    """Path of each territory of a layer, in whole units of the picture."""
    arcs = [_points(a) for a in _atlas()["arcs"]]
    return {k: "".join(_ring(r, arcs) for r in rings) for k, rings in _atlas()["levels"][layer].items()}


def _points(arc: list[int]) -> list[tuple[int, int]]:
    x = y = 0
    found = []
    for dx, dy in zip(arc[::2], arc[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def _ring(ring: list[int], arcs: list[list[tuple[int, int]]]) -> str:
    points: list[tuple[int, int]] = []
    for i in ring:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    small = list(dict.fromkeys((round(x / _STEP), round(y / _STEP)) for x, y in points))
    return "M" + "L".join(f"{x} {y}" for x, y in small) + "Z" if len(small) > 2 else ""


def map_of(
    rows: pd.DataFrame, scale: Scale, item: Indicator, series: str, period: str, layer: str, lang: str = "pt"
) -> str:
    """A choropleth with insets and legend, as SVG. `rows`: core.warehouse.queries.slice_at."""
    kinds = marks(rows, scale)
    said = legend(kinds, scale, item, series, dated(period, rows, lang), lang, soft=soft(rows))
    fills = {e.mark: _fill(e) for e in said.entries}
    kind_of = dict(zip(rows["territory_id"], kinds, strict=True))
    _, _, width, height = (side // _STEP for side in _atlas()["viewBox"])
    drawn = [
        h("path", {"d": d, "fill": fills[kind_of.get(i, "nd")], "stroke": "#ffffff", "stroke-width": 0.8})
        for i, d in _paths(layer).items()
        if d
    ]
    few = {i for i, m in zip(rows["territory_id"], chance.marks(item, series, rows), strict=True) if m}
    if dotted := "".join(d for i, d in _paths(layer).items() if i in few):
        drawn.append(h("path", {"d": dotted, "fill": "url(#few)"}))
    about = {"viewBox": f"0 0 {width + _ASIDE} {height}", "role": "img", "aria-label": said_name(item, series, lang)}
    return svg.written(h("svg", about, _hatches(), drawn, _frames(lang), _legend(said, width + 30)))


def _fill(entry: Entry) -> str:
    return entry.colour or f"url(#{entry.mark})"


def _frames(lang: str) -> list[Node]:
    """The boxes that the islands stand in, with their names."""
    parts: list[Node] = []
    for f in _atlas()["frames"]:
        x, y, width, height = (f[side] / _STEP for side in "xywh")
        line = {"fill": "none", "stroke": "var(--line)", "stroke-width": 1}
        parts.append(h("rect", {"x": x, "y": y, "width": width, "height": height} | line))
        parts.append(_text(x + 6, y + 20, 18, f["label"][lang], fill="var(--ink-3)"))
    return parts


def _hatches() -> Node:
    """Faint hatch for no data, dots for not applicable, crosses for withheld; over a colour, ringed dots for few
    cases.
    """
    ground = h("rect", {"width": 12, "height": 12, "fill": "#f7f8fa"})
    line = {"stroke": _HATCH_LINE, "stroke-width": 1.6, "fill": "none"}
    tile = {"width": 12, "height": 12, "patternUnits": "userSpaceOnUse"}
    kinds = [h("pattern", {"id": k} | tile, ground, h("path", {"d": d} | line)) for k, d in _HATCHES.items()]
    dots = [h("circle", {"cx": 6, "cy": 6, "r": r, "fill": fill}) for r, fill in ((2.4, "#ffffff"), (1.4, "#2b363c"))]
    return h("defs", {}, [*kinds, h("pattern", {"id": "few"} | tile, *dots)])


def _legend(said: Legend, x: float) -> list[Node]:
    """The legend from the top of its column down."""
    parts: list[Node] = []
    y = 60.0
    for line in wrap(said.title, 27):
        parts.append(_text(x, y, 26, line, font_weight=700))
        y += 34
    if said.better:
        parts.append(_text(x, y, 23, said.better, fill="var(--ink-3)"))
        y += 42
    for entry in said.entries:
        if entry.shown:
            parts += _key(x, y + 4, entry)
            y += 38
    for fine in (f"{said.soft.text}: {said.soft.count}." if said.soft.shown else "", said.warning):
        for line in wrap(fine, 36):
            parts.append(_text(x, y + 8, 21, line, fill="var(--ink-3)"))
            y += 28
    return parts


def _key(x: float, y: float, entry: Entry) -> Sequence[Node]:
    box = {"x": x, "y": y - 20, "width": 36, "height": 24, "fill": _fill(entry)}
    return (
        h("rect", box | {"stroke": _HATCH_LINE, "stroke-width": 0.8}),
        _text(x + 50, y, 24, entry.text),
        _text(x + 400, y, 24, str(entry.count), text_anchor="end", fill="var(--ink-3)"),
    )


def _text(x: float, y: float, size: float, text: str, **more: object) -> Node:
    given = {name.replace("_", "-"): value for name, value in more.items()}
    return h("text", {"x": x, "y": y, "font-size": size} | given, text)


def lines_of(
    lines: Sequence[charts.Line],
    band: pd.DataFrame | None,
    item: Indicator,
    series: str,
    breaks: Collection[str] = (),
    lang: str = "pt",
) -> str | None:
    """The chart over time that the screen draws (show.charts.evolution), on paper, as SVG; None where that is none."""
    tree = charts.evolution(
        lines,
        band,
        alt=f"{t('evolution', lang)}: {said_name(item, series, lang)}",
        decimals=item.decimals_for(series),
        lang=lang,
        unit=item.unit_for(series, lang),
        breaks=breaks,
        size=charts.PAPER,
    )
    return svg.written(tree) if tree else None


def gap_words(status: str, conf: str, note: object, lang: str) -> str:
    """What a missing value is called on paper."""
    return words(status, conf, lang, note)
