"""Opening a port to whoever reaches it: connections bounded in number, and in the time until they say what they want.

uvicorn waits for ever for a first request (its time limits begin after an answer) and for the rest of one that has
begun, takes as many connections as come, and at the end of the process's descriptors writes a line for each that it
cannot take.
"""

import asyncio
import logging
import resource
import socket
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from core.base.errors import EntiError

_SPARE: Final = 200  # descriptors that are no connections: builds, logs, scripts, what sources are asked with
_ENOUGH: Final = 8192
_BACKLOG: Final = 512
_FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 65\r\n\r\n"
    b"O servidor esta cheio. Tente daqui a pouco.\nThe server is full.\n\n"
)
_log = logging.getLogger(__name__)


def opened(address: tuple[str, int], raises: type[EntiError], what: str) -> socket.socket:
    """A listening socket whose connections send at once what they have (TCP_NODELAY, which they inherit): every second
    message over a WebSocket would wait 40 ms for the reader's acknowledgement. Port 0 takes one that is free.

    Raises `raises`, which says `what` cannot be done, where nothing can listen at `address`.
    """
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    try:
        both = address[0] == "::" and socket.has_dualstack_ipv6()
        made = socket.create_server(address, family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except OSError as error:
        raise raises(
            f"{what} ({error.strerror}).",
            where=f"{address[0]}:{address[1]}",
            cure="dar outra porta (--port), ou parar quem a usa.",
        ) from error
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def room_for(wanted: int) -> int:
    """How many connections fit into the process's descriptors, at most `wanted`; asks the system for all it gives."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return max(1, min(wanted, soft - _SPARE if soft > 2 * _SPARE else soft // 2))


class Bounded(H11Protocol):
    """A connection that is dropped when it says nothing. For one more than `most`, who has said nothing for longest
    goes; where all are at work, the new one is told that there is no room.
    """

    most: ClassVar[int] = 256
    head_s: ClassVar[float] = 10.0  # from the opening, or the last answer, to the end of a request's headers

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count its time."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.head_s, self._drop)
        if len(self.connections) > self.most:
            self._make_room()

    def _make_room(self) -> None:
        here = [c for c in self.connections if isinstance(c, Bounded) and not c.transport.is_closing()]
        others = len(self.connections) - sum(isinstance(c, Bounded) for c in self.connections)
        if len(here) + others <= self.most:
            return  # some are on their way out
        silent = [c for c in here if c._says_nothing() and c is not self]
        if silent:
            min(silent, key=lambda c: c._timer.when())._drop()
            return
        _log.warning("Não há lugar para mais ligações (%d): as novas são recusadas.", self.most)
        self.transport.write(_FULL)
        self.transport.close()

    def _says_nothing(self) -> bool:
        """Whether the headers of a request have not come whole since the opening, or since the last answer."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _drop(self) -> None:
        if self._says_nothing():
            self.transport.abort()

    def on_response_complete(self) -> None:
        """Count anew for a next request, which must not drip either."""
        self._timer.cancel()
        self._timer = self.loop.call_later(self.head_s, self._drop)
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """From here on it is another protocol's, with its own end (ui.server.guard)."""
        self._timer.cancel()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Its time ends with it."""
        self._timer.cancel()
        super().connection_lost(exc)
