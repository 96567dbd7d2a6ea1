"""The command line: `python -m etl load | status | gaps | diff | import | template | list | targets | execution |
boundaries | schema`.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from core.base.errors import EntiError, WarehouseMissing
from core.base.paths import ROOT, boundaries_dir, builds_dir, raw_dir
from core.catalogue import catalogue as catalogues
from core.catalogue.catalogue import Catalogue
from core.terms import territory
from core.warehouse import checks, freshness, queries
from core.warehouse.store import Store, resolve
from etl.cli import alerts, commands, execution, room, targets
from etl.cli import ngsi as ngsi_cli
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, HttpFetcher, ReplayFetcher
from etl.load.run import Options, Result, load

app = typer.Typer(
    help="Da fonte ao ecrã: carrega, confere e publica os indicadores da Tabela 3 da ENTI.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
commands.register(app)
app.add_typer(targets.app, name="targets")
app.add_typer(execution.app, name="execution")
app.add_typer(alerts.app, name="alerts")
app.add_typer(ngsi_cli.app, name="ngsi")
app.add_typer(room.app, name="room")
app.add_typer(room.screens_app, name="screens")
out, err = Console(), Console(stderr=True)
Json = Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")]
SOME_FAILED, ALL_FAILED = 8, 7


def _fetcher(replay: Path | None) -> Fetcher:
    if replay is None:
        return HttpFetcher(raw_dir())
    if not replay.is_dir():
        raise typer.BadParameter(f"a pasta {replay} não existe", param_hint="--replay")
    return ReplayFetcher(replay)


def _context(fetcher: Fetcher) -> Context:
    def boundaries() -> Any:
        from geo import shapes

        return shapes.load()

    return Context(fetcher, territory.load(), boundaries)


@app.command("load")
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
    result = _with_progress(catalogue, _context(_fetcher(replay)), options, quiet=as_json)
    out.print_json(json.dumps(_summary(result), ensure_ascii=False)) if as_json else _print_result(result)
    if result.changed:
        alerts.after_load(quiet=as_json)
    if result.failed:
        raise typer.Exit(ALL_FAILED if len(result.failed) == len(result.asked) else SOME_FAILED)


def _due(catalogue: Catalogue, *, quiet: bool) -> frozenset[str]:
    """Keys of the queries worth asking now; on a terminal or in a log, each with its reason."""
    lasts: dict[tuple[str, str], str] = {}
    present: frozenset[str] = frozenset()  # nothing in force: everything is due, whatever was asked before
    with suppress(WarehouseMissing):
        store = Store(resolve())
        lasts, present = queries.last_periods(store), queries.asked_keys(store)
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


def _with_progress(catalogue: Catalogue, context: Context, options: Options, *, quiet: bool) -> Result:
    """A bar on a terminal, plain lines in a log, nothing at all for machines."""
    run: Callable[..., Result] = load
    folder = builds_dir()
    if quiet:
        return run(catalogue, context, options, folder)
    if not out.is_terminal:
        return run(catalogue, context, options, folder, lambda i, text: print(f"{i}: {text}", flush=True))
    total = sum(1 for m in catalogue.measured if m.queries)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("A carregar", total=total)

        def step(indicator_id: str, text: str) -> None:
            bar.update(task, description=f"{indicator_id}: {text[:60]}", advance=1)

        return run(catalogue, context, options, folder, step)


def _summary(result: Result) -> dict[str, Any]:
    current = [r for r in result.runs if r["current"]]
    return {
        "build": result.build.stem,
        "changed": result.changed,
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
    print(f"{published}: {result.build.name}. Consultas a fontes: {said}. Achados: {len(result.findings)}.")
    for finding in result.findings:
        if finding["severity"] != "info":
            print(f"  {finding['severity']} {finding['indicator_id']} {finding['rule']}: {finding['detail']}")


@app.command("status")
def status_command(as_json: Json = False) -> None:
    """Estado de cada linha da Tabela 3: o que há, até quando, e porque falta."""
    store = Store(resolve())
    rows = queries.status(store, catalogues.load(), date.today())
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("linha", "indicador", "valores", "territórios", "períodos", "resultado", "idade (dias)", "razão")
    for r in rows:
        span = f"{r['first']} – {r['last']}" if r["first"] else "–"
        age = "–" if r["age_days"] is None else str(r["age_days"])
        reason = r["reason"] if len(r["reason"]) <= 80 else r["reason"][:79] + "…"
        table.add_row(str(r["row"]), r["id"], str(r["rows"]), str(r["territories"]), span, r["outcome"], age, reason)
    Console(width=None if out.is_terminal else 220).print(table)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Os 48 indicadores, as séries de apoio e as consultas de cada um."""
    items: list[dict[str, Any]] = [
        {
            "id": m.id,
            "row": getattr(m, "row", None),
            "name": m.name.pt,
            "provider": m.provider,
            "queries": [{"source": q.source, "series": q.series, "active": q.askable, "use": q.use} for q in m.queries],
        }
        for m in catalogues.load().measured
    ]
    if as_json:
        print(json.dumps(items, ensure_ascii=False, indent=1))
        return
    for item in items:
        active = (
            ", ".join(f"{q['source']}/{q['series']}" for q in item["queries"] if q["active"]) or "sem consulta ativa"
        )
        print(f"{item['row'] or 'apoio':>5}  {item['id']:<48} {active}")


@app.command("boundaries")
def boundaries_command(
    from_file: Annotated[Path | None, typer.Option("--from", help="Ficheiro de limites em vez da rede.")] = None,
    replay: Annotated[Path | None, typer.Option(help="Respostas gravadas em vez da rede.")] = None,
) -> None:
    """Substitui os limites aproximados pela CAOP oficial da DGT."""
    from etl.boundaries import fetch as boundaries

    fetcher = HttpFetcher(raw_dir(), boundaries.DGT_LIMITS) if replay is None else _fetcher(replay)
    report = boundaries.run(
        fetcher, from_file=from_file, target=boundaries_dir(), report=lambda text: print(text, flush=True)
    )
    print(f"Atribuição: {report.attribution}")


@app.command("schema")
def schema_command(
    target: Annotated[Path, typer.Option(help="Onde escrever.")] = ROOT / "indicators.schema.json",
) -> None:
    """Escreve o JSON Schema de indicators.yaml, que os editores usam."""
    target.write_text(json.dumps(catalogues.json_schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Escrito: {target.name}")


def main() -> int:
    """Run the command line; errors of ours are one plain line and an exit code per cause."""
    try:
        app(standalone_mode=True)
    except EntiError as error:
        err.print(f"Erro: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
