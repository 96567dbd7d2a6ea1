"""Another program that has a build open for writing, as DuckDB's shell or DBeaver would."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOLD = (
    "import duckdb, sys; c = duckdb.connect(sys.argv[1]); [c.execute(s) for s in sys.argv[2:]]; print(1, flush=True);"
    " sys.stdin.read()"
)


@contextmanager
def held(build: Path, *statements: str) -> Iterator[None]:
    """For as long as this lasts; then it dies without ending what it began."""
    command = [sys.executable, "-c", _HOLD, str(build), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"1\n"
        try:
            yield
        finally:
            other.kill()
