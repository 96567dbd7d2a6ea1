"""Disks that refuse: a full one, and folders in which whoever asks has no right. Both need root, as CI has it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOBODY = 65534


def _root() -> None:
    if os.geteuid() != 0:
        pytest.skip("precisa de root")


@contextmanager
def tiny_disk(at: Path, size: str = "256k", options: str = "") -> Iterator[Path]:
    """A disk of its own of this size, gone afterwards."""
    _root()
    at.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", at], check=True)


@contextmanager
def read_only(at: Path) -> Iterator[None]:
    """A folder that only reads for as long as this lasts."""
    _root()
    subprocess.run(["mount", "--bind", at, at], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", at], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", at], check=True)


@contextmanager
def powerless(closed: Path) -> Iterator[None]:
    """This process without its rights, and a folder that it may not enter."""
    _root()
    mode = closed.stat().st_mode
    for above in closed.parents:  # pytest's own folders are its user's alone
        if above.stat().st_uid == os.geteuid() and above.stat().st_mode & 0o777 == 0o700:
            above.chmod(0o711)
    closed.chmod(0)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        closed.chmod(mode)
