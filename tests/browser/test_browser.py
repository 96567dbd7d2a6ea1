"""The app in headless Chromium, against a fresh server whose first request is a deep link."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browse import PLAIN, WARM, Watch, drawn, in_browser, server, settled, shapes, until
from ui.web import assets

pytestmark = in_browser
DEEP = "/indicador?indicador=mortalidade_infantil&serie=anual&periodo=2019&nivel=nuts3&nuts=2013&territorio=2013:187"
HOSTILE = '<img src=x onerror="window.broken=1"> & "Évora" 🏛️'


def shows_the_deep_link(page: Page) -> None:
    """Frame, title, level, period and place of DEEP, and the address keeps them."""
    drawn(page)
    expect(page.locator(".enti-brand")).to_contain_text("ENTI")
    expect(page.locator("h1")).to_have_text("Mortalidade infantil")
    expect(shapes(page)).to_have_count(25)
    stamp = str(page.locator(".enti-map").get_attribute("data-ready"))
    assert stamp.startswith("mortalidade_infantil|anual|2019|nuts3|2013|pt|")
    expect(page.get_by_role("combobox", name="Período")).to_have_value("2019")
    expect(page.locator('section[data-place="2013:187"]')).to_contain_text("Alentejo Central")
    for part in ("serie=anual", "periodo=2019", "nivel=nuts3", "nuts=2013", "territorio=2013"):
        assert part in page.url


def test_a_deep_link_is_the_first_request_of_a_fresh_server_and_again_after_a_crash(
    warehouse: Path, watch: Watch
) -> None:
    page = watch.page
    with server(WARM, warehouse) as (address, process):
        page.goto(address + DEEP)
        shows_the_deep_link(page)
        settled(page)
        watch.clean()
        process.kill()
        process.wait()
        expect(page.get_by_role("dialog")).to_contain_text("Sem ligação ao painel")
        with server(PLAIN, warehouse, int(address.rsplit(":", 1)[1])):
            page.reload()
            shows_the_deep_link(page)
            expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    "path", ["/", "/dominio", "/indicador", "/territorio", "/comparar", "/relacao", "/estado", "/lacunas"]
)
def test_every_page_is_quiet_stays_on_this_host_and_says_its_language(fresh: str, watch: Watch, path: str) -> None:
    page = watch.page
    page.goto(fresh + path)
    settled(page)
    language = "document.documentElement.lang"
    assert page.evaluate(language) == "pt"
    stage = (
        "(() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth })()"
    )
    assert page.evaluate(stage) <= 0, "the page does not scroll sideways"
    page.get_by_role("link", name="English").click()
    until(page, f"{language} === 'en'")
    expect(page.get_by_role("link", name="State of the data", exact=True)).to_be_visible()
    settled(page)
    assert "lang=en" in page.url
    watch.clean()


def test_an_english_address_is_english_from_the_start_and_stays_so(fresh: str, page: Page) -> None:
    page.goto(fresh + "/?lang=en")
    expect(page.locator("h1")).to_contain_text("cannot be judged")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Indicator", exact=True).click()
    drawn(page, "|en")
    expect(page.locator("h1")).to_have_text("Turnout in local elections")


def test_the_islands_are_in_view_at_first_paint(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    expect(shapes(page)).to_have_count(308)
    stage = page.locator(".enti-map-svg").bounding_box()
    frames = [f.bounding_box() for f in page.locator(".enti-frame").all()]
    assert len(frames) == 4 and stage is not None
    for box in (stage, *frames):
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 768
        assert box["x"] >= stage["x"] and box["x"] + box["width"] <= stage["x"] + stage["width"]


@pytest.mark.parametrize("place", ["0312", "2024:200"], ids=["Vila Nova de Famalicão", "Região Autónoma dos Açores"])
def test_no_label_of_a_chart_is_cut_off(fresh: str, page: Page, place: str) -> None:
    page.goto(f"{fresh}/indicador?territorio={place}&indicador=densidade_populacional")
    drawn(page)
    page.locator(".enti-evolution").scroll_into_view_if_needed()
    outside = page.locator(".enti-evolution text").evaluate_all(
        "all => all.filter(t => { const a = t.getBoundingClientRect(), b = t.ownerSVGElement.getBoundingClientRect();"
        " return a.left < b.left || a.right > b.right || a.top < b.top || a.bottom > b.bottom }).map(t =>"
        " t.textContent)"
    )
    assert page.locator(".enti-end").count() == 2 and outside == []


def test_map_legend_and_table_tell_the_same_story(fresh: str, watch: Watch) -> None:
    page = watch.page
    page.goto(fresh + "/indicador")
    drawn(page)
    page.get_by_text("Ver os mesmos valores em tabela").click()
    rows = page.locator(".enti-twin tbody tr")
    expect(rows).to_have_count(308)
    table = rows.evaluate_all(
        "all => Object.fromEntries(all.map(r => [r.dataset.place, `${r.cells[1].innerText}: ${r.cells[3].innerText}`]))"
    )
    labels = shapes(page).evaluate_all(
        "all => Object.fromEntries(all.map(s => [s.dataset.id, s.getAttribute('aria-label')]))"
    )
    assert table == labels and table["0705"] == "Évora: 59,4\u00a0%"
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    tip = page.locator(".enti-tip")
    for place in ("0705", "1106", "4901"):
        page.locator(f'[data-id="{place}"]').hover()
        name, value = table[place].split(": ")
        expect(tip).to_contain_text(name)
        expect(tip).to_contain_text(value)
        pointed = page.locator(".enti-legend li.is-pointed")
        expect(pointed).to_have_count(1)
        assert _inside(pointed.locator("span").first.inner_text(), value)
        expect(page.locator(f'.enti-twin tr.is-pointed[data-place="{place}"]')).to_have_count(1)
    counts = Counter(shapes(page).evaluate_all("all => all.map(s => s.getAttribute('fill'))"))
    legend = page.locator(".enti-legend li .num").all_inner_texts()
    assert sorted(counts.values()) == sorted(int(n) for n in legend if int(n))
    watch.clean()


def _inside(label: str, value: str) -> bool:
    low, high, shown = (float(n.replace(",", ".")) for n in re.findall(r"[\d,]+", f"{label} {value}"))
    return low <= shown <= high


def test_by_keyboard_alone_to_another_place_and_to_its_profile(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?territorio=0705")
    drawn(page)
    settled(page)
    page.get_by_role("combobox", name="Período").focus()
    for _ in range(4):  # level, NUTS version, classes, map: one stop each
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.id") == "0705"
    page.keyboard.press("ArrowDown")
    other = page.evaluate("document.activeElement.dataset.id")
    assert other and other != "0705"
    expect(page.locator(".enti-tip")).to_contain_text(page.evaluate("document.activeElement.ariaLabel").split(":")[0])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**territorio={other}**")
    expect(page.locator(f'section[data-place="{other}"]')).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.id") == other, "focus stays where the reader is"
    for _ in range(9):  # five tools, play, time, how the value came, link
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Abrir o perfil")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/territorio?*territorio={other}*")


def test_a_choice_made_by_keyboard_keeps_the_focus_on_what_was_chosen(fresh: str, page: Page) -> None:
    """Of radio buttons the row is made anew; the next arrow goes on from the one that is chosen, and not the first."""
    page.goto(fresh + "/indicador")
    drawn(page)
    settled(page)
    page.get_by_role("radio", name="Município", exact=True).focus()
    for chosen in ("NUTS III", "NUTS II"):
        page.keyboard.press("ArrowRight")
        settled(page)
        expect(page.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
        expect(page.get_by_role("radio", name=chosen, exact=True)).to_be_focused()


def test_a_click_selects_and_a_link_opens_the_profile_in_the_same_session(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    page.evaluate("window.sameDocument = true")
    page.locator('[data-id="0705"]').click()
    page.wait_for_url("**territorio=0705**")
    card = page.locator('section[data-place="0705"]')
    expect(card).to_contain_text("59,4")
    assert page.locator('[data-id="0705"]').get_attribute("aria-selected") == "true"
    card.get_by_role("link", name="Abrir o perfil").click()
    page.wait_for_url("**/territorio?*territorio=0705*")
    expect(page.locator("h1")).to_contain_text("Em Évora, face ao país")
    assert page.evaluate("window.sameDocument") is True
    page.get_by_role("link", name="Densidade populacional").click()
    drawn(page, "densidade_populacional")
    expect(card).to_contain_text("Évora")
    assert page.evaluate("window.sameDocument") is True


def test_levels_and_versions_change_the_shapes_and_the_address(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    for button, stamp, count, part in (
        ("NUTS III", "nuts3|2024", 26, "nivel=nuts3"),
        ("2013", "nuts3|2013", 25, "nuts=2013"),
        ("NUTS II", "nuts2|2013", 7, "nivel=nuts2"),
        ("2024", "nuts2|2024", 9, "nivel=nuts2"),
        ("Município", "municipio|2024", 308, "/indicador"),
    ):
        page.get_by_test_id("stMain").get_by_role("radio", name=button, exact=True).click()
        drawn(page, stamp)
        expect(shapes(page)).to_have_count(count)
        expect(page).to_have_url(re.compile(re.escape(part)))


def test_what_is_missing_is_hatched_and_counted(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?indicador=instalacoes_com_contador_inteligente")
    drawn(page)
    hatched = page.locator('.enti-shape[fill$="-na)"]')
    assert hatched.count() == 30
    islands = hatched.evaluate_all("all => all.map(s => s.dataset.id)")
    assert all(i.startswith(("3", "4")) for i in islands)
    pattern = str(hatched.first.get_attribute("fill")).removeprefix("url(").removesuffix(")")
    assert page.locator(f"pattern{pattern}").count() == 1, "the hatch exists"
    expect(page.locator('.enti-legend li[data-mark="na"]')).to_contain_text("30")


def test_a_change_of_indicator_sends_little_and_the_geometry_once(fresh: str, watch: Watch) -> None:
    page = watch.page
    page.goto(fresh + "/indicador")
    drawn(page)
    settled(page)
    for name, stamp in (
        ("Densidade populacional", "densidade"),
        ("Deslocações pendulares sustentáveis", "deslocacoes"),
    ):
        before = watch.received
        page.get_by_role("combobox", name="Indicador").select_option(label=name)
        drawn(page, stamp)
        settled(page)
        # of the longest series, 35 years, with the verdict, its target, the pedigree and the marks of few cases
        assert 0 < watch.received - before <= 25_500
        assert f"indicador={stamp}" in page.url
    assert sum("atlas-" in u for u in watch.requests) == 1
    assert sum("places-" in u for u in watch.requests) == 1


@pytest.mark.parametrize("path", ["/", "/dominio", "/indicador", "/semelhantes", "/estado"])
def test_pages_without_such_charts_fetch_neither_plotly_nor_pydeck(fresh: str, watch: Watch, path: str) -> None:
    watch.page.goto(fresh + path)
    settled(watch.page)
    assert any("app/static/gen/enti-" in u for u in watch.requests)
    assert [u for u in watch.requests if "Plotly" in u or "DeckGl" in u] == []


def test_on_paper_the_page_is_light_and_has_no_handles(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?tema=escuro")
    drawn(page)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()") == "#2b363c"
    for handle in (".enti-controls", ".enti-tools", ".enti-time", "section[data-testid=stSidebar]"):
        expect(page.locator(handle).first).to_be_hidden()
    expect(page.get_by_role("button", name="Descarregar")).to_have_count(0)
    expect(page.locator(".enti-map-svg")).to_be_visible()


def test_the_menu_opens_at_its_width_and_gives_it_back_when_closed(fresh: str, page: Page) -> None:
    page.add_init_script(
        "window.widths = new Set(); (function look() { const menu = document.querySelector('[data-testid=stSidebar]');"
        " if (menu) window.widths.add(menu.offsetWidth); requestAnimationFrame(look); })()"
    )
    page.goto(fresh + "/estado")
    settled(page)
    assert page.evaluate("[...window.widths]") == [244], "it does not change its width while it opens"
    main = page.get_by_test_id("stMain")
    assert main.bounding_box() == {"x": 244, "y": 0, "width": 1366 - 244, "height": 768}
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    until(page, "document.querySelector('[data-testid=stMain]').getBoundingClientRect().width === 1366")
    expect(page.locator("h1")).to_be_visible()


def test_two_readers_do_not_mix(fresh: str, browser: Browser) -> None:
    pages = [browser.new_context().new_page() for _ in range(2)]
    for opened, indicator in zip(pages, ("densidade_populacional", "mortalidade_infantil"), strict=True):
        opened.goto(f"{fresh}/indicador?indicador={indicator}")
    for opened, title in zip(pages, ("Densidade populacional", "Mortalidade infantil"), strict=True):
        drawn(opened)
        expect(opened.locator("h1")).to_have_text(title)
    pages[0].get_by_role("radio", name="NUTS III", exact=True).click()
    drawn(pages[0], "densidade_populacional|total|2025|nuts3")
    assert str(pages[1].locator(".enti-map").get_attribute("data-ready")).startswith("mortalidade_infantil")
    assert "nivel" not in pages[1].url
    for opened in pages:
        opened.context.close()


def test_text_from_a_source_never_becomes_markup(fresh: str, page: Page) -> None:
    page.goto(fresh + "/")
    settled(page)
    build = (
        "async ([url, tree]) => { const m = await import(new URL(url, document.baseURI).href); const e ="
        " m.renderTree(tree);"
    )
    seen = page.evaluate(
        build + " document.body.append(e); return [e.textContent, e.querySelectorAll('*').length, e.title]; }",
        [assets.script_url(), ["p", {"title": HOSTILE}, ["strong", {}, HOSTILE], HOSTILE]],
    )
    assert seen == [HOSTILE * 2, 1, HOSTILE]
    assert page.evaluate("window.broken") is None
    for link, kept in (
        ("javascript:alert(1)", False),
        ("//example.org/x", False),
        ("data:text/html,x", False),
        ("http://example.org", True),  # a page of somebody who has no https: it opens, and runs nothing of ours
        ("indicador?indicador=x", True),
        ("https://www.ine.pt/", True),
        ("#fim", True),
    ):
        has = page.evaluate(
            build + " return e.hasAttribute('href'); }", [assets.script_url(), ["a", {"href": link}, "x"]]
        )
        assert has is kept, link
    for tree in (["script", {}, "1"], ["img", {"src": "x"}], ["p", {"onclick": "1"}], ["p", {"style": "color: red"}]):
        refused = page.evaluate(
            "async ([url, tree]) => { const m = await import(new URL(url, document.baseURI).href);"
            " try { m.renderTree(tree); return ''; } catch (error) { return error.message; } }",
            [assets.script_url(), tree],
        )
        assert "is not on the list" in refused, tree
