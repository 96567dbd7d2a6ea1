"""The operator's secret: what opens, who is made to wait, and that nobody is kept out by somebody else."""

import threading

import pytest

from core.room.operator import FORGET_S, FREE, MOST_S, REMEMBERED, Asked, Door, mark

SECRET = "um-segredo-comprido"
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def _there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_OPERATOR", SECRET)


@pytest.mark.parametrize("secret", [None, "", "curto"])
def test_without_a_secret_that_counts_nobody_gets_in(secret: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTI_OPERATOR")
    if secret is not None:
        monkeypatch.setenv("ENTI_OPERATOR", secret)
    door = Door()
    assert door.ask("", HERE) == door.ask("curto", HERE) == Asked("off") and mark() == ""


@pytest.mark.parametrize("given", ["", SECRET[:-1], SECRET + " ", SECRET.upper(), "é" * 20, "\x00", "\ud800"])
def test_only_the_secret_itself_opens(given: str) -> None:
    door = Door()
    assert door.ask(given, HERE).answer == "wrong" and door.ask(SECRET, HERE) == Asked("open")


def test_the_right_one_is_looked_at_whatever_came_before_from_anywhere() -> None:
    """Ten wrong tries a second from everywhere kept the operator out: the count was one for all."""
    door = Door(lambda: 0.0)
    for n in range(500):
        door.ask("errado", HERE)
        door.ask("errado", f"198.51.100.{n}")
        assert door.ask(SECRET, THERE) == Asked("open")
    assert door.ask(SECRET, HERE) == Asked("open")


def test_who_goes_on_being_wrong_waits_twice_as_long_each_time_and_nobody_else_does() -> None:
    door = Door(lambda: 0.0)
    waits = [door.ask("errado", HERE).after_s for _ in range(FREE + 60)]
    assert waits[:FREE] == [0.0] * FREE and waits[FREE : FREE + 3] == [2.0, 4.0, 8.0]
    assert set(waits[FREE + 3 :]) == {MOST_S}
    assert door.ask("errado", THERE).after_s == 0.0


def test_wrong_ones_are_forgotten_after_a_while_and_once_the_right_one_came() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    for _ in range(FREE):
        door.ask("errado", HERE)
    now[0] = FORGET_S + 1
    assert door.ask("errado", HERE).after_s == 0.0
    for _ in range(FREE):
        door.ask("errado", HERE)
    door.ask(SECRET, HERE)
    assert door.ask("errado", HERE).after_s == 0.0


def test_addresses_without_end_take_no_memory_without_end() -> None:
    door = Door(lambda: 0.0)
    for n in range(REMEMBERED + 500):
        door.ask("errado", str(n))
    assert len(door._wrong) == REMEMBERED


def test_many_at_once_are_all_counted() -> None:
    door = Door(lambda: 0.0)
    threads = [threading.Thread(target=lambda: [door.ask("errado", HERE) for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert door._wrong[HERE] == (400, 0.0)


def test_another_secret_has_another_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = set()
    for secret in (SECRET, SECRET + "2", "x"):
        monkeypatch.setenv("ENTI_OPERATOR", secret)
        marks.add(mark())
    assert len(marks) == 3
