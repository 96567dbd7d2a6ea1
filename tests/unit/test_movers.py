"""What moved between two builds: only what is out of line with the past, in the same series and place."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from core.catalogue import catalogue
from core.judgement.movers import LIMIT, movers
from core.warehouse import queries
from core.warehouse.store import Store, earlier, resolve

SERIES = "indicator_id = 'mortalidade_infantil' AND series = 'anual'"
OUT_OF_LINE = "territory_id IN ('PT', '2024:11', '2024:1')"  # given a last year that they do not have


@pytest.fixture
def builds(warehouse: Path, tmp_path: Path) -> Iterator[tuple[Store, Path]]:
    """The build of all tests with a few odd values, and a copy named as an earlier one, to take figures from."""
    now = tmp_path / resolve(warehouse / "builds").name
    before = tmp_path / f"00000101T000000{now.name[15:]}"
    for target in (now, before):
        shutil.copy(resolve(warehouse / "builds"), target)
        change(target, f"UPDATE observation SET value = 3 * value WHERE {SERIES} AND period = '2025' AND {OUT_OF_LINE}")
    opened = Store(now)
    yield opened, before
    opened.close()


def change(build: Path, sql: str) -> None:
    with duckdb.connect(str(build)) as db:
        db.execute(sql)


def test_the_earlier_build_is_found_by_its_name(builds: tuple[Store, Path]) -> None:
    assert earlier(builds[0].path) == builds[1] and earlier(builds[1]) is None


def test_the_same_figures_do_not_move(builds: tuple[Store, Path]) -> None:
    before = Store(builds[1])
    assert movers(builds[0], before, catalogue.load()) == ([], 0, 0)
    before.close()


def test_a_new_year_is_tested_against_the_years_before(builds: tuple[Store, Path]) -> None:
    change(builds[1], f"DELETE FROM observation WHERE {SERIES} AND period = '2025'")
    before = Store(builds[1])
    found, changed, tested = movers(builds[0], before, catalogue.load())
    before.close()
    points = queries.all_points(builds[0], "2024")
    mine = points[(points["indicator_id"] == "mortalidade_infantil") & (points["series"] == "anual")]
    assert changed == (mine["period"] == "2025").sum() and 0 < len(found) < tested <= changed
    assert {m.after[0] for m in found} == {"2025"} and all(m.n >= 5 and abs(m.z) >= LIMIT for m in found)
    assert [abs(m.z) for m in found] == sorted((abs(m.z) for m in found), reverse=True)
    place = mine[mine["territory_id"] == found[0].territory_id].sort_values("period")
    past, last = np.diff(place["value"][:-1]), float(place["value"].iloc[-1] - place["value"].iloc[-2])
    middle = np.median(past)
    mad = np.median(np.abs(past - middle))
    assert mad > 0 and found[0].z == pytest.approx(0.6745 * (last - middle) / mad)
    assert found[0].change == pytest.approx(last)


def test_a_figure_taken_back_by_its_source_counts_with_what_was_taken_back(builds: tuple[Store, Path]) -> None:
    change(
        builds[1],
        f"UPDATE observation SET value = value + 40 WHERE {SERIES} AND period = '2025' AND territory_id = 'PT'",
    )
    before = Store(builds[1])
    (found,), changed, _ = movers(builds[0], before, catalogue.load())
    before.close()
    assert changed == 1 and found.change == pytest.approx(-40) and found.before[0] == found.after[0] == "2025"


def test_too_few_years_make_no_mover(builds: tuple[Store, Path]) -> None:
    change(
        builds[1],
        "UPDATE observation SET value = 1 WHERE indicator_id = 'taxa_votantes_autarquicas' AND period = '2025'",
    )
    before = Store(builds[1])
    found, changed, tested = movers(builds[0], before, catalogue.load())
    before.close()
    assert (found, tested) == ([], 0) and changed > 300


def test_of_several_new_years_at_once_the_last_step_is_shown_because_it_is_the_one_that_was_tested(
    builds: tuple[Store, Path],
) -> None:
    change(builds[1], f"DELETE FROM observation WHERE {SERIES} AND period IN ('2024', '2025')")
    before = Store(builds[1])
    found, _, _ = movers(builds[0], before, catalogue.load())
    before.close()
    assert found and {m.before[0] for m in found} == {"2024"}
    values = queries.series_of(builds[0], "mortalidade_infantil", "anual", [found[0].territory_id]).set_index("period")[
        "value"
    ]
    assert found[0].before[1] == pytest.approx(values["2024"]) and found[0].change == pytest.approx(
        values["2025"] - values["2024"]
    )
