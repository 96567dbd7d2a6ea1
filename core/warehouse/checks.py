"""When each query was last asked and what came of it: `builds/checks.json`, written by the ETL after every load.

A build says what its figures are; this says how fresh our knowledge is, also when a load found nothing new.
"""

import logging
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.base import files
from core.base.paths import builds_dir

CHECKS: Final = "checks.json"
LOADS: Final = "loads.jsonl"
OUTCOMES: Final = ("ok", "unchanged", "stale", "failed")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """State of one query. Times are ISO 8601 in UTC; `failed_since` is set while it keeps failing."""

    key: str
    asked_at: str
    outcome: str  # one of OUTCOMES
    ok_at: str | None = None
    failed_since: str | None = None
    error: str | None = None  # class of core.base.errors
    message: str | None = None

    @property
    def failing(self) -> bool:
        """Whether the last attempt gave nothing usable."""
        return self.failed_since is not None


_FIELDS: Final = tuple(f.name for f in fields(Check) if f.name != "key")


def read(folder: Path | None = None) -> dict[str, Check]:
    """Checks by key of the query; empty before the first load, and when the file is torn: then all is asked again. An
    entry of another form is as if it were not there, which the log names.
    """
    path = (folder or builds_dir()) / CHECKS
    known = {key: _check(key, about) for key, about in files.read_json(path).items()}
    if bad := sum(check is None for check in known.values()):
        _log.warning("%s: %d entradas não têm a forma de um registo nosso; é como se não houvesse.", path, bad)
    return {key: check for key, check in known.items() if check is not None}


def _check(key: str, about: Any) -> Check | None:
    if not isinstance(about, dict) or not all(v is None or isinstance(v, str) for v in about.values()):
        return None
    said: dict[str, Any] = {name: about.get(name) for name in _FIELDS}
    if said["outcome"] not in OUTCOMES or not is_moment(said["asked_at"]):
        return None
    if not all(said[name] is None or is_moment(said[name]) for name in ("ok_at", "failed_since")):
        return None
    return Check(key=key, **said)


def is_moment(text: Any) -> bool:
    """Whether this is a moment as we write one: ISO 8601, with its zone."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (TypeError, ValueError):
        return False


def refused(folder: Path | None = None) -> dict[str, Any] | None:
    """The load that was not published, at (ISO, UTC) and why, as long as none after it brought a build or asked a
    source.

    None before the first load and after a good one. A line of another form says nothing.
    """
    found: dict[str, Any]
    for found in reversed(files.read_json_lines((folder or builds_dir()) / LOADS)):
        if isinstance(found.get("refused"), str) and is_moment(found.get("at")):
            return found
        if found.get("changed") or found.get("asked"):
            return None
    return None
