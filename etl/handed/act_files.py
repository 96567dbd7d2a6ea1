"""Requests, decisions, sums, calls and proposals as CSV: semicolons, UTF-8 with BOM, one line an entry, so that a
spreadsheet can open it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from core.base import numbers, tables
from core.base.cells import EXCEL, bare, written
from core.base.errors import ExecutionError
from core.strategy.execution import Change, Event

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_SHOWN: Final = 300  # letters of what is said of a line
_NAMED: Final = 10  # lines that are named
LAST: Final = ("dito_por", "dito_em", "revisao")  # to be read; of them only `revisao` is read back


class Column(NamedTuple):
    """A column, the field that it fills, and how its cell is read; `kept`: an empty cell leaves the field as it was."""

    name: str
    field: str
    read: Callable[[str], object] = str
    kept: bool = False


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"«{text[:40]}» não é uma data; escreve-se 2026-11-22") from None


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _yes(text: str) -> bool:
    if text.lower() not in ("sim", "não", "nao"):
        raise ValueError(f"«{text[:40]}»: escreve-se sim ou não")
    return text.lower() == "sim"


def _euros(text: str) -> float:
    if (amount := numbers.euros(text)) is None:
        raise ValueError(f"«{text[:40]}» não é um montante em euros; escreve-se 1250000 ou 1 250 000,50")
    return amount


_END: Final = (
    Column("evidencia", "evidence"),
    Column("nota", "note"),
    Column("retirado", "withdrawn", _yes, kept=True),
)
# The first column of each is the id of the entry.
FORMS: Final[dict[str, tuple[Column, ...]]] = {
    "pedido": (
        Column("a_quem", "to"),
        Column("sobre", "about", _ids),
        Column("texto", "text"),
        Column("pedido_em", "asked_on", _day),
        Column("pedido_por", "asked_by"),
        Column("prazo", "due", _day),
        Column("resposta", "answer", kept=True),
        Column("respondido_em", "answered_on", _day),
        Column("recibo", "receipt"),
        *_END,
    ),
    "decisao": (
        Column("estrutura", "body"),
        Column("decidida_em", "held_on", _day),
        Column("reuniao", "meeting"),
        Column("texto", "text"),
        Column("responsavel", "owner"),
        Column("prazo", "due", _day),
        Column("estado", "state", kept=True),
        Column("cumprida_em", "done_on", _day),
        Column("assunto", "matter"),
        *_END,
    ),
    "verba": (
        Column("acao", "action"),
        Column("tipo", "kind"),
        Column("montante_eur", "amount_eur", _euros),
        Column("em", "as_of", _day),
        Column("fundo", "fund"),
        Column("fonte", "source"),
        *_END,
    ),
    "proposta": (
        Column("sobre", "on"),
        Column("parte", "part"),
        Column("novo", "new"),
        Column("porque", "why"),
        Column("proposta_por", "body"),
        Column("proposta_em", "proposed_on", _day),
        *_END,
    ),
    "aviso": (
        Column("titulo", "title"),
        Column("fundo", "fund"),
        Column("abre", "opens", _day),
        Column("fecha", "closes", _day),
        Column("acoes", "actions", _ids),
        *_END,
    ),
}


def header(kind: str) -> tuple[str, ...]:
    """The columns of a file of a kind, in their order."""
    return (kind, *(c.name for c in FORMS[kind]), *LAST)


def entries(last: Iterable[Event], kind: str) -> bytes:
    """The entries of a kind as they were last written; none gives the header alone, which serves as a template."""
    rows = [
        [
            e.entry,
            *(_cell(getattr(e.after, c.field)) for c in FORMS[kind]),
            e.said_by,
            e.said_at.isoformat(),
            e.revision,
        ]
        for e in last
        if e.kind == kind
    ]
    return written(header(kind), rows, EXCEL)


def _cell(value: Any) -> object:
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
    values: dict[str, Any] = {}
    for column in FORMS[kind]:
        text = line.get(column.name, "")
        if column.name not in there or (column.kept and not text):
            continue
        try:
            values[column.field] = column.read(text) if text else () if column.read is _ids else None
        except ValueError as error:
            raise ValueError(f"{entry}, coluna {column.name}: {error}") from None
    revision = line.get("revisao", "")
    if revision and not _WHOLE.fullmatch(revision):
        raise ValueError(f"{entry}, coluna revisao: «{revision[:40]}» não é um número")
    return Change(kind, entry, values, int(revision) if revision else None)
