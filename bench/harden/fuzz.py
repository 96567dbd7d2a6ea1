"""Inputs to one parser, and what became of them."""

import json
import logging
import os
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import pyarrow as pa

from bench.harden import given_files, given_live, given_sources
from bench.harden.mutate import mutated
from bench.harden.readers import Case, Parser
from core.base.errors import EntiError
from core.base.registry import FAULTS

PARSERS: Final = {p.id: p for p in (*given_sources.PARSERS, *given_files.PARSERS, *given_live.PARSERS)}
LONGEST_S: Final = 1.0
MOST_MB: Final = 256.0
_SPARE: Final = 2 << 30
_TOLD: Final = 6  # faults that are kept in words; all are counted
_SAVE_S: Final = 5.0
_UNNAMED: Final = (*FAULTS, MemoryError, pa.ArrowException, given_live.Unexpected)


@dataclass
class Tried:
    """`count` inputs, no two alike: how many were taken, which house errors the others met, and what went wrong
    (`wrong` in all, the first of them in words). `upto`: the number of the next input. Seconds are of the processor;
    `mb`: most memory at once above what the process had before.
    """

    count: int = 0
    upto: int = 0
    taken: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    wrong: int = 0
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    mb: float = 0.0

    def fault(self, said: str) -> None:
        """One more thing that went wrong."""
        self.wrong += 1
        self.faults = [*self.faults, said][:_TOLD]

    def plus(self, more: "Tried") -> "Tried":
        """Both together, `more` after this one."""
        refused = dict(Counter(self.refused) + Counter(more.refused))
        faults, slowest = [*self.faults, *more.faults][:_TOLD], max(self.slowest_s, more.slowest_s)
        counts = (self.taken + more.taken, refused, self.wrong + more.wrong)
        return Tried(self.count + more.count, more.upto, *counts, faults, slowest, max(self.mb, more.mb))


def tried(
    parser: Parser,
    first: int,
    count: int,
    seconds: float,
    reading: Callable[[int], object] | None = None,
    save: Callable[[Tried], object] | None = None,
) -> Tried:
    """So many inputs from number `first` on, as many as the time lasts. One that was given before is not given again.

    `reading` is told each number before its input is read; `save`, every few seconds, what there is.
    """
    found, until = Tried(upto=first), time.monotonic() + seconds
    shared = Path("/dev/shm")
    memory = shared if shared.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder, parser.begin(Path(folder)) as cases:
        for case in cases:
            for seed in case.seeds:
                case.read(seed)
        seen = {hash(_input(parser, cases, n)) for n in range(first)}
        before, saved = _memory("VmRSS"), time.monotonic()
        Path("/proc/self/clear_refs").write_text("5")
        while found.count < count and (now := time.monotonic()) < until:
            n, found.upto = found.upto, found.upto + 1
            at, body = given = _input(parser, cases, n)
            if (known := hash(given)) in seen:
                continue
            seen.add(known)
            if reading is not None:
                reading(n)
            _one(cases[at].read, body, n, found)
            if save is not None and now - saved > _SAVE_S:
                found.mb, saved = round(max(0.0, _memory("VmHWM") - before), 1), now
                save(found)
        found.mb = round(max(0.0, _memory("VmHWM") - before), 1)
    if found.mb > MOST_MB:
        found.fault(f"{found.mb:.0f} MB acima do repouso")
    return found


def _input(parser: Parser, cases: Sequence[Case], n: int) -> tuple[int, bytes]:
    """The input of a number, and where it comes in: the rare ones in their turn, else one after another."""
    usual = [at for at, case in enumerate(cases) if case.every == 1]
    turn = (at for at, case in enumerate(cases) if case.every > 1 and n % case.every == at)
    at = next(turn, usual[n % len(usual)])
    return at, mutated(cases[at].seeds, random.Random(f"{parser.id} {n}"))


def _one(read: object, body: bytes, n: int, found: Tried) -> None:
    began = time.process_time()
    try:
        read(body)  # type: ignore[operator]
        found.taken += 1
    except EntiError as error:
        kind = type(error).__name__
        found.refused[kind] = found.refused.get(kind, 0) + 1
        if not error.what or not (error.where or error.cure):
            found.fault(f"entrada {n}: {type(error).__name__} não diz onde nem o que fazer")
    except _UNNAMED as error:
        found.fault(f"entrada {n}: {type(error).__name__}: {str(error)[:120]}")
    took = time.process_time() - began
    found.count += 1
    found.slowest_s = max(found.slowest_s, took)
    if took > LONGEST_S:
        found.fault(f"entrada {n}: {took:.1f} s")


def _memory(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def alone(name: str, first: int, count: int, seconds: float, folder: str) -> None:
    """In a process of its own, under a bound of memory. Into `folder` go the number of the input that is read
    (`progress`), what was found (`found`, JSON, every few seconds and at the end, with `ended` beside it), and what
    Python says when it dies (`said`).
    """
    place = Path(folder)
    said = os.open(place / "said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    logging.disable()
    most = int(_memory("VmSize") * 1024 * 1024) + _SPARE
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    progress = os.open(place / "progress", os.O_WRONLY)

    def save(found: Tried) -> None:
        (place / "fresh").write_text(json.dumps(asdict(found)))
        (place / "fresh").replace(place / "found")

    save(tried(PARSERS[name], first, count, seconds, lambda n: os.pwrite(progress, b"%12d" % n, 0), save))
    (place / "ended").touch()
