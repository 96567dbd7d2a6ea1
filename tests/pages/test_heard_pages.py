"""The pages of those whom the Strategy hears: empty they say that we have not asked, full they say what was said, and
synthesis and reports say the same.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.base import clock
from core.people import accounts, asking, questions
from core.people.model import Grant
from core.strategy import execution
from core.strategy.execution import Change
from core.strategy.voices import voices
from show import heard
from show.texts import t
from tests.support.identity import signed_in
from tests.support.pages import nodes, open_page, payloads, run, text_of, trees, words
from tests.unit import test_heard
from tests.unit.test_heard import LINK

PAGES = heard.TOPICS


@pytest.fixture(autouse=True)
def ledger(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own; the ledger in it."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path / "execucao.sqlite"


def tell(path: Path, kind: str, entry: str, **more: Any) -> None:
    test_heard.tell(path, kind, entry, **more)


def full(path: Path) -> None:
    """Something of each kind, told twice where a table has two parts."""
    tell(path, "adocao", "a_um")
    tell(path, "adocao", "a_dois", territory="2024:11A", degree="adaptada", note="Noutra escala.")
    plan = {"plan": "aprovado", "plan_title": "Plano Inteligente", "evidence": LINK, "unit_name": "Gabinete"}
    tell(path, "governo_local", "g_um", **plan)
    tell(path, "leitura", "l_um", degree="limitada", evidence=LINK, why="Só o portal.")
    tell(path, "leitura", "l_dois", reader="Outra casa")
    tell(path, "desafio", "d_um", seen_on=date(2026, 11, 1))
    closed = {"state": "fechado", "closed_on": date(2026, 11, 20), "note": "Contratou-se."}
    tell(path, "desafio", "d_dois", sort="licao", seen_on=date(2026, 11, 1), **closed)
    tell(path, "formacao", "f_um", places=("1312", "1106"))
    tell(path, "formacao", "f_dois", by="1312", title="Dados abertos", hours=3.0, people=1200)
    tell(path, "conselheiro", "c_um", since=date(2026, 1, 1), domains=("mobilidade",))
    tell(path, "convocatoria", "s_um", session=date(2099, 12, 9))
    tell(path, "materia", "m_um", convocation="s_um", domains=("ambiente",))
    tell(path, "parecer", "p_um", matter="m_um")
    tell(path, "parecer", "p_dois", text="De iniciativa própria.")
    tell(path, "seguimento", "x_um", opinion="p_um", outcome="acolhido_em_parte", why="O resto não cabe.")


def said(page: str, **query: str) -> str:
    test = open_page(f"pages/{page}.py", **query)
    assert not test.exception
    return " ".join(text_of(tree) for tree in trees(payloads(test)))


def sentence(topic: str, lang: str) -> str:
    return heard.said(topic, voices(execution.events(), clock.today()), lang)


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize("topic", PAGES)
def test_without_a_word_it_says_so_and_blames_nobody(topic: str, lang: str) -> None:
    text = said(topic, lang=lang)
    assert sentence(topic, lang) in text and t("heard.how", lang) in text
    for blame in ("atras", "não respond", "late", "did not answer", "silêncio"):
        assert blame not in sentence(topic, lang)


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize("topic", PAGES)
def test_its_page_and_the_synthesis_say_the_same(topic: str, lang: str, ledger: Path) -> None:
    full(ledger)
    assert sentence(topic, lang) in said(topic, lang=lang)
    assert sentence(topic, lang) in said("sintese", lang=lang)


def test_the_synthesis_names_in_one_line_those_who_have_not_spoken(ledger: Path) -> None:
    text = said("sintese")
    assert "Ainda sem registo: Adoção, Leituras independentes, Desafios e lições, Formação, Conselho Consultivo" in text
    tell(ledger, "formacao", "f_um")
    text = said("sintese")
    assert "Formação, Conselho" not in text and sentence("formacao", "pt") in text


def test_each_page_shows_the_whole(ledger: Path) -> None:
    full(ledger)
    adoption = said("adocao")
    for part in ("CM Porto", "Plano Inteligente", "Gabinete", "aprovado", "Sem palavra"):
        assert part in adoption
    for part in ("1.1", "limitada", "sem prova", "Só o portal.", "Casa", "Outra casa", "0 páginas"):
        assert part in said("leituras")
    for part in ("risco: Um risco.", "EATA", "lição", "Contratou-se.", "20/11/2026"):
        assert part in said("desafios").replace("Risco", "risco")
    for part in ("Dados abertos", "CM Porto", "1200", "2,5"):
        assert part in said("formacao").replace("\u202f", "").replace("\u00a0", "").replace(" ", " ")
    council = said("conselho")
    for part in ("O resto não cabe.", "acolhido em parte", "por iniciativa própria", "ambiente", "Ainda não disse."):
        assert part in council


def test_the_country_s_row_is_the_sum_of_the_regions(ledger: Path) -> None:
    tell(ledger, "adocao", "a_um")
    tell(ledger, "adocao", "a_dois", territory="1106", degree="nao_adotada", note="Não cabe.")
    tell(ledger, "adocao", "a_tres", territory="2024:11A")  # a CIM: no município spoke by it
    tree = next(tr for tr in trees(payloads(open_page("pages/adocao.py"))) if "Por região" in text_of(tr))
    table = next(n for n in nodes(tree) if n[0] == "table" and "Por região" in text_of(n))
    rows = [[text_of(c) for c in nodes(r) if c[0] in ("td", "th")] for r in nodes(table) if r[0] == "tr"][1:]
    numbers = [[int(c) for c in r[1:]] for r in rows]
    assert numbers[0] == [sum(column) for column in zip(*numbers[1:], strict=True)]
    assert numbers[0][1:] == [2, 306, 1, 0, 1]


def test_an_action_opened_shows_the_third_voice(ledger: Path) -> None:
    assert "Leitura independente" not in said("execucao", acao="acao_1_1")
    tell(ledger, "leitura", "l_um", why="Nada se encontrou.")
    text = said("execucao", acao="acao_1_1")
    assert "Leitura independente" in text and "Nada se encontrou." in text
    assert "Nada se encontrou." not in said("execucao", acao="acao_1_2")


@pytest.fixture
def someone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who signed in as Ana."""
    monkeypatch.setattr(asking, "GATE", questions.Gate())
    signed_in(monkeypatch)


def test_where_nobody_signs_in_no_question_is_taken() -> None:
    test = open_page("pages/perguntas.py")
    assert not test.exception and not test.button and "não se recebem perguntas" in words(test)


@pytest.mark.usefixtures("someone")
def test_a_question_from_nobody_known_to_a_public_answer() -> None:
    test = open_page("pages/perguntas.py")
    next(x for x in test.text_area if x.key == "questions_text_0").set_value("Porque mudou o valor de Évora?")
    next(b for b in test.button if b.label == "Enviar").click()
    run(test)
    assert "P1" in test.success[0].value
    assert "Porque mudou" not in words(test) and not any(x.value for x in test.text_area)
    assert not [b for b in test.button if b.label == "Publicar com a resposta"]
    accounts.give("ana", Grant("eata"), "prova", None)
    test = open_page("pages/perguntas.py")
    next(x for x in test.text_area if x.label == "Resposta pública").set_value("O INE reviu-o.")
    next(b for b in test.button if b.label == "Publicar com a resposta").click()
    run(test)
    assert not test.exception and not test.error
    text = words(test)
    assert "O INE reviu-o." in text and "1 pergunta respondida em público; 0 à espera de resposta." in text
    assert "1 pergunta respondida em público" in said("sintese")


@pytest.mark.usefixtures("someone")
def test_a_question_that_is_too_short_is_said_and_what_was_typed_stays() -> None:
    test = open_page("pages/perguntas.py")
    next(x for x in test.text_area if x.key == "questions_text_0").set_value("Hein?")
    next(b for b in test.button if b.label == "Enviar").click()
    run(test)
    assert "10 a 1000 letras" in test.error[0].value and not questions.questions()
    assert next(x for x in test.text_area if x.key == "questions_text_0").value == "Hein?"


def test_a_place_that_said_nothing_of_a_recommendation_did_not_speak_of_them(ledger: Path) -> None:
    tell(ledger, "governo_local", "g_um")
    text = sentence("adocao", "pt")
    assert "Ainda ninguém disse o que adota" in text and "1 território disse que plano" in text
    assert "CM Porto" in said("adocao") and "Disseram" in said("adocao")
    tree = next(tr for tr in trees(payloads(open_page("pages/adocao.py"))) if "Quem já disse" in text_of(tr))
    (row,) = [n for n in nodes(tree) if n[0] == "tr" and "data-place" in n[1]]
    assert [text_of(c) for c in nodes(row) if c[0] == "td"][2:5] == ["–", "–", "–"]


def test_a_request_to_a_body_asks_no_place(ledger: Path) -> None:
    values = {"about": ("recomendacao_1",), "text": "O plano.", "asked_by": "EATA"}
    values |= {"asked_on": date(2026, 11, 1), "due": date(2026, 12, 1)}
    for to, n in (("ama", 0), ("1312", 1)):
        change = Change("pedido", f"pedido_{to}", values | {"to": to})
        execution.say([change], "EATA", today=test_heard.TODAY, known=test_heard.KNOWN, path=ledger)
        assert len(voices(execution.events(), test_heard.TODAY).asked) == n


def test_who_signs_a_reading_for_another_stands_beside_it(ledger: Path) -> None:
    tell(ledger, "leitura", "l_um", reader="Universidade")
    assert "Universidade (Casa)" in said("leituras")


def test_questions_that_cannot_be_read_close_no_other_page(ledger: Path) -> None:
    (ledger.parent / "perguntas.sqlite").write_bytes(b"lixo" * 400)
    assert "As perguntas não se conseguem ler agora." in said("sintese")
