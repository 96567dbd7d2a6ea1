"""Taking notifications (ETSI GS CIM 009, clause 6.3.8): POST /<feed>, with the feed's key in KEY_HEADER.

Without the right key, or for what is no notification, nothing is taken and the broker is told so. Connections are
bounded in number and in time (core.base.listening), and each carries one request: the door stands open to whoever
reaches the port.
"""

import asyncio
import hmac
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from core.base import nested
from core.base.errors import FeedError
from core.base.listening import Bounded, opened
from etl.live.broker import BYTES, KEY_HEADER

Take = Callable[[str, list[Any]], None]
_AT_ONCE: Final = 8  # notifications that are being read or taken; others wait their turn
_BODY_S: Final = 60.0
_END_S: Final = 5  # for what is being taken when the process is told to end
_log = logging.getLogger(__name__)


class Receiver:
    """A server that takes notifications for the feeds of `keys`. `take` gets feed and entities, in a thread.

    FeedError when nothing can listen at `address`; the FeedErrors of `take` become 503, for brokers keep count of
    failures and go on.
    """

    def __init__(self, address: tuple[str, int], keys: Mapping[str, str], take: Take) -> None:
        self._socket = opened(address, FeedError, "Não se pode ouvir as plataformas")
        self.port: int = self._socket.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(
                _application(keys, take),
                http=Bounded,
                ws="none",
                lifespan="off",
                timeout_graceful_shutdown=_END_S,
                log_config=None,
                access_log=False,
                server_header=False,
            )
        )

    def serve(self) -> None:
        """Until `stop`, or the process is told to end."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """End `serve`, from any thread."""
        self._server.should_exit = True


def _application(keys: Mapping[str, str], take: Take) -> Starlette:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def notified(request: Request) -> Response:
        feed = request.path_params["feed"].strip("/")
        known, given = keys.get(feed, ""), request.headers.get(KEY_HEADER, "")
        if not known or not hmac.compare_digest(known.encode(), given.encode("latin-1", "replace")):
            return _answer(403)
        length = request.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BYTES:
            return _answer(413 if length.isdigit() else 411)
        async with turn:
            try:
                async with asyncio.timeout(_BODY_S):
                    body = await request.body()
            except (TimeoutError, ClientDisconnect):
                return _answer(408)
            return _answer(await asyncio.to_thread(_taken, feed, body, take))

    return Starlette(
        routes=[Route("/{feed:path}", notified, methods=["POST"])],
        exception_handlers={HTTPException: _otherwise, 500: _otherwise},
    )


def _taken(feed: str, body: bytes, take: Take) -> int:
    """The status that tells the broker what became of its notification."""
    try:
        told = nested.of_json(body, depth=None)  # each entity answers for its own depth
    except nested.Malformed:
        return 400
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, list):
        return 400
    try:
        take(feed, data)
    except FeedError as error:
        _log.error("%s: %s", feed, error)
        return 503
    return 204


async def _otherwise(request: Request, error: Exception) -> Response:
    return _answer(error.status_code if isinstance(error, HTTPException) else 500)


def _answer(status: int) -> Response:
    return Response(status_code=status, headers={"Connection": "close"})
