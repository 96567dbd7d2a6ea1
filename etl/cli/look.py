"""`python -m etl status | list | boundaries | schema`: what there is, and the files that go with it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock, files
from core.base.paths import ROOT, boundaries_dir, raw_dir
from core.catalogue import catalogue as catalogues
from core.catalogue.indicator import Further
from core.terms import age
from core.terms.formats import day
from core.warehouse import loads
from core.warehouse.store import Store, resolve
from etl.cli.console import Json, fetcher, out
from etl.fetch.http import HttpFetcher


def status_command(as_json: Json = False) -> None:
    """Estado de cada linha da Tabela 3, e do que está fora dela: o que há, até quando, e porque falta."""
    store, catalogue = Store(resolve()), catalogues.load()
    rows = loads.status_of(catalogue.shown, store, clock.today())
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("linha", "indicador", "valores", "territórios", "períodos", "resultado", "idade", "recebido", "razão")
    for r in rows:
        span = f"{r['first']} – {r['last']}" if r["first"] else "–"
        old = age.said(r["last"], clock.today()) or "–"
        got = day(r["received"]) if r["received"] else "–"
        reason = r["reason"] if len(r["reason"]) <= 80 else r["reason"][:79] + "…"
        table.add_row(
            str(r["row"] or "fora"),
            r["id"],
            str(r["rows"]),
            str(r["territories"]),
            span,
            r["outcome"],
            old,
            got,
            reason,
        )
    Console(markup=False, width=None if out.is_terminal else 220).print(table)


def list_command(as_json: Json = False) -> None:
    """Os indicadores da Tabela 3 e os que estão fora dela, as séries de apoio e as consultas de cada um."""
    items: list[dict[str, Any]] = [
        {
            "id": m.id,
            "beyond": isinstance(m, Further),
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
        print(f"{item['row'] or ('fora' if item['beyond'] else 'apoio'):>5}  {item['id']:<48} {active}")


def boundaries_command(
    from_file: Annotated[Path | None, typer.Option("--from", help="Ficheiro de limites em vez da rede.")] = None,
    provider: Annotated[
        str | None,
        typer.Option(help="De quem são os limites do ficheiro: «DGT, CAOP 2025, CC BY 4.0». Sem isto, por confirmar."),
    ] = None,
    replay: Annotated[Path | None, typer.Option(help="Respostas gravadas em vez da rede.")] = None,
) -> None:
    """Substitui os limites aproximados pela CAOP oficial da DGT, ou pelos de um ficheiro."""
    from etl.boundaries import fetch as boundaries

    source = HttpFetcher(raw_dir(), boundaries.DGT_LIMITS) if replay is None else fetcher(replay)
    report = boundaries.run(
        source,
        from_file=from_file,
        provider=provider,
        target=boundaries_dir(),
        report=lambda text: print(text, flush=True),
    )
    print(f"Atribuição: {report.attribution}")


def schema_command(
    target: Annotated[Path, typer.Option(help="Pasta onde escrever.")] = ROOT,
) -> None:
    """Escreve o JSON Schema de indicators.yaml e o dos ficheiros de indicadores/, que os editores usam."""
    for name, schema in catalogues.SCHEMAS.items():
        files.write_text(target / name, json.dumps(schema(), ensure_ascii=False, indent=1) + "\n")
        print(f"Escrito: {name}")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("status")(status_command)
    app.command("list")(list_command)
    app.command("boundaries")(boundaries_command)
    app.command("schema")(schema_command)
