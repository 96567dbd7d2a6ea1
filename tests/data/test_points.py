"""Points behind a count: kept with their run, carried with it, audited, and drawn without asking anybody else."""

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect

from core.catalogue import catalogue
from core.catalogue.catalogue import Row, Support
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store, resolve
from etl.build import points, publish
from etl.build.schema import TABLES
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher
from etl.load.run import Options, load
from geo import shapes
from show.texts import t
from tests.support.browse import WARM, Watch, drawn, in_browser, server, settled
from tests.support.pages import open_page, payloads, run, text_of, trees

STATIONS = "postos_carregamento_ve"


def with_points(store: Store, folder: Path, period: str = "2024-06-22", n: int = 3) -> Path:
    """Publish the embedded figures again, with `n` stations of the run that brought the counts."""
    tables = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    mine = tables["observation"].query("indicator_id == @STATIONS and period == @period")["run_id"].iloc[0]
    tables["point"] = points.frame(
        {
            "indicator_id": STATIONS,
            "series": "total",
            "period": period,
            "point_id": f"EVR-{i:05d}",
            "territory_id": "0705",
            "lat": 38.57 + i / 1000,
            "lon": -7.91,
            "value": None if i == 0 else float(i),
            "run_id": mine,
        }
        for i in range(n)
    )
    publish.publish(tables, folder)
    return folder


@pytest.fixture(scope="module")
def stations(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose build knows where three stations stand."""
    folder = tmp_path_factory.mktemp("points")
    with_points(store, folder / "builds")
    yield folder


def test_points_come_back_sorted_with_names_and_gaps(stations: Path) -> None:
    opened = Store(resolve(stations / "builds"))
    rows = queries.points(opened, STATIONS, "total")
    assert list(rows["point_id"]) == ["EVR-00000", "EVR-00001", "EVR-00002"] and set(rows["name"]) == {"Évora"}
    assert rows["value"].isna().tolist() == [True, False, False]
    assert queries.points(opened, "mortalidade_infantil", "anual").empty
    opened.close()


def test_a_build_from_before_points_were_kept_has_none_and_can_be_carried_from(store: Store, tmp_path: Path) -> None:
    shutil.copy(resolve(Path(store.path).parent), tmp_path / "old.duckdb")
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("DROP TABLE point")
    old = Store(tmp_path / "old.duckdb")
    assert queries.points(old, STATIONS, "total").empty
    old.close()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE point ({TABLES['point']})")
        connection.execute(f"CREATE TABLE source_run ({TABLES['source_run']})")
        points.carry(connection, tmp_path / "old.duckdb")
        assert connection.execute("SELECT count(*) FROM point").fetchone() == (0,)


def test_points_stay_with_their_run_and_go_with_it(store: Store, tmp_path: Path) -> None:
    folder = with_points(store, tmp_path / "builds")
    opened = Store(resolve(folder))
    tables = {name: opened.frame(f'SELECT * FROM "{name}"') for name in TABLES}
    opened.close()
    tables["point"] = points.frame()
    tables["observation"].loc[tables["observation"]["territory_id"] == "PT", "note"] = "outra"  # another content
    again = Store(publish.publish(dict(tables), folder))
    assert len(queries.points(again, STATIONS, "total")) == 3, "not asked this time: what we had stays"
    again.close()
    renamed = {name: table.copy() for name, table in tables.items()}
    for name in ("observation", "source_run", "finding"):
        renamed[name]["run_id"] = renamed[name]["run_id"] + "x"
    renamed["observation"].loc[renamed["observation"]["territory_id"] == "PT", "note"] = "mais outra"
    gone = Store(publish.publish(renamed, folder))
    assert queries.points(gone, STATIONS, "total").empty, "a run that is gone takes its points along"
    gone.close()


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., None]:
    """Load a list of `n` stations in Évora, and `lost` without coordinates, published at `at`; or load `options`
    only.
    """
    whole = catalogue.load()
    kept = [m if m.id == STATIONS else m.model_copy(update={"queries": ()}) for m in whole.measured]
    book = whole.model_copy(
        update={
            "support": tuple(m for m in kept if isinstance(m, Support)),
            "indicators": tuple(m for m in kept if isinstance(m, Row)),
            "context": (),
            "further": (),
        }
    )
    context = Context(ReplayFetcher(tmp_path / "answers"), territory.load(), shapes.load)
    listing = tmp_path / "answers" / "mobie" / "evChargingInfra-lista.csv"
    listing.parent.mkdir(parents=True)

    def go(at: str = "", n: int = 0, lost: int = 0, options: Options = Options()) -> None:  # noqa: B008 (never changed)
        if at:
            lines = [f"EVR-{i:05d},{38.57 + i / 1e5},-7.91,2" for i in range(n)] + [
                f"LIS-{i:05d},,,1" for i in range(lost)
            ]
            listing.write_text(
                "\n".join((f"# publicationTime: {at}", "id,lat,lon,n_evse", *lines)) + "\n", encoding="utf-8"
            )
        load(book, context, options, tmp_path / "builds")

    return go


def found(folder: Path) -> tuple[int, set[str]]:
    """How many points the build in force has, and of which periods."""
    opened = Store(resolve(folder / "builds"))
    rows = queries.points(opened, STATIONS, "total")
    opened.close()
    return len(rows), set(rows["period"])


def test_points_of_real_loads_stay_without_network_and_when_the_source_fails(
    bring: Callable[..., None], tmp_path: Path
) -> None:
    bring("2026-05-13T03:00:00Z", 5)
    bring(options=Options(offline=True))
    assert found(tmp_path) == (5, {"2026-05-13"})
    (tmp_path / "answers" / "mobie" / "evChargingInfra-lista.csv").write_text("<html>", encoding="utf-8")
    bring()
    assert found(tmp_path) == (5, {"2026-05-13"})
    bring("2026-05-14T03:00:00Z", 6)
    assert found(tmp_path) == (6, {"2026-05-14"})


@pytest.mark.parametrize("n", [5, 6, 4])
def test_a_list_read_again_on_its_day_replaces_the_earlier_one(
    bring: Callable[..., None], tmp_path: Path, n: int
) -> None:
    """The earlier run stays on record for other periods; its stations must not stand twice, nor removed ones stay."""
    bring("2026-05-13T03:00:00Z", 5)
    (tmp_path / "builds" / "inputs.json").unlink()  # something else has changed: the same list is read again
    bring("2026-05-13T03:00:00Z" if n == 5 else "2026-05-13T15:00:00Z", n)
    assert found(tmp_path) == (n, {"2026-05-13"})


@pytest.mark.parametrize(("lost", "said"), [(0, None), (2, "fora do mapa e da contagem: 2.")])
def test_stations_without_a_position_are_said(
    bring: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int, said: str | None
) -> None:
    bring("2026-05-13T03:00:00Z", 5, lost)
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    test = open_page("pages/indicador.py", indicador=STATIONS)
    test.session_state["w_points"] = True
    whole = "".join(text_of(tree) for tree in trees(payloads(run(test))))
    assert "5 postos em 1 município" in whole
    assert said in whole if said else "fora do mapa" not in whole


def test_only_the_newest_list_is_kept() -> None:
    rows = points.frame(
        {
            "indicator_id": "x",
            "series": "total",
            "period": p,
            "point_id": "a",
            "territory_id": "0705",
            "lat": 38.5,
            "lon": -7.9,
            "run_id": "r",
        }
        for p in ("2026-01-01", "2026-02-01")
    )
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        connection.execute("CREATE TABLE point AS SELECT * FROM rows")
        points.carry(connection, None)
        assert connection.execute("SELECT period FROM point").fetchall() == [("2026-02-01",)]


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_without_positions_the_page_says_where_they_would_come_from(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    test = open_page("pages/indicador.py", indicador=STATIONS, lang=lang)
    closed = "".join(text_of(tree) for tree in trees(payloads(test)))
    assert t("points.none", lang) not in closed
    test.session_state["w_points"] = True
    said = "".join(text_of(tree) for tree in trees(payloads(run(test))))
    assert t("points.none", lang) in said and t("see_state", lang) in said
    assert not open_page("pages/indicador.py", lang=lang).get("expander"), "turnout has no points"


@in_browser[0]
@in_browser[1]
@pytest.mark.parametrize("theme", ["claro", "escuro"])
def test_the_points_are_drawn_and_nothing_leaves_the_host(stations: Path, watch: Watch, theme: str) -> None:
    page = watch.page
    with server(WARM, stations) as (address, _):
        page.goto(f"{address}/indicador?indicador={STATIONS}&tema={theme}")
        drawn(page, STATIONS)
        settled(page)
        assert not any("DeckGl" in u for u in watch.requests), "who does not open it does not pay for it"
        page.get_by_text("Onde ficam, um a um").click()
        page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas")
        expect(page.get_by_text("3 postos em 1 município,").first).to_be_visible()
        page.wait_for_timeout(2500)
        chart = Image.open(io.BytesIO(page.locator("[data-testid=stDeckGlJsonChart]").screenshot())).convert("RGB")
        colours = np.asarray(chart).reshape(-1, 3).astype(int)
        land, ink = ((225, 228, 234), (3, 74, 216)) if theme == "claro" else ((38, 52, 79), (141, 178, 252))
        assert (np.abs(colours - land).max(axis=1) < 6).mean() > 0.02, "the country is in view"
        assert (np.abs(colours - ink).max(axis=1) < 60).sum() > 10, "and so are the points"
        main = page.get_by_test_id("stMain")
        main.get_by_text("Ver os mesmos valores em tabela").nth(1).click()
        expect(main.locator("details[open] tbody tr")).to_have_count(3)
        watch.said[:] = [
            s for s in watch.said if "GL Driver Message" not in s
        ]  # a screenless browser on its own drawing
        watch.clean()


def test_the_frame_has_all_columns_even_without_rows() -> None:
    assert list(points.frame().columns) == list(points.COLUMNS)
    assert isinstance(points.frame(), pd.DataFrame) and points.frame()["lat"].dtype == float
