"""No judgement and no rank from noise: what a reading says of few cases, of ties, and beside the country."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from core.reading import chance, measures
from core.reading.reading import Reader, Reading
from core.terms import territory
from core.warehouse.store import Store

BOOK = catalogue.load()
INFANTS = BOOK.indicator("mortalidade_infantil")
AGED = BOOK.indicator("mortalidade_padronizada")
TURNOUT = BOOK.indicator("taxa_votantes_autarquicas")
SHOPS = BOOK.indicator("pme_vendas_online")
DENSITY = BOOK.indicator("densidade_populacional")
PERIOD = "2019-2023"
ALCOUTIM, LISBON = "0802", "1106"


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, territory.load(), date(2026, 11, 27))


def births(reader: Reader, place: str) -> Reading:
    return reader.of(INFANTS, place, "quinquenal", PERIOD)


def rows(*values: tuple[float | None, float | None, float | None]) -> pd.DataFrame:
    """A slice: value, numerator, denominator of each place, called a, b, c, …"""
    table = pd.DataFrame(values, columns=["value", "numerator", "denominator"], dtype=float)
    names = [chr(97 + n) for n in range(len(table))]
    return table.assign(territory_id=names, name=names)


def test_who_has_too_few_births_has_no_rank_and_is_not_counted_among_the_others() -> None:
    view = rows((0.0, 0, 41), (2.0, 1, 500), (4.0, 8, 2000), (9.0, 4, 444))
    placed = chance.placed(INFANTS, "quinquenal", view)
    assert chance.marks(INFANTS, "quinquenal", view) == ["floor", "few", "few", "floor"]
    assert measures.position(INFANTS, placed, "a") is None and measures.position(INFANTS, placed, "d") is None
    first, last = (measures.position(INFANTS, placed, place) for place in "bc")
    assert first is not None and last is not None
    assert (first.rank, first.of, last.rank, last.of) == (1, 2, 2, 2)
    assert [(r, e.places) for r, e in measures.order(INFANTS, "quinquenal", view)] == [
        (1, (("b", "b"),)),
        (2, (("c", "c"),)),
    ]
    high, low = measures.ends(INFANTS, "quinquenal", view) or pytest.fail("two may be ranked")
    assert (high.value, low.value) == (4.0, 2.0)


def test_a_rate_without_its_cases_is_neither_ranked_nor_an_end() -> None:
    view = rows((2.0, None, None), (3.0, None, 900), (4.0, 9, None))
    assert chance.marks(INFANTS, "quinquenal", view) == ["unknown"] * 3
    assert chance.placed(INFANTS, "quinquenal", view).isna().all()
    assert measures.ends(INFANTS, "quinquenal", view) is None
    assert chance.marks(SHOPS, "total", view) == ["unknown"] * 3  # a survey that does not say how many answered


def test_a_complete_count_needs_no_cases_and_a_gap_has_no_mark() -> None:
    view = rows((59.26, None, None), (None, None, None))
    assert chance.marks(TURNOUT, "total", view) == ["", ""]
    assert chance.marks(INFANTS, "quinquenal", rows((None, None, None))) == [""]
    assert chance.placed(TURNOUT, "total", view).to_list()[:1] == [59.3]


def test_what_reads_the_same_is_a_tie() -> None:
    """59,31 and 59,26 are both read 59,3: two first places, and the next is the third."""
    view = rows((59.31, None, None), (59.26, None, None), (40.0, None, None))
    placed = chance.placed(TURNOUT, "total", view)
    found = [measures.position(TURNOUT, placed, place) for place in "abc"]
    assert [(p.rank, p.of, p.tied) for p in found if p] == [(1, 3, 1), (1, 3, 1), (3, 3, 0)]
    assert [(r, len(e.places)) for r, e in measures.order(TURNOUT, "total", view)] == [(1, 2), (3, 1)]


def test_a_small_place_is_its_counts_and_stands_nowhere(reader: Reader) -> None:
    found = births(reader, ALCOUTIM)
    assert found.cases is not None and found.now is not None
    assert found.cases.mark == "floor" and found.cases.base is not None and found.cases.base < 500
    assert found.position is None and found.position_above is None
    assert (found.compared.state, found.compared.why) == (None, "floor")
    assert found.cases.interval is not None and found.cases.interval.method == "poisson"


def test_every_rank_of_the_level_is_of_500_births_or_more(reader: Reader) -> None:
    spread = births(reader, LISBON).spread
    assert spread is not None
    view = spread.rows.set_index("territory_id")
    enough = view.index[(view["denominator"] >= 500) & view["value"].notna()]
    found = births(reader, LISBON).position
    assert found is not None and found.of == len(enough) and 100 < found.of < 200
    no_death = births(reader, str(view.loc[enough, "numerator"].idxmin())).position
    assert no_death is not None
    assert (no_death.rank, no_death.tied) == (1, int((view.loc[enough, "value"] == 0).sum()) - 1)


def test_beside_the_country_what_chance_explains_is_similar(reader: Reader) -> None:
    """The published rule, place by place: better or worse where the interval leaves the country's value out."""
    seen: dict[str, int] = {}
    for place in reader.territories.municipalities:
        found = births(reader, place.id)
        own, beside = found.cases, found.compared
        assert own is not None and found.now is not None
        if own.mark == "floor":
            assert beside.state is None
            continue
        assert own.interval is not None and beside.point is not None and beside.place == "PT"
        low, high, country = own.interval.low, own.interval.high, beside.point.value
        if round(low, 1) <= country <= round(high, 1):
            assert beside.state == "similar"
        else:
            assert beside.state == ("better" if found.now.value < country else "worse")
        seen[str(beside.state)] = seen.get(str(beside.state), 0) + 1
    assert seen["similar"] > 100 and sum(seen.values()) < 200  # and few are anything else


def test_a_complete_count_is_compared_as_it_is_shown(reader: Reader) -> None:
    found = reader.of(TURNOUT, LISBON, "total", "2025")
    assert found.now is not None and found.cases is not None and found.compared.point is not None
    assert found.cases.interval is None and found.cases.mark == ""
    way = "better" if round(found.now.value, 1) > round(found.compared.point.value, 1) else "worse"
    assert found.compared.state == way


@pytest.mark.parametrize(
    ("item", "place", "series", "why"),
    [
        (INFANTS, "PT", "anual", "itself"),
        (AGED, ALCOUTIM, "trienio_todas", "no_reference"),  # of municípios only
        (BOOK.indicator("postos_carregamento_ve"), LISBON, "total", "total"),
        (INFANTS, "2013:11", "quinquenal", "unknown"),
        (TURNOUT, LISBON, "total", "no_value"),
    ],
)
def test_what_is_not_compared_says_why(reader: Reader, item: Indicator, place: str, series: str, why: str) -> None:
    period = {"unknown": "1996-2000", "no_value": "1999"}.get(why)
    if why == "unknown":
        held = reader.of(item, place, series, period).rows
        assert held.loc[held["period"] == period, "numerator"].isna().all()
    if why == "total":
        period = reader.periods(item, series, "pais")[-1]
    found = reader.of(item, place, series, period).compared
    assert (found.state, found.why) == (None, why)


def test_where_no_way_is_agreed_it_is_above_or_below_and_never_better(reader: Reader) -> None:
    assert reader.of(DENSITY, LISBON).compared.state == "above"
    assert reader.of(DENSITY, ALCOUTIM).compared.state == "below"


def test_a_standardised_rate_is_similar_within_its_approximate_interval(reader: Reader) -> None:
    states = set()
    for region in reader.territories.at_level("nuts3", "2024"):
        found = reader.of(AGED, region.id, "derivada_todas", "2023")
        own = found.cases
        assert own is not None and own.n is not None and own.interval is not None and found.now is not None
        half = 1.96 * found.now.value / np.sqrt(own.n)
        assert (own.interval.low, own.interval.high) == pytest.approx((found.now.value - half, found.now.value + half))
        states.add(found.compared.state)
    assert states == {"better", "similar", "worse"}
    rare = reader.of(AGED, "2024:15", "derivada_gravidez_parto", "2023")
    assert rare.cases is not None and rare.cases.mark == "floor" and rare.cases.interval is None
    assert rare.position is None


def test_a_build_from_before_the_cases_were_kept_ranks_no_rate_of_few(store: Store, tmp_path: Path) -> None:
    """Its rates have no number of cases: not ranked, not compared, and no error."""
    old = tmp_path / "20200101T000000000000Z-000000000000.duckdb"
    shutil.copyfile(store.path, old)
    with duckdb.connect(str(old)) as connection:
        for name in ("numerator", "denominator"):
            connection.execute(f"ALTER TABLE observation RENAME COLUMN {name} TO {name}_kept")
    opened = Store(old)
    found = births(Reader(opened, BOOK, territory.load(), date(2026, 11, 27)), LISBON)
    assert found.cases is not None and (found.cases.n, found.cases.base) == (None, None)
    assert found.now is not None and found.cases.mark == "unknown" and found.position is None
    assert reader_says(opened) == "better"
    opened.close()


def reader_says(opened: Store) -> str | None:
    """What a complete count is, which needs no cases."""
    at = Reader(opened, BOOK, territory.load(), date(2026, 11, 27)).of(TURNOUT, ALCOUTIM, "total", "2025")
    return at.compared.state
