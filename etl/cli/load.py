"""`python -m etl load`: ask the sources, publish what came, and say what did not."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from core.base.errors import WarehouseMissing
from core.base.paths import builds_dir
from core.catalogue import catalogue as catalogues
from core.catalogue.catalogue import Catalogue
from core.warehouse import checks, freshness, loads, waiting
from core.warehouse.store import Store, resolve
from etl.cli import alerts
from etl.cli.console import Json, context, fetcher, out
from etl.fetch.context import Context
from etl.load.run import Options, Result, load

SOME_FAILED, ALL_FAILED = 8, 7
_log = logging.getLogger(__name__)


def load_command(
    source: Annotated[list[str] | None, typer.Option(help="Só estas fontes (repetir a opção).")] = None,
    indicator: Annotated[list[str] | None, typer.Option(help="Só estes indicadores.")] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Só os valores embutidos e os entregues, sem rede.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Só o que é tempo de pedir: novo, atrasado ou falhado.")] = False,
    replay: Annotated[Path | None, typer.Option(help="Respostas gravadas em vez da rede.")] = None,
    as_json: Json = False,
) -> None:
    """Carrega as fontes e publica uma nova versão dos dados."""
    catalogue = catalogues.load()
    options = _options(catalogue, source or [], indicator or [], offline)
    if due:
        options = replace(options, keys=_due(catalogue, quiet=as_json))
    result = _with_progress(catalogue, context(fetcher(replay)), options, quiet=as_json)
    out.print_json(json.dumps(_summary(result), ensure_ascii=False)) if as_json else _print_result(result)
    if result.changed:
        alerts.after_load(quiet=as_json)
    if result.failed:
        raise typer.Exit(ALL_FAILED if len(result.failed) == len(result.asked) else SOME_FAILED)


def _due(catalogue: Catalogue, *, quiet: bool) -> frozenset[str]:
    """Keys of the queries worth asking now; unless a machine asks, each is said with its reason."""
    lasts: dict[tuple[str, str], str] = {}
    present: frozenset[str] = frozenset()  # nothing in force: everything is due, whatever was asked before
    with suppress(WarehouseMissing):
        store = Store(resolve())
        lasts, present = loads.last_periods(store), loads.asked_keys(store)
        store.close()
    found = freshness.due(catalogue, lasts, checks.read(), datetime.now(UTC), present)
    if not quiet:
        print(f"A pedir: {len(found)} consultas." if found else "Nada a pedir hoje.")
        for key, reason in found.items():
            print(f"  {key}: {reason}")
    return frozenset(found)


def _options(catalogue: Catalogue, sources: list[str], indicators: list[str], offline: bool) -> Options:
    known = {q.source for m in catalogue.measured for q in m.queries}
    if unknown := sorted(set(sources) - known):
        raise typer.BadParameter(f"fonte desconhecida: {', '.join(unknown)}; há: {', '.join(sorted(known))}")
    if unknown := sorted(i for i in indicators if i not in catalogue):
        raise typer.BadParameter(f"indicador desconhecido: {', '.join(unknown)}; «python -m etl list» mostra os ids")
    return Options(frozenset(sources), frozenset(indicators), offline)


def _with_progress(catalogue: Catalogue, around: Context, options: Options, *, quiet: bool) -> Result:
    """A bar on a terminal, reports where nobody looks on, nothing at all for machines."""
    run: Callable[..., Result] = load
    folder = builds_dir()
    if quiet:
        return run(catalogue, around, options, folder)
    if not out.is_terminal:
        return run(catalogue, around, options, folder, lambda i, text: _log.info("%s: %s", i, text))
    total = sum(1 for m in catalogue.measured if m.queries)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("A carregar", total=total)

        def step(indicator_id: str, text: str) -> None:
            bar.update(task, description=f"{indicator_id}: {text[:60]}", advance=1)

        return run(catalogue, around, options, folder, step)


def _summary(result: Result) -> dict[str, Any]:
    current = [r for r in result.runs if r["current"]]
    return {
        "build": result.build.stem,
        "changed": result.changed,
        "waits": result.build.parent.name == waiting.FOLDER,
        "asked": len(result.asked),
        "runs": current,
        "findings": result.findings,
    }


def _print_result(result: Result) -> None:
    counted: dict[str, int] = {}
    for run in result.asked:
        counted[run["outcome"]] = counted.get(run["outcome"], 0) + 1
    said = ", ".join(f"{k} {n}" for k, n in sorted(counted.items())) or "nenhuma (só valores embutidos)"
    published = "Publicado" if result.changed else "Sem alterações, continua em vigor"
    if result.build.parent.name == waiting.FOLDER:
        published = (
            "À espera de que alguém a veja e a EATA a liberte"
            if result.changed
            else "Sem alterações, continua à espera"
        )
    print(f"{published}: {result.build.name}. Consultas a fontes: {said}. Achados: {len(result.findings)}.")
    for finding in result.findings:
        if finding["severity"] != "info":
            where = " ".join(filter(None, (finding["indicator_id"], finding.get("territory_id"), finding["rule"])))
            print(f"  {finding['severity']} {where}: {finding['detail']}")
