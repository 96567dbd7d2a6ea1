"""The wall in Chromium: scenes in step, keys, builds that come without a flash, who is let in, and what can be read
from five metres.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.room import playlists as room
from core.room import screens
from core.room.playlists import place
from core.room.scenes import facts
from core.warehouse.checks import LOADS
from tests.support.browse import WARM, Watch, in_browser, server
from tests.support.screens import EACH, LISTS, MINUTE, believed, connect, data, newer, opened, screen, wall  # noqa: F401 (fixtures)

pytestmark = in_browser


def test_a_scene_that_cannot_be_shown_says_so_and_the_rest_goes_on(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=prova")
    expect(page.locator("#headline")).to_contain_text("Não há a cena «marte»", timeout=MINUTE)
    expect(page.locator("#headline")).to_contain_text("A cena «regiao» não se pode mostrar", timeout=MINUTE)
    believed(page, False)
    expect(page.locator("#headline")).to_contain_text("não se podem julgar", timeout=MINUTE)
    believed(page)


def test_nothing_leaves_the_host_and_the_console_is_empty(wall: str, screen: BrowserContext) -> None:
    watch = Watch(screen.new_page())
    watch.start()
    watch.page.goto(f"{wall}/parede?lista=prova&cena=2")
    watch.page.wait_for_selector(".w-map path.enti-shape")
    watch.page.wait_for_timeout(6000)
    watch.clean()
    assert {urlsplit(u).path.split("/")[1] for u in watch.requests} <= {"parede", "app"}


def test_keys_pause_step_and_come_back_and_the_address_says_where(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=prova&cena=0")
    expect(page.locator("#state")).to_contain_text("Em pausa")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('html[data-scene="1"]')
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('html[data-scene="3"]')
    page.reload()
    page.wait_for_selector('html[data-scene="3"]')
    page.keyboard.press("Space")
    expect(page.locator("#state")).not_to_contain_text("Em pausa")
    page.keyboard.press("ArrowRight")
    assert "desvio=1" in page.url and "cena" not in page.url
    page.keyboard.press("Home")
    assert "desvio" not in page.url and "lista=prova" in page.url


def test_three_screens_are_in_step_with_the_clock(wall: str, screen: BrowserContext) -> None:
    pages = [opened(screen, f"{wall}/parede?lista=tres&ecra={n}") for n in (1, 2, 3)]
    scenes = room.parse(LISTS, "teste").playlists["tres"]
    for page in pages:  # each notes the time of each change of scene
        page.evaluate(
            """() => { window.changes = []; new MutationObserver(() => window.changes.push([Date.now() / 1000,
            Number(document.documentElement.dataset.scene)])).observe(
              document.documentElement, {attributeFilter: ["data-scene"]}); }"""
        )
    pages[0].wait_for_timeout(22_000)
    told = [page.evaluate("window.changes") for page in pages]
    assert all(len(t) >= 3 for t in told)
    for screen_number, changes in enumerate(told, 1):
        for at, index in changes:
            # at the scene that the clock has then: hardly early, and drawn before it is over, however busy the
            # machine is
            assert place(scenes.on(screen_number), at + 0.5)[0] == index


def test_a_new_build_comes_within_a_minute_and_without_a_flash(wall: str, data: Path, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=parada")
    believed(page)
    page.evaluate("""() => { window.empty = 0; new MutationObserver(() => {
        if (!document.getElementById("scene").textContent
            || !document.getElementById("headline").textContent) window.empty += 1;
    }).observe(document.body, {subtree: true, childList: true, characterData: true}); }""")
    stamp = page.locator("html").get_attribute("data-stamp")
    newer(data)
    expect(page.locator("html")).not_to_have_attribute("data-stamp", stamp or "", timeout=MINUTE)
    believed(page)
    assert (
        page.evaluate("window.empty") == 0 and page.evaluate("performance.getEntriesByType('navigation').length") == 1
    )


def test_an_address_that_makes_no_sense_is_as_if_it_were_not_there(wall: str, screen: BrowserContext) -> None:
    believed(opened(screen, f"{wall}/parede/?lista=parada&cena=x&desvio=y"))


def test_a_key_opens_its_playlist_and_revoking_it_closes_the_screen(data: Path, screen: BrowserContext) -> None:
    with server(WARM, data) as (address, _), pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTI_DATA", str(data))
        stranger = screen.new_page()
        stranger.goto(f"{address}/parede?lista=parada")
        expect(stranger.locator("#trouble")).to_contain_text("precisa de uma chave")
        made, key = screens.issue("parada", "Sala", 30, "AMA")
        page = opened(screen, f"{address}/parede?lista=prova&chave={key}")
        assert key not in page.url and page.evaluate("document.cookie") == ""
        expect(page.locator("#kicker")).to_have_text("Qualidade de Vida Inteligente")
        screens.revoke(made.number, "AMA")
        expect(page.locator("#trouble")).to_contain_text("foi retirada", timeout=MINUTE)
        expect(page.locator("#scene")).to_be_empty()
        believed(page, False)


SIZES = """() => {
  const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
  const small = [], cut = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest("[hidden], script, style")) continue;
    const foot = document.querySelector("footer").getBoundingClientRect().top;
    if (e.closest("main") && e.getBoundingClientRect().bottom > foot + 1) cut.push(e.textContent);
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const least = e.tagName === "STRONG" || e.className === "w-big" ? 96 : 42.6;
    if (parseFloat(style.fontSize) < least * unit) small.push(e.textContent);
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < 0 || box.top < 0)
      cut.push(e.textContent);
  }
  const scrolls = [...document.querySelectorAll("main, #scene, body")]
    .filter((e) => e.scrollHeight > e.clientHeight + 4 * unit);
  return { small, cut, scrolls: scrolls.map((e) => e.id || e.tagName) };
}"""


@pytest.mark.parametrize(
    ("size", "refused"), [((1920, 1080), False), ((1920, 1080), True), ((3840, 2160), False), ((1366, 768), False)]
)
def test_every_scene_can_be_read_from_five_metres(
    warehouse: Path, tmp_path: Path, browser: Browser, size: tuple[int, int], refused: bool
) -> None:
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    (tmp_path / "parede.yaml").write_text(EACH, encoding="utf-8")
    connect(tmp_path, datetime.now(UTC))
    subjects = [Finding(r.id, "x", "bad", ("dito", "said")) for r in alert_rules.load()]
    alert_log.record(subjects, alert_rules.load(), "v", datetime.now(UTC), path=tmp_path / "alertas.sqlite")
    if refused:  # what is wrong stands above every scene then, and takes its room
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "refused": "duas linhas iguais"}
        (tmp_path / "builds" / LOADS).write_text(json.dumps(line) + "\n")
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    with server(WARM, tmp_path, ENTI_WALL="open") as (address, _):
        page = context.new_page()
        for n in range(len(facts())):
            page.goto(f"{address}/parede?cena={n}")
            page.wait_for_selector(f'html[data-scene="{n}"]')
            page.wait_for_timeout(300)
            assert page.evaluate(SIZES) == {"small": [], "cut": [], "scrolls": []}, list(facts())[n]
            assert page.locator("#trouble").is_visible() == refused
    context.close()
