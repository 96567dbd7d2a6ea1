"""Who must act for the next figures: a source is late only where it was asked after its day; else it is we."""

from datetime import date
from typing import get_args

import pytest

from core.catalogue import catalogue
from core.warehouse import asked
from core.warehouse.checks import Check
from core.warehouse.requests import Request
from show.texts import t

ITEM = catalogue.load().indicator("postos_carregamento_ve")
KEY = "postos_carregamento_ve/total/mobie/0"
DUE, LATER = date(2026, 3, 3), date(2026, 11, 24)  # 31 days after what was seen on 31/01/2026


def state(today: date, *checks: Check) -> asked.Asked:
    return asked.of(ITEM, "total", "2026-01-31", {c.key: c for c in checks}, today)


def check(day: str, failed: str | None = None) -> Check:
    return Check(KEY, f"{day}T10:00:00+00:00", "failed" if failed else "ok", failed_since=failed)


@pytest.mark.parametrize(
    ("today", "checks", "expected", "who"),
    [
        (DUE, (), "not_due", ""),
        (LATER, (), "not_asked", asked.PROJECT),
        (LATER, (check("2026-03-03"),), "not_asked", asked.PROJECT),
        (LATER, (check("2026-03-04"),), "late", ITEM.source_state.owner),
        (LATER, (check("2026-11-20", "2026-11-01T10:00:00+00:00"),), "failed", asked.PROJECT),
        (DUE, (check("2026-03-01", "2026-03-01T10:00:00+00:00"),), "failed", asked.PROJECT),
    ],
)
def test_blame_needs_a_question_after_the_day(today: date, checks: tuple[Check, ...], expected: str, who: str) -> None:
    found = state(today, *checks)
    assert (found.state, found.who) == (expected, who)
    assert found.at == (checks[0].asked_at if checks else None) and found.fresh.due == DUE


def test_a_question_about_another_series_is_no_question_about_this_one() -> None:
    other = Check("postos_carregamento_ve/outra/mobie/0", "2026-11-20T10:00:00+00:00", "ok")
    assert state(LATER, other).state == "not_asked"


def test_what_ended_is_owed_by_nobody() -> None:
    doctors = catalogue.load().indicator("medicos_1000_hab")
    assert asked.of(doctors, "nuts2013", "2023", {}, date(2030, 1, 1)).state == "ended"
    assert asked.of(doctors, "nuts2013", "2023", {}, date(2030, 1, 1)).who == ""


def test_of_a_series_that_we_derive_the_questions_are_those_of_its_indicator() -> None:
    density = catalogue.load().indicator("densidade_populacional")
    known = {k: Check(k, "2028-06-01T10:00:00+00:00", "ok") for k in density.keyed}
    assert asked.of(density, "total", "2025", known, date(2028, 7, 1)).state == "late"


def test_who_had_nothing_new_is_who_was_asked_and_not_who_holds_the_figures() -> None:
    """The load asks INE for what DGEEC holds, and the EEA for what APA does: neither holder was asked."""
    item = catalogue.load().indicator("iutic_iot")
    key = next(k for k in sorted(item.keyed) if k.startswith(f"{item.id}/total/ine/"))
    found = asked.of(item, "total", "2023", {key: Check(key, "2028-11-20T10:00:00+00:00", "ok")}, date(2028, 11, 27))
    assert (found.state, found.who, found.holder) == ("late", asked.PROJECT, "INE")
    assert found.words[0] == "INE: pedido em 20/11/2028, e não tinha nada de novo"


# What people asked

EARLY, MARCH, MAY, JUNE = date(2026, 2, 1), date(2026, 3, 10), date(2026, 5, 1), date(2026, 6, 1)


def test_each_body_has_its_own_days_and_its_own_promise() -> None:
    ine = Request("a", "INE", (ITEM.id,), MARCH, MAY, "promessa", MARCH)
    apa = Request("b", "APA", (ITEM.id,), MAY, JUNE)
    said = asked.of(ITEM, "total", "2026-01-31", {}, LATER, [ine, apa]).words[0]
    assert "INE: pedido em 10/03/2026; em 10/03/2026 prometeu até 01/05/2026, e não chegou" in said
    assert "APA: pedido em 01/05/2026 até 01/06/2026, e nada chegou" in said


def test_namesakes_are_two_and_a_body_that_follows_another_is_the_same() -> None:
    def at(on: date, answer: str, to: str) -> Request:
        return Request(f"{to}{on}", "CM Lagoa", (ITEM.id,), on, JUNE, answer, None, to)

    two = [at(MARCH, "nenhuma", "0806"), at(MAY, "entregue", "4201")]
    assert asked.of(ITEM, "total", "2026-01-31", {}, LATER, two).state == "late"
    one = [at(MARCH, "nenhuma", "arte"), at(MAY, "entregue", "arte")]
    assert asked.of(ITEM, "total", "2026-01-31", {}, LATER, one).state == "answered"


def asked_of(asked_on: date, due: date, answer: str = "nenhuma", on: date | None = None) -> Request:
    return Request("p", "ADENE", (ITEM.id,), asked_on, due, answer, on)


@pytest.mark.parametrize(
    ("request_", "today", "expected", "who", "said"),
    [
        (asked_of(MARCH, MAY), MAY, "waiting", "ADENE", "ADENE: pedido em 10/03/2026; resposta até 01/05/2026"),
        (asked_of(MARCH, MAY), JUNE, "late", "ADENE", "ADENE: pedido em 10/03/2026 até 01/05/2026, e nada chegou"),
        (asked_of(MARCH, JUNE, "promessa", MAY), JUNE, "waiting", "ADENE", "em 01/05/2026 prometeu até 01/06/2026"),
        (asked_of(MARCH, JUNE, "promessa", MAY), LATER, "late", "ADENE", "prometeu até 01/06/2026, e não chegou"),
        (asked_of(MARCH, MAY, "recusa", MAY), LATER, "refused", asked.PROJECT, "recusado em 01/05/2026"),
        (asked_of(MARCH, MAY, "nao_tem", MAY), LATER, "not_held", asked.PROJECT, "em 01/05/2026 disse que não tem"),
        (asked_of(MARCH, MAY, "entregue", MAY), LATER, "answered", asked.PROJECT, "a resposta chegou em 01/05/2026"),
        (asked_of(EARLY, MAY), LATER, "late", "ADENE", "pedido em 01/02/2026 até 01/05/2026"),  # after what is here
        (asked_of(date(2026, 1, 30), MAY), LATER, "not_asked", asked.PROJECT, "não pedimos (MOBI.E)"),  # before it
    ],
)
def test_what_people_asked_moves_the_step(request_: Request, today: date, expected: str, who: str, said: str) -> None:
    found = asked.of(ITEM, "total", "2026-01-31", {}, today, [request_])
    assert (found.state, found.who) == (expected, who) and said in found.words[0]
    assert found.days_late == ((today - request_.due).days if expected == "late" else 0)


def test_a_request_about_another_subject_says_nothing_and_a_failing_load_comes_first() -> None:
    other = Request("p", "ADENE", ("outro",), MARCH, MAY)
    assert asked.of(ITEM, "total", "2026-01-31", {}, LATER, [other]).state == "not_asked"
    failing = {KEY: check("2026-11-20", "2026-11-01T10:00:00+00:00")}
    assert asked.of(ITEM, "total", "2026-01-31", failing, LATER, [asked_of(MARCH, MAY)]).state == "failed"


def test_where_there_is_nothing_at_all_it_is_owed_by_whoever_was_asked_else_by_us() -> None:
    doctors = catalogue.load().indicator("medicos_1000_hab")
    assert asked.of(ITEM, "total", None, {}, LATER).state == "not_asked"
    assert asked.of(doctors, "nuts2013", None, {}, LATER).who == asked.PROJECT  # ended, and nothing of it is here
    here = asked.of(ITEM, "total", None, {KEY: check("2026-11-20")}, LATER)
    assert (here.state, here.who) == ("unread", asked.PROJECT) and "20/11/2026" in here.words[0]
    assert asked.of(ITEM, "total", None, {}, LATER, [asked_of(EARLY, MAY)]).who == "ADENE"


@pytest.mark.parametrize("state", get_args(asked.State))
def test_every_state_has_its_words_on_the_screen(state: str) -> None:
    assert t(f"asked.{state}", "pt") and t(f"asked.{state}", "en")
