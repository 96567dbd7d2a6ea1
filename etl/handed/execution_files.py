"""The execution as CSV: semicolons, UTF-8 with BOM, one line an action or project, so that a spreadsheet can open
it.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from core.base import cells
from core.base.errors import ExecutionError
from core.strategy.execution import Change, Event
from core.strategy.execution_model import Meeting, Progress, Project
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


def _in(cell: str | None) -> str:
    return cells.bare((cell or "").strip())


def actions(some: Iterable[Standing]) -> bytes:
    """Columns ACTIONS; an action of which nobody has said anything has an empty state and revision 0."""
    return cells.written(ACTIONS, [_action(s) for s in some], cells.EXCEL)


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
    return cells.written(PROJECTS, rows, cells.EXCEL)


def history(known: Iterable[Event]) -> bytes:
    """Columns HISTORY: every event with the state before and after it, as JSON."""

    def state(value: Progress | Meeting | None) -> str | None:
        return value.model_dump_json(exclude_none=True) if value else None

    return cells.written(
        HISTORY,
        [
            [e.seq, e.kind, e.entry, e.revision, e.said_at.isoformat(), e.said_by, state(e.before), state(e.after)]
            for e in known
        ],
        cells.EXCEL,
    )


def changes(content: bytes, kind: str, *, name: str) -> list[Change]:
    """What a file wants said. ExecutionError names every bad line; lines with an empty state are left out.

    An empty cell takes a value away; a column that is not there leaves it as it was. `revisao` guards against
    overwriting.
    """
    header, fields = (ACTIONS, _PROGRESS) if kind == "acao" else (PROJECTS, _PROJECT)
    lines = csv.DictReader(io.StringIO(_decoded(content, name)), delimiter=";", strict=True)
    there = [c.strip() for c in lines.fieldnames or ()]
    unknown = sorted(set(there) - set(header))
    if there[:1] != [header[0]] or "estado" not in there or unknown:
        extra = f"; não se conhecem {', '.join(unknown)}" if unknown else ""
        raise ExecutionError(
            f"O cabeçalho é «{';'.join(there)[:200]}»{extra}.",
            where=name,
            cure=f"usar as colunas de «execution export»: {';'.join(header)}.",
        )
    lines.fieldnames = there
    found, wrong = [], []
    try:
        for line in lines:
            try:
                change = _line(line, kind, header[0], fields)
            except ValueError as error:
                wrong.append(f"linha {lines.line_num}: {error}")
                continue
            if change is not None:
                found.append(change)
    except csv.Error as error:
        wrong.append(f"linha {lines.line_num}: {error}")
    twice = sorted({c.entry for c in found if sum(o.entry == c.entry for o in found) > 1})
    wrong += [f"«{entry}» está em mais do que uma linha" for entry in twice]
    if wrong:
        raise ExecutionError(
            f"{len(wrong)} erro(s): {'; '.join(wrong[:10])}.", where=name, cure="corrigir; nada foi guardado."
        )
    return found


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 with or without BOM; what a Portuguese Excel writes as plain CSV (cp1252) is read too."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ExecutionError(
            "O ficheiro não é texto em UTF-8 nem em Windows-1252.", where=name, cure="gravar como «CSV UTF-8»."
        ) from error


def _line(line: dict[str, Any], kind: str, key: str, fields: dict[str, str]) -> Change | None:
    if None in line:
        raise ValueError("tem mais colunas do que o cabeçalho; um ; dentro de um texto precisa de aspas")
    entry, state = _in(line[key]), _in(line.get("estado"))
    if not state:
        if any(_in(line.get(c)) for c in ("percentagem", "evidencia", "nota", "concluida_em")):
            raise ValueError(f"{entry}: tem valores e não tem estado")
        return None
    values = {field: _value(field, _in(line[column])) for column, field in fields.items() if column in line}
    revision = _in(line.get("revisao"))
    if revision and not revision.isdigit():
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
        if not text.removesuffix("%").strip().isdigit():
            raise ValueError(f"percentagem «{text}» não é um número inteiro de 0 a 100")
        return int(text.removesuffix("%"))
    if field == "budget_eur":
        try:
            return float(text.replace(" ", "").replace(",", "."))
        except ValueError:
            raise ValueError(f"orcamento_eur «{text}» não é um número") from None
    return text
