"""What a row aims at is beside its figures: on the country's page and on the map, drawn where it judges, else said."""

import pytest

from tests.support.pages import nodes, open_page, payloads, text_of, trees

NB = "\u00a0"


@pytest.fixture(autouse=True)
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def page(indicator: str, **query: str) -> list[object]:
    return trees(payloads(open_page("pages/indicador.py", indicador=indicator, **query)))


def card(found: list[object]) -> str:
    """The words of the card of judgement."""
    sections = [n for t in found for n in nodes(t) if n[0] == "section"]
    return next(text_of(s) for s in sections if text_of(s).startswith(("Juízo", "Judgement")))


def drawn(found: list[object]) -> list[str]:
    """What the charts of a page say of targets; one that is drawn for two widths says it once."""
    said = [text_of(n) for t in found for n in nodes(t) if n[0] == "text"]
    return list(dict.fromkeys(s for s in said if s.startswith(("meta", "target"))))


def test_an_agreed_target_is_in_headline_chart_table_and_card() -> None:
    found = page("pme_intensidade_digital_basica")
    text = " ".join(map(text_of, found))
    assert f"A meta é 90{NB}% até 2030." in text and drawn(found) == ["meta 2030: 90"]
    assert f"Meta: 90{NB}% em 2030:" in card(found)
    row = next(n for t in found for n in nodes(t) if len(n) > 1 and isinstance(n[1], dict) and "data-aim" in n[1])
    assert text_of(row).startswith(f"Meta203090{NB}%")


def test_it_is_said_in_english_too() -> None:
    found = page("pme_intensidade_digital_basica", lang="en")
    assert drawn(found) == ["target 2030: 90"] and "Target: 90%" in card(found)


def test_a_target_of_the_past_is_drawn_too() -> None:
    found = page("residuos_urbanos_recolhidos_hab")
    assert drawn(found) == ["meta 2020: 410"] and "meta falhada" in card(found)


def test_one_to_be_confirmed_is_said_and_not_drawn() -> None:
    found = page("mortalidade_materna")
    assert drawn(found) == [] and "Por confirmar: não julga nada: 7,1" in card(found)
    assert "A meta é" not in " ".join(map(text_of, found))


def test_what_measures_something_else_is_a_reference_with_its_reason() -> None:
    found = page("emissoes_gee_per_capita")
    assert drawn(found) == [] and "Emissões totais, não por habitante." in card(found)
    assert card(found).count("Referência, não julga: −55") == 1  # two documents tell of one
    text = card(page("competencias_digitais_acima_basico"))
    assert "Pelo menos básico, não acima do básico." in text


def test_a_map_has_them_with_its_mainland_series_only() -> None:
    found = page("instalacoes_com_contador_inteligente")
    assert drawn(found) == ["meta 2024: 100"] and f"Meta: 100{NB}% em 2024: meta falhada" in card(found)
    assert "2,5 óbitos por 1000" in card(page("mortalidade_infantil"))
    assert drawn(page("taxa_votantes_autarquicas")) == []


@pytest.mark.parametrize("series", ["ativas", "criadas"])
def test_a_target_in_another_unit_is_never_on_the_axis(series: str) -> None:
    found = page("novas_startups_ano", serie=series)
    assert drawn(found) == [] and "Referência, não julga: Startups ativas: 5000" in card(found)


@pytest.mark.parametrize(
    "indicator", ["mortalidade_padronizada", "despesa_id", "escolaridade_superior_25_64", "taxa_votantes_autarquicas"]
)
def test_a_map_says_how_the_country_s_values_came_before_any_place_is_chosen(indicator: str) -> None:
    found = page(indicator)
    sections = [
        n for t in found for n in nodes(t) if n[0] == "section" and text_of(n).startswith("Como chegou até nós")
    ]
    assert sections and any(n[0] == "abbr" for n in nodes(sections[0]))
