"""Readers at work while strangers flood the server: what a reader waits for moves little."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.flooding import FLOODS
from bench.harden.sessions import Crowd, Seen
from bench.harden.stores import base
from core.base.paths import ROOT
from core.base.typed import Text
from tests.support.browse import WARM, server

SESSIONS: Final = 50
_MOST_TIMES: Final = 2.0
_LEAST: Final = 100  # answers that a p95 needs


@contextmanager
def _beside(flood: str, address: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A flood in a process of its own meanwhile."""
    command = [sys.executable, "-m", "bench.harden.flooding", flood, address.rpartition(":")[2]]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None and process.stdout.readline() == b"go\n"
            yield process
        finally:
            process.kill()


def _run(plan: Plan) -> Iterator[Row]:
    count = plan.times(SESSIONS)
    with tempfile.TemporaryDirectory() as folder:
        made = base(Path(folder))
        with server(WARM, made, ENTI_PER_ADDRESS=str(2 * SESSIONS)) as (address, _):
            yield from asyncio.run(_watched(address, count, plan))


async def _watched(address: str, count: int, plan: Plan) -> list[Row]:
    """The same readers alone, beside each flood, and alone again after it: the machine is never the same twice."""
    async with Crowd(address, count) as crowd:
        each = max(10.0, plan.share(0, 2 * len(FLOODS) + 1))
        before = await crowd.watched(each)
        rows = [_row("sessões sozinhas", before, [], count)]
        for name in FLOODS:
            with _beside(name, address):
                found = await crowd.watched(each)
            after = await crowd.watched(each)
            rows.append(_row(f"ao lado: {name}", found, [before, after], count))
            before = after
    return rows


def _row(what: str, seen: Seen, alone: list[Seen], count: int) -> Row:
    faults = list(seen.lost)
    told = f"{len(seen.took)} respostas, p50 {seen.at(0.5):.0f} ms, p95 {seen.at(0.95):.0f} ms"
    if alone and seen.took and (usual := max(a.at(0.95) for a in alone)):
        times = seen.at(0.95) / usual
        told += f", p95 {times:.2f} vezes o de sozinhas antes e depois ({usual:.0f} ms)"
        if times >= _MOST_TIMES:
            faults.append(f"p95 {times:.2f} vezes o de sozinhas")
    if len(seen.took) < _LEAST:
        told += "; poucas respostas para um p95"
    return Row(what, count, SESSIONS, tuple(faults), f"{told}; {os.cpu_count()} núcleos, os clientes também neles")


ATTACK = Attack(
    id="floods",
    name=Text(pt="Inundações", en="Floods"),
    does=Text(
        pt="Sessões WebSocket que pedem uma página e a pedem outra vez noutro tema ou língua, sozinhas e com uma"
        " inundação ao lado, de outro endereço: o p95 de uma resposta fica abaixo do dobro, e nenhuma sessão cai.",
        en="WebSocket sessions that ask for a page again and again, alone and beside a flood from another address:"
        " p95 of an answer stays below twice, and no session falls.",
    ),
    run=_run,
)
