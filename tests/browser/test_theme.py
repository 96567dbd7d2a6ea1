"""Light, dark and wall; language and theme from the first byte; nothing wider than a telephone."""

import asyncio
import re
import urllib.request
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browse import PLAIN, Watch, drawn, in_browser, server, settled, until
from ui.frame.routes import addresses
from ui.server.shell import Shell

SCHEME = "getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme"
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
THEME = "document.documentElement.dataset.tema"
# What of the page's first words lies under Streamlit's bar: its texts above the bar's lower edge.
COVERED = """(() => {
  const bar = document.querySelector('[data-testid=stHeader]')?.getBoundingClientRect().bottom ?? 0;
  const words = [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(h1, p, label, li)')];
  return words.filter(w => w.offsetHeight > 1 && w.getBoundingClientRect().top < bar).map(w => w.textContent);
})()"""


def marked(function: Any) -> Any:
    for mark in in_browser:
        function = mark(function)
    return function


@marked
@pytest.mark.internals("THEME_KEY")
def test_a_dark_deep_link_is_dark_from_the_first_document_and_stays_so_on_other_pages(fresh: str, watch: Watch) -> None:
    page = watch.page
    page.goto(f"{fresh}/indicador?tema=escuro&indicador=densidade_populacional")
    assert page.evaluate(THEME) == "escuro", "before any script of Streamlit"
    drawn(page, "densidade_populacional")
    assert page.evaluate(SCHEME) == "dark" and page.evaluate(GROUND) == "rgb(10, 18, 32)"
    documents = [u for u in watch.requests if "/indicador?" in u]
    assert len(documents) == 1, "the page is not loaded twice"
    fills = set(page.locator(".enti-shape").evaluate_all("all => all.map(s => s.getAttribute('fill'))"))
    assert "#eef4ff" in fills or "#f2f6ff" in fills, "the high end shines"
    page.get_by_role("link", name="Semelhantes", exact=True).click()
    page.wait_for_url("**/semelhantes?*tema=escuro*")
    settled(page)
    assert page.evaluate(SCHEME) == "dark"
    watch.clean()


@marked
def test_the_link_changes_the_theme_of_this_very_view_and_back(fresh: str, page: Page) -> None:
    page.goto(f"{fresh}/indicador?indicador=mortalidade_infantil&nivel=nuts3")
    drawn(page, "mortalidade_infantil")
    page.get_by_role("link", name="Tema escuro").click()
    page.wait_for_url("**tema=escuro**")
    until(
        page, f"document.querySelector('[data-testid=stApp]') && {SCHEME} === 'dark'"
    )  # another theme is another document: the address changes before it comes
    drawn(page, "mortalidade_infantil|quinquenal|2021–2025|nuts3")
    assert "nivel=nuts3" in page.url
    page.get_by_role("link", name="Tema claro").click()
    page.wait_for_url(re.compile(r"^(?!.*tema=).*$"))
    until(page, f"document.querySelector('[data-testid=stApp]') && {SCHEME} === 'light'")
    drawn(page, "mortalidade_infantil|quinquenal|2021–2025|nuts3")


@marked
def test_the_wall_is_dark_and_large_and_has_no_menu(fresh: str, page: Page) -> None:
    page.goto(f"{fresh}/indicador?tema=parede")
    drawn(page)
    assert page.evaluate(SCHEME) == "dark" and page.evaluate(THEME) == "parede"
    expect(page.locator("section[data-testid=stSidebar]")).to_be_hidden()
    assert page.locator(".enti-tools").is_hidden()


@marked
@pytest.mark.internals("THEME_KEY")
def test_under_streamlit_s_own_command_the_theme_comes_too(warehouse: Path, page: Page) -> None:
    with server(PLAIN, warehouse) as (address, _):
        page.goto(f"{address}/indicador?tema=escuro")
        until(page, f"document.querySelector('.enti-map[data-ready]') && {SCHEME} === 'dark'")
        assert page.evaluate(THEME) == "escuro" and "tema=escuro" in page.url


@marked
@pytest.mark.parametrize("address", addresses())
def test_no_page_is_wider_than_a_telephone(fresh: str, browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{fresh}/{address}")
    settled(page)
    stage = (
        "(() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth })()"
    )
    assert page.evaluate(stage) <= 0
    heading = page.locator("h1").first.bounding_box()
    assert heading and heading["x"] >= 0 and heading["x"] + heading["width"] <= 390
    assert page.evaluate(COVERED) == []
    context.close()


@marked
@pytest.mark.internals("TEST_IDS")
@pytest.mark.parametrize("address", ["sintese", "execucao", "territorio", ""])
def test_a_folded_menu_leaves_the_page_whole(fresh: str, browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})  # of its own: a folded menu is remembered
    page = context.new_page()
    page.goto(f"{fresh}/{address}")
    settled(page)
    page.locator("[data-testid=stSidebar]").hover()
    page.locator("[data-testid=stSidebar] [aria-controls=stSidebar]").click()
    expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "true")
    assert page.evaluate(COVERED) == []
    context.close()


@marked
def test_the_document_says_its_language_and_generated_files_are_kept_for_good(fresh: str) -> None:
    with urllib.request.urlopen(f"{fresh}/indicador?lang=en") as answer:
        text, headers = answer.read().decode(), answer.headers
    assert '<html lang="pt">' in text and 'get("lang") === "en"' in text and "<title>ENTI</title>" in text
    assert headers["ETag"] is None and int(headers["Content-Length"]) == len(text.encode())
    script = re.search(r"app/static/gen/enti-\w+\.js", text)
    assert script is not None
    with urllib.request.urlopen(f"{fresh}/{script[0]}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def _through(
    path: str, kind: bytes, body: bytes, method: str = "GET"
) -> tuple[list[MutableMapping[str, Any]], list[Any]]:
    """What a browser gets through the shell from an app that answers so, and the request headers the app saw."""
    sent: list[MutableMapping[str, Any]] = []
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["headers"])
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), (b"etag", b"x")]}
        )
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:]})

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "path": path, "method": method, "headers": [(b"accept-encoding", b"gzip")]}
    with ThreadPoolExecutor(1) as other:  # the browser's own loop runs in this thread
        other.submit(lambda: asyncio.run(Shell(app)(scope, receive, send))).result()
    return sent, seen


@pytest.mark.parametrize(
    ("path", "kind", "method"),
    [
        ("/indicador", b"application/json", "GET"),
        ("/_stcore/health", b"text/html", "GET"),
        ("/media/x.html", b"text/html", "GET"),
        ("/indicador", b"text/html", "POST"),
    ],
)
def test_what_is_no_document_goes_through_untouched(path: str, kind: bytes, method: str) -> None:
    sent, _ = _through(path, kind, b"<html><head></head></html>", method)
    assert [m.get("body") for m in sent[1:]] == [b"<html", b"><head></head></html>"]
    assert (b"etag", b"x") in sent[0]["headers"]


def test_a_document_gets_our_head_once_and_its_true_length() -> None:
    sent, seen = _through(
        "/", b"text/html; charset=utf-8", b'<html lang="en"><head><title>Streamlit</title></head></html>'
    )
    body = sent[1]["body"]
    assert len(sent) == 2 and body.count(b"dataset.tema") == 1 and b'<html lang="pt">' in body
    assert dict(sent[0]["headers"])[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in dict(sent[0]["headers"]) and seen == [[]], "it was asked for uncompressed"
