"""What the ledger keeps of acts and of those who are heard, as CSV: semicolons, UTF-8 with BOM, one line an entry, so
that a spreadsheet can open it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from core.base import tables
from core.base.cells import EXCEL, bare, written
from core.base.errors import ExecutionError
from core.strategy.execution import Change, Event
from etl.handed.act_forms import FORMS, ids

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_SHOWN: Final = 300  # letters of what is said of a line
_NAMED: Final = 10  # lines that are named
LAST: Final = ("dito_por", "dito_em", "revisao")  # to be read; of them only `revisao` is read back


def header(kind: str) -> tuple[str, ...]:
    """The columns of a file of a kind, in their order."""
    return (kind, *(c.name for c in FORMS[kind]), *LAST)


def entries(last: Iterable[Event], kind: str) -> bytes:
    """The entries of a kind as they were last written; none gives the header alone, which serves as a template."""
    rows = [
        [
            e.entry,
            *(cell(getattr(e.after, c.field)) for c in FORMS[kind]),
            e.said_by,
            e.said_at.isoformat(),
            e.revision,
        ]
        for e in last
        if e.kind == kind
    ]
    return written(header(kind), rows, EXCEL)


def cell(value: Any) -> object:
    """A value as a cell has it."""
    if isinstance(value, bool):
        return "sim" if value else "não"
    return " ".join(value) if isinstance(value, tuple) else value


def changes(content: bytes, kind: str, *, name: str) -> list[Change]:
    """What a file wants written. ExecutionError names every bad line with the column; nothing is written then.

    An empty cell takes a value away, but for `resposta`, `estado` and `retirado`, which it leaves as they were, as does
    a column that is not there. `revisao` guards against overwriting.
    """
    table = tables.table(
        tables.decoded(content, name=name, error=ExecutionError, windows=True), name=name, error=ExecutionError
    )
    there = [c.strip() for c in table.header]
    unknown = sorted(set(there) - set(header(kind)))
    if there[:1] != [kind] or unknown or len(set(there)) < len(there):
        extra = f"; não se conhecem {', '.join(unknown)[:200]}" if unknown else ""
        raise ExecutionError(
            f"O cabeçalho é «{';'.join(there)[:200]}»{extra}.",
            where=name,
            cure=f"usar as colunas de «export», cada uma só uma vez: {';'.join(header(kind))}.",
        )
    found, wrong = [], []
    for row in table.rows:
        try:
            found.append(_line(row.cells, there, kind))
        except ValueError as error:
            wrong.append(f"linha {row.line}: {str(error)[:_SHOWN]}")
    counts = Counter(c.entry for c in found)
    wrong += [f"«{entry[:60]}» está em mais do que uma linha" for entry, n in sorted(counts.items()) if n > 1]
    if wrong:
        raise ExecutionError(
            f"{len(wrong)} erro(s): {'; '.join(wrong[:_NAMED])}.", where=name, cure="corrigir; nada foi guardado."
        )
    return found


def _line(cells: list[str], there: list[str], kind: str) -> Change:
    if any(cells[len(there) :]):
        raise ValueError("tem mais colunas do que o cabeçalho; um ; dentro de um texto precisa de aspas")
    line = {name: bare(cell.strip()) for name, cell in zip(there, cells, strict=False)}
    entry = line.get(kind, "")
    if not entry:
        raise ValueError(f"coluna {kind}: falta o id")
    try:
        values = fields({name: text for name, text in line.items() if name in there}, kind)
    except ValueError as error:
        raise ValueError(f"{entry}, {error}") from None
    revision = line.get("revisao", "")
    if revision and not _WHOLE.fullmatch(revision):
        raise ValueError(f"{entry}, coluna revisao: «{revision[:40]}» não é um número")
    return Change(kind, entry, values, int(revision) if revision else None)


def fields(cells: Mapping[str, str], kind: str) -> dict[str, Any]:
    """The fields that these cells (by column) fill; an empty one takes a value away. ValueError names the column."""
    values: dict[str, Any] = {}
    for column in FORMS[kind]:
        text = cells.get(column.name, "")
        if column.name not in cells or (column.kept and not text):
            continue
        try:
            values[column.field] = column.read(text) if text else () if column.read is ids else None
        except ValueError as error:
            raise ValueError(f"coluna {column.name}: {error}") from None
    return values
