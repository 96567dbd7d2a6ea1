"""Cells that a spreadsheet may open, and the one writer of CSV (of XLSX: core.base.books).

Text that a spreadsheet would take for a formula gets an apostrophe in front, in whatever it stands: names, notes and
what platforms call their quantities are written by others. `bare` takes it away again where we read such a file.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Final, NamedTuple

import pandas as pd

# The wide ones are what keyboards of the East write, and their spreadsheets read alike.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What neither UTF-8 nor the XML of a workbook can carry, and what our own reader takes for no CSV.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")


class Habit(NamedTuple):
    """How a file is written: what parts cells, ends lines, marks the encoding and the decimals."""

    delimiter: str
    end: str
    encoding: str
    decimal: str


PLAIN: Final = Habit(",", "\n", "utf-8", ".")  # as programs read it
EXCEL: Final = Habit(";", "\r\n", "utf-8-sig", ",")  # as a Portuguese Excel opens it with a double click
KEPT: Final = Habit(";", "\n", "utf-8", ".")  # what was handed in, as we keep it


def guarded(value: object) -> object:
    """Text that a spreadsheet would take for a formula with an apostrophe in front; all else as it is."""
    return f"'{value}" if isinstance(value, str) and _runs(value.lstrip("'")) else value


def safe(value: object) -> object:
    """What a cell of any file of ours holds: text without what no file can carry (a mark stands for each), guarded."""
    return guarded(_UNFIT.sub("\ufffd", value)) if isinstance(value, str) else value


def bare(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    return text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)


def written(header: Sequence[str], rows: Iterable[Sequence[object]], habit: Habit) -> bytes:
    """A CSV file; None and NaN are empty cells."""
    lines: list[str] = []
    # The writer quotes for what stands in its end of line: with both, a lone return in a text parts no line.
    writer = csv.writer(SimpleNamespace(write=lines.append), delimiter=habit.delimiter, lineterminator="\r\n")
    writer.writerow([safe(c) for c in header])
    writer.writerows([_cell(v, habit) for v in row] for row in rows)
    return "".join(line.removesuffix("\r\n") + habit.end for line in lines).encode(habit.encoding)


def frame(rows: pd.DataFrame, habit: Habit) -> bytes:
    """A CSV file of a frame, its columns in their order, without its index."""
    return written([str(c) for c in rows.columns], rows.itertuples(index=False, name=None), habit)


def _cell(value: object, habit: Habit) -> object:
    if isinstance(value, str):
        return safe(value)
    if value is None or value is pd.NA or value != value:
        return ""
    return str(value).replace(".", habit.decimal) if isinstance(value, float) else value
