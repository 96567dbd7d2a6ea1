"""What `python -m etl …` says when a test runs it in this process."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from etl.cli.app import main


class Said(NamedTuple):
    """What one command gave back; `err` in one line."""

    code: int
    out: str
    err: str


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """A function that runs a command with its data in `data`."""

    def run(*arguments: str, data: Path) -> Said:
        monkeypatch.setenv("ENTI_DATA", str(data))
        monkeypatch.setattr(sys, "argv", ["etl", *arguments])
        try:
            code = main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, " ".join(said.err.split()))

    return run
