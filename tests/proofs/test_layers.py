"""The house: which floor may call which, and what stands in one place only."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.paths import ROOT

FOLDERS = ("core", "etl", "geo", "show", "ui", "reports", "pages")
FILES = [p for f in FOLDERS for p in sorted((ROOT / f).rglob("*.py"))] + [ROOT / "app.py"]
OURS = {*FOLDERS, "app", "bench", "tests"}
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
    assert {
        "core/warehouse/store.py",
        "etl/fetch/http.py",
        "etl/sources/ine/connector.py",
        "ui/data/load.py",
        "app.py",
    } <= {name(p) for p in FILES}


def test_doors_call_the_frame_and_nothing_else() -> None:
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]:
        assert {i for i in imports(path) if i.split(".")[0] in OURS} == {"ui.frame"}, name(path)


def directions(root: Path) -> subprocess.CompletedProcess[str]:
    """What `make lint-rooms` says of a tree."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", "pyproject.toml"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_folders_and_rooms_are_imported_downwards_only() -> None:
    """[tool.importlinter] of pyproject.toml: folders, rooms, sources apart, no Streamlit below ui, no circle."""
    done = directions(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("path", "line", "broken"),
    [
        ("core/terms/period.py", "import show.scale", "Do ecrã ao significado"),
        ("reports/pdf.py", "import ui.kit.dom", "Do ecrã ao significado"),
        ("etl/fetch/http.py", "import ui.data.load", "O ETL e o que se lê"),
        ("etl/load/run.py", "import show.charts", "O ETL e o que se lê"),
        ("etl/load/run.py", "import reports.model", "O ETL e o que se lê"),
        ("reports/model.py", "import etl.load.run", "O ecrã e o papel não conhecem o ETL"),
        ("ui/kit/gate.py", "import pages.indicador", "Ninguém da casa"),
        ("core/base/sums.py", "import bench.rig", "Ninguém da casa"),
        ("show/ticks.py", "import scaffold.parts", "Ninguém da casa"),
        ("show/sentences.py", "import streamlit", "não tem Streamlit"),
        ("core/warehouse/store.py", "import core.judgement.judge", "Salas de core"),
        ("etl/fetch/http.py", "import etl.load.run", "Salas de etl"),
        ("ui/kit/state.py", "import ui.views.dados", "Salas de ui"),
        ("etl/sources/ine/connector.py", "import etl.sources.eea.format", "Uma fonte não conhece outra"),
        ("show/sentences.py", "import show.findings", "Nenhum círculo"),
    ],
)
def test_an_import_that_goes_up_is_named(tmp_path: Path, path: str, line: str, broken: str) -> None:
    for folder in ("core", "etl", "geo", "show", "ui", "reports"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    text = (tmp_path / path).read_text(encoding="utf-8")
    (tmp_path / path).write_text(f"{text}\n{line}\n", encoding="utf-8")
    done = directions(tmp_path)
    assert done.returncode == 1 and re.search(rf"{broken}.* BROKEN", done.stdout), done.stdout


@pytest.mark.parametrize(
    ("module", "places"),
    [
        (
            "requests",
            {
                "etl/fetch/http.py",
                "etl/live/broker.py",
                "etl/alerts/deliver.py",
                "etl/fetch/partial.py",
                "etl/fetch/refusal.py",
            },
        ),
        ("urllib3", {"etl/fetch/http.py", "etl/live/broker.py"}),
        ("streamlit", {"ui", "app.py", "pages"}),
        ("starlette", {"ui/server/serve.py", "ui/server/caught.py", "ui/wall/server.py", "etl/live/receiver.py"}),
        ("uvicorn", {"core/base/listening.py", "ui/server/serve.py", "etl/live/receiver.py"}),
        ("pydantic_settings", {"core/base/settings.py"}),
        ("duckdb", {"core/warehouse", "etl"}),
        ("plotly", {"ui/kit/plots.py"}),
        ("pydeck", {"ui/views/indicador_points.py"}),
        ("typst", {"reports/pdf.py"}),
        ("docx", {"reports/docx.py"}),
        ("smtplib", {"etl/alerts/smtp.py"}),
        ("sqlite3", {"core/base/ledger.py"}),
        ("openpyxl", {"core/base/books.py", "etl/handed/workbook.py"}),  # the first writes, the second reads
        ("pyogrio", {"etl/boundaries/opened.py"}),  # which sees to it that no address is followed
        ("yaml", {"core/base/nested.py", "core/room/playlists.py"}),  # the first reads, the second writes
    ],
)
def test_each_library_has_its_place(module: str, places: set[str]) -> None:
    users = {name(p) for p in FILES if module in {i.split(".")[0] for i in imports(p)}}
    assert users and all(any(u == p or u.startswith(f"{p}/") for p in places) for u in users), users


@pytest.mark.parametrize(
    ("library", "also"),
    [
        ("yaml", set()),
        ("json", {"reports/drawing.py", "ui/views/indicador_points.py"}),  # what we made ourselves a line before
    ],
)
def test_nested_texts_are_read_in_one_place(library: str, also: set[str]) -> None:
    readers = {
        name(p)
        for p, tree in TREES.items()
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == library and "load" in n.attr
    }
    assert readers == {"core/base/nested.py"} | also


def test_files_are_put_in_place_in_one_place() -> None:
    """`x.replace(y)` of one thing by another is a file's (a text's has two); so is `x.rename(y)`."""

    def moves(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        one = len(node.args) == 1 and not node.keywords
        return node.func.attr in ("fsync", "renames", "mkstemp") or (node.func.attr in ("replace", "rename") and one)

    users = {name(p) for p, tree in TREES.items() if any(map(moves, ast.walk(tree)))}
    assert users == {"core/base/files.py", "etl/build/publish.py"}  # the second sets a damaged build aside


def test_what_is_handed_in_is_read_in_one_place() -> None:
    """What sources send is read by their formats, each with its own names for what is wrong."""

    def users(library: str, *words: str) -> set[str]:
        return {
            name(p)
            for p, tree in TREES.items()
            for n in ast.walk(tree)
            if isinstance(n, ast.Attribute)
            and isinstance(n.value, ast.Name)
            and (n.value.id, n.attr in words) == (library, True)
        }

    readers = {u for u in users("csv", "reader", "DictReader") if not u.startswith("etl/sources/")}
    assert readers == {"core/base/tables.py", "etl/fetch/csv_text.py"}
    assert users("openpyxl", "load_workbook") | users("pd", "read_excel", "read_csv") == {"etl/handed/workbook.py"}


def test_csv_is_written_in_one_place() -> None:
    """Where it is, text that a spreadsheet would run is guarded."""
    words = {"writer", "DictWriter", "to_csv", "to_excel"}
    users = {
        name(p) for p, tree in TREES.items() for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in words
    }
    assert users == {"core/base/cells.py"}


def test_nothing_else_speaks_http() -> None:
    users = {name(p) for p in FILES if {"http.client", "urllib.request", "httpx", "aiohttp", "socket"} & {*imports(p)}}
    assert users == {"core/base/listening.py"}  # for the ports that it opens


def test_only_commands_print_and_reports_have_one_form() -> None:
    def calls(tree: ast.Module, *names: str) -> bool:
        """Whether it calls any of these, by its last name."""
        called = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
        return any((f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "")) in names for f in called)

    printers = {name(p) for p, tree in TREES.items() if calls(tree, "print")}
    assert {p for p in printers if not p.startswith("etl/cli/")} == {"reports/__main__.py"}
    assert {name(p) for p, t in TREES.items() if calls(t, "basicConfig", "StreamHandler", "addHandler")} == {
        "core/base/logs.py"
    }


def test_sql_is_written_in_core_and_etl_only() -> None:
    def writes_sql(tree: ast.Module) -> bool:
        texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        return any(re.search(r"\bSELECT\s|\bINSERT INTO\b|\bFROM observation\b", text) for text in texts)

    writers = {name(p) for p, tree in TREES.items() if writes_sql(tree)}
    assert {"core/warehouse/queries.py", "etl/build/audit.py"} <= writers
    assert {w for w in writers if not w.startswith(("core/", "etl/"))} == set()


@pytest.mark.parametrize(
    ("pattern", "home"),
    [
        (r"gap\.|map\.better|map\.soft|map\.count_warning", "show/legend.py"),
        (r"polyline$", "show/charts.py"),
        (r"enti-(end|now|evolution)$", "show/charts.py"),
    ],
)
def test_a_chart_and_a_legend_are_said_in_one_place(pattern: str, home: str) -> None:
    keys = {
        name(p)
        for p, tree in TREES.items()
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and re.match(pattern, n.value)
    }
    assert {k for k in keys if not k.startswith("show/texts/")} - {"show/svg.py"} == {home}


def test_paper_makes_no_axis_and_no_legend_of_its_own() -> None:
    made_in_show = {"edges", "colours", "class_of"}
    for path in (p for p in FILES if name(p).startswith("reports/")):
        assert "polyline" not in path.read_text(encoding="utf-8"), name(path)
        asked = {n.attr for n in ast.walk(TREES[path]) if isinstance(n, ast.Attribute)}
        assert not asked & made_in_show, f"{name(path)} faz a sua legenda: {asked & made_in_show}"
        texts = [n.value for n in ast.walk(TREES[path]) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        assert not [x for x in texts if re.search(r"<(svg|text|path|line)\b| – $|melhor$", x)], name(path)


def test_caches_of_the_screen_are_in_one_place() -> None:
    words = ("cache_data", "cache_resource")
    users = {
        name(p)
        for p, tree in TREES.items()
        for n in ast.walk(tree)
        if (isinstance(n, ast.Attribute) and n.attr in words) or (isinstance(n, ast.alias) and n.name in words)
    }
    assert users == {"ui/data/load.py"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_is_caught_unnamed_and_no_safety_is_switched_off(path: Path) -> None:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            broad = any(
                k is None or (isinstance(k, ast.Name) and k.id in ("Exception", "BaseException")) for k in kinds
            )
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            last = name(path) == "etl/cli/app.py" and ast.unparse(node.body[0]).startswith("number = logs.noted(")
            assert not broad or passes_on or last, f"{name(path)}:{node.lineno} apanha tudo"
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
