"""The ledger: no row without figures or reason, no empty cell without exactly one entry."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from core.catalogue import catalogue
from core.terms.status import MAINLAND_ONLY
from core.warehouse import gaps, loads
from core.warehouse.checks import Check
from core.warehouse.gaps import Gap
from core.warehouse.store import Store
from etl.build import publish
from etl.build.schema import TABLES

TODAY = date(2026, 11, 23)
BOOK = catalogue.load()


@pytest.fixture(scope="module")
def ledger(store: Store) -> list[Gap]:
    return gaps.ledger(BOOK, store, {}, TODAY)


def test_no_row_of_table_3_is_without_figures_or_an_entry(store: Store, ledger: list[Gap]) -> None:
    rows = {i.row for i in BOOK.indicators}
    with_figures = {BOOK.indicator(i).row for i, _ in loads.last_periods(store) if i in {x.id for x in BOOK.indicators}}
    explained = {g.row for g in ledger}
    assert rows == set(range(1, 49)) == with_figures | explained
    lasts = loads.last_periods(store)
    whole = {(g.indicator_id, g.series) for g in ledger if g.level == "todos" and not g.periods}
    for item in BOOK.indicators:
        for series in item.series:
            assert ((item.id, series.id) in lasts) != ((item.id, series.id) in whole), (item.id, series.id)


def test_every_cell_without_value_is_in_exactly_one_entry(store: Store, ledger: list[Gap]) -> None:
    table = store.frame(
        "SELECT indicator_id, series, territory_id, period FROM observation WHERE value IS NULL AND origin <>"
        " 'aggregated'"
    )
    ids = {i.id for i in BOOK.indicators}
    empty = Counter(tuple(r) for r in table.itertuples(index=False) if r.indicator_id in ids)
    told: Counter[Any] = Counter()
    for gap in ledger:
        if gap.cells:
            cells = [(gap.indicator_id, gap.series, t, p) for t in gap.territories for p in gap.periods]
            assert len(cells) == gap.cells
            told.update(cells)
    assert empty and told == empty


def test_every_entry_says_why_whose_since_when_and_what_closes_it(ledger: list[Gap]) -> None:
    for gap in ledger:
        assert gap.cause in gaps.CAUSES and gap.owner and date.fromisoformat(gap.since) <= TODAY
        assert all(gap.reason) and all(gap.closes), gap


def test_islands_are_not_applicable_to_the_mainland_operator(ledger: list[Gap]) -> None:
    found = [
        g for g in ledger if g.indicator_id == "instalacoes_com_contador_inteligente" and g.cause == "not_applicable"
    ]
    assert len(found) == 1 and len(found[0].territories) == 30 and len(found[0].periods) == 4


def test_councils_answers_are_never_published_and_said_so_for_all_fourteen(ledger: list[Gap]) -> None:
    rows = {g.row for g in ledger if g.cause == "not_published_at_level" and g.level == "municipio" and not g.cells}
    iutic = {i.row for i in BOOK.indicators if i.id.startswith("iutic_")} | {15}
    assert len(iutic) == 14 and iutic <= rows


def one(indicator: str, series: str, checks: dict[str, Check], store: Store) -> list[Gap]:
    found = gaps.ledger(BOOK, store, checks, TODAY)
    return [g for g in found if (g.indicator_id, g.series) == (indicator, series) and g.level == "todos"]


DOCTORS = ("medicos_1000_hab", "total")
KEY = "medicos_1000_hab/total/ine/0"


def test_a_query_never_put_is_ours_and_a_failed_one_names_the_failure(store: Store) -> None:
    assert [g.cause for g in one(*DOCTORS, {}, store)] == ["not_asked"]
    failed = Check(
        KEY,
        "2026-11-20T00:00:00+00:00",
        "failed",
        failed_since="2026-11-18T00:00:00+00:00",
        error="SourceTimeout",
        message="A fonte não respondeu a tempo.",
    )
    gap = one(*DOCTORS, {KEY: failed}, store)[0]
    assert (gap.cause, gap.since, gap.reason[0]) == ("connector_failed", "2026-11-18", "A fonte não respondeu a tempo.")


def test_figures_that_stay_while_the_source_fails_are_a_gap_too(store: Store) -> None:
    key = "taxa_votantes_autarquicas/total/mai/0"
    failed = Check(key, "2026-11-20T00:00:00+00:00", "stale", failed_since="2026-11-18T00:00:00+00:00", message="x")
    causes = [g.cause for g in one("taxa_votantes_autarquicas", "total", {key: failed}, store)]
    assert "connector_failed" in causes


def test_the_next_period_is_in_time_and_then_late(store: Store) -> None:
    key = "postos_carregamento_ve/total/mobie/0"
    ok = Check(key, "2026-11-20T00:00:00+00:00", "ok", ok_at="2026-11-20T00:00:00+00:00")
    meters = "instalacoes_com_contador_inteligente"
    good = Check(f"{meters}/total/eredes/0", "2026-11-20T00:00:00+00:00", "ok")
    gap = next(g for g in one(meters, "total", {good.key: good, key: ok}, store) if g.periods)
    assert (gap.cause, gap.periods, gap.owner) == ("not_yet_published", ("2024-05",), "E-REDES") and gap.late_days > 700


def test_what_people_hold_waits_for_them_with_the_command_to_use(ledger: list[Gap]) -> None:
    gap = next(g for g in ledger if g.row == 44 and g.series == "alcool")
    assert gap.cause == "awaiting_import" and gap.owner == "ICAD" and "modelo" in gap.closes[0]
    answer = next(g for g in ledger if g.row == 3 and g.series == "resposta")
    assert answer.cause == "awaiting_import" and "etl template iutic_tecnologia_gestao_energia" in answer.closes[0]


@pytest.fixture
def tampered(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build in memory, to be spoiled."""
    tables = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    tables["observation"] = tables["observation"].query(
        "indicator_id == 'taxa_votantes_autarquicas' and period == '2021'"
    )
    with duckdb.connect() as connection:
        publish.fill(connection, tables)
        yield connection


class Memory:
    """As much of a Store as the ledger uses."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, sql: str) -> list[dict[str, Any]]:
        table: pd.DataFrame = self.connection.execute(sql).df()
        return [
            {str(k): list(v) if hasattr(v, "tolist") else v for k, v in r.items()} for r in table.to_dict("records")
        ]


@pytest.mark.parametrize(
    ("status", "conf", "note", "cause"),
    [
        ("Q", "C", None, "confidential"),
        ("Q", "F", None, "confidential"),
        ("Q", "F", "valor 120 retido: fora dos limites do catálogo", "withheld"),
        ("L", "F", MAINLAND_ONLY, "not_applicable"),
        ("L", "F", "a câmara não recolheu", "not_collected"),
        ("M", "F", None, "not_applicable"),
        ("N", "F", None, "below_unit"),
        ("O", "F", "não consta da fonte", "not_collected"),
    ],
)
def test_each_status_has_its_cause(
    tampered: duckdb.DuckDBPyConnection, status: str, conf: str, note: str | None, cause: str
) -> None:
    tampered.execute(
        "UPDATE observation SET value = NULL, status = ?, conf = ?, note = ? WHERE territory_id IN ('0101', '1106')",
        [status, conf, note],
    )
    found = [g for g in gaps.ledger(BOOK, Memory(tampered), {}, TODAY) if g.cells]  # type: ignore[arg-type]
    assert [(g.cause, g.territories, g.periods, g.cells) for g in found] == [(cause, ("0101", "1106"), ("2021",), 2)]
