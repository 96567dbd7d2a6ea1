"""A territory with exactly the value of the region it lies in."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from core.terms.territory import VERSIONS
from etl.build.plausibility.change import middle, tie
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet

LUCK: Final = 0.01  # territories, or regions in a period, that chance alone may bring in a whole series
LEAST: Final = 3  # periods in which the two differ, to say how far they usually are apart
READ: Final = 10  # ties that chance may bring in a series of one period, for a person to read each of them


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Cells that equal a larger territory's more often than chance allows: those of a territory along its periods, or
    those of a region's territories in one period. Of a series of one period no other can clear a tie: each is told.
    """
    lower, upper = sheet.lands.within
    mine, theirs = sheet.own[lower], sheet.value[upper]
    known = np.isfinite(mine) & np.isfinite(theirs) & (mine != 0)
    if sheet.additive:
        known &= _together(sheet)[upper] > mine
    same = known & (mine == theirs)
    if not same.any():
        return
    between = _between(sheet)
    doubted = np.zeros(same.shape, dtype=bool)
    if len(sheet.periods) == 1 and tie(sheet.step, np.array(between)) * known.sum() <= READ:
        doubted |= same
    rows = np.flatnonzero(same.any(axis=1))
    chance = tie(sheet.step, _apart(mine[rows] - theirs[rows], between))
    odds = _odds(known[rows].sum(axis=1), same[rows].sum(axis=1), chance) * known.any(axis=1).sum()
    doubted[rows[odds < LUCK]] |= same[rows[odds < LUCK]]
    away = np.where(known, np.abs(mine - theirs), np.nan)
    for pairs, column in _regions(upper, same, away, sheet.step, between):
        doubted[pairs, column] |= same[pairs, column]
    at = np.zeros(sheet.value.shape, dtype=bool)
    np.logical_or.at(at, lower, doubted)
    yield Doubt(at, sheet.value, np.full(sheet.value.shape, np.nan))


def _odds(asked: np.ndarray | int, ties: np.ndarray | int, chance: np.ndarray) -> np.ndarray:
    """The binomial tail, from above: C(n, k) ≤ (e·n/k)^k."""
    odds: np.ndarray = (np.e * asked / ties * chance) ** ties
    return odds


def _regions(
    upper: np.ndarray, same: np.ndarray, away: np.ndarray, step: float, between: float
) -> Iterator[tuple[np.ndarray, int]]:
    """Pairs and column of each region whose territories have its value in a period more often than chance allows.

    `away`: how far each pair is apart, NaN where there is no pair.
    """
    row, column = np.nonzero(same)
    cells, ties = np.unique(np.column_stack([upper[row], column]), axis=0, return_counts=True)
    compared = len(np.unique(upper[np.isfinite(away).any(axis=1)])) * same.shape[1]
    for (region, period), tied in zip(cells[ties > 1], ties[ties > 1], strict=True):
        pairs = np.flatnonzero((upper == region) & np.isfinite(away[:, period]))
        chance = tie(step, _apart(away[pairs, period][None, :], between))
        if _odds(len(pairs), tied, chance)[0] * compared < LUCK:
            yield pairs, int(period)


def _apart(difference: np.ndarray, between: float) -> np.ndarray:
    """How far a territory and its region usually are apart where they do differ; as far as any two territories, where
    they hardly ever do.
    """
    away = np.where(difference == 0, np.nan, np.abs(difference))
    often = np.isfinite(away).sum(axis=1) >= LEAST
    made = np.full(len(away), between)
    made[often] = 1.4826 * middle(away[often])[:, 0]
    return made


def _between(sheet: Sheet) -> float:
    """Spread of the values between territories, in the middle period."""
    value = sheet.own[:, np.isfinite(sheet.own).sum(axis=0) > LEAST]
    if not value.size:
        return 0.0
    away = np.abs(value.T - middle(value.T))
    return float(1.4826 * np.median(middle(away)))


def _together(sheet: Sheet) -> np.ndarray:
    """What the municipalities of each region have in all: one alone may well have all that there is."""
    total = np.zeros(sheet.value.shape)
    for version in VERSIONS:
        large, small, matrix = sheet.lands.parts("municipio", version)
        total[large] = matrix @ np.nan_to_num(sheet.value[small])
    return total


RULE = PlausibilityRule(
    id="igual_a_regiao",
    name=Text(pt="Igual à região", en="Same as its region"),
    looks=Text(
        pt="um território com o valor exato da região em que fica, mais vezes do que o acaso deixa, ou uma só numa "
        "série de um período (regiões de uma só unidade não contam)",
        en="a territory with exactly the value of the region it lies in, more often than chance allows, or only once "
        "in a series of one period (regions that are one unit do not count)",
    ),
    said=Text(
        pt="Em {period}, o valor, {found}, é exatamente o de uma região em que o território fica.",
        en="In {period}, the value, {found}, is exactly that of a region in which the territory lies.",
    ),
    find=find,
)
