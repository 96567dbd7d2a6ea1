"""The one writer of XLSX: sheets of cells, each made fit by core.base.cells as those of a CSV are."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isinf
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core.base.cells import safe

TEXT: Final = 32_767  # letters of a cell; openpyxl cuts what is longer without a word
_CUT: Final = " […]"


@dataclass(frozen=True)
class Sheet:
    """`rows` as they come, the first one the header. `frozen`: the cell at which scrolling begins; `widths` by column
    letter; `codes`: indices of columns that are text, so that no leading zero goes.
    """

    name: str
    rows: Iterable[Sequence[object]]
    bold: bool = False
    frozen: str | None = None
    widths: Mapping[str, float] = field(default_factory=dict)
    codes: frozenset[int] = frozenset()


def written(sheets: Iterable[Sheet]) -> bytes:
    """A workbook. None and NaN are empty cells, numbers and days stay what they are, and no text runs."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.freeze_panes = sheet.frozen
        for column, width in sheet.widths.items():
            made.column_dimensions[column].width = width
        for number, row in enumerate(sheet.rows):
            made.append([_cell(made, v, sheet.bold and not number, n in sheet.codes) for n, v in enumerate(row)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: Any, value: object, bold: bool, code: bool) -> object:
    told = _told(value)
    code = code and isinstance(told, str)
    if not bold and not code:
        return told
    cell = WriteOnlyCell(sheet, value=told)
    if bold:
        cell.font = Font(bold=True)
    if code:
        cell.number_format = "@"
    return cell


def _told(value: object) -> Any:
    if value is None or value is pd.NA or value != value:
        return None
    plain = value.item() if hasattr(value, "item") else value  # numpy's own
    if isinstance(plain, datetime) and plain.tzinfo is not None:
        plain = plain.isoformat()  # a workbook knows no zones
    if isinstance(plain, float) and isinf(plain):
        plain = str(plain)  # nor infinity
    if not isinstance(plain, str):
        return plain
    text = str(safe(str(plain)))
    return text if len(text) <= TEXT else text[: TEXT - len(_CUT)] + _CUT
