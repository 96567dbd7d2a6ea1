"""The only caches of the app. Each keyed by the resolved build, so that a new build is seen on the next run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Indicator
from core.judgement import peers
from core.reading import book
from core.reading.model import Have
from core.terms import territory
from core.terms.territory import Territories
from core.warehouse import loads, queries
from core.warehouse.store import Store, resolve
from show.scale import Scale, Wish, classify
from ui.data import frames as map_frames
from ui.web import assets

T = TypeVar("T")


@st.cache_resource(max_entries=3, show_spinner=False)
def _store(path: str) -> Store:
    return Store(Path(path))


def store() -> Store:
    """The current build, opened once per process; raises WarehouseMissing."""
    return _store(str(resolve()))


def opened(path: Path) -> Store:
    """A build by its path, for comparing; opened once per process. Raises WarehouseMissing."""
    return _store(str(path))


def the_catalogue() -> Catalogue:
    """indicators.yaml, read again when it changes; raises CatalogueError."""
    return catalogue.load()


def territories() -> Territories:
    """The territory table; raises TerritoryError."""
    return territory.load()


@st.cache_resource(max_entries=3, show_spinner=False)
def _coverage(path: str) -> pd.DataFrame:
    return queries.coverage(_store(path))


def coverage(opened: Store) -> pd.DataFrame:
    """What there is, per indicator, series, level and NUTS version (shared: do not change it)."""
    return _coverage(str(opened.path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _described(path: str) -> peers.Described:
    return peers.describe(_store(path), {m.id: m.area_km2 for m in territories().municipalities})


def described(opened: Store) -> peers.Described:
    """What each município is like; see core.judgement.peers (shared: do not change it)."""
    return _described(str(opened.path))


@st.cache_resource(max_entries=3, show_spinner=False)
def _have(path: str) -> dict[str, list[Have]]:
    return book.have(_coverage(path))


def have(opened: Store) -> dict[str, list[Have]]:
    """The same as `coverage`, by indicator, for what runs at every change (shared: do not change it)."""
    return _have(str(opened.path))


@st.cache_resource(max_entries=256, show_spinner=False)
def _scale(path: str, key: tuple[str, str, str, str], percentage: bool, decimals: int, wish: Wish) -> Scale:
    return classify(queries.history(_store(path), *key), percentage=percentage, decimals=decimals, wish=wish)


def scale(
    opened: Store,
    item: Indicator,
    series: str,
    level: str,
    version: str,
    wish: Wish = Wish(),  # noqa: B008
) -> Scale:
    """Classes of a series at a level, from all its periods, so that years compare."""
    percentage = item.unit_for(series, "pt").startswith("%")
    return _scale(str(opened.path), (item.id, series, level, version), percentage, item.decimals_for(series), wish)


def frames(
    opened: Store, item: Indicator, series: str, level: str, version: str, classes: Scale, lang: str, *more: object
) -> str:
    """Address of the static file with all periods of a series, for the time slider; `make_frames` writes it. `more`:
    what else what stands around the map depends on.
    """
    return assets.frames_url(_frames_key(opened, item, series, level, version, classes, lang, *more))


def make_frames(
    opened: Store,
    item: Indicator,
    series: str,
    level: str,
    version: str,
    classes: Scale,
    lang: str,
    *more: object,
    around: Callable[[str], dict[str, Any]],
) -> None:
    """Write that file if it is not there. `around`: what else is said of each period (ui.data.frames)."""
    assets.publish_frames(
        _frames_key(opened, item, series, level, version, classes, lang, *more),
        lambda: map_frames.frames(opened, item, series, level, version, classes, lang, around),
    )


def _frames_key(opened: Store, item: Indicator, *view: object) -> str:
    return repr((opened.build, item, *view))


@st.cache_resource(max_entries=512, show_spinner=False)
def _once(path: str, key: str, _make: Callable[[], Any]) -> Any:
    return _make()


def once(opened: Store, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What `make` gives, kept under `key` for this build (shared: do not change it). `key` names all that it depends
    on.
    """
    return cast(T, _once(str(opened.path), repr(key), make))


@st.cache_resource(max_entries=1024, show_spinner=False)
def _run_of(path: str, indicator_id: str, series: str, period: str) -> dict[str, Any] | None:
    return loads.run_of(_store(path), indicator_id, series, period)


def run_of(opened: Store, indicator_id: str, series: str, period: str) -> dict[str, Any] | None:
    """The run that brought a period; see core.warehouse.loads.run_of (shared: do not change it)."""
    return _run_of(str(opened.path), indicator_id, series, period)


@st.cache_resource(max_entries=256, show_spinner=False)
def _spread(path: str, indicator_id: str, series: str, level: str, version: str) -> pd.DataFrame:
    return queries.spread(_store(path), indicator_id, series, level, version)


def spread(opened: Store, indicator_id: str, series: str, level: str, version: str) -> pd.DataFrame:
    """Band over time; see core.warehouse.queries.spread (shared: do not change it)."""
    return _spread(str(opened.path), indicator_id, series, level, version)
