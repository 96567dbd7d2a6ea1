"""Each rule of plausibility on figures that once stood in the tables, wrong: it finds exactly those, and nothing in the
mended ones. Births, rates, meters and population are those of the tables; the other municipalities are made up.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest

from core.warehouse.findings import Finding
from core.warehouse.store import Store
from etl.build.plausibility.rule import REGISTRY
from tests.support.doubted import (
    BIRTHS,
    DOUBLED,
    LAND,
    LISBOA,
    NATIONAL,
    NEW,
    TOWNS,
    YEARS,
    births,
    doubts,
    rates,
    table,
)

REGION = "2013:17"  # Área Metropolitana de Lisboa, whose births stood on top of those of the municipality
BY_REGION = dict(zip(YEARS, (d - b for d, b in zip(DOUBLED, BIRTHS, strict=False)), strict=False))
# Five-year rates of Oliveira do Hospital from 1996–2000 on, with the deaths and live births they are made of.
SPANS = [f"{y}-{y + 4}" for y in range(1996, 2021)]
RATE = (*(3.4, 2.7, 2.7, 3.8, 4.2, 2.2, 4.4, 3.5, 2.4, 3.8, 5.2, 2.6, 2.7, 4.3, 5.9, 4.6, 4.9, 4.8, 3.2), *[1.5] * 6)
DEATHS = (*(4, 3, 3, 4, 4, 2, 4, 3, 2, 3, 4, 2, 2, 3, 4, 3, 3, 3, 2), *[1] * 6)
LIVE = (
    *(1174, 1112, 1091, 1055, 958, 906, 899, 866, 823, 791, 773, 773, 739),
    *(703, 676, 649, 612, 627, 625, 657, 680, 668, 659, 672, 687),
)
# Smart meters of the mainland in the two editions of their source, % in the same months.
METERS_2024 = {"2024-01": 83.67, "2024-02": 85.38, "2024-03": 86.61, "2024-04": 86.8}
METERS_2026 = {
    "2023-09": 82.78,
    "2023-10": 84.13,
    "2023-11": 85.56,
    "2023-12": 86.54,
    "2024-01": 87.82,
    "2024-02": 89.13,
    "2024-03": 90.47,
    "2024-04": 91.86,
}
RUNS = {"old": "exportação de 2024", "new": "conjunto de 2026"}


@dataclass(frozen=True)
class Fault:
    """Figures as they stood and as they are; `found`: of each finding the rule, place, first and last period."""

    then: Callable[[], pd.DataFrame]
    now: Callable[[], pd.DataFrame]
    found: set[tuple[str, str | None, str, str]]
    runs: dict[str, str] | None = None


def lisboa(*, then: bool) -> pd.DataFrame:
    """Births of all, with the region's on top of those of Lisboa."""
    wrong = {(LISBOA, y): float(v) for y, v in zip(YEARS, DOUBLED, strict=False)}
    return table("nados_vivos", births() | (wrong if then else {}))


def unborn(*, then: bool) -> pd.DataFrame:
    """Births with zeros for municipalities that were yet to be."""
    return table("nados_vivos", births() | ({(t, y): 0.0 for t in NEW for y in YEARS[:3]} if then else {}))


def region(*, then: bool) -> pd.DataFrame:
    """Births of Lisboa beside those of its region, where the one was filed as the other; some of its neighbours."""
    made = {(REGION, y): float(v) for y, v in BY_REGION.items()}
    own = zip(BY_REGION, BIRTHS, strict=False)
    made |= {(LISBOA, y): float(BY_REGION[y] if then else b) for y, b in own}
    return table(
        "nados_vivos",
        made | {(t, y): 700.0 + 13 * n + k for k, t in enumerate(("1105", "1107")) for n, y in enumerate(BY_REGION)},
    )


def rare(*, then: bool) -> pd.DataFrame:
    """Five-year rates of a place with a death in many years, without what they are made of, and with it."""
    made = table("mortalidade_infantil", {("0611", p): v for p, v in zip(SPANS, RATE, strict=True)}, "quinquenal")
    return made if then else made.assign(numerator=DEATHS, denominator=LIVE)


def meters(*, then: bool) -> pd.DataFrame:
    """The share of smart meters in one line of two editions."""
    figures = METERS_2026 | (METERS_2024 if then else {})
    made = table(
        "instalacoes_com_contador_inteligente", {("2024:1", p): v for p, v in figures.items()}, "continente_2026"
    )
    return made.assign(run_id=["old" if then and p in METERS_2024 else "new" for p in figures])


FAULTS = {
    "births": Fault(
        lambda: lisboa(then=True),
        lambda: lisboa(then=False),
        {("partes_e_todo", "PT", "1995", "2013"), ("salto", LISBOA, "2014", "2014")},
    ),
    "zeros": Fault(
        lambda: unborn(then=True),
        lambda: unborn(then=False),
        # What comes after the zeros is a jump, too.
        {f for t in NEW for f in (("antes_de_existir", t, "1995", "1997"), ("salto", t, "1998", "1998"))},
    ),
    "national rate": Fault(lambda: rates(shown=True), rates, {("quociente", "PT", min(NATIONAL), max(NATIONAL))}),
    "region": Fault(
        lambda: region(then=True), lambda: region(then=False), {("igual_a_regiao", LISBOA, "1995", "2013")}
    ),
    "same rate": Fault(
        lambda: rare(then=True), lambda: rare(then=False), {("repetido", "0611", "2016-2020", "2020-2024")}
    ),
    "meters": Fault(
        lambda: meters(then=True),
        lambda: meters(then=False),
        {("edicao_sem_quebra", None, "2024-01", "2024-01")},
        RUNS,
    ),
}


def told(found: list[Finding]) -> set[tuple[str, str | None, str, str]]:
    return {(f.rule, f.territory_id, f.periods[0], f.periods[-1]) for f in found}


@pytest.mark.parametrize("name", FAULTS)
def test_a_rule_finds_exactly_the_fault_that_stood_there(name: str) -> None:
    fault = FAULTS[name]
    assert told(doubts(fault.then(), runs=fault.runs)) == fault.found
    assert doubts(fault.now(), runs=fault.runs) == []


def test_every_rule_was_tried_on_a_fault_that_was() -> None:
    assert {rule for f in FAULTS.values() for rule, *_ in f.found} == set(REGISTRY.all)


@pytest.mark.parametrize("indicator", ["populacao_residente", "densidade_populacional"])
def test_the_population_that_was_revised_shows_where_no_break_says_it(store: Store, indicator: str) -> None:
    """The figures that ship, of two editions, joined in one line as they once were; and as they are."""
    now = store.frame("SELECT * FROM observation WHERE indicator_id = $i", {"i": indicator})
    then = now.assign(status=now["status"].replace("B", "A"))
    rule = "edicao_sem_quebra"
    assert told([f for f in doubts(then) if f.rule == rule]) == {(rule, None, "2021", "2021")}
    assert [f for f in doubts(now) if f.rule == rule] == []


def test_the_region_of_the_old_births_is_the_one_that_they_were_filed_with(store: Store) -> None:
    """What stood on top of Lisboa's births, year by year, are those of its metropolitan area."""
    inside = sorted(LAND.members(REGION))
    sums = store.frame(
        "SELECT period, sum(value) AS births FROM observation WHERE indicator_id = 'nados_vivos'"
        " AND territory_id IN (SELECT unnest($t)) GROUP BY period",
        {"t": inside},
    ).set_index("period")["births"]
    assert len(TOWNS) == 308 and {y: sums[y] for y in BY_REGION} == BY_REGION
