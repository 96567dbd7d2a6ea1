"""One reading: change, position, spread, record and colour by hand; and that page, wall and paper say the same."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from core.reading import measures
from core.reading.model import Origin, Pedigree, Point, Windows
from core.reading.reading import Reader
from core.terms import territory
from core.warehouse.store import Store

BOOK = catalogue.load()
MORTALITY = BOOK.indicator("mortalidade_infantil")  # lower is better, two series
TURNOUT = BOOK.indicator("taxa_votantes_autarquicas")  # higher is better
DENSITY = BOOK.indicator("densidade_populacional")  # no way is agreed


def known(*values: float, first: int = 2001) -> tuple[Point, ...]:
    return tuple(Point(str(first + n), v, "A", "F", "") for n, v in enumerate(values))


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, territory.load(), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("item", "values", "seen", "better"),
    [
        (TURNOUT, (53.65, 59.26), 5.6, True),  # the exact change, rounded once
        (TURNOUT, (59.26, 53.65), -5.6, False),
        (MORTALITY, (3.0, 2.5), -0.5, True),
        (MORTALITY, (2.5, 3.0), 0.5, False),
        (DENSITY, (100.0, 90.0), -10.0, None),
        (TURNOUT, (50.0, 50.04), 0.0, None),  # what is not seen in the figures is no change
    ],
)
def test_a_change_is_exact_and_is_better_only_where_a_way_is_agreed(
    item: Indicator, values: tuple[float, ...], seen: float, better: bool | None
) -> None:
    moved = measures.change(item, item.default_series.id, known(*values))
    assert moved is not None and (moved.seen, moved.better) == (seen, better)
    assert moved.by == values[-1] - values[-2] and moved.before.value == values[-2]


def test_nothing_changed_before_the_first_value_nor_where_periods_do_not_compare() -> None:
    assert measures.change(TURNOUT, "total", known(50.0)) is None
    assert measures.change(TURNOUT, "total", ()) is None
    pme = BOOK.indicator("pme_intensidade_digital_basica")
    assert measures.change(pme, "dii_v3", known(50.0, 60.0)) is None
    assert measures.record(pme, "dii_v3", known(50.0, 60.0, 70.0, 80.0)) is None


@pytest.mark.parametrize(
    ("values", "record"),
    [
        ((1.0, 2.0, 3.0, 4.0), "highest"),
        ((4.0, 3.0, 2.0, 1.0), "lowest"),
        ((1.0, 2.0, 3.0), None),  # too few to say so
        ((4.0, 2.0, 3.0, 4.0), None),  # shared
        ((1.0, 4.0, 2.0, 3.0), None),
        ((1.0, 2.0, 3.96, 4.04), None),  # the same as shown
    ],
)
def test_a_record_is_alone_and_of_a_series_long_enough(values: tuple[float, ...], record: str | None) -> None:
    assert measures.record(TURNOUT, "total", known(*values)) == record


@given(st.lists(st.one_of(st.none(), st.integers(0, 6).map(float)), min_size=1, max_size=12))
def test_positions_are_competition_ranks(values: list[float | None]) -> None:
    table = pd.Series(values, index=[str(n) for n in range(len(values))], dtype=float)
    there = [v for v in values if v is not None]
    for item, ahead in ((TURNOUT, lambda a, b: a > b), (MORTALITY, lambda a, b: a < b), (DENSITY, lambda a, b: a > b)):
        for n, value in enumerate(values):
            at = measures.position(item, table, str(n))
            if value is None or len(there) < 2:
                assert at is None
            else:
                assert at is not None and at.of == len(there)
                assert at.rank == 1 + sum(ahead(v, value) for v in there)
                assert at.tied == there.count(value) - 1


@given(st.lists(st.integers(0, 5).map(float), min_size=2, max_size=10))
def test_the_order_of_a_slice_has_every_place_once_and_ties_together(values: list[float]) -> None:
    rows = pd.DataFrame({"territory_id": [str(n) for n in range(len(values))], "name": "x", "value": values})
    placed = measures.order(TURNOUT, rows)
    if len(set(values)) < 2:
        assert placed == []
        return
    assert sorted(p for _, end in placed for p, _ in end.places) == sorted(rows["territory_id"])
    assert [end.value for _, end in placed] == sorted(set(values), reverse=True)
    assert [rank for rank, _ in placed] == [1 + sum(v > end.value for v in values) for _, end in placed]
    high, low = measures.ends(rows) or pytest.fail("there are values")
    assert (high.value, low.value) == (max(values), min(values))
    assert len(high.places) == values.count(max(values))


@pytest.mark.parametrize(
    ("state", "values", "tone"),
    [
        ("improving", (3.0, 2.5), "good"),
        ("improving", (2.5, 3.0), ""),  # a trend of many years does not colour a year that went the other way
        ("worsening", (2.5, 3.0), "bad"),
        ("worsening", (3.0, 2.5), ""),
        ("no_change", (3.0, 2.5), ""),
        ("not_assessable", (3.0, 2.5), ""),
        ("improving", (2.5,), "good"),
    ],
)
def test_a_colour_needs_a_judgement_that_the_last_change_does_not_deny(
    state: str, values: tuple[float, ...], tone: str
) -> None:
    assert measures.tone(state, measures.change(MORTALITY, "anual", known(*values))) == tone


def test_the_widest_area_is_the_country_or_else_the_mainland(reader: Reader) -> None:
    country = reader.widest(TURNOUT)
    assert country is not None and country.where.self.id == "PT" and country.now is not None
    meters = BOOK.indicator("instalacoes_com_contador_inteligente")
    mainland = reader.widest(meters)
    assert mainland is not None and mainland.where.self.id == "2024:1" == reader.nation(meters)
    assert mainland.card.territory_id == "2024:1"
    empty = next(i for i in BOOK.indicators if i.id not in reader.have)
    assert reader.widest(empty) is None and reader.summary(empty) is None


def test_a_reading_of_a_municipality_stands_among_its_level_and_its_region(reader: Reader) -> None:
    found = reader.newest(TURNOUT, "0705")
    assert found is not None and found.now is not None and found.spread is not None
    values = found.spread.rows.set_index("territory_id")["value"]
    assert found.now.value == values["0705"] and found.position is not None
    assert found.position.rank == 1 + int((values > values["0705"]).sum()) and found.position.of == 308
    region = [i for i in values.index if reader.territories.parent_at(i, "nuts3", "2024") == found.where.above]
    assert found.position_above is not None and found.position_above.of == len(region) < 30
    assert found.country is not None and found.country[0] == "PT"
    assert found.origin is not None and found.origin.embedded and found.gap is None


def test_a_moment_without_a_value_is_a_gap_with_its_owner_and_never_a_zero(reader: Reader) -> None:
    found = reader.of(TURNOUT, "PT", period="2011")
    assert found.now is None and found.change is None and found.position is None and found.spread is None
    assert found.origin is None and found.gap is not None and found.gap.owner


def test_a_report_of_a_past_day_knows_nothing_of_later_periods(store: Store) -> None:
    past = Reader(store, BOOK, territory.load(), date(2022, 1, 1), until=date(2021, 12, 31))
    found = past.widest(TURNOUT)
    assert found is not None and found.now is not None and found.now.period == "2021"
    assert all(p <= "2021" for p in past.periods(TURNOUT, "total", "municipio"))


def test_what_later_issues_fill_is_typed_and_claims_nothing(reader: Reader) -> None:
    found = reader.of(TURNOUT, "PT")
    assert found.pedigree == Pedigree() and found.pedigree.how is None
    assert found.windows == Windows() and found.windows.short is found.windows.long is None


def test_the_date_of_an_embedded_figure_is_that_of_its_compilation() -> None:
    run = {
        "source_id": "figures",
        "citation": "Fonte: INE",
        "licence": "x",
        "finished_at": "2026-11-26",
        "stale": False,
    }
    assert Origin.of(run, "2026-11-22").when == "2026-11-22"
    assert Origin.of(run | {"source_id": "ine"}, "2026-11-22").when == "2026-11-26"


def test_percentiles_say_nothing_of_few_places_or_of_zero() -> None:
    assert measures.times(pd.Series([1.0] * 19)) is None
    assert measures.times(pd.Series([0.0] * 5 + [1.0] * 20)) is None
    assert math.isclose(measures.times(pd.Series([float(v) for v in range(1, 102)])) or 0, 91 / 11)
