"""Public evidence: the counts that it gives, what refuses a row, and that it is what was gathered."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base.errors import StrategyError
from core.base.paths import EVIDENCE, ROOT
from core.catalogue import catalogue
from core.strategy import evidence, strategy
from core.strategy.evidence import FILES, Public
from core.terms import territory

SHIP = ROOT.parent / "shared" / "ship" / "execution"
needs_ship = pytest.mark.skipif(not SHIP.exists(), reason="os ficheiros apurados não estão neste computador")
PLAN = strategy.load()
ACTIONS = [a.id for a in PLAN.actions]
ALL = evidence.load()
TEXTS = {file: (EVIDENCE / f"{file}.csv").read_text(encoding="utf-8") for file in FILES}
ABOUT = (EVIDENCE / "execution.yaml").read_text(encoding="utf-8")


def read(about: str = ABOUT, **files: str) -> Public:
    return evidence.parse(about, TEXTS | files, PLAN, territory.load(), catalogue.load())


def changed(file: str, row: int, **cells: str) -> dict[str, str]:
    """The file with some cells of one row (from 0) changed."""
    lines = list(csv.DictReader(TEXTS[file].splitlines()))
    lines[row] |= cells
    out = [",".join(FILES[file].HEADER)]
    out += [",".join('"' + str(v).replace('"', '""') + '"' for v in line.values()) for line in lines]
    return {file: "\n".join(out) + "\n"}


# What it says


def test_how_many_actions_have_evidence_and_how_many_only_a_succession() -> None:
    found = ALL.tally(ACTIONS)
    assert found.counts == {"direct": 9, "partial": 11, "hint": 6, "succession": 5, "nothing": 16}
    assert (found.some, found.none, len(ACTIONS)) == (26, 21, 47)


def test_a_succession_of_bodies_is_no_evidence() -> None:
    """Without its rows nothing changes but how many have nothing at all."""
    kept = [line for line in TEXTS["evidence"].splitlines() if ",succession," not in line]
    without = read(evidence="\n".join(kept) + "\n").tally(ACTIONS)
    assert (without.some, without.none, without.counts["nothing"]) == (26, 21, 21)
    assert ALL.best("acao_4_1") == "succession" and ALL.of("acao_4_1") == () and len(ALL.successions("acao_4_1")) == 1
    assert ALL.best("acao_8_1") == "hint" and all(e.kind != "succession" for e in ALL.of("acao_8_1"))


def test_projects_count_once_and_their_age_is_said() -> None:
    assert len(ALL.projects) == 74 and len(ALL.counted()) == 70
    assert {p.same_as for p in ALL.projects if p.same_as} <= {p.id for p in ALL.counted()}
    eras = Counter(p.era for p in ALL.counted())
    assert eras.total() == 70 and set(eras) == {"before", "after", "undated"}
    assert all(p.when.year <= 2023 or p.note for p in ALL.projects if p.era == "before")


def test_targets_judge_only_where_they_measure_the_same_and_are_confirmed() -> None:
    same = [x for x in ALL.targets if x.measures == "same"]
    assert len(ALL.targets) == 29 and len(same) == 6
    assert Counter(x.use for x in same) == {"judges": 3, "to_confirm": 2, "observed": 1}
    assert {x.indicator for x in same if x.use == "to_confirm"} == {"mortalidade_infantil", "mortalidade_materna"}
    one = [x for x in same if x.same_target]
    assert len(one) == 2 and len({(x.same_target, x.value, x.year) for x in one}) == 1
    meters = next(x for x in same if x.indicator == "instalacoes_com_contador_inteligente" and x.use == "judges")
    assert "baixa tensão normal" in meters.why.pt and "todos os pontos de entrega" in meters.why.pt


def test_nothing_is_called_done() -> None:
    words = " ".join(v for e in ALL.evidence for v in (e.kind, e.title.pt, e.title.en))
    assert not re.search(r"\b(conclu[ií]d[ao]|feit[ao]|done|completed)\b", words)


def test_what_was_read_again_is_no_more_than_there_is() -> None:
    assert ALL.about.reread == {"evidence": 27, "targets": 12}
    with pytest.raises(StrategyError, match="reread de targets é 30, e há 29 linhas"):
        read(ABOUT.replace("targets: 12", "targets: 30"))


def test_no_figure_of_the_plan_of_health_is_judged_by_the_catalogue() -> None:
    items = catalogue.load()
    for name in ("mortalidade_infantil", "mortalidade_materna"):
        assert all(g.use == "context" for g in items.indicator(name).targets)


# What refuses it


@pytest.mark.parametrize(
    ("file", "cells", "said"),
    [
        ("evidence", {"address": ""}, "evidence.csv, linha 2: address: sem endereço não é prova"),
        ("evidence", {"address": "javascript:alert(1)"}, "evidence.csv, linha 2: address: .*não é um endereço"),
        ("evidence", {"about": "acao_99_1"}, "evidence.csv, linha 2: «acao_99_1» não é da Estratégia; usar o id"),
        ("evidence", {"kind": "succession"}, "linha 2: .*uma sucessão de organismos não é prova e fica sem strength"),
        ("evidence", {"strength": ""}, "linha 2: .*fica sem strength; tudo o resto tem uma"),
        ("evidence", {"kind": "done"}, "linha 2: kind: tem de ser"),
        ("evidence", {"dated": "2023-13"}, "linha 2: dated: data «2023-13»"),
        ("evidence", {"dated": ""}, "dated e date_from vão juntos"),
        ("evidence", {"dated": "2031"}, "linha 2: 2031 é depois de 2026-11-26, o dia em que se apurou"),
        ("evidence", {"fact_en": ""}, "linha 2: fact › en: falta"),
        ("projects", {"municipalities": "9999"}, "projects.csv, linha 2: não existe 9999; usar um DICO"),
        ("projects", {"regions": "2013:16B"}, "projects.csv, linha 2: não existe 2013:16B; usar uma NUTS III de 2024"),
        ("projects", {"recommendations": "recomendacao_32"}, "não existe recomendacao_32"),
        ("projects", {"same_as": "outro"}, "não existe outro; usar o id de uma linha que conte"),
        ("projects", {"id": "moves_it"}, "o id moves_it está em 2 linhas"),
        ("projects", {"dated": "2020"}, "2020 é antes de 2023-12-18: era é before"),
        ("projects", {"amount_kind": ""}, "um montante diz de que espécie é"),
        ("projects", {"address": ""}, "projects.csv, linha 2: address: sem endereço"),
        ("events", {"address": ""}, "events.csv, linha 2: address: sem endereço"),
        ("targets", {"indicator": "outro"}, "targets.csv, linha 2: o indicador «outro» não existe; usar um id de"),
        ("targets", {"measures": "other"}, "use «reference» não serve a uma linha que mede «other»"),
        ("targets", {"value": "muito"}, "linha 2: value: tem de ser um número"),
    ],
)
def test_a_row_that_cannot_stand_is_named_with_its_cure(file: str, cells: dict[str, str], said: str) -> None:
    with pytest.raises(StrategyError, match=said) as refused:
        read(**changed(file, 0, **cells))
    assert "nada foi carregado" in str(refused.value) and refused.value.exit_code == 12


def _row_of(use: str, indicator: str) -> int:
    return next(n for n, x in enumerate(ALL.targets) if (x.use, x.indicator) == (use, indicator))


def test_what_documents_say_and_what_the_catalogue_judges_by_agree() -> None:
    pme = _row_of("judges", "pme_intensidade_digital_basica")
    with pytest.raises(StrategyError, match=r"use é judges, e indicators\.yaml não julga por esta meta"):
        read(**changed("targets", pme, value="80"))
    with pytest.raises(StrategyError, match=r"use é to_confirm, e indicators\.yaml julga por esta meta"):
        read(**changed("targets", pme, use="to_confirm"))


def test_every_wrong_row_is_named_at_once() -> None:
    files = changed("evidence", 3, address="") | changed("targets", 1, indicator="outro")
    with pytest.raises(StrategyError, match=r"tem 2 erro\(s\): evidence.csv, linha 5.*targets.csv, linha 3"):
        read(**files)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace("about,", "what,", 1), "as colunas são what,kind"),
        (lambda text: text + "acao_1_1,announced\n", "linha 84: não tem 13 células"),
        (lambda text: text + '"acao_1_1\n', "evidence.csv: Há aspas que não fecham perto da linha 84"),
    ],
)
def test_a_torn_file_is_refused(spoil: Callable[[str], str], said: str) -> None:
    with pytest.raises(StrategyError, match=said):
        read(evidence=spoil(TEXTS["evidence"]))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("execution.yaml", "evidence.csv", "projects.csv", "events.csv"):
        (tmp_path / name).write_bytes((EVIDENCE / name).read_bytes())
    with pytest.raises(StrategyError, match=r"targets\.csv.*repor data/snapshot/execution/"):
        evidence.load(tmp_path)
    (tmp_path / "targets.csv").write_bytes((EVIDENCE / "targets.csv").read_bytes())
    assert evidence.load(tmp_path) == ALL  # a folder that was mended is read again


# That it is what was gathered


def _shipped(name: str) -> list[dict[str, str]]:
    with (SHIP / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ours(about: str) -> str:
    kind, _, number = about.partition("_")
    words = {"acao": "", "iniciativa": "initiative:", "recomendacao": "recommendation:"}
    return "governance" if about == evidence.WHOLE else words[kind] + number.replace("_", ".")


@needs_ship
def test_each_piece_of_evidence_is_one_of_those_that_were_gathered() -> None:
    kinds = {"call": "tender_or_call_open", "running": "in_operation", "event": "delivered", "succession": "revised"}
    ours = [
        (_ours(e.about), e.dated or "", e.address, kinds.get(e.kind, e.kind), e.strength or "partial", e.fact.pt)
        for e in ALL.evidence
    ]
    theirs = [
        (r["action_id"], r["date"], r["url"], r["supports"], r["strength"].replace("weak", "hint"), r["fact_pt"])
        for r in _shipped("evidence.csv")
    ]
    assert ours == theirs


@needs_ship
def test_actions_without_any_page_are_those_that_were_searched_in_vain() -> None:
    said = re.search(r"Found nothing public: ([\d., ]+);", (SHIP / "README.md").read_text(encoding="utf-8"))
    assert said is not None
    nothing = [_ours(a) for a in ACTIONS if ALL.best(a) == "nothing"]
    assert nothing == [a.strip() for a in said[1].rstrip(", ").split(",")][: len(nothing)] and len(nothing) == 16


@needs_ship
def test_each_project_is_one_of_those_that_were_gathered() -> None:
    theirs = _shipped("projects.csv")
    assert len(theirs) == len(ALL.projects)
    for p, r in zip(ALL.projects, theirs, strict=True):
        assert (p.promoter, p.title.pt, p.address, p.dated or "") == (r["promoter"], r["title"], r["url"], r["date"])
        assert ";".join(p.municipalities) == r["dico"]
        assert not r["nuts3_2024"] or p.regions == (f"2024:{r['nuts3_2024']}",)
        assert ",".join(x.removeprefix("recomendacao_") for x in p.recommendations) == r["recommendations"]
        assert p.amount_eur == (float(r["amount_eur"]) if r["amount_eur"] else None)
        assert (p.same_as is not None) == ("não somar" in r["note"])
        if "nterior à ENTI" in r["note"] or (r["date"] and f"{r['date']}-12-31"[:10] < "2023-12-18"):
            assert p.era == "before", p.id


@needs_ship
def test_each_event_and_target_is_one_of_those_that_were_gathered() -> None:
    acts = {(r["act"], r["date"], r["url"], r["body"], r["fact_pt"]) for r in _shipped("governance.csv")}
    assert {(e.title.pt, e.dated or "", e.address, e.bodies or "", e.fact.pt) for e in ALL.events} == acts
    fits = {"same": "yes", "proxy": "proxy", "other": "no"}
    for x, r in zip(ALL.targets, _shipped("targets.csv"), strict=True):
        assert (x.indicator, x.address, x.legal_act or "") == (r["indicator"], r["url"], r["legal_act"])
        assert fits[x.measures] == r["fits_definition"] and x.says.pt == r["wording_pt"]
        assert x.value == (float(r["target_value"]) if r["target_value"] else None)


@needs_ship
def test_no_file_is_a_copy_of_another() -> None:
    shipped = {p.read_bytes() for p in SHIP.iterdir()}
    assert all(p.read_bytes() not in shipped for p in EVIDENCE.iterdir())
