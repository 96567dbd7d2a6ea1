"""`python -m etl builds …`: the builds there are, who looked at the one that waits, its release, and going back."""

from typing import Annotated

import typer

from core.base.paths import builds_dir
from core.people import builds
from core.warehouse import compare, waiting
from core.warehouse.store import kept, resolve
from etl.cli.said import By, server

app = typer.Typer(help="Versões dos dados: a que espera, quem a viu, libertá-la, e voltar atrás.", no_args_is_help=True)
Build = Annotated[str, typer.Argument(help="Nome da versão («builds list»).")]
Note = Annotated[str, typer.Option("--note", help="O que se viu, ou porquê.")]


@app.command("list")
def list_command() -> None:
    """As versões guardadas, a que está em vigor, e a que espera, com o que ela muda."""
    folder, now, said = builds_dir(), resolve(), builds.words()
    if (there := waiting.build(folder)) is not None:
        weight = compare.weigh(now, there)
        print(
            f"{there.stem}: à espera; muda {weight.changed} de {weight.values} valores publicados, {weight.country}"
            " deles do país"
        )
        for word in (w for w in said if w.build == there.stem):
            print(f"  {word.what} por {word.by}, em {word.at:%Y-%m-%d %H:%M} UTC: {word.note}")
    for build in kept(folder):
        print(f"{build.stem}{': em vigor' if build == now else ''}")


@app.command("look")
def look_command(build: Build, by: By, note: Note) -> None:
    """Diz que se viu o que a versão que espera muda («diff» mostra-o)."""
    builds.looked(server(by), build, note)
    print(f"Vista: {build}.")


@app.command("release")
def release_command(build: Build, by: By) -> None:
    """Põe em vigor a versão que espera, se outra entidade disse que a viu."""
    print(f"Em vigor: {builds.release(server(by), build).name}.")


@app.command("back")
def back_command(build: Build, by: By, note: Note) -> None:
    """Volta a pôr em vigor uma versão guardada."""
    print(f"Em vigor: {builds.back(server(by), build, note).name}.")
