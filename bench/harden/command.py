"""Commands of `python -m etl` in processes that begin with everything imported, so that what is killed is the writing.

What runs there is the same `etl.cli.app.main`. Each command's end is noted in a file, which a killed process leaves.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from bench.harden.forked import CONTEXT
from core.base import errors
from core.base.errors import EntiError
from core.catalogue import catalogue
from core.strategy import strategy
from core.terms import territory
from etl.cli.app import main

ENDED: Final = "ended"
CODES: Final = {0} | {
    e.exit_code
    for e in vars(errors).values()
    if isinstance(e, type) and issubclass(e, EntiError) and e is not EntiError
}


@dataclass(frozen=True)
class Ended:
    """How one command ended: its exit code, and all that it said."""

    code: int
    said: str

    @property
    def fault(self) -> str:
        """What is wrong with this end; empty where nothing is: all well, or an error of the house with its cure."""
        if "Traceback" in self.said:
            return f"traceback: {self.said.strip().splitlines()[-1][:160]}"
        if self.code not in CODES:
            return f"código {self.code} sem nome"
        if self.code not in (0, 8) and "O que fazer: " not in self.said:
            return f"código {self.code} sem cura: {self.said.strip()[:120]}"
        return ""


def started(commands: Sequence[Sequence[str]], notes: Path, settings: Mapping[str, str]) -> ForkServerProcess:
    """Run commands one after another in a process of their own; what they say and how they end goes to `notes`."""
    notes.mkdir(parents=True, exist_ok=True)
    process = CONTEXT.Process(target=_commands, args=(commands, str(notes), dict(settings)))
    process.start()
    return process


def done(commands: Sequence[Sequence[str]], notes: Path, settings: Mapping[str, str]) -> list[Ended]:
    """The same, to their end; a command that a dead process never ended has code -1."""
    process = started(commands, notes, settings)
    process.join()
    ends = ended(notes)
    return ends + [Ended(-1, f"o processo terminou com {process.exitcode}")] * (len(commands) - len(ends))


def ended(notes: Path) -> list[Ended]:
    """How the commands of a process ended, in their order, as far as they did."""
    kept = notes / ENDED
    codes = kept.read_text().split() if kept.exists() else []
    said = [(notes / str(n)).read_text(encoding="utf-8", errors="replace") for n in range(len(codes))]
    return [Ended(int(code), text) for code, text in zip(codes, said, strict=True)]


def _commands(commands: Sequence[Sequence[str]], notes: str, settings: Mapping[str, str]) -> None:
    os.environ.update(settings)
    end = os.open(Path(notes) / ENDED, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for n, words in enumerate(commands):
        said = os.open(Path(notes) / str(n), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.close(said)
        sys.argv = ["etl", *words]
        try:
            code = main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        sys.stdout.flush()
        os.write(end, f"{code}\n".encode())


# In the server process, once for all that it forks.
catalogue.load()
territory.load()
strategy.load()
