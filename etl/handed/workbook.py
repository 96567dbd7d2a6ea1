"""The one reader of XLSX: the first sheet, every cell as text, bounded before it is opened.

A workbook is a zip of XML: sizes, ratio and number of entries are checked from its directory before anything is
unpacked, what its parts hold is counted as they stream by (etl.handed.parts), and only then openpyxl, with defusedxml,
reads as far as there are cells.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import openpyxl
from defusedxml.common import DefusedXmlException

from core.base import tables
from core.base.cells import bare
from core.base.errors import ImportRefused
from etl.handed.parts import DAMAGED, Beyond, Budget, Sheet, scan

_PER_CELL: Final = 3  # elements: the cell, its value, and for a text the run inside


@dataclass(frozen=True)
class Bounds(tables.Limits):
    """What we are willing to open; `others`: elements of a workbook that are no cells (styles, widths, links)."""

    entries: int = 2_000
    unpacked: int = 200 * 1024 * 1024
    ratio: int = 200
    others: int = 200_000


BOUNDS: Final = Bounds()


def table(body: bytes, name: str, bounds: Bounds = BOUNDS) -> tables.Table:
    """The first sheet, from its first row that has something to its last.

    Raises ImportRefused, here and as rows are asked for, saying what is wrong with the file and what to do.
    """
    return tables.counted(_lines(body, name, bounds), name=name, error=ImportRefused, limits=bounds)


def _lines(body: bytes, name: str, bounds: Bounds) -> Iterator[tables.Row]:
    with _said(name):
        sheets = _looked_at(body, name, bounds)
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        try:
            first: Any = book.worksheets[0]
            # Where openpyxl found the sheet: which part is the first one is its reading of the workbook, not ours.
            reach = sheets[first._worksheet_path]
            _check(reach, name, bounds)
            if reach.row:
                found = first.iter_rows(max_row=reach.row, max_col=reach.column, values_only=True)
                for number, row in enumerate(found, 1):
                    yield tables.Row(number, number, [_text(value) for value in row])
        finally:
            book.close()


@contextmanager
def _said(name: str) -> Iterator[None]:
    """Whatever a library says of a workbook, as one error with the file and what to do."""
    try:
        yield
    except Beyond as more:
        raise tables.too_large(more.seen, more.limit, name, ImportRefused) from more
    except DefusedXmlException as error:
        raise ImportRefused(
            "A folha traz definições de entidades, que não se abrem.",
            where=name,
            cure="abrir no editor e guardar de novo.",
        ) from error
    except DAMAGED as error:
        raise _no_workbook(name, str(error) or type(error).__name__) from error


def _looked_at(body: bytes, name: str, bounds: Bounds) -> dict[str, Sheet]:
    """How far each part reaches; refused is what would unpack to too much, is encrypted, or stands there twice."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        entries = archive.infolist()
        if len(entries) > bounds.entries:
            raise tables.too_large(f"{len(entries)} ficheiros lá dentro", f"{bounds.entries}", name, ImportRefused)
        unpacked = sum(e.file_size for e in entries)
        packed = sum(e.compress_size for e in entries) or 1
        if unpacked > bounds.unpacked or (unpacked > 1024 * 1024 and unpacked / packed > bounds.ratio):
            raise tables.too_large(
                f"{unpacked} bytes depois de aberto",
                f"{bounds.unpacked} bytes, {bounds.ratio} para 1",
                name,
                ImportRefused,
            )
        if any(e.flag_bits & 1 for e in entries):
            raise ImportRefused("A folha está protegida por senha.", where=name, cure="guardar sem senha.")
        if len({e.filename for e in entries}) < len(entries):
            raise _no_workbook(name, "a mesma parte está lá duas vezes")
        return scan(archive, Budget(cells=bounds.cells * _PER_CELL, others=bounds.others))


def _check(reach: Sheet, name: str, bounds: Bounds) -> None:
    if reach.fault:
        raise _no_workbook(name, reach.fault)
    if reach.row > bounds.rows:
        raise tables.too_large(f"mais linhas, há valores na {reach.row}", f"{bounds.rows} linhas", name, ImportRefused)
    if reach.column > bounds.columns:
        raise tables.too_large(f"{reach.column} colunas", f"{bounds.columns} colunas", name, ImportRefused)
    if reach.unsaved:
        raise ImportRefused(
            f"Há uma fórmula sem resultado guardado ({reach.unsaved}).",
            where=name,
            cure="colar como valores, ou abrir e guardar no editor.",
        )


def _no_workbook(name: str, why: str) -> ImportRefused:
    return ImportRefused(
        f"O ficheiro não é uma folha .xlsx que se consiga ler ({why[:120]}).",
        where=name,
        cure="abrir no editor e guardar como .xlsx.",
    )


def _text(value: Any) -> str:
    """A cell as text: numbers without loss, dates as ISO. A formula counts by its last result."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        # A numeric cell is not ambiguous as text is: written out whole, with the comma that etl.handed.imports expects.
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else f"{Decimal(repr(value)):f}".replace(".", ",")
        )
    return bare(str(value).strip())
