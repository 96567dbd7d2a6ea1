"""What is said of an indicator is computed in core/reading: nobody else takes a change, a position, a verdict or a
gap.
"""

import ast
import re
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


EARLIER = re.compile(r"before|previous|earlier|\bthen\b|\[-2\]|\[- 2\]|- 2\]|iloc\[0\]")


def _method(node: ast.AST) -> str:
    """The name of the method that is called: `rank` of `x.rank()`."""
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def _indexed(node: ast.AST) -> bool:
    """A figure as an index: so many times what it was in another period."""
    said = ast.unparse(node) if isinstance(node, ast.BinOp) else ""
    return bool(re.match(r"\(?100 \* .*value.* / .*(base|start|then|before|map)", said))


def _change(node: ast.AST) -> bool:
    """The difference to an earlier figure, or how many times it is that one: `now / then - 1`."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    ratio = isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Div) and ast.unparse(node.right) == "1"
    return ratio or bool(EARLIER.search(ast.unparse(node.right)))


def _position(node: ast.AST) -> bool:
    """How many are above or below, by a count of comparisons; where it stands in what was sorted."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
        counted = node.args[0]
        if isinstance(counted, ast.GeneratorExp | ast.ListComp):
            tests = [counted.elt, *(i for g in counted.generators for i in g.ifs)]
            return any(isinstance(t, ast.Compare) and isinstance(t.ops[0], ast.Lt | ast.Gt) for t in tests)
    return _method(node) == "index" and "sorted(" in ast.unparse(node)


def _met(node: ast.AST) -> bool:
    """Whether a figure has reached its target."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return False
    said = ast.unparse(node)
    return "target" in said and "year" not in said


def computes(tree: ast.Module) -> list[str]:
    """Each place that takes a rank, a change, an index to an earlier figure, or whether a target is met."""
    return [
        f"{node.lineno}: {ast.unparse(node)[:80]}"
        for node in ast.walk(tree)
        if _method(node) in ("rank", "diff", "pct_change")
        or _change(node)
        or _indexed(node)
        or _position(node)
        or _met(node)
    ]


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
        "def f(rows, start):\n    return 100 * rows['value'] / rows['territory_id'].map(start)\n",
        "def f(now, then):\n    return 100 * (now / then - 1)\n",
        "def f(rows):\n    return rows['value'].pct_change()\n",
        "def f(values):\n    return values.iloc[-1] - values.iloc[0]\n",
        "def f(values, mine):\n    return 1 + sum(v > mine for v in values)\n",
        "def f(values, mine):\n    return 1 + sum(1 for v in values if v < mine)\n",
        "def f(values, mine):\n    return sorted(values).index(mine) + 1\n",
        "def f(value, target):\n    return value >= target.value\n",
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
