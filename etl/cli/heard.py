"""`python -m etl heard …`: what places adopt, what independent readers find, challenges, training, and the advisory
council; only appended.
"""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.base.errors import ExecutionError
from core.strategy.execution import Change
from etl.cli import said
from etl.cli.said import By, Note, Read, Seen, Written
from etl.handed import act_files
from etl.handed.act_forms import FORMS, HEARD

app = typer.Typer(
    help="Adoção, leituras independentes, desafios, formação e Conselho Consultivo.", no_args_is_help=True
)


def _kind(text: str) -> str:
    if text not in HEARD:
        raise typer.BadParameter(f"não há «{text}»; há {', '.join(HEARD)}")
    return text


Kind = Annotated[str, typer.Argument(callback=_kind, help=" | ".join(HEARD))]
Entry = Annotated[str, typer.Argument(help="Id, como adocao_1312_recomendacao_1.")]


@app.command("write")
def write_command(
    kind: Kind,
    entry: Entry,
    cells: Annotated[list[str], typer.Argument(help="coluna=valor, com as colunas de «export».")],
    by: By,
    revision: Seen = None,
) -> None:
    """Escreve uma entrada, ou muda o que se nomeia de uma que há."""
    pairs = [c.partition("=") for c in cells]
    known = {c.name for c in FORMS[kind]}
    if strange := sorted(name for name, sign, _ in pairs if not sign or name not in known):
        raise ExecutionError(
            f"Não há {', '.join(strange)[:200]} em {kind}.",
            cure=f"escrever coluna=valor, com {', '.join(c.name for c in FORMS[kind])}; nada foi guardado.",
        )
    try:
        values = act_files.fields({name: text.strip() for name, _, text in pairs}, kind)
    except ValueError as error:
        raise ExecutionError(f"{entry}: {error}.", cure="corrigir; nada foi guardado.") from error
    said.say([Change(kind, entry, values, revision)], by)


@app.command("withdraw")
def withdraw_command(kind: Kind, entry: Entry, by: By, note: Note, revision: Seen = None) -> None:
    """Retira o que foi escrito por engano; fica escrito que o foi, e porquê."""
    said.there(kind, entry, f"heard list {kind}")
    said.say([Change(kind, entry, {"withdrawn": True, "note": note}, revision)], by)


@app.command("list")
def list_command(kind: Kind) -> None:
    """O que há de um tipo."""
    columns = FORMS[kind]
    table = Table(kind, *(c.name for c in columns), "dito por", "rev.")
    found = said.last(kind).values()
    for e in found:
        cells = (act_files.cell(getattr(e.after, c.field)) for c in columns)
        table.add_row(e.entry, *("" if c is None else str(c) for c in cells), e.said_by, str(e.revision))
    Console(markup=False, width=None if Console().is_terminal else 240).print(table)
    if not found:
        print("Nada.")


@app.command("export")
def export_command(kind: Kind, file: Written) -> None:
    """Escreve o que há de um tipo em CSV; sem nada, o cabeçalho, que serve de modelo."""
    said.export(file, kind)


@app.command("import")
def import_command(kind: Kind, file: Read, by: By) -> None:
    """Escreve e muda por CSV, tudo ou nada."""
    said.import_(file, kind, by)
