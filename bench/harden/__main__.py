"""`python -m bench.harden [--minutes 60] [--part kills …] [--only NAME …] [--most 200] [--again]`: run the attacks, and
keep what they found.

Each row is kept in bench/harden.json as soon as it is there, with the code that it ran on; a later run on the same code
goes on from it. `make docs` then writes docs/endurecimento.md. Ends with 1 when anything went wrong.
"""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.harden.attack import REGISTRY, Attack, Plan
from core.base import files
from core.base.paths import ROOT
from docs import __main__ as docs

RESULTS: Final = Path(__file__).parents[1] / "harden.json"
_TERM: Final = 128 + signal.SIGTERM


def commit() -> str:
    """Which code was attacked; «+» where it was changed since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain", "core", "etl", "ui") else "")


def merged(rows: list[dict[str, Any]], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows with one that is new in the place of its own. What other code had come to with more tries stays told."""
    old = next((r for r in rows if r["what"] == row["what"]), {})
    earlier = old.get("earlier", {})
    if old and old.get("code", "") != row["code"]:
        earlier = {k: old[k] for k in ("commit", "tried", "faults") if k in old}
    made = dict(row) | ({"earlier": earlier} if earlier.get("tried", 0) > row["tried"] else {})
    return [made if r is old else r for r in rows] if old else [*rows, made]


def _kept(attack: Attack, row: Mapping[str, Any], results: Path) -> None:
    """One row, written beside what other runs write meanwhile."""
    with files.alone(results):
        found: dict[str, Any] = dict(files.read_json(results))
        part = found.get(attack.id, {})
        head = {k: row[k] for k in ("commit", "ended_at")}
        rows = [{"commit": part.get("commit", "")} | r for r in part.get("rows", [])]
        found[attack.id] = head | {"rows": merged(rows, row)}
        files.write_json(results, found)


def attacked(attack: Attack, plan: Plan, results: Path = RESULTS) -> int:
    """Run one attack, its rows said and kept as they come; how many faults they have."""
    code, wrong = commit(), dict[str, int]()
    for row in attack.run(plan):
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        plain = row.plain() | {"commit": code, "ended_at": ended}
        _kept(attack, plain, results)
        wrong[row.what] = plain["faults"]
        fault = f" FALHAS {plain['faults']}: {row.faults[0]}" if row.faults else ""
        print(f"{attack.id}: {row.what}: {row.tried} de {row.goal}. {row.told}{fault}", flush=True)
    if not plan.only:
        _no_others(attack, list(wrong), results)
    return sum(wrong.values())


def _no_others(attack: Attack, names: list[str], results: Path) -> None:
    """After a whole run: its rows in their order, and none of what is no longer attacked."""
    with files.alone(results):
        found: dict[str, Any] = dict(files.read_json(results))
        rows = {r["what"]: r for r in found.get(attack.id, {}).get("rows", [])}
        found[attack.id] = found.get(attack.id, {}) | {"rows": [rows[n] for n in names if n in rows]}
        files.write_json(results, found)


def orderly() -> None:
    """From now on whoever ends this process in good order ends what it started too: a server, a flood."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERM))


def main() -> None:
    """See the module."""
    orderly()
    known = list(REGISTRY.all)
    parser = argparse.ArgumentParser(prog="python -m bench.harden", description="Ataca o conjunto e escreve a tabela.")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="ao todo, repartidos pelas partes")
    parser.add_argument("--part", action="append", choices=known, help="só esta parte (repetir a opção)")
    parser.add_argument("--only", action="append", default=[], help="só as linhas com isto no nome (repetir a opção)")
    parser.add_argument("--most", type=int, help="no máximo tantas vezes cada")
    parser.add_argument("--again", action="store_true", help="de novo, e não a partir do que já se fez")
    given = parser.parse_args()
    wanted, began, wrong = given.part or known, time.monotonic(), 0
    for n, name in enumerate(wanted):
        left = given.minutes * 60 - (time.monotonic() - began)
        rows = [] if given.again else dict(files.read_json(RESULTS)).get(name, {}).get("rows", [])
        before = {row["what"]: row for row in rows}
        plan = Plan(max(5.0, left / (len(wanted) - n)), given.most, tuple(given.only), before)
        wrong += attacked(REGISTRY[name], plan)
    docs.main()
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
