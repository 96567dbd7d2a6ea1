"""What is said of an indicator is computed in core/reading: nobody else takes a change, a position, a verdict or a
gap.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.paths import ROOT

FILES = [p for f in ("etl", "geo", "show", "ui", "reports", "pages") for p in sorted((ROOT / f).rglob("*.py"))]
# What computes a judgement, a trend, a gap or what is asked of the store for one; core.reading alone calls them for
# others.
ASKED = {
    "core.judgement.judge": {"card", "judged", "judge", "series_at", "trend_state"},
    "core.judgement.trend": {"trend", "usable", "stated"},
    "core.judgement.verdict": {"verdict"},
    "core.warehouse.gaps": {"ledger", "of"},
}
# Who doubts figures looks at all their changes, and says nothing of what an indicator does.
DOUBTING = ROOT / "etl" / "build" / "plausibility"
# Where the rest of core may: what they are made of, and alerts, which look at every change of every place.
MINE = ("core/judgement/", "core/reading/", "core/alerts/")


def names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of everything imported from, or reached through, a module of ours."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.module, alias.name
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr


def computes(tree: ast.Module) -> list[str]:
    """Each place that takes a rank, or the difference of a figure to the one before it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("rank", "diff"):
            found.append(f"{node.lineno}: .{node.func.attr}()")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            right = ast.unparse(node.right)
            if "before" in right or "[-2]" in right or "- 2]" in right or "previous" in right:
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def trespasses(text: str, *, doubting: bool = False) -> list[str]:
    tree = ast.parse(text)
    asked = [f"{m}.{n}" for m, n in names(tree) if n in ASKED.get(m, ())]
    return asked if doubting else asked + computes(tree)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_nobody_else_computes_what_a_reading_says(path: Path) -> None:
    assert trespasses(path.read_text(encoding="utf-8"), doubting=path.is_relative_to(DOUBTING)) == []


def test_in_core_only_its_parts_and_the_alerts_do() -> None:
    others = [p for p in (ROOT / "core").rglob("*.py") if not p.relative_to(ROOT).as_posix().startswith(MINE)]
    asked = {
        p.relative_to(ROOT).as_posix(): found
        for p in others
        if (found := [f"{m}.{n}" for m, n in names(ast.parse(p.read_text("utf-8"))) if n in ASKED.get(m, ())])
    }
    assert asked == {}
    readers = {
        p.relative_to(ROOT).parts[1]
        for p in (ROOT / "core").rglob("*.py")
        if any(m.startswith("core.reading") for m, _ in names(ast.parse(p.read_text("utf-8"))))
    }
    assert readers <= {"reading", "alerts"}


@pytest.mark.parametrize(
    "text",
    [
        "from core.judgement.judge import card\n",
        "from core.judgement import judge\n\n\ndef f(x):\n    return judge.judged(x)\n",
        "from core.judgement.trend import trend\n",
        "from core.warehouse import gaps\n\n\ndef f(x):\n    return gaps.ledger(x)\n",
        "def f(values):\n    return values.rank(method='min')\n",
        "def f(value, before):\n    return value - before\n",
        "def f(values):\n    return values[-1] - values[-2]\n",
    ],
)
def test_a_second_reading_would_be_noticed(text: str) -> None:
    assert trespasses(text)


def test_the_six_old_assemblies_are_gone() -> None:
    old = {
        "ui/views/visao_geral.py": ("_facts", "_source", "_doubt"),
        "ui/views/dominio.py": ("_row_of", "_spread"),
        "ui/views/territorio_figures.py": ("_rank", "place_of"),
        "ui/views/indicador_picture.py": ("_trend", "area"),
        "ui/wall/indicator.py": ("_tone",),
        "reports/context.py": ("card", "series", "present", "values"),
    }
    for file, gone in old.items():
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert not {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)} & set(gone), file
