"""Rows of a file that a person hands in: CSV or XLSX, bounded before it is opened, every cell as text.

A workbook is a zip of XML: sizes, ratio and number of entries are checked from its directory before anything is
unpacked, and its XML is read by openpyxl with defusedxml.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from core.base.cells import bare
from core.base.errors import ImportRefused

Row = tuple[int, dict[str, str]]  # row number in the file (the header is 1), text by column


@dataclass(frozen=True)
class Bounds:
    """What we are willing to open."""

    bytes: int = 20 * 1024 * 1024
    entries: int = 2_000
    unpacked: int = 200 * 1024 * 1024
    ratio: int = 200
    rows: int = 200_000
    columns: int = 100


_BOUNDS: Final = Bounds()


def read(path: Path, bounds: Bounds = _BOUNDS) -> list[Row]:
    """Non-empty rows of a CSV (; , or tab) or of the first sheet of an XLSX, by the columns of its first row.

    Raises ImportRefused, saying what is wrong with the file and what to do.
    """
    if not path.is_file():
        raise ImportRefused("O ficheiro não existe.", where=str(path), cure="verificar o caminho.")
    if (size := path.stat().st_size) > bounds.bytes:
        raise _too_large(f"{size} bytes", f"{bounds.bytes} bytes", path)
    kind = path.suffix.lower()
    if kind == ".xlsx":
        lines: Iterable[list[str]] = _xlsx(path, bounds)
    elif kind == ".csv":
        lines = _csv(path)
    else:
        raise ImportRefused(
            f"Não se lê um ficheiro «{kind or 'sem extensão'}».",
            where=path.name,
            cure="guardar como .xlsx ou como .csv, no modelo de «python -m etl template».",
        )
    return _rows(lines, path, bounds)


def _rows(lines: Iterable[list[str]], path: Path, bounds: Bounds) -> list[Row]:
    made: list[Row] = []
    head: list[str] | None = None
    for number, cells in enumerate(lines, 1):
        if number > bounds.rows:
            raise _too_large("mais linhas", f"{bounds.rows} linhas", path)
        if not any(cells):
            continue
        if head is None:
            head = _head([c.strip().casefold() for c in cells], path, bounds)
            continue
        if len(cells) > len(head) and any(cells[len(head) :]):
            raise ImportRefused(
                f"A linha {number} tem mais células do que o cabeçalho.",
                where=path.name,
                cure="retirar o separador a mais, ou pôr o texto entre aspas.",
            )
        made.append((number, dict(zip(head, [*cells, *[""] * len(head)], strict=False))))
    if head is None:
        raise ImportRefused("O ficheiro está vazio.", where=path.name, cure="preencher o modelo.")
    return made


def _head(names: list[str], path: Path, bounds: Bounds) -> list[str]:
    while names and not names[-1]:
        names.pop()
    if len(names) > bounds.columns:
        raise _too_large(f"{len(names)} colunas", f"{bounds.columns} colunas", path)
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise ImportRefused(
            f"Há colunas repetidas ou sem nome: {', '.join(repr(n) for n in repeated)}.",
            where=path.name,
            cure="usar o cabeçalho do modelo.",
        )
    return names


def _csv(path: Path) -> list[list[str]]:
    body = path.read_bytes()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    if "\0" in text or text.lstrip()[:1] == "<" or body[:4] in (b"PK\x03\x04", b"%PDF"):
        raise ImportRefused("O conteúdo não é CSV.", where=path.name, cure="guardar como CSV a partir da folha.")
    first = text.splitlines()[0] if text.strip() else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=first.count), strict=True)
    try:
        return [[bare(c.strip()) for c in line] for line in reader]
    except csv.Error as error:
        raise ImportRefused(
            f"Há aspas que não fecham perto da linha {reader.line_num}, e as linhas seguintes perder-se-iam.",
            where=path.name,
            cure="fechar ou retirar as aspas dessa célula.",
        ) from error


def _xlsx(path: Path, bounds: Bounds) -> Iterable[list[str]]:
    _check_zip(path, bounds)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        plain = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, ParseError) as error:
        raise _no_workbook(path, str(error)) from error
    try:
        sheets = zip(book.worksheets[0].iter_rows(), plain.worksheets[0].iter_rows(), strict=True)
        return [
            [_text(v.value, f.value, f"linha {n}", path) for v, f in zip(values, formulas, strict=True)]
            for n, (values, formulas) in enumerate(sheets, 1)
            if n <= bounds.rows + 1
        ]
    except (ValueError, KeyError, IndexError, ParseError, DefusedXmlException) as error:
        raise _no_workbook(path, str(error)) from error
    finally:
        book.close()
        plain.close()


def _check_zip(path: Path, bounds: Bounds) -> None:
    """Refuse what would unpack to too much, is encrypted, or hides entities in its XML."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > bounds.entries:
                raise _too_large(f"{len(entries)} ficheiros lá dentro", f"{bounds.entries}", path)
            unpacked = sum(e.file_size for e in entries)
            packed = sum(e.compress_size for e in entries) or 1
            if unpacked > bounds.unpacked or (unpacked > 1024 * 1024 and unpacked / packed > bounds.ratio):
                raise _too_large(
                    f"{unpacked} bytes depois de aberto", f"{bounds.unpacked} bytes, {bounds.ratio} para 1", path
                )
            if any(e.flag_bits & 1 for e in entries):
                raise ImportRefused("A folha está protegida por senha.", where=path.name, cure="guardar sem senha.")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _defines(archive, entry):
                    raise ImportRefused(
                        "A folha traz definições de entidades, que não se abrem.",
                        where=path.name,
                        cure="abrir no editor e guardar de novo.",
                    )
    except (zipfile.BadZipFile, ParseError, RuntimeError, EOFError) as error:
        raise _no_workbook(path, str(error)) from error


def _defines(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether an XML part declares a document type: spreadsheets never do, bombs always. Read in blocks."""
    tail = b""
    with archive.open(entry) as part:
        while block := part.read(1 << 20):
            text = tail + block.replace(b"\0", b"")  # UTF-16 hides nothing
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                return True
            tail = text[-10:]
    return False


def _no_workbook(path: Path, why: str) -> ImportRefused:
    return ImportRefused(
        f"O ficheiro não é uma folha .xlsx que se consiga ler ({why[:120]}).",
        where=path.name,
        cure="abrir no editor e guardar como .xlsx.",
    )


def _too_large(seen: str, limit: str, path: Path) -> ImportRefused:
    return ImportRefused(
        f"O ficheiro é grande de mais: {seen}, até {limit}.", where=path.name, cure="dividir o ficheiro."
    )


def _text(value: Any, formula: Any, where: str, path: Path) -> str:
    """A cell as text: numbers without loss, dates as ISO. A formula counts by its last result."""
    if value is None:
        if isinstance(formula, str) and formula.startswith("="):
            raise ImportRefused(
                f"Há uma fórmula sem resultado guardado ({where}: {formula[:40]}).",
                where=path.name,
                cure="colar como valores, ou abrir e guardar no editor.",
            )
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
