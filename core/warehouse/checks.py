"""When each query was last asked and what came of it: `builds/checks.json`, written by the ETL after every load.

A build says what its figures are; this says how fresh our knowledge is, also when a load found nothing new.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.base import files
from core.base.paths import builds_dir

CHECKS: Final = "checks.json"
LOADS: Final = "loads.jsonl"


@dataclass(frozen=True)
class Check:
    """State of one query. Times are ISO 8601 in UTC; `failed_since` is set while it keeps failing."""

    key: str
    asked_at: str
    outcome: str  # ok | unchanged | stale | failed
    ok_at: str | None = None
    failed_since: str | None = None
    error: str | None = None  # class of core.base.errors
    message: str | None = None

    @property
    def failing(self) -> bool:
        """Whether the last attempt gave nothing usable."""
        return self.failed_since is not None


def read(folder: Path | None = None) -> dict[str, Check]:
    """Checks by key of the query; empty before the first load, and when the file is torn: then all is asked again."""
    known = files.read_json((folder or builds_dir()) / CHECKS)
    return {key: Check(key=key, **about) for key, about in known.items()}


def refused(folder: Path | None = None) -> dict[str, Any] | None:
    """The load that was not published, at (ISO, UTC) and why, as long as none after it brought a build or asked a
    source.

    None before the first load and after a good one.
    """
    try:
        lines = ((folder or builds_dir()) / LOADS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    for line in reversed(lines):  # a line that a power cut tore says nothing
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if not isinstance(found, dict):
            continue
        if "refused" in found:
            return found
        if found.get("changed") or found.get("asked"):
            return None
    return None
