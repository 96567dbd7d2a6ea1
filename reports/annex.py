"""The data annex: every observation behind a report, with source and status, as XLSX and as CSV."""

import io
from datetime import datetime, time
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core.base import cells
from core.warehouse.extract import CODEBOOK
from reports.model import Report
from reports.still import still


def csv(report: Report) -> bytes:
    """UTF-8 with BOM, semicolons and decimal commas, as a Portuguese spreadsheet opens it; the columns of CODEBOOK."""
    return cells.frame(report.data, cells.EXCEL)


def xlsx(report: Report) -> bytes:
    """Three sheets: the report, the data, what each column is."""
    book = Workbook(write_only=True)
    about = book.create_sheet("relatorio")
    for line in (("título", report.title), ("versão dos dados", report.build), ("refere-se a", report.on.isoformat())):
        about.append(line)
    data = book.create_sheet("dados")
    data.append([_bold(data, c) for c in report.data.columns])
    for row in report.data.itertuples(index=False):
        data.append([_cell(v) for v in row])
    codes = book.create_sheet("colunas")
    for name, what in CODEBOOK.items():
        codes.append([name, *(what if isinstance(what, tuple) else (what,))])
    buffer = io.BytesIO()
    book.save(buffer)
    return still(buffer.getvalue(), datetime.combine(report.on, time.min))


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cell(value: object) -> object:
    """Missing is an empty cell; text that would be taken for a formula stays text."""
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else cells.guarded(value)
