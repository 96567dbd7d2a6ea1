"""What stands literally in a declaration, read without running the module that holds it.

The room's command line must know which scenes there are and what each asks for; the wall that draws them needs
Streamlit and half of the project. Ids, names and lists of words stand in a declaration as they are, so that both
read the same line.
"""

import ast
import traceback
from pathlib import Path
from typing import Any


def outlines(folder: Path, call: str) -> dict[str, list[dict[str, Any]]]:
    """By file of a folder, its `outline`; a file without any such call is left out, one that is no Python is not."""
    found = {path: outline(path, call) for path in sorted(folder.glob("*.py"))}
    return {path.name: calls for path, calls in found.items() if calls or _tree(path) is None}


def outline(path: Path, call: str) -> list[dict[str, Any]]:
    """The literal arguments of each `call(…)` at the top level of a module, in their order; others are left out.

    `Text(pt=…, en=…)` counts as a literal. A file that is no Python has none: who runs it says why.
    """
    tree = _tree(path)
    found = [
        node
        for top in (tree.body if tree else ())
        if isinstance(top, ast.Assign | ast.AnnAssign)
        for node in ast.walk(top)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call
    ]
    return [_arguments(c) for c in sorted(found, key=lambda c: (c.lineno, c.col_offset))]


def around(path: Path, error: BaseException) -> str:
    """What was being made in a file where an error was raised: the argument that stands there (`name`), else the line;
    empty when the error comes from elsewhere.
    """
    lines = [n for frame, n in traceback.walk_tb(error.__traceback__) if Path(frame.f_code.co_filename) == path]
    tree = _tree(path) if lines else None
    if tree is None:
        return ""
    made = {
        node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Call) and node.value.lineno == lines[-1]
    }
    return str(made.pop()) if len(made) == 1 else f"linha {lines[-1]}"


def _tree(path: Path) -> ast.Module | None:
    try:
        return ast.parse(path.read_text(encoding="utf-8")) if path.suffix == ".py" else None
    except (SyntaxError, ValueError, RecursionError, OSError):
        return None


def _arguments(call: ast.Call) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for keyword in call.keywords:
        if keyword.arg is None:
            continue
        if isinstance(keyword.value, ast.Call):
            if isinstance(keyword.value.func, ast.Name) and keyword.value.func.id == "Text":
                made[keyword.arg] = _arguments(keyword.value)
            continue
        try:
            made[keyword.arg] = ast.literal_eval(keyword.value)
        except ValueError:
            continue
    return made
