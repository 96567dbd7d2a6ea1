"""Which code an attack ran on, as a digest of its files: what was done adds up only as long as it is the same."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from core.base.paths import ROOT

ROOMS: Final = ("core", "etl", "geo", "show", "reports", "ui", "pages")
_LETTERS: Final = 12


def rooms(*names: str) -> str:
    """The digest of all modules of some rooms."""
    return _digest(str(p.relative_to(ROOT)) for name in names for p in (ROOT / name).rglob("*.py"))


def reached(paths: Iterable[str]) -> str:
    """The digest of modules, named by their paths from the root, and of all of the project that they import."""
    found, ahead = set[str](), list(paths)
    while ahead:
        if (path := ahead.pop()) not in found:
            found.add(path)
            ahead += _imported(path)
    return _digest(found)


def _digest(paths: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.encode() + b"\0" + _body(path) + b"\0")
    return whole.hexdigest()[:_LETTERS]


@cache
def _body(path: str) -> bytes:
    return (ROOT / path).read_bytes()


@cache
def _imported(path: str) -> tuple[str, ...]:
    tree = ast.parse(_body(path))
    names = (n for node in ast.walk(tree) for n in _named(node))
    return tuple({p for name in names if (p := _module(name))})


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (a.name for a in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        yield from (f"{node.module}.{a.name}" for a in node.names)


def _module(name: str) -> str:
    """The file of a module of the project; empty for another's, and for what is no module."""
    if name.partition(".")[0] not in ROOMS:
        return ""
    stem = Path(*name.split("."))
    return next((str(p) for p in (stem.with_suffix(".py"), stem / "__init__.py") if (ROOT / p).is_file()), "")
