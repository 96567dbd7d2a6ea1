"""Public evidence on the pages: beside the owner's word and never as it, with what a reader must know."""

from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.base import clock
from core.strategy import evidence, strategy
from core.strategy.execution import Change, say
from core.strategy.standing import standings
from core.terms import territory
from reports import steering
from reports.model import Table, Text
from show.texts import t
from tests.support.pages import nodes, open_page, payloads, text_of, the_map, trees

PLAN = strategy.load()
PUBLIC = evidence.load()
ERAS = ("after", "undated", "before")
KNOWN = {
    "acao": PLAN.ids("actions"),
    "recommendations": PLAN.ids("recommendations"),
    "structures": PLAN.ids("structures"),
    "territories": {m.id for m in territory.load().municipalities},
}


@pytest.fixture(autouse=True)
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, with the builds of `warehouse`."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path


def drawn(page: str, **query: str) -> list[Any]:
    test = open_page(f"pages/{page}.py", **query)
    assert not test.exception
    return [n for tree in trees(payloads(test)) for n in nodes(tree)]


def having(found: list[Any], attribute: str) -> list[Any]:
    return [n for n in found if attribute in n[1]]


def whole(page: str, **query: str) -> str:
    return "".join(text_of(tree) for tree in trees(payloads(open_page(f"pages/{page}.py", **query))))


# Execução


def test_the_board_has_every_action_once_with_what_was_found() -> None:
    boxes = [n for n in drawn("execucao") if n[0] == "a" and n[1].get("class") == "enti-box"]
    assert [b[1]["data-set"] for b in boxes].count("acao=acao_15_1") == 1 and len(boxes) == len(PLAN.actions)
    found = {b[1]["data-set"].removeprefix("acao="): b[1] for b in boxes}
    assert {a: x["data-best"] for a, x in found.items()} == {a.id: PUBLIC.best(a.id) for a in PLAN.actions}
    moved = {a for a, x in found.items() if "data-moved" in x}
    assert len(moved) == 6 and moved == {a.id for a in PLAN.actions if PUBLIC.successions(a.id)}
    assert "ninguém disse ainda o estado" in found["acao_9_1"]["aria-label"].lower()


def test_evidence_never_becomes_a_state() -> None:
    """A box keeps the state that its owner gave, or none, whatever pages say."""
    boxes = having(drawn("execucao"), "data-best")
    assert {b[1]["data-state"] for b in boxes if "data-state" in b[1]} == {"sem_informacao"}
    say([Change("acao", "acao_1_1", {"state": "concluida"})], "AMA", today=clock.today(), known=KNOWN)
    box = next(n for n in drawn("execucao") if n[1].get("data-set") == "acao=acao_1_1" and "data-state" in n[1])
    assert (box[1]["data-state"], box[1]["data-best"]) == ("concluida", "nothing")


def test_the_sentence_says_how_many_have_none_and_why_a_succession_is_not() -> None:
    text = whole("execucao")
    assert "Há prova pública sobre 26 das 47 ações: 9 direta, 11 só parcial, 6 só indício." in text
    assert "De 21 não se achou nenhuma: de 16 nem uma página, e de 5 só que mudou o organismo" in text
    assert "no evidence" in whole("execucao", lang="en") and "Há prova" not in whole("execucao", lang="en")


def test_an_open_action_shows_word_and_evidence_apart() -> None:
    found = drawn("execucao", acao="acao_9_1")
    word, pages = having(found, "data-word"), next(n for n in found if n[1].get("class") == "enti-public")
    assert "Ninguém disse ainda o estado." in text_of(word[0]) and "prova direta" not in text_of(word[0])
    said = text_of(pages)
    assert "8 páginas, 7 de prova direta" in said and "sem data" in said and "02/02/2025" in said
    assert "Município de Gondomar · cm-gondomar.pt · prova direta" in said
    links = {n[1]["href"] for n in nodes(pages) if n[0] == "a"}
    assert {e.address for e in PUBLIC.of("acao_9_1")} <= links
    assert not {t(f"exec.state.{s}", "pt") for s in ("concluida", "em_curso")} & set(said.split("\n"))


@pytest.mark.parametrize(("action", "in_text"), [("acao_9_1", "AMA"), ("acao_4_1", "EMPD")])
def test_an_open_action_says_who_answers_in_the_text_and_today(action: str, in_text: str) -> None:
    panel = having(drawn("execucao", acao=action), "data-open")[0]
    named = text_of(next(n for n in nodes(panel) if n[0] == "dl"))
    assert in_text in named and "ARTE" in named


def test_an_action_of_which_only_the_body_changed_says_that_it_is_no_evidence() -> None:
    found = drawn("execucao", acao="acao_4_1")
    text = text_of(next(n for n in found if n[1].get("class") == "enti-public"))
    assert "Só se achou que mudou o organismo que responde; isso não é prova" in text and "muda quem responde" in text
    nothing = text_of(next(n for n in drawn("execucao", acao="acao_1_1") if n[1].get("class") == "enti-public"))
    assert "Não se achou nenhuma página" in nothing and "Isso não diz que nada se fez" in nothing


def test_nobody_is_named_silent_where_nobody_was_asked() -> None:
    said = "não pedimos o estado: o passo é nosso, e o silêncio não se atribui a ninguém"
    assert whole("execucao", por="body").count(said) == len({b for a in PLAN.actions for b in a.responsible.entities})
    card = whole("execucao", acao="acao_2_1")
    assert t("board.unasked", "pt") in card and "Não pedimos; tem de agir: Projeto ENTI." in card


def test_an_action_that_does_not_exist_opens_none() -> None:
    assert not having(drawn("execucao", acao="acao_99_9"), "data-open")


# What a reader must know


@pytest.mark.parametrize(
    ("page", "file", "query"),
    [
        ("execucao", "evidence", {}),
        ("projetos", "projects", {}),
        ("governacao", "events", {}),
        ("objetivos", "targets", {"ver": "target"}),
    ],
)
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_each_caveat_stands_on_its_page_as_text(page: str, file: str, query: dict[str, str], lang: str) -> None:
    text = whole(page, lang=lang, **query)
    for caveat in PUBLIC.caveats(file):
        assert caveat.get(lang) in text
    if file in PUBLIC.about.reread:
        assert t("public.reread", lang, n=PUBLIC.about.reread[file], of=len(getattr(PUBLIC, file))) in text


# Projects


def test_projects_are_said_once_and_those_before_the_strategy_stand_apart() -> None:
    text = whole("projetos")
    assert "No máximo 70 projetos, em 74 linhas: 20 desde a Estratégia, 18 sem data na página e 32 anteriores" in text
    assert "não se somam" in text
    shown = {era: {n[1]["data-public"] for n in having(drawn("projetos", quando=era), "data-public")} for era in ERAS}
    assert {e: len(x) for e, x in shown.items()} == {"after": 20, "undated": 18, "before": 32}
    assert not shown["after"] & shown["before"] and "tomar_iluminacao" in shown["before"]
    twice = {p.id for p in PUBLIC.projects if p.same_as}
    assert len(twice) == 4 and not twice & set.union(*shown.values())


@pytest.mark.parametrize("by", ["municipality", "region", "recommendation"])
def test_each_way_of_grouping_shows_every_project(by: str) -> None:
    for era in ERAS:
        found = {n[1]["data-public"] for n in having(drawn("projetos", quando=era, por_projeto=by), "data-public")}
        assert found == {p.id for p in PUBLIC.counted() if p.era == era}, (by, era)


def test_the_map_counts_what_reaches_each_municipality_and_hatches_what_was_not_seen() -> None:
    sent = the_map(open_page("pages/projetos.py", quando="after"))
    ids = sorted(m.id for m in territory.load().municipalities)
    reached: Counter[str] = Counter()
    for p in PUBLIC.counted():
        if p.era == "after":
            reached.update(p.municipalities or set().union(*(territory.load().members(r) for r in p.regions)))
    for mark, text, dico in zip(sent["marks"], sent["texts"], ids, strict=True):
        assert text == (str(reached[dico]) if reached[dico] else "nenhum projeto visto"), dico
        assert (mark == "nd") == (reached[dico] == 0), dico
    assert sent["layer"] == "municipio" and len(sent["marks"]) == 308


def test_a_municipality_chosen_on_the_map_shows_its_own_projects_only() -> None:
    found = {n[1]["data-public"] for n in having(drawn("projetos", quando="before", municipio="3103"), "data-public")}
    assert found == {p.id for p in PUBLIC.counted() if p.era == "before" and "3103" in p.municipalities}
    assert "Nenhum projeto destes chega a" in whole("projetos", quando="before", municipio="0101")


def test_an_amount_says_of_what_kind_it_is_and_is_never_added_up() -> None:
    rows = {n[1]["data-public"]: text_of(n).replace("\u00a0", " ") for n in having(drawn("projetos"), "data-public")}
    assert "cerca de 1 500 000 €financiamento" in rows["pgu_alto_minho"]
    assert "Outra fonte do mesmo projeto: recuperarportugal.gov.pt" in rows["pgu_alto_minho"]
    whole_sum = f"{sum(p.amount_eur or 0 for p in PUBLIC.projects):,.0f}".replace(",", " ")
    assert whole_sum not in whole("projetos").replace("\u00a0", " ")
    assert "Pode ser o mesmo que «Centro Integrado" in rows["cigma_governacao"]


# Governance and targets


def test_events_of_governance_stand_by_kind() -> None:
    groups = having(drawn("governacao"), "data-kind")
    assert {g[1]["data-kind"] for g in groups} == {e.kind for e in PUBLIC.events}
    for g in groups:
        links = [n[1]["href"] for n in nodes(g) if n[0] == "a"]
        assert sorted(links) == sorted(e.address for e in PUBLIC.events if e.kind == g[1]["data-kind"])


def test_no_public_fact_is_taken_for_a_meeting_on_record() -> None:
    assert "não há reuniões registadas" in whole("governacao")


def test_every_target_of_a_document_stands_with_its_use() -> None:
    found = having(drawn("objetivos", ver="target"), "data-use")
    assert Counter(n[1]["data-use"] for n in found) == Counter(x.use for x in PUBLIC.targets)
    text = whole("objetivos", ver="target")
    assert "29 linhas de documentos oficiais" in text and "6 medem o mesmo que o indicador: 3 julgam (2 metas)" in text
    assert "2 esperam confirmação e não julgam nada, e 1 é um valor observado e não uma meta" in text


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        ("mortalidade_infantil", "por confirmar: não julga nada"),
        ("mortalidade_materna", "por confirmar: não julga nada"),
        ("instalacoes_com_contador_inteligente", "a nossa linha conta todos os pontos de entrega (CPE)"),
        ("instalacoes_com_contador_inteligente", "valor observado, não é meta"),
        ("pme_intensidade_digital_basica", "a mesma meta que outra linha"),
        ("emissoes_gee_per_capita", "Emissões totais, não por habitante."),
    ],
)
def test_the_card_of_an_indicator_says_what_its_documents_do_and_why(indicator: str, said: str) -> None:
    found = next(n for n in drawn("veredicto", indicador=indicator) if "data-documents" in n[1])
    assert said in text_of(found)


def test_a_target_told_of_by_a_document_is_not_said_twice() -> None:
    text = whole("veredicto", indicador="emissoes_gee_per_capita")
    assert "Metas próximas" not in text and "−55 % face a 2005, 2030" in text


def test_reports_carry_the_sentence_and_the_caveats() -> None:
    until = date(2026, 11, 26)
    of = {"strategy": PLAN, "plan": standings(PLAN, {}, until), "requests": (), "until": until, "lang": "pt"}
    known = SimpleNamespace(**of, public=PUBLIC.by(until))
    blocks = list(steering.execution(known))  # type: ignore[arg-type]
    text = " ".join(b.text for b in blocks if isinstance(b, Text))
    assert "Há prova pública sobre 26 das 47 ações" in text
    assert all(c.pt in text for c in PUBLIC.caveats("evidence"))
    pages = [row for b in blocks if isinstance(b, Table) and b.header[-1] == "Força" for row in b.rows]
    for a in PLAN.actions:
        mine = [r for r in pages if r[0] == a.id.removeprefix("acao_").replace("_", ".")]
        assert [r[-1] for r in mine] == [t(f"public.strength.{e.strength}", "pt") for e in PUBLIC.of(a.id)]
    words = [row for b in blocks if isinstance(b, Table) and b.header[-1] == "Estado" for row in b.rows]
    assert len(words) == 47 and {r[-1] for r in words} == {"Sem informação", "Fora de prazo, sem notícia"}
