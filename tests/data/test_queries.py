"""Every question the app asks, put to the embedded figures."""

from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Lock

import duckdb
import pandas as pd
import pytest

from core.catalogue import catalogue
from core.terms import territory
from core.terms.period import parse
from core.warehouse import loads, queries
from core.warehouse.store import Store
from etl.build.schema import TABLES

TURNOUT = ("taxa_votantes_autarquicas", "total")
METERS = ("instalacoes_com_contador_inteligente", "municipios_2024")
INFANTS = ("mortalidade_infantil", "quinquenal")


@pytest.mark.parametrize(
    ("level", "version", "places"),
    [
        ("pais", "2024", 1),
        ("nuts1", "2024", 3),
        ("nuts2", "2013", 7),
        ("nuts2", "2024", 9),
        ("nuts3", "2013", 25),
        ("nuts3", "2024", 26),
        ("municipio", "2013", 308),
        ("municipio", "2024", 308),
    ],
)
def test_a_slice_has_a_row_for_each_territory_of_its_level(store: Store, level: str, version: str, places: int) -> None:
    got = queries.slice_at(store, *TURNOUT, level, version, "2025")
    ids = got["territory_id"].tolist()
    assert len(ids) == places and ids == sorted(ids) and got["value"].notna().all()


def test_a_slice_says_why_there_is_no_value_and_where_each_place_lies(store: Store) -> None:
    got = queries.slice_at(store, *METERS, "municipio", "2024", "2024-04").set_index("territory_id")
    assert (got.loc["4901", "status"], got.loc["4901", "region"]) == ("L", "Região Autónoma dos Açores")
    assert (got.loc["1106", "status"], got.loc["1106", "region"]) == ("A", "Grande Lisboa")
    before = queries.slice_at(store, *METERS, "municipio", "2013", "2024-04").set_index("territory_id")
    assert before.loc["1106", "region"] == "Área Metropolitana de Lisboa"


def test_a_slice_of_a_period_without_figures_is_all_no_data(store: Store) -> None:
    got = queries.slice_at(store, *TURNOUT, "municipio", "2024", "1900")
    assert len(got) == 308 and set(got["status"]) == {"O"} and got["value"].isna().all()


def test_a_series_comes_in_time_order_for_the_places_asked(store: Store) -> None:
    got = queries.series_of(store, *TURNOUT, ["PT", "1106"])
    for place in ("PT", "1106"):
        assert got[got["territory_id"] == place]["period"].tolist() == ["2009", "2013", "2017", "2021", "2025"]
    assert set(got["territory_id"]) == {"PT", "1106"}


@pytest.mark.parametrize("place", [[], ["9999"]])
def test_a_series_of_nowhere_is_empty(store: Store, place: list[str]) -> None:
    assert queries.series_of(store, *TURNOUT, place).empty


def test_coverage_is_what_there_is(store: Store) -> None:
    table = queries.coverage(store)
    assert not table.duplicated(["indicator_id", "series", "level", "nuts_version"]).any()
    assert all(p == sorted(p, key=parse) for p in table["periods"])
    mine = table[(table["indicator_id"] == TURNOUT[0]) & (table["level"] == "municipio")].iloc[0]
    assert (mine["first"], mine["last"], mine["values"], mine["places"]) == ("2009", "2025", 5 * 308, 308)
    meters = table[table["indicator_id"] == METERS[0]]
    assert "pais" not in set(meters["level"])  # no national value of a mainland source


def test_spread_and_history_are_of_one_level(store: Store) -> None:
    spread = queries.spread(store, *TURNOUT, "municipio", "2024").set_index("period")
    values = queries.slice_at(store, *TURNOUT, "municipio", "2024", "2025")["value"]
    assert spread.index.tolist() == ["2009", "2013", "2017", "2021", "2025"] and set(spread["n"]) == {308}
    expected = [values.quantile(q) for q in (0.1, 0.5, 0.9)]
    assert spread.loc["2025", ["p10", "median", "p90"]].tolist() == pytest.approx(expected)
    history = queries.history(store, *TURNOUT, "municipio", "2024")
    assert len(history) == 5 * 308 and set(values) <= set(history)


def test_many_values_at_once_are_the_same_as_one_by_one(store: Store) -> None:
    wanted = [(*TURNOUT, "2025"), (*INFANTS, "2020-2024"), ("nada", "total", "2025")]
    got = queries.values_at(store, wanted, ["1106", "PT"])
    assert len(got) == 4
    for row in got.itertuples():
        alone = queries.series_of(store, row.indicator_id, row.series, [row.territory_id]).set_index("period")
        assert alone.loc[row.period, "value"] == row.value


def test_where_a_figure_comes_from(store: Store) -> None:
    run = loads.run_of(store, *TURNOUT, "2025")
    assert run is not None and (run["source_id"], run["stale"]) == ("figures", False)
    assert run["citation"] and run["licence"]
    assert loads.run_of(store, *TURNOUT, "1900") is None


def test_notes(store: Store) -> None:
    assert "postos_carregamento_ve" not in queries.with_note(store, "nota que ninguém escreveu")
    assert METERS[0] in queries.with_note(store, "não aplicável à fonte (só continente)")


def test_the_build_says_its_name(store: Store) -> None:
    assert loads.build_info(store)["name"] == store.build


class Tiny(Store):
    """A store in memory with a few rows of one indicator, to see each outcome of the status."""

    def __init__(self, runs: list[dict[str, object]], observed: list[tuple[str, float | None]]) -> None:
        self._connection, self._closing = duckdb.connect(), Lock()
        for table, columns in TABLES.items():
            self._connection.execute(f'CREATE TABLE "{table}" ({columns})')
        for run in runs:
            self._add("source_run", {"indicator_id": TURNOUT[0], "current": True} | run)
        for run_id, value in observed:
            self._add(
                "observation",
                {
                    "indicator_id": TURNOUT[0],
                    "run_id": run_id,
                    "value": value,
                    "period": "2025",
                    "territory_id": "1106",
                    "series": "total",
                },
            )

    def _add(self, table: str, row: dict[str, object]) -> None:
        incoming = pd.DataFrame([row])  # noqa: F841, read by name below
        self._connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM incoming')


def run(run_id: str, source: str, outcome: str, **more: object) -> dict[str, object]:
    """One run, of 1 June 2026 unless told otherwise."""
    return {
        "run_id": run_id,
        "source_id": source,
        "outcome": outcome,
        "finished_at": "2026-06-01T10:00:00+00:00",
    } | more


FAILED = run("m", "mai", "failed", message="caiu")
OLD = run("o", "mai", "ok", current=False, finished_at="2026-05-01T10:00:00+00:00")


@pytest.mark.parametrize(
    ("runs", "observed", "outcome", "age", "reason"),
    [
        ([], [], "none", None, "Leitura direta"),
        ([run("f", "figures", "ok")], [("f", 59.0)], "embedded", 162, "valores embutidos"),
        ([run("m", "mai", "ok")], [("m", 59.0)], "ok", 162, ""),
        ([run("m", "mai", "unchanged")], [("m", 59.0)], "unchanged", 162, ""),
        ([OLD, run("m", "mai", "stale", message="caiu")], [("o", 59.0)], "stale", 162, "caiu"),
        ([FAILED], [], "failed", None, "caiu"),
        (
            [FAILED, run("f", "figures", "ok")],
            [("f", 59.0)],
            "embedded",
            162,
            "caiu",
        ),
        ([run("m", "mai", "ok")], [("m", None)], "none", None, "Leitura direta"),
    ],
    ids=["nothing", "embedded", "ok", "unchanged", "stale", "failed", "failed but embedded", "only gaps"],
)
def test_status_in_one_word_with_age_and_reason(
    runs: list[dict[str, object]], observed: list[tuple[str, float | None]], outcome: str, age: int | None, reason: str
) -> None:
    with closing(Tiny(runs, observed)) as tiny:
        rows = loads.status(tiny, catalogue.load(), date(2026, 6, 11))
    mine = next(r for r in rows if r["id"] == TURNOUT[0])
    # the age is that of 2025, whenever we asked; and when we asked is said apart
    assert (mine["outcome"], mine["age_days"]) == (outcome, age)
    assert mine["received"] == (age and ("2026-05-01" if outcome == "stale" else "2026-06-01"))
    assert mine["reason"].startswith(reason) and bool(mine["reason"]) == bool(reason)
    assert mine["rows"] == sum(v is not None for _, v in observed)


def test_names_are_those_of_the_territory_table(store: Store) -> None:
    got = queries.slice_at(store, *TURNOUT, "municipio", "2024", "2025")
    table = territory.load()
    assert got["name"].tolist() == [table[i].name for i in got["territory_id"]]


def test_breaks_are_the_periods_that_the_source_marks(store: Store, tmp_path: Path) -> None:
    assert queries.breaks(store, "mortalidade_infantil", "anual") == []
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE observation (indicator_id TEXT, series TEXT, period TEXT, status TEXT)")
        rows = [
            ("x", "a", "2021", "B"),
            ("x", "a", "2019", "B"),
            ("x", "a", "2021", "B"),
            ("x", "a", "2020", "A"),
            ("x", "b", "2018", "B"),
        ]
        connection.executemany("INSERT INTO observation VALUES (?, ?, ?, ?)", rows)
    opened = Store(path)
    assert queries.breaks(opened, "x", "a") == ["2019", "2021"]
    opened.close()
