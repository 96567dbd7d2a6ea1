"""Which code reads what others wrote, found in the code itself, and what gives it its inputs (`Parser`).

A module reads when it calls one of `_READS`. Each such module is gone through by a parser (its `reads`), or stands in
`APART` with the reason why no stranger writes what it reads; tests/proofs/test_harden.py compares.
"""

import ast
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, NamedTuple

from bench.harden.code import ROOMS
from core.base.paths import ROOT

_READS: Final = frozenset(
    (
        *("nested.of_json", "nested.of_yaml", "nested.text_of", "sums.text_of", "_HOST.fullmatch", "_ORIGIN.fullmatch"),
        *("tables.content", "tables.decoded", "tables.table", "tables.ours", "tables.counted", "workbook.table"),
        *("json.loads", "json.load", "orjson.loads", "yaml.load", "yaml.safe_load", "csv.reader", "csv.DictReader"),
        *("pd.read_parquet", "pd.read_csv", "pq.ParquetFile", "iterparse", "zipfile.ZipFile"),
        *("openpyxl.load_workbook", "pyogrio.read_dataframe", "gpd.read_file", "gpd.read_parquet", "typed.read"),
        *("files.read_json", "files.read_json_lines", "parse_qsl", "st.query_params.get", "request.cookies.get"),
        *("request.query_params.items", "request.headers.get"),
    )
)
# Written by ourselves or by whoever installs; what becomes of them when they are damaged is the attack «damages».
APART: Final = {
    "core/base/files.py": "o leitor dos nossos ficheiros ao lado das versões; estragos",
    "core/base/nested.py": "os próprios leitores limitados de JSON e YAML, por baixo de todos os outros",
    "core/base/sums.py": "as somas do que vem com o projeto, por baixo dos seus leitores; estragos",
    "core/base/tables.py": "o próprio leitor limitado de CSV, por baixo de todos os outros",
    "core/base/typed.py": "YAML com forma, por baixo de listas, regras e plataformas",
    "core/base/allowed.py": "o ambiente de quem instala",
    "core/catalogue/catalogue.py": "vem com o projeto",
    "core/catalogue/figures.py": "vem com o projeto; estragos",
    "core/catalogue/further.py": "vem com o projeto",
    "core/room/live.py": "o que nós escrevemos na base; estragos",
    "core/room/types.py": "vem com o projeto",
    "core/strategy/evidence.py": "vem com o projeto; estragos",
    "core/strategy/present.py": "vem com o projeto",
    "core/strategy/strategy.py": "vem com o projeto",
    "core/terms/territory.py": "vem com o projeto",
    "core/warehouse/checks.py": "o que a carga escreve ao lado das versões; estragos",
    "core/judgement/peers.py": "vem com o projeto",
    "etl/build/plausibility/answers.py": "vem com o projeto; estragos",
    "etl/fetch/partial.py": "o que a carga escreve",
    "etl/fetch/raw_store.py": "o que a carga escreve",
    "etl/fetch/refusal.py": "o que a carga escreve",
    "etl/load/inputs.py": "o que a carga escreve ao lado das versões; estragos",
    "geo/coverage.py": "a topologia que o projeto faz",
    "ui/web/assets.py": "o desenho que o mesmo processo publicou",
    "reports/drawing.py": "o desenho que o mesmo processo acabou de fazer",
    "reports/still.py": "o ficheiro que o mesmo processo acabou de fazer",
    "core/people/figures.py": "o que o nosso próprio comando respondeu",
    "ui/kit/person.py": "um motivo de três, comparado com a lista deles",
    "ui/views/indicador_points.py": "os pontos que a carga escreveu na versão",
    "geo/shapes.py": "os limites já conferidos que «etl boundaries» escreveu, e os que vêm com o projeto",
}


class Case(NamedTuple):
    """One place at which inputs come in: good ones to begin with, and what reads one. `every`: one input of so many,
    for what takes long (files of their real size, whole pages).
    """

    seeds: Sequence[bytes]
    read: Callable[[bytes], object]
    every: int = 1


class Parser(NamedTuple):
    """`reads`: the modules it goes through, from the root; `begin`: its cases, with a folder of their own."""

    id: str
    reads: tuple[str, ...]
    begin: Callable[[Path], AbstractContextManager[list[Case]]]


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def found(root: Path = ROOT) -> dict[str, set[str]]:
    """Every module that reads, with the calls by which it does."""
    made: dict[str, set[str]] = {}
    for path in (p for room in ROOMS for p in sorted((root / room).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if not any(r.rpartition(".")[2] in text for r in _READS - {"typed.read"}) and "typed" not in text:
            continue
        tree = ast.parse(text)
        froms = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
        whence = {a.name: f"{str(n.module).rpartition('.')[2]}.{a.name}" for n in froms for a in n.names}
        called = {_called(n) for n in ast.walk(tree)}
        calls = {whence.get(c, c) for c in called} & _READS
        if calls:
            made[path.relative_to(root).as_posix()] = calls
    return made
