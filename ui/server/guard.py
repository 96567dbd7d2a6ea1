"""Stands before all else: who asks under another name, from another's page, for what is not used, or too much, stops
here and costs nothing. Every answer gets the headers of ui.web.headers.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from streamlit import get_option

from ui.server.asked import Refusal, named, refusal
from ui.server.limits import Full, PerAddress
from ui.web.asgi import App, Message, Receive, Send
from ui.web.headers import ALWAYS

_FIRST_S: Final = 60.0  # a page says what it wants as soon as it is connected
_ANSWER_S: Final = 300.0  # for the largest file over the slowest line
_GONE_S: Final = 5.0
_TOO_MUCH: Final = Refusal(429, "Este endereço já tem tudo o que um só pode ter (ENTI_PER_ADDRESS).")
_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware; see the module."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._pages, self._requests = PerAddress(), PerAddress()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass on what is ours, refuse the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        send = _with_headers(send)
        path = str(scope.get("path", "")).removeprefix(
            f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        )
        refused = refusal(scope, path)
        if refused is not None:
            await _refuse(refused, scope, receive, send)
            return
        held = self._pages if scope["type"] == "websocket" else self._requests
        try:
            with held.one(str((scope.get("client") or ("",))[0])):
                await self._pass_on(scope, receive, send)
        except Full:
            await _refuse(_TOO_MUCH, scope, receive, send)

    async def _pass_on(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(_as_asked(scope), _soon(receive, send), send)
            return
        async with asyncio.timeout(_ANSWER_S):
            await self.app(scope, receive, send)


def _as_asked(scope: Message) -> Message:
    """The handshake with the name that the page has: Streamlit compares them and knows no other names."""
    for origin in named(scope, b"origin"):
        name = origin.partition("://")[2].encode("latin-1")
        return dict(scope) | {"headers": [(k, name if k == b"host" else v) for k, v in scope["headers"]]}
    return scope


def _soon(receive: Receive, send: Send) -> Receive:
    """What a page says; one that says nothing once it is connected is let go."""
    said: list[str] = []

    async def forward() -> Message:
        if said[:2] != ["websocket.connect"]:
            message = await receive()
        else:
            try:
                async with asyncio.timeout(_FIRST_S):
                    message = await receive()
            except TimeoutError:
                await send({"type": "websocket.close", "code": 1008})
                return {"type": "websocket.disconnect", "code": 1008}
        if len(said) < 2:
            said.append(message["type"])
        return message

    return forward


def _with_headers(send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            given = list(message.get("headers", ()))
            known = {k.lower() for k, _ in given}
            message = dict(message) | {"headers": [*given, *((k, v) for k, v in ALWAYS if k not in known)]}
        await send(message)

    return forward


async def _refuse(refused: Refusal, scope: Message, receive: Receive, send: Send) -> None:
    """Answer, and end the connection: what else it brings is not read."""
    if refused.status != 404:
        _log.warning("Recusado (%d): %s", refused.status, refused.why)
    kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
    if scope["type"] == "websocket":
        await receive()
    body = f"{refused.why}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    headers += [(b"retry-after", b"30")] if refused.status == 429 else []
    await send({"type": f"{kind}.start", "status": refused.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
    if scope["type"] == "websocket":
        with suppress(TimeoutError):  # until it is gone: uvicorn takes a shorter end for an error of ours
            async with asyncio.timeout(_GONE_S):
                await receive()
                await receive()
