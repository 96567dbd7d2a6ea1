"""Several places in one chart over time: told apart by colour and by dash, so that neither has to do it alone."""

from collections.abc import Mapping
from itertools import cycle
from typing import Final

import pandas as pd

from show.charts import Line, Looks

_DASHES: Final = ("", "", "7 5", "2 4", "", "7 5", "2 4", "7 4 2 4", "12 5", "")
# Colour (a token of ui/web/enti.css), breadth, dashes: no two alike. The place itself and the one it is held against
# first, in broader lines.
STYLES: Final = tuple((f"var(--series-{n})", 2.8 if n < 3 else 2.0, d) for n, d in enumerate(_DASHES, 1))


def several(places: Mapping[str, pd.DataFrame]) -> tuple[list[Line], Looks]:
    """Lines and looks for show.charts.evolution, of rows (period, value, in time order) by the name of their place."""
    styled = list(zip(places.items(), cycle(STYLES), strict=False))
    lines = [(name, rows, colour) for (name, rows), (colour, _, _) in styled]
    return lines, {name: (stroke, dashes) for (name, _), (_, stroke, dashes) in styled}
