"""Who comes to the receiver of notifications without bringing one: silent, slow, many, too long."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import requests

from core.base.errors import FeedError
from core.base.listening import Bounded
from etl.live import receiver
from etl.live.broker import BYTES, KEY_HEADER
from etl.live.receiver import Receiver

KEY = {KEY_HEADER: "chave-de-prova"}
GOOD = json.dumps({"data": [{"id": "x"}]}).encode()
LONG_S = 60.0  # for what must happen, however busy the machine is


@pytest.fixture
def got() -> list[list[Any]]:
    return []


@pytest.fixture
def port(got: list[list[Any]]) -> Iterator[int]:
    def take(name: str, data: list[Any]) -> None:
        if data == ["lento"]:
            time.sleep(1)
        if data == ["erro"]:
            raise ZeroDivisionError
        got.append(data)

    server = Receiver(("127.0.0.1", 0), {"ar": KEY[KEY_HEADER]}, take)
    serving = threading.Thread(target=server.serve)
    serving.start()
    yield server.port
    server.stop()
    serving.join(LONG_S)
    assert not serving.is_alive()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1)


def post(port: int, body: Any = GOOD, **headers: str) -> int:
    return requests.post(f"http://127.0.0.1:{port}/ar", data=body, headers=KEY | headers, timeout=LONG_S).status_code


def opened(port: int, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=LONG_S)
    made.sendall(said)
    return made


def head(length: object) -> bytes:
    key = f"{KEY_HEADER}: {KEY[KEY_HEADER]}"
    return f"POST /ar HTTP/1.1\r\nHost: x\r\n{key}\r\nContent-Length: {length}\r\n\r\n".encode()


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it; nothing where it is cut off."""
    try:
        return b"".join(iter(lambda: connection.recv(65536), b""))
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("said", [b"", b"POST /ar HT", b"POST /ar HTTP/1.1\r\nHost: x\r\n"])
def test_who_says_nothing_or_half_is_dropped(port: int, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "head_s", 0.3)
    with opened(port, said) as silent:
        assert answer(silent) == b""
    assert post(port) == 204


def test_headers_that_drip_are_dropped_all_the_same(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "head_s", 0.5)
    with opened(port, b"POST /ar HTTP/1.1\r\n") as slow, pytest.raises(OSError):
        for _ in range(600):
            slow.sendall(b"x: y\r\n")
            time.sleep(0.1)


def test_a_body_that_drips_is_given_up(port: int, got: list[list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "_BODY_S", 0.3)
    with opened(port, head(len(GOOD)) + GOOD[:5]) as slow:
        assert answer(slow).startswith(b"HTTP/1.1 408 ")
    assert got == [] and post(port) == 204


def test_who_goes_away_in_the_middle_leaves_nothing(port: int, got: list[list[Any]]) -> None:
    opened(port, head(len(GOOD)) + GOOD[:5]).close()
    assert post(port) == 204 and got == [[{"id": "x"}]]


def test_a_notification_that_takes_its_time_is_not_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "head_s", 0.2)
    assert post(port, b'{"data": ["lento"]}') == 204


def test_many_that_say_nothing_do_not_keep_out_who_has_something_to_say(
    port: int, got: list[list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bounded, "most", 8)
    with ExitStack() as all_:
        silent = [all_.enter_context(opened(port, b"POST /ar HTTP")) for _ in range(40)]
        assert [post(port) for _ in range(10)] == [204] * 10 and len(got) == 10
        assert [answer(s) for s in silent[:32]] == [b""] * 32  # the oldest went, and no more than eight are left


def test_more_at_once_than_are_taken_at_once_wait_their_turn(port: int, got: list[list[Any]]) -> None:
    said: list[int] = []
    many = [
        threading.Thread(target=lambda: said.append(post(port, b'{"data": ["lento"]}')))
        for _ in range(2 * receiver._AT_ONCE)
    ]
    began = time.monotonic()
    for one in many:
        one.start()
    for one in many:
        one.join(LONG_S)
    assert said == [204] * len(many) and len(got) == len(many)
    assert time.monotonic() - began >= 2  # two rounds of a second


def test_what_is_too_long_or_says_no_length_is_not_read(port: int) -> None:
    with opened(port, head(BYTES + 1)) as long:
        assert answer(long).startswith(b"HTTP/1.1 413 ")
    assert post(port, iter([GOOD])) == 411  # in pieces, without saying how many
    with opened(port, head("-1")) as odd:
        assert answer(odd).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (head(len(GOOD)) + GOOD, 204),
        (b"POST /outra HTTP/1.1\r\nHost: x\r\n\r\n", 403),
        (b"GET /ar HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (head(18) + b'{"data": ["erro"]}', 500),
        (b"\x16\x03\x01 this is no HTTP\r\n\r\n", 400),
    ],
)
def test_every_answer_ends_its_connection(port: int, said: bytes, status: int) -> None:
    with opened(port, said) as one:
        told = answer(one)
    assert told.startswith(f"HTTP/1.1 {status} ".encode()) and b"connection: close" in told.lower()
    assert post(port) == 204  # a fault of ours is one answer and no more


def test_a_port_in_use_is_said(port: int) -> None:
    with pytest.raises(FeedError, match=f"127.0.0.1:{port}") as said:
        Receiver(("127.0.0.1", port), {}, lambda name, data: None)
    assert "--port" in said.value.cure
