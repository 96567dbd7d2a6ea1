"""Habits that are checked before a commit, and the rare places where the formatter is asked to look away."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from core.base.paths import ROOT

FOLDERS = ("core", "etl", "geo", "show", "ui", "reports", "pages", "tests", "bench", "docs")
MOST_SKIPS = 40
SKIP = re.compile(r"#\s*fmt:\s*(?:skip|off)\b(.*)")
REASON = re.compile(r"\s*#\s*\w.{9,}")  # «# fmt: skip  # why the formatter's look would be worse here»


def skips(text: str) -> list[str]:
    """What stands after each request to the formatter to look away."""
    return [found[1] for line in text.splitlines() if (found := SKIP.search(line))]


def unexplained(texts: dict[str, str]) -> list[str]:
    """Where the formatter is asked to look away without a reason after it."""
    return [name for name, text in texts.items() for after in skips(text) if not REASON.match(after)]


def code() -> dict[str, str]:
    """Every module's text by its path, but for this one, which writes about these comments."""
    paths = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("*.py"))] + [ROOT / "app.py"]
    mine = Path(__file__).resolve()
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in paths if p != mine}


def test_the_formatter_looks_away_rarely_and_for_a_reason() -> None:
    found = code()
    assert len(found) > 250 and unexplained(found) == []
    assert sum(len(skips(text)) for text in found.values()) <= MOST_SKIPS


@pytest.mark.parametrize(
    ("line", "found", "fine"),
    [
        ("x = 1", 0, True),
        ("x = [  # fmt: skip", 1, False),
        ("x = [  # fmt: skip  # ok", 1, False),
        ("x = [  # fmt: skip: a formatter does not obey this", 1, False),
        ("x = [  # fmt: skip  # uma linha por mês lê-se melhor", 1, True),
        ("# fmt:off", 1, False),
        ("x = 'fmt: skip'", 0, True),
    ],
)
def test_a_reason_is_a_few_words_in_a_comment_of_its_own(line: str, found: int, fine: bool) -> None:
    assert len(skips(line)) == found and (unexplained({"a.py": line}) == []) is fine


def test_the_formatter_obeys_the_request_with_its_reason() -> None:
    line = "x = [1,2]  # fmt: skip  # uma linha por mês lê-se melhor\n"
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "a.py", "-"]
    assert subprocess.run(command, input=line, capture_output=True, text=True, check=True).stdout == line


def test_long_lines_are_checked_and_nothing_is_let_off() -> None:
    let_off = [name for name, text in code().items() if re.search(r"#\s*(?:ruff:\s*)?noqa:?[^#\n]*\bE501\b", text)]
    assert let_off == []
    assert "E501" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_what_runs_before_a_commit_is_each_piece_of_lint() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [r["repo"] for r in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert all(h["language"] == "system" and not h["pass_filenames"] for h in hooks)
    pieces = re.search(r"^lint: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert pieces and [h["entry"] for h in hooks] == [f"make {p}" for p in pieces[1].split()]


def test_each_piece_of_lint_is_something_that_make_can_do() -> None:
    asked = subprocess.run(["make", "-n", "lint"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "ruff check ." in asked and "ruff format --check core" in asked and "mypy" in asked


def test_no_two_files_of_tests_have_one_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest imports the first one alone, and runs nothing of the other"
