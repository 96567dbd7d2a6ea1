"""The wall in Chromium when something fails: it is said on the screen, and heals without anyone touching it."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from core.catalogue import catalogue
from core.room.scenes import facts
from core.warehouse.checks import CHECKS, LOADS
from tests.support.browse import WARM, in_browser, server
from tests.support.screens import EACH, MINUTE, believed, connect, data, newer, opened, screen, wall  # noqa: F401 (data, screen and wall are fixtures)

pytestmark = in_browser


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
    away = data / "fora"
    shutil.move(data / "builds", away)
    with server(WARM, data, ENTI_WALL="open") as (address, _):
        page = opened(screen, f"{address}/parede?lista=parada")
        expect(page.locator("#trouble")).to_contain_text("Não há dados publicados")
        believed(page, False)
        shutil.move(away, data / "builds")
        believed(page)
        expect(page.locator(".w-rows li")).not_to_have_count(0)


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


def test_live_figures_that_stop_are_said_and_come_back(wall: str, data: Path, screen: BrowserContext) -> None:
    (data / "parede.yaml").write_text(EACH, encoding="utf-8")
    connect(data, datetime.now(UTC) - timedelta(hours=3))
    page = opened(screen, f"{wall}/parede?cena={list(facts()).index('ao_vivo')}")
    expect(page.locator("#trouble")).to_contain_text("Os dados ao vivo pararam")
    expect(page.locator(".w-age").first).to_have_text("há 3 h")
    believed(page, False)
    connect(data, datetime.now(UTC))
    believed(page)
    expect(page.locator(".w-age").first).to_have_text("há 0 min")
