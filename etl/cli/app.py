"""The command line as a whole: which commands there are, and what an error of ours becomes."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Final

import typer

from core.base import logs
from core.base.errors import EntiError, SettingError
from core.base.nested import writable
from etl.cli import (
    alerts,
    backup,
    builds,
    campaigns,
    commands,
    decisions,
    execution,
    heard,
    look,
    money,
    ngsi,
    people,
    proposals,
    questions,
    requests,
    room,
    targets,
)
from etl.cli.console import err
from etl.cli.load import load_command

UNFORESEEN: Final = 70  # sysexits.h: an error of the software itself
_log = logging.getLogger(__name__)
app = typer.Typer(
    help="Da fonte ao ecrã: carrega, confere e publica os indicadores da Tabela 3 da ENTI.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("load")(load_command)
look.register(app)
commands.register(app)
backup.register(app)
for name, part in {
    "targets": targets.app,
    "execution": execution.app,
    "requests": requests.app,
    "campaigns": campaigns.app,
    "decisions": decisions.app,
    "proposals": proposals.app,
    "money": money.app,
    "heard": heard.app,
    "alerts": alerts.app,
    "ngsi": ngsi.app,
    "room": room.app,
    "screens": room.screens_app,
    "builds": builds.app,
    "people": people.app,
    "questions": questions.app,
    "audit": people.audit_app,
}.items():
    app.add_typer(part, name=name)


def _readable(words: Sequence[str]) -> None:
    """SettingError for a word that the terminal did not send as UTF-8; the name of a file that is there may be so."""
    for word in words:
        if not writable(word) and not os.path.lexists(word):
            raise SettingError(
                f"«{word.encode('utf-8', 'backslashreplace').decode()[:80]}» não está em UTF-8.",
                where="linha de comandos",
                cure="pôr o terminal em UTF-8 (LANG=C.UTF-8) e escrever o comando de novo; nada se fez.",
            )


def main() -> int:
    """Run the command line; errors of ours are one plain line and an exit code per cause. The last catch is here: an
    error that is not ours goes to the log whole, under the number that one plain line gives.
    """
    try:
        logs.configure()
        _readable(sys.argv[1:])
        app(standalone_mode=True)
    except EntiError as error:
        err.print(f"Erro: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    except Exception as error:  # noqa: BLE001, the last one, which logs
        number = logs.noted(_log, error, "comando")
        said = f"Erro {number}, que não se esperava: está inteiro no registo, com esse número. Nada mais se fez."
        err.print(said, style="bold red", markup=False, highlight=False, soft_wrap=True)
        return UNFORESEEN
    return 0
