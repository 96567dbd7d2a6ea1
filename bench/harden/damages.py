"""Every kind of damaged file: served or healed, and what is said names the file and what to do."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from bench.harden.attack import Attack, Plan, Row
from bench.harden.code import rooms
from bench.harden.command import Ended, done
from bench.harden.stores import base
from core.alerts import store
from core.base import paths
from core.base.typed import Text
from core.people import accounts, audit, builds, questions
from core.room import live, screens
from core.strategy import execution
from core.warehouse import cited
from core.warehouse.checks import CHECKS, LOADS
from core.warehouse.store import POINTER
from etl.load.inputs import FILE as INPUTS
from geo import shapes
from tests.support.copy import copied, run

_ODD: Final = {"vazio": b"", "lixo": b"\xff\xfe\0lixo" * 40, "outra forma": b'[{"a": [1]}]\n'}
_LOAD: Final = (("load", "--offline"), ("status",))
_BUILD: Final = (("status",), ("alerts", "check"), ("load", "--offline"), ("status",))
_SQLITE: Final = {
    "execucao.sqlite": (
        *(("execution", "list"), ("requests", "list"), ("decisions", "list"), ("money", "list"), ("gaps",)),
        *(("money", "call", "list"), ("execution", "project", "list"), ("decisions", "proposed")),
        ("execution", "set", "acao_1_3", "--by", "prova", "--state", "em_curso"),
    ),
    "alertas.sqlite": (("alerts", "list"), ("alerts", "check")),
    "ecras.sqlite": (("screens", "list"), ("screens", "issue", "geral", "--name", "X", "--by", "prova")),
    "aovivo.sqlite": (("ngsi", "show"), ("status",)),
    "pessoas.sqlite": (
        *(("people", "list"), ("people", "grant", "x", "eata", "--by", "prova"), ("campaigns", "addresses")),
        ("campaigns", "address", "1312", "geral@cm-exemplo.pt", "--by", "prova"),
    ),
    "libertacoes.sqlite": (("builds", "list"),),
    "perguntas.sqlite": (
        *(("questions", "list"), ("questions", "ask", "Uma pergunta de prova.")),
        ("questions", "aside", "1", "--why", "É uma prova.", "--by", "prova"),
    ),
    "auditoria.sqlite": (
        *(("audit", "list"), ("audit", "verify")),
        ("execution", "set", "acao_1_3", "--by", "prova", "--state", "em_curso"),
    ),
    f"builds/{cited.FILE}": _LOAD,
}
# A row that none of ours writes, in a base that is whole otherwise.
_ROWS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "execucao.sqlite": ("act", {"kind": "outra", "entry": "x", "revision": 1, "said_at": "x", "said_by": "x"}),
    "alertas.sqlite": ("evaluation", {"at": "ontem", "build": "x", "findings": 0}),
    "ecras.sqlite": ("issued", {"hash": "x", "name": "x", "playlist": "x", "issued_at": "x", "expires_at": 2}),
    "pessoas.sqlite": ("account", {"name": "x", "seen_at": "ontem"}),
    "perguntas.sqlite": ("question", {"at": "ontem", "sort": "erro", "about": ""}),
    "libertacoes.sqlite": (
        "word",
        {"build": "x", "what": "visto", "beside": "x", "at": "ontem", "who": "x", "by": "x", "note": "x"},
    ),
    "auditoria.sqlite": ("entry", {"seq": 1, "at": "ontem", "account": "x", "way": "x", "role": "x", "origin": "x"}),
    f"builds/{cited.FILE}": ("cited", {"build": "x", "report": "x", "lang": "x", "spoken_of": "ontem", "made_at": "x"}),
    "aovivo.sqlite": ("reading", {"feed": "x", "station": "x", "observed_at": "x", "received_at": "x", "name": "x"}),
}
_MORE: Final = {
    "entry": {"act": "x", "subject": "x", "outcome": "x", "before": "", "after": "", "seal": "x"},
    "act": {"after": "{}"},
    "issued": {"issued_by": "x"},
    "reading": {"told": "[1]"},
}
_LEDGERS: Final = {
    "execucao.sqlite": execution._LEDGER,
    "alertas.sqlite": store.LEDGER,
    "ecras.sqlite": screens._LEDGER,
    "aovivo.sqlite": live._LEDGER,
    "pessoas.sqlite": accounts._LEDGER,
    "perguntas.sqlite": questions._LEDGER,
    "libertacoes.sqlite": builds._LEDGER,
    "auditoria.sqlite": audit.LEDGER,
    f"builds/{cited.FILE}": cited._LEDGER,
}
_HANDED: Final = "municipios_estrategia_municipal_saude"
_KEPT: Final = f"imports/{_HANDED}/n00000001-x"
_LIMITS: Final = (shapes.NAME, shapes._meta_path(Path(shapes.NAME)).name)
_ABOUT: Final = b'{"original": "x.csv", "accepted_at": "2026-01-01T00:00:00+00:00"}'
_YAML: Final = {"parede.yaml": (("room", "show"),), "plataformas.yaml": (("ngsi", "show"),), "metas/cm-x.csv": ()}
_SNAPSHOT: Final = (
    *("figures.parquet", "figures.yaml", "answers.yaml", "execution/events.csv", "execution/evidence.csv"),
    *("execution/projects.csv", "execution/targets.csv", "execution/execution.yaml"),
)


# What ships for the pages alone, read as they read it.
_PAGES: Final = """
import sys
from core.base.errors import EntiError
from core.strategy import evidence
try:
    evidence.load()
except EntiError as error:
    print(f"Erro: {error}")
    sys.exit(error.exit_code)
"""


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


def _all(some: Sequence[Callable[[Path], object]]) -> Callable[[Path], object]:
    return lambda data: [do(data) for do in some]


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


def _foreign(name: str) -> Callable[[Path], object]:
    def do(data: Path) -> None:
        with _LEDGERS[name].writing(data / name) as db:
            table, row = _ROWS[name]
            row = row | _MORE.get(table, {})
            places = ", ".join(f":{column}" for column in row)
            db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", row)

    return do


def _handed(csv: bytes, about: bytes) -> Callable[[Path], object]:
    """What somebody handed in, with what stands beside it."""

    def do(data: Path) -> None:
        _written(f"{_KEPT}.csv", csv)(data)
        _written(f"{_KEPT}.json", about)(data)

    return do


def sqlite() -> set[str]:
    """The bases that the project keeps: where core.base.paths says, and beside the builds what a module names so."""
    made = {f().name for n, f in vars(paths).items() if n.endswith("_path") and callable(f)}
    beside = {
        f"builds/{name}"
        for path in (paths.ROOT / "core" / "warehouse").glob("*.py")
        for name in re.findall(r'"(\w+\.sqlite)"', path.read_text(encoding="utf-8"))
    }
    return {name for name in made if name.endswith(".sqlite")} | beside


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
        found.append(Damage(f"{name}: uma linha que não é nossa", _foreign(name), commands))
    for n, body in _ODD.items():
        found.append(Damage(f"entrega: {n}", _handed(body, _ABOUT), _LOAD))
        found.append(Damage(f"registo de uma entrega: {n}", _handed(b"a;b\n1;2\n", body), _LOAD))
        limits = [_written(f"boundaries/{f}", body) for f in _LIMITS]
        found.append(Damage(f"limites guardados: {n}", _all(limits), (("status",), ("load", "--offline"))))
    for name, words in _YAML.items():
        asked = words or (("targets", "list"),)
        found += [Damage(f"{name}: {n}", _written(name, b), asked) for n, b in _ODD.items()]
        found.append(Damage(f"{name}: pasta", _folder(name), asked))
    return found


def _run(plan: Plan) -> Iterator[Row]:
    """Those that a load heals take longest, and come last. What the same code has met is not met again."""
    code = rooms("core", "etl")
    every = [d for d in sorted(damages(), key=lambda d: d.heals) if plan.wants(d.what)][: plan.most]
    with tempfile.TemporaryDirectory() as folder:
        made = base(Path(folder))
        for n, damage in enumerate(every):
            if row := _known(damage.what, plan, code):
                yield row
                continue
            data = Path(folder) / f"d{n}"
            shutil.copytree(made, data)
            yield replace(met(damage, data, Path(folder) / f"n{n}"), code=code)
            shutil.rmtree(data)
        yield from _shipped(plan, Path(folder), code, None if plan.most is None else plan.most - len(every))


def _known(what: str, plan: Plan, code: str) -> Row | None:
    """The row as it is already, or as not tried where there is no time; None where it is to be tried."""
    if (old := plan.earlier(what, code)) and old["tried"]:
        return Row(what, old["tried"], old["goal"], tuple(old["first"]), old["told"], code)
    return None if plan.time_left else Row(what, 0, 1, told="não tentado: o tempo acabou", code=code)


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


def _shipped(plan: Plan, folder: Path, code: str, most: int | None) -> Iterator[Row]:
    """Files that ship with the project, in a copy of it."""
    every = [(f"data/snapshot/{n}: {k}", n, k) for n in _SNAPSHOT for k in _ODD]
    wanted = [e for e in every if plan.wants(e[0])][:most]
    root: Path | None = None
    for what, name, kind in wanted:
        if row := _known(what, plan, code):
            yield row
            continue
        root = root or copied(folder / "copia")
        seen = name.startswith("execution/")
        place = root / "data" / "snapshot" / name
        whole = place.read_bytes()
        place.write_bytes(_ODD[kind])
        said = run(root, *(("-c", _PAGES) if seen else ("-m", "etl", "load", "--offline")), ENTI_LOG="warning")
        place.write_bytes(whole)
        end = Ended(said.returncode, said.stdout + said.stderr)
        row = _row(what, [("leitura das páginas",) if seen else ("load", "--offline")], [end], False)
        unseen = ("não se deu por isso",) if end.code == 0 else ()
        yield replace(row, faults=(*row.faults, *unseen), code=code)


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
