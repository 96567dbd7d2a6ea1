"""A series as small as a letter or as a line of text: the shape alone; the words stand beside it."""

from collections.abc import Collection
from typing import Final

import pandas as pd

from show.charts import BLUE, drawn, moment, stretches
from show.tree import Node, h

_WIDTH: Final = 30
_HEIGHT: Final = 16
_EDGE: Final = 2


def tiny(rows: pd.DataFrame, breaks: Collection[str] = ()) -> Node:
    """Columns period and value, in time order, every value known: lines between breaks, dots where one stands alone."""
    days = [moment(p) for p in rows["period"]]
    values = [float(v) for v in rows["value"]]
    low, span, long = min(values), (max(values) - min(values)) or 1.0, (days[-1] - days[0]) or 1

    def at(i: int) -> tuple[float, float]:
        x = _EDGE + (_WIDTH - 2 * _EDGE) * (days[i] - days[0]) / long if len(days) > 1 else _WIDTH / 2
        y = _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * (values[i] - low) / span
        return round(x, 1), round(_HEIGHT / 2 if len(set(values)) == 1 else y, 1)

    parts: list[Node] = []
    for run in stretches(rows, [True] * len(rows), breaks):
        parts.append(drawn([at(i) for i in run], "currentColor", 1.4))
    return h("svg", {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "class": "enti-tiny", "aria-hidden": "true"}, *parts)


def sparkline(
    rows: pd.DataFrame, *, alt: str, breaks: Collection[str] = (), width: int = 120, height: int = 28
) -> Node:
    """A line over time from columns period and value; gaps stay gaps, and breaks part it. `alt` says what it shows."""
    known = rows["value"].dropna()
    if len(known) < 2:
        return None
    days = [moment(p) for p in rows["period"]]
    low, high = float(known.min()), float(known.max())
    span = (high - low) or 1.0

    def at(i: int) -> tuple[float, float]:
        x = 3 + (width - 6) * (days[i] - days[0]) / ((days[-1] - days[0]) or 1)
        return round(x, 1), round(3 + (height - 6) * (1 - (float(rows["value"].iloc[i]) - low) / span), 1)

    runs = [[at(i) for i in run] for run in stretches(rows, rows["value"].notna(), breaks)]
    x, y = runs[-1][-1]
    return h(
        "svg",
        {"viewBox": f"0 0 {width} {height}", "class": "enti-spark", "role": "img", "aria-label": alt},
        *[drawn(run, BLUE, 2) for run in runs if len(run) > 1],
        h("circle", {"cx": x, "cy": y, "r": 3, "fill": BLUE}),
    )
