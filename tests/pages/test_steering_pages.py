"""The pages that steer: what they say follows from judgements and from what was said, in both languages."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.base import clock
from core.strategy import known, strategy
from core.strategy.clocks import CASES, clocks
from core.strategy.execution import Change, say
from core.terms.enti import ROWS
from tests.support.pages import nodes, open_page, payloads, text_of, trees

PLAN = strategy.load()
LINKS = strategy.load_links()
KNOWN = known.ids()


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, with the builds of `warehouse`."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path


def tell(kind: str, entry: str, /, **values: Any) -> None:
    say([Change(kind, entry, values)], "AMA", today=clock.today(), known=KNOWN)


def said(page: str, **query: str) -> str:
    test = open_page(f"pages/{page}.py", **query)
    assert not test.exception
    return "".join(text_of(t) for t in trees(payloads(test)))


def rows(page: str, attribute: str, **query: str) -> dict[str, Any]:
    found = [n for t in trees(payloads(open_page(f"pages/{page}.py", **query))) for n in nodes(t)]
    return {n[1][attribute]: text_of(n) for n in found if n[0] == "tr" and attribute in n[1]}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("page", "pt", "en"),
    [
        ("sintese", "A Estratégia está a mover-se?", "Is the Strategy moving?"),
        ("progresso", "não se podem julgar", "cannot be judged"),
        ("execucao", "Quem deve o quê", "Who owes what"),
        ("objetivos", "Que objetivo serve o quê?", "What serves which objective?"),
        ("projetos", "Ainda ninguém entregou projetos", "Nobody has handed in projects"),
        ("governacao", "Quem reúne", "Who meets"),
        ("veredicto", "Em que assenta este juízo?", "What does this verdict rest on?"),
    ],
)
def test_each_page_speaks_one_language_at_a_time(page: str, pt: str, en: str) -> None:
    in_pt, in_en = said(page), said(page, lang="en")
    assert pt in in_pt and pt not in in_en and en in in_en and en not in in_pt


def test_nobody_has_said_anything_and_that_is_what_it_says(data: Path) -> None:
    text = said("execucao")
    assert "Das 47 ações: " in text and "fora de prazo sem notícia" in text
    assert " atrasada" not in text.replace("«atrasada»", "")
    assert "Nenhum responsável disse ainda como está uma ação" in text
    assert not (data / "execucao.sqlite").exists()


@pytest.mark.usefixtures("data")
def test_what_is_said_is_on_the_page_with_who_and_what_is_late() -> None:
    tell("acao", "acao_1_1", state="em_curso", percent=40, note="Fase <b>dois</b>")
    tell("acao", "acao_1_2", state="concluida")
    shown = rows("execucao", "data-action")
    assert "Atrasada" in shown["acao_1_1"] and "40 %" in shown["acao_1_1"] and "Fase <b>dois</b>" in shown["acao_1_1"]
    assert "sem prova" in shown["acao_1_2"] and "Fora de prazo, sem notícia" in shown["acao_2_1"]
    brief = said("sintese")
    assert "19 fora de prazo sem notícia, 1 atrasada, 15 vencem em 90 dias, até 31/12/2026" in brief
    assert "1.1: em curso, por AMA" in brief and "Pedir prova de 1 ação" in brief and "para 1 ação atrasada" in brief


@pytest.mark.usefixtures("data")
def test_each_grouping_shows_every_action() -> None:
    for by in ("initiative", "body", "funding"):
        assert set(rows("execucao", "data-action", por=by)) == PLAN.ids("actions"), by
    due = set(rows("execucao", "data-action", mostrar="due"))
    assert due and due.isdisjoint(rows("execucao", "data-action", mostrar="ahead"))


@pytest.mark.usefixtures("data")
def test_since_when_changes_count() -> None:
    assert "não há reuniões registadas" in said("sintese")
    day = clock.today() - timedelta(days=3)
    tell("reuniao", "reuniao_ece_x", structure="ece", held_on=day)
    assert f"desde a reunião de {day:%d/%m/%Y}" in said("sintese") and f"{day:%d/%m/%Y}" in said("governacao")


@pytest.mark.usefixtures("data")
def test_decisions_stand_with_who_carries_them_out_and_the_brief_counts_the_open_ones() -> None:
    assert "Nenhuma decisão registada" in said("governacao") and "Decisões por cumprir" not in said("sintese")
    day = clock.today() - timedelta(days=40)
    base = {"body": "ece", "held_on": day, "owner": "ama", "matter": "word"}
    tell("decisao", "decisao_um", **base, text="Pedir <b>já</b>.", due=day + timedelta(days=10))
    tell("decisao", "decisao_dois", **base, text="Reunir.")
    tell("decisao", "decisao_tres", **base, text="Rever.", state="cumprida", done_on=day)
    shown = rows("governacao", "data-decision")
    assert list(shown) == ["decisao_um", "decisao_dois", "decisao_tres"]
    first = shown["decisao_um"]
    assert "Pedir <b>já</b>." in first and "ARTE" in first and "Prazo passado" in first and "passou há 30 dias" in first
    assert "sem prazo" in shown["decisao_dois"] and "Cumprida" in shown["decisao_tres"]
    brief = said("sintese")
    assert "Decisões por cumprir: 2; com o prazo passado: 1." in brief and "Pedir a palavra sobre" not in brief
    assert "Decisions to be carried out: 2; past their day: 1." in said("sintese", lang="en")


@pytest.mark.usefixtures("data")
def test_money_stands_by_kind_with_its_day_and_source_and_what_is_unknown_is_counted() -> None:
    before = said("execucao", por="funding")
    assert "As 47 ações estão sem verba conhecida" in before and "Páginas públicas que falam do dinheiro de" in before
    assert "Dinheiro, por espécie" not in said("execucao")
    day = clock.today() - timedelta(days=3)
    base = {"action": "acao_9_1", "as_of": day, "fund": "PRR", "source": "Ficha <i>"}
    tell("verba", "verba_um", **base, kind="aprovada", amount_eur=1250000.0)
    tell("verba", "verba_dois", **base, kind="paga", amount_eur=0.0)
    call = {"title": "Aviso 3", "fund": "PRR", "opens": day, "closes": day + timedelta(days=13)}
    tell("aviso", "aviso_um", **call, evidence="https://a.pt", actions=("acao_9_1",))
    text = said("execucao", por="funding").replace("\u00a0", " ")
    assert "46 das 47 ações sem verba conhecida" in text and "aberto até" in text and "faltam 10 dias" in text
    shown = {k: v.replace("\u00a0", " ") for k, v in rows("execucao", "data-money", por="funding").items()}
    assert "1 250 000 €" in shown["verba_um"] and f"{day:%d/%m/%Y}" in shown["verba_um"]
    assert "Ficha <i>" in shown["verba_dois"] and "0 €" in shown["verba_dois"]
    assert "actions: 1, on" in said("execucao", por="funding", lang="en")


@pytest.mark.usefixtures("data")
def test_projects_stand_with_their_place_and_recommendation() -> None:
    tell(
        "projeto",
        "semaforos",
        title="Semáforos <i>",
        territory="1312",
        recommendations=("recomendacao_3",),
        state="em_curso",
        budget_eur=12000,
    )
    text = said("projetos")
    assert (
        "1 projeto de 1 território, para 1 das 31" in text
        and "Semáforos <i>" in text
        and "Porto" in text
        and "12 000" in text.replace("\u00a0", " ")
    )


@pytest.mark.usefixtures("data")
def test_the_card_has_everything_a_verdict_rests_on() -> None:
    text = said("veredicto", indicador="mortalidade_infantil", territorio="PT")
    for part in (
        "Sem alteração significativa",
        "16 (2010–2025)",
        "p = 0,202",
        "Janela longa",
        "Afastamento significativo",
        "+3,1\u00a0% por ano: de 2,4\u00a0‰ (2020) a 2,8\u00a0‰ (2025)",
        "pode falar da Estratégia",
        "versão 2026.2",
        "Valor de partida",
        "nenhuma assinalada",
    ):
        assert part in text, part
    context = said("veredicto", indicador="mortalidade_materna")
    assert "períodos não se comparam" in context and "Mortalidade materna no mundo" in context


@pytest.mark.usefixtures("data")
def test_a_target_of_a_body_is_on_the_card(data: Path) -> None:
    (data / "metas").mkdir()
    line = "taxa_votantes_autarquicas;;1312;;;75;2029;Programa"
    (data / "metas" / "cm-porto.csv").write_text(
        f"indicador;serie;territorio;valor_base;ano_base;valor;ano;fonte\n{line}\n", "utf-8"
    )
    text = said("veredicto", indicador="taxa_votantes_autarquicas", territorio="1312")
    assert "fixada por cm-porto" in text.lower() and "75,0" in text and "Variação exigida por ano" in text


@pytest.mark.usefixtures("data")
def test_a_broken_file_of_targets_is_said_with_its_line(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    (data / "metas").mkdir()
    (data / "metas" / "cm-x.csv").write_text(
        "indicador;serie;territorio;valor_base;ano_base;valor;ano;fonte\nnada;;1312;;;1;2029;Plano\n", "utf-8"
    )
    assert "encontra no registo dos processos" in said("progresso")
    assert "linha 2" in caplog.text and "cm-x.csv" in caplog.text


@pytest.mark.usefixtures("data")
def test_every_mark_leads_to_its_card() -> None:
    found = [
        n
        for t in trees(payloads(open_page("pages/progresso.py")))
        for n in nodes(t)
        if n[1:] and isinstance(n[1], dict) and "data-state" in n[1]
    ]
    linked = [n for n in found if n[0] == "a"]
    assert len(linked) == 48 and all(n[1]["href"].startswith("veredicto?") for n in linked)


@pytest.mark.usefixtures("data")
def test_progress_leads_with_what_can_be_judged_and_folds_the_rest() -> None:
    found = [n for t in trees(payloads(open_page("pages/progresso.py"))) for n in nodes(t)]
    parts = {n[1]["data-part"]: n for n in found if isinstance(n[1], dict) and "data-part" in n[1]}
    rows = {p: sum("data-row" in n[1] for n in nodes(tree)) for p, tree in parts.items()}
    title = next(text_of(n) for n in found if n[0] == "h1")
    assert list(rows) == ["judged", "few", "none"] and sum(rows.values()) == ROWS
    assert f"{ROWS - rows['judged']} não se podem julgar" in title  # the title is the answer
    assert {p for p, tree in parts.items() if any(n[0] == "details" for n in nodes(tree))} == {"few", "none"}


@pytest.mark.usefixtures("data")
def test_a_composite_that_cannot_be_says_why() -> None:
    text = said("progresso")
    assert text.count("Não se calcula") == 6 and "não tem um sentido melhor" in text


# Two clocks


@pytest.mark.parametrize(
    ("said_states", "state", "case"),
    [
        ("concluida", "improving", "delivered_moving"),
        ("concluida", "no_change", "delivered_still"),
        ("em_curso", "improving", "undelivered_moving"),
        ("em_curso", "worsening", "undelivered_still"),
        (None, "improving", "unknown"),
        ("concluida", "not_assessable", "unknown"),
    ],
)
def test_the_four_cases_and_the_one_that_cannot_be_said(said_states: str | None, state: str, case: str) -> None:
    indicators = {k.source for k in LINKS.links}
    words = {a.id: said_states for a in PLAN.actions} if said_states else {}
    found = clocks(PLAN, LINKS, dict.fromkeys(indicators, state), words)  # type: ignore[arg-type]
    linked = [c for c in found if c.moving or c.still or c.unknown]
    assert len(found) == 16 and linked and {c.case for c in linked} == {case} and case in CASES
    assert {c.case for c in found if c not in linked} <= {"unknown"}


# The strategy as it stands


@pytest.mark.usefixtures("data")
def test_each_action_has_todays_body_beside_the_one_in_the_text_with_its_act() -> None:
    shown = rows("execucao", "data-action")
    assert "EMPDhoje ARTE" in shown["acao_4_1"] and "139-A/2023" in shown["acao_4_1"] and "96/2025" in shown["acao_4_1"]
    assert "leitura nossa" in shown["acao_4_1"] and "leitura nossa" not in shown["acao_1_1"].lower()
    assert (
        "hoje por confirmar" in shown["acao_3_1"] and "hoje" not in shown["acao_16_1"].split("CNCS")[1].split("AMA")[0]
    )
    assert "today ARTE" in rows("execucao", "data-action", lang="en")["acao_4_1"]
    assert "ARTE (era AMA)" in said("sintese") and "ARTE (era EMPD)" in said("sintese")
    heads = [text_of(n) for t in trees(payloads(open_page("pages/execucao.py", por="body"))) for n in nodes(t)]
    assert any(x.startswith("Estrutura de Missão Portugal Digital (EMPD)hoje ARTE") for x in heads)


@pytest.mark.usefixtures("data")
def test_governance_shows_the_meetings_of_the_eat_by_region_and_blames_none() -> None:
    before = rows("governacao", "data-region")
    assert list(before) == ["norte", "centro", "lisboa_vale_do_tejo", "alentejo", "algarve", "madeira", "acores"]
    assert all(r.count("ninguém o registou") == 4 and "reuniu" not in r for r in before.values())
    tell("reuniao", "reuniao_eat_norte", structure="eat", held_on=clock.today(), region="norte")
    after = rows("governacao", "data-region")
    assert "reuniu em" in after["norte"] and after["centro"] == before["centro"]
    english = rows("governacao", "data-region", lang="en")["centro"]
    assert "nobody recorded it" in english and "our reading" in said("governacao", lang="en")


@pytest.mark.usefixtures("data")
def test_governance_shows_what_was_amended_beside_the_text_and_what_was_not_read() -> None:
    text, changes = said("governacao"), rows("governacao", "data-change")
    assert set(changes) == {"eat-meetings", "ece-composition", "conselho_consultivo-composition"}
    assert (
        "«A EAT reúne, pelo menos, bimensalmente»" in changes["eat-meetings"]
        and "trimestrais" in changes["eat-meetings"]
    )
    assert (
        "lido na imprensa" in changes["eat-meetings"]
        and "composta pelos membros do Governo" in changes["ece-composition"]
    )
    assert "O que não se leu: Da resolução só se leu o princípio" in text and "EAT: reunião trimestral" in text
    assert "AMA; hoje ARTE" in text and "A EAT, desde a RCM n.º 119/2024" in text
    assert "Lisboa e Vale do Tejo, 52 municípios: Grande Lisboa, Península de Setúbal, Oeste e Vale do Tejo" in text


@pytest.mark.usefixtures("data")
def test_the_table_of_bodies_says_how_each_is_known() -> None:
    bodies, text = rows("governacao", "data-body"), said("governacao")
    assert set(bodies) == {"ama", "empd", "fct", "ani", "dges", "dgae", "ebupi", "cncs", "incode2030"}
    assert bodies["empd"].endswith("Leitura nossa") and "22/08/2025" in bodies["ama"] and "29/12/2023" in bodies["empd"]
    assert bodies["dges"].endswith("Por confirmar") and "a mesma" in bodies["cncs"]
    assert "Por confirmar, sem ato lido: ANACOM" in text and "6 das 24 entidades da Estratégia mudaram" in text


@pytest.mark.usefixtures("data")
def test_the_goals_are_shown_as_the_text_links_them() -> None:
    text = said("objetivos")
    assert all(f"ODS {n} {name}" in text for n, name in ((7, "Energias"), (9, "Indústria"), (13, "Ação Climática")))
    assert "liga estes ODS à Estratégia toda" in text


@pytest.mark.usefixtures("data")
def test_a_municipality_says_its_region_of_the_eat() -> None:
    assert "Região da EATLisboa e Vale do Tejo" in said("territorio", territorio="1416")
