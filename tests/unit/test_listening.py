"""A port that is open to whoever reaches it: it sends at once, and holds as many connections as it has room for."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import uvicorn

from core.base import listening
from core.base.errors import SettingError
from core.base.listening import Bounded, opened, room_for
from ui.web.asgi import Message, Receive, Send

LONG_S = 60.0  # for what must happen, however busy the machine is
HELD = threading.Semaphore(0)  # a place for each request that the server has begun to hold
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """Answers; to a path /hold it does not answer until the other side goes."""
    if scope["path"] == "/hold":
        HELD.release()
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port() -> Iterator[int]:
    listens = opened(("127.0.0.1", 0), SettingError, "Não se pode")
    config = uvicorn.Config(app, http=Bounded, ws="none", lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listens]})
    serving.start()
    yield listens.getsockname()[1]
    server.should_exit = True
    serving.join(LONG_S)


def connect(port: int, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=LONG_S)
    made.sendall(said)
    return made


def held(port: int) -> socket.socket:
    """A connection with a request that the server is at work on."""
    made = connect(port, b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
    assert HELD.acquire(timeout=LONG_S)
    return made


def told(connection: socket.socket) -> bytes:
    """What comes next; nothing where it is cut off."""
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def test_what_is_sent_goes_at_once() -> None:
    with opened(("127.0.0.1", 0), SettingError, "Não se pode") as listens, connect(listens.getsockname()[1]):
        option = (socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert listens.getsockopt(*option) and listens.accept()[0].getsockopt(*option)


def test_a_port_that_is_taken_is_said() -> None:
    with opened(("127.0.0.1", 0), SettingError, "Não se pode") as listens:
        taken = listens.getsockname()[1]
        with pytest.raises(SettingError, match=f"Não se pode .*Onde: 127.0.0.1:{taken}"):
            opened(("127.0.0.1", taken), SettingError, "Não se pode")


def test_silent_ones_give_way_and_one_at_work_stays(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "most", 4)
    with ExitStack() as all_:
        working = all_.enter_context(held(port))
        silent = [all_.enter_context(connect(port)) for _ in range(10)]
        with connect(port, GET) as one:
            assert told(one).startswith(b"HTTP/1.1 200")
        assert [told(s) for s in silent[:7]] == [b""] * 7
        working.settimeout(0.2)
        with pytest.raises(TimeoutError):
            working.recv(1)


def test_where_all_are_at_work_one_more_is_told_so(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Bounded, "most", 3)
    with ExitStack() as all_:
        for _ in range(3):
            all_.enter_context(held(port))
        with connect(port) as one:
            answer = b"".join(iter(lambda: told(one), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ") and f"Content-Length: {len(body)}".encode() in head
    assert [r.name for r in caplog.records if "Não há lugar" in r.message] == ["core.base.listening"]
    with connect(port, GET) as one:
        assert told(one).startswith(b"HTTP/1.1 200")  # those went


def test_a_second_request_must_not_drip_either(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "head_s", 0.5)
    with connect(port, GET) as slow:
        assert told(slow).startswith(b"HTTP/1.1 200")
        slow.settimeout(0.1)
        ended = False
        for _ in range(600):
            try:
                slow.sendall(b"G" if not ended else b"")
                ended = slow.recv(100) == b""
            except TimeoutError:
                continue
            except OSError:
                ended = True
            if ended:
                break
        assert ended


@pytest.mark.parametrize(
    ("limits", "wanted", "room", "raised"),
    [
        ((1024, 65536), 4000, 4000, 8192),
        ((1024, 1024), 4000, 824, None),
        ((256, 256), 4000, 128, None),
        ((20000, 65536), 4000, 4000, None),
    ],
)
def test_there_is_room_for_what_the_descriptors_hold(
    limits: tuple[int, int], wanted: int, room: int, raised: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(listening.resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(listening.resource, "setrlimit", lambda _, to: asked.append(to))
    assert room_for(wanted) == room
    assert asked == ([(raised, limits[1])] if raised else [])
