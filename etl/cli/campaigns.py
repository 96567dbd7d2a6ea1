"""`python -m etl campaigns …`: where those who are asked are written to, and the letters that are due today."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.base import clock, tables
from core.base.errors import PeopleError
from core.people import mailing, questions
from core.strategy.asking import called
from core.terms.formats import day
from etl.alerts import letters
from etl.cli.said import By, server
from etl.handed import address_files

app = typer.Typer(help="Cartas a quem se pede em campanha, e os endereços para onde vão.", no_args_is_help=True)
Whom = Annotated[str, typer.Argument(help="DICO de uma câmara, NUTS III de uma CIM ou AM, ou id de uma entidade.")]


@app.command("address")
def address_command(
    whom: Whom, address: Annotated[str, typer.Argument(help="Um endereço de correio, só ele.")], by: By
) -> None:
    """Dá a um destinatário o endereço para onde se lhe escreve, em lugar do que tinha."""
    made = mailing.put(server(by), {whom: address})
    print("Guardado." if made else "Já era esse.")


@app.command("forget")
def forget_command(whom: Whom, by: By) -> None:
    """Apaga o endereço de um destinatário, sem deixar rasto dele no ficheiro."""
    mailing.erase(server(by), whom)
    print("Apagado.")


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Ficheiro CSV com as colunas quem e endereco, uma linha por cada um.")],
    by: By,
) -> None:
    """Dá endereços a muitos de uma vez, todos ou nenhum."""
    given = address_files.addresses(tables.content(file, PeopleError), name=file.name)
    made = mailing.put(server(by), given)
    print(f"{len(given)} endereços: {made} novos ou mudados.")


@app.command("addresses")
def addresses_command(by: By = "linha de comandos") -> None:
    """Os endereços que há, e desde quando."""
    known, today = mailing.addresses(server(by)), clock.today()
    for r in known.values():
        print(f"{r.whom}: {called(r.whom, today)}: {r.address}; desde {day(r.since.date())}")
    if not known:
        print("Nenhum endereço.")


@app.command("remind")
def remind_command(by: By = "EATA") -> None:
    """Escreve a quem hoje é de escrever (pedido, 14 dias antes, dia seguinte), uma vez cada; repete o que falhou."""
    done = letters.remind(server(by), datetime.now(UTC))
    questions.sweep()  # the one command that a timer runs every day besides the load
    print(f"Cartas novas: {done.owed}. Enviadas: {done.sent}.")
    for said in done.failures:
        print(f"  Por enviar: {said}")
