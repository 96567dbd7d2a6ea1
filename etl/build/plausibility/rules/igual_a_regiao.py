"""A territory with exactly the value of the region it lies in."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from core.terms.territory import VERSIONS
from etl.build.plausibility.change import middle, tie
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet

LUCK: Final = 0.01  # territories that chance alone may bring in a whole series
LEAST: Final = 3  # periods in which the two differ, to say how far they usually are apart; territories at once


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Cells that equal a larger territory's more often than chance allows."""
    lower, upper = sheet.lands.within
    mine, theirs = sheet.own[lower], sheet.value[upper]
    known = np.isfinite(mine) & np.isfinite(theirs) & (mine != 0)
    if sheet.additive:
        known &= _together(sheet)[upper] > mine
    same = known & (mine == theirs)
    rows = np.flatnonzero(same.any(axis=1))
    if not len(rows):
        return
    chance = tie(sheet.step, _apart(mine[rows] - theirs[rows], _between(sheet)))
    asked, ties = known[rows].sum(axis=1), same[rows].sum(axis=1)
    # The binomial tail, from above: C(n, k) ≤ (e·n/k)^k.
    odds = (np.e * asked / ties * chance) ** ties * known.any(axis=1).sum()
    often = same & _many(known, same, chance)
    often[rows[odds < LUCK]] = same[rows[odds < LUCK]]
    at = np.zeros(sheet.value.shape, dtype=bool)
    np.logical_or.at(at, lower, often)
    yield Doubt(at, sheet.value, np.full(sheet.value.shape, np.nan))


def _many(known: np.ndarray, same: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Where each territory has one period only, those in which more at once equal their regions than chance allows:
    who fills holes with the value of the region fills many, and such a series has no other way to show it.
    """
    asked, ties = known.sum(axis=0), same.sum(axis=0)
    expected = asked * float(np.median(chance))
    odds = (np.e * expected / np.maximum(ties, 1)) ** ties * len(ties)
    once = bool(known.sum(axis=1).max() == 1)
    return np.asarray((ties >= LEAST) & (ties > expected) & (odds < LUCK) & once)


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
        pt="um território com o valor exato da região em que fica, mais vezes do que o acaso deixa (regiões de uma só "
        "unidade não contam)",
        en="a territory with exactly the value of the region it lies in, more often than chance allows (regions that "
        "are one unit do not count)",
    ),
    said=Text(
        pt="Em {period}, o valor, {found}, é exatamente o de uma região em que o território fica.",
        en="In {period}, the value, {found}, is exactly that of a region in which the territory lies.",
    ),
    find=find,
)
