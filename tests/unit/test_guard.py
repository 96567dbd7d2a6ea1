"""What stands before the server: under which name one comes, from which page, for what, and how much of it."""

import asyncio
import re
from typing import Any

import pytest

from core.base import settings
from core.base.addresses import house
from tests.support.asgi import Answer, ask
from ui.server import guard
from ui.server.guard import Guard
from ui.web.asgi import Message, Receive, Send
from ui.web.headers import ALWAYS

US = "painel.exemplo.pt"


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_HOSTS", f"{US}, outro.pt:8443")
    monkeypatch.delenv("ENTI_PER_ADDRESS", raising=False)


async def inside(scope: Message, receive: Receive, send: Send) -> None:
    """What the guard lets through comes here, and is told the host that it came with."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] == "websocket.receive":
            pass
        return
    host = dict(scope["headers"])[b"host"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-host", host)]})
    await send({"type": "http.response.body", "body": b"in"})


def get(path: str = "/", host: str = US, method: str = "GET", **headers: str) -> Answer:
    return ask(Guard(inside), path, method=method, headers={"Host": host} | headers)


def shake(said: list[Message], path: str = "/_stcore/stream", host: str = US, **headers: str) -> list[Any]:
    """What a handshake, and then these messages, are answered: types, or the status of a refusal."""
    given = {"host": host} | headers
    scope: Message = {"type": "websocket", "path": path, "client": ("192.0.2.1", 1)}
    scope["headers"] = [(k.encode(), v.encode()) for k, v in given.items()]
    coming, sent = [{"type": "websocket.connect"}, *said], []

    async def receive() -> Message:
        if coming:
            return coming.pop(0)
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def send(message: Message) -> None:
        sent.append(message.get("status", message["type"]))
        if message["type"] == "websocket.http.response.body":
            coming.extend([{"type": "websocket.disconnect"}] * 2)

    asyncio.run(Guard(inside)(scope, receive, send))
    return sent


GONE: Message = {"type": "websocket.disconnect", "code": 1001}
REFUSED = "websocket.http.response.body"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (US, 200),
        (US.upper(), 200),
        (f"{US}.:8443", 200),
        ("outro.pt:8443", 200),
        ("outro.pt", 421),
        ("outro.pt:443", 421),
        ("localhost:8501", 200),
        ("127.0.0.1", 200),
        ("[::1]:8501", 200),
        ("evil.example", 421),
        (f"{US}.evil.example", 421),
        (f"evil.example@{US}", 400),
        (f"{US}:99999", 400),
        (f"{US}:", 400),
        (f"{US}/x", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_only_the_names_that_are_ours_are_answered(host: str, status: int) -> None:
    assert get(host=host).status == status
    assert shake([GONE], host=host, origin=f"http://{host}")[0] == ("websocket.accept" if status == 200 else status)


def test_no_name_or_two_is_no_request() -> None:
    for headers in ([], [(b"host", US.encode())] * 2):
        sent: list[Message] = []

        async def send(message: Message, to: list[Message] = sent) -> None:
            to.append(message)

        scope: Message = {"type": "http", "method": "GET", "path": "/", "headers": headers}
        asyncio.run(Guard(inside)(scope, lambda: pytest.fail("nothing is read"), send))
        assert sent[0]["status"] == 400


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (f"https://{US}", "websocket.accept"),
        (f"https://{US}:8443", "websocket.accept"),
        ("https://outro.pt:8443", "websocket.accept"),
        ("https://outro.pt", 403),
        ("http://localhost", 403),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://[::1", 400),
        ("https://evil.example/x", 400),
        ("javascript:x", 400),
        ("http://a:99999999", 400),
        ("", 400),
        ("http://\x00", 400),
    ],
)
def test_a_connection_is_opened_by_our_own_pages_alone(origin: str, status: Any) -> None:
    assert shake([GONE], origin=origin)[0] == status
    acts = get("/parede/pulso", method="POST", Origin=origin).status
    assert acts == (200 if status == "websocket.accept" else status)
    assert get(Origin=origin).status == (400 if status == 400 else 200)  # who only reads cannot read it elsewhere


def test_another_port_of_this_machine_is_another_page() -> None:
    assert shake([GONE], host="127.0.0.1:8501", origin="http://127.0.0.1:8501") == ["websocket.accept"]
    assert shake([GONE], host="127.0.0.1:8501", origin="http://127.0.0.1:9000") == [403, REFUSED]
    assert shake([GONE], host="localhost:80", origin="http://localhost") == ["websocket.accept"]


def test_a_programme_that_names_no_page_may_connect() -> None:
    assert shake([GONE]) == ["websocket.accept"]


def test_the_name_that_a_proxy_kept_to_itself_is_given_back() -> None:
    seen: list[bytes] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        seen.append(dict(scope["headers"])[b"host"])

    scope: Message = {"type": "websocket", "path": "/_stcore/stream", "client": None}
    scope["headers"] = [(b"host", b"127.0.0.1:8501"), (b"origin", f"https://{US}".encode())]
    asyncio.run(Guard(app)(scope, lambda: pytest.fail("not read"), lambda m: pytest.fail("nothing sent")))
    assert seen == [US.encode()]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/indicador", 200),
        ("GET", "/_stcore/health", 200),
        ("GET", "/static/js/x.js", 200),
        ("GET", "/app/static/gen/x.js", 200),
        ("GET", "/media/abc.pdf", 200),
        ("PUT", "/parede/pulso", 200),
        ("PUT", "/_stcore/upload_file/a/b", 404),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/_stcore/health/x", 404),
        ("GET", "/x/_stcore/health", 404),
        ("POST", "/_stcore/agent/mcp", 404),
        ("GET", "/_stcore/stream", 404),
        ("GET", "/component/x/y", 404),
        ("GET", "/component", 404),
        ("GET", "/auth/login", 404),
        ("GET", "/oauth2callback", 404),
        ("POST", "/indicador", 405),
        ("OPTIONS", "/media/abc.pdf", 405),
    ],
)
def test_only_what_is_used_is_answered(method: str, path: str, status: int) -> None:
    assert get(path, method=method).status == status


def test_below_a_path_of_its_own_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "get_option", lambda name: "/enti/")
    assert [get(p).status for p in ("/enti/_stcore/health", "/enti/_stcore/metrics")] == [200, 404]
    assert shake([GONE], path="/enti/_stcore/stream")[0] == "websocket.accept"
    assert shake([GONE], path="/_stcore/other")[0] == 404


def test_every_answer_says_what_a_browser_may_do_with_it() -> None:
    for answer in (get(), get(host="evil.example"), get("/_stcore/metrics"), get(Origin="x")):
        assert {k.decode(): v.decode() for k, v in ALWAYS}.items() <= answer.headers.items()
    policy = dict(ALWAYS)[b"content-security-policy"].decode()
    assert not re.search(
        r"'unsafe-eval'|\*|https?:|script-src[^;]*unsafe-inline", policy
    )  # 'wasm-unsafe-eval' is no eval


def test_what_an_answer_says_itself_stays() -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        own = [(b"Referrer-Policy", b"no-referrer")]
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b""})

    answer = ask(Guard(app), "/parede", headers={"Host": US})
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "referrer-policy" not in answer.headers


def test_one_address_has_so_much_and_another_is_not_touched_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_PER_ADDRESS", "3")
    asyncio.run(_many(Guard(inside)))


async def _many(app: Guard) -> None:
    async def opened(address: str) -> tuple[asyncio.Task[None], list[Any], asyncio.Queue[Message]]:
        coming: asyncio.Queue[Message] = asyncio.Queue()
        coming.put_nowait({"type": "websocket.connect"})
        sent: list[Any] = []

        async def send(message: Message) -> None:
            sent.append(message.get("status", message["type"]))
            if message["type"] == REFUSED:
                for _ in range(2):
                    coming.put_nowait(GONE)

        scope: Message = {"type": "websocket", "path": "/_stcore/stream", "client": (address, 1)}
        scope["headers"] = [(b"host", US.encode())]
        task = asyncio.create_task(app(scope, coming.get, send))
        while not sent:
            await asyncio.sleep(0)
        return task, sent, coming

    first = [await opened("192.0.2.1") for _ in range(5)]
    assert [sent[0] for _, sent, _ in first] == ["websocket.accept"] * 3 + [429] * 2
    assert (await opened("192.0.2.2"))[1] == ["websocket.accept"]
    first[0][2].put_nowait(GONE)
    await first[0][0]
    assert (await opened("192.0.2.1"))[1] == ["websocket.accept"]  # a place that is left is free again
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


def test_who_says_nothing_once_connected_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_FIRST_S", 0.05)
    assert shake([]) == ["websocket.accept", "websocket.close"]
    # who has said something may say nothing for as long as it likes
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(_talk(), 0.5))


async def _talk() -> None:
    coming: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": b"x"}]

    async def receive() -> Message:
        return coming.pop(0) if coming else await asyncio.get_running_loop().create_future()

    async def send(message: Message) -> None:
        assert message["type"] == "websocket.accept"

    scope: Message = {"type": "websocket", "path": "/_stcore/stream", "client": None}
    scope["headers"] = [(b"host", US.encode())]
    await Guard(inside)(scope, receive, send)


def test_an_answer_that_nobody_reads_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(scope: Message, receive: Receive, send: Send) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(guard, "_ANSWER_S", 0.05)
    with pytest.raises(TimeoutError):
        ask(Guard(never), "/", headers={"Host": US})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unknown", "unknown", True),
    ],
)
def test_who_has_an_ipv6_network_is_one(one: str, other: str, same: bool) -> None:
    assert (house(one) == house(other)) is same


@pytest.mark.parametrize("hosts", ["https://painel.pt", "painel.pt/x", "a b", "*", "painel.pt:x"])
def test_a_name_that_cannot_be_one_is_said(hosts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_HOSTS", hosts)
    with pytest.raises(settings.SettingError, match="ENTI_HOSTS"):
        settings.Reach.now()
