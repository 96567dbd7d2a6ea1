"""Settings stand in one place: nothing else reads the environment, and table and example say what the model says."""

import ast
import re
from pathlib import Path

import pytest

from core.base import settings
from core.base.paths import ROOT

FOLDERS = ("core", "etl", "geo", "show", "ui", "reports", "pages")
FILES = [*(p for f in FOLDERS for p in sorted((ROOT / f).rglob("*.py"))), ROOT / "app.py"]
READS = {"environ", "environb", "getenv", "getenvb"}
KNOWN = {name: field for group in settings.GROUPS for name, field in settings.names(group).items()}


def reads_environment(tree: ast.AST) -> bool:
    """Whether anything there asks for the environment, however it was imported."""
    asked = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    asked |= {n.name for n in ast.walk(tree) if isinstance(n, ast.alias)}
    return bool(asked & READS)


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['X']",
        "from os import getenv as g",
        "import os as o\no.getenv('X')",
        "os.environb.get(b'X')",
    ],
)
def test_a_reading_is_seen(text: str) -> None:
    assert reads_environment(ast.parse(text))


def test_nothing_else_reads_the_environment() -> None:
    readers = {p.relative_to(ROOT).as_posix() for p in FILES if reads_environment(ast.parse(p.read_text("utf-8")))}
    assert readers == {"core/base/settings.py"}


def row(name: str) -> str:
    """A setting as a line of the table."""
    default = KNOWN[name].default
    if isinstance(default, Path):
        default = default.relative_to(ROOT).as_posix()
    if isinstance(default, tuple):
        default = ",".join(default)
    given = f" `{default}`" if default else ""  # an empty secret is none
    return f"| `{name}` |{given} | {KNOWN[name].description} |"


def test_the_table_is_the_model() -> None:
    lines = (ROOT / "docs" / "definicoes.md").read_text("utf-8").splitlines()
    assert [x for x in lines if x.startswith("| `")] == [row(name) for name in KNOWN]


def test_the_example_of_the_environment_names_every_setting_and_gives_no_value() -> None:
    lines = (ROOT / "deploy" / "enti.env.example").read_text("utf-8").splitlines()
    given = [x.removeprefix("#").partition("=") for x in lines if re.match(r"#?[A-Z_]+=", x)]
    assert sorted(name for name, _, _ in given) == sorted(KNOWN.keys() - {"ENTI_DATA"})  # that is in the units
    assert {value for _, _, value in given} == {""}


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "deploy").rglob("*")), *sorted((ROOT / "docs").glob("*.md"))], ids=str
)
def test_what_is_named_elsewhere_exists(path: Path) -> None:
    text = path.read_text("utf-8") if path.is_file() else ""
    assert set(re.findall(r"\bENTI_[A-Z_]*[A-Z]\b", text)) <= {*KNOWN, "ENTI_PICTURES"}
