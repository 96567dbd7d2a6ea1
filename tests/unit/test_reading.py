"""One reading: change, position, spread, record and colour by hand; and that page, wall and paper say the same."""

import json
import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.errors import AuditRefused
from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from core.judgement.windows import usable
from core.reading import measures
from core.reading.model import Origin, Pedigree, Point
from core.reading.reading import Reader
from core.terms import territory
from core.terms.naming import Name
from core.terms.period import UNKNOWN
from core.warehouse.store import Store
from show import pedigree
from show.findings import concentration
from show.sentences import said_instead
from tests.support.pages import nodes, text_of

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
    mothers = BOOK.indicator("mortalidade_materna")  # two blocks, a hole of 13 years between them, few cases
    assert measures.change(mothers, "ine_via_wdi", known(50.0, 60.0)) is None
    assert measures.record(mothers, "ine_via_wdi", known(50.0, 60.0, 70.0, 80.0)) is None


def test_no_change_and_no_record_reaches_across_a_break() -> None:
    grown = known(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)  # 2001 to 2007
    assert measures.record(TURNOUT, "total", grown) == "highest"
    assert measures.record(TURNOUT, "total", grown, breaks=["2005"]) is None  # three points since: too few to say
    assert measures.record(TURNOUT, "total", grown, breaks=["2004"]) == "highest"
    assert measures.since_break(grown, -1, ["2004", "2002"]) == 3 and measures.since_break(grown, 2, ["2004"]) == 0
    at_break, after = (measures.change(TURNOUT, "total", grown, n, ["2004"]) for n in (3, 4))
    assert at_break is None and after is not None and after.before.period == "2004"
    # A place without figure for the very period of the break is broken there all the same.
    gapped = tuple(p for p in grown if p.period != "2004")
    assert measures.change(TURNOUT, "total", gapped, 3, ["2004"]) is None
    marked = tuple(replace(p, status="B") if p.period == "2006" else p for p in grown)
    assert measures.change(TURNOUT, "total", marked, 5) is None and measures.since_break(marked, -1) == 5


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
    placed = measures.order(TURNOUT, "total", rows)
    if len(set(values)) < 2:
        assert placed == []
        return
    assert sorted(p for _, end in placed for p, _ in end.places) == sorted(rows["territory_id"])
    assert [end.value for _, end in placed] == sorted(set(values), reverse=True)
    assert [rank for rank, _ in placed] == [1 + sum(v > end.value for v in values) for _, end in placed]
    high, low = measures.ends(TURNOUT, "total", rows) or pytest.fail("there are values")
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


def test_a_value_says_how_it_came_and_how_it_is_judged(reader: Reader) -> None:
    found = reader.of(TURNOUT, "PT")
    made = found.pedigree
    assert (made.how, made.parts is not None, made.document) == ("derived", True, None) and made.citation and made.chain
    assert found.judged is found.card and found.card.state == "no_change"
    assert found.card.short.reason == "rare" and found.card.speaks


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


def test_what_stands_beside_an_indicator_is_never_its_value(reader: Reader) -> None:
    item = BOOK.indicator("escolaridade_superior_25_64")
    found = {(b.item.id, b.series): b for b in reader.beside(item)}
    other = found["escolaridade_superior_censos_outras_idades", "idade_25_34"]
    assert other.point is not None and (other.place, other.period, other.point.value) == ("PT", "2021", 37.7525)
    assert other.pedigree.how == "derived" and other.pedigree.is_not is not None
    assert not {n.id for n in BOOK.context} & {i.id for i in BOOK.indicators}
    country = reader.widest(item)
    assert country is not None and country.now is not None and country.now.value != other.point.value
    assert reader.beside(TURNOUT) == ()


def test_coverage_is_of_one_series_level_and_period(reader: Reader) -> None:
    posts, meters = BOOK.indicator("postos_carregamento_ve"), BOOK.indicator("instalacoes_com_contador_inteligente")
    # all 308 had a value once, 278 in the newest period: what is said is always of one
    assert reader.covered(posts, "total", "municipio") == (278, 308, "municipio", "2026-01-31")
    periods = reader.periods(posts, "total", "municipio")
    each = [reader.covered(posts, "total", "municipio", period=p) for p in periods]
    assert [c.period for c in each if c] == list(periods) and max(c.n for c in each if c) == 308
    for item in (posts, meters, TURNOUT):
        for x in reader.have[item.id]:
            version = x.version or "2024"
            for period in x.periods if x.level in ("municipio", "nuts3", "nuts2") else ():
                spread = reader.spread(item, x.series, x.level, version, period)
                assert spread is not None
                found = reader.covered(item, x.series, x.level, version, period)
                assert found == (len(spread.values), spread.of, x.level, period)
    assert reader.covered(posts, "total", "municipio", period="1900") == (0, 308, "municipio", "1900")
    assert reader.covered(TURNOUT, "total", "pais") is None and reader.covered(posts, "nada", "municipio") is None


@pytest.mark.parametrize("period", ["", "há pouco", "2024-13"])
def test_a_figure_without_a_period_is_refused_where_points_are_made(period: str) -> None:
    with pytest.raises(AuditRefused, match="sem período"):
        Point(period, 1.0, "A", "F", "")
    rows = pd.DataFrame({"period": [period], "value": 1.0, "status": "A", "conf": "F", "note": None})
    with pytest.raises(AuditRefused, match="por-confirmar"):
        measures.points(rows)


def test_what_nobody_dates_has_no_change_record_trend_nor_finding() -> None:
    undated = Point(UNKNOWN, 10.0, "A", "F", "")
    line = (undated, *known(20.0, 30.0, 40.0, 50.0))
    assert measures.change(TURNOUT, "total", line, 1) is None and measures.change(TURNOUT, "total", line, 2) is not None
    assert measures.record(TURNOUT, "total", line) is None
    assert measures.record(TURNOUT, "total", line[1:]) == "highest"
    assert usable([(p.period, p.value) for p in line])[0] == [(p.period, p.value) for p in line[1:]]
    values = pd.Series({f"{n:04}": float(n) for n in range(60)})
    region = {i: Name("Norte" if n < 50 else "Sul", "o") for n, i in enumerate(values.index)}
    assert concentration(values, region, "2024", "pt") and not concentration(values, region, UNKNOWN, "pt")


def test_the_country_is_read_by_the_default_series_where_the_shown_one_has_no_value_of_it(reader: Reader) -> None:
    item = BOOK.indicator("deslocacoes_pendulares_sustentaveis")
    found = reader.instead(item, "total")
    assert found is not None and found.now is not None
    assert (found.series, found.where.self.id, found.now.period) == ("completa", "PT", "2021")
    assert said_instead(found, "pt").startswith(
        f"Pela série «{item.get_series('completa').name.pt}»: em 2021, Portugal: 32,50\u00a0%"
    )
    assert reader.instead(item, "completa") is None  # what it says itself nobody says for it


def test_the_card_of_a_place_says_how_each_period_of_the_bar_came_texts_once(reader: Reader) -> None:
    own = reader.of(DENSITY, "0705", period="2021")
    cards = pedigree.followed(own.pedigrees, "2021", "pt")
    (card,) = [c for c in cards if "class" not in c[1]]  # type: ignore[index]
    periods = json.loads(card[1]["data-periods"])  # type: ignore[index]
    assert "2021" in periods and sum(len(json.loads(c[1]["data-periods"])) for c in cards) == len(own.known)  # type: ignore[index]
    assert text_of(card).startswith("derivado") and text_of(card).count(" a dividir por ") == 1
    ((parts, now),) = {n[1]["data-parts"]: text_of(n) for n in nodes(card) if "data-parts" in n[1]}.items()
    each = json.loads(parts)
    assert list(each) == periods and each["2021"] == now and len(set(each.values())) > 1
    assert len(json.dumps(cards)) < 8_000
    (plain,) = pedigree.followed(reader.of(TURNOUT, "0705").pedigrees, "2021", "pt")  # five that came one way: once
    assert json.loads(plain[1]["data-periods"]) == ["2009", "2013", "2017", "2021", "2025"]  # type: ignore[index]
    assert text_of(plain).startswith("cópia")
    two = {"2020": Pedigree("copy", "a"), "2021": Pedigree("document", "b", document=("Relatório", ""))}
    first, last = pedigree.followed(two, "2021", "en")
    assert (first[1].get("class"), last[1].get("class")) == ("is-empty", None)  # type: ignore[index]
    assert pedigree.followed({}, "2021", "pt") == []


def test_an_indicator_at_a_glance_has_the_age_of_the_figure_that_it_says(reader: Reader) -> None:
    made = reader.summary(BOOK.indicator("instalacoes_com_contador_inteligente"))
    assert made is not None and made.country is not None and made.country.now is not None
    # the mainland of August 2026 beside municípios of April 2024: what is said is the first
    assert (made.said, made.period) == ("2026-08", "2024-04")
    assert made.origin == made.country.origin
