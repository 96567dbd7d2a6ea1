"""Publishing and opening: nothing half-made is ever seen, nothing can be changed, no thread reads another's rows."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.base.errors import AuditRefused, WarehouseMissing
from core.base.paths import ROOT
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store, resolve
from etl.build import publish
from etl.build.schema import TABLES
from tests.support.builds import content

ENV = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture
def tables(store: Store) -> dict[str, pd.DataFrame]:
    """The tables of a good build, light: one indicator's observations."""
    got = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    got["observation"] = got["observation"].query("indicator_id == 'taxa_votantes_autarquicas'").reset_index(drop=True)
    return got


def _change(table: str, column: str, value: object) -> Callable[[dict[str, pd.DataFrame]], None]:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        tables[table].loc[0, column] = value

    return change


def _repeat(tables: dict[str, pd.DataFrame]) -> None:
    tables["observation"] = pd.concat([tables["observation"], tables["observation"].head(1)])


def _drop(table: str) -> Callable[[dict[str, pd.DataFrame]], None]:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        rows = tables[table]
        if table == "territory":
            rows = rows[rows["level"] == "municipio"]
        if table == "observation":
            rows = rows[rows["territory_id"] == "0101"]
        last = rows.index[-1]
        tables[table] = tables[table].drop(last)

    return change


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("municipios_308", _drop("territory")),
        ("tabela3_48", _drop("indicator")),
        ("chave_unica", _repeat),
        ("grelha_completa", _drop("observation")),
        ("indicador_conhecido", _change("observation", "indicator_id", "inventado")),
        ("territorio_conhecido", _change("observation", "territory_id", "9999")),
        ("carga_conhecida", _change("observation", "run_id", "nenhuma")),
        ("estado_conhecido", _change("observation", "status", "Z")),
        ("falta_com_estado", _change("observation", "status", "O")),
        ("falta_com_estado", _change("observation", "value", None)),
        ("valor_finito", _change("observation", "value", float("inf"))),
        ("origem_conhecida", _change("observation", "origin", "palpite")),
        ("periodo_valido", _change("observation", "period", "20x5")),
    ],
)
def test_the_audit_refuses_and_the_old_build_keeps_serving(
    tables: dict[str, pd.DataFrame], tmp_path: Path, rule: str, change: Callable[[dict[str, pd.DataFrame]], None]
) -> None:
    good = publish.publish(tables, tmp_path)
    change(tables)
    with pytest.raises(AuditRefused, match=rule):
        publish.publish(tables, tmp_path)
    assert resolve(tmp_path) == good and list(tmp_path.glob(".tmp-*")) == []


def test_equal_content_has_an_equal_fingerprint_whenever_it_is_made(tables: dict[str, pd.DataFrame]) -> None:
    before = content(tables)
    tables["source_run"]["finished_at"] = "2099-01-01"
    assert content(tables) == before
    tables["observation"].loc[0, "value"] += 1
    assert content(tables) != before


def test_builds_sort_as_they_were_made_even_when_the_clock_goes_back(warehouse: Path, tmp_path: Path) -> None:
    folder, later = tmp_path / "builds", "20990101T000000000000Z-aaaaaaaaaaaa.duckdb"
    build = resolve(warehouse / "builds")
    folder.mkdir()
    (folder / later).write_bytes(build.read_bytes())
    publish.point(folder, folder / later)
    with duckdb.connect(str(folder / later), read_only=True) as connection:
        tables = {t: connection.table(t).df() for t in TABLES}
    made = publish.publish(tables, folder)
    assert made == resolve(folder) and later < made.name < "20990102"


def test_old_builds_are_pruned_but_never_the_current_one(tmp_path: Path) -> None:
    for n in range(6):
        (tmp_path / f"2026010{n}T000000Z-aaaaaaaaaaaa.duckdb").touch()
    (tmp_path / "current").write_text("20260100T000000Z-aaaaaaaaaaaa.duckdb\n", encoding="utf-8")
    publish.prune(tmp_path, keep=2)
    assert sorted(p.name[:8] for p in tmp_path.glob("*.duckdb")) == ["20260100", "20260104", "20260105"]


@pytest.mark.parametrize("content", [None, "", "nada.duckdb", "../../etc/passwd", "velho.duckdb"])
def test_no_usable_pointer_is_said_with_its_cure(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "current").write_text(content, encoding="utf-8")
    with pytest.raises(WarehouseMissing, match="etl load"):
        resolve(tmp_path)


def test_a_broken_file_is_said_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"no database")
    with pytest.raises(WarehouseMissing, match="não abre"):
        Store(tmp_path / "x.duckdb")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO observation (value) VALUES (1)",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY observation TO 'x.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_the_open_build_can_neither_be_changed_nor_reach_outside(store: Store, sql: str) -> None:
    with pytest.raises(Exception, match=r"(?i)read-only|disabled|locked|permission|cannot"):
        store.rows(sql)


def test_eight_threads_get_their_own_rows(store: Store) -> None:
    ids = [t.id for t in territory.load().municipalities]
    series = ("taxa_votantes_autarquicas", "total")
    whole = store.frame("SELECT * FROM observation WHERE indicator_id = 'taxa_votantes_autarquicas' ORDER BY period")
    expected = {k: v["value"].tolist() for k, v in whole.groupby("territory_id")}
    wrong: list[str] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(200):
            place = chance.choice(ids)
            got = store.rows(
                "SELECT value FROM observation WHERE indicator_id = ? AND series = ? AND territory_id = ? ORDER BY"
                " period",
                [*series, place],
            )
            if [r["value"] for r in got] != expected[place]:
                wrong.append(place)

    workers = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    assert queries.series_of(store, *series, [ids[0]])["value"].tolist() == expected[ids[0]]


DIE = """
import os, signal, sys
from core.base import files
from etl.build import publish
step, real = int(sys.argv[1]), {}
count = 0
def wrap(owner, name):
    original = getattr(owner, name)
    def wrapped(*a, **k):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*a, **k)
    setattr(owner, name, wrapped)
for owner, name in ((publish, "_write"), (publish, "audit"), (files, "_sync"), (publish, "point"), (publish, "prune")):
    wrap(owner, name)
sys.argv = ["etl", "load", "--offline", "--json"]
from etl.cli.app import main
main()
"""


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6, 7])
def test_killed_at_any_step_of_publishing_the_published_build_stays(warehouse: Path, tmp_path: Path, step: int) -> None:
    before = _copy(warehouse, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", DIE, str(step)],
        cwd=ROOT,
        env=ENV | {"ENTI_DATA": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert _rows(tmp_path) == before


def test_killed_at_random_moments_and_the_next_load_succeeds(warehouse: Path, tmp_path: Path) -> None:
    before = _copy(warehouse, tmp_path)
    command = [sys.executable, "-m", "etl", "load", "--offline", "--json"]
    environment = ENV | {"ENTI_DATA": str(tmp_path)}
    for moment in (0.8, 1.6, 2.4, 3.2):
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(moment)
        process.kill()
        process.wait()
        assert _rows(tmp_path) == before
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert _rows(tmp_path) == before and list((tmp_path / "builds").glob(".tmp-*")) == []


def _copy(warehouse: Path, target: Path) -> int:
    """The build under a name that says other content, so that a load has something to publish."""
    build, name = resolve(warehouse / "builds"), "20200101T000000Z-aaaaaaaaaaaa.duckdb"
    (target / "builds").mkdir()
    (target / "builds" / name).write_bytes(build.read_bytes())
    (target / "builds" / "current").write_text(name + "\n", encoding="utf-8")
    return _rows(target)


def _rows(folder: Path) -> int:
    store = Store(resolve(folder / "builds"))
    count = int(store.rows("SELECT count(*) AS n FROM observation")[0]["n"])
    store.close()
    return count
