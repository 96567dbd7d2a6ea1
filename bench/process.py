"""Whole processes from outside: wall time, and the peak of resident memory as the kernel keeps it.

The peak is read from /proc while the process lives: the figure that `wait4` gives starts from the parent's own.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from core.base.paths import ROOT


@dataclass(frozen=True)
class Run:
    """What one process took, and the last line it wrote."""

    seconds: float
    megabytes: float
    last_line: str


def process(*arguments: str, data: str, allowed: tuple[int, ...] = (0,)) -> Run:
    """Run this Python with `arguments` from the project's root, its data in `data`.

    Raises RuntimeError when it ends with a code that is not `allowed`.
    """
    environment = os.environ | {"ENTI_DATA": data}
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    peaks = [0.0]
    watcher = threading.Thread(target=_watch, args=(child.pid, peaks))
    watcher.start()
    lines = child.communicate()[0].splitlines()
    seconds = time.perf_counter() - started
    watcher.join()
    if child.returncode not in allowed:
        raise RuntimeError(f"{' '.join(arguments)} terminou com {child.returncode}: {lines[-3:]}")
    return Run(seconds, peaks[0], lines[-1] if lines else "")


def _watch(pid: int, peaks: list[float]) -> None:
    """Keep the high-water mark of `pid` (MB) in `peaks[0]` until it ends."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            text = status.read_text()
        except (FileNotFoundError, ProcessLookupError):
            return
        mark = next((line for line in text.splitlines() if line.startswith("VmHWM")), None)
        if mark is None:  # ended, not yet waited for
            return
        peaks[0] = max(peaks[0], int(mark.split()[1]) / 1024)
        time.sleep(0.02)


def summary(name: str, runs: list[Run], target: str) -> dict[str, Any]:
    """A row for the table of results."""
    seconds = [r.seconds for r in runs]
    return {
        "medida": name,
        "segundos (mediana)": median(seconds),
        "mínimo": min(seconds),
        "máximo": max(seconds),
        "pico MB": max(r.megabytes for r in runs),
        "alvo": target,
    }
