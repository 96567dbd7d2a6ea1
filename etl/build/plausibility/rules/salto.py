"""A value far from what the series' own changes would bring."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from core.base.typed import Text
from etl.build.plausibility.change import changes, shifted
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet

FAR: Final = 10.0  # spreads: at 6 the tails of honest series are found, at 10 what happened once


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Cells that lie further than FAR; not where the whole series shifts, which is a doubt of its own."""
    if sheet.derived:
        return
    found = changes(sheet)
    at = np.abs(np.nan_to_num(found.far)) > FAR
    at[:, shifted(found.far)] = False
    yield Doubt(at, sheet.value, found.expected)


RULE = PlausibilityRule(
    id="salto",
    name=Text(pt="Salto", en="Jump"),
    looks=Text(
        pt="uma variação a mais de dez dispersões da variação habitual da própria série (desvio absoluto mediano), "
        "sem passar por quebras",
        en="a change more than ten spreads away from the series' own usual change (median absolute deviation), never "
        "across breaks",
    ),
    said=Text(
        pt="Em {period}, o valor é {found}; a variação habitual da série daria {expected}.",
        en="In {period}, the value is {found}; the series' usual change would have brought {expected}.",
    ),
    find=find,
)
