"""The execution as CSV: semicolons, UTF-8 with BOM, one line an action or project, so that a spreadsheet can open
it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from core.base import tables
from core.base.cells import EXCEL, bare, written
from core.base.errors import ExecutionError
from core.base.numbers import euros
from core.strategy.execution import Change, Event
from core.strategy.execution_model import Progress, Project
from core.strategy.kinds import State
from core.strategy.standing import Standing

ACTIONS: Final = (
    "acao",
    "texto",
    "prazo",
    "estado",
    "percentagem",
    "evidencia",
    "nota",
    "concluida_em",
    "dito_por",
    "dito_em",
    "revisao",
)
PROJECTS: Final = (
    "projeto",
    "titulo",
    "territorio",
    "recomendacoes",
    "estado",
    "percentagem",
    "evidencia",
    "nota",
    "concluida_em",
    "inicio",
    "fim",
    "orcamento_eur",
    "financiamento",
    "retirado",
    "dito_por",
    "dito_em",
    "revisao",
)
HISTORY: Final = ("n", "tipo", "id", "revisao", "dito_em", "dito_por", "antes", "depois")
# Column -> field. What stands in ACTIONS or PROJECTS and not here is there to be read, and is not read back.
_PROGRESS: Final = {
    "estado": "state",
    "percentagem": "percent",
    "evidencia": "evidence",
    "nota": "note",
    "concluida_em": "done_on",
}
_PROJECT: Final = _PROGRESS | {
    "titulo": "title",
    "territorio": "territory",
    "recomendacoes": "recommendations",
    "inicio": "start",
    "fim": "end",
    "orcamento_eur": "budget_eur",
    "financiamento": "funding",
    "retirado": "withdrawn",
}


_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_SHOWN: Final = 300  # letters of what is said of a line


def _in(cell: str | None) -> str:
    return bare((cell or "").strip())


def actions(some: Iterable[Standing]) -> bytes:
    """Columns ACTIONS; an action of which nobody has said anything has an empty state and revision 0."""
    return written(ACTIONS, [_action(s) for s in some], EXCEL)


def _action(s: Standing) -> list[object]:
    said, event = s.said, s.event
    return [s.action.id, s.action.text, s.action.deadline.last_day, *_progress(said), *_who(event)]


def _progress(said: Progress | None) -> list[object]:
    return [said.state, said.percent, said.evidence, said.note, said.done_on] if said else [None] * 5


def _who(event: Event | None) -> list[object]:
    return [event.said_by, event.said_at.isoformat(), event.revision] if event else [None, None, 0]


def projects(last: Iterable[Event]) -> bytes:
    """Columns PROJECTS."""
    rows = []
    for event in last:
        p = event.after
        assert isinstance(p, Project)
        more = [p.start, p.end, p.budget_eur, p.funding, "sim" if p.withdrawn else "não"]
        rows.append(
            [event.entry, p.title, p.territory, " ".join(p.recommendations), *_progress(p), *more, *_who(event)]
        )
    return written(PROJECTS, rows, EXCEL)


def history(known: Iterable[Event]) -> bytes:
    """Columns HISTORY: every event with the state before and after it, as JSON."""

    def state(value: State | None) -> str | None:
        return value.model_dump_json(exclude_none=True) if value else None

    return written(
        HISTORY,
        [
            [e.seq, e.kind, e.entry, e.revision, e.said_at.isoformat(), e.said_by, state(e.before), state(e.after)]
            for e in known
        ],
        EXCEL,
    )


def changes(content: bytes, kind: str, *, name: str) -> list[Change]:
    """What a file wants said. ExecutionError names every bad line; lines with an empty state are left out.

    An empty cell takes a value away; a column that is not there leaves it as it was. `revisao` guards against
    overwriting.
    """
    header, fields = (ACTIONS, _PROGRESS) if kind == "acao" else (PROJECTS, _PROJECT)
    text = tables.decoded(content, name=name, error=ExecutionError, windows=True)
    table = tables.table(text, name=name, error=ExecutionError)
    there = [c.strip() for c in table.header]
    unknown = sorted(set(there) - set(header))
    if there[:1] != [header[0]] or "estado" not in there or unknown or len(set(there)) < len(there):
        extra = f"; não se conhecem {', '.join(unknown)[:200]}" if unknown else ""
        raise ExecutionError(
            f"O cabeçalho é «{';'.join(there)[:200]}»{extra}.",
            where=name,
            cure=f"usar as colunas de «execution export», cada uma só uma vez: {';'.join(header)}.",
        )
    found, wrong = [], []
    for row in table.rows:
        try:
            change = _line(row.cells, there, kind, fields)
        except ValueError as error:
            wrong.append(f"linha {row.line}: {str(error)[:_SHOWN]}")
            continue
        if change is not None:
            found.append(change)
    counts = Counter(c.entry for c in found)
    wrong += [f"«{entry[:60]}» está em mais do que uma linha" for entry, n in sorted(counts.items()) if n > 1]
    if wrong:
        raise ExecutionError(
            f"{len(wrong)} erro(s): {'; '.join(wrong[:10])}.", where=name, cure="corrigir; nada foi guardado."
        )
    return found


def _line(cells: list[str], there: list[str], kind: str, fields: dict[str, str]) -> Change | None:
    if any(cells[len(there) :]):
        raise ValueError("tem mais colunas do que o cabeçalho; um ; dentro de um texto precisa de aspas")
    line, key = dict(zip(there, cells, strict=False)), there[0]
    entry, state = _in(line.get(key)), _in(line.get("estado"))
    if not state:
        if any(_in(line.get(c)) for c in ("percentagem", "evidencia", "nota", "concluida_em")):
            raise ValueError(f"{entry}: tem valores e não tem estado")
        return None
    values = {field: _value(field, _in(line.get(column))) for column, field in fields.items() if column in there}
    revision = _in(line.get("revisao"))
    if revision and not _WHOLE.fullmatch(revision):
        raise ValueError(f"{entry}: revisao «{revision}» não é um número")
    return Change(kind, entry, values, int(revision) if revision else None)


def _value(field: str, text: str) -> object:
    if field == "recommendations":
        return tuple(text.replace(",", " ").split())
    if field == "withdrawn":
        if text.lower() not in ("", "sim", "não", "nao"):
            raise ValueError(f"retirado «{text}»: escreve-se sim ou não")
        return text.lower() == "sim"
    if not text:
        return None
    if field == "percent":
        if not _WHOLE.fullmatch(text.removesuffix("%").strip()):
            raise ValueError(f"percentagem «{text}» não é um número inteiro de 0 a 100")
        return int(text.removesuffix("%"))
    if field == "budget_eur":
        if (amount := euros(text)) is None:
            raise ValueError(f"orcamento_eur «{text}» não é um montante; escreve-se 1250000 ou 1 250 000,50")
        return amount
    return text
