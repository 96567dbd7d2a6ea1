"""Inputs to one parser, and what became of them."""

import json
import logging
import os
import random
import resource
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from bench.harden import given_files, given_live, given_sources
from bench.harden.mutate import mutated
from bench.harden.readers import Parser
from core.base.errors import EntiError
from core.base.registry import FAULTS

PARSERS: Final = {p.id: p for p in (*given_sources.PARSERS, *given_files.PARSERS, *given_live.PARSERS)}
LONGEST_S: Final = 1.0
MOST_MB: Final = 256.0
_SPARE: Final = 2 << 30
_UNNAMED: Final = (*FAULTS, MemoryError, given_live.Unexpected)


@dataclass
class Tried:
    """`count` inputs: how many were taken, which house errors the others met, and what went wrong. Seconds are of the
    processor; `mb`: most memory at once above what the process had before.
    """

    count: int = 0
    taken: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    mb: float = 0.0


def tried(parser: Parser, first: int, count: int, seconds: float, progress: Path | None = None) -> Tried:
    """Inputs `first` to `first + count`, as many as the time lasts."""
    found, until = Tried(), time.monotonic() + seconds
    shared = Path("/dev/shm")
    memory = shared if shared.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder, parser.begin(Path(folder)) as cases:
        for case in cases:
            for seed in case.seeds:
                case.read(seed)
        before = _memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")
        for n in range(first, first + count):
            if time.monotonic() > until:
                break
            if progress is not None:
                progress.write_text(str(n))
            case = cases[n % len(cases)]
            _one(case.read, mutated(case.seeds, random.Random(f"{parser.id} {n}")), n, found)
        found.mb = round(max(0.0, _memory("VmHWM") - before), 1)
    if found.mb > MOST_MB:
        found.faults.append(f"{found.mb:.0f} MB acima do repouso")
    return found


def _one(read: object, body: bytes, n: int, found: Tried) -> None:
    began = time.process_time()
    try:
        read(body)  # type: ignore[operator]
        found.taken += 1
    except EntiError as error:
        kind = type(error).__name__
        found.refused[kind] = found.refused.get(kind, 0) + 1
        if not error.what or not (error.where or error.cure):
            found.faults.append(f"entrada {n}: {type(error).__name__} não diz onde nem o que fazer")
    except _UNNAMED as error:
        found.faults.append(f"entrada {n}: {type(error).__name__}: {str(error)[:120]}")
    took = time.process_time() - began
    found.count += 1
    found.slowest_s = max(found.slowest_s, took)
    if took > LONGEST_S:
        found.faults.append(f"entrada {n}: {took:.1f} s")


def _memory(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def alone(name: str, first: int, count: int, seconds: float, folder: str) -> None:
    """In a process of its own, under a bound of memory. Into `folder` go the number of the input that is read
    (`progress`), at the end what was found (`found`, JSON), and what Python says when it dies (`said`).
    """
    said = os.open(Path(folder) / "said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    logging.disable()
    most = int(_memory("VmSize") * 1024 * 1024) + _SPARE
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    found = tried(PARSERS[name], first, count, seconds, Path(folder) / "progress")
    (Path(folder) / "found").write_text(json.dumps(asdict(found)))
