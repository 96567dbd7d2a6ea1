"""The app in headless Chromium, against a fresh server whose first request is a deep link."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.paths import ROOT

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="sem Chromium"),
]
expect.set_options(timeout=20_000)  # two cores, server and browser sharing them
WARM = ("-m", "ui.serve", "--port")
PLAIN = ("-m", "streamlit", "run", "app.py", "--server.port")
DEEP = "/mapa?indicador=mortalidade_infantil&serie=anual&periodo=2019&nivel=nuts3&nuts=2013"
# On a deep link Streamlit's own shell first looks for its server below the page's path; nothing we can answer.
PROBES = ("/_stcore/health", "/_stcore/host-config")


@contextmanager
def server(command: tuple[str, ...], data: Path, port: int = 0) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A fresh server process over `data`."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    environment = os.environ | {"ENTI_DATA": str(data), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, *command, str(port)], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def fresh(warehouse: Path) -> Iterator[str]:
    with server(WARM, warehouse) as (address, _):
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a clean profile that remembers what left the host and what the console said."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.requests, opened.said = [], []  # type: ignore[attr-defined]
    opened.on("request", lambda r: opened.requests.append(r.url))  # type: ignore[attr-defined]
    opened.on("response", lambda r: opened.said.append(f"{r.status} {r.url}") if r.status >= 400 else None)  # type: ignore[attr-defined]
    opened.on("console", lambda m: opened.said.append(m.text) if m.type in ("error", "warning") else None)  # type: ignore[attr-defined]
    opened.on("pageerror", lambda e: opened.said.append(str(e)))  # type: ignore[attr-defined]
    yield opened
    context.close()


def ready(page: Page) -> None:
    page.wait_for_selector(".enti-map[data-ready]")


def clean(page: Page) -> None:
    """Nothing left the host, and the console has nothing but the shell's own two probes."""
    out = [u for u in page.requests if "127.0.0.1" not in u and not u.startswith(("data:", "blob:"))]  # type: ignore[attr-defined]
    assert out == []
    said = [s for s in page.said if not s.endswith(PROBES) and "404 (Not Found)" not in s]  # type: ignore[attr-defined]
    assert said == []
    assert sum("404 (Not Found)" in s for s in page.said) <= 2  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", [WARM, PLAIN], ids=["ui.serve", "streamlit run"])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(
    warehouse: Path, page: Page, command: tuple[str, ...]
) -> None:
    with server(command, warehouse) as (address, _):
        page.goto(address + DEEP)
        ready(page)
        expect(page.locator(".enti-brand")).to_contain_text("ENTI")
        expect(page.locator("h1")).to_have_text("Mortalidade infantil")
        assert page.locator(".enti-shape").count() == 25
        assert "2019" in str(page.locator(".enti-map").get_attribute("data-ready"))
        assert all(part in page.url for part in ("serie=anual", "periodo=2019", "nivel=nuts3", "nuts=2013"))
        assert page.evaluate("document.documentElement.lang") == "pt"
        clean(page)


@pytest.mark.parametrize("path", ["/", "/mapa", "/municipio", "/estado"])
def test_no_page_asks_another_host_and_the_console_is_clean(fresh: str, page: Page, path: str) -> None:
    page.goto(fresh + path)
    page.wait_for_selector(".enti-dom h1")
    page.wait_for_timeout(1500)
    clean(page)


def test_the_map_shows_everything_and_links_it(fresh: str, page: Page) -> None:
    page.goto(fresh + "/mapa")
    ready(page)
    assert page.locator(".enti-shape").count() == 308
    stage = page.locator(".enti-map-svg").bounding_box()
    assert stage is not None
    for frame in page.locator(".enti-frame").all():
        box = frame.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 768 and box["x"] >= stage["x"]
    assert page.locator(".enti-frame").count() == 4
    page.locator('[data-id="0705"]').hover()
    expect(page.locator(".enti-tip")).to_contain_text("Évora")
    expect(page.locator(".enti-tip")).to_contain_text("59,4")
    expect(page.locator(".enti-legend li.is-pointed")).to_have_count(1)
    page.get_by_text("Ver os mesmos valores em tabela").click()
    rows = page.locator(".enti-twin tbody tr")
    expect(rows).to_have_count(308)
    expect(page.locator('.enti-twin tr[data-place="0705"]')).to_contain_text("59,4")
    clean(page)


def test_keyboard_then_click_to_the_profile(fresh: str, page: Page) -> None:
    page.goto(fresh + "/mapa?territorio=0705")
    ready(page)
    page.locator('[data-id="0705"]').focus()
    page.keyboard.press("ArrowDown")
    other = page.evaluate("document.activeElement.dataset.id")
    assert other and other != "0705"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**territorio={other}**")
    expect(page.locator(f'section[data-place="{other}"]')).to_be_visible()
    page.get_by_text("Abrir o perfil").click()
    page.wait_for_url("**/municipio?**")
    expect(page.locator("h1")).to_contain_text("Como está")
    assert f"territorio={other}" in page.url


def test_what_is_missing_is_hatched_and_counted(fresh: str, page: Page) -> None:
    page.goto(fresh + "/mapa?indicador=instalacoes_com_contador_inteligente")
    ready(page)
    assert page.locator('.enti-shape[fill$="-na)"]').count() == 30
    expect(page.locator('.enti-legend li[data-mark="na"]')).to_contain_text("30")


def test_a_change_of_indicator_sends_little_and_the_geometry_once(fresh: str, page: Page) -> None:
    received = [0]
    page.on("websocket", lambda ws: ws.on("framereceived", lambda f: received.__setitem__(0, received[0] + len(f))))
    page.goto(fresh + "/mapa")
    ready(page)
    page.wait_for_timeout(1000)
    received[0] = 0
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Densidade populacional", exact=True).click()
    page.wait_for_selector('.enti-map[data-ready^="densidade_populacional"]')
    page.wait_for_timeout(500)
    assert 0 < received[0] <= 50_000
    assert sum("atlas-" in u for u in page.requests) == 1  # type: ignore[attr-defined]
    assert "indicador=densidade_populacional" in page.url


def test_language_is_real(fresh: str, page: Page) -> None:
    page.goto(fresh + "/")
    page.wait_for_selector(".enti-domains")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_contain_text("How do the six domains stand")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "lang=en" in page.url


def test_two_readers_do_not_mix(fresh: str, browser: Browser) -> None:
    pages = [browser.new_context().new_page() for _ in range(2)]
    for opened, indicator in zip(pages, ("densidade_populacional", "mortalidade_infantil"), strict=True):
        opened.goto(f"{fresh}/mapa?indicador={indicator}")
    for opened, title in zip(pages, ("Densidade populacional", "Mortalidade infantil"), strict=True):
        ready(opened)
        expect(opened.locator("h1")).to_have_text(title)
        opened.context.close()


def test_a_killed_server_comes_back_on_the_same_address(warehouse: Path, page: Page) -> None:
    with server(WARM, warehouse) as (address, process):
        page.goto(address + "/mapa?territorio=0705")
        ready(page)
        process.kill()
        process.wait()
        with server(WARM, warehouse, int(address.rsplit(":", 1)[1])):
            page.reload()
            ready(page)
            expect(page.locator('section[data-place="0705"]')).to_contain_text("Évora")
