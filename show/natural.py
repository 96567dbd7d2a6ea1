"""Natural breaks, exact: the classes of a line of values that lie closest to their own means.

The least sum of squared deviations from the class means (Fisher, 1958; Jenks, 1977), by dynamic programming over sorted
values. Where the best last class begins never moves back as values are added (the cost obeys the quadrangle
inequality), so each layer is filled by halves: every halving looks at the values about once, n log n in all and not n².
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_NONE: Final = -np.inf


def natural_breaks(values: _Floats, weights: _Ints, classes: int) -> list[float]:
    """The last value of each class but the highest, ascending; one fewer than the classes that there are.

    `values`: distinct and ascending, finite; `weights`: how many times each occurs, 1 or more; both of n. With n values
    or more asked for as classes each value is its own.
    """
    n = len(values)
    if n <= classes:
        return [float(v) for v in values[:-1]]
    mass = np.concatenate(([0.0], np.cumsum(weights, dtype=float)))
    centred = values - np.average(values, weights=weights)  # sums of values far from zero would cancel
    moment = np.concatenate(([0.0], np.cumsum(centred * weights)))
    # Squared deviations are least where Σ (sum of a class)² / (weight of a class) is greatest: the rest is the same.
    gain = np.full(n + 1, _NONE)
    gain[1:] = moment[1:] ** 2 / mass[1:]
    begins: list[_Ints] = []
    for layer in range(2, classes + 1):
        gain, begin = _layer(gain, moment, mass, layer)
        begins.append(begin)
    ends, at = [], n
    for begin in reversed(begins):
        at = int(begin[at])
        ends.append(float(values[at - 1]))
    return ends[::-1]


def _layer(before: _Floats, moment: _Floats, mass: _Floats, layer: int) -> tuple[_Floats, _Ints]:
    """The best gain of the first j values in `layer` classes, and where the last of these begins, by j (0 … n).

    `before`: the same in one class fewer. The j's of one halving lie between those of the halvings before it, and are
    filled together.
    """
    n = len(before) - 1
    gain, begin = np.full(n + 1, _NONE), np.full(n + 1, n, dtype=np.int64)
    begin[:layer] = layer - 1
    step = 1 << (n - layer + 1).bit_length()
    while step := step // 2:
        ends = np.arange(layer - 1 + step, n + 1, 2 * step)
        low = np.maximum(begin[ends - step], layer - 1)
        high = np.minimum(begin[np.minimum(ends + step, n)], ends - 1)  # of an end not yet filled: n, no bound
        gain[ends], begin[ends] = _best(before, moment, mass, ends, low, high)
    return gain, begin


def _best(
    before: _Floats, moment: _Floats, mass: _Floats, ends: _Ints, low: _Ints, high: _Ints
) -> tuple[_Floats, _Ints]:
    """For each end the best beginning from `low` to `high`, and what it gains; of equals the first."""
    lengths = high - low + 1
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    begin = np.arange(lengths.sum()) - np.repeat(starts - low, lengths)
    end = np.repeat(ends, lengths)
    gained = before[begin] + (moment[end] - moment[begin]) ** 2 / (mass[end] - mass[begin])
    best = np.maximum.reduceat(gained, starts)
    equal = np.flatnonzero(gained == np.repeat(best, lengths))
    return best, begin[equal[np.searchsorted(equal, starts)]]
