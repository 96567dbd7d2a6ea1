"""Classes and colours of a choropleth. Breaks are the same for every period of a series, so that years compare."""

import warnings
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite, log10
from typing import Final

import mapclassify
import numpy as np

# Ágora's primary ramp, light to dark: one hue, safe for colour-blind readers.
RAMPS: Final = {
    1: ("#5f93fc",),
    2: ("#bbd1fd", "#034ad8"),
    3: ("#bbd1fd", "#5f93fc", "#0338a2"),
    4: ("#e5eeff", "#9dbdfd", "#1a65fa", "#002b82"),
    5: ("#e5eeff", "#bbd1fd", "#5f93fc", "#034ad8", "#021c51"),
    6: ("#e5eeff", "#bbd1fd", "#8db2fc", "#3a7cfb", "#0338a2", "#021c51"),
    7: ("#eef4ff", "#cfdffe", "#a5c3fd", "#5f93fc", "#1a65fa", "#0338a2", "#021c51"),
}
CLASSES: Final = 5
_SAMPLE: Final = 256
_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 2.5, 5, 10, 20, 25)


@dataclass(frozen=True)
class Scale:
    """Upper edges of all classes but the last, which is open; `low` and `high` are the data's own ends."""

    breaks: tuple[float, ...]
    low: float
    high: float
    method: str  # round_steps | log_steps | natural | distinct | none

    @property
    def colours(self) -> tuple[str, ...]:
        """One colour per class, light for low."""
        return RAMPS[len(self.breaks) + 1]

    def class_of(self, value: float) -> int:
        """Index of the class of a value; a value on an edge belongs to the class below it."""
        return int(np.searchsorted(self.breaks, value, side="left"))

    @property
    def edges(self) -> list[tuple[float, float]]:
        """From and to of each class, the data's ends outermost."""
        points = [self.low, *self.breaks, self.high]
        return list(pairwise(points))


def classify(values: list[float], *, percentage: bool, decimals: int = 1) -> Scale:
    """Classes for all values of a series, by the house rule.

    Few distinct values: one class each. Percentages: round steps. Over three orders of magnitude: 1-2-5 steps.
    Else natural breaks (Fisher-Jenks), rounded to the shown decimals. No values: an empty scale.
    """
    data = np.array([v for v in values if v is not None and isfinite(v)], dtype=float)
    if data.size == 0:
        return Scale((), float("nan"), float("nan"), "none")
    low, high = float(data.min()), float(data.max())
    shown = np.round(data, decimals)
    distinct = np.unique(shown)
    if distinct.size <= CLASSES:  # a class ends at the largest of the values that read the same
        return Scale(tuple(float(data[shown == v].max()) for v in distinct[:-1]), low, high, "distinct")
    if percentage and (steps := _round_steps(data)):
        return Scale(steps, low, high, "round_steps")
    positive = data[data > 0]
    wide = low >= 0 and positive.size and log10(positive.max() / positive.min()) > 3
    if wide and (steps := _log_steps(positive)):
        return Scale(steps, low, high, "log_steps")
    return Scale(_natural(data, decimals), low, high, "natural")


def _round_steps(data: np.ndarray) -> tuple[float, ...]:
    """The smallest round step that leaves at most CLASSES breaks over the middle 96 % of the data; none if none does."""
    low, high = np.quantile(data, [0.02, 0.98])
    for step in _STEPS:
        first, last = floor(low / step) + 1, floor((high - 1e-9) / step)
        if 1 <= last - first + 1 <= CLASSES:  # counted before made: a wild value must not make a wild list
            return tuple(round(n * step, 6) for n in range(first, last + 1))
    return ()


def _log_steps(data: np.ndarray) -> tuple[float, ...]:
    low, high = np.quantile(data, [0.05, 0.95])
    steps = [m * 10.0**e for e in range(floor(log10(low)), floor(log10(high)) + 1) for m in (1, 2, 5)]
    inside = [s for s in steps if low < s <= high and s < data.max()]
    while len(inside) > 6:
        inside = inside[::2]
    return tuple(inside)


def _natural(data: np.ndarray, decimals: int) -> tuple[float, ...]:
    """Fisher-Jenks on 256 values taken evenly over the sorted data: the exact cost is quadratic (4 s for 7656 values)."""
    sample = np.quantile(data, np.linspace(0, 1, _SAMPLE)) if data.size > _SAMPLE else data
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # only says that numba would be faster
        bins = mapclassify.FisherJenks(sample, k=min(CLASSES, np.unique(sample).size)).bins
    rounded = sorted({round(float(b), decimals) for b in bins[:-1]})
    return tuple(b for b in rounded if data.min() <= b < data.max())
