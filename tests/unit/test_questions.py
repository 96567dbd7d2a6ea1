"""Questions of citizens: what is kept, what is published, what is erased, and a flood."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.base.errors import NotAllowed, PeopleError
from core.base.paths import audit_path, questions_path
from core.people import asking, audit, questions
from core.people.model import NOBODY, Actor, Grant
from core.people.questions import FREE_AN_HOUR, Gate

EATA = Actor("c1", "conta", "192.0.2.9", (Grant("eata"),))
TEXT = "Porque é que o valor de Évora mudou?"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setattr(asking, "GATE", Gate())
    return tmp_path


def aged(days: int) -> None:
    """Move every question that many days into the past."""
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with closing(sqlite3.connect(questions_path())) as db, db:
        db.execute("UPDATE question SET at = ?", (at,))


def test_what_is_asked_is_read_by_eata_alone_until_it_is_answered() -> None:
    number = asking.ask(NOBODY, "pergunta", "", f"  {TEXT}\n\u202e\x00 ")
    assert questions.published() == ()
    (waits,) = questions.questions()
    assert (waits.number, waits.text, waits.state) == (number, TEXT, "espera")
    asking.answer(EATA, number, "Porque mudou o valor de Évora?", "O INE reviu-o em 2026.")
    (said,) = questions.published()
    assert (said.shown, said.reply, said.by) == ("Porque mudou o valor de Évora?", "O INE reviu-o em 2026.", "EATA")
    assert said.text is None and TEXT.encode() not in questions_path().read_bytes()


def test_what_is_put_aside_or_answered_by_nobody_loses_its_words() -> None:
    first, second = (asking.ask(NOBODY, "erro", "", f"{TEXT} {n}") for n in (1, 2))
    asking.put_aside(EATA, first, "É de um particular.")
    aged(questions.KEPT.days - 1)
    assert questions.sweep() == 0
    aged(questions.KEPT.days + 1)
    assert {q.text for q in questions.questions()} == {None}  # also before anybody swept
    assert questions.sweep() == 1
    assert {q.number: (q.text, q.state) for q in questions.questions()} == {
        first: (None, "afastada"),
        second: (None, "apagada"),
    }
    assert b"vora mudou" not in questions_path().read_bytes() and questions.published() == ()
    with pytest.raises(PeopleError, match="não está à espera"):
        asking.answer(EATA, second, TEXT, "Tarde demais.")


def test_nothing_of_who_asks_is_written_anywhere(data: Path) -> None:
    who = Actor("c77", "conta", "198.51.100.7", (Grant("municipio", "1312"),), "Maria")
    asking.ask(who, "pergunta", "", TEXT)
    for path in data.iterdir():
        body = path.read_bytes()
        assert b"198.51.100" not in body and b"c77" not in body and b"Maria" not in body, path.name
    assert [(e.act, e.outcome, e.after) for e in audit.entries()][-1] == ("perguntar", "feito", "P1")
    assert TEXT.encode() not in audit_path().read_bytes()


@pytest.mark.parametrize("text", ["", "curta", "x" * 1001, "\n\t\x00" * 20])
def test_words_that_cannot_be_kept_are_refused_with_how_many_may_be(text: str) -> None:
    with pytest.raises(PeopleError) as refused:
        asking.ask(NOBODY, "pergunta", "", text)
    assert all("10" in side and "1000" in side for side in refused.value.page) and not questions.questions()


def test_one_address_that_floods_closes_the_form_for_itself_alone() -> None:
    stranger, other = Actor(origin="198.51.100.7"), Actor(origin="198.51.100.8")
    for _ in range(FREE_AN_HOUR):
        asking.ask(stranger, "erro", "", TEXT)
    with pytest.raises(PeopleError, match="nesta hora"):
        asking.ask(stranger, "erro", "", TEXT)
    assert asking.ask(other, "erro", "", TEXT) == FREE_AN_HOUR + 1


def test_an_hour_later_it_may_ask_again_and_addresses_are_not_remembered_for_ever() -> None:
    now = [0.0]
    gate = Gate(lambda: now[0])
    assert [gate.pass_("a") for _ in range(FREE_AN_HOUR + 1)] == [True] * FREE_AN_HOUR + [False]
    now[0] = 3601.0
    assert gate.pass_("a")
    for n in range(Gate.REMEMBERED + 5):
        gate.pass_(str(n))
    assert len(gate._asked) == Gate.REMEMBERED


def test_a_flood_from_many_addresses_fills_no_disk_and_the_oldest_are_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "MOST_AN_HOUR", 5)
    for n in range(5):
        asking.ask(Actor(origin=f"h{n}"), "erro", "", f"{TEXT} {n}")
    with pytest.raises(PeopleError, match="demasiadas"):
        asking.ask(Actor(origin="h9"), "erro", "", TEXT)
    aged(1)
    monkeypatch.setattr(questions, "MOST_WAITING", 6)
    asking.ask(Actor(origin="h9"), "erro", "", TEXT)
    with pytest.raises(PeopleError, match="demasiadas"):
        asking.ask(Actor(origin="h10"), "erro", "", TEXT)
    assert len(questions.questions()) == 6
    asking.answer(EATA, 1, TEXT, "Sim.")
    assert asking.ask(Actor(origin="h11"), "erro", "", TEXT) == 7


def test_many_at_once_lose_none() -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: asking.ask(Actor(origin=f"h{n}"), "erro", "", f"{TEXT} {n}"), range(24)))
    assert sorted(numbers) == list(range(1, 25))
    assert {q.text for q in questions.questions()} == {f"{TEXT} {n}" for n in range(24)}


def test_a_display_asks_nothing_and_nobody_else_answers() -> None:
    with pytest.raises(NotAllowed):
        asking.ask(Actor(way="ecra"), "erro", "", TEXT)
    number = asking.ask(NOBODY, "erro", "", TEXT)
    for who in (NOBODY, Actor("c2", "conta", "h", (Grant("analista"), Grant("conselho")))):
        with pytest.raises(NotAllowed):
            asking.answer(who, number, TEXT, "Sim.")


def test_what_was_put_aside_is_answered_no_more() -> None:
    number = asking.ask(NOBODY, "erro", "", TEXT)
    asking.answer(EATA, number, TEXT, "Sim.")
    asking.put_aside(EATA, number, "Tinha um nome.")
    with pytest.raises(PeopleError, match="não está à espera"):
        asking.answer(EATA, number, TEXT, "Outra vez.")
    assert questions.published() == ()


def test_what_was_published_is_mended_or_taken_back_and_nothing_of_it_stays() -> None:
    number = asking.ask(NOBODY, "erro", "", "Sou o Rui Paz: porque mudou o valor?")
    asking.answer(EATA, number, "Sou o Rui Paz: porque mudou o valor?", "Porque sim.")
    asking.answer(EATA, number, "Porque mudou o valor?", "O INE reviu-o.")
    (said,) = questions.published()
    assert (said.shown, said.reply) == ("Porque mudou o valor?", "O INE reviu-o.")
    assert b"Rui Paz" not in questions_path().read_bytes()
    asking.put_aside(EATA, number, "Pedido de quem a fez.")
    assert questions.published() == () and b"reviu-o" not in questions_path().read_bytes()


def test_what_is_no_indicator_is_not_kept_as_one() -> None:
    with pytest.raises(PeopleError, match="não existe"):
        asking.ask(NOBODY, "erro", "Rui Paz 912345678", TEXT)
    assert asking.ask(NOBODY, "erro", "densidade_populacional", TEXT) == 1


def test_what_is_refused_for_its_words_does_not_count_among_what_was_asked() -> None:
    for _ in range(9):
        with pytest.raises(PeopleError):
            asking.ask(NOBODY, "erro", "", "curta")
    assert asking.ask(NOBODY, "erro", "", TEXT) == 1


def test_a_day_long_past_reads_the_same_before_and_after_the_sweep() -> None:
    asking.ask(NOBODY, "erro", "", TEXT)
    aged(100)
    day = datetime.now(UTC).date() - timedelta(days=50)
    before = [q.state for q in questions.by(day)]
    questions.sweep()
    assert before == [q.state for q in questions.by(day)] == ["espera"]
    assert [q.state for q in questions.by(day + timedelta(days=45))] == ["apagada"]


def test_as_of_a_day_what_was_answered_later_still_waited() -> None:
    number = asking.ask(NOBODY, "erro", "", TEXT)
    aged(3)
    asking.answer(EATA, number, TEXT, "Sim.")
    day = datetime.now(UTC).date()
    assert [q.state for q in questions.by(day)] == ["publicada"]
    assert [q.state for q in questions.by(day - timedelta(days=1))] == ["espera"]
    assert questions.by(day - timedelta(days=9)) == ()
