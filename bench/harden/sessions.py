"""Readers without a browser: sessions over the WebSocket as Streamlit's own page opens them, and how long an answer
takes.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Final

import websockets

from ui.server.internals import STREAM, run_asked, run_ended

_OPEN_S: Final = 120
_ANSWER_S: Final = 120
_THINK_S: Final = 30.0  # between an answer and the next question, as a reader reads


@dataclass
class Seen:
    """Seconds from a question to its last word, and what went wrong."""

    took: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def at(self, part: float) -> float:
        """The answer that this part of all were faster than, in ms."""
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


async def _answer(link: Any) -> None:
    async with asyncio.timeout(_ANSWER_S):
        while not run_ended(await link.recv()):
            pass


class Crowd:
    """Readers who are in, and go on asking until they leave: `async with`."""

    def __init__(self, address: str, count: int) -> None:
        self.address, self.count, self.inside = address, count, 0
        self.seen, self.over, self.tasks = Seen(), asyncio.Event(), list[asyncio.Task[None]]()

    async def __aenter__(self) -> "Crowd":
        self.tasks = [asyncio.create_task(self._reader(n)) for n in range(self.count)]
        began = time.monotonic()
        while self.inside + len(self.seen.lost) < self.count and time.monotonic() - began < _OPEN_S:
            await asyncio.sleep(0.1)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.over.set()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def watched(self, seconds: float) -> Seen:
        """What was answered to what they asked in that time; who fell before is told first."""
        fallen, self.seen = self.seen.lost if not self.seen.took else [], Seen()
        found = self.seen
        found.lost += fallen
        await asyncio.sleep(seconds)
        return found

    async def _reader(self, n: int) -> None:
        """A first page, and then again and again another of its themes or languages."""
        origin: Any = self.address
        try:
            async with websockets.connect(
                f"{self.address.replace('http', 'ws')}{STREAM}",
                origin=origin,
                subprotocols=["streamlit"],  # type: ignore[list-item]
                open_timeout=_OPEN_S,
                max_size=None,
            ) as link:
                await link.send(run_asked(""))
                await _answer(link)
                self.inside += 1
                await asyncio.sleep(_THINK_S * n / self.count)  # nobody waits for the others
                while not self.over.is_set():
                    began, seen = time.monotonic(), self.seen
                    await link.send(run_asked("tema=escuro" if n % 2 else "lang=en"))
                    await _answer(link)
                    seen.took.append(time.monotonic() - began)
                    await asyncio.sleep(_THINK_S)
        except (OSError, TimeoutError, websockets.WebSocketException) as error:
            self.seen.lost.append(f"sessão {n}: {type(error).__name__} {str(error)[:80]}")
