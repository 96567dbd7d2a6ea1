"""`python -m etl proposals …`: what is proposed for the revised Action Plan and ARPGU; only appended."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.strategy import execution, strategy
from core.strategy.acts_model import ADD, PARTS, REPEAL
from core.strategy.execution import Change
from core.strategy.proposals import proposed
from etl.cli import said
from etl.cli.console import Json
from etl.cli.said import By, Evidence, Note, Read, Seen, Written

app = typer.Typer(help="Propostas para o Plano de Ação e a ARPGU revistos.", no_args_is_help=True)
Entry = Annotated[str, typer.Argument(help="Id da proposta, como proposta_prazo_9_1.")]
Why = Annotated[str, typer.Option("--note", help="Porque se retira.")]
_PARTS = " | ".join((*PARTS, ADD, REPEAL))


@app.command("put")
def put_command(
    proposal: Entry,
    by: By,
    about: Annotated[
        str, typer.Option("--about", help="Id de uma ação, iniciativa ou disposição do Anexo III; ou plano, ou arpgu.")
    ],
    part: Annotated[str, typer.Option(help=_PARTS)],
    why: Annotated[str, typer.Option(help="Porquê, numa frase.")],
    body: Annotated[str, typer.Option(help="Quem propõe: id de uma estrutura, entidade ou território.")],
    on: Annotated[str, typer.Option(help="Dia em que se propôs, 2026-11-20.")],
    new: Annotated[str | None, typer.Option(help="As palavras novas; sem elas, ficam em branco.")] = None,
    evidence: Evidence = None,
    note: Note = None,
    revision: Seen = None,
) -> None:
    """Regista uma proposta, ou corrige-a. O texto de hoje não se escreve: lê-se da Estratégia."""
    values = {"on": about, "part": part, "new": new, "why": why, "body": body, "proposed_on": said.day(on)}
    given = said.given(values | {"evidence": evidence, "note": note})
    said.say([Change("proposta", proposal, given, revision)], by)


@app.command("withdraw")
def withdraw_command(proposal: Entry, by: By, note: Why, revision: Seen = None) -> None:
    """Retira uma proposta; o registo fica, e diz porquê."""
    said.there("proposta", proposal, "proposals list")
    said.say([Change("proposta", proposal, {"withdrawn": True, "note": note}, revision)], by)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """As propostas, com o texto que mudam: as do Plano, depois as da ARPGU."""
    found = proposed(execution.events(), strategy.load())
    if as_json:
        plain = [{"id": p.id, "document": p.document, "old": p.old} | p.proposal.model_dump(mode="json") for p in found]
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    table = Table("proposta", "sobre", "parte", "hoje", "novo", "porquê", "de quem", "rev.")
    for p in found:
        x = p.proposal
        table.add_row(p.id, x.on, x.part, p.old, x.new or "", x.why, x.body, str(p.event.revision))
    Console(markup=False, width=None if Console().is_terminal else 220).print(table)
    if not found:
        print("Nenhuma proposta registada.")


@app.command("export")
def export_command(file: Written) -> None:
    """Escreve as propostas em CSV; sem nenhuma, o cabeçalho, que serve de modelo."""
    said.export(file, "proposta")


@app.command("import")
def import_command(file: Read, by: By) -> None:
    """Regista e corrige propostas por CSV, tudo ou nada."""
    said.import_(file, "proposta", by)
