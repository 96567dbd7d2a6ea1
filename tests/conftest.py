"""Shared by all tests: one warehouse of the embedded figures, built once per session."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core import catalogue, territory
from core.store import Store, resolve
from etl.context import Context
from etl.http import Fetcher, ReplayFetcher
from etl.load import Options, load


@pytest.fixture(scope="session")
def make_context() -> Callable[[Fetcher], Context]:
    """A context around a fetcher; boundaries are not needed by these tests."""

    def make(fetcher: Fetcher) -> Context:
        return Context(fetcher, territory.load(), lambda: pytest.fail("no boundaries expected"))

    return make


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, make_context: Callable[[Fetcher], Context]) -> Path:
    """Data folder (as ENTI_DATA) with one published build of the embedded figures. Do not change it."""
    folder = tmp_path_factory.mktemp("enti")
    load(catalogue.load(), make_context(ReplayFetcher(folder)), Options(offline=True), folder / "builds")
    return folder


@pytest.fixture(scope="session")
def store(warehouse: Path) -> Store:
    """The build of `warehouse`, open."""
    return Store(resolve(warehouse / "builds"))
