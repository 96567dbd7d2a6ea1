"""Screens of the wall in Chromium: playlists to try, a server, and what is believed of what is shown."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.room import live
from core.room.live import Reading
from core.room.scenes import facts
from core.warehouse.store import POINTER
from tests.support.browse import WARM, server

LISTS = """playlists:
  - id: prova
    name: {pt: Prova, en: Test}
    scenes:
      - {scene: nacional, seconds: 5}
      - {scene: marte, seconds: 5}
      - {scene: indicador, indicator: mortalidade_infantil, seconds: 5}
      - {scene: regiao, territory: "9999", seconds: 5}
  - id: parada
    name: {pt: Parada, en: Still}
    scenes:
      - {scene: dominio, domain: Qualidade de Vida Inteligente, seconds: 600}
  - id: tres
    name: {pt: Três, en: Three}
    screens: 3
    scenes:
      - {scene: nacional, seconds: 5, screen: 1}
      - {scene: fontes, seconds: 5, screen: 1}
      - {scene: metas, seconds: 5, screen: 2}
      - {scene: movimentos, seconds: 5, screen: 2}
      - {scene: dominio, domain: Mobilidade Inteligente, seconds: 5, screen: 3}
      - {scene: regiao, territory: "2024:11", seconds: 5, screen: 3}
"""


EACH = """playlists:
  - id: todas
    name: {pt: Todas, en: All}
    scenes:
""" + "".join(
    f"      - {{scene: {s}, indicator: taxa_votantes_autarquicas, domain: Ambiente Inteligente,"
    f' territory: "2024:11", seconds: 25}}\n'
    for s in facts()
)


MINUTE = 60_000


@pytest.fixture
def data(warehouse: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with playlists to try."""
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    (tmp_path / "parede.yaml").write_text(LISTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def wall(data: Path) -> Iterator[str]:
    with server(WARM, data, ENTI_WALL="open") as (address, _):
        yield address


@pytest.fixture
def screen(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-scene]")
    return page


def believed(page: Page, yes: bool = True, within: int = MINUTE) -> None:
    expect(page.locator("html")).to_have_attribute("data-true", "yes" if yes else "no", timeout=within)


def newer(data: Path) -> None:
    """Publish a build that is the same, later."""
    build = data / "builds" / (data / "builds" / POINTER).read_text().strip()
    made = build.with_name(f"29991231T235959{build.name[15:]}")
    shutil.copy(build, made)
    (data / "builds" / POINTER).write_text(made.name)


def connect(data: Path, at: datetime) -> None:
    """A platform with five stations that observed something at a moment."""
    (data / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Qualidade do ar, en: Air}, url: 'http://h/ngsi-ld/v1', type:"
        " AirQualityObserved, shown: no2, allowance_minutes: 60}\n"
    )
    names = ("Avenida da Liberdade", "Entrecampos", "Olivais", "Loures-Centro", "Alfragide")
    rows = [
        Reading("ar", n, n, "1106", at, {"no2": 20.5 + i, "dataProvider": "APA"}, {"no2": "GQ"})
        for i, n in enumerate(names)
    ]
    live.keep("ar", rows, [], at, data / "aovivo.sqlite")
