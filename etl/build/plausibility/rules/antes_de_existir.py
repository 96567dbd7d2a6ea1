"""A value, be it zero, from before a territory existed."""

from collections.abc import Iterator

import numpy as np

from core.base.typed import Text
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Values of periods that ended before the year in which the territory table has the territory begin."""
    if sheet.derived:
        return  # as early as its parts, which are looked at by themselves
    early = sheet.years[None, :] < sheet.lands.since[:, None]
    at = early & np.isfinite(sheet.value)
    yield Doubt(at, sheet.value, np.full(sheet.value.shape, np.nan))


RULE = PlausibilityRule(
    id="antes_de_existir",
    name=Text(pt="Antes de existir", en="Before it existed"),
    looks=Text(
        pt="um valor, também zero, de um período anterior à criação do território",
        en="a value, zero included, of a period before the territory was created",
    ),
    said=Text(
        pt="Em {period}, o valor é {found}, e o território ainda não existia: devia estar vazio.",
        en="In {period}, the value is {found}, and the territory did not exist yet: there should be none.",
    ),
    find=find,
)
