"""Every parser of what others write, with inputs that are almost right: only errors of the house, soon, in little
memory.
"""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.code import reached
from bench.harden.forked import CONTEXT
from bench.harden.fuzz import PARSERS, Tried, alone
from core.base.typed import Text

GOAL: Final = 100_000
_HANGS_S: Final = 180  # above its time: starting takes some of it, and so does making again what was given before
_LOOK_S: Final = 6


def _run(plan: Plan) -> Iterator[Row]:
    wanted = [name for name in PARSERS if plan.wants(name)]
    for done, name in enumerate(wanted):
        yield from _rows(name, plan, plan.share(done, len(wanted)))


def _rows(name: str, plan: Plan, seconds: float) -> Iterator[Row]:
    """The row of a parser as it grows, from what the same code had come to before."""
    code, goal, until = reached(PARSERS[name].reads), plan.times(GOAL), time.monotonic() + seconds
    whole = Tried(**plan.earlier(name, code).get("kept", {}))
    yield _row(name, code, whole)
    while whole.count < goal and (left := until - time.monotonic()) > 0:
        before = whole
        for found in _process(name, before.upto, goal - before.count, left):
            whole = before.plus(found)
            yield _row(name, code, whole)


def _row(name: str, code: str, whole: Tried) -> Row:
    kinds = ", ".join(f"{k} {n}" for k, n in Counter(whole.refused).most_common(4))
    told = (
        f"aceites {whole.taken}; {kinds or 'nenhuma recusada'}; mais lenta {whole.slowest_s:.2f} s; {whole.mb:.0f} MB"
    )
    return Row(name, whole.count, GOAL, tuple(whole.faults), told, code, asdict(whole), whole.wrong)


def _process(name: str, first: int, count: int, seconds: float) -> Iterator[Tried]:
    """What a process of its own has found so far, again and again; the last is all of it. The next one goes on where
    it ended.
    """
    with tempfile.TemporaryDirectory() as folder:
        place, until = Path(folder), time.monotonic() + seconds + _HANGS_S
        (place / "progress").write_text(str(first))
        process = CONTEXT.Process(target=alone, args=(name, first, count, seconds, folder))
        process.start()
        try:
            while process.is_alive() and time.monotonic() < until:
                process.join(_LOOK_S)
                if (place / "found").exists() and process.is_alive():
                    yield _found(place)
            why = "não acaba" if process.exitcode is None else f"terminou com {process.exitcode}"
        finally:
            process.kill()
            process.join()
        found = _found(place) if (place / "found").exists() else Tried(upto=first)
        if not (place / "ended").exists():
            at, said = int((place / "progress").read_text()), (place / "said").read_text(errors="replace").strip()
            found.count, found.upto = found.count + 1, at + 1
            found.fault(f"entrada {at}: o processo {why}: {said[-160:]}")
        yield found


def _found(place: Path) -> Tried:
    return Tried(**json.loads((place / "found").read_text()))


ATTACK = Attack(
    id="parsers",
    name=Text(pt="Leitores", en="Parsers"),
    does=Text(
        pt="Entradas quase certas, as mesmas para o mesmo número e nenhuma duas vezes, a cada leitor do que outros"
        " escrevem (a lista faz-se do código): ficheiros e respostas pequenos, e um em cada dez a mil do tamanho"
        " verdadeiro. Só erros da casa, 1 s de processador por entrada, 256 MB acima do repouso. As contas de várias"
        " vezes somam-se enquanto o código do leitor for o mesmo.",
        en="Inputs that are almost right to each parser of what others write, no two alike: small ones, and now and"
        " then one of real size. Only errors of the house, 1 s, 256 MB. Counts add up while the parser's code is the"
        " same.",
    ),
    run=_run,
)
