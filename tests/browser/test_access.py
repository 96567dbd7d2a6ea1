"""What axe finds on every page in both languages and both themes: nothing serious."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browse import drawn, in_browser, settled
from ui.frame.routes import addresses

pytestmark = in_browser
# Parts of Streamlit's own shell that we cannot change, by rule and by what stands in the element.
SHELL: dict[str, tuple[str, ...]] = {}


def serious(page: Page) -> list[str]:
    """Rules that axe finds broken, serious or critical, with the elements."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
        if not any(part in node["html"] for part in SHELL.get(v["id"], ()))
    ]


WAYS = [("pt", "claro"), ("en", "claro"), ("pt", "escuro"), ("en", "escuro")]


def chosen() -> list[tuple[str, str, str]]:
    """Every page in every way with ENTI_AXE=all (`make axe`); else each page in one of them, turn by turn."""
    pages = addresses()
    if os.environ.get("ENTI_AXE") == "all":
        return [(page, *way) for page in pages for way in WAYS]
    return [(page, *WAYS[n % len(WAYS)]) for n, page in enumerate(pages)]


def test_every_page_is_looked_at_and_every_way_is_among_them() -> None:
    assert {page for page, *_ in chosen()} == set(addresses()) and {tuple(way) for _, *way in chosen()} == set(WAYS)


@pytest.mark.parametrize(("address", "lang", "theme"), chosen())
def test_no_page_has_a_serious_fault(fresh: str, page: Page, address: str, lang: str, theme: str) -> None:
    page.goto(f"{fresh}/{address}?lang={lang}&tema={theme}")
    settled(page)
    if address == "indicador":
        drawn(page)
    assert serious(page) == []
