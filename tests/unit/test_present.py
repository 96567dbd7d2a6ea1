"""The strategy as it stands on a day: who answers, what was amended, where each region of the EAT is."""

import ast
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.base.errors import StrategyError
from core.base.paths import BODIES, ROOT
from core.strategy import meetings, present, strategy
from core.strategy.execution_model import Meeting
from core.terms import territory

ENTI = strategy.load()
NOW = present.load()
BODIES_JSON = json.dumps(yaml.safe_load(BODIES.read_text(encoding="utf-8")), default=str)
EVIDENCE = ROOT.parent / "shared" / "ship" / "execution" / "governance.csv"
TODAY = date(2026, 11, 26)
ACTIONS = {a.id: a for a in ENTI.actions}
EMPD_ACTIONS = ["4_1", "6_1", "6_2", "7_2", "8_1", "8_2"]


# Who answers


@pytest.mark.parametrize(
    ("body", "day", "today", "status"),
    [
        ("empd", date(2023, 12, 28), "empd", "leitura_nossa"),
        ("empd", date(2023, 12, 29), "ama", "leitura_nossa"),
        ("empd", date(2025, 8, 22), "arte", "leitura_nossa"),
        ("ama", date(2025, 8, 21), "ama", "verificado"),
        ("ama", date(2025, 8, 22), "arte", "verificado"),
        ("fct", date(2025, 12, 31), "fct", "verificado"),
        ("fct", date(2026, 1, 1), "ai2", "verificado"),
        ("ani", date(2026, 1, 1), "ai2", "verificado"),
        ("dges", TODAY, "ies", "por_confirmar"),
        ("dgae", TODAY, "dge", "por_confirmar"),
        ("ebupi", date(2026, 12, 31), "ebupi", "verificado"),
        ("ebupi", date(2027, 1, 1), None, "por_confirmar"),
        ("anacom", TODAY, "anacom", "por_confirmar"),
    ],
)
def test_who_answers_on_a_day(body: str, day: date, today: str | None, status: str) -> None:
    answer = NOW.answer(body, day)
    assert (answer.body.id if answer.body else None, answer.status) == (today, status)
    assert answer.changed == (today != body) and answer.named.id == body


def test_no_action_of_the_plan_has_a_body_that_ended() -> None:
    gone = {"ama", "empd", "fct", "ani", "dges", "dgae"}
    for action in ENTI.actions:
        for answer in NOW.answers(action.responsible, TODAY):
            assert answer.body is not None and answer.body.id not in gone, action.id
    mine = [a.id.removeprefix("acao_") for a in ENTI.actions if "empd" in a.responsible.entities]
    assert mine == EMPD_ACTIONS


def test_a_body_without_act_and_date_is_to_be_confirmed() -> None:
    bare = {b.id for b in NOW.bodies if b.act is None}
    assert {b.status for b in NOW.bodies if b.id in bare} == {"por_confirmar"}
    assert {"anacom", "dgal", "autoridades_gestao_pt2030"} <= bare and not {"ama", "empd", "arte", "ai2"} & bare


def test_the_page_on_the_strategy_counts_as_the_file_does() -> None:
    page = " ".join((ROOT / "docs" / "estrategia.md").read_text(encoding="utf-8").split())
    assert f"das outras {sum(b.act is None for b in NOW.bodies)} não se leu o ato" in page
    for r in NOW.regions:
        assert f"{r.name} {len(present.municipalities(r))}" in page


def test_the_words_of_the_text_come_first_and_today_beside_them() -> None:
    def said(action: str, day: date = TODAY, lang: str = "pt") -> str:
        return present.named(ACTIONS[f"acao_{action}"].responsible, day, lang)

    assert said("4_1") == "EMPD; hoje ARTE" and said("4_1", lang="en") == "EMPD; today ARTE"
    assert said("4_1", date(2023, 12, 18)) == "EMPD" and said("16_1") == "CNCS"
    assert said("3_1") == "INCoDe.2030; hoje por confirmar"
    partners = ACTIONS["acao_8_1"].partners
    assert present.named(partners, TODAY) == f"{partners.text}; hoje IES (DGES, por confirmar), AI² (ANI, FCT)"
    assert "; em 01/01/2026 IES (DGES" in present.named(partners, date(2026, 1, 1), word="em 01/01/2026")
    # One named among others that the text leaves open: the doubt would be of all of them.
    assert present.named(ACTIONS["acao_7_2"].partners, TODAY) == "AICEP, outros serviços"


def test_the_acts_say_why() -> None:
    answers = NOW.answers(ACTIONS["acao_4_1"].responsible, TODAY)
    assert present.because(answers) == (
        "Decreto-Lei n.º 139-A/2023, de 29 de dezembro (leitura nossa); Decreto-Lei n.º 96/2025, de 21 de agosto"
    )
    assert [b.id for b in present.acts(answers)] == ["empd", "ama"]
    assert present.because(NOW.answers(ACTIONS["acao_16_1"].responsible, TODAY)) == ""


def test_the_team_of_the_eata_is_todays() -> None:
    eata = next(s for s in ENTI.structures if s.id == "eata")
    assert [a.body.id for a in NOW.mentioned(eata.composition, ENTI, TODAY) if a.body] == ["arte"]


def test_nobody_names_a_body_but_through_the_strategy_as_it_stands() -> None:
    """`action.responsible.text` on a page would be the text of 2023 passed off as today's. Of a proposal it is what it
    is said to be: the text that is to change.
    """
    found, old = [], ROOT / "core" / "strategy" / "proposals.py"
    for folder in ("core", "etl", "show", "reports", "ui", "pages"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path != old else ():
                own = node.value if isinstance(node, ast.Attribute) and node.attr == "text" else None
                if isinstance(own, ast.Attribute) and own.attr in ("responsible", "partners"):
                    found.append(f"{path.relative_to(ROOT)}:{own.lineno}")
    assert found == []


@pytest.mark.skipif(not EVIDENCE.exists(), reason="a prova pública não está neste computador")
def test_each_change_that_was_compiled_is_in_the_table() -> None:
    text = EVIDENCE.read_text(encoding="utf-8")
    acts = {a.url: a.published for a in [*(b.act for b in NOW.bodies), *(x.act for x in NOW.amendments)] if a}
    for number in ("119-2024", "96-2025", "0008&ficha", "2025/12/24"):
        url = next(u for u in acts if number in u)
        assert any(line.startswith(acts[url].isoformat()) and url in line for line in text.splitlines()), url


# What was amended


def test_the_eat_meets_quarterly_since_the_amendment_and_the_text_stays() -> None:
    eat = next(s for s in ENTI.structures if s.id == "eat")
    assert eat.meetings and eat.meetings.text == "A EAT reúne, pelo menos, bimensalmente"
    assert NOW.min_per_year(eat, date(2024, 9, 1)) is None and NOW.min_per_year(eat, date(2024, 9, 2)) == 4
    by = {s.id: NOW.min_per_year(s, TODAY) for s in ENTI.structures}
    assert by == {"ecg": None, "ece": 4, "eata": None, "eat": 4, "conselho_consultivo": None}
    changed = {(c.structure, c.what) for a in NOW.amendments for c in a.changes}
    assert changed == {("eat", "meetings"), ("ece", "composition"), ("conselho_consultivo", "composition")}
    assert all("não se leram" in a.unread.pt for a in NOW.amendments)


def test_the_clock_of_meetings_counts_what_was_owed_in_each_quarter() -> None:
    eat = next(s for s in ENTI.structures if s.id == "eat")
    held = [date(2024, 10, 1), date(2024, 12, 31), date(2025, 4, 1)]
    found = meetings.quarters(NOW, eat, held, date(2025, 2, 28), 5)
    assert [q.start for q in found] == [date(2024, m, 1) for m in (4, 7, 10)] + [date(2025, 1, 1), date(2025, 4, 1)]
    assert [q.owed for q in found] == [False, False, True, True, True]
    assert [len(q.held) for q in found] == [0, 0, 2, 0, 1] and found[2].after == found[3].start
    assert [s.id for s in meetings.quarterly(NOW, ENTI.structures, date(2024, 9, 1))] == ["ece"]


def test_a_region_has_its_own_meetings_and_those_of_all_together() -> None:
    eat = next(s for s in ENTI.structures if s.id == "eat")
    held = [
        Meeting(structure="eat", held_on=date(2026, 2, 3), region="norte"),
        Meeting(structure="eat", held_on=date(2026, 5, 4)),
        Meeting(structure="ece", held_on=date(2026, 8, 5)),
    ]
    found = meetings.by_region(NOW, eat, held, date(2026, 8, 30), 4)
    assert list(found) == [r.id for r in NOW.regions] and len(found) == 7
    assert [len(q.held) for q in found["norte"]] == [1, 1, 0, 0]
    assert [len(q.held) for q in found["acores"]] == [0, 1, 0, 0] and all(q.owed for q in found["acores"])


# Regions of the EAT


def test_every_municipality_is_in_exactly_one_region_of_the_eat() -> None:
    counts = Counter(m.id for r in NOW.regions for m in present.municipalities(r))
    assert counts == Counter(m.id for m in territory.load().municipalities) and len(counts) == 308
    sizes = {r.id: len(present.municipalities(r)) for r in NOW.regions}
    assert list(sizes.values()) == [86, 77, 52, 47, 16, 11, 19]
    assert all(NOW.region_of(m.id) == r for r in NOW.regions for m in present.municipalities(r))
    # Torres Vedras and Abrantes are Centro in NUTS 2013; Santarém is Alentejo there. Lagoa is in two regions, by DICO.
    assert {NOW.region_of(d).id for d in ("1113", "1401", "1416", "1106", "1503")} == {"lisboa_vale_do_tejo"}
    assert (NOW.region_of("0806").id, NOW.region_of("4201").id) == ("algarve", "acores")


# What is broken


def body(raw: dict[str, Any], which: str) -> dict[str, Any]:
    return next(b for b in raw["bodies"] if b["id"] == which)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw["bodies"].remove(body(raw, "dgal")), ["faltam entidades de enti.yaml: dgal"]),
        (lambda raw: body(raw, "ama").update(acronym="ARTE"), ["ama chama-se AMA"]),
        (lambda raw: body(raw, "ama").update(successor="xpto"), ["successor refere o que não existe: xpto"]),
        (lambda raw: body(raw, "arte").update(successor="ama", ended="2026-01-01"), ["sucede a si própria"]),
        (lambda raw: body(raw, "empd").pop("act"), ["«empd»", "sem ato com data"]),
        (lambda raw: body(raw, "anacom").update(status="verificado"), ["«anacom»", "sem ato com data"]),
        (lambda raw: body(raw, "dges").update(status="verificado"), ["«dges»", "está por_confirmar"]),
        (lambda raw: body(raw, "empd").pop("note"), ["«empd»", "leitura nossa"]),
        (lambda raw: body(raw, "arte").update(ended="2025-01-01"), ["«arte»", "antes de começar"]),
        (lambda raw: body(raw, "ama")["act"].pop("url"), ["«ama» › act › url"]),
        (lambda raw: body(raw, "ama")["act"].update(url="dre"), ["«ama» › act › url", "https://"]),
        (lambda raw: body(raw, "ama")["act"].update(published="ontem"), ["«ama» › act › published"]),
        (lambda raw: raw["bodies"].append({**body(raw, "anacom"), "id": "outra"}), ["nem sucedem a ninguém: outra"]),
        (lambda raw: raw["regions"][0].update(id="ama"), ["ids repetidos: ama"]),
        (lambda raw: raw["amendments"][0]["changes"][0].update(structure="xpto"), ["não existe: xpto"]),
        (lambda raw: raw["amendments"][0]["changes"][1].update(min_per_year=4), ["só o que muda as reuniões"]),
        (lambda raw: raw["amendments"][0].pop("unread"), ["«rcm_119_2024» › unread"]),
        (lambda raw: raw["regions"][0].update(name="Beiras"), ["a EAT não tem, no texto, Beiras"]),
        (lambda raw: raw["regions"].pop(), ["cada NUTS II de 2024"]),
        (lambda raw: raw["regions"][0].update(nuts2=["2024:11", "2024:19"]), ["cada NUTS II de 2024"]),
    ],
)
def test_a_mistake_is_reported_with_file_place_and_cure(
    change: Callable[[dict[str, Any]], Any], expected: list[str]
) -> None:
    raw = json.loads(BODIES_JSON)
    change(raw)
    with pytest.raises(StrategyError) as caught:
        present.parse(json.dumps(raw), ENTI)
    for part in ["enti_entidades.yaml", "O que fazer:", *expected]:
        assert part in str(caught.value)
    assert caught.value.exit_code == 12


def test_a_missing_file_is_reported_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(StrategyError, match=r"repor nada\.yaml"):
        present.load(tmp_path / "nada.yaml")
