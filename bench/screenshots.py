"""The pictures of the README, made from the running app: `make screenshots`."""

import os

from playwright.sync_api import sync_playwright

from bench.browser import CHROMIUM, FLAGS, OWN, server
from core.base.paths import ROOT

PICTURES = {
    "visao_geral": "/",
    "dominio": "/dominio?dominio=sociedade",
    "indicador": "/indicador?territorio=0705",
    "territorio": "/territorio?territorio=2024:1C4",
    "comparar": "/comparar?lugares=1106,1312,0705,PT",
    "semelhantes": "/semelhantes?territorio=0705",
    "relacao": "/relacao",
    "escuro": "/indicador?indicador=densidade_populacional&tema=escuro",
    "estado": "/estado",
    "lacunas": "/lacunas",
    "parede": "/parede?cena=1",
}
READY = dict.fromkeys(("indicador", "dominio", "escuro"), ".enti-map[data-ready]") | {"parede": ".w-map .enti-shape"}


def main() -> None:
    """One picture per page at 1366×768, in docs/."""
    os.environ["ENTI_WALL"] = "open"  # the wall without a key, for its picture
    with server(OWN) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        for name, path in PICTURES.items():
            page.goto(address + path)
            page.locator(READY.get(name, ".enti-dom h1")).first.wait_for()
            page.wait_for_timeout(1500)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            print(f"docs/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
