"""Publishing: each rule of the audit bites, and a death at any step leaves a whole build in force."""

import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from core.base.errors import AuditRefused
from core.base.paths import ROOT
from core.warehouse import cited
from core.warehouse.store import POINTER, Store, resolve
from etl.build import publish
from etl.build.audit import CHECKS, RULES, audit
from etl.build.schema import TABLES
from tests.support.builds import content

Tables = dict[str, pd.DataFrame]
ONE = "WHERE rowid = (SELECT min(rowid) FROM observation WHERE territory_id = '0101' AND value IS NOT NULL)"
REGION = "WHERE rowid = (SELECT min(rowid) FROM observation WHERE territory_id = 'PT')"
BREAK = {
    "municipios_308": ["DELETE FROM territory WHERE territory_id = '0101'"],
    "tabela3_48": ['DELETE FROM indicator WHERE "row" = 17', 'UPDATE indicator SET "row" = 1 WHERE "row" = 2'],
    "pais_unico": [
        "UPDATE territory SET parent_2013 = NULL WHERE territory_id = '0101'",
        "UPDATE territory SET parent_2024 = '2024:ZZZ' WHERE territory_id = '0101'",
    ],
    "chave_completa": [f"UPDATE observation SET {c} = NULL {REGION}" for c in ("series", "territory_id", "period")],
    "chave_unica": ["INSERT INTO observation SELECT * FROM observation WHERE territory_id = 'PT' LIMIT 1"],
    "indicador_conhecido": [f"UPDATE observation SET indicator_id = 'inventado' {REGION}"],
    "territorio_conhecido": [f"UPDATE observation SET territory_id = '9999' {REGION}"],
    "carga_conhecida": [f"UPDATE observation SET run_id = {v} {ONE}" for v in ("NULL", "'nenhuma'")],
    "estado_conhecido": [f"UPDATE observation SET {v} {ONE}" for v in ("status = 'Z'", "status = NULL", "conf = NULL")],
    "falta_com_estado": [f"UPDATE observation SET {v} {ONE}" for v in ("status = 'O'", "value = NULL")],
    "documento_citado": [
        f"UPDATE observation SET {v} {ONE}" for v in ("origin = 'document', document = NULL", "document = 'nenhum'")
    ],
    "ponto_no_pais": [
        f"INSERT INTO point SELECT 'x', 'total', '2026-01-01', 'p', '0101', {at}, 1, run_id FROM source_run LIMIT 1"
        for at in ("0.0, 0.0", "NULL, NULL", "40.4, -3.7")  # Madrid
    ],
    "ponto_unico": [
        (
            "INSERT INTO point SELECT 'x', 'total', '2026-01-01', 'p', '0101', 40.5, -8.4, 1, run_id FROM (SELECT"
            " run_id FROM source_run LIMIT 1), range(2)"
        ),
        "INSERT INTO point VALUES ('x', 'total', '2026-01-01', 'p', '0101', 40.5, -8.4, 1, 'nenhuma')",
    ],
    "valor_finito": [f"UPDATE observation SET value = '{v}' {ONE}" for v in ("inf", "-inf", "nan")],
    "origem_conhecida": [f"UPDATE observation SET origin = {v} {ONE}" for v in ("'palpite'", "NULL")],
    "grelha_completa": [f"DELETE FROM observation {ONE}"],
    "periodo_valido": [f"UPDATE observation SET period = '20x5' {REGION}"],
}


@pytest.fixture(scope="module")
def database(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A good build in memory."""
    with duckdb.connect() as connection:
        for table in TABLES:
            rows = store.frame(f'SELECT * FROM "{table}"')  # noqa: F841, read by name below
            connection.execute(f'CREATE TABLE "{table}" ({TABLES[table]})')
            connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM rows')
        yield connection


def test_a_good_build_passes_and_every_rule_has_a_proof(database: duckdb.DuckDBPyConnection) -> None:
    assert BREAK.keys() == {r.name for r in RULES} | CHECKS.keys()
    assert audit(database, "boa") == len(BREAK)


@pytest.mark.parametrize(("rule", "sql"), [(rule, sql) for rule, many in BREAK.items() for sql in many])
def test_each_rule_refuses_what_breaks_it(database: duckdb.DuckDBPyConnection, rule: str, sql: str) -> None:
    database.execute("BEGIN")
    try:
        database.execute(sql)
        with pytest.raises(AuditRefused, match=rule) as caught:
            audit(database, "má")
    finally:
        database.execute("ROLLBACK")
    assert "má" in caught.value.where and "continuam a servir" in caught.value.cure


def test_a_build_is_named_by_its_content_and_says_so_inside(light_tables: Tables, tmp_path: Path) -> None:
    build = publish.publish(light_tables, tmp_path)
    with closing(Store(resolve(tmp_path))) as opened:
        about = opened.rows("SELECT name, content_sha256 FROM build")[0]
        assert len(opened.frame("SELECT * FROM observation")) == len(light_tables["observation"])
    assert about == {"name": build.stem, "content_sha256": content(light_tables)}
    assert build.stem.endswith(about["content_sha256"][:12])


@pytest.mark.parametrize("column", ["status", "conf", "sign", "origin", "note", "period", "territory_id"])
def test_another_word_beside_a_value_is_another_content(light_tables: Tables, column: str) -> None:
    before = content(light_tables)
    light_tables["observation"].loc[3, column] = "outro"
    assert content(light_tables) != before


@pytest.mark.parametrize("column", ["run_id", "started_at", "finished_at"])
def test_run_ids_and_times_are_no_content(light_tables: Tables, column: str) -> None:
    before = content(light_tables)
    light_tables["source_run"][column] = "outro"
    assert content(light_tables) == before


def test_it_keeps_a_dozen_builds_and_always_the_current_one(light_tables: Tables, tmp_path: Path) -> None:
    for n in range(15):
        (tmp_path / f"200001{n:02d}T000000Z-aaaaaaaaaaaa.duckdb").touch()
    build = publish.publish(light_tables, tmp_path)
    kept = sorted(p.name for p in tmp_path.glob("*.duckdb"))
    assert len(kept) == publish.KEEP and kept[-1] == build.name and kept[0].startswith("20000104")


def test_the_last_build_of_each_month_stays_for_good(tmp_path: Path) -> None:
    for month in ("200001", "200002", "200003"):
        for day in range(1, 21):
            (tmp_path / f"{month}{day:02d}T000000Z-aaaaaaaaaaaa.duckdb").touch()
    (tmp_path / POINTER).write_text("20000320T000000Z-aaaaaaaaaaaa.duckdb")
    publish.prune(tmp_path)
    kept = sorted(p.name[:8] for p in tmp_path.glob("*.duckdb"))
    assert kept == ["20000120", "20000220", *(f"200003{day:02d}" for day in range(9, 21))]


def test_what_a_report_cites_stays_for_good(tmp_path: Path) -> None:
    names = [f"200001{day:02d}T000000Z-aaaaaaaaaaaa" for day in range(1, 31)]
    for name in names:
        (tmp_path / f"{name}.duckdb").touch()
    (tmp_path / POINTER).write_text(f"{names[-1]}.duckdb")
    cited.cite(tmp_path, names[2], "enti-relatorio-anual-1999", "pt", date(2000, 1, 3))
    publish.prune(tmp_path)
    assert [p.stem for p in sorted(tmp_path.glob("*.duckdb"))] == [names[2], *names[-publish.KEEP :]]


def test_while_nobody_can_read_what_is_cited_nothing_is_removed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for day in range(1, 31):
        (tmp_path / f"200001{day:02d}T000000Z-aaaaaaaaaaaa.duckdb").touch()
    (tmp_path / POINTER).write_text("20000130T000000Z-aaaaaaaaaaaa.duckdb")
    (tmp_path / cited.FILE).write_bytes(b"no database at all, but long enough to be read as one" * 40)
    assert publish.prune(tmp_path) == [] and "não se retira nenhuma versão" in caplog.text


# One process loads the libraries once, then a child per step dies at it, by SIGKILL, before or while it is done.
DRIVER = """
import os, pickle, signal, sys
from pathlib import Path
from etl.build import publish

tables, steps = pickle.loads(Path(sys.argv[1]).read_bytes()), 0

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def at(owner, name, step):
    original = getattr(owner, name)
    def wrapped(*given, **named):
        global steps
        steps += 1
        if steps == step:
            die()
        return original(*given, **named)
    setattr(owner, name, wrapped)

class Views(dict):
    items = die

for folder in map(Path, sys.argv[2:]):
    child = os.fork()
    if child == 0:
        if folder.name == "half-written":
            publish.VIEWS = Views()
        else:
            for owner, name in ((publish, "_write"), (publish, "audit"), (os, "fsync"), (Path, "rename"),
                                (Path, "replace"), (Path, "write_text"), (Path, "unlink"), (publish, "prune")):
                at(owner, name, int(folder.name))
        publish.publish(tables, folder)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
COUNT = 15  # of the calls above in one publication; killed before the first, before the second, …
STEPS = ("half-written", *map(str, range(1, COUNT + 1)))


@dataclass
class Deaths:
    """A folder per step, with an earlier build and what a killed publication left there."""

    home: Path
    exits: dict[str, int]
    in_force: dict[str, str]
    tables: Tables


@pytest.fixture(scope="module")
def deaths(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Deaths:
    """Die once per step, and once beyond the last."""
    home, steps = tmp_path_factory.mktemp("deaths"), (*STEPS, str(COUNT + 1))
    tables = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    tables["observation"] = tables["observation"].query("indicator_id == 'taxa_votantes_autarquicas'")
    (home / "tables").write_bytes(pickle.dumps(tables))
    publish.publish(tables | {"observation": tables["observation"].query("period == '2021'")}, home / "old")
    for step in steps:
        shutil.copytree(home / "old", home / step)
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, home / "tables", *(home / s for s in steps)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    exits = dict(zip(steps, map(int, done.stdout.split()), strict=True))
    old = resolve(home / "old").name
    return Deaths(home, exits, {s: "old" if resolve(home / s).name == old else "new" for s in steps}, tables)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_whole_build_is_in_force_and_the_next_load_cleans_up(deaths: Deaths, step: str) -> None:
    folder, wanted = deaths.home / step, deaths.tables["observation"]
    assert deaths.exits[step] == -signal.SIGKILL
    expected = {"old": len(wanted.query("period == '2021'")), "new": len(wanted)}[deaths.in_force[step]]
    with closing(Store(resolve(folder))) as opened:
        assert opened.rows("SELECT count(*) AS n FROM observation") == [{"n": expected}]
    assert publish.publish(deaths.tables, folder) == resolve(folder)
    assert list(folder.glob(".tmp-*")) == []


def test_the_new_build_comes_into_force_at_one_step_and_stays(deaths: Deaths) -> None:
    assert (deaths.exits[str(COUNT + 1)], deaths.in_force[str(COUNT + 1)]) == (0, "new"), "COUNT is too small"
    states = [deaths.in_force[s] for s in STEPS]
    assert states == sorted(states, reverse=True) and {*states} == {"old", "new"}
