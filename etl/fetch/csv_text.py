"""CSV from sources, read strictly: a stray quote would otherwise swallow every row up to the next one, unseen."""

import csv
import io
from collections.abc import Iterator

from core.base.errors import SourceNotData


def rows(text: str, delimiter: str, where: str) -> Iterator[list[str]]:
    """Rows of a CSV. Raises SourceNotData for quotes that do not pair, and for a line break inside a cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any("\n" in cell for cell in row):
                raise csv.Error("quebra de linha dentro de uma célula")
            yield row
    except csv.Error as error:
        raise SourceNotData(
            f"O CSV tem aspas que não fecham perto da linha {reader.line_num} ({error}).",
            where=where,
            cure="repetir a carga; se persistir, comunicar à fonte.",
        ) from error
