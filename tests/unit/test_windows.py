"""The two windows of a judgement: which points they take, what the short one says, and when neither speaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judgement import windows
from core.judgement.trend import trend

HIGHER, LOWER, NEUTRAL = "higher_better", "lower_better", "neutral"


def years(first: int, *values: float) -> list[tuple[str, float]]:
    return [(str(first + n), v) for n, v in enumerate(values)]


# Long


def test_the_long_window_is_fifteen_years_back_from_the_newest_point() -> None:
    kept, _ = windows.long(years(1990, *range(36)))
    assert (kept[0][0], kept[-1][0]) == ("2010", "2025")


def test_of_a_series_that_is_rarer_than_yearly_the_last_five_points() -> None:
    elections = [(str(y), float(y)) for y in range(1989, 2026, 4)]
    assert [p for p, _ in windows.long(elections)[0]] == ["2009", "2013", "2017", "2021", "2025"]
    assert trend(elections).n == 5


def test_a_year_is_missing_and_the_series_is_yearly_all_the_same() -> None:
    known = [x for x in years(2005, *range(21)) if x[0] not in ("2012", "2013")]
    assert windows.long(known)[0][0][0] == "2010" and not windows.rare(known)


def test_months_and_quarters_give_one_value_a_year_of_the_same_part() -> None:
    months = [(f"{y}-{m:02d}", 100.0 * y + m) for y in range(2021, 2026) for m in range(1, 13)] + [("2026-01", 1.0)]
    kept, _ = windows.long(months)
    assert [p for p, _ in kept] == ["2021-01", "2022-01", "2023-01", "2024-01", "2025-01", "2026-01"]
    quarters = [("2022-Q4", 1.0), ("2023-Q2", 5.0), ("2023-Q4", 2.0), ("2024-Q4", 3.0), ("2025-Q1", 9.0)]
    assert [p for p, _ in windows.long(quarters)[0]] == ["2022-Q4", "2023-Q4", "2024-Q4"]


def test_months_of_one_year_are_no_trend_however_many() -> None:
    assert trend([(f"2025-{m:02d}", float(m)) for m in range(1, 13)]).state == "few"


def test_nothing_rises_that_is_shown_as_low_as_it_was() -> None:
    rising = years(2015, 1.02, 1.021, 1.022, 1.023, 1.024, 1.025, 1.026)
    assert trend(rising).state == "up" and trend(rising, decimals=1).state == "none"


def test_a_slope_that_the_two_ends_contradict_is_none() -> None:
    odd = years(2010, 9, 1, 2, 3, 4, 5, 6, 7, 8, 8.5)
    found = trend(odd)
    assert found.p is not None and found.p < 0.05 and found.slope is not None and found.slope > 0
    assert found.state == "none" and found.ends == (9, 8.5)


# Short


@pytest.mark.parametrize(
    ("last", "direction", "state"),
    [
        (106.0, HIGHER, "progress_strong"),
        (103.0, HIGHER, "progress"),
        (100.0, HIGHER, "unchanged"),
        (97.0, HIGHER, "setback"),
        (90.0, HIGHER, "setback_strong"),
        (90.0, LOWER, "progress_strong"),
        (103.0, LOWER, "setback"),
        (103.0, NEUTRAL, "up"),
        (90.0, NEUTRAL, "down"),
    ],
)
def test_the_pace_of_five_years_against_one_per_cent_a_year(last: float, direction: str, state: str) -> None:
    made = windows.short(years(2018, 5, 7, 100, 3, 9, 1, 2, last), direction)
    assert (made.state, made.first, made.last) == (state, ("2020", 100.0), ("2025", last))


def test_the_threshold_itself_is_strong() -> None:
    exact = 100 * (1 + windows.SIGNIFICANT) ** 5
    assert windows.short(years(2020, 100, 1, 1, 1, 1, exact + 1e-9), HIGHER).state == "progress_strong"


def test_four_years_where_the_fifth_is_missing_and_nothing_else() -> None:
    made = windows.short(years(2021, 100, 1, 1, 1, 90), LOWER)
    assert made.first == ("2021", 100.0) and made.rate == pytest.approx(0.9 ** (1 / 4) - 1, rel=1e-3)
    assert windows.short(years(2023, 1, 2, 3), HIGHER).reason == "no_start"
    assert windows.short([*years(2010, 1, 1), *years(2022, 2, 3, 4, 5)], HIGHER).reason == "no_start"


def test_what_is_shown_alike_is_unchanged() -> None:
    close = years(2020, 100.01, 1, 1, 1, 1, 100.04)
    assert windows.short(close, HIGHER, decimals=1).state == "unchanged"
    assert windows.short(close, HIGHER, decimals=2).state == "progress"


@pytest.mark.parametrize(
    ("points", "more", "reason"),
    [
        ([], {}, "no_data"),
        ([("por-confirmar", 3.0)], {}, "unknown_period"),
        (years(2015, *range(1, 12)), {"comparable": False}, "not_comparable"),
        (years(2015, *range(1, 12)), {"breaks": ["2023"]}, "break"),
        ([(str(y), 1.0) for y in range(2009, 2026, 4)], {}, "rare"),
        ([(str(y), 1.0) for y in range(2010, 2026, 3)], {}, "rare"),
        (years(2020, 0, 1, 1, 1, 1, 5), {}, "zero_base"),
        (years(2020, -1, 1, 1, 1, 1, 5), {}, "sign_change"),
    ],
)
def test_it_says_why_it_says_nothing(points: list[tuple[str, float]], more: dict[str, object], reason: str) -> None:
    made = windows.short(points, HIGHER, **more)  # type: ignore[arg-type]
    assert (made.state, made.reason, made.rate) == ("not_assessable", reason, None)


def test_a_break_that_lies_before_both_ends_does_not_matter() -> None:
    assert windows.short(years(2015, *range(1, 12)), HIGHER, breaks=["2019"]).first == ("2020", 6.0)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_better_for_one_direction_is_worse_for_the_other(first: float, last: float) -> None:
    turned = {"progress_strong": "setback_strong", "progress": "setback", "setback": "progress"}
    turned |= {"setback_strong": "progress_strong"}
    up, down = (windows.paced(np.array([first]), np.array([last]), 5, d, 9)[1][0] for d in (HIGHER, LOWER))
    assert turned.get(str(up), up) == down


def test_a_fall_to_zero_is_a_fall_and_no_error() -> None:
    assert windows.short(years(2020, 4, 1, 1, 1, 1, 0), LOWER).state == "progress_strong"


# The Strategy


@pytest.mark.parametrize(
    ("periods", "speaks"),
    [(["2023"], False), (["2010", "2024"], True), (["2022/2023"], False), (["2023/2024"], True), (["2024-01"], True)],
)
def test_only_what_ended_after_december_2023_speaks_of_the_strategy(periods: list[str], speaks: bool) -> None:
    assert windows.speaks(periods) is speaks


def test_what_nobody_dated_speaks_of_nothing() -> None:
    assert not windows.speaks(["por-confirmar"]) and not windows.speaks([])
