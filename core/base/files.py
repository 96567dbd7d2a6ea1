"""Files that others read while we write: a reader sees the old or the new, never half, and a power cut changes nothing
of that.

What is written lies first in a file of its own beside the place, goes to the disk, and takes the place in one step.
Two who write the same file do not meet; the last one stays. Where writing fails (a full disk, say) the old file stays
and nothing is left beside it; what a killed process leaves begins with `PREFIX`.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

PREFIX: Final = ".tmp-"


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A name beside `path` for whoever writes files himself; what stands there at the end takes the place of `path`.
    The folder is made where there is none. OSError when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(PREFIX + secrets.token_hex(6))  # no ending: whoever looks for «*.csv» does not find it
    try:
        yield fresh
        move(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def move(fresh: Path, path: Path) -> None:
    """A whole file of the same disk takes the place of `path`; both on the disk before this returns."""
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """The whole content of a file."""
    with aside(path) as fresh:
        fresh.write_bytes(content)


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """The whole text of a file; ends of lines stay as they are."""
    write_bytes(path, text.encode(encoding))


def write_json(path: Path, content: Any) -> None:
    """Something as JSON that people can read too."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    # What UTF-8 has no form for (the name of a file, say) is written as JSON writes it.
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def read_json(path: Path) -> dict[str, Any]:
    """The object in a small file that speaks of others; empty when it is missing, torn or no object."""
    try:
        about = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return about if isinstance(about, dict) else {}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
