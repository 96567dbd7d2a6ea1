"""The one reader of CSV that is handed in or lies in our folders (core.base.cells writes it): bounded in bytes, rows,
columns, cells and letters, strict about quotes, and whatever is wrong is one error with the line.

It goes through a text row by row: who keeps rows keeps only those that the bounds let pass.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from core.base.errors import EntiError

_BINARY: Final = (b"PK\x03\x04", b"%PDF")
_SAVE: Final = "gravar como «CSV UTF-8» a partir da folha."


@dataclass(frozen=True)
class Limits:
    """What we are willing to read. `cells`: rows by columns of the header; `text`: letters of a cell, as many as Excel
    takes.
    """

    bytes: int = 20 * 1024 * 1024
    rows: int = 200_000
    columns: int = 100
    cells: int = 1_000_000
    text: int = 32_767


LIMITS: Final = Limits()
# Of what we wrote after accepting it: with the columns that whoever handed it in left out.
OWN: Final = Limits(bytes=400 * 1024 * 1024, cells=20_000_000)


class Row(NamedTuple):
    """A row: its `number` (the first is 1, empty ones count), the line of the text where it ends, its cells."""

    number: int
    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """Cells of the first row, and the rows under it that have any, as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[Row]

    def dicts(self, name: str, error: type[EntiError], cure: str) -> Iterator[dict[str, str]]:
        """Each row by the columns of the header; `error` with `cure` for one that has not as many cells."""
        for row in self.rows:
            if len(row.cells) != len(self.header):
                raise error(f"A linha {row.line} não tem {len(self.header)} células.", where=name, cure=cure)
            yield dict(zip(self.header, row.cells, strict=True))


def ours(path: Path, error: type[EntiError]) -> list[dict[str, str]]:
    """Rows of a table that ships with the project, with commas; `error`, whose cure is git, when it is not whole."""
    cure = "repor o ficheiro a partir do git."
    try:
        text = decoded(content(path, error), name=path.name, error=error)
        return list(table(text, name=path.name, error=error, delimiter=",").dicts(path.name, error, cure))
    except error as fault:
        raise error(fault.what, where=str(path), cure=cure) from fault


def content(path: Path, error: type[EntiError], limits: Limits = LIMITS) -> bytes:
    """The bytes of a file; `error` when there is none, it cannot be opened or has too many."""
    try:
        if not path.is_file():
            raise error("O ficheiro não existe, ou não é um ficheiro.", where=str(path), cure="verificar o caminho.")
        with path.open("rb") as file:
            body = file.read(limits.bytes + 1)
    except (OSError, ValueError) as fault:  # ValueError: a path with a NUL in it
        raise error("O ficheiro não se lê.", where=str(path), cure="conferir o caminho e as permissões.") from fault
    if len(body) > limits.bytes:
        raise too_large(f"mais de {limits.bytes} bytes", f"{limits.bytes} bytes", path.name, error)
    return body


def decoded(body: bytes, *, name: str, error: type[EntiError], windows: bool = False) -> str:
    """The text of a CSV in UTF-8, with or without BOM; with `windows` also as a Portuguese Excel writes it (cp1252).

    Raises `error` for another encoding, and for what is no CSV (a workbook, a page, a PDF).
    """
    if body.startswith(_BINARY) or b"\0" in body or body.lstrip()[:1] == b"<":
        raise error("O conteúdo não é CSV.", where=name, cure=_SAVE)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if not windows:
            raise error("O ficheiro não está em UTF-8.", where=name, cure=_SAVE) from fault
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise error("O ficheiro não é texto em UTF-8 nem em Windows-1252.", where=name, cure=_SAVE) from fault


def delimiter(text: str, among: str = ";\t,") -> str:
    """The one of `among` that the first line has most of."""
    return max(among, key=text[: LIMITS.text].lstrip("\r\n").partition("\n")[0].count)


def table(text: str, *, name: str, error: type[EntiError], delimiter: str = ";", limits: Limits = LIMITS) -> Table:
    """A CSV by its first row that has anything (empty: no header, no rows). Its rows raise `error`, with the line, for
    quotes that do not pair, which would swallow rows unseen, and for what is beyond `limits`.
    """
    return counted(_read(text, delimiter, name, error), name=name, error=error, limits=limits)


def counted(rows: Iterator[Row], *, name: str, error: type[EntiError], limits: Limits = LIMITS) -> Table:
    """Rows of a file of any form as a table, within `limits` as they are asked for."""
    held = _held(rows, name, error, limits)
    header = tuple(first.cells) if (first := next(held, None)) else ()
    while header and not header[-1]:
        header = header[:-1]
    return Table(header, _kept(held, len(header), name, error, limits))


def _held(rows: Iterator[Row], name: str, error: type[EntiError], limits: Limits) -> Iterator[Row]:
    for row in rows:
        if row.number > limits.rows:
            raise too_large("mais linhas", f"{limits.rows} linhas", name, error)
        if any(row.cells[limits.columns :]):
            raise too_large(f"{len(row.cells)} colunas", f"{limits.columns} colunas", name, error)
        if any(len(c) > limits.text for c in row.cells):
            raise too_large(f"um texto comprido na linha {row.line}", f"{limits.text} letras", name, error)
        if any(row.cells):
            yield row


def _kept(rows: Iterator[Row], columns: int, name: str, error: type[EntiError], limits: Limits) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count * columns > limits.cells:
            raise too_large("mais células", f"{limits.cells} células", name, error)
        yield row


def _read(text: str, delimiter: str, name: str, error: type[EntiError]) -> Iterator[Row]:
    # Lines end in \n or \r\n, or all in \r; a lone \r among the others would cut a row in two.
    lines = io.StringIO(text if "\n" in text else text.replace("\r", "\n"))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield Row(number, reader.line_num, cells)
    except csv.Error as fault:
        if "field limit" in str(fault):
            seen = f"um texto comprido perto da linha {reader.line_num}"
            raise too_large(seen, f"{csv.field_size_limit()} letras", name, error) from fault
        if "new-line" in str(fault):
            raise error(
                f"A linha {reader.line_num} tem um fim de linha a meio de uma célula.",
                where=name,
                cure="retirá-lo, ou pôr a célula entre aspas.",
            ) from fault
        raise error(
            f"Há aspas que não fecham perto da linha {reader.line_num}, e as linhas seguintes perder-se-iam.",
            where=name,
            cure="fechar ou retirar as aspas dessa célula.",
        ) from fault


def too_large(seen: str, limit: str, name: str, error: type[EntiError]) -> EntiError:
    """What is said of a file beyond a bound."""
    return error(
        f"O ficheiro é grande de mais: {seen}, até {limit}.",
        where=name,
        cure="dividir o ficheiro, ou apagar da folha o que não é do modelo.",
    )
