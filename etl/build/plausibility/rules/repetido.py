"""The same value period after period."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from etl.build.plausibility.change import middle, tie
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet

FEW: Final = 20  # counts below it repeat by themselves
LUCK: Final = 0.01  # runs that chance alone may bring in a whole series
LEAST: Final = 3  # changes with a size, for a territory to have a spread


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Runs of equal values that are too long for the series' own changes; a series that hardly changes has none."""
    if sheet.derived or len(sheet.periods) < 2:
        return
    value = sheet.own
    change = np.diff(value, axis=1)
    known = np.isfinite(change) & _many(sheet, value)[:, 1:]
    same = known & (change == 0)
    if not same.any():
        return
    chance = _chance(sheet, change)
    row, first, length = _runs(same)
    # The others may repeat more than their changes say: figures of a slow kind, or rounded more than they look.
    slow = np.maximum((same.sum() - length) / (chance[:, None] * known).sum(), 1.0)
    rare = np.minimum(chance[row] * slow, 1.0) ** length * known.sum() < LUCK
    at = np.zeros(value.shape, dtype=bool)
    for n in np.flatnonzero(rare):
        at[row[n], first[n] + 1 : first[n] + 1 + length[n]] = True
    yield Doubt(at, value, np.full(value.shape, np.nan))


def _runs(same: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, first column and length of each run of true cells."""
    edge = np.diff(np.pad(same, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, first = np.nonzero(edge == 1)
    return row, first, np.nonzero(edge == -1)[1] - first


def _many(sheet: Sheet, value: np.ndarray) -> np.ndarray:
    """Where the figure, or what a rate counts, is not FEW: those repeat by themselves."""
    if sheet.counts:
        counted = value
    else:
        counted = np.where(np.isfinite(sheet.numerator), sheet.numerator, value * sheet.weight / sheet.scale)
    enough: np.ndarray = (value != 0) & ~(counted < FEW)
    return enough


def _chance(sheet: Sheet, change: np.ndarray) -> np.ndarray:
    """How likely each territory's figure is to come again, by the size of its changes; surely, where it has none."""
    moves = np.where(change == 0, np.nan, np.abs(change))
    often = np.isfinite(moves).sum(axis=1) >= LEAST
    return np.where(often, tie(sheet.step, middle(moves)[:, 0]), 1.0)


RULE = PlausibilityRule(
    id="repetido",
    name=Text(pt="Repetido", en="Repeated"),
    looks=Text(
        pt=f"o mesmo valor em períodos seguidos, mais vezes do que as variações da série deixam ao acaso (contagens "
        f"abaixo de {FEW} não contam)",
        en=f"the same value in successive periods, more often than the series' changes leave to chance (counts below "
        f"{FEW} do not count)",
    ),
    said=Text(
        pt="Em {period}, o valor, {found}, é exatamente o do período anterior.",
        en="In {period}, the value, {found}, is exactly that of the period before.",
    ),
    find=find,
)
