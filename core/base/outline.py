"""What stands literally in a declaration, read without running the module that holds it.

The room's command line must know which scenes there are and what each asks for; the wall that draws them needs
Streamlit and half of the project. Ids, names and lists of words stand in a declaration as they are, so that both
read the same line.
"""

import ast
from pathlib import Path
from typing import Any


def outlines(folder: Path, call: str) -> dict[str, list[dict[str, Any]]]:
    """By file of a folder, the literal arguments of each `call(…)` at the top level of its module; others are left out.

    `Text(pt=…, en=…)` counts as a literal. A file that is no Python gives an empty list: who runs it says why.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.py")):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            found[path.name] = []
            continue
        calls = [
            node
            for top in tree.body
            if isinstance(top, ast.Assign | ast.AnnAssign)
            for node in ast.walk(top)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call
        ]
        if calls:
            found[path.name] = [_arguments(c) for c in calls]
    return found


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
