"""Facts have one home each: who needs one asks for it by its name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base import clock
from core.base.paths import ROOT
from core.strategy import strategy
from core.terms import enti, territory

FOLDERS = ("core", "etl", "geo", "show", "ui", "reports", "pages")
FILES = [p for f in FOLDERS for p in sorted((ROOT / f).rglob("*.py"))] + [ROOT / "app.py"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def constants(path: Path) -> Iterator[str]:
    """Texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    yield from (
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    )


def numbers(path: Path) -> Iterator[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is int)


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (clock.ZONE.key, {"core/base/clock.py"}),
        ("2024", {"core/base/typed.py"}),
        ("2013", {"core/base/typed.py"}),
        (territory.MAINLAND, set()),  # made of the version
        (territory.EU, {"core/terms/territory.py"}),
        (enti.APPROVED.isoformat(), set()),
    ],
)
def test_a_text_that_is_a_fact_stands_once(text: str, home: set[str]) -> None:
    assert {name(p) for p in FILES if text in constants(p)} == home


def test_the_country_is_asked_for_by_its_name_except_in_the_words_of_a_source() -> None:
    users = {name(p) for p in FILES if territory.COUNTRY in constants(p)}
    other = {"reports/pdf.py"}  # where a language is spoken, for its hyphens
    assert {u for u in users if not u.startswith(("etl/sources/", "etl/fetch/"))} - other == {"core/terms/territory.py"}


@pytest.mark.parametrize(
    ("number", "home", "other"),
    [
        (enti.ROWS, "core/terms/enti.py", {"geo/groups.py", "reports/drawing.py"}),  # a code of INE's; a height
        (enti.ACTIONS, "core/terms/enti.py", {"geo/groups.py"}),
        (territory.MUNICIPALITIES, "core/terms/territory.py", set()),
    ],
)
def test_a_number_that_is_a_fact_stands_once(number: int, home: str, other: set[str]) -> None:
    """As a number, in a sentence or in a question in SQL."""
    word = re.compile(rf"(?<![\d.,<_]){number}(?![\d.,]*\d)\b")
    said = {name(p) for p in FILES if any(word.search(text) for text in constants(p))}
    assert said == set() and {name(p) for p in FILES if number in numbers(p)} - other == {home}


def test_the_wall_keeps_the_same_clock() -> None:
    assert clock.ZONE.key not in "".join(p.read_text("utf-8") for p in (ROOT / "ui").rglob("*.js"))


def test_the_facts_are_those_of_the_files() -> None:
    there = strategy.load()
    assert (len(there.actions), len(there.recommendations)) == (enti.ACTIONS, enti.RECOMMENDATIONS)
    places = territory.load()
    assert len(places.municipalities) == territory.MUNICIPALITIES
    assert {places[m].name for m in territory.MAINLANDS} == {"Continente"}


def forms(path: Path) -> Iterator[str]:
    """The forms in which the f-strings of a module write numbers and days (`,.1f`, `%d/%m/%Y`)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "0" for p in node.format_spec.values)


def test_figures_and_days_are_written_in_one_place() -> None:
    """A decimal comma, or a day as people write it, comes from core.terms.formats; whole numbers need no form."""
    there = {(name(p), form) for p in FILES for form in forms(p) if re.search(r"(^|[0-9,.])[gef%]$|%d/%m", form)}
    assert {place for place, form in there if form != ".0f"} == {
        "core/terms/formats.py",
        "etl/handed/workbook.py",  # a cell of a workbook as text, to be read as a number
        "ui/views/indicador_points.py",  # degrees
    }
    assert {name(p) for p in FILES if "%d/%m/%Y" in constants(p)} == {"core/terms/formats.py"}
