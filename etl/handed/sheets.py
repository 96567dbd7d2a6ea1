"""Rows of a file that a person hands in: CSV or XLSX (etl.handed.workbook), bounded, every cell as text."""

from pathlib import Path

from core.base import tables
from core.base.cells import bare
from core.base.errors import ImportRefused
from etl.handed import workbook
from etl.handed.workbook import BOUNDS, Bounds

Row = tuple[int, dict[str, str]]  # row number in the file (the header is 1), text by column


def read(path: Path, bounds: Bounds = BOUNDS) -> list[Row]:
    """Non-empty rows of a CSV (; , or tab) or of the first sheet of an XLSX, by the columns of its first row.

    Raises ImportRefused, saying what is wrong with the file and what to do.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise ImportRefused(
            f"Não se lê um ficheiro «{kind or 'sem extensão'}».",
            where=path.name,
            cure="guardar como .xlsx ou como .csv, no modelo de «python -m etl template».",
        )
    body = tables.content(path, ImportRefused, bounds)
    table = workbook.table(body, path.name, bounds) if kind == ".xlsx" else _csv(body, path.name, bounds)
    return _rows(table, path.name)


def _csv(body: bytes, name: str, bounds: Bounds) -> tables.Table:
    text = tables.decoded(body, name=name, error=ImportRefused, windows=True)
    table = tables.table(text, name=name, error=ImportRefused, delimiter=tables.delimiter(text), limits=bounds)
    bared = (row._replace(cells=[bare(c.strip()) for c in row.cells]) for row in table.rows)
    return tables.Table(tuple(c.strip() for c in table.header), bared)


def _rows(table: tables.Table, name: str) -> list[Row]:
    if not table.header:
        raise ImportRefused("O ficheiro está vazio.", where=name, cure="preencher o modelo.")
    head = _head([bare(c).casefold() for c in table.header], name)
    made: list[Row] = []
    for number, _, cells in table.rows:
        if not any(cells):
            continue
        if len(cells) > len(head) and any(cells[len(head) :]):
            raise ImportRefused(
                f"A linha {number} tem mais células do que o cabeçalho.",
                where=name,
                cure="retirar o separador a mais, ou pôr o texto entre aspas.",
            )
        made.append((number, dict(zip(head, [*cells, *[""] * len(head)], strict=False))))
    return made


def _head(names: list[str], name: str) -> list[str]:
    while names and not names[-1]:
        names.pop()
    if repeated := sorted({n for n in names if names.count(n) > 1}):
        raise ImportRefused(
            f"Há colunas repetidas ou sem nome: {', '.join(repr(n) for n in repeated)}.",
            where=name,
            cure="usar o cabeçalho do modelo.",
        )
    return names
