"""The operator's pages in Chromium: a playlist edited in its table reaches an open screen, and nothing serious for
axe.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.alerts import acts as alert_acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.room import live, screens
from core.room import playlists as room
from core.room.live import Reading
from tests.browser.test_access import serious
from tests.support.browse import WARM, in_browser, server, settled
from ui.server.internals import CELL_EDITOR

pytestmark = in_browser
SECRET = "um-segredo-comprido"


@pytest.fixture(scope="module")
def data(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with something on every page of the room."""
    folder, now = tmp_path_factory.mktemp("sala"), datetime.now(UTC)
    shutil.copytree(warehouse / "builds", folder / "builds")
    found = [Finding("acao_atrasada", s, "bad", ("Atrasada.", "Late."), 3.0) for s in ("a", "b")]
    alert_log.record(found, alert_rules.load(), "x-abcdef123", now, path=folder / "alertas.sqlite")
    alert_acts.acknowledge("acao_atrasada:a", "AMA", "A tratar.", folder / "alertas.sqlite")
    screens.issue("geral", "Sala", 3, "AMA", folder / "ecras.sqlite")
    (folder / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Ar, en: Air}, url: 'http://h/x', type: AirQualityObserved, shown: no2}\n"
    )
    seen = [Reading("ar", n, n, "1106", now, {"no2": 20.5}, {"no2": "GQ"}) for n in ("Olivais", "Entrecampos")]
    live.keep("ar", seen, [("urn:x", "no2: mau")], now, folder / "aovivo.sqlite")
    yield folder


@pytest.fixture(scope="module")
def there(data: Path) -> Iterator[str]:
    with server(WARM, data, ENTI_WALL="open", ENTI_OPERATOR=SECRET) as (address, _):
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def enter(page: Page, secret: str = SECRET) -> None:
    page.locator('input[type="password"]').fill(secret)
    page.get_by_role("button", name="Entrar").click()


@pytest.mark.parametrize("theme", ["claro", "escuro"])
@pytest.mark.parametrize("address", ["alertas", "ao_vivo", "sala"])
def test_nothing_serious_with_something_on_the_page_and_the_operator_there(
    there: str, page: Page, address: str, theme: str
) -> None:
    page.goto(f"{there}/{address}?tema={theme}")
    settled(page)
    assert serious(page) == []
    if address != "ao_vivo":
        enter(page)
        expect(page.get_by_role("button", name="Fechar a sessão de operador")).to_be_visible()
        settled(page)
        assert serious(page) == []


def test_the_acts_of_the_operator_are_not_printed(there: str, page: Page) -> None:
    page.goto(f"{there}/sala")
    enter(page)
    act = page.get_by_text("Mudar a lista «Visão geral»")
    expect(act).to_be_visible()
    page.emulate_media(media="print")
    expect(act).to_be_hidden()


@pytest.mark.internals("CELL_EDITOR")
def test_an_edit_in_the_table_reaches_an_open_screen(
    there: str, data: Path, browser: Browser, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(data))
    wall = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(f"{there}/parede?cena=0")
    expect(wall.locator("#kicker")).to_have_text("Portugal", timeout=30_000)
    page.goto(f"{there}/sala")
    enter(page, "errado")
    expect(page.get_by_text("Não é esse o segredo")).to_be_visible()
    enter(page)
    page.get_by_text("Mudar a lista «Visão geral»").click()
    cells = page.locator('[data-testid="stDataFrame"] canvas').first
    cells.wait_for()
    cells.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = cells.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 70, box["y"] + 52)  # the order of the first scene: «Portugal» becomes the last one
    page.keyboard.press("Enter")
    cell = page.locator(CELL_EDITOR)
    cell.fill("99")
    expect(cell).to_have_value("99")
    cell.press("Enter")
    expect(cell).to_be_hidden()
    page.wait_for_timeout(1000)  # the table gathers what is typed before it tells the form
    page.get_by_label("Entidade que o diz (não uma pessoa)").first.fill("EATA")
    page.get_by_role("button", name="Pôr em vigor").click()
    expect(page.get_by_text("Em vigor.")).to_be_visible()
    scenes = [s.scene for s in room.load().playlists["geral"].scenes]
    assert scenes[-1] == "nacional" and scenes[0] == "indicador" and len(scenes) == 9
    expect(wall.locator("#kicker")).to_contain_text("Taxa de votantes", timeout=60_000)


def test_who_sees_to_an_alert_is_said_on_page_and_wall(
    there: str, data: Path, browser: Browser, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(data))
    page.goto(f"{there}/alertas?estado=firing")
    enter(page)
    page.get_by_label("Alertas", exact=True).last.click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.get_by_label("O que se está a fazer").fill("A pedir notícias.")
    page.get_by_label("Entidade que o diz (não uma pessoa)").fill("EATA")
    page.get_by_role("button", name="Registar").click()
    expect(page.get_by_text("2 alertas disparados, 0 sem ninguém a tratar")).to_be_visible()
    wall = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    wall.goto(f"{there}/parede?cena={[s.scene for s in room.load().playlists['geral'].scenes].index('alertas')}")
    expect(wall.locator("#headline")).to_have_text("2 alertas disparados, 0 sem ninguém a tratar", timeout=30_000)
