"""SIGKILL at any moment of a writing: what was acknowledged is there, and everything opens."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.command import done, ended, started
from bench.harden.stores import STORES, Store, base, fresh, opened, platform, words
from core.base.typed import Text

GOAL: Final = 200  # over all stores together, of each kind
_WRITES: Final = {"carga": 1, "entregas e a versão que fazem": 2}
_LEAST: Final = 2  # also where one writing takes longer than the time that a store has
_MARK: Final = count(1)


def _run(plan: Plan) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, platform() as feeds:
        made = base(Path(folder))
        done([], Path(folder) / "notes", {})  # the first process of all begins slowly: kills would come after writing
        for done_, (store, first) in enumerate((s, f) for f in (False, True) for s in STORES):
            seconds = plan.share(done_, 2 * len(STORES))
            yield _killed(store, first, plan.times(GOAL // len(STORES)), seconds, Path(folder), made, feeds)


def _killed(store: Store, first: bool, goal: int, seconds: float, folder: Path, made: Path, feeds: str) -> Row:
    """`first`: each kill over the first writing of a new folder; else over writings to one that grows."""
    chance, until = random.Random(f"{store.id} {first}"), time.monotonic() + seconds
    faults: list[str] = []
    kills = landed = acknowledged = 0
    data = folder / "um"
    settings = fresh(store, made, data, feeds)
    took = _whole(store, data, folder, settings)
    there, _ = opened(store, data)
    while kills < goal and (kills < _LEAST or time.monotonic() < until):
        if first:
            shutil.rmtree(data)
            settings, there = fresh(store, made, data, feeds), 0
        commands = words(store, data, _marks(store))
        codes = _kill(commands, folder / f"notes-{next(_MARK)}", settings, chance.uniform(0, took))
        kills += 1
        landed += len(codes) < len(commands)
        good = codes.count(0)
        acknowledged += good
        now, wrong = opened(store, data)
        faults += [wrong] if wrong else []
        if not wrong and store.id != "carga" and now < there + good:
            faults.append(f"{there + good - now} escrita(s) confirmadas perdidas")
        if good and store.id == "carga" and not now:
            faults.append("a carga confirmada não está")
        there = now
    faults += _goes_on(store, data, folder, settings)
    shutil.rmtree(data)
    what = f"{store.id}, {'primeira escrita' if first else 'escritas seguintes'}"
    kept = "" if faults or not acknowledged else ", todas lá"
    told = f"{landed} a meio, {acknowledged} escritas confirmadas antes{kept}"
    return Row(what, kills, GOAL // len(STORES), tuple(faults), told)


def _marks(store: Store) -> list[str]:
    return [f"m{next(_MARK)}" for _ in range(_WRITES.get(store.id, 3))]


def _whole(store: Store, data: Path, folder: Path, settings: Mapping[str, str]) -> float:
    """Seconds that the writings take when nobody kills."""
    began = time.monotonic()
    done(words(store, data, _marks(store)), folder / f"notes-{next(_MARK)}", settings)
    return time.monotonic() - began


def _kill(commands: list[list[str]], notes: Path, settings: Mapping[str, str], after: float) -> list[int]:
    """The exit codes of those that ended before the kill."""
    process = started(commands, notes, settings)
    process.join(after)
    process.kill()
    process.join()
    codes = [e.code for e in ended(notes)]
    shutil.rmtree(notes)
    return codes


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
