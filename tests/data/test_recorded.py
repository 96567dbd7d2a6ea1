"""The whole catalogue as a load asks it: every query gets an answer in its source's form, and all of them are read."""

from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bench.recorded import Recorder, queries
from core.catalogue import catalogue
from core.terms import territory
from core.warehouse import gaps
from core.warehouse.store import Store, resolve
from etl.build.publish import fingerprint
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher
from etl.load.run import Options, Result, load
from geo import shapes


def replay(recorded: Path, folder: Path) -> Result:
    context = Context(ReplayFetcher(recorded), territory.load(), shapes.load)
    return load(catalogue.load(), context, Options(), folder)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gravado")
    Recorder(folder, years=2, megabytes=30.0, air=(4, 1)).record()
    return folder


@pytest.fixture(scope="module")
def loaded(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("builds")
    return folder, replay(recorded, folder)


def test_every_query_of_the_catalogue_is_answered_and_read(loaded: tuple[Path, Result]) -> None:
    asked = loaded[1].asked
    live = [r for r in asked if r["source_id"] != "held"]
    assert len(live) == len(queries())
    assert {r["outcome"] for r in live} == {"ok"}, [r["message"] for r in live if r["outcome"] != "ok"]


def test_every_row_that_a_source_can_fill_has_figures_of_it(loaded: tuple[Path, Result]) -> None:
    folder, result = loaded
    with closing(Store(resolve(folder))) as store:
        filled = {
            r["indicator_id"]
            for r in store.rows("SELECT DISTINCT indicator_id FROM observation WHERE value IS NOT NULL")
        }
        ledger = {g.row for g in gaps.ledger(catalogue.load(), store, {}, date(2026, 11, 1))}
    assert {r["indicator_id"] for r in result.asked if r["role"] == "load" and r["source_id"] != "held"} <= filled
    assert {i.row for i in catalogue.load().indicators if i.id not in filled} <= ledger


def test_the_same_answers_twice_make_equal_tables(recorded: Path, loaded: tuple[Path, Result], tmp_path: Path) -> None:
    folder, first = loaded
    again = replay(recorded, folder)
    assert not again.changed and again.build == first.build and len(list(folder.glob("*.duckdb"))) == 1
    apart = replay(recorded, tmp_path)
    prints = []
    for build in (first.build, apart.build):
        with duckdb.connect(str(build), read_only=True) as connection:
            prints.append(fingerprint(connection))
    assert prints[0] == prints[1]
