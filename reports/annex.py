"""The data annex: every observation behind a report, with source and status, as XLSX and as CSV."""

from datetime import datetime, time

from core.base import books, cells
from core.warehouse.extract import CODEBOOK
from reports.model import Report
from reports.still import still


def csv(report: Report) -> bytes:
    """The columns of CODEBOOK: in Portuguese as a Portuguese spreadsheet opens it (BOM, semicolons, decimal commas), in
    English as programs read it.
    """
    return cells.frame(report.data, cells.EXCEL if report.lang == "pt" else cells.PLAIN)


def xlsx(report: Report) -> bytes:
    """Three sheets: the report, the data, what each column is."""
    about = (("título", report.title), ("versão dos dados", report.build), ("refere-se a", report.on.isoformat()))
    data = (list(report.data.columns), *report.data.itertuples(index=False, name=None))
    codes = ((name, *(what if isinstance(what, tuple) else (what,))) for name, what in CODEBOOK.items())
    made = books.written(
        [books.Sheet("relatorio", about), books.Sheet("dados", data, bold=True), books.Sheet("colunas", codes)]
    )
    return still(made, datetime.combine(report.on, time.min))
