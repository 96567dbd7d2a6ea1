"""Small chart forms: SVG trees drawn by ui.kit.dom. Colours are tokens of ui/web/enti.css, so that every theme has
its own.
"""

import json
from collections.abc import Callable
from typing import Final

import pandas as pd

from core.terms.period import parse
from show.formats import number
from show.tree import Node, h

BLUE: Final = "var(--mark)"
BAND: Final = "var(--band)"
GREY: Final = "var(--mark-2)"
ORANGE: Final = "var(--accent)"
_END_LETTERS: Final = 18  # what fits beside a line; the value always does


def _x(period: str) -> float:
    p = parse(period)
    return (p.start.toordinal() + p.end.toordinal()) / 2


def sparkline(rows: pd.DataFrame, *, alt: str, width: int = 120, height: int = 28) -> Node:
    """A line over time from columns period and value; gaps stay gaps. `alt` says what it shows."""
    known = rows[rows["value"].notna()]
    if len(known) < 2:
        return None
    xs = [_x(p) for p in rows["period"]]
    low, high = float(known["value"].min()), float(known["value"].max())
    span = (high - low) or 1.0

    def at(i: int) -> tuple[float, float]:
        x = 3 + (width - 6) * (xs[i] - xs[0]) / ((xs[-1] - xs[0]) or 1)
        return round(x, 1), round(3 + (height - 6) * (1 - (float(rows["value"].iloc[i]) - low) / span), 1)

    last = at(int(known.index[-1]) if isinstance(known.index[-1], int) else len(rows) - 1)
    return h(
        "svg",
        {"viewBox": f"0 0 {width} {height}", "class": "enti-spark", "role": "img", "aria-label": alt},
        *[
            h("polyline", {"points": run, "fill": "none", "stroke": BLUE, "stroke-width": 2})
            for run in _runs(rows["value"].reset_index(drop=True), at)
        ],
        h("circle", {"cx": last[0], "cy": last[1], "r": 3, "fill": BLUE}),
    )


def _runs(values: pd.Series, at: Callable[[int], tuple[float, float]]) -> list[str]:
    """Point lists of the stretches without gap."""
    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if pd.isna(value):
            runs.append([])
        else:
            x, y = at(i)
            runs[-1].append(f"{x},{y}")
    return [" ".join(r) for r in runs if len(r) > 1]


def strip(values: list[float], marks: list[tuple[float, str, str]], *, alt: str, width: int = 200) -> Node:
    """Where values stand between lowest and highest: a band 10–90 %, a median tick, and marks (value, colour,
    shape).
    """
    data = pd.Series(values, dtype=float)
    low, high = float(data.min()), float(data.max())
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return round(6 + (width - 12) * (value - low) / span, 1)

    q10, q50, q90 = (x(float(v)) for v in data.quantile([0.1, 0.5, 0.9]))
    shapes = [
        h("line", {"x1": 6, "x2": width - 6, "y1": 12, "y2": 12, "stroke": "var(--line-2)", "stroke-width": 2}),
        h("rect", {"x": q10, "y": 7, "width": max(1.0, q90 - q10), "height": 10, "fill": "var(--band-2)"}),
        h("line", {"x1": q50, "x2": q50, "y1": 5, "y2": 19, "stroke": GREY, "stroke-width": 1.5}),
    ]
    for value, colour, shape in marks:
        if shape == "dot":
            shapes.append(h("circle", {"cx": x(value), "cy": 12, "r": 5, "fill": colour, "stroke": "var(--card)"}))
        else:
            d = f"M{x(value)} 5l5 7l-5 7l-5 -7z"
            shapes.append(h("path", {"d": d, "fill": colour, "stroke": "var(--card)"}))
    return h("svg", {"viewBox": f"0 0 {width} 24", "class": "enti-strip", "role": "img", "aria-label": alt}, *shapes)


def evolution(
    lines: list[tuple[str, pd.DataFrame, str]], band: pd.DataFrame, *, alt: str, decimals: int, lang: str
) -> Node:
    """National line, selected place and the 10–90 % band over time, with axes; end labels never collide.

    `lines`: (name, rows with period and value, colour); `band`: core.warehouse.queries.spread.
    """
    periods = sorted({p for _, r, _ in lines for p in r["period"]} | set(band["period"]), key=parse)
    values = [v for _, r, _ in lines for v in r["value"].dropna()] + band["p10"].tolist() + band["p90"].tolist()
    if len(periods) < 2 or not values:
        return None
    w, hgt, left, right, top, bottom = 420, 190, 44, 134, 12, 26
    xs = {p: _x(p) for p in periods}
    x0, x1, low, high = xs[periods[0]], xs[periods[-1]], min(values), max(values)
    pad = (high - low or abs(high) or 1) * 0.08
    low, high = (max(0.0, low - pad) if low >= 0 else low - pad), high + pad

    def at(p: str, v: float) -> tuple[float, float]:
        return (
            round(left + (w - left - right) * (xs[p] - x0) / ((x1 - x0) or 1), 1),
            round(top + (hgt - top - bottom) * (1 - (v - low) / ((high - low) or 1)), 1),
        )

    nodes: list[Node] = []
    for share in (0.0, 0.5, 1.0):
        v = low + (high - low) * share
        y = at(periods[0], v)[1]
        nodes += [
            h("line", {"x1": left, "x2": w - right, "y1": y, "y2": y, "class": "enti-grid"}),
            h(
                "text",
                {"x": left - 6, "y": y, "class": "enti-axis", "text-anchor": "end", "dominant-baseline": "middle"},
                number(v, decimals if high - low < 10 else 0, lang),
            ),
        ]
    if len(band) > 1:
        edge = [at(r.period, r.p90) for r in band.itertuples()] + [at(r.period, r.p10) for r in band[::-1].itertuples()]
        nodes.append(h("path", {"d": "M" + "L".join(f"{x} {y}" for x, y in edge) + "Z", "fill": BAND}))
    for p in dict.fromkeys((periods[0], periods[len(periods) // 2], periods[-1])):
        nodes.append(
            h("text", {"x": at(p, low)[0], "y": hgt - 6, "class": "enti-axis", "text-anchor": "middle"}, short(p))
        )
    ends: list[tuple[float, str, str]] = []
    for name, rows, colour in lines:
        rows = rows.reset_index(drop=True)
        placed = [
            at(str(p), float(v)) if pd.notna(v) else (0.0, 0.0)
            for p, v in zip(rows["period"], rows["value"], strict=True)
        ]
        for run in _runs(rows["value"], placed.__getitem__):
            nodes.append(h("polyline", {"points": run, "fill": "none", "stroke": colour, "stroke-width": 2.5}))
        known = rows[rows["value"].notna()]
        if not known.empty:
            last = known.iloc[-1]
            x, y = at(str(last["period"]), float(last["value"]))
            nodes.append(h("circle", {"cx": x, "cy": y, "r": 3.5, "fill": colour}))
            figure = number(float(last["value"]), decimals, lang)
            ends.append((y, f"{_fitting(name, _END_LETTERS - 1 - len(figure))} {figure}", colour))
    for y, text, colour in _apart(ends, 15.0, top + 6, hgt - bottom):
        nodes.append(
            h(
                "text",
                {"x": w - right + 10, "y": y, "class": "enti-end", "fill": colour, "dominant-baseline": "middle"},
                text,
            )
        )
    nodes.append(h("line", {"class": "enti-now", "x1": -9, "x2": -9, "y1": top, "y2": hgt - bottom}))
    stops = json.dumps({p: at(p, low)[0] for p in periods})  # where ui/map/panel.js puts the line of the period in view
    return h(
        "svg",
        {"viewBox": f"0 0 {w} {hgt}", "class": "enti-evolution", "role": "img", "aria-label": alt, "data-xs": stops},
        *nodes,
    )


def _fitting(name: str, room: int) -> str:
    """A name, cut to `room` letters where it is longer."""
    return name if len(name) <= room else f"{name[: max(1, room - 1)].rstrip()}…"


def short(period: str) -> str:
    """A period as an axis has room for it: «2024», «06/2024», «2020–2024»."""
    p = parse(period)
    if p.kind in ("month", "day", "quarter"):
        return p.end.strftime("%m/%Y")
    return period.replace("-", "–")


def _apart(ends: list[tuple[float, str, str]], gap: float, low: float, high: float) -> list[tuple[float, str, str]]:
    """Move end labels (y, text, colour) apart so that none covers another."""
    ends = sorted(ends)
    ys = [y for y, _, _ in ends]
    for i in range(1, len(ys)):
        ys[i] = max(ys[i], ys[i - 1] + gap)
    over = max(0.0, ys[-1] - high) if ys else 0.0
    return [(max(low, y - over), text, colour) for y, (_, text, colour) in zip(ys, ends, strict=True)]
