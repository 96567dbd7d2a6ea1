"""The reports that the strategy asks for: annual, mid-term, and of one territory; as PDF, DOCX, XLSX and CSV."""

from collections.abc import Callable
from typing import Final

from reports import annex, docx, pdf
from reports.model import Report

WRITERS: Final[dict[str, Callable[[Report], bytes]]] = {
    "pdf": pdf.write,
    "docx": docx.write,
    "xlsx": annex.xlsx,
    "csv": annex.csv,
}
