"""The map as an instrument: time, classes, zoom, pictures to take away; all of it in a browser."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.support.browse import Watch, drawn, in_browser, settled, shapes
from ui.web import assets

pytestmark = in_browser
TURNOUT = "/indicador?territorio=0705"


def fills(page: Page) -> dict[str, str]:
    return shapes(page).evaluate_all("all => Object.fromEntries(all.map(s => [s.dataset.id, s.getAttribute('fill')]))")


def move(page: Page, index: int) -> None:
    """Drag the slider to a period without letting go."""
    page.locator(".enti-time input").evaluate(
        "(e, at) => { e.value = at; e.dispatchEvent(new Event('input', {bubbles: true})); }", index
    )


def let_go(page: Page) -> None:
    page.locator(".enti-time input").evaluate("e => e.dispatchEvent(new Event('change', {bubbles: true}))")


def script(page: Page, expression: str, *arguments: object) -> object:
    """An expression over the module `m` of the page's own script, and `a`, the arguments."""
    code = (
        f"async ([url, a]) => {{ const m = await import(new URL(url, document.baseURI).href); return {expression}; }}"
    )
    return page.evaluate(code, [assets.script_url(), list(arguments)])


def test_the_slider_asks_nothing_of_the_server_and_all_parts_follow(fresh: str, watch: Watch) -> None:
    page = watch.page
    page.goto(fresh + TURNOUT)
    drawn(page)
    settled(page)
    newest, legend = fills(page), page.locator(".enti-legend li .num").all_inner_texts()
    move(page, 0)  # the file of all periods comes now, once
    expect(page.locator(".enti-time output")).to_have_text("2009")
    before, asked = watch.received, len(watch.requests)
    for index in (3, 1, 2, 3):
        move(page, index)
    expect(page.locator(".enti-time output")).to_have_text("2021")
    assert (watch.received, len(watch.requests)) == (before, asked), "0 bytes to the server"
    assert fills(page) != newest
    expect(page.locator(".enti-map-side [data-period]").first).to_have_text("2021")
    assert page.locator(".enti-legend li .num").all_inner_texts() != legend
    assert page.locator(".enti-ranking th").first.inner_text() == "Corvo"
    label = shapes(page).locator("xpath=self::*[@data-id='0705']").get_attribute("aria-label")
    own = page.locator("[data-own]").inner_text()
    assert label == f"Évora: {own}" and own != "59,4\u00a0%"
    assert sum("/gen/frames-" in u for u in watch.requests) == 1
    let_go(page)
    page.wait_for_url("**periodo=2021**")
    drawn(page, "2021|municipio")
    expect(page.locator(".enti-answer")).to_contain_text("2021")
    assert shapes(page).locator("xpath=self::*[@data-id='0705']").get_attribute("aria-label") == label
    watch.clean()


def test_the_mark_of_the_chosen_place_opens_and_follows_the_bar(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?indicador=densidade_populacional&territorio=0705")
    drawn(page)
    settled(page)
    card = page.locator("[data-place='0705'].enti-card")
    parts = card.locator("[data-parts]:visible")
    expect(card.locator("abbr:visible")).to_have_text("derivado")
    card.locator("summary:visible").click()
    expect(parts).to_be_visible()
    newest = parts.inner_text()
    move(page, 0)
    expect(page.locator(".enti-time output")).to_have_text("1991")
    expect(parts).not_to_have_text(newest)
    expect(parts).to_contain_text("a dividir por")


def test_play_runs_to_the_last_period_and_then_the_address_follows(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?periodo=2017")
    drawn(page)
    settled(page)
    page.get_by_role("button", name="Percorrer os períodos").click()
    expect(page.get_by_role("button", name="Parar")).to_be_visible()
    expect(page.locator(".enti-time output")).to_have_text("2025", timeout=15_000)
    expect(page.get_by_role("button", name="Percorrer os períodos")).to_be_visible()
    page.wait_for_url(lambda url: "periodo" not in url)
    expect(page.locator(".enti-answer")).to_contain_text("Em 2025")


# What says of when the page is: the bar, the choice of period, the legend, the headline, and the map itself.
MOMENT = """() => [
  document.querySelector(".enti-time output").textContent,
  document.querySelector(".enti-controls select[name=periodo]").value,
  document.querySelector(".enti-map-side [data-period]").textContent,
  document.querySelector("[data-answer]").textContent,
  document.querySelector(".enti-map [role=listbox]").getAttribute("aria-label"),
  document.querySelector("[data-line]").textContent,
]"""
PLAY = f"""async () => {{
  const seen = new Map(), now = {MOMENT};
  document.querySelector(".enti-time button").click();
  for (let n = 0; n < 400 && !seen.has("2025"); n++) {{
    await new Promise((done) => setTimeout(done, 25));
    const said = now();
    seen.set(said[0], said);
  }}
  return [...seen.values()];
}}"""


def test_while_it_plays_all_that_is_said_is_of_one_year(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador?periodo=2013")
    drawn(page, "2013|municipio")
    settled(page)
    seen = page.evaluate(PLAY)
    assert [said[0] for said in seen][-3:] == ["2017", "2021", "2025"]
    for year, chosen, legend, answer, title, line in seen:
        assert (chosen, legend) == (year, year), seen
        assert answer.startswith(f"Em {year},") and title.endswith(year) and f"municípios em {year}" in line, seen


def test_what_was_said_of_another_period_is_not_there_meanwhile(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    settled(page)
    about = page.locator(".enti-about")
    expect(about).to_be_visible()
    move(page, 0)
    expect(page.locator(".enti-time output")).to_have_text("2009")
    expect(about).to_be_hidden()
    let_go(page)
    drawn(page, "2009|municipio")
    expect(about).to_be_visible()


@pytest.mark.parametrize(
    ("method", "labels", "said"),
    [
        ("iguais&classes=4", 4, "intervalos iguais"),
        ("quantis&classes=7", 7, "quantis"),
        ("naturais&classes=3", 3, "quebras naturais"),
        ("passos&classes=6", 6, "passos redondos"),
        ("manual&quebras=50;60,5", 3, "quebras escolhidas"),
        ("manual&quebras=nada", 5, "não serve"),
        ("nacional", 6, "abaixo e acima de 59,3"),
    ],
)
def test_classes_as_the_address_asks_for_them(fresh: str, page: Page, method: str, labels: int, said: str) -> None:
    page.goto(f"{fresh}/indicador?metodo={method}")
    drawn(page)
    settled(page)
    classes = page.locator(".enti-legend li:not([data-mark=nd]):not(.is-empty)")
    if "nada" not in method:
        expect(classes).to_have_count(labels)
    expect(page.locator(".enti-map-side section").first).to_contain_text(said)
    assert sum(int(n) for n in page.locator(".enti-legend li .num").all_inner_texts()) == 308
    assert f"metodo={method.split('&')[0]}" in page.url
    move(page, 0)
    expect(page.locator(".enti-time output")).to_have_text("2009")
    assert classes.count() == (labels if "nada" not in method else classes.count())


def test_zoom_by_button_key_and_hand_and_back_to_the_whole(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    settled(page)
    svg = page.locator(".enti-map-svg")
    whole = svg.get_attribute("viewBox")
    width = float(str(whole).split()[2])
    page.get_by_role("button", name="Aproximar").click()
    first = str(svg.get_attribute("viewBox"))
    assert float(first.split()[2]) == pytest.approx(width / 1.6)
    box = svg.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40)
    page.mouse.up()
    assert svg.get_attribute("viewBox") != first and "territorio" not in page.url, "a drag is no click"
    page.locator('[data-id="0705"]').focus()
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert svg.get_attribute("viewBox") == whole
    page.keyboard.press("+")
    page.get_by_role("button", name="Ver tudo").click()
    assert svg.get_attribute("viewBox") == whole


def test_pictures_have_title_legend_islands_and_source_inside(fresh: str, watch: Watch, tmp_path: Path) -> None:
    page = watch.page
    page.goto(fresh + TURNOUT)
    drawn(page)
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Guardar a imagem em SVG").click()
    assert waiting.value.suggested_filename == "taxa_votantes_autarquicas_municipio_2024_2025.svg"
    waiting.value.save_as(tmp_path / "mapa.svg")
    root = ElementTree.parse(tmp_path / "mapa.svg").getroot()
    said = " ".join(e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text"))
    for part in (
        "Taxa de votantes nas eleições autárquicas, 2025",
        "maior = melhor",
        "Açores · Ocidental",
        "Madeira",
        "Sem dados",
        "Fonte: ",
        "Tabela 3, linha 33",
        "308 de 308",
        "Évora: 59,4",
    ):
        assert part in said, part
    drawn_shapes = [e for e in root.iter("{http://www.w3.org/2000/svg}path") if e.get("data-id")]
    assert len(drawn_shapes) == 308 and {e.get("fill") for e in drawn_shapes} <= set(fills(page).values())
    assert not re.search(r'(href|src)="http|url\(http', (tmp_path / "mapa.svg").read_text(encoding="utf-8"))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Guardar a imagem em PNG").click()
    waiting.value.save_as(tmp_path / "mapa.png")
    body = (tmp_path / "mapa.png").read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(body[16:20]) == 3200
    watch.clean()


def test_first_and_last_places_with_ties_and_the_order_of_the_table(fresh: str, page: Page) -> None:
    page.goto(fresh + "/indicador")
    drawn(page)
    frame = {"ranks": [7, 6, 4, 4, 3, 2, 1, None], "marks": ["0"] * 7 + ["nd"]}
    assert script(page, "m.orderOf(a[0])", frame) == [6, 5, 4, 2, 3, 1, 0, 7]
    ends = script(page, "m.endsOf(a[0])", frame)
    assert ends == {
        "first": [["1", 6], ["2", 5], ["3", 4], ["4=", 2], ["4=", 3]],
        "last": [["3", 4], ["4=", 2], ["4=", 3], ["6", 1], ["7", 0]],
    }
    few = {"ranks": [1, 2, 3, 4, 5], "marks": ["0"] * 5}
    assert script(page, "m.endsOf(a[0])", few) == {"first": [], "last": []}


@pytest.mark.parametrize(
    ("lang", "texts"), [("pt", ["14\u00a0373,3", "-0,5", "sem dados"]), ("en", ["14,373.3", "-0.5", "no data"])]
)
def test_figures_are_read_back_as_they_are_written(fresh: str, page: Page, lang: str, texts: list[str]) -> None:
    page.goto(fresh + "/")
    settled(page)
    got = script(
        page,
        "m.unpacked(a[0], a[1])",
        {"marks": "10n", "texts": texts, "tail": "\u00a0%", "notes": [["e", [0, 1]]]},
        lang,
    )
    assert got["values"] == [14373.3, -0.5, None] and got["marks"] == ["1", "0", "nd"]  # type: ignore[index]
    assert got["notes"] == {"0": "e", "1": "e"}  # type: ignore[index]
    assert got["texts"] == [texts[0] + "\u00a0%", texts[1] + "\u00a0%", texts[2]]  # type: ignore[index]


@pytest.mark.parametrize(
    ("value", "scale", "share"),
    [
        (5.0, {"low": 0.0, "high": 10.0, "breaks": [], "log": False}, 0.5),
        (7.0, {"low": 7.0, "high": 7.0, "breaks": [], "log": False}, 0.5),
        (99.0, {"low": 0.0, "high": 10.0, "breaks": [], "log": False}, 1.0),
        (0.0, {"low": 0.0, "high": 1000.0, "breaks": [10.0, 100.0], "log": True}, 0.0),
        (1000.0, {"low": 0.0, "high": 1000.0, "breaks": [10.0, 100.0], "log": True}, 1.0),
    ],
)
def test_where_a_value_stands_in_the_distribution(
    fresh: str, page: Page, value: float, scale: dict[str, object], share: float
) -> None:
    page.goto(fresh + "/")
    settled(page)
    assert script(page, "m.shareOf(a[0], a[1])", value, scale) == pytest.approx(share)


def test_what_is_on_screen_is_downloaded_from_its_button(fresh: str, page: Page, tmp_path: Path) -> None:
    page.goto(fresh + "/indicador?nivel=nuts2&periodo=2021")
    drawn(page)
    settled(page)
    page.get_by_test_id("stPopover").get_by_text("Descarregar").click()
    page.get_by_role("button", name="CSV", exact=True).first.wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).first.click()
    assert waiting.value.suggested_filename == "taxa_votantes_autarquicas_total_nuts2_2024_2021.csv"
    waiting.value.save_as(tmp_path / "x.csv")
    lines = (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 10 and lines[0].startswith("indicador_id,") and "SG MAI" in lines[1]


def test_a_map_of_no_period_has_its_name_alone(fresh: str, page: Page) -> None:
    page.goto(f"{fresh}/projetos")
    expect(page.locator(".enti-map [role=listbox]")).to_have_attribute("aria-label", "Projetos que chegam ao município")
