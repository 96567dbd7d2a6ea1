"""Vector pictures for paper: the map with its islands and legend, and lines over time. Colours are fixed: paper is
white.
"""

import json
from functools import lru_cache
from html import escape
from typing import Any, Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.terms.period import label, parse
from core.terms.status import words
from geo import atlas, shapes
from show.formats import number
from show.scale import Scale
from show.texts import t

_INK, _FINE, _LINE, _BLUE, _BAND = "#2b363c", "#475164", "#cdd2dc", "#034ad8", "#dbe7ff"
_STEP: Final = 10  # canvas units of the atlas to one of the picture: a tenth of a millimetre on paper
_GAPS: Final = {"L": "na", "M": "na", "Q": "sup"}


def el(tag: str, attributes: dict[str, object], *children: str) -> str:
    """An element; `children` are markup already, except through `words_of`."""
    said = "".join(f' {k}="{escape(str(v))}"' for k, v in attributes.items())
    return f"<{tag}{said}>{''.join(children)}</{tag}>"


def written(x: float, y: float, size: float, text: str, **more: object) -> str:
    """Text that stays text whatever is in it."""
    given = {k.replace("_", "-"): v for k, v in more.items()}
    return el(
        "text", {"x": round(x, 1), "y": round(y, 1), "font-size": size, "fill": _INK} | given, escape(text, quote=False)
    )


def svg(width: float, height: float, *parts: str) -> str:
    """A whole drawing."""
    return el(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            "font-family": "Noto Sans",
        },
        *parts,
    )


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


def map_of(rows: pd.DataFrame, scale: Scale, item: Indicator, series: str, period: str, layer: str) -> str:
    """A choropleth with insets and legend. `rows`: core.warehouse.queries.slice_at."""
    colours = scale.colours() if scale.method != "none" else ()
    kinds = {r.territory_id: _kind(r, scale) for r in rows.itertuples()}
    _, _, width, height = _atlas()["viewBox"]
    width, height = width // _STEP, height // _STEP
    shapes_drawn = [
        el(
            "path",
            {
                "d": d,
                "fill": colours[int(k)] if (k := kinds.get(i, "nd")).isdigit() else f"url(#{k})",
                "stroke": "#ffffff",
                "stroke-width": 0.8,
            },
        )
        for i, d in _paths(layer).items()
        if d
    ]
    frames = [
        el(
            "rect",
            {
                "x": f["x"] / _STEP,
                "y": f["y"] / _STEP,
                "width": f["w"] / _STEP,
                "height": f["h"] / _STEP,
                "fill": "none",
                "stroke": _LINE,
                "stroke-width": 1,
            },
        )
        + written(f["x"] / _STEP + 6, f["y"] / _STEP + 20, 18, f["label"]["pt"], fill=_FINE)
        for f in _atlas()["frames"]
    ]
    legend = _legend(scale, colours, kinds, item, series, period, width + 30)
    return svg(width + 440, height, _hatches(), *shapes_drawn, *frames, legend)


def _kind(row: Any, scale: Scale) -> str:
    if pd.notna(row.value):
        return str(scale.class_of(float(row.value)))
    return "sup" if row.conf == "C" else _GAPS.get(str(row.status), "nd")


def _hatches() -> str:
    """Faint hatch for no data, dots for not applicable, crosses for withheld."""
    ground = el("rect", {"width": 12, "height": 12, "fill": "#f7f8fa"})
    marks = {"nd": "M0 12L12 0", "na": "M6 5v2", "sup": "M0 12L12 0M0 0L12 12"}
    return el(
        "defs",
        {},
        *[
            el(
                "pattern",
                {"id": k, "width": 12, "height": 12, "patternUnits": "userSpaceOnUse"},
                ground,
                el("path", {"d": d, "stroke": "#9ca6b8", "stroke-width": 1.6, "fill": "none"}),
            )
            for k, d in marks.items()
        ],
    )


def _legend(
    scale: Scale, colours: tuple[str, ...], kinds: dict[str, str], item: Indicator, series: str, period: str, x: float
) -> str:
    unit = item.unit_for(series, "pt")
    lines = [written(x, 60, 30, label(period, "pt"), font_weight=700), written(x, 96, 24, _short(unit, 30), fill=_FINE)]
    y = 130.0
    better = {"higher_better": "quanto mais, melhor", "lower_better": "quanto menos, melhor"}.get(item.direction)
    if better:
        lines.append(written(x, y + 6, 23, better, fill=_FINE))
        y += 48
    counted = list(kinds.values())
    for i, colour in enumerate(colours):
        lines += _key(x, y, colour, _class(scale, i, item), counted.count(str(i)))
        y += 38
    for gap in ("nd", "na", "sup"):
        if gap == "nd" or counted.count(gap):
            lines += _key(x, y, f"url(#{gap})", t(f"gap.{gap}", "pt"), counted.count(gap))
            y += 38
    return "".join(lines)


def _key(x: float, y: float, fill: str, text: str, n: int) -> list[str]:
    box = el(
        "rect", {"x": x, "y": y - 20, "width": 36, "height": 24, "fill": fill, "stroke": "#9ca6b8", "stroke-width": 0.8}
    )
    return [box, written(x + 50, y, 24, text), written(x + 400, y, 24, str(n), text_anchor="end", fill=_FINE)]


def _class(scale: Scale, i: int, item: Indicator) -> str:
    low, high = scale.edges[i]
    if scale.method == "distinct":
        return number(high, item.decimals)
    return " – ".join(dict.fromkeys(number(v, item.decimals) for v in (low, high)))


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def lines_of(
    lines: list[tuple[str, pd.DataFrame, str]], band: pd.DataFrame | None, item: Indicator, series: str
) -> str | None:
    """Values over time, each line named at its end; None without two periods. `lines`: name, (period, value),
    colour.
    """
    known = [(n, r[r["value"].notna()], c) for n, r, c in lines]
    known = [(n, r, c) for n, r, c in known if len(r)]
    periods = sorted({str(p) for _, r, _ in known for p in r["period"]}, key=parse)
    if len(periods) < 2:
        return None
    wide, high, left, right, top, bottom = 760, 250, 70, 190, 30, 34
    values = [float(v) for _, r, _ in known for v in r["value"]]
    if band is not None and len(band):
        values += [float(v) for v in (*band["p10"], *band["p90"])]
    lowest, highest = min(values), max(values)
    pad = (highest - lowest or abs(highest) or 1) * 0.08
    lowest, highest = (max(0.0, lowest - pad) if lowest >= 0 else lowest - pad), highest + pad
    first, last = _day(periods[0]), _day(periods[-1])

    def at(period: str, value: float) -> tuple[float, float]:
        return (
            left + (wide - left - right) * (_day(period) - first) / ((last - first) or 1),
            top + (high - top - bottom) * (1 - (value - lowest) / ((highest - lowest) or 1)),
        )

    parts = [written(left, 16, 13, item.unit_for(series, "pt"), fill=_FINE)]
    for share in (0.0, 0.5, 1.0):
        v = lowest + (highest - lowest) * share
        y = at(periods[0], v)[1]
        parts += [
            el(
                "line",
                {
                    "x1": left,
                    "x2": wide - right,
                    "y1": round(y, 1),
                    "y2": round(y, 1),
                    "stroke": _LINE,
                    "stroke-width": 0.8,
                },
            ),
            written(
                left - 8,
                y + 4,
                13,
                number(v, max(item.decimals, 1) if highest - lowest < 10 else 0),
                text_anchor="end",
                fill=_FINE,
            ),
        ]
    if band is not None and len(band) > 1:
        edge = [at(r.period, r.p90) for r in band.itertuples()] + [at(r.period, r.p10) for r in band[::-1].itertuples()]
        parts.append(el("path", {"d": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in edge) + "Z", "fill": _BAND}))
    for p in dict.fromkeys((periods[0], periods[len(periods) // 2], periods[-1])):
        parts.append(written(at(p, lowest)[0], high - 10, 13, label(p, "pt"), text_anchor="middle", fill=_FINE))
    ends = []
    for name, rows, colour in known:
        points = [at(str(p), float(v)) for p, v in zip(rows["period"], rows["value"], strict=True)]
        parts.append(
            el(
                "polyline",
                {
                    "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
                    "fill": "none",
                    "stroke": colour,
                    "stroke-width": 2.2,
                },
            )
        )
        parts.append(
            el("circle", {"cx": round(points[-1][0], 1), "cy": round(points[-1][1], 1), "r": 3.5, "fill": colour})
        )
        ends.append(
            (points[-1][1], f"{_short(name, 16)} {number(float(rows['value'].iloc[-1]), item.decimals)}", colour)
        )
    y = -99.0
    for wanted, text, colour in sorted(ends):
        y = max(wanted, y + 16)
        parts.append(written(wide - right + 10, y + 4, 13, text, fill=colour, font_weight=600))
    return svg(wide, high, *parts)


def _day(period: str) -> float:
    p = parse(period)
    return (p.start.toordinal() + p.end.toordinal()) / 2


def gap_words(status: str, conf: str) -> str:
    """What a missing value is called on paper."""
    return words(status, conf, "pt")
