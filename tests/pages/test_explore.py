"""Domain and Relation pages: what stands out, what goes together, and what neither may claim."""

import math
import re

import pandas as pd
import pytest

from core.catalogue import catalogue
from core.reading.measures import times
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from ui.views.relacao import FEW, _answer, correlation, wide

NB = "\u00a0"
BOOK = catalogue.load()


@pytest.fixture(autouse=True)
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def said(page: str, **query: str) -> str:
    return " ".join(text_of(tree) for tree in trees(payloads(open_page(page, **query))))


# Domain


@pytest.mark.parametrize("domain", [d.slug for d in BOOK.domains])
def test_each_domain_names_all_its_indicators_with_figures_or_with_reason_and_owner(domain: str) -> None:
    name = next(d.name for d in BOOK.domains if d.slug == domain)
    text = said("pages/dominio.py", dominio=domain)
    items = [i for i in BOOK.indicators if i.domain == name]
    assert name in text and all(i.name.pt in text for i in items)
    assert re.search(rf"Com valores: \d+ de {len(items)} indicadores", text)


def test_small_maps_share_the_geometry_and_carry_no_side_panels() -> None:
    maps = [p for p in payloads(open_page("pages/dominio.py", dominio="mobilidade")) if "atlas" in p]
    assert len(maps) >= 2 and len({m["atlas"] for m in maps}) == 1
    assert all(m["mini"] and len(m["side"]) == 1 and len(m["texts"]) == 308 and m["time"] is None for m in maps)


def test_highest_and_lowest_lead_to_the_place_and_count_ties() -> None:
    tree = trees(payloads(open_page("pages/dominio.py", dominio="sociedade")))
    links = [n[1]["href"] for t in tree for n in nodes(t) if n[0] == "a" and "territorio=" in n[1]["href"]]
    assert any("territorio=4901" in link for link in links)  # Corvo votes most


@pytest.mark.parametrize(
    ("values", "ratio"),
    [([1.0] * 30, 1.0), ([0.0] * 30, None), ([-1.0] * 30, None), ([1.0, 2.0], None), ([math.nan] * 30, None)],
)
def test_a_spread_is_said_only_where_it_means_something(values: list[float], ratio: float | None) -> None:
    assert times(pd.Series(values)) == ratio


# Relation


def pairs(x: list[float], y: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"x": x, "y": y})


def test_correlation_of_lines_curves_and_nothing() -> None:
    up = [float(n) for n in range(20)]
    r, rho = correlation(pairs(up, [n**3 for n in up])) or (0, 0)
    assert rho == pytest.approx(1) and 0.8 < r < 1
    assert correlation(pairs(up, up[::-1])) == (pytest.approx(-1), pytest.approx(-1))
    assert correlation(pairs(up, [1.0] * 20)) is None and correlation(pairs(up[: FEW - 1], up[: FEW - 1])) is None


def test_the_sentence_follows_the_numbers_in_both_languages() -> None:
    up = [float(n) for n in range(20)]
    assert _answer(pairs(up, up), "pt").startswith("Relação forte: onde um é maior, o outro tende a ser maior.")
    assert _answer(pairs(up, up[::-1]), "en").startswith(
        "A strong relation: where one is higher, the other tends to be lower."
    )
    assert "20 territórios" in _answer(pairs(up, up), "pt") and "1,00" in _answer(pairs(up, up), "pt")
    noise = pairs(up, [1.0, -1.0] * 10)
    assert _answer(noise, "pt").startswith("Não se vê relação")
    assert _answer(pairs([1.0], [1.0]), "pt").startswith("Só 1 território")


def test_the_page_states_its_caveat_sources_and_who_is_left_out() -> None:
    text = said("pages/relacao.py", indicador="taxa_votantes_autarquicas", com="instalacoes_com_contador_inteligente")
    for part in (
        "Taxa de votantes nas eleições autárquicas e Instalações com contador inteligente",
        "Spearman",
        "278 territórios",
        "Andar junto não é ser causa",
        "Sem valor em pelo menos um dos dois: 30",
        "Tabela 3, linha 33",
        "Tabela 3, linha 2",
    ):
        assert part in text, part


def test_levels_and_unknown_choices_of_the_relation() -> None:
    assert f"em 9{NB}territórios" in said("pages/relacao.py", nivel="nuts2").replace(
        " territórios", f"{NB}territórios"
    ) or ("Só 9 territórios" in said("pages/relacao.py", nivel="nuts2"))
    test = open_page("pages/relacao.py", com="inventado")
    assert "inventado" in test.info[0].value and not test.exception


@pytest.mark.parametrize(
    ("values", "logarithmic"),
    [([1.0, 101.0], True), ([1.0, 99.0], False), ([0.0, 1000.0], False), ([-1.0, 1000.0], False), ([], False)],
)
def test_an_axis_is_logarithmic_only_where_it_must_be_and_can_be(values: list[float], logarithmic: bool) -> None:
    assert wide(pd.Series(values, dtype=float)) is logarithmic
