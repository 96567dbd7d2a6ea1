"""Who must act for the next figures: a source is late only where it was asked after its day; else it is we."""

from datetime import date

import pytest

from core.catalogue import catalogue
from core.warehouse import asked
from core.warehouse.checks import Check

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
