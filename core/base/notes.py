"""Small JSON files that speak of other files: read so that a torn one counts as none, written so that none is torn."""

import json
import os
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """The object in a file; empty when it is missing, torn (a power cut leaves an empty file) or no object."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def write(path: Path, about: dict[str, Any]) -> None:
    """Write in one step and to the disk: a reader sees the old or the new, never half."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as handle:
        json.dump(about, handle, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
