"""The queue of reports: one at a time, what was made is kept, and one address does not fill it."""

import threading

import pytest

from core.base.errors import ReportError
from reports.desk import Desk


def test_what_was_made_is_given_again_without_being_made() -> None:
    desk, made = Desk(), []

    def make() -> bytes:
        made.append(1)
        return b"x"

    assert [desk.file(("a",), "eu", make) for _ in range(3)] == [b"x"] * 3 and len(made) == 1
    assert desk.file(("b",), "eu", make) == b"x" and len(made) == 2


def test_the_oldest_go_where_the_kept_ones_are_too_many() -> None:
    desk = Desk(kept=10)
    for name in "abc":
        desk.file((name,), "eu", lambda: b"12345")
    assert list(desk._kept) == [("b",), ("c",)]
    assert desk.file(("d",), "eu", lambda: b"x" * 11) == b"x" * 11  # too big to be kept is no error
    assert not desk._kept


class Crowd:
    """Readers who ask at once; the one being made waits until it is let go."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.go, self.threads = desk, threading.Event(), []  # type: ignore[var-annotated]
        self.at_once, self.most, self.answers = 0, 0, []  # type: ignore[var-annotated]

    def make(self) -> bytes:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.go.wait(30)
        self.at_once -= 1
        return b"x"

    def asks(self, key: str, who: str) -> None:
        def ask() -> None:
            try:
                self.answers.append(self.desk.file((key,), who, self.make))
            except ReportError as error:
                self.answers.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        self.threads.append(thread)

    def end(self) -> list[object]:
        self.go.set()
        for thread in self.threads:
            thread.join(30)
        return self.answers


def test_one_is_made_at_a_time_and_the_same_is_made_once() -> None:
    crowd = Crowd(Desk())
    for n in range(6):
        crowd.asks("mesmo" if n % 2 else f"outro{n}", f"leitor {n}")
    assert crowd.end() == [b"x"] * 6 and crowd.most == 1


@pytest.mark.parametrize(("who", "let_in"), [("um só", 2), ("leitor {n}", 8)])
def test_the_queue_has_an_end_for_one_and_for_all(who: str, let_in: int) -> None:
    crowd = Crowd(Desk())
    for n in range(20):
        crowd.asks(str(n), who.format(n=n))
        crowd.threads[-1].join(0.05)  # the refused ones end, the others wait
    refused = [a for a in crowd.answers if isinstance(a, ReportError)]
    assert len(refused) == 20 - let_in and "daqui a um minuto" in str(refused[0])
    assert crowd.end().count(b"x") == let_in and not crowd.desk._held


def test_one_that_cannot_be_made_leaves_the_queue_as_it_was() -> None:
    desk = Desk(each=1)

    def fails() -> bytes:
        raise ReportError("Sem valores.")

    for _ in range(3):
        with pytest.raises(ReportError, match="Sem valores"):
            desk.file(("a",), "eu", fails)
    assert desk.file(("a",), "eu", lambda: b"x") == b"x"
