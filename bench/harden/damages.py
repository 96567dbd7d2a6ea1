"""Every kind of damaged file: served or healed, and what is said names the file and what to do."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.command import Ended, done
from bench.harden.stores import base
from core.base.typed import Text
from core.warehouse.checks import CHECKS, LOADS
from core.warehouse.store import POINTER
from etl.load.inputs import FILE as INPUTS
from tests.support.copy import copied, run

_ODD: Final = {"vazio": b"", "lixo": b"\xff\xfe\0lixo" * 40, "outra forma": b'[{"a": [1]}]\n'}
_BUILD: Final = (("status",), ("alerts", "check"), ("load", "--offline"), ("status",))
_SQLITE: Final = {
    "execucao.sqlite": (
        ("execution", "list"),
        ("execution", "set", "acao_1_3", "--by", "prova", "--state", "em_curso"),
    ),
    "alertas.sqlite": (("alerts", "list"), ("alerts", "check")),
    "ecras.sqlite": (("screens", "list"), ("screens", "issue", "geral", "--name", "X", "--by", "prova")),
    "aovivo.sqlite": (("ngsi", "show"), ("status",)),
}
_YAML: Final = {"parede.yaml": (("room", "show"),), "plataformas.yaml": (("ngsi", "show"),), "metas/cm-x.csv": ()}
_SNAPSHOT: Final = (
    *("figures.parquet", "figures.yaml", "answers.yaml", "execution/events.csv", "execution/evidence.csv"),
    *("execution/projects.csv", "execution/targets.csv", "execution/execution.yaml"),
)


@dataclass(frozen=True)
class Damage:
    """What is done to a data folder, and the commands that meet it. `heals`: after them all is well again."""

    what: str
    do: Callable[[Path], object]
    commands: Sequence[Sequence[str]]
    heals: bool = False


def _written(name: str, body: bytes) -> Callable[[Path], object]:
    def do(data: Path) -> None:
        place = data / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.rmtree(place)
        place.write_bytes(body)

    return do


def _folder(name: str) -> Callable[[Path], object]:
    def do(data: Path) -> None:
        (data / name).unlink(missing_ok=True)
        (data / name).mkdir(parents=True)

    return do


def _newest(change: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda data: change(max((data / "builds").glob("*.duckdb")))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])


def _flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def _half(name: str) -> Callable[[Path], object]:
    """A store of its own that is cut: the first half of one that was whole."""
    return lambda data: (data / name).write_bytes(b"SQLite format 3\0" + b"\x10\0\x01\x01\0" + b"\0" * 500)


def damages() -> list[Damage]:
    """All of them, but for what ships with the project."""
    found = [
        Damage("versão cortada", _newest(_cut), _BUILD, True),
        Damage("versão com um bit trocado", _newest(_flip), _BUILD, True),
        Damage("versão vazia", _newest(lambda p: p.write_bytes(b"")), _BUILD, True),
        Damage("versão desaparecida", _newest(Path.unlink), _BUILD, True),
        Damage("soma que não é soma", _newest(lambda p: p.with_suffix(".sha256").write_bytes(b"\xff")), _BUILD, True),
    ]
    pointers = {"fora de UTF-8": b"\xe9\xff", "300 letras": b"x" * 300, "vazio": b"", "nulo": b"a\0b"}
    found += [Damage(f"apontador: {n}", _written(f"builds/{POINTER}", b), _BUILD, True) for n, b in pointers.items()]
    found.append(Damage("apontador: pasta", _folder(f"builds/{POINTER}"), _BUILD, True))
    for name in (CHECKS, LOADS, INPUTS):
        found += [Damage(f"{name}: {n}", _written(f"builds/{name}", b), _BUILD, True) for n, b in _ODD.items()]
        found.append(Damage(f"{name}: pasta", _folder(f"builds/{name}"), _BUILD[:2]))
    for name, commands in _SQLITE.items():
        found += [Damage(f"{name}: {n}", _written(name, b), commands) for n, b in _ODD.items()]
        found += [Damage(f"{name}: cortado", _half(name), commands), Damage(f"{name}: pasta", _folder(name), commands)]
    for name, words in _YAML.items():
        asked = words or (("targets", "list"),)
        found += [Damage(f"{name}: {n}", _written(name, b), asked) for n, b in _ODD.items()]
        found.append(Damage(f"{name}: pasta", _folder(name), asked))
    return found


def _run(plan: Plan) -> Iterator[Row]:
    every = sorted(damages(), key=lambda d: d.heals)  # those that a load heals take longest
    ours = plan.times(len(every) + 3 * len(_SNAPSHOT))
    with tempfile.TemporaryDirectory() as folder:
        made = base(Path(folder))
        for n, damage in enumerate(every[:ours]):
            if not plan.time_left:
                yield Row(damage.what, 0, 1, told="não tentado: o tempo acabou")
                continue
            data = Path(folder) / f"d{n}"
            shutil.copytree(made, data)
            yield met(damage, data, Path(folder) / f"n{n}")
            shutil.rmtree(data)
        yield from _shipped(plan, Path(folder), max(0, ours - len(every)))


def met(damage: Damage, data: Path, notes: Path) -> Row:
    """What the commands said of one damage."""
    damage.do(data)
    ends = done(damage.commands, notes, {"ENTI_DATA": str(data)})
    return _row(damage.what, damage.commands, ends, damage.heals)


def _row(what: str, commands: Sequence[Sequence[str]], ends: Sequence[Ended], heals: bool) -> Row:
    faults = [f"{' '.join(words[:2])}: {e.fault}" for words, e in zip(commands, ends, strict=True) if e.fault]
    if heals and ends[-1].code:
        faults.append("não se recompôs")
    told = ", ".join(f"{' '.join(words[:2])} {e.code}" for words, e in zip(commands, ends, strict=True))
    return Row(what, 1, 1, tuple(faults), told)


def _shipped(plan: Plan, folder: Path, most: int) -> Iterator[Row]:
    """Files that ship with the project, in a copy of it."""
    root = copied(folder / "copia") if most and plan.time_left else folder
    for name, kind in [(n, k) for n in _SNAPSHOT for k in _ODD][:most]:
        what = f"data/snapshot/{name}: {kind}"
        words = ["execution list" if name.startswith("execution/") else "load --offline"]
        if not plan.time_left:
            yield Row(what, 0, 1, told="não tentado: o tempo acabou")
            continue
        place = root / "data" / "snapshot" / name
        whole = place.read_bytes()
        place.write_bytes(_ODD[kind])
        said = [run(root, "-m", "etl", *w.split(), ENTI_LOG="warning") for w in words]
        place.write_bytes(whole)
        yield _row(what, [w.split() for w in words], [Ended(s.returncode, s.stdout + s.stderr) for s in said], False)


ATTACK = Attack(
    id="damages",
    name=Text(pt="Estragos", en="Damages"),
    does=Text(
        pt="Cada espécie de ficheiro estragado, e os comandos que o encontram (ao lado, o código com que saem): nenhum"
        " traceback, só códigos da casa com o ficheiro e o que fazer; o que se recompõe fica recomposto.",
        en="Every kind of damaged file, and the commands that meet it: no traceback, only codes of the house with the"
        " file and what to do; what heals is healed.",
    ),
    run=_run,
)
