"""A stranger who opens connections from pages of his own stops nobody, and the server asks nobody about him."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.base.paths import ROOT


def alone() -> list[str]:
    """In a network of its own, where that may be had."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode:
        return []
    return [unshare, "-rn"]


def test_a_flood_from_other_pages_is_refused_and_nothing_is_asked_of_any_host(warehouse: Path, tmp_path: Path) -> None:
    command = [*alone(), sys.executable, "-m", "tests.support.stranger", str(warehouse), str(tmp_path)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["attempts"] == []
    assert seen["answers"] == ["403"] and seen["knocks"] == 60
    # One attempt to reach another host would have stopped all for 20 s, longer than the flood lasts.
    assert len(seen["took"]) >= 30
