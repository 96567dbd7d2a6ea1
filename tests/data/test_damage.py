"""Builds that another program holds, or that are no longer what was published: nothing is lost, and a whole one
serves.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from core.base import files
from core.base.errors import WarehouseMissing
from core.catalogue import catalogue
from core.warehouse import checks, freshness, loads
from core.warehouse.checks import Check
from core.warehouse.store import Look, Store, earlier, look, resolve
from etl.build import publish
from etl.load import inputs
from tests.support.command import Said
from tests.support.locked import held

ROWS = "SELECT count(*) AS n FROM observation"
Etl = Callable[..., Said]


@pytest.fixture
def data(warehouse: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, with the build of all tests."""
    shutil.copytree(warehouse / "builds", tmp_path / "data" / "builds")
    return tmp_path / "data"


def count(build: Path) -> int:
    with closing(Store(build)) as opened:
        return int(opened.rows(ROWS)[0]["n"])


def there(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


# Held by another program


def test_a_load_names_the_lock_and_changes_nothing(etl: Etl, data: Path) -> None:
    build, before = resolve(data / "builds"), there(data / "builds")
    with held(build):
        said = etl("load", "--offline", data=data)
        assert (said.code, said.out) == (24, "")
        assert f"Outro programa tem a versão {build.stem} aberta para escrever." in said.err and str(build) in said.err
        assert "PID" in said.err and "O que fazer: " in said.err
        assert there(data / "builds") == before


def test_pages_and_commands_read_a_copy_that_leaves_nothing_behind(
    etl: Etl, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = resolve(data / "builds")
    rows = count(build)
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    with held(build):
        with closing(Store(resolve(data / "builds"))) as opened:
            assert (opened.locked, opened.path, opened.rows(ROWS)) == (True, build, [{"n": rows}])
            assert list((tmp_path / "temp").iterdir()) == []
        assert etl("status", data=data).code == 0
        assert etl("alerts", "check", data=data).code == 0
        assert etl("diff", build.stem, "atual", data=data).code == 0
    with closing(Store(build)) as opened:
        assert not opened.locked


def test_what_another_program_did_not_bring_to_an_end_is_not_served(data: Path) -> None:
    build = resolve(data / "builds")
    rows = count(build)
    with held(build, "SET checkpoint_threshold = '1TB'", "DELETE FROM observation"):
        pass
    assert build.with_name(f"{build.name}.wal").exists()
    assert resolve(data / "builds") == build and count(build) == rows


def test_a_build_that_is_held_is_not_passed_over_for_an_older_one(
    light_tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    publish.publish(light_tables, tmp_path)
    light_tables["observation"].loc[0, "value"] += 1
    newest = publish.publish(light_tables, tmp_path)
    (tmp_path / "current").unlink()
    with held(newest), pytest.raises(Exception, match="Outro programa") as refused:
        publish.recover(tmp_path)
    assert str(newest) in str(refused.value) and not (tmp_path / "current").exists()
    publish.recover(tmp_path)
    assert resolve(tmp_path) == newest and earlier(newest) is not None


# No longer what was published


def two(light_tables: dict[str, pd.DataFrame], folder: Path) -> tuple[Path, Path]:
    """Two builds, the second in force."""
    first = publish.publish(light_tables, folder)
    light_tables["observation"].loc[0, "value"] += 1
    return first, publish.publish(light_tables, folder)


def cut(build: Path) -> None:
    """Its first pages read well."""
    os.truncate(build, build.stat().st_size * 9 // 10)


def flip(build: Path) -> None:
    """One byte is another, where no page of the build is in use."""
    content = bytearray(build.read_bytes())
    content[8192] ^= 1
    build.write_bytes(content)


def altered(build: Path) -> None:
    """Somebody changed a value and closed the file."""
    with duckdb.connect(str(build)) as connection:
        connection.execute("UPDATE observation SET value = 1")


def gone(build: Path) -> None:
    build.unlink()


def empty(build: Path) -> None:
    build.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, flip, altered, gone, empty])
def test_what_is_not_what_was_published_does_not_serve_and_a_whole_one_does(
    light_tables: dict[str, pd.DataFrame], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    first, second = two(light_tables, tmp_path)
    damage(second)
    found = look(tmp_path)
    assert (found.build, found.said[0].where != "") == (first, True) and second.stem in str(found.said[0])
    assert resolve(tmp_path) == first and count(first) == len(light_tables["observation"])
    publish.recover(tmp_path)
    assert look(tmp_path) == Look(first) and not second.exists()
    assert second.with_suffix(".estragado").exists() == (damage is not gone)
    third = publish.publish(light_tables, tmp_path)
    assert third.name > second.name and look(tmp_path) == Look(third)


def test_a_build_without_a_sum_is_read_to_its_end(light_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    first, second = two(light_tables, tmp_path)
    for build in (first, second):
        build.with_suffix(".sha256").unlink()
    assert look(tmp_path) == Look(second)
    cut(second)
    assert look(tmp_path).build == first
    first.with_suffix(".sha256").write_bytes(b"\xff nada")
    assert look(tmp_path).build == first, "a sum that is none is as if there were none"


def test_the_sum_is_what_sha256sum_reads_and_goes_with_its_build(
    light_tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    first, second = two(light_tables, tmp_path)
    sums = sorted(tmp_path.glob("*.sha256"))
    assert [s.stem for s in sums] == [first.stem, second.stem]
    for build, line in zip((first, second), sums, strict=True):
        assert line.read_text() == f"{hashlib.sha256(build.read_bytes()).hexdigest()}  {build.name}\n"
    publish.prune(tmp_path, keep=1)
    assert sorted(p.name for p in tmp_path.glob("2*")) == [second.name, sums[1].name]
    second.unlink()
    publish.sweep(tmp_path)
    assert not list(tmp_path.glob("*.sha256"))


BAD_POINTERS = {"latin": b"\xe9\xff", "long": b"x" * 300, "nul": b"a\0b", "empty": b"", "folder": None, "other": b"x"}


@pytest.mark.parametrize("kind", BAD_POINTERS)
def test_a_pointer_that_says_nothing_costs_nothing(
    light_tables: dict[str, pd.DataFrame], tmp_path: Path, kind: str
) -> None:
    _, second = two(light_tables, tmp_path)
    pointer, content = tmp_path / "current", BAD_POINTERS[kind]
    pointer.unlink()
    if content is None:
        pointer.mkdir()
    else:
        pointer.write_bytes(content)
    found = look(tmp_path)
    assert found.build == second and found.said[0].where == str(pointer)
    publish.recover(tmp_path)
    assert look(tmp_path) == Look(second) and pointer.read_text() == f"{second.name}\n"


def test_what_is_cut_while_it_is_open_is_an_error_of_ours(
    light_tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    build = publish.publish(light_tables, tmp_path)
    with closing(Store(build)) as opened:
        os.truncate(build, 20_000)
        with pytest.raises(WarehouseMissing, match="etl load"):
            for table in ("observation", "territory", "indicator", "source_run"):
                opened.frame(f"SELECT * FROM {table}")


def test_all_commands_go_on_and_a_load_mends(etl: Etl, few: None, data: Path) -> None:
    build = resolve(data / "builds")
    older = data / "builds" / f"20200101T000000Z-{'a' * 12}.duckdb"
    shutil.copy(build, older)
    cut(build)
    for command in (("status",), ("gaps",), ("alerts", "check")):
        assert etl(*command, data=data).code == 0, command
    assert etl("load", "--offline", data=data).code == 0
    assert look(data / "builds").said == () and build.with_suffix(".estragado").exists()


# The files beside the builds


ODD = (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": 1}', b'{"a": []}', b'{"a": {"outcome": 3}}', b"[" * 5000)


@pytest.mark.parametrize("odd", [*ODD, None])
def test_a_note_of_another_form_is_as_if_there_were_none(data: Path, odd: bytes | None) -> None:
    folder = data / "builds"
    for name in (checks.CHECKS, checks.LOADS, inputs.FILE):
        (folder / name).unlink()
        if odd is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(odd)
    assert checks.read(folder) == {} and checks.refused(folder) is None
    assert inputs.read(folder, resolve(folder)) == {}


def test_of_a_file_of_notes_only_what_is_of_another_form_is_left_out(tmp_path: Path) -> None:
    at = datetime.now(UTC).isoformat()
    good = {"asked_at": at, "outcome": "stale", "failed_since": at, "novo": "mais tarde"}
    bad: tuple[Any, ...] = ({}, good | {"asked_at": "ontem"}, good | {"outcome": "talvez"}, good | {"ok_at": "2026"}, 3)
    files.write_json(tmp_path / checks.CHECKS, {"boa": good} | {str(n): b for n, b in enumerate(bad)})
    assert list(checks.read(tmp_path)) == ["boa"] and checks.read(tmp_path)["boa"].failing
    lines = [json.dumps({"refused": "porquê", "at": at}).encode(), b'{"refused": "sem quando"}', b"{", b"3", b"\xe9"]
    (tmp_path / checks.LOADS).write_bytes(b"\n".join(lines))
    assert checks.refused(tmp_path) == {"refused": "porquê", "at": at}


def test_a_clock_that_went_back_keeps_nothing_from_being_asked() -> None:
    book = catalogue.load()
    now = datetime.now(UTC)
    ahead = (now + timedelta(days=365)).isoformat()
    key = next(k for m in book.measured for k, q in m.keyed.items() if q.askable and q.source == "ine")
    for check in (Check(key, ahead, "ok", ahead), Check(key, ahead, "stale", None, ahead)):
        assert "o relógio voltou atrás" in freshness.due(book, {}, {key: check}, now)[key]


def test_revisions_come_in_the_order_of_their_builds(light_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    observed = light_tables["observation"]
    row = observed.index[observed["value"].notna()][0]
    for value in (11.0, 12.0, 13.0):
        observed.loc[row, "value"] = value
        build = publish.publish(light_tables, tmp_path)
    with duckdb.connect(str(build)) as connection:  # as a clock that stood ahead at the first of them would leave it
        connection.execute("UPDATE revision SET seen_at = '2999-01-01' WHERE value_after = 12")
    about = observed.loc[row]
    with closing(Store(build)) as opened:
        found = loads.revisions(opened, about["indicator_id"], about["series"], period=about["period"])
    assert [r["after"] for r in found if r["territory_id"] == about["territory_id"]] == [13.0, 12.0]
