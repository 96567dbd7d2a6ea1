"""Every view is its address: in a clean browser on a fresh server the same, and one act of the reader is one step
back.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browse import WARM, drawn, in_browser, server, settled

pytestmark = in_browser
VIEWS = (
    "/indicador?indicador=mortalidade_infantil&nivel=nuts3&nuts=2013&periodo=2015-2019&lang=en",
    "/indicador?indicador=densidade_populacional&metodo=quantis&classes=7&territorio=0705&tema=escuro",
    "/indicador?indicador=taxa_votantes_autarquicas&metodo=manual&quebras=50;60&periodo=2017",
    "/territorio?territorio=2013:187&nuts=2013",
    "/comparar?lugares=1106,PT&modo=indice&indicadores=densidade_populacional",
    "/semelhantes?territorio=1106&grupo=todos&peso_area=0&lang=en",
    "/relacao?nivel=nuts3&com=mortalidade_infantil",
    "/dados?indicador=mortalidade_infantil&nivel=nuts2&periodo=2015-2019",
)


def seen(page: Page) -> list[str]:
    """All that the page says, and what its choices stand at."""
    settled(page)
    if "/indicador" in page.url:
        drawn(page)
    texts = page.locator("[data-testid=stMain] .enti-dom, [data-testid=stMain] .enti-map-side").all_inner_texts()
    choices = page.locator(".enti-controls select").evaluate_all("all => all.map(s => s.value)")
    return [*texts, *choices, page.locator("html").get_attribute("data-tema") or ""]


def opened(browser: Browser, address: str) -> list[str]:
    """The view in a browser that has seen nothing before."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(address)
    said = seen(page)
    assert page.get_by_test_id("stAlert").count() == 0
    context.close()
    return said


def test_the_same_address_is_the_same_view_on_a_fresh_server(fresh: str, browser: Browser, warehouse: Path) -> None:
    here = {view: opened(browser, fresh + view) for view in VIEWS}
    with server(WARM, warehouse) as (other, _):
        there = {view: opened(browser, other + view) for view in VIEWS}
    assert here == there
    assert len({tuple(said) for said in here.values()}) == len(VIEWS), "each is a view of its own"


@pytest.mark.internals("ONE_STEP")
def test_one_act_is_one_step_back_and_forward_goes_there_again(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    settled(page)
    first = page.evaluate("history.length")
    map_ = page.locator(".enti-map")

    def stamp(part: str) -> None:
        drawn(page, part)
        settled(page)
        page.wait_for_timeout(450)  # as long as a reader takes at least between two acts

    page.get_by_role("combobox", name="Indicador").select_option(label="Mortalidade infantil")
    stamp("mortalidade_infantil")
    page.get_by_role("radio", name="NUTS III", exact=True).click()
    stamp("nuts3")
    page.get_by_role("combobox", name="Período").select_option("2015-2019")
    stamp("2015–2019")
    page.get_by_role("combobox", name="Indicador").select_option(label="Densidade populacional")
    stamp("densidade_populacional")
    page.get_by_role("link", name="Território", exact=True).click()
    page.wait_for_url("**/territorio?*")
    settled(page)
    assert page.evaluate("history.length") == first + 5
    for part in (
        "densidade_populacional|total|2025|nuts3",
        "quinquenal|2015–2019|nuts3",
        "quinquenal|2021–2025|nuts3",
        "quinquenal|2021–2025|municipio",
        "taxa_votantes_autarquicas|total|2025|municipio",
    ):
        page.go_back()
        stamp(part)
    assert page.url == fresh + "/indicador"
    for part in ("mortalidade_infantil|quinquenal|2021–2025|municipio", "quinquenal|2021–2025|nuts3"):
        page.go_forward()
        stamp(part)
    expect(map_).to_have_count(1)
    expect(page.get_by_role("radio", name="NUTS III", exact=True)).to_be_checked()


@pytest.mark.parametrize(
    "path", ["/indicador", "/territorio", "/semelhantes", "/comparar", "/relacao", "/dados", "/dominio"]
)
def test_an_address_of_nonsense_is_a_notice_and_the_nearest_view(fresh: str, page: Page, path: str) -> None:
    nonsense = "&".join(
        f"{name}=%3Cb%3Ex"
        for name in (
            "indicador",
            "serie",
            "periodo",
            "nivel",
            "nuts",
            "territorio",
            "dominio",
            "metodo",
            "classes",
            "lugares",
            "indicadores",
            "modo",
            "com",
            "tema",
            "lang",
            "grupo",
            "peso_area",
        )
    )
    page.goto(f"{fresh}{path}?{nonsense}")
    settled(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("que não existe aqui")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
