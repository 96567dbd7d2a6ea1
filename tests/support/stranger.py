"""A server that nothing outside answers, and a stranger in front of it: run as a script, it prints what was seen.

`python -m tests.support.stranger DATA FOLDER`, best in a network namespace of its own. In the server's process every
attempt to reach another host, or to resolve a name, is noted and then hangs, as where a firewall drops what goes out.
"""

import asyncio
import fcntl
import json
import os
import socket
import struct
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import websockets

from tests.support.browse import WARM, server

SECONDS, EACH_SECOND = 6, 10
_DROPS = """
import os, socket, time
_connect, _resolve = socket.socket.connect, socket.getaddrinfo
def _outside(host):
    return isinstance(host, (str, bytes)) and host not in ("", "localhost", "127.0.0.1", "::1", b"localhost")
def _hangs(what):
    with open(os.environ["ENTI_TEST_ATTEMPTS"], "a") as noted:
        noted.write(f"{what}\\n")
    time.sleep(20)
    raise OSError("dropped")
def connect(self, address):
    if isinstance(address, tuple) and _outside(address[0]):
        _hangs(address)
    return _connect(self, address)
def resolve(host, *rest, **named):
    if _outside(host):
        _hangs(host)
    return _resolve(host, *rest, **named)
socket.socket.connect, socket.getaddrinfo = connect, resolve
"""


def loopback_up() -> None:
    """In a namespace of its own even this machine's own address is down at first."""
    with socket.socket() as probe, suppress(OSError):
        ask = bytearray(struct.pack("16sh22x", b"lo", 0))
        fcntl.ioctl(probe, 0x8913, ask)  # SIOCGIFFLAGS
        (flags,) = struct.unpack_from("h", ask, 16)
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh22x", b"lo", flags | 1))  # SIOCSIFFLAGS, IFF_UP


async def knock(address: str, origin: str) -> str:
    """A handshake from another page; the status or the kind of refusal."""
    try:
        async with websockets.connect(f"{address}/_stcore/stream", origin=origin, open_timeout=30):  # type: ignore[arg-type]
            return "open"
    except websockets.InvalidStatus as error:
        return str(error.response.status_code)
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        return type(error).__name__


async def flood(address: str) -> list[str]:
    """Ten handshakes a second, each of another page; none waits for the one before."""
    asked = []
    for n in range(SECONDS * EACH_SECOND):
        asked.append(asyncio.create_task(knock(address.replace("http", "ws"), f"http://estranho{n}.example")))
        await asyncio.sleep(1 / EACH_SECOND)
    return list(await asyncio.gather(*asked))


async def health(address: str, until: asyncio.Event) -> list[float]:
    """How long the health address took, again and again."""
    took = []
    while not until.is_set():
        began = time.monotonic()
        await asyncio.to_thread(lambda: urllib.request.urlopen(f"{address}/_stcore/health", timeout=60).read())
        took.append(time.monotonic() - began)
        await asyncio.sleep(0.05)
    return took


async def seen(address: str) -> dict[str, object]:
    """What the flood was answered, and how long each health answer took meanwhile."""
    over = asyncio.Event()
    asking = asyncio.create_task(health(address, over))
    answers = await flood(address)
    over.set()
    return {"answers": sorted(set(answers)), "knocks": len(answers), "took": await asking}


def main() -> None:
    """Start, flood, print."""
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    loopback_up()
    (folder / "sitecustomize.py").write_text(_DROPS, encoding="utf-8")
    attempts = folder / "attempts"
    root = os.environ.get("PYTHONPATH", str(Path.cwd()))
    with server(WARM, data, PYTHONPATH=f"{folder}{os.pathsep}{root}", ENTI_TEST_ATTEMPTS=str(attempts)) as (address, _):
        found = asyncio.run(seen(address))
    found["attempts"] = attempts.read_text().splitlines() if attempts.exists() else []
    print(json.dumps(found))


if __name__ == "__main__":
    main()
