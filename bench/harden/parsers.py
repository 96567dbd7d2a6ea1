"""Every parser of what others write, with inputs that are almost right: only errors of the house, soon, in little
memory.
"""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.forked import CONTEXT
from bench.harden.fuzz import PARSERS, Tried, alone
from core.base.typed import Text

GOAL: Final = 100_000
_HANGS_S: Final = 90  # above its time: starting takes some of it


def _run(plan: Plan) -> Iterator[Row]:
    for done, name in enumerate(PARSERS):
        yield _row(name, plan.times(GOAL), plan.share(done, len(PARSERS)))


def _row(name: str, count: int, seconds: float) -> Row:
    whole, until, first = Tried(), time.monotonic() + seconds, 0
    while first < count and (left := until - time.monotonic()) > 0:
        found, next_one = _process(name, first, count - first, left)
        whole.count += found.count
        whole.taken += found.taken
        whole.refused = dict(Counter(whole.refused) + Counter(found.refused))
        whole.faults += found.faults
        whole.slowest_s, whole.mb = max(whole.slowest_s, found.slowest_s), max(whole.mb, found.mb)
        first = next_one
    kinds = ", ".join(f"{k} {n}" for k, n in Counter(whole.refused).most_common(4))
    told = (
        f"aceites {whole.taken}; {kinds or 'nenhuma recusada'}; mais lenta {whole.slowest_s:.2f} s; {whole.mb:.0f} MB"
    )
    return Row(name, whole.count, GOAL, tuple(whole.faults), told)


def _process(name: str, first: int, count: int, seconds: float) -> tuple[Tried, int]:
    """What a process of its own found, and where the next one goes on: after the input at which this one ended."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "progress").write_text(str(first))
        process = CONTEXT.Process(target=alone, args=(name, first, count, seconds, folder))
        process.start()
        process.join(seconds + _HANGS_S)
        why = "não acaba" if process.exitcode is None else f"terminou com {process.exitcode}"
        process.kill()
        process.join()
        if (place / "found").exists():
            found = Tried(**json.loads((place / "found").read_text()))
            return found, first + max(1, found.count)
        at, said = int((place / "progress").read_text()), (place / "said").read_text(errors="replace").strip()
        return Tried(count=at - first + 1, faults=[f"entrada {at}: o processo {why}: {said[-160:]}"]), at + 1


ATTACK = Attack(
    id="parsers",
    name=Text(pt="Leitores", en="Parsers"),
    does=Text(
        pt="Entradas quase certas, as mesmas para o mesmo número, a cada leitor do que outros escrevem (a lista"
        " faz-se do código). Só erros da casa, 1 s de processador por entrada, 256 MB acima do repouso.",
        en="Inputs that are almost right to each parser of what others write: only errors of the house, 1 s, 256 MB.",
    ),
    run=_run,
)
