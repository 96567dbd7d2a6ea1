"""What stands around a place: groups, middles, index and the one comparison, counted again from the values."""

from datetime import date

import pandas as pd
import pytest

from core.catalogue import catalogue
from core.judgement.peers import voters_class
from core.reading import around, middles
from core.reading.model import Point
from core.reading.reading import Reader
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store

LAND = territory.load()
BOOK = catalogue.load()
TURNOUT, DENSITY = BOOK.indicator("taxa_votantes_autarquicas"), BOOK.indicator("densidade_populacional")
STATIONS, INFANTS = BOOK.indicator("postos_carregamento_ve"), BOOK.indicator("mortalidade_infantil")


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, LAND, date(2026, 11, 27))


def point(value: float, period: str = "2025") -> Point:
    return Point(period, value, "A", "F", "")


def standing(reader: Reader, item_id: str, place: str) -> around.Surrounded:
    found = reader.newest(BOOK.indicator(item_id), place)
    assert found is not None
    return around.surroundings(reader, found.where, [found])[0]


def test_a_place_stands_among_its_own_kind(reader: Reader) -> None:
    town = middles.around(LAND, reader.where("0802"))
    assert {c: len(ids) for c, (_, ids) in town.items()} == {
        "region": 16,
        "peers": sum(c == "ate_10000" for c in voters_class().values()),
        "country": 308,
    }
    assert all("0802" in ids for _, ids in town.values())
    region = middles.around(LAND, reader.where("2024:1C4"))
    assert {c: len(ids) for c, (_, ids) in region.items()} == {"region": 4, "country": 26}
    # The Algarve is its own region above: one place is no group. The country and NUTS I have no like.
    assert set(middles.around(LAND, reader.where("2024:150"))) == {"country"}
    assert not middles.around(LAND, reader.where("PT"))
    assert not middles.around(LAND, reader.where("2024:1"))


@pytest.mark.parametrize("place", ["0802", "1106", "4901", "2024:1C4", "2024:1C"])
def test_each_middle_is_the_median_of_the_values_themselves(reader: Reader, place: str) -> None:
    where, checked = reader.where(place), 0
    groups = middles.around(LAND, where)
    found = [r for i in BOOK.indicators if (r := reader.newest(i, place))]
    for s in around.surroundings(reader, where, found):
        rows = queries.slice_at(
            reader.store, s.item.id, s.read.series, where.self.level, where.version, s.now.period
        ).set_index("territory_id")["value"]
        for circle, (_, ids) in groups.items():
            known = rows.reindex(ids).dropna()
            enough = len(known) >= max(middles.LEAST, len(ids) / 2)
            assert s.middle(circle) == (pytest.approx(known.median()) if enough else None), (s.item.id, circle)
            checked += enough
    assert checked > 6


def test_a_report_of_a_past_day_has_no_later_middles(store: Store) -> None:
    past = Reader(store, BOOK, LAND, date(2022, 1, 1), until=date(2022, 1, 1))
    rows = past.middles("municipio")[(TURNOUT.id, "total", "country")]
    assert list(rows["period"])[-1] == "2021"


def test_a_place_is_compared_as_everywhere_else_and_small_ones_have_their_cases(reader: Reader) -> None:
    small = standing(reader, INFANTS.id, "0802")
    assert small.word is None and small.few and small.cases.base is not None and small.cases.base < 500
    assert small.one_more == pytest.approx(1000 / small.cases.base)
    big = standing(reader, INFANTS.id, "1106")
    assert big.word == big.read.compared.state and big.word in ("better", "similar", "worse") and not big.few
    assert standing(reader, DENSITY.id, "0802").word is None, "no way is better"
    assert standing(reader, STATIONS.id, "0802").read.compared.why == "total"
    assert standing(reader, "mortalidade_padronizada", "0802").cases.n is not None


def test_a_total_has_its_rate_beside_it(reader: Reader) -> None:
    found = standing(reader, STATIONS.id, "0802")
    people = queries.series_of(reader.store, around.PEOPLE, "total", ["0802"]).set_index("period")["value"]
    assert found.per_thousand == (pytest.approx(1000 * found.now.value / people["2025"]), "2025")
    assert standing(reader, TURNOUT.id, "0802").per_thousand is None


def test_an_index_starts_anew_at_each_break_and_is_made_where_levels_are_far_apart(reader: Reader) -> None:
    found = standing(reader, DENSITY.id, "0802")
    assert found.indexed is not None
    lines, starts = found.indexed
    assert starts == ("1991", "2011", "2021")
    for rows in lines.values():
        values = rows.set_index("period")["value"]
        assert all(values[p] == pytest.approx(100) for p in starts)
    own = found.read.rows.set_index("period")["value"]
    assert lines["own"].set_index("period")["value"]["2010"] == pytest.approx(100 * own["2010"] / own["1991"])
    assert standing(reader, TURNOUT.id, "0802").indexed is None, "levels on one scale stay as they are"
    assert standing(reader, STATIONS.id, "1106").indexed is None, "a total is no level"


def test_a_stretch_in_which_no_period_is_shared_has_no_index() -> None:
    a = pd.DataFrame({"period": ["2000", "2001", "2010", "2011"], "value": [2.0, 4.0, 5.0, 10.0]})
    b = pd.DataFrame({"period": ["2001", "2012"], "value": [10.0, 30.0]})
    lines, starts = around.indexed({"own": a, "country": b}, ["2010"])
    assert starts == ("2001",)
    assert lines["own"]["value"].tolist() == [50.0, 100.0] and lines["country"]["value"].tolist() == [100.0]


def test_how_far_from_the_middle_rank(reader: Reader) -> None:
    assert standing(reader, TURNOUT.id, "4901").extreme == 1.0  # Corvo votes most
    assert 0 <= standing(reader, TURNOUT.id, "0705").extreme <= 1
