"""What the attacks found (bench/harden.json), a table per attack, in the words of its declaration; and what of each
kind of hole was looked at (bench/harden/holes.yaml).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from core.base import files, nested
from core.base.outline import outlines
from core.base.paths import ROOT
from core.terms.formats import day, number

RESULTS: Final = ROOT / "bench" / "harden.json"
_HOLES: Final = ROOT / "bench" / "harden" / "holes.yaml"


def attacks() -> dict[str, Mapping[str, Any]]:
    """What each attack is called and does, by id: read, not imported, for it takes half of the project."""
    return {a["id"]: a for found in outlines(ROOT / "bench" / "harden", "Attack").values() for a in found}


def table() -> str:
    """A section per attack: when it last ran, and a row per thing that was attacked, with the code that it ran on."""
    found, known = files.read_json(RESULTS), attacks()
    return "\n".join(line for name, part in found.items() for line in _section(known[name], part))


def _section(attack: Mapping[str, Any], part: Mapping[str, Any]) -> Iterator[str]:
    when = datetime.fromisoformat(part["ended_at"])
    yield from (f"### {attack['name']['pt']} (`--part {attack['id']}`)", "", attack["does"]["pt"], "")
    yield f"Da última vez: código `{part['commit']}`, {day(when.date())} {when:%H:%M} UTC."
    yield from ("", "| o quê | feito | objetivo | falhas | medido | código |", "|---|---:|---:|---:|---|---|")
    for row in part["rows"]:
        said = "; ".join(filter(None, (row["told"], *row["first"], _earlier(row))))
        cells = (row["what"], number(row["tried"], 0), number(row["goal"], 0), row["faults"], said)
        plain = [str(c).replace("|", "&#124;").replace("\n", " ") for c in cells]
        yield f"| {' | '.join(plain)} | `{row.get('commit', part['commit'])}` |"
    yield ""


def _earlier(row: Mapping[str, Any]) -> str:
    """What other code had come to, where that was more."""
    old = row.get("earlier")
    return f"antes, em `{old['commit']}`: {number(old['tried'], 0)}, {old['faults']} falhas" if old else ""


def summary() -> str:
    """A line per attack for the README: how much was done of what is aimed at, faults, and on which code."""
    found, known = files.read_json(RESULTS), attacks()
    lines = ["| ataque | linhas no objetivo | vezes | falhas | código | em |", "|---|---:|---:|---:|---|---|"]
    for name, part in found.items():
        rows, when = part["rows"], datetime.fromisoformat(part["ended_at"])
        full = f"{sum(row['tried'] >= row['goal'] for row in rows)} de {len(rows)}"
        times = f"{number(sum(row['tried'] for row in rows), 0)} de {number(sum(row['goal'] for row in rows), 0)}"
        wrong = sum(row["faults"] for row in rows)
        commits = ", ".join(f"`{c}`" for c in dict.fromkeys(row.get("commit", part["commit"]) for row in rows))
        lines.append(f"| {known[name]['name']['pt']} | {full} | {times} | {wrong} | {commits} | {day(when.date())} |")
    return "\n".join(lines)


def looked() -> dict[str, dict[str, str | None]]:
    """Of each kind of hole its siblings, each with what stands for it; None where nobody has tried."""
    found: dict[str, dict[str, str | None]] = nested.of_yaml(_HOLES.read_text(encoding="utf-8"))
    return found


def holes() -> str:
    """A row per sibling of each kind of hole, with the result: a test that passes, or what an attack came to."""
    found, known = files.read_json(RESULTS), attacks()
    lines = ["| n.º | espécie | o que se olhou | resultado |", "|---:|---|---|---|"]
    for n, (name, siblings) in enumerate(looked().items(), 1):
        for what, witness in siblings.items():
            if witness is None:
                result = "**não tentado**"
            elif witness in known:
                result = _result(known[witness]["name"]["pt"], found.get(witness))
            else:
                file, _, test = witness.partition("::")
                result = f"prova `{test}` em [{file}](../tests/{file})"
            lines.append(f"| {n} | {name} | {what} | {result} |")
    return "\n".join(lines)


def _result(name: str, part: Mapping[str, Any] | None) -> str:
    if part is None:
        return f"{name}: **não tentado**"
    rows = part["rows"]
    short = sum(row["tried"] < row["goal"] for row in rows)
    faults = sum(row["faults"] for row in rows)
    said = f"{name}: {number(sum(row['tried'] for row in rows), 0)} vezes, {faults} falhas"
    return f"{said}; {short} de {len(rows)} linhas abaixo do objetivo" if short else said
