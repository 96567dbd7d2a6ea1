"""What the commands share: consoles, the `--json` option, the way to the sources, exit codes of a load."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from core.base.paths import raw_dir
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, HttpFetcher, ReplayFetcher

out, err = Console(), Console(stderr=True)
Json = Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")]


def fetcher(replay: Path | None) -> Fetcher:
    """The network, or a folder of recorded answers; wrong use when there is no such folder."""
    if replay is None:
        return HttpFetcher(raw_dir())
    if not replay.is_dir():
        raise typer.BadParameter(f"a pasta {replay} não existe", param_hint="--replay")
    return ReplayFetcher(replay)


def context(fetcher: Fetcher) -> Context:
    """What connectors get; boundaries are read only by those that ask for them."""

    def boundaries() -> Any:
        from geo import shapes

        return shapes.load()

    return Context(fetcher, territory.load(), boundaries)
