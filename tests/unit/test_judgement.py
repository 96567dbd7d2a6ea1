"""Trends and verdicts as a table of cases: what is said, and what is not said, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judgement.trend import MIN_POINTS, trend
from core.judgement.verdict import REASONS, STATES, Target, verdict
from core.judgement.windows import LONG, usable, years
from core.warehouse import queries
from core.warehouse.store import Store

YEARS = [str(y) for y in range(2009, 2024)]


def line(*values: float, start: int = 2015) -> list[tuple[str, float]]:
    """Values of successive years."""
    return [(str(start + i), v) for i, v in enumerate(values)]


# Trend


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ((1, 2, 3, 4, 5), "up"),
        ((5, 4, 3, 2, 1), "down"),
        ((1, 2, 3, 4), "few"),
        ((), "few"),
        ((3, 3, 3, 3, 3), "none"),
        ((1, 5, 2, 4, 3, 3), "none"),
        ((1, 2, 3, 5, 4), "none"),
        ((1, 2, 3, 4, 5, 6, 8, 7), "up"),
    ],
)
def test_a_direction_only_where_the_test_holds(values: tuple[float, ...], state: str) -> None:
    found = trend(line(*values))
    assert found.state == state and found.n == len(values)


def test_sen_s_slope_is_in_units_a_year_with_its_interval() -> None:
    found = trend(line(10, 12, 14, 16, 18))
    assert found.slope == pytest.approx(2.0, rel=1e-3) and found.low is not None and found.high is not None
    assert found.low <= found.slope <= found.high and found.p is not None and found.p == pytest.approx(2 / 120)


def test_windows_that_share_years_are_not_counted_twice() -> None:
    windows = [(f"{y}-{y + 4}", float(y)) for y in range(1996, 2021)]
    kept, _ = usable(windows)
    assert [p for p, _ in kept] == ["2000-2004", "2005-2009", "2010-2014", "2015-2019", "2020-2024"]
    assert trend(windows).n == 5


def test_a_break_cuts_the_series_and_is_said() -> None:
    found = trend(line(9, 8, 7, 1, 2, 3, 4, 5), breaks=["2018"])
    assert found.state == "up" and found.cut_at == "2018" and found.used[0] == "2018"
    assert trend(line(1, 2, 3, 4, 5), breaks=["1990"]).cut_at is None
    assert trend(line(1, 2, 3, 4, 5), comparable=False).state == "not_comparable"


def test_a_break_counts_in_a_place_without_figure_for_that_very_period() -> None:
    """Regions have no figure for 2014, where the method changed: 2012 and 2016 are not the same line."""
    points = [(str(y), float(y % 7)) for y in (2009, 2010, 2012, 2016, 2017)]
    found = trend(points, breaks=["2014"])
    assert found.cut_at == "2014" and found.used == ("2016", "2017") and found.state == "few"
    later = trend([(str(y), float(y)) for y in range(2016, 2022)], breaks=["2014"])
    assert later.cut_at is None and later.n == 6  # nothing of before the break is there to be mixed up


@given(st.lists(st.floats(-1e9, 1e9), min_size=MIN_POINTS, max_size=LONG))
def test_turning_time_round_turns_the_trend_round(values: list[float]) -> None:
    there, back = trend(line(*values)), trend(line(*reversed(values)))
    assert {"up": "down", "down": "up"}.get(there.state, there.state) == back.state
    assert there.p == pytest.approx(back.p)


def test_the_middle_of_a_period_in_years() -> None:
    assert years("2021") - years("2020") == pytest.approx(1.0, abs=0.003)
    assert years("2020-2024") == pytest.approx(years("2022"), abs=0.003)


# Verdict: points, target, direction, percentage -> state, reason
UP, DOWN = "higher_better", "lower_better"
CASES = {
    "on the required line": (line(50, 52, 54, 56, 58), Target(80, 2030), UP, True, "on_track", ""),
    "three quarters of the pace": (line(50, 51.5, 53, 54.5, 56), Target(80, 2030), UP, True, "close", ""),
    "a tenth of the pace": (line(50, 50.2, 50.4, 50.6, 50.8), Target(80, 2030), UP, True, "slow", ""),
    "the other way": (line(50, 49, 48, 47, 46), Target(80, 2030), UP, True, "away", ""),
    "no trend": (line(50, 53, 49, 52, 51), Target(80, 2030), UP, True, "no_change", ""),
    "reached": (line(50, 60, 81), Target(80, 2030), UP, True, "reached", ""),
    "overshot, fewer is better": (line(30, 20, 9), Target(10, 2030), DOWN, True, "reached", ""),
    "too late": (line(50, 55, 60), Target(80, 2017), UP, True, "missed", ""),
    "two points": (line(50, 60), Target(80, 2030), UP, True, "not_assessable", "few_points"),
    "nothing": ([], Target(80, 2030), UP, True, "not_assessable", "few_points"),
    "three points are judged without a test": (line(50, 52, 54), Target(80, 2030), UP, True, "on_track", ""),
    "zero base": (line(0, 1, 2, 3), Target(10, 2030), UP, True, "not_assessable", "zero_base"),
    "zero target": (line(9, 8, 7), Target(0, 2030), DOWN, True, "not_assessable", "zero_target"),
    "sign change": (line(-4, -2, 1), Target(5, 2030), UP, False, "not_assessable", "sign_change"),
    "beyond what a percentage can be": (
        line(50, 60, 70),
        Target(120, 2030),
        UP,
        True,
        "not_assessable",
        "outside_limits",
    ),
    "neutral": (line(50, 60, 70), Target(80, 2030), "neutral", True, "not_assessable", "no_direction"),
    "target behind the base": (line(50, 45, 42), Target(48, 2030), UP, True, "not_assessable", "contradictory_target"),
    "target before the base": (line(50, 60, 70), Target(80, 2010), UP, True, "not_assessable", "target_before_base"),
    "compound growth": (line(100, 110, 121, 133.1), Target(417.7, 2030), UP, False, "on_track", ""),
    "compound fall too slow": (line(100, 99, 98, 97), Target(20, 2030), DOWN, False, "slow", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_verdicts(name: str) -> None:
    points, target, direction, percentage, state, reason = CASES[name]
    made = verdict(points, target, direction=direction, percentage=percentage)
    assert (made.state, made.reason) == (state, reason)
    assert made.state in STATES and (made.reason in REASONS or not made.reason)
    judged = made.state in ("on_track", "close", "slow", "away", "no_change")
    assert judged == (made.ratio is not None)


@pytest.mark.parametrize("values", [(5.0, 0.0, 0.0), (5.0, 4.0, 0.0), (5.0, 0.0, 0.0, 0.0, 0.0)])
def test_zeros_leave_too_few_points_for_a_compound_pace(values: tuple[float, ...]) -> None:
    points = [(str(2025 - len(values) + n), v) for n, v in enumerate(values, 1)]
    made = verdict(points, Target(10.0, 2030), direction="higher_better", percentage=False)
    assert (made.state, made.reason, made.observed) == ("not_assessable", "few_points", None)
    assert verdict(points, Target(10.0, 2030), direction="higher_better", percentage=True).state != "not_assessable"


def test_a_break_leaves_too_few_points_and_is_the_reason() -> None:
    points = line(50, 52, 54, 70, 72)
    assert verdict(points, Target(90, 2030), direction=UP, percentage=True, breaks=["2018"]).reason == "break"
    after = verdict(line(50, 52, 54, 70, 72, 74), Target(90, 2030), direction=UP, percentage=True, breaks=["2018"])
    assert after.base == ("2018", 70) and after.state == "on_track"


def test_the_base_year_of_the_target_is_where_its_path_begins() -> None:
    points = line(10, 60, 61, 62, 63, 64)
    made = verdict(points, Target(80, 2030, base_year=2016), direction=UP, percentage=True)
    assert made.base == ("2016", 60) and made.required == pytest.approx(20 / 14, rel=1e-3)


@given(st.lists(st.floats(0.1, 100), min_size=3, max_size=12), st.floats(0.1, 100), st.integers(2016, 2040))
def test_every_verdict_has_a_state_and_no_number_that_is_none(values: list[float], aim: float, year: int) -> None:
    for percentage in (True, False):
        made = verdict(line(*values), Target(aim, year), direction=UP, percentage=percentage)
        assert made.state in STATES and bool(made.reason) == (made.state == "not_assessable")
        for number in (made.required, made.observed, made.low, made.high):
            assert number is None or number == number


# Real figures


def national(store: Store, indicator: str, series: str) -> list[tuple[str, float]]:
    rows = queries.series_of(store, indicator, series, ["PT"])
    return [(p, v) for p, v in zip(rows["period"], rows["value"], strict=True) if v == v]


def test_turnout_has_no_trend_and_infant_mortality_fell_until_2010(store: Store) -> None:
    turnout = trend(national(store, "taxa_votantes_autarquicas", "total"))
    assert (turnout.state, turnout.n) == ("none", 5)
    known = national(store, "mortalidade_infantil", "anual")
    infants = trend(known)
    assert (infants.state, infants.used[0], infants.used[-1]) == ("none", "2010", "2025")
    before = trend([x for x in known if x[0] <= "2010"])
    assert before.state == "down" and before.n == 15 and before.slope is not None and before.slope < 0
    windows = trend(national(store, "mortalidade_infantil", "quinquenal"))
    assert (windows.n, windows.used[0], windows.used[-1]) == (5, "2001-2005", "2021-2025")
