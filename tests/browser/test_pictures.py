"""What the main views look like, against pictures kept in tests/pictures; `make pictures` makes those anew.

Compared small and grey, block by block: a font drawn a little differently passes, a card that moved does not.
"""

import io
import os

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from core.base.paths import ROOT
from tests.support.browse import drawn, in_browser, settled

pytestmark = in_browser
KEPT = ROOT / "tests" / "pictures"
SIZES = {"1366": (1366, 768), "1920": (1920, 1080), "3840": (3840, 2160)}
VIEWS = {
    "visao_geral": "/",
    "dominio": "/dominio?dominio=sociedade",
    "indicador": "/indicador?territorio=0705",
    "indicador_escuro": "/indicador?indicador=densidade_populacional&tema=escuro",
    "territorio": "/territorio?territorio=0705",
    "comparar": "/comparar",
    "semelhantes": "/semelhantes?territorio=0705",
}
WIDTH = 480  # of the kept picture
BLOCK = 12  # its side, in pixels of the kept picture
STRIKING = 24  # grey levels by which a block differs
ALLOWED = 0.03  # share of blocks that may


def looked_at(page: Page) -> Image.Image:
    """The view, small and grey, without what changes from day to day (data version)."""
    page.add_style_tag(content=".enti-foot { visibility: hidden } * { caret-color: transparent !important }")
    page.wait_for_timeout(600)  # charts of Plotly draw themselves in after the page is quiet
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("L")
    return whole.resize((WIDTH, round(WIDTH * whole.height / whole.width)), Image.Resampling.BOX)


def changed(seen: Image.Image, kept: Image.Image) -> float:
    """Share of blocks that differ strikingly; 1 for another shape of picture."""
    if seen.size != kept.size:
        return 1.0
    apart = np.asarray(seen, dtype=float) - np.asarray(kept, dtype=float)
    height, width = (side // BLOCK * BLOCK for side in apart.shape)
    blocks = apart[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).mean(axis=(1, 3))
    return float((np.abs(blocks) > STRIKING).mean())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_view_looks_as_it_did(fresh: str, browser: Browser, view: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(fresh + VIEWS[view])
    if "indicador" in view:
        drawn(page)
    settled(page)
    seen, path = looked_at(page), KEPT / f"{view}-{size}.png"
    context.close()
    if os.environ.get("ENTI_PICTURES") == "write":
        KEPT.mkdir(exist_ok=True)
        seen.quantize(32).save(path, optimize=True)
    assert changed(seen, Image.open(path).convert("L")) <= ALLOWED, (
        f"{path.name}: ver e, se for de propósito, «make pictures»"
    )


def test_a_card_that_moved_is_seen_and_a_font_drawn_otherwise_is_not() -> None:
    kept = Image.open(KEPT / "indicador-1366.png").convert("L")
    pixels = np.asarray(kept).copy()
    moved = Image.fromarray(np.roll(pixels, 30, axis=1))
    softer = Image.fromarray(np.clip(pixels.astype(int) + 6, 0, 255).astype(np.uint8))
    assert changed(moved, kept) > ALLOWED and changed(softer, kept) == 0.0
    assert changed(kept.resize((10, 10)), kept) == 1.0
