"""Between source and region: derived series, the complete grid, bounds, statuses."""

import pandas as pd
import pytest

from core.catalogue.catalogue import Bounds, Series
from core.catalogue.queries import DerivedQuery
from etl.fetch.model import frame
from etl.load import derive
from tests.support.land import NAN, country, item, values

LAND = country()
SUM = {"rule": "sum"}


def by_place(rows: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(rows["territory_id"], rows[column], strict=True))


def query(numerator: str, denominator: str, **more: object) -> DerivedQuery:
    return DerivedQuery.model_validate({"source": "derived", "numerator": numerator, "denominator": denominator} | more)


def test_a_ratio_place_by_place() -> None:
    made = derive.ratio(query("people", "area_km2"), {"people": values(A=10, B=10, C=10, D=NAN)}, LAND)
    assert by_place(made, "value") == pytest.approx({"A": 10, "B": 5, "C": 3.33, "D": NAN}, nan_ok=True)
    assert by_place(made, "status") == {"A": "A", "B": "A", "C": "A", "D": "O"}
    assert set(made["origin"]) == {"derived"}


def test_a_ratio_over_zero_is_a_gap_and_not_infinity() -> None:
    support = {"people": values(A=10, B=0, C=1, D=1), "cars": values(A=0, B=0, C=4, D=3)}
    made = derive.ratio(query("people", "cars", scale=100, decimals=1), support, LAND)
    assert by_place(made, "value") == pytest.approx({"A": NAN, "B": NAN, "C": 25, "D": 33.3}, nan_ok=True)
    assert by_place(made, "status") == {"A": "O", "B": "O", "C": "A", "D": "A"}


YEARS = pd.concat([values("2019", A=1, B=2, C=3, D=4), values("2020", A=10, B=20, C=30, D=NAN)], ignore_index=True)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2020", [10, 20, 30, NAN]),
        ("2019-2020", [11, 22, 33, NAN]),  # a span: the sum of its years, all of them known
        ("2018-2020", [NAN] * 4),  # one of its years is missing
        ("2020-06", [10, 20, 30, NAN]),  # a month, quarter or day: its year's
        ("2020-Q1", [10, 20, 30, NAN]),
        ("2020-06-30", [10, 20, 30, NAN]),
        ("2019/2020", [NAN] * 4),  # a school year is of two years: nobody says which
        ("2021", [NAN] * 4),
    ],
)
def test_a_support_series_for_any_kind_of_period(period: str, expected: list[float]) -> None:
    got = derive.wide({"births": YEARS}, "births", [period], LAND)
    assert got.index.tolist() == list("ABCD")
    assert got[period].tolist() == pytest.approx(expected, nan_ok=True)


def test_each_municipality_left_out_gets_a_row_with_its_reason() -> None:
    rows = pd.concat([values("1990", A=1.0), values("2020", A=1.0)], ignore_index=True)
    made = derive.complete(rows, item(SUM), LAND).set_index(["period", "territory_id"])
    assert len(made) == 8 and made["value"].notna().sum() == 2
    assert made["status"].to_dict() == {
        ("1990", "A"): "A",
        ("1990", "B"): "O",
        ("1990", "C"): "O",
        ("1990", "D"): "M",
        ("2020", "A"): "A",
        ("2020", "B"): "O",
        ("2020", "C"): "O",
        ("2020", "D"): "O",
    }
    assert made.loc[("1990", "D"), "note"] == "município criado em 1998"


def test_outside_what_a_mainland_source_covers_is_not_collected() -> None:
    made = derive.complete(values("2020", A=1.0), item(SUM, coverage="continente"), LAND)
    assert by_place(made, "status") == {"A": "A", "B": "L", "C": "L", "D": "L"}


def test_a_series_that_is_not_municipal_gets_no_grid() -> None:
    rows = values("2020", PT=5.0)
    assert derive.complete(rows, item(SUM), LAND) is rows


@pytest.mark.parametrize(
    ("hard", "withheld", "severities"), [(True, ["A", "C"], ["error"]), (False, ["A"], ["error", "warning"])]
)
def test_values_outside_the_bounds(hard: bool, withheld: list[str], severities: list[str]) -> None:
    """Below the least they cannot be true; above the most only where the bound is hard."""
    rows, findings = derive.bounded(values(A=-1, B=50, C=101, D=NAN), Bounds(min=0, max=100, hard=hard), "x")
    gone = rows[rows["status"] == "Q"]
    assert gone["territory_id"].tolist() == withheld and gone["value"].isna().all()
    assert "valor -1 retido" in gone["note"].iloc[0]
    assert [f.severity for f in findings] == severities and "A 2020: -1" in findings[0].detail


def test_a_break_that_the_catalogue_knows_of_is_marked_whatever_else_is_said_of_the_value() -> None:
    rows = values("2024", A=1.0, B=2.0, C=NAN).assign(status=["A", "E", "O"])
    kind = Series.model_validate({"id": "x", "name": {"pt": "x", "en": "x"}, "breaks": ["2024"]})
    made = derive.broken(rows, kind)
    assert by_place(made, "status") == {"A": "B", "B": "B", "C": "O"}
    assert by_place(made, "note") == {"A": None, "B": "valor estimado", "C": None}
    assert derive.broken(rows, kind.model_copy(update={"breaks": ("2023",)})) is rows


@pytest.mark.parametrize("bounds", [Bounds(), Bounds(min=0), Bounds(max=100), Bounds(min=0, max=100)])
def test_values_on_the_bounds_are_inside(bounds: Bounds) -> None:
    rows = values(A=0, B=100, C=NAN)
    made, findings = derive.bounded(rows, bounds, "x")
    assert made.equals(rows) and findings == []


def test_value_and_status_are_made_to_agree() -> None:
    rows = frame(
        [
            {"territory_id": p, "period": "2020", "value": v, "status": s}
            for p, v, s in [("A", NAN, "A"), ("B", 1.0, "O"), ("C", NAN, "Q"), ("D", 1.0, "P")]
        ]
    )
    assert by_place(derive.tidy_status(rows), "status") == {"A": "O", "B": "V", "C": "Q", "D": "P"}
