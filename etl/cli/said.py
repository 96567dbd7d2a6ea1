"""What the commands that write in the ledger of the execution share: who says it, on which revision, days, files."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from core.base import tables
from core.base.errors import ExecutionError
from core.base.files import write_bytes
from core.people import writing
from core.people.model import Actor
from core.strategy import execution
from core.strategy.execution import Change, Event
from etl.handed import act_files

By = Annotated[str, typer.Option("--by", help="Entidade que o diz (não o nome de uma pessoa).")]
Seen = Annotated[
    int | None, typer.Option("--revision", help="Revisão sobre a qual se escreve; se já houver outra, é recusado.")
]
Evidence = Annotated[str | None, typer.Option(help="Endereço https:// que o mostra.")]
Note = Annotated[str | None, typer.Option(help="Uma frase sobre o que se diz.")]
Written = Annotated[Path, typer.Argument(help="Ficheiro CSV a escrever.")]
Read = Annotated[Path, typer.Argument(help="Ficheiro CSV, com as colunas que «export» escreve.")]
On = Annotated[str | None, typer.Option("--date", help="Como está neste dia.")]


def server(by: str) -> Actor:
    """Who has the server's command line may do all; the record says it was from there, and for whom."""
    return Actor(way="servidor", origin="linha de comandos", name=by.strip())


def say(changes: Sequence[Change], by: str) -> None:
    """Write them, all or nothing, and print what was written. ExecutionError where one cannot stand."""
    written = writing.say(server(by), changes) if changes else []
    for event in written:
        print(f"{event.entry}: revisão {event.revision}, dita por {event.said_by}.")
    if not written:
        print("Nada mudou: já era isso que estava dito.")


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given; those left out stay as they were."""
    return {k: v for k, v in values.items() if v is not None}


def day(text: str | None) -> date | None:
    """A day as it is typed; wrong use where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"«{text}» não é uma data; escreve-se 2026-11-22") from None


def write(file: Path, content: bytes) -> None:
    """A new file; ExecutionError where it is there already."""
    if file.exists():
        raise ExecutionError("O ficheiro já existe.", where=str(file), cure="escolher outro nome; nada foi escrito.")
    write_bytes(file, content)
    print(f"Escrito: {file}")


def last(kind: str) -> dict[str, Event]:
    """The entries of a kind as they were last written, by id."""
    return execution.current(execution.events(), kind)


def there(kind: str, entry: str, listed: str) -> Event:
    """An entry; ExecutionError where there is none. `listed`: the command that lists them."""
    if (found := last(kind).get(entry)) is None:
        raise ExecutionError(f"Não há «{entry}».", cure=f"«{listed}» mostra os ids.")
    return found


def export(file: Path, kind: str) -> None:
    """Write the entries of a kind as CSV."""
    write(file, act_files.entries(last(kind).values(), kind))


def import_(file: Path, kind: str, by: str) -> None:
    """Write what a file says, all or nothing."""
    say(act_files.changes(tables.content(file, ExecutionError), kind, name=file.name), by)
