"""`python -m etl backup | restore`: all that loads and people made, in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from core.base import backup
from core.base.paths import data_dir
from core.terms.formats import moment, number


def register(app: typer.Typer) -> None:
    """The two commands, on the command line itself."""
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)


def backup_command(
    file: Annotated[Path, typer.Argument(help="Ficheiro a escrever (.tar.gz), fora da pasta dos dados.")],
) -> None:
    """Copia tudo o que as cargas e as pessoas fizeram para um ficheiro, com o painel a trabalhar."""
    made = backup.make(data_dir(), file)
    print(f"Copiado: {_said(made)}, para {file}.")


def restore_command(
    file: Annotated[Path, typer.Argument(help="Ficheiro escrito por «backup».")],
    to: Annotated[Path | None, typer.Option("--to", help="Pasta nova ou vazia; sem ela, a de ENTI_DATA.")] = None,
) -> None:
    """Repõe uma cópia numa pasta vazia, se ela estiver inteira."""
    folder = to or data_dir()
    print(f"Reposto: {_said(backup.restore(file, folder))}, em {folder}.")


def _said(made: backup.Copy) -> str:
    return f"{made.files} ficheiros, {number(made.size / 1e6, 1)} MB, de {moment(made.made_at, 'pt')}"
