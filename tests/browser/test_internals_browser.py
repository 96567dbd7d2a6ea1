"""What we touch of Streamlit's own, where only a browser or a server can tell; see ui/server/internals.py."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from bench.harden.sessions import Crowd, Seen
from core.base.paths import ROOT
from tests.support.browse import WARM, drawn, in_browser, server, settled
from ui.server import internals

pytestmark = in_browser
SECRET = "um-segredo-comprido"
# Where a part is seen: a page of ours, or else a page made for it.
INSIDE = {"stWidgetLabel": "/sala", "InputInstructions": "/sala", "stAlert": "/indicador?nivel=nenhum"}
MADE = {
    "stDataFrame": "st.dataframe({'n': [1]})",
    "stDeckGlJsonChart": "st.pydeck_chart(pydeck.Deck(map_style=None))",
    "stException": "st.exception(ValueError('made'))",
}


@pytest.fixture(scope="module")
def there(warehouse: Path) -> Iterator[str]:
    with server(WARM, warehouse, ENTI_OPERATOR=SECRET) as (address, _):
        yield address


@pytest.fixture(scope="module")
def made(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a page that has each of MADE, by Streamlit's own command."""
    script = tmp_path_factory.mktemp("made") / "made.py"
    script.write_text("import pydeck\nimport streamlit as st\n" + "\n".join(MADE.values()), encoding="utf-8")
    with server(("-m", "streamlit", "run", str(script), "--server.port"), warehouse) as (address, _):
        yield address


def answer(address: str) -> tuple[int, str, bytes]:
    """Status, type and beginning of what stands at an address."""
    try:
        with urllib.request.urlopen(address, timeout=20) as found:
            return found.status, found.headers.get_content_type(), found.read(2000)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read(2000)


@pytest.mark.internals("run_asked", "run_ended")
def test_a_page_is_asked_for_and_its_end_is_known(there: str) -> None:
    async def read() -> Seen:
        async with asyncio.timeout(60), Crowd(there, 1) as crowd:
            while not (crowd.seen.took or crowd.seen.lost):
                await asyncio.sleep(0.1)
            return crowd.seen

    seen = asyncio.run(read())
    assert seen.lost == [] and len(seen.took) == 1


@pytest.mark.internals("OWN_PATHS")
def test_streamlit_answers_its_own_paths_and_the_document_elsewhere(there: str, made: str) -> None:
    asset = next((internals.static_dir() / "static" / "media").iterdir()).name
    own = {"/_stcore": "/health", "/media/": "nope", "/static/": f"media/{asset}", "/component/": "nope"}
    own |= {"/auth/": "login", "/oauth2callback": ""}
    assert set(own) == set(internals.OWN_PATHS)
    for path, name in own.items():
        assert not answer(made + path + name)[2].startswith(b"<!doctype"), path  # and no guard of ours before it
    for path in ("/", "/nope", "/a/b"):
        status, kind, body = answer(there + path)
        assert status == 200 and kind == "text/html" and b"entiEarly" in body, path


@pytest.mark.internals("HIDDEN_OPTIONS")
@pytest.mark.parametrize(
    ("asked", "shown"), [({}, "0 collected"), ({"STREAMLIT_RUNNER_POST_SCRIPT_GC": "true"}, "1 coll")]
)
def test_streamlit_collects_after_a_script_only_where_asked(
    warehouse: Path, tmp_path: Path, page: Page, asked: dict[str, str], shown: str
) -> None:
    script = tmp_path / "collects.py"
    script.write_text(
        "import gc\nimport streamlit as st\n"
        "st.text(f'{getattr(gc, \"seen\", 0)} collected')\n"
        "gc.seen = 0\n"
        "gc.collect = lambda generation=2: setattr(gc, 'seen', gc.seen + 1)\n",
        encoding="utf-8",
    )
    with server(("-m", "streamlit", "run", str(script), "--server.port"), warehouse, **asked) as (address, _):
        page.goto(address)
        page.wait_for_selector(f"[{internals.SCRIPT_STATE}=notRunning]")
        page.get_by_text("0 collected").wait_for()
        page.wait_for_timeout(500)  # it collects once the page has all that it gets
        page.goto(address)
        expect(page.get_by_text(shown)).to_be_visible()


@pytest.mark.internals("STREAM")
def test_the_websocket_is_where_the_proxy_looks_for_it(there: str, page: Page) -> None:
    with page.expect_websocket() as opened:
        page.goto(there + "/estado")
    assert urlsplit(opened.value.url).path == internals.STREAM
    assert f"location ~ {internals.STREAM}$ " in (ROOT / "deploy" / "nginx.conf.example").read_text(encoding="utf-8")


@pytest.mark.internals("backend")
def test_the_connection_opens_without_looking_for_the_server(there: str, page: Page) -> None:
    asked: list[str] = []
    page.route("**/_stcore/**", lambda route: asked.append(urlsplit(route.request.url).path))  # and no answer, ever
    page.goto(there + "/estado")
    expect(page.locator("h1")).to_be_visible()
    assert [path for path in asked if not path.startswith("/_stcore/")] == [], "nor below the page's own address"


@pytest.mark.internals("TEST_IDS")
@pytest.mark.parametrize("part", internals.TEST_IDS)
def test_every_part_that_is_styled_is_there(there: str, page: Page, part: str) -> None:
    page.goto(there + INSIDE.get(part, "/indicador"))
    settled(page)
    if part == "InputInstructions":
        page.locator('input[type="password"]').press_sequentially("x")
    found = page.get_by_test_id(part).first
    expect(found).to_be_attached()
    if part == "InputInstructions":
        expect(found).to_be_hidden()
        expect(found).to_contain_text("Press Enter")  # what is hidden is what speaks English


@pytest.mark.internals("TESTED_IDS")
@pytest.mark.parametrize("part", internals.TESTED_IDS)
def test_every_part_that_tests_look_for_is_there(there: str, made: str, page: Page, part: str) -> None:
    page.goto(made if part in MADE else there + INSIDE.get(part, "/indicador"))
    expect(page.get_by_test_id(part).first).to_be_attached(timeout=30_000)


@pytest.mark.internals("KEPT_ELEMENT")
def test_a_component_keeps_its_element_when_its_message_changes(there: str, page: Page) -> None:
    page.goto(there + "/indicador")
    drawn(page)
    settled(page)
    ours = "['.enti-controls', '.enti-map', '.enti-search'].map((c) => document.querySelectorAll(c))"
    above = f"{ours}.map((all) => all[0].parentElement)"
    page.evaluate(f"{above}.forEach((e) => {{ e.kept = true; }})")
    page.get_by_role("radio", name="NUTS III", exact=True).click()
    drawn(page, "nuts3")
    assert page.evaluate(f"{above}.map((e) => e.kept)") == [True, True, True]
    assert page.evaluate(f"{ours}.map((all) => all.length)") == [1, 1, 1]


@pytest.mark.internals("SCRIPT_STATE")
def test_the_page_says_whether_its_script_runs(there: str, page: Page) -> None:
    page.add_init_script(  # each change, however short: a frame may be longer than the script
        "window.states = []; new MutationObserver((all) => all.forEach((one) => window.states.push(one.oldValue,"
        f" one.target.getAttribute('{internals.SCRIPT_STATE}')))).observe(document, {{subtree: true,"
        f" attributeFilter: ['{internals.SCRIPT_STATE}'], attributeOldValue: true}})"
    )
    page.goto(there + "/indicador")
    drawn(page)
    page.wait_for_selector(f"[{internals.SCRIPT_STATE}=notRunning]")
    states = page.evaluate("window.states")
    assert states[-1] == "notRunning" and "running" in states


def english(page: Page) -> list[str]:
    """What Streamlit says of which we have other words."""
    words = "[...document.querySelectorAll('[aria-label]')].map(e => e.getAttribute('aria-label'))"
    texts = "[...document.querySelectorAll('[data-testid=stSkipToContent], [role=dialog] *')].map(e => e.textContent)"
    return [w for w in page.evaluate(f"{words}.concat({texts})") if w.strip() in internals.SAID]


@pytest.mark.internals("SAID")
def test_streamlit_speaks_the_language_of_the_page(warehouse: Path, page: Page) -> None:
    with server(WARM, warehouse) as (address, process):
        page.goto(f"{address}/nenhuma")
        expect(page.get_by_role("dialog")).to_contain_text("Página que não existe")
        expect(page.get_by_role("dialog")).to_contain_text("O endereço pedido não é de nenhuma página.")
        page.get_by_role("dialog").get_by_label("Fechar").last.click()
        expect(page.get_by_role("link", name="Saltar para o conteúdo")).to_be_attached()
        page.locator("[data-testid=stSidebar]").hover()
        page.get_by_role("button", name="Dobrar o menu").click()
        page.get_by_role("button", name="Abrir o menu").click()
        expect(page.get_by_role("button", name="Dobrar o menu", include_hidden=True)).to_be_attached()
        assert english(page) == []
        page.goto(f"{address}/nenhuma?lang=en")
        expect(page.get_by_role("dialog")).to_contain_text("No such page")
        page.get_by_role("dialog").get_by_label("Close").last.click()
        expect(page.get_by_role("button", name="Fold the menu", include_hidden=True)).to_be_attached()
        page.get_by_role("link", name="Português").click()
        expect(page.get_by_role("button", name="Dobrar o menu", include_hidden=True)).to_be_attached()
        settled(page)
        process.kill()
        expect(page.get_by_role("dialog")).to_contain_text("Sem ligação ao painel", timeout=60_000)
        expect(page.get_by_role("dialog")).to_contain_text("O painel não responde.")
        assert english(page) == []
