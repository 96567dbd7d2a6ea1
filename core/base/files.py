"""Files that others read while we write: a reader sees the old or the new, never half, and a power cut changes nothing
of that.

What is written lies first in a file of its own beside the place, goes to the disk, and takes the place in one step.
Two who write the same file do not meet; the last one stays. Where writing fails (a full disk, say) the old file stays
and nothing is left beside it; what a killed process leaves begins with `PREFIX`. What the disk refuses is a
StorageError with the file and what to do.
"""

import json
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from core.base import disk, nested
from core.base.errors import StorageError

_log = logging.getLogger(__name__)
_WAIT_S: Final = 20
_NUMBERED: Final = re.compile(r"n(\d{8})-")
PREFIX: Final = ".tmp-"


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A name beside `path` for whoever writes files himself; what stands there at the end takes the place of `path`.
    The folder is made where there is none. StorageError when it cannot be written.
    """
    with disk.said(path):
        folder(path.parent)
        fresh = path.with_name(PREFIX + secrets.token_hex(6))  # no ending: whoever looks for «*.csv» does not find it
        try:
            yield fresh
            move(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


def folder(path: Path) -> None:
    """Make a folder and those above it, each on the disk before this returns. StorageError when it cannot be made."""
    with disk.said(path):
        if not path.is_dir():
            folder(path.parent)
            path.mkdir(exist_ok=True)
            _sync(path.parent)


def move(fresh: Path, path: Path) -> None:
    """A whole file of the same disk takes the place of `path`; both on the disk before this returns."""
    with disk.said(path):
        _sync(fresh)
        fresh.replace(path)
        _sync(path.parent)


def append_line(path: Path, line: str) -> None:
    """A line at the end of a file of lines, on the disk before this returns. What a power cut left of an earlier line
    stays a line of its own.
    """
    with disk.said(path), path.open("ab+") as handle:
        end = handle.seek(0, os.SEEK_END)
        if end:
            handle.seek(end - 1)
        torn = b"\n" if end and handle.read(1) != b"\n" else b""
        handle.write(torn + line.encode("utf-8", "backslashreplace") + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    _sync(path.parent)


@contextmanager
def alone(path: Path, error: type[Exception] = StorageError) -> Iterator[None]:
    """One writer of `path` at a time, in this process or another: what is read inside still holds when it is written.
    `error` when another keeps it for too long.
    """
    folder(path.parent)
    with disk.said(path):
        try:
            held = FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT_S).acquire()
        except Timeout as late:
            raise error(f"Outro processo está a escrever {path.name}; repetir daqui a pouco.") from late
    with held:
        yield


def in_order(folder: Path, pattern: str) -> list[Path]:
    """Kept files, the oldest first: by the number that `numbered` gave them, whatever the clock said then. Those from
    before there were numbers are named by the time and come before all that have one.
    """
    return sorted(folder.glob(pattern), key=lambda p: (_number(p), p.name))


def numbered(folder: Path, name: str) -> Path:
    """Where the next file of a folder goes: `n00000012-<name>`, after every other. Inside `alone`."""
    last = max((_number(p) for p in folder.glob("n*")), default=0)
    return folder / f"n{last + 1:08d}-{name}"


def _number(path: Path) -> int:
    return int(said[1]) if (said := _NUMBERED.match(path.name)) else 0


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
    """The object in a small file that speaks of others. Empty when it is missing; also when it is torn, cannot be
    opened, or is no object, which the log names.
    """
    text = _content(path)
    return {} if text is None else _object(text, path) or {}


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of lines, in their order, read as `read_json` does: a line that is none is left out, and
    the log names the file.
    """
    lines = (_content(path) or b"").splitlines()
    found = [_object(line, path) for line in lines if line.strip()]
    return [about for about in found if about is not None]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("%s não se lê (%s); é como se não houvesse.", path, type(error).__name__)
        return None


def _object(text: bytes, path: Path) -> dict[str, Any] | None:
    try:
        about = nested.of_json(text, nan=True)
    except ValueError as error:
        _log.warning("%s não se lê (%s); é como se não houvesse.", path, type(error).__name__)
        return None
    if not isinstance(about, dict):
        _log.warning("%s não tem a forma de um registo nosso; é como se não houvesse.", path)
        return None
    return about


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
