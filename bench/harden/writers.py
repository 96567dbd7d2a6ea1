"""Two processes that write the same store at the same time: nothing is lost and nobody crashes."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.code import rooms
from bench.harden.command import ended, started
from bench.harden.stores import STORES, Store, base, fresh, opened, platform, words
from core.base.typed import Text

GOAL: Final = 20
_EACH: Final = {"carga": 1, "entregas e a versão que fazem": 1}


def _run(plan: Plan) -> Iterator[Row]:
    code, stores = rooms("core", "etl"), [s for s in STORES if plan.wants(s.id)]
    with tempfile.TemporaryDirectory() as folder, platform() as feeds:
        made = base(Path(folder))
        for n, store in enumerate(stores):
            before = plan.earlier(store.id, code)
            row = Row(store.id, before.get("tried", 0), GOAL, tuple(before.get("first", ())), "", code)
            kept = before.get("kept") or {"written": 0, "refused": 0}
            until = time.monotonic() + plan.share(n, len(stores))
            yield _two(store, replace(row, kept=kept), plan.times(GOAL), until, Path(folder), made, feeds)


def _two(store: Store, row: Row, goal: int, until: float, folder: Path, made: Path, feeds: str) -> Row:
    """`row`: what there is already."""
    faults, rounds, written, refused = [*row.faults], row.tried, row.kept["written"], row.kept["refused"]
    while rounds < goal and time.monotonic() < until:
        data, notes = folder / "dois", folder / "dois-notas"
        settings = fresh(store, made, data, feeds)
        each = _EACH.get(store.id, 3)
        marks = [[f"{who}{rounds}x{n}" for n in range(each)] for who in "ab"]
        given = [words(store, data, some) for some in marks]
        both = [started(some, notes / str(n), settings) for n, some in enumerate(given)]
        for process in both:
            process.join()
        ends = [e for n in range(2) for e in ended(notes / str(n))]
        faults += [e.fault for e in ends if e.fault]
        good = sum(e.code == 0 for e in ends)
        written, refused, rounds = written + good, refused + len(ends) - good, rounds + 1
        if len(ends) < 2 * each:
            faults.append("um processo acabou antes do fim")
        held, wrong = opened(store, data)
        faults += [wrong] if wrong else []
        if held < (min(good, 1) if store.last else good):
            faults.append(f"{good} confirmadas, {held} lá")
        shutil.rmtree(data)
        shutil.rmtree(notes)
    told = f"{written} escritas confirmadas, {refused} recusadas pelo nome"
    return replace(row, tried=rounds, faults=tuple(faults), told=told, kept={"written": written, "refused": refused})


ATTACK = Attack(
    id="writers",
    name=Text(pt="Dois a escrever", en="Two writers"),
    does=Text(
        pt="Dois processos de `python -m etl …` escrevem ao mesmo tempo, em pasta nova a cada volta. O que foi"
        " confirmado está lá; quem não pôde escrever sai com um código da casa e o que fazer.",
        en="Two processes write at the same time, in a new folder each round. What was acknowledged is there; whoever"
        " could not write ends with a code of the house and what to do.",
    ),
    run=_run,
)
