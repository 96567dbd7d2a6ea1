"""SIGKILL at any moment of a writing: what was acknowledged is there, and everything opens."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.code import rooms
from bench.harden.command import done, ended, started
from bench.harden.stores import STORES, Store, base, fresh, opened, platform, words
from core.base.typed import Text

GOAL: Final = 200  # over all stores together, of each kind
_WRITES: Final = {"carga": 1, "entregas e a versão que fazem": 2}
_LEAST: Final = 2  # also where one writing takes longer than the time that a store has
_TOLD: Final = 5  # kills after which what there is is kept
_KILLED: Final = -9
_MARK: Final = count(1)


def each(stores: int) -> int:
    """Kills over one store."""
    return -(-GOAL // stores)


def _run(plan: Plan) -> Iterator[Row]:
    code, goal = rooms("core", "etl"), each(len(STORES))
    rows = [(s, f) for f in (False, True) for s in STORES if plan.wants(_what(s, f))]
    with tempfile.TemporaryDirectory() as folder, platform() as feeds:
        made = base(Path(folder))
        done([], Path(folder) / "notes", {})  # the first process of all begins slowly: kills would come after writing
        for n, (store, first) in enumerate(rows):
            before = plan.earlier(_what(store, first), code)
            row = Row(_what(store, first), before.get("tried", 0), goal, tuple(before.get("first", ())), "", code)
            kept = before.get("kept") or {"landed": 0, "acknowledged": 0}
            until = time.monotonic() + plan.share(n, len(rows))
            yield from _killed(
                store, first, replace(row, kept=kept), plan.times(goal), until, Path(folder), made, feeds
            )


def _what(store: Store, first: bool) -> str:
    return f"{store.id}, {'primeira escrita' if first else 'escritas seguintes'}"


def _killed(
    store: Store, first: bool, row: Row, goal: int, until: float, folder: Path, made: Path, feeds: str
) -> Iterator[Row]:
    """`first`: each kill over the first writing of a new folder; else over writings to one that grows. `row`: what
    there is already.
    """
    kills, faults, landed, acknowledged = row.tried, [*row.faults], row.kept["landed"], row.kept["acknowledged"]
    if kills >= goal:
        yield _told(row, kills, faults, landed, acknowledged)
        return
    data = folder / "um"
    settings = fresh(store, made, data, feeds)
    took, least = _whole(store, data, folder, settings), kills + _LEAST
    there, _ = opened(store, data)
    while kills < goal and (kills < least or time.monotonic() < until):
        if first:
            shutil.rmtree(data)
            settings, there = fresh(store, made, data, feeds), 0
        chance = random.Random(f"{store.id} {first} {kills}")
        commands = words(store, data, _marks(store))
        codes, wrong = _kill(commands, folder / f"notes-{next(_MARK)}", settings, chance.uniform(0, took))
        good = codes.count(0)
        kills, landed, acknowledged = kills + 1, landed + (len(codes) < len(commands)), acknowledged + good
        now, torn = opened(store, data)
        lost = not torn and now < there + good
        missing = f"{there + good - now} escrita(s) confirmadas perdidas" if lost else ""
        faults += [f for f in (wrong, torn, missing) if f]
        there = now
        if kills % _TOLD == 0:
            yield _told(row, kills, faults, landed, acknowledged)
    faults += _goes_on(store, data, folder, settings)
    shutil.rmtree(data)
    yield _told(row, kills, faults, landed, acknowledged)


def _told(row: Row, kills: int, faults: list[str], landed: int, acknowledged: int) -> Row:
    kept = "" if faults or not acknowledged else ", todas lá"
    told = f"{landed} a meio, {acknowledged} escritas confirmadas antes{kept}"
    counts = {"landed": landed, "acknowledged": acknowledged}
    return replace(row, tried=kills, faults=tuple(faults), told=told, kept=counts)


def _marks(store: Store) -> list[str]:
    return [f"m{next(_MARK)}" for _ in range(_WRITES.get(store.id, 3))]


def _whole(store: Store, data: Path, folder: Path, settings: Mapping[str, str]) -> float:
    """Seconds that the writings take when nobody kills."""
    began = time.monotonic()
    done(words(store, data, _marks(store)), folder / f"notes-{next(_MARK)}", settings)
    return time.monotonic() - began


def _kill(commands: list[list[str]], notes: Path, settings: Mapping[str, str], after: float) -> tuple[list[int], str]:
    """The exit codes of those that ended before the kill, and what is wrong where the process ended by itself."""
    process = started(commands, notes, settings)
    process.join(after)
    process.kill()
    process.join()
    ends = ended(notes)
    wrong = next((e.fault for e in ends if e.fault), "")
    if process.exitcode not in (0, _KILLED):
        wrong = f"o processo terminou com {process.exitcode}"
    shutil.rmtree(notes)
    return [e.code for e in ends], wrong


def _goes_on(store: Store, data: Path, folder: Path, settings: Mapping[str, str]) -> list[str]:
    """After all kills one more writing goes well, and what is served is whole without a word."""
    (end,) = done(words(store, data, _marks(store)[:1]), folder / f"notes-{next(_MARK)}", settings)
    _, wrong = opened(store, data)
    return [f for f in (f"depois: código {end.code}: {end.said[-120:]}" if end.code else "", wrong) if f]


ATTACK = Attack(
    id="kills",
    name=Text(pt="Mortes", en="Kills"),
    does=Text(
        pt="SIGKILL num momento ao acaso enquanto `python -m etl …` escreve, em pastas que já têm escritas e na"
        " primeira de todas. Depois tudo abre, o que foi confirmado (código 0) está lá, e a escrita seguinte corre"
        " bem.",
        en="SIGKILL at a random moment while something is written, in a folder with writings and in a new one."
        " Afterwards everything opens, what was acknowledged is there, and the next writing goes well.",
    ),
    run=_run,
)
