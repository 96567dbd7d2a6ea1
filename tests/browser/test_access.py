"""What axe finds on every page in both languages and both themes: nothing serious."""

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


@pytest.mark.parametrize(("lang", "theme"), [("pt", "claro"), ("en", "claro"), ("pt", "escuro"), ("en", "escuro")])
@pytest.mark.parametrize("address", addresses())
def test_no_page_has_a_serious_fault(fresh: str, page: Page, address: str, lang: str, theme: str) -> None:
    page.goto(f"{fresh}/{address}?lang={lang}&tema={theme}")
    settled(page)
    if address == "indicador":
        drawn(page)
    assert serious(page) == []
