"""What a spreadsheet may open: no text runs, and what was guarded is read back as it was."""

import csv
import io
import random
from datetime import UTC, date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base import books, cells
from core.base.books import Sheet
from core.base.cells import EXCEL, KEPT, PLAIN, Habit, bare, guarded

WIDE = ("＝1+1", "＠x", "－a")
FORMULAS = (*WIDE, "=1+1", "+SOMA(A1)", "-SOMA(A1)", "@x", "\t=1", "\r=1", "\n=1", "-1+2", "-1,5,2", "=", "-")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_run_is_text(text: str) -> None:
    assert guarded(text) == f"'{text}" and bare(f"'{text}") == text


@pytest.mark.parametrize("value", ["", "Évora", "a=1", "-3", "+2,5", "-0.25", "'sim'", None, 3, -2.5, date(2026, 1, 1)])
def test_what_does_not_run_stays_as_it_is(value: object) -> None:
    assert guarded(value) == value
    assert not isinstance(value, str) or bare(value) == value


@given(st.text(st.sampled_from("'=+-@\t\r\n1a,. "), max_size=8))
def test_guarded_and_bare_undo_each_other(text: str) -> None:
    told = guarded(text)
    assert isinstance(told, str) and bare(told) == text
    assert not told.startswith(("=", "@", "\t", "\r", "\n")) and (told[:1] not in ("+", "-") or told == text)


ROWS = (["a", None, 1.5, float("nan"), -3, True], ['b;"c"', "=x", -0.25, 2.0, 0, False])


@pytest.mark.parametrize(
    ("habit", "said"),
    [
        (PLAIN, 'n,\'=t,v,w,k,b\na,,1.5,,-3,True\n"b;""c""",\'=x,-0.25,2.0,0,False\n'),
        (EXCEL, '\ufeffn;\'=t;v;w;k;b\r\na;;1,5;;-3;True\r\n"b;""c""";\'=x;-0,25;2,0;0;False\r\n'),
        (KEPT, 'n;\'=t;v;w;k;b\na;;1.5;;-3;True\n"b;""c""";\'=x;-0.25;2.0;0;False\n'),
    ],
)
def test_rows_and_frames_are_written_alike(habit: Habit, said: str) -> None:
    header = ["n", "=t", "v", "w", "k", "b"]
    made = cells.written(header, ROWS, habit)
    assert made == cells.frame(pd.DataFrame(ROWS, columns=header), habit)
    assert cells.frame(pd.DataFrame({"n": [1, pd.NA, pd.NaT], "m": 2}), PLAIN) == b"n,m\n1,2\n,2\n,2\n"
    assert made.decode() == said


def read_xlsx(body: bytes, sheet: str = "a") -> list[tuple[object, ...]]:
    """Values and formulas alike, as they stand in the file; what runs has the type of a formula."""
    there = openpyxl.load_workbook(io.BytesIO(body))[sheet]
    assert not [c for row in there.iter_rows() for c in row if c.data_type == "f"]
    return [tuple(c.value for c in row) for row in there.iter_rows()]


def test_a_workbook_has_the_same_texts_and_its_own_numbers() -> None:
    day, moment = datetime(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC)
    rows: list[list[object]] = [
        ["=x", "b"],
        [-3, np.float64(1.5)],
        [None, float("nan")],
        [np.str_("=1+1"), pd.NA],
        [day, moment],
    ]
    rows += [[True, "-2,5"], [float("inf"), "+351 212"]]
    made = books.written([Sheet("a", rows, bold=True, codes=frozenset({0})), Sheet("b", [["@x"]])])
    assert read_xlsx(made) == [
        ("'=x", "b"),
        (-3, 1.5),
        (None, None),
        ("'=1+1", None),
        (day, "2026-01-02T03:00:00+00:00"),
        (True, "-2,5"),
        ("inf", "'+351 212"),
    ]
    assert read_xlsx(made, "b") == [("'@x",)]


@pytest.mark.parametrize("text", ["Entre\ud800campos", "a\x0b=1", "\x00=1+1", "\x1b[31m", "\uffff"])
def test_what_no_file_can_carry_is_marked(text: str) -> None:
    for habit in (PLAIN, EXCEL, KEPT):
        made = cells.written(["n"], [[text]], habit).decode(habit.encoding)
        assert "\ufffd" in made and "\x00" not in made
    ((told,),) = read_xlsx(books.written([Sheet("a", [[text]])]))
    assert "\ufffd" in str(told) and not str(told).startswith("=")


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    ((told,),) = read_xlsx(books.written([Sheet("a", [["x" * 40_000]])]))
    assert len(str(told)) == books.TEXT and str(told).endswith("x […]")


def test_no_text_runs_whatever_it_is() -> None:
    chance = random.Random(4)
    letters = "=+-@\t\r\n'\"a1,;. ＝\x00\x0b\ud800\u00a0"
    texts = ["".join(chance.choices(letters, k=chance.randint(1, 8))) for _ in range(400)]
    numbers = [chance.choice((-1.5, 2, -7)) for _ in texts]
    rows = list(zip(texts, numbers, strict=True))
    for told, number in read_xlsx(books.written([Sheet("a", rows)])):
        assert isinstance(number, int | float)
        assert told is None or not str(told).startswith(("=", "@", "\t", "\r", "\n", "＝"))
    for habit in (PLAIN, EXCEL, KEPT):
        made = cells.written(["a", "b"], rows, habit).decode(habit.encoding)
        read = list(csv.reader(io.StringIO(made, newline=""), delimiter=habit.delimiter, strict=True))[1:]
        assert len(read) == len(rows)
        for (told, number), (_, was) in zip(read, rows, strict=True):
            assert float(number.replace(",", ".")) == was
            assert not told.startswith(("=", "@", "\t", "\r", "\n", "＝"))
            assert told[:1] not in ("+", "-") or cells.guarded(told) == told  # a number


def test_what_was_written_is_read_back() -> None:
    texts = [*FORMULAS, "uma; duas", 'com "aspas"', "duas\nlinhas", "'=x", "''", ""]
    made = cells.written(["texto", "n"], [[t, n] for n, t in enumerate(texts)], KEPT).decode()
    lines = csv.DictReader(io.StringIO(made, newline=""), delimiter=";", strict=True)
    assert [bare(line["texto"]) for line in lines] == texts
