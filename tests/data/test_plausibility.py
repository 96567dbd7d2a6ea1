"""The rules of plausibility: each finds the old fault that it is for, in its form, and has nothing of sound tables."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.base.errors import SnapshotError
from core.base.registry import Registry
from etl.build.plausibility import answers
from etl.build.plausibility.rule import REGISTRY, PlausibilityRule
from tests.support.doubted import (
    DOUBLED,
    LAND,
    LISBOA,
    NATIONAL,
    NEW,
    TOWNS,
    YEARS,
    Values,
    births,
    doubts,
    of,
    rates,
    table,
    whole,
)


def density(seed: int = 1) -> Values:
    """Density of all municipalities from 2006 on, in a population that moves by half a percent a year."""
    dice = np.random.default_rng(seed)
    made: Values = {}
    for town in TOWNS:
        value, drift = dice.uniform(10, 5000), dice.normal(0, 0.005)
        for year in range(2006, 2026):
            value *= np.exp(drift + dice.normal(0, 0.002))
            made[town, str(year)] = round(value, 2)
    return made


def turnout(seed: int = 1) -> Values:
    """A rate with one decimal that has no parts, in all municipalities."""
    dice = np.random.default_rng(seed)
    return {(t, y): round(float(dice.normal(60, 6)), 1) for t in TOWNS for y in YEARS if t not in NEW or y > "1997"}


SOUND: dict[str, Callable[[], pd.DataFrame]] = {
    "contagens": lambda: table("nados_vivos", births()),
    "densidade": lambda: table("densidade_populacional", density()),
    "taxas": lambda: table("banda_larga_fixa_100hab", turnout()),
    "quocientes": rates,
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_tables_have_no_finding(name: str) -> None:
    assert doubts(SOUND[name]()) == []


def test_births_of_a_municipality_with_its_region_on_top() -> None:
    sound = births()
    made = sound | {(LISBOA, y): float(v) for y, v in zip(YEARS, DOUBLED, strict=False)}
    found = doubts(table("nados_vivos", made))
    assert of(found) == {("salto", LISBOA), ("partes_e_todo", "PT")}
    jump = next(f for f in found if f.rule == "salto")
    assert jump.periods == ("2014",) and jump.found == 5454 and jump.expected is not None and jump.expected > 30_000
    parts = next(f for f in found if f.rule == "partes_e_todo")
    assert parts.periods == tuple(YEARS[:19]) and parts.count == 19
    assert "soma das partes" in parts.detail and "add up to" in parts.detail_en


def test_a_whole_that_was_summed_up_here_is_no_second_witness() -> None:
    made = table("nados_vivos", births() | {("PT", "2020"): 1.0})
    made.loc[made["territory_id"] == "PT", "origin"] = "aggregated"
    assert doubts(made) == []


def test_parts_that_are_not_all_there_say_nothing_of_the_whole() -> None:
    assert doubts(table("nados_vivos", births() | {(LISBOA, y): np.nan for y in YEARS})) == []


def test_a_rate_that_is_not_the_quotient_of_its_parts() -> None:
    (one,) = doubts(rates(shown=True))
    assert (one.rule, one.territory_id, one.periods) == ("quociente", "PT", tuple(NATIONAL))
    (one,) = doubts(rates(shown=True).iloc[:2], rates().iloc[2:])
    assert one.periods == ("2002", "2005")
    lisbon = {"2012-2016": (3.3, 95, 28524), "2013-2017": (3.8, 94, 28524), "2014-2018": (3.2, 93, 29089)}
    made = table("mortalidade_infantil", {(LISBOA, p): v[0] for p, v in lisbon.items()}, "quinquenal")
    made = made.assign(numerator=[v[1] for v in lisbon.values()], denominator=[v[2] for v in lisbon.values()])
    (one,) = doubts(made)
    assert (one.rule, one.periods, one.found, round(one.expected or 0, 1)) == ("quociente", ("2013-2017",), 3.8, 3.3)


def test_parts_that_only_stand_beside_a_standardised_rate_are_not_its_quotient() -> None:
    dice = np.random.default_rng(1)
    values = {("PT", y): round(float(dice.normal(1000, 50)), 2) for y in YEARS}
    made = table("mortalidade_padronizada", values, "derivada_todas").assign(numerator=100_000, denominator=10_000_000)
    assert "quociente" not in {f.rule for f in doubts(made)}


def test_zeros_from_before_a_municipality_existed() -> None:
    made = births() | {(t, y): 0.0 for t in NEW for y in YEARS[:3]}
    found = [f for f in doubts(table("nados_vivos", made)) if f.rule == "antes_de_existir"]
    assert [f.territory_id for f in found] == list(NEW)
    assert all(f.periods == ("1995", "1996", "1997") and f.found == 0 for f in found)


def revised() -> Values:
    """Density with a population that was revised from 2023 on, by so much more or less in each municipality."""
    dice = np.random.default_rng(2)
    by = {t: float(np.exp(dice.normal(np.log(121.5 / 115.4), 0.06))) for t in TOWNS}
    return {(t, y): round(v * (by[t] if y >= "2023" else 1), 2) for (t, y), v in density().items()}


def test_another_edition_without_a_break() -> None:
    (one,) = doubts(table("densidade_populacional", revised()))
    assert (one.rule, one.territory_id, one.periods) == ("edicao_sem_quebra", None, ("2023",))
    declared = table("densidade_populacional", revised())
    declared.loc[declared["period"] == "2023", "status"] = "B"
    assert doubts(declared) == []


def test_an_edition_that_the_runs_say_is_another() -> None:
    made = table("densidade_populacional", density())
    made["run_id"] = np.where(made["period"] < "2023", "a", "b")
    (one,) = doubts(made, runs={"a": "2022", "b": "2026"})
    assert (one.rule, one.periods) == ("edicao_sem_quebra", ("2023",))
    assert doubts(made, runs={"a": "2026", "b": "2026"}) == []


def test_a_municipality_with_the_value_of_its_region() -> None:
    region = LAND[LISBOA].parents["2013"]
    made = turnout()
    of_region = {(region, y): round(60 + n / 10, 1) for n, y in enumerate(YEARS)}
    made |= of_region | {(LISBOA, y): of_region[region, y] for y in YEARS}
    assert ("igual_a_regiao", LISBOA) in of(doubts(table("banda_larga_fixa_100hab", made)))
    apart = made | {(LISBOA, y): round(v + 0.7, 1) for (_, y), v in of_region.items()}
    assert "igual_a_regiao" not in {f.rule for f in doubts(table("banda_larga_fixa_100hab", apart))}


def shares(seed: int = 3) -> Values:
    """A rate of one period with one decimal, apart by so much that chance brings few ties with a region, and no tie."""
    dice, made = np.random.default_rng(seed), {}
    for town in TOWNS:
        while (value := round(float(dice.normal(60, 25)), 1)) in REGIONS.values() or value == 0:
            continue
        made[town, "2021"] = value
    return made | {(t, "2021"): v for t, v in REGIONS.items()}


REGIONS = {t.id: round(60 + n / 10, 1) for n, t in enumerate(LAND.at_level("nuts3", "2024"))}


def test_of_a_series_of_one_period_every_tie_is_told() -> None:
    assert doubts(table("banda_larga_fixa_100hab", shares())) == []
    region = LAND[LISBOA].parents["2024"]
    (one,) = doubts(table("banda_larga_fixa_100hab", shares() | {(LISBOA, "2021"): REGIONS[region]}))
    assert (one.rule, one.territory_id, one.periods, one.found) == (
        *("igual_a_regiao", LISBOA, ("2021",)),
        REGIONS[region],
    )


def test_ties_of_one_period_that_chance_brings_by_dozens_are_not_told() -> None:
    whole_numbers = {k: float(round(v / 8)) for k, v in shares().items()}
    ties = sum(whole_numbers[t, "2021"] == whole_numbers[LAND[t].parents["2024"], "2021"] for t in TOWNS)
    assert ties > 20 and doubts(table("banda_larga_fixa_100hab", whole_numbers)) == []


@pytest.mark.parametrize("periods", [("2021",), ("2020", "2021")])
def test_a_region_whose_municipalities_were_filled_from_it(periods: tuple[str, ...]) -> None:
    """In whole numbers one tie says nothing; all municipalities of a region at once do."""
    region = LAND[LISBOA].parents["2024"]
    inside = set(LAND.members(region))
    made = {(t, p): float(round(v / 8)) + (p == "2020") * 3 for (t, _), v in shares().items() for p in periods}
    made |= {(t, "2021"): made[region, "2021"] for t in inside}
    found = doubts(table("banda_larga_fixa_100hab", made))
    assert of(found) == {("igual_a_regiao", t) for t in inside} and {f.periods for f in found} == {("2021",)}


def test_regions_that_are_one_unit_may_have_one_value() -> None:
    islands = [t.id for t in LAND.by_id.values() if t.version == "2013" and t.code in ("2", "20", "200")]
    assert len(islands) == 3
    same = {(t, y): round(60 + n / 10, 1) for t in islands for n, y in enumerate(YEARS)}
    assert doubts(table("banda_larga_fixa_100hab", turnout() | same)) == []


def test_the_only_municipality_with_any_has_what_its_region_has() -> None:
    region, made = LAND[LISBOA].parents["2013"], {(t, "2024"): 0.0 for t in TOWNS}
    made |= {(LISBOA, "2024"): 25.0, (region, "2024"): 25.0}
    assert doubts(table("postos_carregamento_ve", made)) == []


def test_a_value_that_comes_again_and_again() -> None:
    sound = births()
    made = sound | {(LISBOA, y): 5900.0 for y in ("2015", "2016", "2017", "2018")}
    found = doubts(table("nados_vivos", whole({k: v for k, v in made.items() if k[0] != "PT"})))
    assert of(found) == {("repetido", LISBOA)} and found[0].periods == ("2016", "2017", "2018")


def test_small_counts_repeat_by_themselves() -> None:
    made = {k: v for k, v in births().items() if k[0] != "PT"} | {("4901", y): 3.0 for y in YEARS}
    assert doubts(table("nados_vivos", whole(made))) == []


def test_every_rule_speaks_both_languages_and_was_tried_above() -> None:
    assert REGISTRY.refused == ()
    assert set(REGISTRY.all) == {
        *("partes_e_todo", "salto", "igual_a_regiao", "antes_de_existir", "repetido", "edicao_sem_quebra", "quociente"),
    }
    for rule in REGISTRY.all.values():
        for lang in ("pt", "en"):
            said = rule.said.get(lang).format(period="2020", found="1", expected="2", of="x")
            assert "{" not in said and "2020" in said


def test_rows_that_the_audit_refuses_do_not_stop_the_rules() -> None:
    odd = {("PT", "ontem"): 1.0, ("9999", "2020"): 1.0, (None, "2020"): 1.0, ("PT", None): 1.0}
    made = pd.concat([rates(shown=True), table("mortalidade_infantil", odd, "anual")])  # type: ignore[arg-type]
    assert of(doubts(made)) == {("quociente", "PT")}
    assert doubts(table("mortalidade_infantil", odd, "anual")) == []  # type: ignore[arg-type]


def test_a_rule_that_was_refused_is_said_and_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "regras_de_prova"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "torta.py").write_text("RULE = 3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    one = Registry("regra de plausibilidade", PlausibilityRule, "regras_de_prova", "RULE", every=True)
    monkeypatch.setattr("etl.build.plausibility.find.REGISTRY", one)
    (found,) = doubts(rates(shown=True))
    assert (found.rule, found.severity, found.indicator_id) == ("torta", "error", None) and "torta.py" in found.detail


# Answers


def answered(**changes: object) -> answers.Answers:
    given = {
        "rule": "antes_de_existir",
        "indicator": "nados_vivos",
        "places": ("0314",),
        "until": "1997",
        "text": {"pt": "Assim é.", "en": "So it is."},
        "evidence": "CHECKS",
    }
    return answers.Answers(answers=(answers.Answer.model_validate(given | changes),))


def test_a_finding_that_is_answered_is_no_warning_and_the_others_stay() -> None:
    made = table("nados_vivos", births() | {(t, y): 0.0 for t in NEW for y in YEARS[:3]})
    found = {f.territory_id: f for f in doubts(made, known=answered()) if f.rule == "antes_de_existir"}
    assert (found["0314"].severity, found["0314"].answer, found["0314"].answer_en) == ("info", "Assim é.", "So it is.")
    assert {found[t].severity for t in NEW[1:]} == {"warning"} and found["1318"].answer is None


@pytest.mark.parametrize("changes", [{"until": "1996"}, {"since": "1996"}, {"series": ("outra",)}, {"rule": "salto"}])
def test_an_answer_must_cover_all_of_a_finding(changes: dict[str, object]) -> None:
    made = table("nados_vivos", births() | {("0314", y): 0.0 for y in YEARS[:3]})
    found = doubts(made, known=answered(**changes))
    assert {f.severity for f in found if f.rule == "antes_de_existir"} == {"warning"}


def test_an_answer_that_nothing_supports_says_so() -> None:
    with pytest.raises(ValueError, match="por confirmar"):
        answered(confirmed=False)
    with pytest.raises(ValueError, match="por confirmar"):
        answered(text={"pt": "Por confirmar.", "en": "To be confirmed."})


def test_a_broken_file_of_answers_names_what_is_wrong(tmp_path: Path) -> None:
    assert answers.load(tmp_path) == answers.Answers()
    (tmp_path / answers.FILE).write_text("answers:\n- rule: salto\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"answers\.yaml"):
        answers.load(tmp_path)
