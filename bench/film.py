"""One strip of pictures per person, from cold to done, at 1366×768 and on a telephone: `make film`.

People sign in at the certified provider of the tests (npm oidc-provider) on this machine. What each does is done on the
real pages, with the real checks; the ledgers are in a folder that is thrown away.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Collection
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import CHROMIUM, FLAGS
from core.base.paths import ROOT, builds_dir
from core.people import accounts, writing
from core.people.model import Actor, Grant
from core.strategy.execution import Change
from tests.support.browse import WARM, free_port, server, settled
from tests.support.identity import certified, settings

SIZES: Final = {1366: (1366, 768), 390: (390, 844)}
FOLDER: Final = ROOT / "docs" / "filme"
_WIDE: Final = 900  # of a strip's frame, in the file
_GAP: Final = 12  # pixels between frames
_MATTER: Final = "Que dados abrir primeiro?"
Take = Callable[[str], None]


def enter(page: Page, who: str) -> None:
    """Sign in at the provider, and come back to the page that asked."""
    begin = page.get_by_role("button", name="Iniciar sessão")  # on «A minha parte»; else the one of the menu
    if not begin.count() and (fold := page.get_by_role("button", name="Abrir o menu")).count():
        fold.click()
    (begin if begin.count() else page.get_by_role("button", name="Entrar")).click()
    page.get_by_placeholder("Enter any login").fill(who)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_text(f"Pessoa {who}").first.wait_for(state="attached")
    settled(page)


def _pick(page: Page, label: str, option: str, nth: int = 0) -> None:
    box = page.get_by_role("combobox", name=label).nth(nth)
    box.scroll_into_view_if_needed()
    box.click()
    page.get_by_role("option", name=option, exact=True).first.click()
    settled(page)


def _written(page: Page, take: Take, nth: int = 0) -> None:
    """Look at what will be written, write it, and see that it is done."""
    page.get_by_role("button", name="Ver o que fica escrito").nth(nth).click()
    write = page.get_by_role("button", name="Escrever", exact=True)
    write.wait_for()
    write.scroll_into_view_if_needed()
    take("vê antes")
    write.click()
    page.get_by_text("Feito.").first.wait_for()
    page.get_by_text("Feito.").first.scroll_into_view_if_needed()
    take("feito")


def body(page: Page, take: Take) -> None:
    """The body that answers for an action says how it stands."""
    _pick(page, "Estado", "Em curso")
    page.get_by_label("Percentagem").first.fill("40")
    page.get_by_label("Nota").first.fill("A primeira versão está em teste.")
    page.get_by_label("Nota").first.scroll_into_view_if_needed()
    take("diz o estado")
    _written(page, take)


def town(page: Page, take: Take) -> None:
    """A câmara answers what it was asked."""
    page.get_by_label("Registo ou ofício").first.fill("Ofício 12/2026")
    page.get_by_label("Registo ou ofício").first.scroll_into_view_if_needed()
    take("responde ao pedido")
    _written(page, take)


def team(page: Page, take: Take) -> None:
    """EATA reads what waits and releases it."""
    box = page.get_by_role("combobox", name="O que se liberta")
    box.scroll_into_view_if_needed()
    take("lê o que espera")
    box.click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Libertar", exact=True).click()
    page.get_by_text("Feito.").first.wait_for()
    page.get_by_text("Feito.").first.scroll_into_view_if_needed()
    take("liberta")


def council(page: Page, take: Take) -> None:
    """The council answers a matter that was put to it."""
    _pick(page, "O que se quer dizer", "Parecer ou recomendação do Conselho")
    page.get_by_label("Texto").last.fill("Os da mobilidade, por já terem forma comum.")
    _pick(page, "Matéria a que responde", _MATTER)
    take("dá o parecer")
    _written(page, take, -1)


def citizen(page: Page, take: Take) -> None:
    """Anybody asks, without an account."""
    page.get_by_label("Texto").last.fill("Porque é que o valor de Évora mudou desde a semana passada?")
    take("pergunta sem conta")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_text("Recebida com o número").first.wait_for()
    page.get_by_text("Recebida com o número").first.scroll_into_view_if_needed()
    take("fica com o número")


def operator(page: Page, take: Take) -> None:
    """The operator lets a display of the room in."""
    page.get_by_text("Deixar entrar um ecrã", exact=True).last.click()
    field = page.get_by_label("Onde está o ecrã").last
    field.scroll_into_view_if_needed()
    field.fill("Ecrã da entrada")
    take("dá uma chave a um ecrã")
    page.get_by_role("button", name="Dar uma chave").click()
    page.wait_for_timeout(1500)
    settled(page)
    take("a chave mostra-se uma vez")


# name → the page that is opened cold, who signs in (nobody where empty), and what is done
PEOPLE: Final[dict[str, tuple[str, str, Callable[[Page, Take], None]]]] = {
    "entidade": ("/minha_parte", "ana", body),
    "camara": ("/minha_parte", "rui", town),
    "eata": ("/minha_parte", "eva", team),
    "conselho": ("/minha_parte", "ines", council),
    "cidadao": ("/perguntas", "", citizen),
    "operador": ("/sala", "olga", operator),
}
_ROLES: Final = {
    "ana": Grant("entidade", "arte"),
    "rui": Grant("municipio", "1312"),
    "eva": Grant("eata"),
    "ines": Grant("conselho"),
    "olga": Grant("operador"),
}


def _prepared(data: Path) -> None:
    """Roles, and something for each of them to do."""
    os.environ["ENTI_DATA"] = str(data)
    for name, grant in _ROLES.items():
        accounts.give(name, grant, "filme", None)
    team_, body_ = Actor(way="servidor", name="EATA"), Actor("c0", "conta", "", (_ROLES["ana"],))
    asked = {"to": "1312", "about": ("acao_1_1",), "text": "Que plano tem a câmara?", "asked_on": date(2026, 9, 1)}
    writing.say(team_, [Change("pedido", "pedido_1312", asked | {"asked_by": "EATA", "due": date(2026, 12, 20)}, 0)])
    matter = {"text": _MATTER, "put_by": "ece", "put_on": date(2026, 10, 1)}
    writing.say(team_, [Change("materia", "materia_um", matter)])
    writing.say(body_, [Change("acao", "acao_1_2", {"state": "em_curso", "percent": 20})])


def _strip(browser: Browser, address: str, name: str, size: tuple[int, int]) -> None:
    path, who, act = PEOPLE[name]
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.set_default_timeout(30_000)
    frames: list[bytes] = []

    def take(_: str) -> None:
        page.wait_for_timeout(700)
        frames.append(page.screenshot())

    page.goto(address + path)
    settled(page)
    take("a frio")
    if who:
        enter(page, who)
        if (close := page.get_by_test_id("stSidebarCollapseButton")).count() and size[0] < 800:
            close.locator("button").click()
        take("entra")
    act(page, take)
    page.context.close()
    FOLDER.mkdir(exist_ok=True)
    _joined(frames).save(FOLDER / f"{name}_{size[0]}.png", optimize=True)
    print(f"docs/filme/{name}_{size[0]}.png: {len(frames)}")


def _joined(frames: list[bytes]) -> Image.Image:
    """The frames in reading order, with a line between, in few colours: text and plain areas lose nothing by it."""
    images = [Image.open(BytesIO(f)).convert("RGB") for f in frames]
    scale = min(1.0, _WIDE / images[0].width)
    images = [i.resize((round(i.width * scale), round(i.height * scale)), Image.Resampling.LANCZOS) for i in images]
    wide, high = images[0].size
    across = len(images) if high > wide else 2
    rows = -(-len(images) // across)
    strip = Image.new("RGB", (across * (wide + _GAP) - _GAP, rows * (high + _GAP) - _GAP), "#7a8290")
    for n, image in enumerate(images):
        strip.paste(image, (n % across * (wide + _GAP), n // across * (high + _GAP)))
    return strip.quantize(64)


def main(only: Collection[str] = ()) -> None:
    """Every person (or some) at every size; each has data of their own, so that none waits for another."""
    builds = builds_dir().resolve()
    for width in SIZES:
        for name in only or PEOPLE:
            with tempfile.TemporaryDirectory() as folder:
                data = Path(folder)
                (data / "builds").symlink_to(builds)
                _prepared(data)
                port = free_port()
                address = f"http://127.0.0.1:{port}"
                with (
                    certified(address) as (provider, _),
                    server(WARM, data, port, **settings(provider, address)),  # type: ignore[arg-type]
                    sync_playwright() as playwright,
                ):
                    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                    _strip(browser, address, name, SIZES[width])
                    browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
