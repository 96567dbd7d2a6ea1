"""Classes and colours of a choropleth. Breaks are the same for every period of a series, so that years compare."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import Final

import numpy as np

from show.natural import natural_breaks

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
# Around a midpoint: orange below, blue above, dark at the ends (a pair that colour-blind readers tell apart).
BELOW: Final = {1: ("#fdb863",), 2: ("#b35806", "#fdc98b"), 3: ("#7f3b08", "#d8832f", "#fde0bd")}
ABOVE: Final = {1: ("#8db2fc",), 2: ("#bbd1fd", "#034ad8"), 3: ("#d9e6fe", "#5f93fc", "#002b82")}
# On a dark page the low end lies next to the page and the high end shines.
DARK_RAMPS: Final = {
    1: ("#5f93fc",),
    2: ("#2a549f", "#bbd1fd"),
    3: ("#2a549f", "#5f93fc", "#d9e6fe"),
    4: ("#234584", "#3a7cfb", "#8db2fc", "#e5eeff"),
    5: ("#234584", "#2f62c4", "#5f93fc", "#a5c3fd", "#eef4ff"),
    6: ("#234584", "#2a58b0", "#3f78e6", "#72a0fc", "#aecafd", "#f2f6ff"),
    7: ("#234584", "#2a58b0", "#3a6fd8", "#5f93fc", "#8db2fc", "#bbd1fd", "#f2f6ff"),
}
DARK_BELOW: Final = {1: ("#d8832f",), 2: ("#fdc98b", "#a55a12"), 3: ("#fde0bd", "#e8964a", "#8a4a10")}
DARK_ABOVE: Final = {1: ("#5f93fc",), 2: ("#2a549f", "#bbd1fd"), 3: ("#2a549f", "#5f93fc", "#d9e6fe")}
CLASSES: Final = 5
METHODS: Final = ("auto", "quantiles", "equal", "natural", "steps", "manual", "diverging")
_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 2.5, 5, 10, 20, 25)
_MANTISSAS: Final = (1.0, 2.0, 2.5, 5.0)


@dataclass(frozen=True)
class Scale:
    """Upper edges of all classes but the last, which is open; `low` and `high` are the data's own ends."""

    breaks: tuple[float, ...]
    low: float
    high: float
    method: str  # round_steps | log_steps | natural | distinct | none | quantiles | equal | manual | diverging
    below: int | None = None  # diverging: how many classes lie below the midpoint

    def colours(self, *, dark: bool = False) -> tuple[str, ...]:
        """One colour per class: next to the page for low, or, around a midpoint, for the middle."""
        count = len(self.breaks) + 1
        ramps, below, above = (DARK_RAMPS, DARK_BELOW, DARK_ABOVE) if dark else (RAMPS, BELOW, ABOVE)
        if self.below is None:
            return ramps[count]
        return below.get(self.below, ()) + above.get(count - self.below, ())

    def class_of(self, value: float) -> int:
        """Index of the class of a value; a value on an edge belongs to the class below it."""
        return int(np.searchsorted(self.breaks, value, side="left"))

    @property
    def edges(self) -> list[tuple[float, float]]:
        """From and to of each class, the data's ends outermost."""
        points = [self.low, *self.breaks, self.high]
        return list(pairwise(points))


@dataclass(frozen=True)
class Wish:
    """How the reader wants classes made. `breaks` for manual, `midpoint` for diverging."""

    method: str = "auto"
    classes: int = CLASSES
    breaks: tuple[float, ...] = ()
    midpoint: float | None = None


def classify(values: list[float], *, percentage: bool, decimals: int = 1, wish: Wish | None = None) -> Scale:
    """Classes for all values of a series, by the house rule, or as `wish` says.

    House rule: few distinct values, one class each; percentages, round steps; over three orders of magnitude, 1-2-5
    steps; else natural breaks (show.natural), of the values as they are shown. No values: an empty scale. A wish that
    the values cannot bear (manual breaks that lie outside, a midpoint beyond the data) falls back to the house rule.
    """
    data = np.array([v for v in values if v is not None and isfinite(v)], dtype=float)
    if data.size == 0:
        return Scale((), float("nan"), float("nan"), "none")
    low, high = float(data.min()), float(data.max())
    if wish is not None and wish.method == "manual" and (own := _within(wish.breaks, data, 12)):
        return Scale(own[: max(RAMPS) - 1], low, high, "manual")
    shown = np.round(data, decimals)
    distinct = np.unique(shown)
    if distinct.size <= CLASSES:  # a class ends at the largest of the values that read the same
        return Scale(tuple(float(data[shown == v].max()) for v in distinct[:-1]), low, high, "distinct")
    if wish is not None and wish.method not in ("auto", "manual") and (made := _wished(data, wish, decimals)):
        return made
    if percentage and (steps := _round_steps(data)):
        return Scale(steps, low, high, "round_steps")
    positive = data[data > 0]
    wide = low >= 0 and positive.size and log10(positive.max() / positive.min()) > 3
    if wide and (steps := _log_steps(positive)):
        return Scale(steps, low, high, "log_steps")
    return Scale(_natural(data, decimals), low, high, "natural")


def _wished(data: np.ndarray, wish: Wish, decimals: int) -> Scale | None:
    """The classes of a method that the reader chose; None where the values give none."""
    low, high = float(data.min()), float(data.max())
    if wish.method == "diverging":
        return _diverging(data, wish.midpoint, decimals)
    if wish.method == "natural":
        return Scale(_natural(data, decimals, wish.classes), low, high, "natural")
    made: dict[str, Callable[[], Iterable[float]]] = {
        "quantiles": lambda: np.quantile(data, np.linspace(0, 1, wish.classes + 1)[1:-1]),
        "equal": lambda: np.linspace(low, high, wish.classes + 1)[1:-1],
        "steps": lambda: _nice_steps(low, high, wish.classes),
    }
    breaks = _within(made[wish.method](), data, decimals if wish.method != "steps" else 12)
    name = "round_steps" if wish.method == "steps" else wish.method
    return Scale(breaks, low, high, name) if breaks else None


def _within(breaks: Iterable[float], data: np.ndarray, decimals: int) -> tuple[float, ...]:
    """Breaks that part the data, each once, rounded to what a reader sees."""
    rounded = sorted({round(float(b), decimals) for b in breaks if isfinite(b)})
    return tuple(b for b in rounded if data.min() <= b < data.max())


def _nice_steps(low: float, high: float, classes: int) -> list[float]:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that parts the range into at most `classes`."""
    for exponent in range(floor(log10(high - low)) - 2, floor(log10(high - low)) + 2):
        for mantissa in _MANTISSAS:
            step = mantissa * 10.0**exponent
            first, last = floor(low / step) + 1, ceil(high / step) - 1
            if last - first + 1 < classes:
                return [n * step for n in range(first, last + 1)]
    return []


def _diverging(data: np.ndarray, midpoint: float | None, decimals: int) -> Scale | None:
    """Up to three classes on each side of the midpoint, of equally many values each."""
    if midpoint is None or not data.min() < midpoint < data.max():
        return None
    middle = float(midpoint)
    sides = []
    for part in (data[data <= middle], data[data > middle]):
        cuts = np.quantile(part, [1 / 3, 2 / 3]) if np.unique(np.round(part, decimals)).size >= 6 else []
        sides.append(_within(cuts, part, decimals))
    lower = tuple(b for b in sides[0] if b < middle)
    upper = tuple(b for b in sides[1] if b > middle)
    return Scale((*lower, middle, *upper), float(data.min()), float(data.max()), "diverging", below=len(lower) + 1)


def _round_steps(data: np.ndarray) -> tuple[float, ...]:
    """The smallest round step that leaves at most CLASSES breaks over the middle 96 % of the data; none if none
    does.
    """
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


def _natural(data: np.ndarray, decimals: int, classes: int = CLASSES) -> tuple[float, ...]:
    """Natural breaks of all values, as they are read: two that read the same are never parted. A class ends at the
    largest of the values that read as its end.
    """
    read = np.array([round(v, decimals) for v in data.tolist()])  # as core.terms.formats.number rounds
    shown, at, weights = np.unique(read, return_inverse=True, return_counts=True)
    highest = shown.copy()
    np.maximum.at(highest, at, data)
    ends = np.searchsorted(shown, natural_breaks(shown, weights, classes))
    return tuple(float(highest[n]) for n in ends)
