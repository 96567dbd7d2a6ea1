"""From municípios to regions, by hand: sums, ratios of sums, weighted means, and what is missing."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.load.aggregate import aggregate
from tests.support.land import NAN, country, item, values

LAND = country()
SUM = {"rule": "sum"}
MEAN = {"rule": "weighted_mean", "denominator": "people"}
RATIO = {"rule": "ratio", "numerator": "votes", "denominator": "people", "scale": 100}
PEOPLE, VOTES = values(A=100, B=300, C=600, D=1000), values(A=50, B=90, C=300, D=100)
RATES = values(A=50, B=30, C=50, D=10)
SUPPORT = {"people": PEOPLE, "votes": VOTES}


def regions(
    rows: pd.DataFrame, rule: dict[str, Any], support: dict[str, pd.DataFrame] | None = None, **changes: Any
) -> dict[str, Any]:
    """Aggregated rows by region."""
    made = aggregate(rows, item(rule, **changes), SUPPORT if support is None else support, LAND)
    assert made.empty or set(made["origin"]) == {"aggregated"}
    return {r.territory_id: r for r in made.itertuples()}


@pytest.mark.parametrize(
    ("rule", "rows", "expected"),
    [
        (SUM, VOTES, {"PT": 540, "2013:X": 140, "2013:Y": 400, "2024:X": 50, "2024:Y": 490}),
        (RATIO, RATES, {"PT": 27, "2013:X": 35, "2013:Y": 25, "2024:X": 50, "2024:1": 50}),
        (MEAN, RATES, {"PT": 27, "2013:X": 35, "2013:Y": 25, "2024:X": 50, "2024:2": 490 / 19}),
        ({"rule": "ratio", "numerator": "people", "denominator": "area_km2"}, PEOPLE, {"PT": 200, "2013:X": 400 / 3}),
    ],
    ids=["sum", "ratio", "weighted mean", "per km²"],
)
def test_each_rule_by_hand_in_both_nuts_versions(
    rule: dict[str, Any], rows: pd.DataFrame, expected: dict[str, float]
) -> None:
    got = regions(rows, rule)
    assert {place: got[place].value for place in expected} == pytest.approx(expected)
    assert {r.status for r in got.values()} == {"A"}


@pytest.mark.parametrize("rule", [RATIO, MEAN], ids=["ratio", "weighted mean"])
def test_a_rate_is_never_plainly_averaged(rule: dict[str, Any]) -> None:
    assert RATES["value"].mean() == 35
    assert regions(RATES, rule)["PT"].value == 27


def test_without_a_rule_there_is_no_value() -> None:
    none = {"rule": "none", "reason": {"pt": "x", "en": "x"}}
    assert regions(RATES, none) == {}


def test_a_series_of_one_nuts_version_has_regions_of_that_version_only() -> None:
    series = [{"id": "total", "name": {"pt": "x", "en": "x"}, "default": True, "nuts": "2013"}]
    assert {r.partition(":")[0] for r in regions(VOTES, SUM, series=series)} == {"PT", "2013"}


def test_a_value_of_the_source_is_never_replaced_not_even_by_a_gap_of_its_own() -> None:
    published = values(**{"2013:X": 99.0, "PT": NAN})
    got = regions(pd.concat([RATES, published], ignore_index=True), MEAN)
    assert {"2013:X", "PT"} & got.keys() == set()
    assert got["2013:Y"].value == 25


def test_a_region_with_a_gap_has_none_and_says_how_many_are_missing() -> None:
    got = regions(values(A=1, B=NAN, C=2, D=3), SUM)
    assert [(got[r].value, got[r].status) for r in ("2013:Y", "2024:X")] == [(5, "A"), (1, "A")]
    for region, note in (("2013:X", "faltam 1 de 2 municípios"), ("PT", "faltam 1 de 4 municípios")):
        assert pd.isna(got[region].value) and (got[region].status, got[region].note) == ("O", note)


@pytest.mark.parametrize(("asked", "status"), [(0.75, "E"), (0.76, "O")])
def test_enough_members_give_an_estimate_and_one_short_of_it_gives_none(asked: float, status: str) -> None:
    got = regions(values(A=50, B=NAN, C=50, D=10), MEAN | {"min_coverage": asked})["PT"]
    assert got.status == status
    if status == "E":  # B is out above and below the line
        assert got.value == pytest.approx((50 * 100 + 50 * 600 + 10 * 1000) / 1700)
        assert got.note == "sem 1 de 4 municípios"


def test_a_municipality_not_yet_created_does_not_count_as_missing() -> None:
    rows = values("1990", A=1, B=2, C=3, D=NAN)
    rows.loc[3, "status"] = "M"
    assert (regions(rows, SUM)["PT"].value, regions(rows, SUM)["PT"].status) == (6, "A")


def test_a_region_of_which_nothing_existed_has_a_row_that_says_so() -> None:
    rows = values("1990", A=1, B=2, C=NAN, D=NAN)
    rows.loc[2:, "status"] = "M"
    got = regions(rows, SUM)["2013:Y"]
    assert pd.isna(got.value) and (got.status, got.note) == ("M", "não existia neste período")


@pytest.mark.parametrize("soft", list("PEUF"))
def test_a_provisional_member_makes_an_estimate(soft: str) -> None:
    rows = VOTES.copy()
    rows.loc[0, "status"] = soft
    got = regions(rows, SUM)
    assert (got["PT"].status, got["2013:X"].status, got["2013:Y"].status) == ("E", "E", "A")


def test_a_missing_weight_counts_as_a_missing_member() -> None:
    weights = {"people": values(A=100, B=300, C=600)}
    assert regions(RATES, MEAN, weights)["PT"].note == "faltam 1 de 4 municípios"


def test_a_weight_series_that_could_not_be_had_costs_the_regions_and_nothing_else() -> None:
    assert {r.status for r in regions(RATES, MEAN, {}).values()} == {"O"}


def test_a_region_without_births_has_no_rate_of_deaths() -> None:
    got = regions(RATES, MEAN, {"people": values(A=0, B=0, C=1, D=1)})
    assert pd.isna(got["2013:X"].value) and got["2013:X"].status == "O"
    assert got["2013:Y"].value == 30


@settings(max_examples=25)
@given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4))
def test_regions_of_a_level_add_up_to_the_country(numbers: list[int]) -> None:
    got = regions(values(**dict(zip("ABCD", map(float, numbers), strict=True))), SUM)
    for parts in (("2013:X", "2013:Y"), ("2024:X", "2024:Y"), ("2013:1", "2013:2"), ("2024:1X", "2024:2Y")):
        assert sum(got[p].value for p in parts) == got["PT"].value == sum(numbers)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 100), min_size=4, max_size=4), st.lists(st.integers(1, 10**6), min_size=4, max_size=4))
def test_a_weighted_mean_lies_between_its_members(rates: list[float], weights: list[int]) -> None:
    rows = values(**dict(zip("ABCD", rates, strict=True)))
    people = values(**dict(zip("ABCD", map(float, weights), strict=True)))
    got = regions(rows, MEAN, {"people": people})["PT"].value
    assert min(rates) - 1e-9 <= got <= max(rates) + 1e-9
