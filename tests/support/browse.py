"""A fresh server and headless Chromium for the browser tests; conftest gives the fixtures to all of them."""

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
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from core.base.paths import ROOT
from ui.server.internals import SCRIPT_STATE

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="sem Chromium"),
]
WARM = ("-m", "ui.server.serve", "--port")
PLAIN = ("-m", "streamlit", "run", "app.py", "--server.port")


@dataclass
class Watch:
    """What a page asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    received: int = 0

    def start(self) -> None:
        """Listen from now on."""
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("response", lambda r: self.refused.append(urlsplit(r.url).path) if r.status >= 400 else None)
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("websocket", lambda w: w.on("framereceived", self._frame))

    def _frame(self, frame: bytes | str) -> None:
        self.received += len(frame)

    def clean(self) -> None:
        """Nothing left the host, nothing was refused, and the console is empty."""
        outside = [
            u
            for u in self.requests
            if urlsplit(u).scheme not in ("data", "blob") and urlsplit(u).hostname != "127.0.0.1"
        ]
        assert outside == []
        assert self.refused == []
        assert self.said == [], "; ".join(self.said)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    command: tuple[str, ...], data: Path, port: int = 0, root: Path = ROOT, base: str = "", **settings: str
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A fresh server process over `data`, with `settings` in its environment, below the path `base`."""
    port = port or free_port()
    environment = os.environ | {"ENTI_DATA": str(data), "PYTHONPATH": str(root)} | settings
    process = subprocess.Popen(
        [sys.executable, *command, str(port)],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}{base}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}{base}", process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _wait_for(health: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(health, timeout=1).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server never answered")


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


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for the module: Streamlit's own scripts are read once, sessions are still one per page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def watch(profile: BrowserContext) -> Iterator[Watch]:
    """A new page, and so a new session, watched from before its first request."""
    watched = Watch(profile.new_page())
    watched.start()
    yield watched
    watched.page.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


def settled(page: Page) -> None:
    """The script has run to its end, and the map, if there is one, is drawn."""
    page.wait_for_selector(f'[data-testid="stApp"][{SCRIPT_STATE}="notRunning"]')
    page.wait_for_selector(".enti-dom h1")
    page.wait_for_load_state("networkidle")


def until(page: Page, script: str) -> None:
    """Wait until JavaScript is true. Playwright's own wait evaluates text inside the page, which ours do not allow."""
    for _ in range(300):
        with suppress(PlaywrightError):  # between two documents there is none to ask
            if page.evaluate(script):
                return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {script}")


def drawn(page: Page, stamp: str = "") -> None:
    page.wait_for_selector(f'.enti-map[data-ready*="{stamp}"]' if stamp else ".enti-map[data-ready]")


def shapes(page: Page) -> Locator:
    return page.locator(".enti-shape")
