"""The house: which floor may call which, and what stands in one place only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.paths import ROOT

FOLDERS = ("core", "etl", "geo", "ui", "reports", "pages")
FILES = [p for f in FOLDERS for p in sorted((ROOT / f).rglob("*.py"))] + [ROOT / "app.py"]
OURS = {*FOLDERS, "app", "bench", "tests"}
MAY = {
    "core": {"core"},
    "geo": {"core", "geo"},
    "etl": {"core", "geo", "etl"},
    "ui": {"core", "geo", "ui"},
    "reports": {"core", "geo", "ui", "reports"},
    "pages": {"ui", "core", "reports"},
    "app.py": {"ui", "core"},
}
TREES = {p: ast.parse(p.read_text(encoding="utf-8")) for p in FILES}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{name(path)}: import relativo"
            yield node.module


def test_the_files_are_found() -> None:
    assert {"core/store.py", "etl/http.py", "etl/sources/ine.py", "ui/load.py", "app.py"} <= {name(p) for p in FILES}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    used = {i.split(".")[0] for i in imports(path)} & OURS
    assert used <= MAY[floor], f"{name(path)} importa {sorted(used - MAY[floor])}"


def test_no_source_knows_another() -> None:
    """Each provider's module, its `_format` and `_metadata` stand alone, so that one can be dropped or added."""
    for path in (ROOT / "etl" / "sources").glob("*.py"):
        own = path.stem.partition("_")[0]
        others = {i for i in imports(path) if i.startswith("etl.sources.")}
        assert {o.rpartition(".")[2].partition("_")[0] for o in others} <= {own, "signs"}, name(path)


@pytest.mark.parametrize(
    ("module", "places"),
    [
        ("requests", {"etl/http.py", "etl/ngsi_http.py", "etl/notify.py", "etl/partial.py"}),
        ("urllib3", {"etl/http.py", "etl/ngsi_http.py"}),
        ("streamlit", {"ui", "app.py", "pages"}),
        ("duckdb", {"core/store.py", "etl"}),
        ("plotly", {"ui/plots.py"}),
        ("pydeck", {"ui/points.py"}),
        ("typst", {"reports/pdf.py"}),
        ("docx", {"reports/docx.py"}),
        ("smtplib", {"etl/notify.py"}),
        ("sqlite3", {"core/ledger.py"}),
        (
            "yaml",
            {
                "core/alert_rules.py",
                "core/catalogue.py",
                "core/feeds.py",
                "core/room.py",
                "core/strategy.py",
                "etl/sources/figures.py",
                "ui/frame.py",
            },
        ),
    ],
)
def test_each_library_has_its_place(module: str, places: set[str]) -> None:
    users = {name(p) for p in FILES if module in {i.split(".")[0] for i in imports(p)}}
    assert users and all(any(u == p or u.startswith(f"{p}/") for p in places) for u in users), users


def test_nothing_else_speaks_http() -> None:
    users = {name(p) for p in FILES if {"http.client", "urllib.request", "httpx", "aiohttp", "socket"} & {*imports(p)}}
    assert users == {"ui/serve.py"}  # for an option of the port it opens


def test_sql_is_written_in_core_and_etl_only() -> None:
    def writes_sql(tree: ast.Module) -> bool:
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        return any(re.search(r"\bSELECT\s|\bINSERT INTO\b|\bFROM observation\b", text) for text in texts)

    writers = {name(p) for p, tree in TREES.items() if writes_sql(tree)}
    assert {"core/queries.py", "etl/audit.py"} <= writers
    assert {w for w in writers if not w.startswith(("core/", "etl/"))} == set()


def test_caches_of_the_screen_are_in_one_place() -> None:
    words = ("cache_data", "cache_resource")
    users = {
        name(p)
        for p, tree in TREES.items()
        for n in ast.walk(tree)
        if (isinstance(n, ast.Attribute) and n.attr in words) or (isinstance(n, ast.alias) and n.name in words)
    }
    assert users == {"ui/load.py"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_caught_unnamed_and_no_safety_is_switched_off(path: Path) -> None:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            broad = any(
                k is None or (isinstance(k, ast.Name) and k.id in ("Exception", "BaseException")) for k in kinds
            )
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert not broad or passes_on, f"{name(path)}:{node.lineno} apanha tudo"
        if isinstance(node, ast.keyword):
            off = isinstance(node.value, ast.Constant) and node.value.value is False
            assert node.arg != "unsafe_allow_html", f"{name(path)}:{node.value.lineno}"
            assert not (node.arg == "verify" and off), f"{name(path)}:{node.value.lineno}"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330
    assert ast.get_docstring(TREES[path]), "módulo sem docstring"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    tops = [n for n in TREES[path].body if isinstance(n, kinds) and not n.name.startswith("_")]
    inside = [n for c in tops if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, kinds)]
    public = tops + [n for n in inside if not n.name.startswith("_")]
    assert [n.name for n in public if not ast.get_docstring(n)] == []
