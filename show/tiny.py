"""A series as small as a letter: the shape alone, for a square on a board; the words stand beside it."""

from collections.abc import Collection
from typing import Final

import pandas as pd

from core.terms.period import parse
from show.charts import drawn, stretches
from show.tree import Node, h

_WIDTH: Final = 30
_HEIGHT: Final = 16
_EDGE: Final = 2


def tiny(rows: pd.DataFrame, breaks: Collection[str] = ()) -> Node:
    """Columns period and value, in time order, every value known: lines between breaks, dots where one stands alone."""
    days = [parse(p).end.toordinal() for p in rows["period"]]
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
