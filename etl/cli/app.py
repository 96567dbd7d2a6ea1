"""The command line as a whole: which commands there are, and what an error of ours becomes."""

import typer

from core.base import logs
from core.base.errors import EntiError
from etl.cli import alerts, commands, execution, look, ngsi, room, targets
from etl.cli.console import err
from etl.cli.load import load_command

app = typer.Typer(
    help="Da fonte ao ecrã: carrega, confere e publica os indicadores da Tabela 3 da ENTI.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("load")(load_command)
look.register(app)
commands.register(app)
for name, part in {
    "targets": targets.app,
    "execution": execution.app,
    "alerts": alerts.app,
    "ngsi": ngsi.app,
    "room": room.app,
    "screens": room.screens_app,
}.items():
    app.add_typer(part, name=name)


def main() -> int:
    """Run the command line; errors of ours are one plain line and an exit code per cause."""
    try:
        logs.configure()
        app(standalone_mode=True)
    except EntiError as error:
        err.print(f"Erro: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    return 0
