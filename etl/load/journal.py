"""The journal of loads: `checks.json`, the state of each query, and `loads.jsonl`, a line per load."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.base import files
from core.base.errors import EntiError
from core.catalogue.queries import EMBEDDED
from core.warehouse.checks import CHECKS, LOADS, Check, read
from etl.load.ask import Answer, Answers

_BAD = ("failed", "stale")


def record(folder: Path, answers: Answers, runs: list[dict[str, Any]], build: Path, *, changed: bool) -> None:
    """Note what became of every live query that was asked; what was not asked keeps its note."""
    checks = read(folder)
    latest = {r["key"]: r for r in runs if r["current"]}
    asked = [a for a in answers.by_key.values() if a.query.source not in EMBEDDED]
    for answer in asked:
        # An item whose every candidate gave way leaves no run for a query: then the answer itself is what we know.
        checks[answer.key] = _check(answer, latest.get(answer.key), checks.get(answer.key))
    noted = {k: {n: v for n, v in c.__dict__.items() if n != "key"} for k, c in checks.items()}
    files.write_json(folder / CHECKS, noted)
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "build": build.stem,
        "changed": changed,
        "asked": len(asked),
        "failed": sum(checks[a.key].failing for a in asked),
    }
    _line(folder, line)


@contextmanager
def publishing(folder: Path) -> Iterator[None]:
    """Note a load that ends inside without having been published, and why: screens must be able to say that what they
    show is not the newest. The error goes on.
    """
    try:
        yield
    finally:
        error = sys.exc_info()[1]
        if isinstance(error, Exception):  # not where somebody stops it by hand
            why = str(error) if isinstance(error, EntiError) else type(error).__name__
            _line(folder, {"at": datetime.now(UTC).isoformat(timespec="seconds"), "refused": why})


def _line(folder: Path, about: dict[str, Any]) -> None:
    files.append_line(folder / LOADS, json.dumps(about, ensure_ascii=False))


def _check(answer: Answer, run: dict[str, Any] | None, before: Check | None) -> Check:
    outcome = run["outcome"] if run else ("failed" if answer.error else "ok")
    if outcome not in _BAD:
        return Check(answer.key, answer.asked_at, outcome, ok_at=answer.asked_at)
    return Check(
        answer.key,
        answer.asked_at,
        outcome,
        ok_at=before.ok_at if before else None,
        failed_since=(before.failed_since if before else None) or answer.asked_at,
        error=type(answer.error).__name__ if answer.error else (before.error if before else None),
        message=run["message"] if run else str(answer.error),
    )
