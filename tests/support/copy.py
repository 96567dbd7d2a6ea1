"""A copy of the project, for tests that change it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from core.base.paths import ROOT

_LEFT: tuple[str, ...] = (".*", "__pycache__", "builds", "raw", "imports", "gen", "pictures", "*.png")


def copied(target: Path) -> Path:
    """Everything but what is produced, hidden or heavy."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*_LEFT), dirs_exist_ok=True)
    shutil.copytree(ROOT / ".streamlit", target / ".streamlit")
    return target


def run(root: Path, *command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """A Python command there, with its own data."""
    env = os.environ | {"ENTI_DATA": str(root / "dados"), "PYTHONPATH": str(root)} | settings
    env = {k: v for k, v in env.items() if not k.startswith("PYTEST_")}
    return subprocess.run([sys.executable, *command], cwd=root, env=env, capture_output=True, text=True, check=False)
