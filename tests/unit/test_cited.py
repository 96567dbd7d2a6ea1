"""Builds that reports cite, and the build that an address of another day opens."""

import sqlite3
from datetime import date
from pathlib import Path

import duckdb
import pytest

from core.base.errors import ReportError
from core.warehouse import cited
from core.warehouse.store import nearest

OLD, MID, NEW = (f"2026{month}10T120000000000Z-aaaaaaaaaaaa" for month in ("01", "03", "11"))


def builds(folder: Path, *names: str) -> None:
    for name in names:
        with duckdb.connect(str(folder / f"{name}.duckdb")) as made:
            made.execute("CREATE TABLE x (y TEXT)")


def test_the_same_report_is_written_once_and_nothing_of_it_changes(tmp_path: Path) -> None:
    for lang in ("pt", "en", "pt"):
        cited.cite(tmp_path, OLD, "enti-balanco-intercalar-2026", lang, date(2026, 12, 31))
    assert [(c.build, c.lang, c.on) for c in cited.reports(tmp_path)] == [
        (OLD, "pt", date(2026, 12, 31)),
        (OLD, "en", date(2026, 12, 31)),
    ]
    assert cited.builds(tmp_path) == {OLD}
    with sqlite3.connect(tmp_path / cited.FILE) as db, pytest.raises(sqlite3.DatabaseError, match="não se apaga"):
        db.execute("DELETE FROM cited")


def test_nothing_is_cited_where_nobody_made_a_report_and_a_damaged_record_is_said(tmp_path: Path) -> None:
    assert cited.builds(tmp_path) == frozenset() and not (tmp_path / cited.FILE).exists()
    (tmp_path / cited.FILE).write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(ReportError, match="versões citadas"):
        cited.builds(tmp_path)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (OLD, OLD),
        (NEW, NEW),
        ("20260101T000000000000Z-bbbbbbbbbbbb", OLD),
        ("20260211T000000000000Z-bbbbbbbbbbbb", MID),
        ("20991231T000000000000Z-bbbbbbbbbbbb", NEW),
        ("20260110T120000000000Z-bbbbbbbbbbbb", OLD),
    ],
)
def test_a_build_that_is_gone_gives_the_nearest_that_is_kept(tmp_path: Path, asked: str, found: str) -> None:
    builds(tmp_path, OLD, MID, NEW)
    assert nearest(asked, tmp_path) == tmp_path / f"{found}.duckdb"


def test_of_two_as_near_the_earlier_and_a_damaged_one_is_passed_over(tmp_path: Path) -> None:
    builds(tmp_path, "20260102T000000000000Z-aaaaaaaaaaaa", "20260104T000000000000Z-aaaaaaaaaaaa")
    asked = "20260103T000000000000Z-aaaaaaaaaaaa"
    assert nearest(asked, tmp_path).name.startswith("20260102")  # type: ignore[union-attr]
    (tmp_path / "20260102T000000000000Z-aaaaaaaaaaaa.duckdb").write_bytes(b"x" * 100)
    assert nearest(asked, tmp_path).name.startswith("20260104")  # type: ignore[union-attr]


@pytest.mark.parametrize("asked", ["", "x", "../../etc/passwd", "99999999T999999Z-x", "a" * 5000, "2026\x00"])
def test_what_is_no_name_of_a_build_opens_none(tmp_path: Path, asked: str) -> None:
    builds(tmp_path, OLD)
    assert nearest(asked, tmp_path) is None
