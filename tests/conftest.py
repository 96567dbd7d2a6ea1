"""Shared by all tests: one warehouse of the embedded figures, built once per session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Row, Support
from core.terms import territory
from core.warehouse.store import Store, resolve
from etl.build.schema import TABLES
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.load.run import Options, load
from tests.support.browse import browser, fresh, page, profile, watch  # noqa: F401 (fixtures of the browser tests)
from tests.support.command import Said, runner

settings.register_profile("enti", deadline=None)  # no absolute times: a busy machine is no failure
settings.load_profile("enti")


_LONGEST = (
    "test_wall_failures.py",
    "test_wall_browser.py",
    "test_kiosk.py",
)  # minutes of waiting for what takes a wall its time to say


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, then the other browser tests: so that the last file of a worker is a short one.

    What a test notices of Streamlit's own goes into reports with it (tests/support/upgrade.py).
    """
    for item in items:
        item.user_properties += [("internals", n) for mark in item.iter_markers("internals") for n in mark.args]
    order = {name: n for n, name in enumerate(_LONGEST)}
    items.sort(key=lambda i: (order.get(i.path.name, len(order)), i.get_closest_marker("browser") is None))


@pytest.fixture(scope="session")
def make_context() -> Callable[[Fetcher], Context]:
    """A context around a fetcher; boundaries are not needed by these tests."""

    def make(fetcher: Fetcher) -> Context:
        return Context(fetcher, territory.load(), lambda: pytest.fail("no boundaries expected"))

    return make


@pytest.fixture(scope="session")
def light() -> Catalogue:
    """The catalogue with the queries of a few indicators only: all 48 rows, a third of the time."""
    whole = catalogue.load()
    keep = {
        "populacao_residente",
        "votantes_autarquicas",
        "inscritos_autarquicas",
        "taxa_votantes_autarquicas",
        "medicos_1000_hab",
    }
    kept = [m if m.id in keep else m.model_copy(update={"queries": ()}) for m in whole.measured]
    return whole.model_copy(
        update={
            "support": tuple(m for m in kept if isinstance(m, Support)),
            "context": (),
            "indicators": tuple(m for m in kept if isinstance(m, Row)),
            "further": (),
        }
    )


@pytest.fixture
def etl(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run `python -m etl …` in this process, with its data in `data`."""
    return runner(monkeypatch, capsys)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, light: Catalogue) -> None:
    """Loads with the queries of a few indicators only."""
    monkeypatch.setattr(catalogue, "load", lambda: light)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, make_context: Callable[[Fetcher], Context]) -> Path:
    """Data folder (as ENTI_DATA) with one published build of the embedded figures. Do not change it."""
    folder = tmp_path_factory.mktemp("enti")
    load(catalogue.load(), make_context(ReplayFetcher(folder)), Options(offline=True), folder / "builds")
    return folder


@pytest.fixture(scope="session")
def store(warehouse: Path) -> Iterator[Store]:
    """The build of `warehouse`, open."""
    opened = Store(resolve(warehouse / "builds"))
    yield opened
    opened.close()


@pytest.fixture
def light_tables(store: Store) -> dict[str, pd.DataFrame]:
    """The tables of a good build with the observations of one indicator only; each test may change its own."""
    got = {name: store.frame(f'SELECT * FROM "{name}"') for name in TABLES if name != "observation"}
    got["observation"] = store.frame("SELECT * FROM observation WHERE indicator_id = 'taxa_votantes_autarquicas'")
    return got
