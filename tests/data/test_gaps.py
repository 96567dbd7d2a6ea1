"""The ledger: no row without figures or reason, no empty cell without exactly one entry."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from core.catalogue import catalogue
from core.terms import territory
from core.terms.status import MAINLAND_ONLY, NOT_KEPT
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


def shown_empty(store: Store) -> Counter[tuple[str, str, str, str]]:
    """Every cell without value that a surface can show: of each series, level and period that has a value there, the
    places that have none; and what the build has without value besides.
    """
    places: dict[tuple[str, str | None], set[str]] = {}
    for t in territory.load().by_id.values():
        places.setdefault((t.level, t.version), set()).add(t.id)
    table = store.rows(
        "SELECT indicator_id, series, territory_id, period, value IS NOT NULL AS known FROM observation WHERE"
        " indicator_id IN (SELECT indicator_id FROM indicator WHERE row IS NOT NULL)"
    )
    there: dict[tuple[Any, ...], set[str]] = {}
    empty = set()
    for r in table:
        own = territory.load()[r["territory_id"]]
        if r["known"]:
            there.setdefault((r["indicator_id"], r["series"], r["period"], own.level, own.version), set()).add(own.id)
        else:
            empty.add((r["indicator_id"], r["series"], own.id, r["period"]))
    for (item, series, period, level, version), known in there.items():
        empty |= {(item, series, place, period) for place in places[level, version] - known}
    return Counter(empty)


def test_every_cell_without_value_is_in_exactly_one_entry(store: Store, ledger: list[Gap]) -> None:
    told: Counter[Any] = Counter()
    for gap in ledger:
        if gap.cells:
            cells = [(gap.indicator_id, gap.series, t, p) for t in gap.territories for p in gap.periods]
            assert len(cells) == gap.cells
            told.update(cells)
    empty = shown_empty(store)
    assert sum((empty - told).values()) == 0  # cells without entry
    assert empty and told == empty
    levels = {(g.level, g.cause) for g in ledger if g.cells}
    assert {("nuts3", "not_kept"), ("nuts2", "parts_missing"), ("nuts3", "not_applicable")} <= levels


def test_every_level_of_regions_without_any_value_has_an_entry(store: Store, ledger: list[Gap]) -> None:
    """A region's page lists what it has no figure of: each of them is in the ledger, or a series of it is missing
    whole.
    """
    there = {
        (r["indicator_id"], r["level"], r["nuts_version"])
        for r in store.rows(
            "SELECT DISTINCT o.indicator_id, t.level, t.nuts_version FROM observation o JOIN territory t"
            " USING (territory_id) WHERE o.value IS NOT NULL"
        )
    }
    whole = {g.indicator_id for g in ledger if g.level == "todos" and not g.periods}
    told = [g for g in ledger if not g.cells and g.level in ("nuts2", "nuts3")]
    without = 0
    for item in BOOK.indicators:
        for level in ("nuts2", "nuts3"):
            for version in territory.VERSIONS:
                if (item.id, level, version) in there:
                    continue
                ids = {t.id for t in territory.load().at_level(level, version)}
                mine = [g for g in told if (g.indicator_id, g.level) == (item.id, level)]
                without += (
                    not any(not g.territories or ids <= set(g.territories) for g in mine) and item.id not in whole
                )
    assert without == 0 and len(told) > 20
    assert all("publica os valores NUTS" not in g.reason[0] for g in told)  # not what a source does publish


def test_every_entry_says_why_whose_since_when_and_what_closes_it(ledger: list[Gap]) -> None:
    for gap in ledger:
        assert gap.cause in gaps.CAUSES and gap.owner and date.fromisoformat(gap.since) <= TODAY
        assert all(gap.reason) and all(gap.closes), gap


def test_islands_are_not_applicable_to_the_mainland_operator(ledger: list[Gap]) -> None:
    found = [
        g for g in ledger if g.indicator_id == "instalacoes_com_contador_inteligente" and g.cause == "not_applicable"
    ]
    # the regions of the islands have no value either, in any level that the others have
    assert {g.level for g in found} == {"municipio", "nuts1", "nuts2", "nuts3"}
    found = [g for g in found if g.level == "municipio"]
    assert len(found) == 1 and len(found[0].territories) == 30 and len(found[0].periods) == 4


def test_councils_answers_are_never_published_and_said_so_for_all_fourteen(ledger: list[Gap]) -> None:
    rows = {g.row for g in ledger if g.cause == "not_published_at_level" and g.level == "municipio" and not g.cells}
    iutic = {i.row for i in BOOK.indicators if i.id.startswith("iutic_")} | {15}
    assert len(iutic) == 14 and iutic <= rows


def one(indicator: str, series: str, checks: dict[str, Check], store: Store, today: date = TODAY) -> list[Gap]:
    found = gaps.ledger(BOOK, store, checks, today)
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
    digital = "pme_intensidade_digital_basica"
    key = f"{digital}/dii_v4/eurostat/0"
    before, after = (Check(key, f"{day}T00:00:00+00:00", "ok") for day in ("2027-02-20", "2029-02-20"))
    late = date(2029, 3, 1)  # due 60 days after the end of 2026
    for good, day, days in ((before, date(2027, 2, 28), 0), (after, late, 731)):
        gap = next(g for g in one(digital, "dii_v4", {key: good}, store, day) if g.periods)
        assert (gap.cause, gap.periods, gap.owner) == ("not_yet_published", ("2026",), "Eurostat")
        assert gap.late_days == days
    ours = next(g for g in one(digital, "dii_v4", {key: before}, store, late) if g.periods)
    assert (ours.cause, ours.owner) == ("not_asked", "Projeto ENTI")  # nobody asked since it was due


def test_what_people_hold_waits_for_them_with_the_command_to_use(ledger: list[Gap]) -> None:
    gap = next(g for g in ledger if g.row == 1 and g.series == "total" and g.level == "todos")
    assert gap.cause == "awaiting_import" and gap.owner == "ADENE" and "modelo" in gap.closes[0]
    answer = next(g for g in ledger if g.row == 3 and g.series == "resposta")
    assert answer.cause == "awaiting_import" and "modelo do indicador" in answer.closes[0]


EMBEDDED = {5: "DGEG", 6: "APA", 17: "IMT", 26: "Startup Portugal", 37: "INE"}  # rows whose figures people bring


@pytest.mark.parametrize("row", EMBEDDED)
def test_a_row_with_embedded_figures_still_says_who_owes_the_newer_ones(ledger: list[Gap], row: int) -> None:
    item = next(i for i in BOOK.indicators if i.row == row)
    state = item.source_state
    assert state.state == "embedded" and state.reason.pt.startswith("Valores embutidos") and state.closes is not None
    assert state.reason.en.startswith("Embedded figures")
    gap = next(g for g in ledger if g.indicator_id == item.id and g.series == item.default_series.id and g.periods)
    assert (gap.owner, gap.closes) == (EMBEDDED[row], (state.closes.pt, state.closes.en))
    assert "embutidos" in gap.reason[0] and gap.cause == state.cause


def test_what_our_copy_lacks_is_ours_and_not_said_of_the_source(ledger: list[Gap]) -> None:
    """Of a document with a few municípios, and of a list with the mainland only, the others are not known to lack."""
    doctors = [g for g in ledger if g.row == 43 and g.series == "nuts2013" and g.level == "municipio" and g.cells]
    chargers = [g for g in ledger if g.row == 16 and g.series == "total" and g.level == "municipio" and g.cells]
    assert [len(g.territories) for g in (*doctors, *chargers)] == [295, 30]
    assert {(g.cause, g.owner) for g in (*doctors, *chargers)} == {("not_kept", gaps.PROJECT)}


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
        ("O", "F", NOT_KEPT, "not_kept"),
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
