"""The pages of letters: EATA sees who was written to and gives addresses; who is asked finds it, and a receipt."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.alerts import letters
from core.base import clock
from core.people import accounts, audit, campaigns, mailing, receipts, recipients, writing
from core.people.model import Actor, Grant
from core.strategy import execution
from tests.support.identity import configured, signed_in
from tests.support.pages import press, run, shown, words

SERVER = Actor(way="servidor", name="EATA")
PORTO, LISBOA = "1312", "1106"
NAMES = ("primeira", "segunda")


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "builds").symlink_to(warehouse / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    configured(monkeypatch)
    mailing.put(SERVER, {PORTO: "geral@cm-porto.pt"})
    for name in NAMES:
        due = clock.today() + timedelta(days=30)
        mailing.ask(SERVER, name, [PORTO, LISBOA], ["medicos_1000_hab"], f"Pergunta {name}.", due)
    return tmp_path


@pytest.fixture
def someone(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    claims = signed_in(monkeypatch)
    yield claims


def request(test: AppTest) -> str:
    return str(next(s for s in test.selectbox if s.label == "Pedido").value)


def _said(test: AppTest) -> str:
    """The request that the address names; Streamlit gives a value, or a list of one."""
    found = test.query_params["pedido"]
    return found if isinstance(found, str) else found[0]


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_eata_sees_who_was_written_to_and_what_came_and_who_has_no_address(someone: dict[str, Any], lang: str) -> None:
    accounts.give("ana", Grant("eata"), "prova", None)
    said = words(shown("campanhas", lang=lang))
    waiting, nowhere = ("À espera de ser enviada", "Sem endereço"), ("Waiting to be sent", "No address")
    for text in waiting if lang == "pt" else nowhere:
        assert text in said
    first, second = letters.letters()
    letters.tried([first.key], datetime.now(UTC), "entregue")
    letters.tried([second.key], datetime.now(UTC), "recusada", "o servidor respondeu 550")
    said = words(shown("campanhas", lang=lang))
    assert ("Entregue ao servidor em" if lang == "pt" else "Delivered to the server on") in said
    assert "o servidor respondeu 550" in said


def test_nobody_else_sees_a_letter_or_an_address(someone: dict[str, Any]) -> None:
    for role in ((), (Grant("municipio", PORTO),), (Grant("operador"),)):
        for grant in role:
            accounts.give("ana", grant, "prova", None)
        test = shown("campanhas")
        said = words(test) + str([(e.label, e.value) for e in test.text_input])
        assert "cm-porto.pt" not in said and "A quem se escreveu" not in said and "À espera" not in said
        assert not test.text_input and "Sem carta nem entrada" in said


def test_eata_gives_and_erases_an_address_and_a_wrong_one_is_said(someone: dict[str, Any]) -> None:
    accounts.give("ana", Grant("eata"), "prova", None)
    test = shown("campanhas")
    which = next(s for s in test.selectbox if s.label == "Destinatário")
    which.select(LISBOA)
    run(test)
    field = next(f for f in test.text_input if f.label == "Endereço de correio")
    field.set_value("a@b.pt, c@d.pt")
    press(test, "Guardar endereço")
    assert "O endereço não serve" in test.error[0].value and LISBOA not in recipients.recipients()
    next(f for f in test.text_input if f.label == "Endereço de correio").set_value("geral@cm-lisboa.pt")
    press(test, "Guardar endereço")
    assert recipients.recipients()[LISBOA].address == "geral@cm-lisboa.pt" and "geral@cm-lisboa.pt" in words(test)
    press(test, "Escrever a quem hoje é de escrever")
    assert [x.whom for x in letters.letters()] == [PORTO, PORTO, LISBOA, LISBOA]
    press(test, "Apagar endereço")
    assert LISBOA not in recipients.recipients() and "geral@cm-lisboa.pt" not in words(test)
    assert not any("@" in str(e) for e in audit.entries())


def test_the_link_of_a_letter_opens_at_its_request_and_the_choice_goes_on(someone: dict[str, Any]) -> None:
    accounts.give("ana", Grant("municipio", PORTO), "prova", None)
    first, second = (campaigns.entry(n, PORTO) for n in NAMES)
    assert request(shown("minha_parte")) == first
    test = shown("minha_parte", pedido=second)
    assert request(test) == second and "Pergunta segunda." in words(test)
    next(s for s in test.selectbox if s.label == "Pedido").select(first)
    run(test)
    run(test)
    assert request(test) == first and _said(test) == first


@pytest.mark.parametrize("strange", ["pedido_que_nao_ha", campaigns.entry(NAMES[1], LISBOA), "<b>x</b>", "x" * 3000])
def test_a_link_to_what_is_not_mine_is_said_and_repeated_nowhere(someone: dict[str, Any], strange: str) -> None:
    accounts.give("ana", Grant("municipio", PORTO), "prova", None)
    test = shown("minha_parte", pedido=strange)
    said = words(test)
    assert request(test) == campaigns.entry(NAMES[0], PORTO) and strange not in said
    assert "O pedido da ligação não é de nenhum papel desta conta" in said


def test_who_is_not_signed_in_yet_keeps_the_request_in_the_address(data: Path) -> None:
    entry = campaigns.entry(NAMES[1], PORTO)
    test = shown("minha_parte", pedido=entry)
    assert _said(test) == entry and "desta conta" not in words(test)


def test_who_answers_sees_the_receipt_and_gets_it_by_letter_once(someone: dict[str, Any]) -> None:
    accounts.give("ana", Grant("municipio", PORTO), "prova", None)
    entry = campaigns.entry(NAMES[1], PORTO)
    test = shown("minha_parte", pedido=entry)
    assert "Recibo" not in words(test)
    press(test, "Ver o que fica escrito")
    press(test, "Escrever")
    event = receipts.answered(execution.events(held=True), entry)
    assert event is not None
    assert request(test) == entry and f"Recibo da resposta: {receipts.number(event)}" in words(test)
    press(test, "Receber o recibo por correio")
    assert letters.letters()[-1].occasion == f"recibo_{event.revision}"
    assert not [b for b in test.button if b.label == "Receber o recibo por correio"]


def test_without_an_address_nobody_is_offered_the_receipt_by_letter(someone: dict[str, Any]) -> None:
    accounts.give("ana", Grant("municipio", LISBOA), "prova", None)
    entry = campaigns.entry(NAMES[0], LISBOA)
    values = {"answer": "recusa", "answered_on": clock.today()}
    writing.answer(Actor("m", "conta", "h", (Grant("municipio", LISBOA),)), entry, values, None)
    test = shown("minha_parte", pedido=entry)
    assert re.search(rf"Recibo da resposta: {entry}/2/\d{{8}}T\d{{6}}Z/[0-9a-f]{{8}}", words(test))
    assert not [b for b in test.button if b.label == "Receber o recibo por correio"]
