"""What has no line over time: bars of one period, where values stand, and a dot for each case where cases are few."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from core.terms.formats import number
from show.charts import GREY, Size
from show.tree import Node, h

_LABEL: Final = 86  # room for the names, left of the bars
_VALUE: Final = 50  # and for the figures, right of them
_DOT: Final = 4.6
_STEP: Final = 15.0
_PER_ROW: Final = 16
_LETTERS: Final = 11


def bars(
    rows: Sequence[tuple[str, float, str]], *, alt: str, decimals: int, lang: str, size: Size, unit: str = ""
) -> Node:
    """A bar per row (name, value, colour) from zero, the first one broader. `unit`: said above. None without rows, and
    with a value below zero.
    """
    if not rows or min(value for _, value, _ in rows) < 0:
        return None
    most = max(value for _, value, _ in rows) or 1.0
    step = (size.high - size.top) / len(rows)
    parts: list[Node] = [_said(0, size.letter, unit, "enti-axis")] if unit else []
    for n, (name, value, colour) in enumerate(rows):
        middle, thick = size.top + step * (n + 0.5), min(22.0, step * (0.6 if n == 0 else 0.42))
        wide = max(1.0, (size.wide - _LABEL - _VALUE) * value / most)
        cut = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…"
        beside = {"dominant-baseline": "middle"}
        box = {"x": _LABEL, "y": round(middle - thick / 2, 1), "width": round(wide, 1), "height": round(thick, 1)}
        parts += [
            _said(_LABEL - 8, round(middle, 1), cut, "enti-bar-name", fill=colour, **beside, **{"text-anchor": "end"}),
            h("rect", box | {"fill": colour, "opacity": 1 if n == 0 else 0.55}),
            _said(round(_LABEL + wide + 6, 1), round(middle, 1), number(value, decimals, lang), "enti-bar", **beside),
        ]
    return h(
        "svg",
        {"viewBox": f"0 0 {size.wide} {size.high}", "class": "enti-bars", "role": "img", "aria-label": alt},
        *parts,
    )


def dots(of: int, filled: int, *, alt: str, colour: str, size: Size) -> Node:
    """A ring per case, the first `filled` of them full; in rows as long as the room."""
    per = max(1, min(_PER_ROW, int((size.wide - 2 * _DOT) // _STEP) + 1))
    high = round(_STEP * ((of - 1) // per + 1), 1)
    marks = [
        h(
            "circle",
            {"cx": round(8 + _STEP * (n % per), 1), "cy": round(7 + _STEP * (n // per), 1), "r": _DOT}
            | {"fill": colour if n < filled else "none", "stroke": colour, "stroke-width": 1.5},
        )
        for n in range(of)
    ]
    return h(
        "svg",
        {"viewBox": f"0 0 {size.wide} {high}", "class": "enti-bars", "role": "img", "aria-label": alt},
        *marks,
    )


def _said(x: float, y: float, text: str, look: str, **more: object) -> Node:
    return h("text", {"x": x, "y": y, "class": look} | more, text)


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
