"""The operator's secret: compared whole, counted when wrong, and taken away at once."""

import pytest

from core.room.operator import LIMIT, WINDOW_S, Door, mark

SECRET = "um-segredo-comprido"


@pytest.fixture(autouse=True)
def _there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_OPERATOR", SECRET)


@pytest.mark.parametrize("secret", [None, "", "curto"])
def test_without_a_secret_that_counts_nobody_gets_in(secret: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTI_OPERATOR")
    if secret is not None:
        monkeypatch.setenv("ENTI_OPERATOR", secret)
    door = Door()
    assert door.ask("") == door.ask("curto") == "off" and mark() == ""


@pytest.mark.parametrize("given", ["", SECRET[:-1], SECRET + " ", SECRET.upper(), "é" * 20, "\x00"])
def test_only_the_secret_itself_opens(given: str) -> None:
    door = Door()
    assert door.ask(given) == "wrong" and door.ask(SECRET) == "open"


def test_after_too_many_wrong_ones_nobody_is_looked_at_until_a_while_has_passed() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    for _ in range(LIMIT):
        assert door.ask("errado") == "wrong"
    assert door.ask(SECRET) == "wait"
    now[0] = WINDOW_S + 1
    assert door.ask(SECRET) == "open"


def test_wrong_ones_far_apart_do_not_count_together() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    for n in range(4 * LIMIT):
        now[0] = n * WINDOW_S
        assert door.ask("errado") == "wrong"


def test_another_secret_has_another_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = set()
    for secret in (SECRET, SECRET + "2", "x"):
        monkeypatch.setenv("ENTI_OPERATOR", secret)
        marks.add(mark())
    assert len(marks) == 3
