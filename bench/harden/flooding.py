"""A flood, as a process that imports next to nothing: `python -m bench.harden.flooding KIND PORT`.

It comes from an address of its own, as a stranger does, and says «go» once it has begun.
"""

import contextlib
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Final

_EACH_S: Final = 0.02  # fifty attempts a second
_STRANGER: Final = "127.0.0.2"
_IDLE: Final = 300


def _shake(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 10, (_STRANGER, 0)) as link:
        link.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://estranho.example\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n" % address[1]
        )
        link.recv(200)


def _upload(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 10, (_STRANGER, 0)) as link:
        link.sendall(
            b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 100000000\r\n\r\n"
            % address[1]
        )
        for _ in range(20):
            link.sendall(b"x" * 65_536)


def _again(attempt: Callable[[tuple[str, int]], None], address: tuple[str, int]) -> None:
    while True:
        with contextlib.suppress(OSError):
            attempt(address)
        time.sleep(_EACH_S)


def _idle(address: tuple[str, int]) -> None:
    held: list[socket.socket] = []
    while True:
        with contextlib.suppress(OSError):
            held.append(socket.create_connection(address, 10, (_STRANGER, 0)))
        if len(held) > _IDLE:
            held.pop(0).close()
        time.sleep(_EACH_S)


FLOODS: Final[dict[str, Callable[[tuple[str, int]], None]]] = {
    "páginas estranhas (Origin)": partial(_again, _shake),
    "ligações caladas": _idle,
    "envios de ficheiros": partial(_again, _upload),
}

if __name__ == "__main__":
    print("go", flush=True)
    FLOODS[sys.argv[1]](("127.0.0.1", int(sys.argv[2])))
