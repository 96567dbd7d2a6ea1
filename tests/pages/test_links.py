"""Links: every one that a page draws is followed, and the way to the country's verdict names what it is judged in."""

from typing import Any

import pytest

from core.base.paths import ROOT
from core.terms.territory import COUNTRY, MAINLAND
from tests.support.pages import PAGES, nodes, open_page, payloads, text_of, trees
from ui.kit import dom, marks, state

METERS = "instalacoes_com_contador_inteligente"
MAPS = (METERS, "taxa_votantes_autarquicas")


@pytest.fixture(autouse=True)
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


@pytest.mark.parametrize("page", [p for p in PAGES if (ROOT / p).exists()])
def test_each_link_that_is_drawn_is_followed(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()
    followed: set[str | None] = set()

    def draw(tree: Any, *, key: str, lang: str) -> str:
        if any("data-nav" in n[1] for n in nodes(tree) if len(n) > 1 and isinstance(n[1], dict)):
            drawn.add(key)
        return key

    monkeypatch.setattr(dom, "draw", draw)
    monkeypatch.setattr(state, "follow", lambda link, _: followed.add(link))
    assert not open_page(page).exception
    assert not drawn - followed, "a click there does nothing"


@pytest.mark.parametrize("indicator", MAPS)
def test_both_ways_from_a_map_lead_to_the_card_that_says_the_same(indicator: str) -> None:
    found = [n for t in trees(payloads(open_page("pages/indicador.py", indicador=indicator))) for n in nodes(t)]
    links = [n for n in found if n[0] == "a" and n[1]["href"].startswith("veredicto?")]
    assert len(links) > 1 and len({n[1]["href"] for n in links}) == 1
    query = dict(part.split("=") for part in links[0][1]["href"].partition("?")[2].replace("%3A", ":").split("&"))
    card = trees(payloads(open_page("pages/veredicto.py", **query)))
    title = next(text_of(n) for t in card for n in nodes(t) if n[0] == "h1")
    assert text_of(links[0]).lower() in title


def test_the_address_of_a_card_names_the_place_in_its_own_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "shared_params", lambda: {"nuts": "2024"})
    assert "nuts=2024" in marks.card_of(METERS, MAINLAND, "2013")
    assert "territorio=PT" in marks.card_of(METERS, COUNTRY, "2013") and "nuts=2013" in marks.card_of(
        METERS, COUNTRY, "2013"
    )


@pytest.mark.parametrize(("page", "query"), [("execucao", {}), ("objetivos", {"ver": "target"})])
def test_other_pages_name_the_place_too(page: str, query: dict[str, str]) -> None:
    found = [n for t in trees(payloads(open_page(f"pages/{page}.py", **query))) for n in nodes(t)]
    links = [n[1]["href"] for n in found if n[0] == "a" and "veredicto?" in n[1]["href"]]
    assert links and all("territorio=" in x for x in links)
