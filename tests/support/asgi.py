"""Ask an ASGI application, without a port."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, NamedTuple

import pytest

from ui.web.asgi import App, Message, Receive


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    app: App,
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    receive: Receive | None = None,
    raises: type[Exception] | None = None,
    run: Callable[[Any], object] = asyncio.run,
) -> Answer:
    """One request and its answer. `receive`: how the request arrives, where it is not all at once; `raises`: what the
    server below is told after the answer, for its log; `run`: the loop, where many are asked in one.
    """
    path, _, query = path.partition("?")
    scope: Message = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in (headers or {}).items()],
    }
    sent: list[Message] = []

    async def at_once() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    with pytest.raises(raises) if raises else nullcontext():
        run(app(scope, receive or at_once, send))
    start = sent[0]
    found = {k.decode(): v.decode("latin-1") for k, v in start["headers"]}
    return Answer(start["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))
