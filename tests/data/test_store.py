"""Opening the published build: which one, for how many at once, and what a query can never do."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import duckdb
import pytest

from core.base.errors import WarehouseMissing
from core.terms import territory
from core.warehouse.store import Store, resolve


def put(folder: Path, name: str, value: int) -> Path:
    """A tiny database, pointed at."""
    with duckdb.connect(str(folder / name)) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT {value} AS v")
    (folder / "current").write_text(f"{name}\n", encoding="utf-8")
    return folder / name


def test_the_pointer_is_read_with_its_line_end(tmp_path: Path) -> None:
    build = put(tmp_path, "a.duckdb", 1)
    assert resolve(tmp_path) == build


def test_it_looks_where_enti_data_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    (tmp_path / "builds").mkdir()
    build = put(tmp_path / "builds", "a.duckdb", 1)
    assert resolve() == build


@pytest.mark.parametrize("content", ["..", "sub", "sub/a.duckdb", "../a.duckdb", "/etc/hostname", "a.duckdb\nb", " "])
def test_the_pointer_names_a_file_of_its_own_folder_or_nothing(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "builds"
    (folder / "sub").mkdir(parents=True)
    put(folder / "sub", "a.duckdb", 1)
    put(tmp_path, "a.duckdb", 1)
    (folder / "current").write_text(content, encoding="utf-8")
    with pytest.raises(WarehouseMissing, match="O que fazer: correr «python -m etl load --offline»") as caught:
        resolve(folder)
    assert str(folder) in caught.value.where


def test_an_open_build_keeps_serving_while_another_is_published(tmp_path: Path) -> None:
    with closing(Store(put(tmp_path, "a.duckdb", 1))) as old:
        put(tmp_path, "b.duckdb", 2)
        with closing(Store(resolve(tmp_path))) as new:
            assert (old.build, old.rows("SELECT v FROM t")) == ("a", [{"v": 1}])
            assert (new.build, new.rows("SELECT v FROM t")) == ("b", [{"v": 2}])


def test_a_build_cut_short_is_said_with_its_cure(warehouse: Path, tmp_path: Path) -> None:
    whole = resolve(warehouse / "builds").read_bytes()
    for size in (0, 100, 5000):
        (tmp_path / "x.duckdb").write_bytes(whole[:size])
        with pytest.raises(WarehouseMissing, match="etl load"):
            Store(tmp_path / "x.duckdb")


def test_parameters_are_bound_and_never_pasted(store: Store) -> None:
    nasty = "x' OR '1'='1"
    assert store.rows("SELECT * FROM observation WHERE indicator_id = ?", [nasty]) == []
    assert store.rows("SELECT $a AS a", {"a": nasty}) == [{"a": nasty}]


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("DELETE FROM observation", duckdb.InvalidInputException),
        ("DROP TABLE observation", duckdb.InvalidInputException),
        ("CREATE TABLE extra (x INTEGER)", duckdb.InvalidInputException),
        ("SELECT * FROM read_text('/etc/hostname')", duckdb.PermissionException),
        ("SELECT * FROM '/etc/hostname'", duckdb.Error),
        ("SET threads = 8", duckdb.InvalidInputException),
        ("SET lock_configuration = false", duckdb.InvalidInputException),
    ],
)
def test_a_query_can_neither_write_nor_reach_outside(store: Store, sql: str, error: type[Exception]) -> None:
    before = store.rows("SELECT count(*) AS n FROM observation")
    with pytest.raises(error):
        store.frame(sql)
    assert store.rows("SELECT count(*) AS n FROM observation") == before


def test_a_failed_query_leaves_the_store_usable_and_a_closed_one_is_closed(warehouse: Path) -> None:
    own = Store(resolve(warehouse / "builds"))
    with pytest.raises(duckdb.Error):
        own.rows("SELECT nothing FROM nowhere")
    assert own.rows("SELECT 1 AS one") == [{"one": 1}]
    own.close()
    with pytest.raises(duckdb.ConnectionException):
        own.rows("SELECT 1 AS one")


def test_eight_threads_with_frames_read_no_row_of_another(store: Store) -> None:
    ids = [t.id for t in territory.load().municipalities]

    def ask(seed: int) -> int:
        chance, wrong = Random(seed), 0
        for _ in range(100):
            place = chance.choice(ids)
            got = store.frame("SELECT territory_id, name FROM territory WHERE territory_id = $p", {"p": place})
            wrong += got["territory_id"].tolist() != [place]
        return wrong

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [0] * 8
