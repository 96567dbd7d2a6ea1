"""What a spreadsheet may open: no text runs, and what was guarded is read back as it was."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base import cells
from core.base.cells import EXCEL, KEPT, PLAIN, Habit, bare, guarded

FORMULAS = ("=1+1", "+SOMA(A1)", "-SOMA(A1)", "@x", "\t=1", "\r=1", "\n=1", "-1+2", "-1,5,2", "=", "-")


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


def test_what_was_written_is_read_back() -> None:
    texts = [*FORMULAS, "uma; duas", 'com "aspas"', "duas\nlinhas", "'=x", "''", ""]
    made = cells.written(["texto", "n"], [[t, n] for n, t in enumerate(texts)], KEPT).decode()
    lines = csv.DictReader(io.StringIO(made, newline=""), delimiter=";", strict=True)
    assert [bare(line["texto"]) for line in lines] == texts
