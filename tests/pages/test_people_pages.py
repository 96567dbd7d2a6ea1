"""The pages of who signs in: what each role sees and writes, and that nobody else does."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from core.people import accounts, audit, writing
from core.people.model import Actor, Grant
from core.strategy import execution, strategy
from core.strategy.execution import Change
from tests.support.identity import configured, signed_in
from tests.support.pages import press, run, shown, words
from ui.frame import menu
from ui.frame.routes import WITH_ACCOUNTS, pages

ACTION = strategy.load().actions[0].id
BODY = "arte"
SERVER = Actor(way="servidor", name="EATA")
OURS = sorted(p.id for p in pages().values() if p.section in WITH_ACCOUNTS)


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own where people can sign in."""
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    configured(monkeypatch)
    return tmp_path


@pytest.fixture
def someone(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Who is signed in: claims that a test may change."""
    claims = signed_in(monkeypatch)
    yield claims


def give(*grants: Grant, name: str = "ana") -> None:
    for grant in grants:
        accounts.give(name, grant, "prova", None)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_without_accounts_the_pages_of_people_only_say_so(
    name: str, lang: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENTI_OIDC")
    test = shown(name, lang=lang)
    assert not test.button and not test.text_input
    assert name not in {p.id for p in menu._offered()}
    monkeypatch.setenv("ENTI_OIDC", "https://id.exemplo.pt/x")
    assert name in {p.id for p in menu._offered()}


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_who_has_no_role_acts_nowhere_and_sees_nothing_that_waits(
    name: str, lang: str, someone: dict[str, Any]
) -> None:
    writing.say(
        Actor("c9", "conta", "h", (Grant("entidade", BODY),)),
        [Change("acao", ACTION, {"note": "Por ler."} | {"state": "em_curso"})],
    )
    test = shown(name, lang=lang)
    acts = [b.label for b in test.button if b.key not in ("w_enter", "w_leave")]
    assert acts == [] and "Por ler." not in words(test)


def test_a_body_says_how_its_action_stands_looks_first_and_waits_for_eata(someone: dict[str, Any]) -> None:
    give(Grant("entidade", BODY))
    test = shown("minha_parte")
    assert "ARTE" in words(test)
    number = next(n for n in test.number_input if n.label == "Percentagem")
    state = next(s for s in test.selectbox if s.label == "Estado")
    state.select("em_curso")
    number.set_value(40)
    press(test, "Ver o que fica escrito")
    said = words(test)
    assert "Em nome de: ARTE." in said and "40 %" in said and "Espera que a EATA o liberte" in said
    assert execution.events(held=True) == ()
    press(test, "Escrever")
    (event,) = execution.events(held=True)
    assert event.held and event.said_by == "ARTE" and "Feito." in [s.value for s in test.success]
    assert execution.events() == ()


def test_what_cannot_stand_is_said_on_the_page_and_nothing_is_kept(someone: dict[str, Any]) -> None:
    give(Grant("entidade", BODY))
    test = shown("minha_parte")
    next(n for n in test.number_input if n.label == "Percentagem").set_value(40)  # not begun, and 40 %
    press(test, "Ver o que fica escrito")
    assert "por_iniciar com 40 %" in test.error[0].value and execution.events(held=True) == ()
    assert not [b for b in test.button if b.label == "Escrever"]


def test_a_role_taken_away_between_the_look_and_the_writing_writes_nothing(someone: dict[str, Any]) -> None:
    give(Grant("entidade", BODY), Grant("regiao", "norte"))
    test = shown("minha_parte")
    next(s for s in test.selectbox if s.label == "Estado").select("em_curso")
    press(test, "Ver o que fica escrito")
    accounts.take("ana", Grant("entidade", BODY), "prova")
    press(test, "Escrever")
    assert execution.events(held=True) == ()


def test_eata_reads_what_waits_and_releases_it(someone: dict[str, Any]) -> None:
    give(Grant("eata"))
    writing.say(Actor("c9", "conta", "h", (Grant("entidade", BODY),)), [Change("acao", ACTION, {"state": "em_curso"})])
    test = shown("minha_parte")
    assert "1 palavra espera" in words(test) and "Ação 1.1, por ARTE" in words(test)
    which = next(m for m in test.multiselect if m.label == "O que se liberta")
    which.set_value([("acao", ACTION)])
    press(test, "Libertar")
    assert len(execution.events()) == 1
    assert audit.entries()[-1].act == "libertar_dito"


def test_a_municipality_answers_what_it_was_asked_and_nothing_else(someone: dict[str, Any]) -> None:
    give(Grant("municipio", "1312"))
    for to in ("1312", "1106"):
        values = {"to": to, "about": (ACTION,), "text": f"Pergunta a {to}", "asked_on": date(2026, 9, 1)}
        writing.say(SERVER, [Change("pedido", f"pedido_{to}", values | {"asked_by": "EATA", "due": date(2026, 12, 1)})])
    test = shown("minha_parte")
    assert "Pergunta a 1312" in words(test) and "Pergunta a 1106" not in words(test)
    key = next(r.key for r in test.radio if r.label == "Resposta")
    assert key == "mine_answer_pedido_1312_1_answer"
    press(test, "Ver o que fica escrito")
    press(test, "Escrever")
    (answered,) = [e for e in execution.events(held=True) if e.held]
    assert answered.entry == "pedido_1312" and answered.said_by == "CM Porto"


def test_the_record_and_the_accounts_are_eata_s_to_read(someone: dict[str, Any]) -> None:
    give(Grant("operador"))
    assert "Só a EATA" in words(shown("auditoria"))
    give(Grant("eata"))
    test = shown("auditoria")
    assert "O registo confere" in words(test) and "ana" in words(test)


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_what_is_kept_of_people_is_said_with_the_numbers_of_the_code(
    lang: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_SECURITY", "mailto:seguranca@exemplo.pt")
    said = words(shown("privacidade", lang=lang))
    assert "365" in said and "seguranca@exemplo.pt" in said
    assert f"{8} {'horas' if lang == 'pt' else 'hours'}" in said


def test_who_is_not_here_yet_begins_on_the_page_itself(
    data: Path, monkeypatch: pytest.MonkeyPatch, someone: dict[str, Any]
) -> None:
    assert not [b for b in shown("minha_parte").button if b.key == "w_begin"]
    someone.clear()
    began: list[bool] = []
    monkeypatch.setattr(st, "login", lambda: began.append(True))
    test = shown("minha_parte")
    next(b for b in test.button if b.key == "w_begin").click()
    run(test)
    assert began == [True]
