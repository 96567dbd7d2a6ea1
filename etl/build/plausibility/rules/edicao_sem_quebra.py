"""Another edition of a source within a series, and no break declared."""

from collections.abc import Iterator

import numpy as np

from core.base.typed import Text
from etl.build.plausibility.change import changes, shifted
from etl.build.plausibility.rule import Doubt, PlausibilityRule
from etl.build.plausibility.sheet import Sheet


def find(sheet: Sheet) -> Iterator[Doubt]:
    """Periods whose figures come of another edition than those before, by what the runs say or by what they show."""
    changed = np.zeros(len(sheet.periods), dtype=bool)
    last: frozenset[str] = frozenset()
    for n, said in enumerate(sheet.editions):
        changed[n] = bool(said and last and said != last)
        last = said or last
    found = changes(sheet)
    at = (changed | shifted(found.far)) & ~sheet.broken
    nothing = np.full(sheet.value.shape, np.nan)
    yield Doubt(np.broadcast_to(at, sheet.value.shape), nothing, nothing, everywhere=True)


RULE = PlausibilityRule(
    id="edicao_sem_quebra",
    name=Text(pt="Edição sem quebra", en="Edition without a break"),
    looks=Text(
        pt="um período em que muda a edição da fonte, ou em que os territórios se afastam todos, cada um a seu modo, "
        "das suas variações habituais, sem quebra declarada",
        en="a period in which the source's edition changes, or all territories part from their usual changes, each in "
        "its own way, and no break is declared",
    ),
    said=Text(
        pt="A série muda de edição em {period}, ou como se mudasse, e não tem quebra declarada.",
        en="The series changes edition in {period}, or looks as if it did, and no break is declared.",
    ),
    find=find,
)
