"""`python -m bench.harden [--minutes 60] [--part kills …] [--most 200]`: run the attacks, keep what they found.

Each part that was run replaces its own rows in bench/harden.json; `make docs` then writes docs/endurecimento.md. Ends
with 1 when anything went wrong.
"""

import argparse
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.harden.attack import REGISTRY, Attack, Plan
from core.base import files
from core.base.paths import ROOT
from docs import __main__ as docs

RESULTS: Final = Path(__file__).parents[1] / "harden.json"


def commit() -> str:
    """Which code was attacked; «+» where it was changed since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain", "core", "etl", "ui") else "")


def attacked(attack: Attack, plan: Plan) -> dict[str, Any]:
    """The rows of one attack, said as they come."""
    began, rows = time.monotonic(), []
    for row in attack.run(plan):
        rows.append(row.plain())
        fault = f" FALHAS {len(row.faults)}: {row.faults[0]}" if row.faults else ""
        print(f"{attack.id}: {row.what}: {row.tried} de {row.goal}. {row.told}{fault}", flush=True)
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    return {"commit": commit(), "ended_at": ended, "seconds": round(time.monotonic() - began), "rows": rows}


def main() -> None:
    """See the module."""
    known = list(REGISTRY.all)
    parser = argparse.ArgumentParser(prog="python -m bench.harden", description="Ataca o conjunto e escreve a tabela.")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="ao todo, repartidos pelas partes")
    parser.add_argument("--part", action="append", choices=known, help="só esta parte (repetir a opção)")
    parser.add_argument("--most", type=int, help="no máximo tantas vezes cada")
    given = parser.parse_args()
    found: dict[str, Any] = dict(files.read_json(RESULTS))
    wanted = given.part or known
    began = time.monotonic()
    for n, name in enumerate(wanted):
        left = given.minutes * 60 - (time.monotonic() - began)
        found[name] = attacked(REGISTRY[name], Plan(max(5.0, left / (len(wanted) - n)), given.most))
        files.write_json(RESULTS, found)
    docs.main()
    sys.exit(any(row["faults"] for name in wanted for row in found[name]["rows"]))


if __name__ == "__main__":
    main()
