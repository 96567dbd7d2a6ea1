"""Portugal's air quality index (IQAr): classes by pollutant, the worst one counts.

Classes 1 Muito Bom, 2 Bom, 3 Médio, 4 Fraco, 5 Mau. Upper limits of classes 1 to 4 in µg/m³, as APA publishes them
(see docs/fontes.md); anything above is 5. A day needs 18 valid hours of a pollutant.
"""

from typing import Final

import numpy as np
import pandas as pd

LIMITS: Final[dict[str, tuple[float, float, float, float]]] = {
    "PM10": (20, 35, 50, 100),
    "PM2.5": (10, 20, 25, 50),
    "NO2": (40, 100, 200, 400),
    "O3": (80, 100, 180, 240),
    "SO2": (100, 200, 350, 500),
}
DAILY_MEAN: Final = frozenset({"PM10", "PM2.5"})  # of the others, the highest hour counts
MIN_HOURS: Final = 18
WORST, POOR = 5, 4


def classes(pollutant: str, values: "np.ndarray | pd.Series") -> np.ndarray:
    """Class 1 to 5 of each concentration (µg/m³); 0 where there is none. KeyError for an unknown pollutant.

    Concentrations slightly below zero are the noise of clean air and count as zero.
    """
    known = np.asarray(values, dtype=float)
    made = np.searchsorted(LIMITS[pollutant], known, side="left") + 1
    return np.where(np.isnan(known), 0, made).astype(np.int8)


def daily(pollutant: str, hours: pd.DataFrame) -> pd.Series:
    """Concentration of each day, from valid hourly means: columns `day`, `value`. Days with too few hours are left
    out.
    """
    grouped = hours.groupby("day")["value"]
    figure = grouped.mean() if pollutant in DAILY_MEAN else grouped.max()
    return figure[grouped.count() >= MIN_HOURS]


def worst(parts: list[pd.Series]) -> pd.Series:
    """The highest class of each day over several series of classes."""
    if not parts:
        return pd.Series(dtype=np.int8)
    return pd.concat(parts).groupby(level=0).max()
