"""A whole that is not the sum of its parts."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from core.terms.territory import VERSIONS
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet, step

_PARTS: Final = ("municipio", "nuts3", "nuts2", "nuts1")
NUMERATOR: Final = Text(pt="numerador", en="numerator")
DENOMINATOR: Final = Text(pt="denominador", en="denominator")


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Published wholes against the sum of parts that are all there: of counts, and of what rates are made of."""
    if sheet.additive:
        yield from _sums(sheet, sheet.value, None)
    elif not sheet.derived:
        for table, of in ((sheet.numerator, NUMERATOR), (sheet.denominator, DENOMINATOR)):
            if np.isfinite(table).any():
                yield from _sums(sheet, table, of)


def _sums(sheet: Sheet, table: np.ndarray, of: Text | None) -> Iterator[Doubt]:
    doubted, expected = np.zeros(table.shape, dtype=bool), np.full(table.shape, np.nan)
    least = step(table)
    rounding = 0.0 if least == 1 else least / 2
    for version in VERSIONS:
        for level in _PARTS:
            large, small, matrix = sheet.lands.parts(level, version)
            published = np.isfinite(table[large]) & ~sheet.made[large]
            columns = published.any(axis=0)
            parts = table[small]
            if not columns.any() or not np.isfinite(parts[:, columns]).any():
                continue
            known, born = np.isfinite(parts), _there(sheet, small)
            complete = (matrix @ born == matrix @ (known & born)) & (matrix @ born > 0)
            total = matrix @ np.where(known, parts, 0.0)
            # Parts that were rounded one by one may miss the whole by half a step each.
            slack = 1e-9 * np.abs(total) + rounding * (matrix.sum(axis=1, keepdims=True) + 1)
            wrong = published & complete & (np.abs(table[large] - total) > slack) & ~doubted[large]
            expected[large] = np.where(wrong, total, expected[large])
            doubted[large] |= wrong
    if doubted.any():
        yield Doubt(doubted, table, expected, of=of)


def _there(sheet: Sheet, places: np.ndarray) -> np.ndarray:
    """Whether a territory existed by the end of each period."""
    there: np.ndarray = sheet.lands.since[places][:, None] <= sheet.years[None, :]
    return there


RULE = PlausibilityRule(
    id="partes_e_todo",
    name=Text(pt="Partes e todo", en="Parts and whole"),
    looks=Text(
        pt="uma contagem (ou o numerador ou denominador de uma taxa) de uma região ou do país que não é a soma das "
        "suas partes, em cada versão da NUTS, onde as partes estão todas",
        en="a count (or a rate's numerator or denominator) of a region or the country that is not the sum of its "
        "parts, in each NUTS version, where the parts are all there",
    ),
    said=Text(
        pt="Em {period}, o {of} é {found}; a soma das partes é {expected}.",
        en="In {period}, the {of} is {found}; its parts add up to {expected}.",
    ),
    find=find,
)
