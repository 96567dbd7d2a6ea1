"""The map in headless Chromium: first picture on a cold server, repaint and bytes after a change of indicator."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from core.base.paths import ROOT
from core.catalogue import catalogue

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RUNS = 5
CHANGES = ("densidade_populacional", "mortalidade_infantil", "taxa_votantes_autarquicas") * 3
TIMEOUT = 60_000


@dataclass(frozen=True)
class Variant:
    """A way of drawing the same map: how it starts, and how to see that a given indicator is on screen."""

    name: str
    command: tuple[str, ...]
    path: str
    shown: str  # JavaScript: (indicator id, its name) => is it painted?


OWN = Variant(
    "componente próprio (SVG)",
    ("-m", "ui.server.serve", "--port"),
    "/indicador",
    "([id, name]) => (document.querySelector('.enti-map')?.dataset.ready || '').startsWith(id + '|')",
)
PLOTLY = Variant(
    "px.choropleth_map, GeoJSON embutido",
    ("-m", "streamlit", "run", "bench/plotly_app.py", "--server.port"),
    "/",
    "([id, name]) => document.querySelector('.js-plotly-plot .gtitle')?.textContent === name"
    " && document.querySelector('.js-plotly-plot canvas') !== null",
)


PYDECK = Variant(
    "pydeck, GeoJSON embutido (até ter os dados)",
    ("-m", "streamlit", "run", "bench/pydeck_app.py", "--server.port"),
    "/",
    "([id, name]) => document.querySelector('h3')?.textContent === name"
    " && document.querySelector('[data-testid=stDeckGlJsonChart] canvas') !== null",
)
VARIANTS = (OWN, PLOTLY, PYDECK)
SLIDE = """async () => {
  const slider = document.querySelector('.enti-time input');
  const shown = document.querySelector('.enti-time output');
  const frame = () => new Promise((r) => requestAnimationFrame(r));
  slider.dispatchEvent(new Event('pointerenter', { bubbles: true }));
  slider.parentElement.dispatchEvent(new Event('pointerenter'));
  await new Promise((r) => setTimeout(r, 800));
  const times = [];
  for (let at = 0; at <= Number(slider.max); at++) {
    const before = shown.textContent;
    await frame();
    const start = performance.now();
    slider.value = at;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    while (shown.textContent === before && performance.now() - start < 2000) await Promise.resolve().then(() => null);
    document.querySelector('.enti-map').getBoundingClientRect();
    if (shown.textContent !== before) times.push(performance.now() - start);
  }
  return times;
}"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(variant: Variant) -> Iterator[str]:
    """A fresh server process; yields its address once it answers."""
    port = free_port()
    command = [sys.executable, *variant.command, str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _watch(page: Page) -> dict[str, int]:
    """Counts what comes over the WebSocket and how often the geometry is fetched."""
    seen = {"bytes": 0, "atlas": 0}

    def frame(payload: "str | bytes") -> None:
        seen["bytes"] += len(payload)

    page.on("websocket", lambda ws: ws.on("framereceived", frame))
    page.on("request", lambda r: seen.__setitem__("atlas", seen["atlas"] + ("atlas-" in r.url)))
    return seen


def _choose(page: Page, name: str) -> float:
    """Pick an indicator in the first select box, the browser's own or Streamlit's; returns the moment of the choice."""
    box = page.get_by_role("combobox").first
    if box.evaluate("e => e.tagName") == "SELECT":
        started = time.perf_counter()
        box.select_option(label=name)
        return started
    box.click()
    box.fill(name[:18])
    page.get_by_role("option", name=name, exact=True).first.wait_for(timeout=TIMEOUT)
    started = time.perf_counter()
    page.get_by_role("option", name=name, exact=True).first.click()
    return started


def _painted(page: Page, variant: Variant, indicator_id: str, name: str) -> None:
    page.wait_for_function(variant.shown, arg=[indicator_id, name], timeout=TIMEOUT, polling="raf")
    page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")


def _one(browser: Browser, variant: Variant, names: dict[str, str]) -> dict[str, Any]:
    """One fresh server: cold first picture, then a series of changes."""
    first = "taxa_votantes_autarquicas"
    repaints, sizes = [], []
    with server(variant) as address:
        page = browser.new_page(viewport={"width": 1366, "height": 768}, bypass_csp=True)  # text is evaluated in it
        seen = _watch(page)
        started = time.perf_counter()
        page.goto(address + variant.path, wait_until="commit")
        _painted(page, variant, first, names[first])
        cold = time.perf_counter() - started
        page.wait_for_timeout(800)
        for indicator_id in CHANGES:
            seen["bytes"] = 0
            moment = _choose(page, names[indicator_id])
            _painted(page, variant, indicator_id, names[indicator_id])
            repaints.append(time.perf_counter() - moment)
            page.wait_for_timeout(700)
            sizes.append(seen["bytes"])
        seen["bytes"] = 0
        slides = page.evaluate(SLIDE) if variant is OWN else []
        slid = seen["bytes"]
        page.close()
    return {"cold": cold, "repaints": repaints, "sizes": sizes, "atlas": seen["atlas"], "slides": slides, "slid": slid}


def maps() -> list[dict[str, Any]]:
    """All variants in turn, several times, so that a drift of the machine hits all."""
    names = {m.id: m.name.pt for m in catalogue.load().measured}
    got: dict[str, list[dict[str, Any]]] = {v.name: [] for v in VARIANTS}
    with sync_playwright() as playwright:
        for _ in range(RUNS):
            for variant in VARIANTS:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                got[variant.name].append(_one(browser, variant, names))
                browser.close()
    rows = []
    for name, runs in got.items():
        repaints = [r for run in runs for r in run["repaints"]]
        rows.append(
            {
                "mapa": name,
                "primeira imagem, servidor frio (ms)": 1000 * median(r["cold"] for r in runs),
                "repintura (ms)": 1000 * median(repaints),
                "repintura p95 (ms)": 1000 * sorted(repaints)[int(0.95 * len(repaints))],
                "kB por mudança": median(s for r in runs for s in r["sizes"]) / 1000,
                "kB por mudança (máx.)": max(s for r in runs for s in r["sizes"]) / 1000,
                "geometria pedida": max(r["atlas"] for r in runs),
                "imagem da barra do tempo (ms)": _median([s for r in runs for s in r["slides"]]),
                "bytes ao deslizar": max(r["slid"] for r in runs) if runs[0]["slides"] else "",
            }
        )
    own, *others = rows
    for other in others:
        rows.append(
            {
                "mapa": f"razão ({other['mapa'].split(',')[0]} / próprio)",
                **{k: round(other[k] / own[k], 2) if own[k] else None for k in list(own)[1:5]},
                **dict.fromkeys(list(own)[5:], ""),
            }
        )
    return rows


def _median(values: list[float]) -> float | str:
    return median(values) if values else ""
