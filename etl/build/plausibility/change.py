"""How far each change of a series lies from the changes it usually has, in its own spread, and how likely a tie is.

Changes are taken where their size does not hang on the level: counts and rates of counted cases as square roots
(Poisson: the variance of 2√x is 1), other positive figures as logarithms. The spread is the median absolute
deviation of a territory's own changes, and never less than what counting and rounding alone would bring.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from etl.build.plausibility.sheet import Sheet

LEAST: Final = 8  # changes of its own, for a territory to have a spread
_NORMAL: Final = 1.4826  # median absolute deviation to standard deviation
_MEAN: Final = 1.2533  # mean absolute deviation to standard deviation
SHIFT: Final = 3.5  # honest series reach 3.3, the revisions of the population 3.7 and 6.8
MANY: Final = 20  # territories, for a shift to be of the series and not of a few
_ROUNDING: Final = 0.41  # standard deviation of the difference of two rounded figures, in steps


@dataclass(frozen=True)
class Changes:
    """Of a sheet's own values, from each period to the next (territories × periods, the first column empty).

    `far`: how far above or below the usual change, in spreads; NaN where nothing can be said. `expected`: the value
    that the usual change would have brought.
    """

    far: np.ndarray
    expected: np.ndarray


@lru_cache(maxsize=1)  # several rules ask of the same sheet
def changes(sheet: Sheet) -> Changes:
    """The changes of a sheet; none across a period that does not compare with what was before."""
    value = sheet.own
    if value.shape[1] <= LEAST:
        return Changes(np.full(value.shape, np.nan), np.full(value.shape, np.nan))
    level, back, floor, zeros = _levels(sheet, value)
    steps = _steps(sheet)
    change = np.diff(level, axis=1) / steps
    change[:, sheet.broken[1:]] = np.nan
    usual = middle(change)
    away = change - usual
    spread = _NORMAL * middle(np.abs(away))
    if zeros:  # most changes may be none: the middle one says nothing
        spread = np.maximum(spread, _MEAN * _mean(np.abs(away)))
    if floor is None:
        floor = np.median(spread[spread > 0]) if (spread > 0).any() else np.nan
    far = away / np.maximum(spread, floor)
    far[np.isfinite(change).sum(axis=1) < LEAST] = np.nan
    expected = back(level[:, :-1] + usual * steps)
    empty = np.full((len(value), 1), np.nan)
    return Changes(np.hstack([empty, far]), np.hstack([empty, expected]))


def shifted(far: np.ndarray) -> np.ndarray:
    """Periods in which the territories part from their usual changes each in its own way, as when a revised edition
    takes over: they lie wider apart than their own spreads, and SHIFT times as wide as in the middle period.
    """
    enough = np.isfinite(far).sum(axis=0) >= MANY
    apart = _NORMAL * middle(np.abs(far.T - middle(far.T)))[:, 0]
    usual = np.median(apart[enough]) if enough.any() else np.nan
    at: np.ndarray = enough & (apart > 1) & (apart > SHIFT * usual)
    return at


def _levels(sheet: Sheet, value: np.ndarray) -> tuple:  # type: ignore[type-arg]
    """Values on the scale where changes are compared, the way back, the least spread, and whether zeros abound."""
    if sheet.counts:
        return 2 * np.sqrt(value + 0.375), lambda x: np.maximum((x / 2) ** 2 - 0.375, 0), np.sqrt(2.0), False
    known = value[np.isfinite(value)]
    exposure = sheet.weight / sheet.scale
    if len(known) and known.min() >= 0 and _counted(sheet.numerator) and np.isfinite(exposure).any():
        with np.errstate(divide="ignore"):
            noise = 1 / exposure
        return 2 * np.sqrt(value), lambda x: (x / 2) ** 2, np.sqrt(noise[:, :-1] + noise[:, 1:]), False
    if len(known) and known.min() > 0:
        with np.errstate(invalid="ignore"):
            rounding = _ROUNDING * sheet.step / np.fmin(value[:, :-1], value[:, 1:])
        return np.log(value), np.exp, np.fmax(rounding, _pooled(np.log(value), sheet)), False
    if len(known) and known.min() == 0:
        return np.sqrt(value), np.square, None, True
    return value, lambda x: x, None, False


def _pooled(level: np.ndarray, sheet: Sheet) -> float:
    """The middle one of the territories' spreads: no territory counts as steadier than half of them."""
    change = np.diff(level, axis=1) / _steps(sheet)
    change[:, sheet.broken[1:]] = np.nan
    spread = _NORMAL * middle(np.abs(change - middle(change)))
    return float(np.median(spread[spread > 0])) if (spread > 0).any() else float("nan")


def _counted(numerator: np.ndarray) -> bool:
    known = numerator[np.isfinite(numerator)]
    return bool(len(known) and (known == np.round(known)).all())


def _steps(sheet: Sheet) -> np.ndarray:
    """Length of each change in usual intervals, at least one: a gap of two years may bring twice the change."""
    days = np.diff(sheet.last_day)
    steps: np.ndarray = np.maximum(days / np.median(days), 1.0)
    return steps


def middle(table: np.ndarray) -> np.ndarray:
    """Median of each row, as a column; NaN for rows without figures."""
    ordered, known = np.sort(table, axis=1), np.isfinite(table).sum(axis=1, keepdims=True)  # NaN sort last
    low, high = np.maximum(known - 1, 0) // 2, np.minimum(known // 2, table.shape[1] - 1)
    made: np.ndarray = (np.take_along_axis(ordered, low, axis=1) + np.take_along_axis(ordered, high, axis=1)) / 2
    return made


def _mean(table: np.ndarray) -> np.ndarray:
    known = np.isfinite(table)
    total: np.ndarray = np.where(known, table, 0.0).sum(axis=1, keepdims=True)
    mean: np.ndarray = total / np.maximum(known.sum(axis=1, keepdims=True), 1)
    return mean


def tie(step: float, spread: np.ndarray) -> np.ndarray:
    """How likely two figures with a normal difference of standard deviation `spread` are the same, to one `step`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        likely: np.ndarray = np.minimum(step / (spread * np.sqrt(2 * np.pi)), 1.0)
    return likely
