"""The operator's secret: compared whole, counted when wrong, and taken away at once."""

import pytest

from core.room.operator import LIMIT, WINDOW_S, Door, mark

SECRET = "um-segredo-comprido"
THERE = {"ENTI_OPERATOR": SECRET}


@pytest.mark.parametrize("environment", [{}, {"ENTI_OPERATOR": ""}, {"ENTI_OPERATOR": "curto"}])
def test_without_a_secret_that_counts_nobody_gets_in(environment: dict[str, str]) -> None:
    door = Door()
    assert door.ask("", environment) == door.ask("curto", environment) == "off" and mark(environment) == ""


@pytest.mark.parametrize("given", ["", SECRET[:-1], SECRET + " ", SECRET.upper(), "é" * 20, "\x00"])
def test_only_the_secret_itself_opens(given: str) -> None:
    door = Door()
    assert door.ask(given, THERE) == "wrong" and door.ask(SECRET, THERE) == "open"


def test_after_too_many_wrong_ones_nobody_is_looked_at_until_a_while_has_passed() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    for _ in range(LIMIT):
        assert door.ask("errado", THERE) == "wrong"
    assert door.ask(SECRET, THERE) == "wait"
    now[0] = WINDOW_S + 1
    assert door.ask(SECRET, THERE) == "open"


def test_wrong_ones_far_apart_do_not_count_together() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    for n in range(4 * LIMIT):
        now[0] = n * WINDOW_S
        assert door.ask("errado", THERE) == "wrong"


def test_another_secret_has_another_mark() -> None:
    assert len({mark({"ENTI_OPERATOR": s}) for s in (SECRET, SECRET + "2", "x")}) == 3
