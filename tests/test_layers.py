"""The house: which floor may call which, and what stands in one place only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.paths import ROOT

FOLDERS = ("core", "etl", "geo", "ui", "pages")
FILES = [p for f in FOLDERS for p in sorted((ROOT / f).rglob("*.py"))] + [ROOT / "app.py"]
OURS = {*FOLDERS, "app", "bench", "tests"}
MAY = {
    "core": {"core"},
    "geo": {"core", "geo"},
    "etl": {"core", "geo", "etl"},
    "ui": {"core", "geo", "ui"},
    "pages": {"ui", "core"},
    "app.py": {"ui", "core"},
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    used = {i.split(".")[0] for i in imports(path)} & OURS
    assert used <= MAY[floor], f"{name(path)} importa {sorted(used - MAY[floor])}"


@pytest.mark.parametrize(
    ("module", "places"),
    [
        ("requests", {"etl/http.py"}),
        ("streamlit", {"ui", "app.py", "pages"}),
        ("duckdb", {"core/store.py", "etl"}),
        ("plotly", {"ui/charts.py"}),
        ("yaml", {"core/catalogue.py", "etl/sources/figures.py", "ui/frame.py"}),
    ],
)
def test_each_library_has_its_place(module: str, places: set[str]) -> None:
    users = {name(p) for p in FILES if module in {i.split(".")[0] for i in imports(p)}}
    assert users and all(any(u == p or u.startswith(f"{p}/") for p in places) for u in users), users


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"st\.cache_(data|resource)", {"ui/load.py"}),
        (r"\bSELECT\b.+\bFROM\b", {"core/queries.py", "etl/audit.py", "etl/schema.py", "etl/previous.py", "etl/publish.py"}),
        (r"unsafe_allow_html|verify\s*=\s*False", set()),
        (r"except(\s+Exception)?\s*:", set()),
    ],
)  # fmt: skip
def test_what_stands_in_one_place(pattern: str, allowed: set[str]) -> None:
    found = {name(p) for p in FILES if re.search(pattern, p.read_text(encoding="utf-8"))}
    assert found <= allowed, found - allowed


@pytest.mark.parametrize("path", FILES, ids=name)
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 330
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "módulo sem docstring"
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    assert [n.name for n in public if not ast.get_docstring(n)] == []
