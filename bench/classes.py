"""Natural breaks, exact on all values of all periods of a series by município."""

import time
from statistics import median
from typing import Any, Final

import numpy as np

from show.scale import Wish, classify

PLACES: Final = 308
PERIODS: Final = 30
RUNS: Final = 15


def natural() -> list[dict[str, Any]]:
    """308 × 30 values, all of them distinct: five classes, the usual, and seven, the most that a map has."""
    values = np.random.default_rng(1).lognormal(1.0, 1.0, PLACES * PERIODS).tolist()
    rows = []
    for classes in (5, 7):
        spent = []
        for _ in range(RUNS):
            start = time.perf_counter()
            classify(values, percentage=False, decimals=12, wish=Wish("natural", classes))
            spent.append(1000 * (time.perf_counter() - start))
        said = f"{PLACES} × {PERIODS} valores distintos, {classes} classes"
        rows.append({"medida": said, "ms (mediana)": median(spent), "ms (pior)": max(spent), "alvo": "≤ 50 ms"})
    return rows
