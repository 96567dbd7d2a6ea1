"""The wall in Chromium: each failure is said on the screen, and heals without anyone touching it."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from core import alert_log, alert_rules, catalogue, live, room, screens
from core.alert_model import Finding
from core.checks import CHECKS, LOADS
from core.live import Reading
from core.room import place
from core.store import POINTER
from tests.support.browse import WARM, Watch, in_browser, server

pytestmark = in_browser
LISTS = """playlists:
  - id: prova
    name: {pt: Prova, en: Test}
    scenes:
      - {scene: nacional, seconds: 5}
      - {scene: marte, seconds: 5}
      - {scene: indicador, indicator: mortalidade_infantil, seconds: 5}
      - {scene: regiao, territory: "9999", seconds: 5}
  - id: parada
    name: {pt: Parada, en: Still}
    scenes:
      - {scene: dominio, domain: Qualidade de Vida Inteligente, seconds: 600}
  - id: tres
    name: {pt: Três, en: Three}
    screens: 3
    scenes:
      - {scene: nacional, seconds: 5, screen: 1}
      - {scene: fontes, seconds: 5, screen: 1}
      - {scene: metas, seconds: 5, screen: 2}
      - {scene: movimentos, seconds: 5, screen: 2}
      - {scene: dominio, domain: Mobilidade Inteligente, seconds: 5, screen: 3}
      - {scene: indicador, indicator: postos_carregamento_ve, seconds: 5, screen: 3}
"""
EACH = """playlists:
  - id: todas
    name: {pt: Todas, en: All}
    scenes:
""" + "".join(
    f"      - {{scene: {s}, indicator: taxa_votantes_autarquicas, domain: Ambiente Inteligente,"
    f' territory: "2024:11", seconds: 25}}\n'
    for s in room.SCENES
)
MINUTE = 60_000


@pytest.fixture
def data(warehouse: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with playlists to try."""
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    (tmp_path / "parede.yaml").write_text(LISTS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def wall(data: Path) -> Iterator[str]:
    with server(WARM, data, ENTI_WALL="open") as (address, _):
        yield address


@pytest.fixture
def screen(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-scene]")
    return page


def believed(page: Page, yes: bool = True, within: int = MINUTE) -> None:
    expect(page.locator("html")).to_have_attribute("data-true", "yes" if yes else "no", timeout=within)


def test_a_scene_that_cannot_be_shown_says_so_and_the_rest_goes_on(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=prova")
    expect(page.locator("#headline")).to_contain_text("Não há a cena «marte»", timeout=MINUTE)
    expect(page.locator("#headline")).to_contain_text("A cena «regiao» não se pode mostrar", timeout=MINUTE)
    believed(page, False)
    expect(page.locator("#headline")).to_contain_text("indicadores com juízo", timeout=MINUTE)
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
        page.evaluate("""() => { window.changes = []; new MutationObserver(() => window.changes.push([Date.now() / 1000,
            Number(document.documentElement.dataset.scene)])).observe(document.documentElement, {attributeFilter: ["data-scene"]}); }""")
    pages[0].wait_for_timeout(22_000)
    told = [page.evaluate("window.changes") for page in pages]
    assert all(len(t) >= 3 for t in told)
    for screen_number, changes in enumerate(told, 1):
        for at, index in changes:
            assert (
                place(scenes.on(screen_number), at + 2)[0] == index
            )  # drawn within three of its five seconds, and never early
    for rows in zip(*(t[:3] for t in told), strict=True):
        assert (
            max(r[0] for r in rows) - min(r[0] for r in rows) < 3
        )  # a busy machine may draw late; never a scene apart


def test_a_killed_server_is_said_and_the_screen_heals_by_itself(data: Path, screen: BrowserContext) -> None:
    now = datetime.now(UTC).isoformat()
    asked = {k: {"asked_at": now, "outcome": "ok", "ok_at": now} for i in catalogue.load().measured for k in i.keyed}
    (data / "builds" / CHECKS).write_text(json.dumps(asked))
    with server(WARM, data, ENTI_WALL="open") as (address, _):
        page = opened(screen, f"{address}/parede?lista=tres&cena=1")  # the sources, all of them well
        believed(page)
        assert page.locator('.w-grid [data-mark="good"]').count() == page.locator(".w-grid li").count() > 3
        green = page.locator('.w-grid [data-mark="good"]').first.evaluate("e => getComputedStyle(e).color")
    expect(page.locator("#trouble")).to_contain_text("Sem ligação desde", timeout=MINUTE)
    believed(page, False)
    grey = page.locator('.w-grid [data-mark="good"]').first.evaluate("e => getComputedStyle(e).color")
    assert grey != green
    with server(WARM, data, int(address.rpartition(":")[2]), ENTI_WALL="open"):
        believed(page)
        expect(page.locator("#trouble")).to_be_hidden()


def test_an_empty_warehouse_says_what_to_do_and_heals(data: Path, screen: BrowserContext) -> None:
    pointer = data / "builds" / POINTER
    name = pointer.read_text()
    pointer.unlink()
    with server(WARM, data, ENTI_WALL="open") as (address, _):
        page = opened(screen, f"{address}/parede?lista=parada")
        expect(page.locator("#trouble")).to_contain_text("Não há dados publicados")
        believed(page, False)
        pointer.write_text(name)
        believed(page)
        expect(page.locator(".w-rows li")).to_have_count(1)


def test_a_new_build_comes_within_a_minute_and_without_a_flash(wall: str, data: Path, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=parada")
    believed(page)
    page.evaluate("""() => { window.empty = 0; new MutationObserver(() => {
        if (!document.getElementById("scene").textContent || !document.getElementById("headline").textContent) window.empty += 1;
    }).observe(document.body, {subtree: true, childList: true, characterData: true}); }""")
    stamp = page.locator("html").get_attribute("data-stamp")
    newer(data)
    expect(page.locator("html")).not_to_have_attribute("data-stamp", stamp or "", timeout=MINUTE)
    believed(page)
    assert (
        page.evaluate("window.empty") == 0 and page.evaluate("performance.getEntriesByType('navigation').length") == 1
    )


def test_a_refused_load_is_said_until_a_good_one(wall: str, data: Path, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=parada")
    believed(page)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with (data / "builds" / LOADS).open("a") as file:
        file.write(json.dumps({"at": at, "refused": "duas linhas iguais"}) + "\n")
    expect(page.locator("#trouble")).to_contain_text("Carga falhada", timeout=MINUTE)
    believed(page, False)
    with (data / "builds" / LOADS).open("a") as file:
        file.write(json.dumps({"at": at, "build": "x", "changed": True, "asked": 0, "failed": 0}) + "\n")
    believed(page)


def test_a_clock_that_jumps_is_said_and_the_scenes_go_on(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=prova")

    def later(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        route.fulfill(response=answer, json=told | {"now": told["now"] + 7200})

    page.route("**/parede/estado*", later)
    expect(page.locator("#trouble")).to_contain_text("O relógio do servidor saltou 7200 s", timeout=MINUTE)
    seen = page.locator("html").get_attribute("data-scene") or ""
    expect(page.locator("html")).not_to_have_attribute("data-scene", seen, timeout=MINUTE)


def newer(data: Path) -> None:
    """Publish a build that is the same, later."""
    build = data / "builds" / (data / "builds" / POINTER).read_text().strip()
    made = build.with_name(f"29991231T235959{build.name[15:]}")
    shutil.copy(build, made)
    (data / "builds" / POINTER).write_text(made.name)


def test_a_scene_that_never_comes_costs_no_other_and_an_old_one_is_not_believed(
    wall: str, data: Path, screen: BrowserContext
) -> None:
    page = opened(screen, f"{wall}/parede?lista=tres&ecra=3&cena=0")
    believed(page)
    page.route("**/parede/cena?n=0*", lambda route: None)  # no answer, ever
    newer(data)
    expect(page.locator("#trouble")).to_contain_text("A versão nova desta cena ainda não chegou", timeout=2 * MINUTE)
    believed(page, False)
    page.keyboard.press("ArrowRight")
    believed(page)
    page.unroute("**/parede/cena?n=0*")
    page.keyboard.press("ArrowLeft")
    believed(page, within=2 * MINUTE)


def test_a_server_with_other_code_whose_document_does_not_come_is_still_asked(
    wall: str, data: Path, screen: BrowserContext
) -> None:
    page = opened(screen, f"{wall}/parede?lista=parada")
    believed(page)

    def other(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"code": "outro"})

    page.route("**/parede?lista=*", lambda route: None)  # the document: no answer
    page.route("**/parede/estado*", other)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "estado" in r.url else None)
    newer(data)
    page.wait_for_timeout(20_000)
    assert len(asked) >= 2 and page.evaluate("performance.getEntriesByType('navigation').length") == 1
    believed(page)  # the new build's scene came, too
    expect(page.locator("html")).to_have_attribute("data-stamp", scene_stamp(page), timeout=MINUTE)
    page.unroute_all(behavior="ignoreErrors")


def scene_stamp(page: Page) -> str:
    """What the server says now of the scene that the list has alone."""
    return str(page.evaluate("async () => (await (await fetch('parede/estado?lista=parada')).json()).stamps[0]"))


def test_an_address_that_makes_no_sense_is_as_if_it_were_not_there(wall: str, screen: BrowserContext) -> None:
    believed(opened(screen, f"{wall}/parede/?lista=parada&cena=x&desvio=y"))


def test_a_map_whose_outlines_did_not_come_is_drawn_when_they_do(wall: str, screen: BrowserContext) -> None:
    screen.route("**/atlas*.json", lambda route: route.abort())
    page = opened(screen, f"{wall}/parede?lista=prova&cena=2")
    expect(page.locator(".w-map")).to_be_empty()
    screen.unroute("**/atlas*.json")
    expect(page.locator(".w-map path.enti-shape").first).to_be_visible(timeout=MINUTE)


def test_a_tree_that_cannot_be_drawn_is_said_on_its_scene(wall: str, screen: BrowserContext) -> None:
    page = screen.new_page()

    def broken(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"tree": ["script", {}, "x"]})

    page.route("**/parede/cena?n=0*", broken)
    page.goto(f"{wall}/parede?lista=tres&ecra=1&cena=0")
    expect(page.locator("#trouble")).to_contain_text("Não se pode mostrar", timeout=MINUTE)
    believed(page, False)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#headline")).to_contain_text("fontes respondem")
    expect(page.locator("#trouble")).to_be_hidden()


def test_turns_that_always_fail_are_reported_by_the_watchdog(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=prova")
    page.evaluate("""() => { window.theirs = Element.prototype.replaceChildren;
        Element.prototype.replaceChildren = () => { throw new Error("prova"); }; }""")
    dead = "async () => Object.values((await (await fetch('parede/ecras')).json()).screens).some((s) => !s.alive)"
    page.wait_for_function(dead, timeout=2 * MINUTE)
    page.evaluate("() => { Element.prototype.replaceChildren = window.theirs; }")
    alive = "async () => Object.values((await (await fetch('parede/ecras')).json()).screens).every((s) => s.alive)"
    page.wait_for_function(alive, timeout=2 * MINUTE)
    believed(page)


@contextmanager
def filmed(page: Page) -> Iterator[list[bytes]]:
    """What is seen on the screen, picture by picture; also while the page's own thread hangs."""
    frames: list[bytes] = []
    session = page.context.new_cdp_session(page)

    def keep(event: dict[str, Any]) -> None:
        frames.append(base64.b64decode(event["data"]))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "png"})
    yield frames
    session.send("Page.stopScreencast")
    session.detach()


def ink(picture: bytes, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn in a part of a picture, on the wall's ground."""
    return len(Image.open(io.BytesIO(picture)).convert("RGB").crop(box).getcolors(1 << 24) or ()) > 1


def test_a_page_that_hangs_is_covered_and_reported_by_its_watchdog(wall: str, screen: BrowserContext) -> None:
    page = opened(screen, f"{wall}/parede?lista=parada")
    foot, middle = (0, 920, 1920, 1080), (300, 480, 1620, 570)
    with filmed(page) as frames:
        page.wait_for_timeout(3000)
        assert ink(frames[-1], foot)
        page.evaluate("setTimeout(() => { const until = Date.now() + 17000; while (Date.now() < until); }, 200)")
        page.wait_for_timeout(15_000)
        assert ink(frames[-1], middle) and not ink(frames[-1], foot)
        told = json.load(urlopen(f"{wall}/parede/ecras"))["screens"]
        assert [about["alive"] for about in told.values()] == [False]
        page.wait_for_timeout(6000)
        assert ink(frames[-1], foot)
    alive = "async () => Object.values((await (await fetch('parede/ecras')).json()).screens).every((s) => s.alive)"
    page.wait_for_function(alive)


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


def connect(data: Path, at: datetime) -> None:
    """A platform with five stations that observed something at a moment."""
    (data / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Qualidade do ar, en: Air}, url: 'http://h/ngsi-ld/v1', type: AirQualityObserved,"
        " shown: no2, allowance_minutes: 60}\n"
    )
    names = ("Avenida da Liberdade", "Entrecampos", "Olivais", "Loures-Centro", "Alfragide")
    rows = [
        Reading("ar", n, n, "1106", at, {"no2": 20.5 + i, "dataProvider": "APA"}, {"no2": "GQ"})
        for i, n in enumerate(names)
    ]
    live.keep("ar", rows, [], at, data / "aovivo.sqlite")


def test_live_figures_that_stop_are_said_and_come_back(wall: str, data: Path, screen: BrowserContext) -> None:
    (data / "parede.yaml").write_text(EACH, encoding="utf-8")
    connect(data, datetime.now(UTC) - timedelta(hours=3))
    page = opened(screen, f"{wall}/parede?cena={room.SCENES.index('ao_vivo')}")
    expect(page.locator("#trouble")).to_contain_text("Os dados ao vivo pararam")
    expect(page.locator(".w-age").first).to_have_text("há 3 h")
    believed(page, False)
    connect(data, datetime.now(UTC))
    believed(page)
    expect(page.locator(".w-age").first).to_have_text("há 0 min")


SIZES = """() => {
  const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
  const small = [], cut = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.closest("[hidden], script, style")) continue;
    if (e.closest("main") && e.getBoundingClientRect().bottom > document.querySelector("footer").getBoundingClientRect().top + 1) cut.push(e.textContent);
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (parseFloat(style.fontSize) < (e.tagName === "STRONG" || e.className === "w-big" ? 96 : 42.6) * unit) small.push(e.textContent);
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < 0 || box.top < 0) cut.push(e.textContent);
  }
  const scrolls = [...document.querySelectorAll("main, #scene, body")].filter((e) => e.scrollHeight > e.clientHeight + 4 * unit);
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
        for n in range(len(room.SCENES)):
            page.goto(f"{address}/parede?cena={n}")
            page.wait_for_selector(f'html[data-scene="{n}"]')
            page.wait_for_timeout(300)
            assert page.evaluate(SIZES) == {"small": [], "cut": [], "scrolls": []}, room.SCENES[n]
            assert page.locator("#trouble").is_visible() == refused
    context.close()
