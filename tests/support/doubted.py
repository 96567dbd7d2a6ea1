"""Tables of figures to doubt, as the table `observation` has them: sound ones, and the faults that once stood there."""

import numpy as np
import pandas as pd

from core.catalogue import catalogue as catalogues
from core.terms import territory
from core.warehouse.findings import Finding
from etl.build.plausibility import answers
from etl.build.plausibility.find import find

LAND = territory.load()
TOWNS = [t.id for t in LAND.municipalities]
YEARS = [str(y) for y in range(1995, 2026)]
LISBOA, NEW = "1106", ("0314", "1116", "1318")  # Vizela, Odivelas and Trofa are of 1998
# Births of the municipality of Lisboa, and what stood there: those of its region on top, until 2013.
BIRTHS = (
    *(5350, 5568, 5507, 5659, 5753, 5936, 5604, 5785, 5880, 5668, 5913, 5628, 5697, 6041, 6220, 6236, 5733, 5409, 5335),
    *(5454, 5778, 6022, 5935, 5900, 5926, 5705, 5398, 5493, 5646, 5767, 5566),
)
DOUBLED = (
    *(32347, 33543, 34373, 35588, 36938, 39096, 37208, 38062, 38263, 37282, 38455, 37345, 37387, 38811, 37811, 38952),
    *(36860, 34722, 32517),
)
# Infant deaths, live births, the national rate as it is and as it was shown while the births were wrong.
NATIONAL = {
    "2002": (574, 114383, 5.0, 5.5),
    "2005": (384, 109399, 3.5, 3.8),
    "2007": (353, 102492, 3.4, 3.9),
    "2012": (303, 89841, 3.4, 3.1),
    "2013": (243, 82787, 2.9, 3.3),
}
Values = dict[tuple[str, str], float]


def table(item: str, values: Values, series: str = "total", **columns: object) -> pd.DataFrame:
    """Rows of the table `observation`; NaN is a gap. `columns`: the same for all rows, or a list."""
    made = pd.DataFrame([(t, p, v) for (t, p), v in values.items()], columns=["territory_id", "period", "value"])
    given = {"numerator": np.nan, "denominator": np.nan, "origin": "copy", "status": "A", "run_id": "r"} | columns
    return made.assign(indicator_id=item, series=series, **given)


def doubts(
    *tables: pd.DataFrame, runs: dict[str, str] | None = None, known: answers.Answers | None = None
) -> list[Finding]:
    """What the rules find in tables; `runs`: the edition of each run."""
    said = pd.DataFrame(list((runs or {"r": ""}).items()), columns=["run_id", "edition"])
    return find(pd.concat(tables, ignore_index=True), said, catalogues.load(), LAND, known or answers.Answers())


def of(found: list[Finding]) -> set[tuple[str, str | None]]:
    """Rule and territory of each finding."""
    return {(f.rule, f.territory_id) for f in found}


def births(seed: int = 1) -> Values:
    """Live births of all municipalities as sound figures would be, Lisboa's real ones, and the sum for the country."""
    dice = np.random.default_rng(seed)
    size = {t: dice.uniform(30, 3000) for t in TOWNS}
    made: Values = {}
    for n, year in enumerate(YEARS):
        for town in TOWNS:
            unborn = town in NEW and year < "1998"
            made[town, year] = np.nan if unborn else float(dice.poisson(size[town] * 0.99**n))
        made[LISBOA, year] = float(BIRTHS[n])
    return whole(made)


def whole(made: Values) -> Values:
    """With the country as the sum of its municipalities."""
    years = dict.fromkeys(p for _, p in made)
    return made | {("PT", y): float(np.nansum([made[t, y] for t in TOWNS])) for y in years}


def rates(*, shown: bool = False) -> pd.DataFrame:
    """The national rate of infant mortality with its parts, as it is or as it was shown."""
    made = table("mortalidade_infantil", {("PT", y): n[3 if shown else 2] for y, n in NATIONAL.items()}, "anual")
    return made.assign(numerator=[n[0] for n in NATIONAL.values()], denominator=[n[1] for n in NATIONAL.values()])
