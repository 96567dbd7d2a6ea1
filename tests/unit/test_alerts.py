"""The rules of the alerts: what the file may say, and what each kind finds on a build."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from core.alerts import rules as alert_rules
from core.alerts.evaluate import evaluate
from core.alerts.kind import REGISTRY
from core.alerts.kinds import change as changes
from core.alerts.model import WHOLE, Finding
from core.alerts.rules import Rule
from core.base.errors import AlertError, DeclarationError, ExecutionError
from core.base.registry import Refused
from core.catalogue import catalogue
from core.judgement import unusual
from core.strategy import execution, standing, strategy
from core.strategy.execution import Change
from core.terms.formats import with_unit
from core.warehouse import queries
from core.warehouse.checks import Check
from core.warehouse.store import Store
from show.sentences import headline
from tests.support.declared import put
from tests.unit.test_movers import builds, change  # noqa: F401 (a fixture)

TODAY = date(2026, 11, 24)
HEAD = (
    "rules:\n  - id: uma\n    title: {pt: Uma, en: One}\n    severity: aviso\n    reason: {pt: Porque sim, en:"
    " Because}\n"
)


def rule(text: str) -> tuple[Rule, ...]:
    return alert_rules.parse(HEAD + text)


def found(
    text: str,
    store: Store,
    today: date = TODAY,
    plan: Sequence[standing.Standing] | ExecutionError = (),
    checks: Mapping[str, Check] | None = None,
) -> list[Finding]:
    return evaluate(rule(text), store, catalogue.load(), plan, today, checks)


def test_the_projects_own_rules_hold_and_each_says_why() -> None:
    rules = alert_rules.load()
    assert {r.kind for r in rules} == set(REGISTRY.all) and len(REGISTRY.all) >= 6
    assert all(len(r.reason.pt) > 30 and len(r.reason.en) > 30 for r in rules)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("    kind: threshold\n    indicator: x\n    above: 1\n    below: 2\n    leitura: nossa\n", "above ou below"),
        ("    kind: threshold\n    indicator: x\n    above: 1\n", "diz de onde vem"),
        ("    kind: threshold\n    indicator: x\n    above: .inf\n    leitura: nossa\n", "«uma» › above"),
        ("    kind: change\n    min_changes: 2\n", "«uma» › min_changes"),
        ("    kind: estranha\n", "rules"),
        ("    kind: late_action\n    dias: 3\n", "«uma» › dias"),
    ],
)
def test_a_broken_rule_is_named_with_its_field(text: str, said: str) -> None:
    with pytest.raises(AlertError, match="erro") as refused:
        rule(text)
    assert said in str(refused.value)


def test_no_file_no_yaml_and_doubles(tmp_path: Path) -> None:
    with pytest.raises(AlertError, match="Não se lê"):
        alert_rules.load(tmp_path / "nada.yaml")
    with pytest.raises(AlertError, match="YAML"):
        alert_rules.parse("rules: [")
    with pytest.raises(AlertError, match="vazio"):
        alert_rules.parse("")
    twice = HEAD + "    kind: change\n"
    with pytest.raises(AlertError, match="repetidos: uma"):
        alert_rules.parse(twice + twice.partition("\n")[2])


def test_a_threshold_finds_exactly_the_places_beyond_it(store: Store) -> None:
    got = found(
        "    kind: threshold\n    indicator: taxa_votantes_autarquicas\n    level: municipio\n    below: 50\n"
        "    leitura: nossa\n",
        store,
    )
    values = store.rows(
        "SELECT territory_id, value FROM observation JOIN territory USING (territory_id) WHERE period = '2025'"
        " AND indicator_id = 'taxa_votantes_autarquicas' AND level = 'municipio'"
    )
    assert {f.subject.rpartition("/")[2] for f in got if f.state == "bad"} == {
        r["territory_id"] for r in values if r["value"] < 50
    }
    assert len(got) == len(values) == 308 and "leitura nossa" in got[0].sentence[0] and "mínimo" in got[0].sentence[0]


def test_a_limit_of_somebody_elses_names_it(store: Store) -> None:
    (got,) = found(
        "    kind: threshold\n    indicator: taxa_votantes_autarquicas\n    above: 59\n    source: Lei X\n", store
    )
    assert got.state == "bad" and "Lei X" in got.sentence[0] and "59,3" in got.sentence[0]


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_an_alert_and_a_page_say_the_same_figure_in_the_same_words(store: Store, lang: str) -> None:
    book, said = catalogue.load(), []
    for item in book.indicators:
        text = f"    kind: threshold\n    indicator: {item.id}\n    below: 1.0e+12\n    leitura: nossa\n"
        for f in found(text, store):
            if f.state != "bad":
                continue
            series = f.subject.split("/")[1]
            place = f.subject.split("/")[2]
            rows = queries.series_of(store, item.id, series, [place])
            on_page = headline(item, series, rows, "Portugal", str(f.occurrence), lang)
            figure = with_unit(float(f.value or 0), item.decimals_for(series), item.unit_for(series, lang), lang)
            assert figure in f.sentence[lang == "en"] and figure in on_page
            said.append(figure)
    # Four digits stand together in Portuguese; that is where the two once differed.
    assert len(said) > 5 and any(re.match({"pt": r"\d{4}\b", "en": r"\d,\d{3}\b"}[lang], s) for s in said)


def test_a_change_of_a_percentage_is_told_in_points() -> None:
    item = catalogue.load().indicator("taxa_votantes_autarquicas")
    found = unusual.Compared("2021", "2025", 5.61, -1.2, 4.0, 6, 0.1)
    said = [changes._moved(item, "total", "Portugal", found, 3.5, lang) for lang in ("pt", "en")]
    assert "mudou 5,61\u00a0p.p.; a mediana das 6 mudanças anteriores é -1,20" in said[0]
    assert "changed by 5.61\u00a0pp; the median of the 6 past changes is -1.20" in said[1]


@pytest.mark.parametrize(
    "text",
    [
        "    kind: threshold\n    indicator: nada\n    above: 1\n    leitura: nossa\n",
        (
            "    kind: threshold\n    indicator: taxa_votantes_autarquicas\n    series: nada\n    above: 1\n   "
            " leitura: nossa\n"
        ),
        (
            "    kind: threshold\n    indicator: taxa_votantes_autarquicas\n    territory: '9999'\n    level:"
            " municipio\n    above: 1\n    leitura: nossa\n"
        ),
        "    kind: revision\n    indicator: nada\n    days: 3\n",
    ],
)
def test_a_rule_that_names_what_does_not_exist_is_an_error_of_that_rule_only(store: Store, text: str) -> None:
    other = HEAD.partition("\n")[2].replace("uma", "outra") + "    kind: late_source\n    days: 30\n"
    got = evaluate(alert_rules.parse(HEAD + text + other), store, catalogue.load(), (), TODAY)
    assert [(f.subject, f.state) for f in got if f.rule == "uma"] == [(WHOLE, "error")]
    assert any(f.rule == "outra" and f.state in ("ok", "no_data") for f in got)


def test_an_unusual_change_is_that_of_core_unusual(store: Store) -> None:
    got = {f.subject: f for f in found("    kind: change\n    z: 3.5\n", store)}
    emissions = got["emissoes_gee_per_capita/sem_lulucf/PT"]
    points = [
        (r["period"], r["value"])
        for r in store.rows(
            "SELECT period, value FROM observation WHERE territory_id = 'PT' AND"
            " indicator_id = 'emissoes_gee_per_capita' AND series = 'sem_lulucf' ORDER BY period"
        )
    ]
    compared = unusual.unusual(points)
    assert compared is not None and emissions.state == ("bad" if abs(compared.z) > 3.5 else "ok")
    assert got["taxa_votantes_autarquicas/total/PT"].state == "no_data"  # three past changes are too few
    assert got["densidade_populacional/total/PT"].state == "no_data"  # and so are those since the revised population


def test_what_a_source_took_back_fires_for_as_long_as_it_is_in_view(builds: tuple[Store, Path]) -> None:  # noqa: F811
    store, path = builds
    where = "indicator_id, series, territory_id, period, kind, seen_at"
    change(
        path,
        f"INSERT INTO revision ({where}) SELECT 'mortalidade_infantil', 'anual', 'PT', '2024', 'revised',"
        " '2026-11-20T10:00:00+00:00'",
    )
    revised = Store(path)
    text = "    kind: revision\n    days: 7\n"
    bad = [f for f in found(text, revised) if f.state == "bad"]
    assert [f.subject for f in bad] == ["mortalidade_infantil/anual@20261120T100000"] and "mudou 1 valores" in bad[
        0
    ].sentence[0]
    assert [f.state for f in found(text, revised, date(2026, 12, 24))] == ["ok"]
    assert [f.state for f in found(text, store)] == ["ok"]
    revised.close()


def test_a_source_is_late_only_where_it_was_asked_and_had_nothing(store: Store) -> None:
    late = "    kind: late_source\n    days: 30\n    indicator: densidade_populacional\n"
    day, keys = date(2028, 11, 23), catalogue.load().indicator("densidade_populacional").keyed

    def after(asked_at: str | None, **more: str) -> list[Finding]:
        checks = {k: Check(k, asked_at, "ok", **more) for k in keys} if asked_at else {}
        return [f for f in found(late, store, day, checks=checks) if not f.minor]

    (got,) = after("2028-11-01T10:00:00+00:00")
    assert got.state == "bad" and got.value == 328 and "31/12/2027" in got.sentence[0] and "INE" in got.sentence[0]
    assert "temos até 2025, há dois anos e onze meses; o seguinte" in got.sentence[0]
    assert "INE: pedido em 01/11/2028, e não tinha nada de novo. Tem de agir: INE." in got.sentence[0]
    assert [f.state for f in found(late, store, date(2025, 12, 1))] == ["ok"]
    for ours in (
        after(None),
        after("2027-12-30T10:00:00+00:00"),
        after("2028-11-01T10:00:00+00:00", failed_since="2028-11-01T10:00:00+00:00"),
    ):
        assert [(f.subject, f.state) for f in ours] == [(WHOLE, "no_data")]
        assert "não pedimos" in ours[0].sentence[0] and "INE" not in ours[0].sentence[0]


def test_missing_files_are_those_that_somebody_has_to_hand_in(store: Store) -> None:
    got = found("    kind: missing_delivery\n", store)
    items = {i.id: i for i in catalogue.load().shown}
    assert got and all(items[f.subject].source_state.cause == "awaiting_import" for f in got)
    assert len(found("    kind: missing_delivery\n    what: no_figures\n", store)) == len(items)


def test_actions_late_and_silent_are_told_apart(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "execucao.sqlite"
    known = {"acao": ["acao_1_1"], "recommendations": [], "territories": [], "structures": []}
    execution.say([Change("acao", "acao_1_1", {"state": "em_curso"})], "AMA", today=TODAY, known=known, path=path)
    plan = standing.standings(strategy.load(), execution.current(execution.events(path), "acao"), TODAY)
    late = [f.subject for f in found("    kind: late_action\n    what: late\n", store, plan=plan) if f.state == "bad"]
    silent = [
        f.subject for f in found("    kind: late_action\n    what: silent\n", store, plan=plan) if f.state == "bad"
    ]
    assert late == ["acao_1_1"] and "acao_1_1" not in silent and len(silent) == 20
    torn = found("    kind: late_action\n", store, plan=ExecutionError("Estragado."))
    assert [(f.subject, f.state) for f in torn] == [(WHOLE, "error")]


def test_a_disabled_rule_says_nothing(store: Store) -> None:
    assert found("    kind: late_source\n    enabled: false\n", store) == []


def test_a_mistake_of_ours_in_one_rule_is_an_error_of_that_rule_only(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = HEAD.partition("\n")[2].replace("uma", "outra") + "    kind: late_source\n    days: 30\n"
    rules = alert_rules.parse(HEAD + "    kind: change\n" + other)

    def broken(*_: object) -> None:
        raise KeyError("serie_retirada")

    monkeypatch.setattr(changes, "unusual", broken)
    got = evaluate(rules, store, catalogue.load(), (), TODAY)
    (failed,) = [f for f in got if f.rule == "uma"]
    assert (
        failed.state == "error"
        and "KeyError" in failed.sentence[0]
        and any(f.rule == "outra" and f.state in ("ok", "no_data") for f in got)
    )


def test_a_kind_that_was_refused_costs_its_own_rules_and_each_says_file_and_cure(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = DeclarationError("A declaração não serve.", where="core/alerts/kinds/change.py", cure="completar KIND.")
    put(monkeypatch, REGISTRY, {}, (Refused("change", why.where, why),))
    other = HEAD.partition("\n")[2].replace("uma", "outra") + "    kind: late_source\n    days: 30\n"
    rules = alert_rules.parse(HEAD + "    kind: change\n    z: 3\n    for: {evaluations: 2}\n" + other)
    assert rules[0].wait.evaluations == 2 and rules[0].model_dump()["z"] == 3  # kept as it was read
    got = evaluate(rules, store, catalogue.load(), (), TODAY)
    (failed,) = [f for f in got if f.rule == "uma"]
    assert (failed.subject, failed.state) == (WHOLE, "error")
    assert why.where in failed.sentence[0] and why.cure in failed.sentence[0]
    assert any(f.rule == "outra" and f.state in ("ok", "no_data") for f in got)
    with pytest.raises(AlertError, match=r"kind. não pode ser «estranha»"):
        rule("    kind: estranha\n")


def test_one_kind_alone_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = MappingProxyType({"late_source": REGISTRY["late_source"]})
    monkeypatch.setitem(REGISTRY.__dict__, "_read", (alone, ()))
    assert rule("    kind: late_source\n    days: 3\n")[0].kind == "late_source"
    with pytest.raises(AlertError, match="«uma» › kind"):
        rule("    kind: change\n")
