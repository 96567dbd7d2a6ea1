"""Commands of `python -m etl` about what is missing, what changed, and what people hand in."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock
from core.base.errors import ImportRefused
from core.base.paths import builds_dir, raw_dir
from core.catalogue import catalogue as catalogues
from core.catalogue.catalogue import Catalogue
from core.people.deed import done
from core.people.model import About
from core.reading.reading import Reader
from core.strategy import asking, execution
from core.terms import territory
from core.terms.formats import exact
from core.terms.territory import Territories
from core.warehouse import checks, compare, gaps, waiting
from core.warehouse.store import Store, resolve
from etl.build import diff
from etl.cli import alerts
from etl.cli.said import server
from etl.fetch.context import Context
from etl.fetch.http import HttpFetcher
from etl.handed import imports, template
from etl.load.run import Options, load

Json = Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")]
_SHOWN = 40
out = Console()


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("gaps")(gaps_command)
    app.command("diff")(diff_command)
    app.command("template")(template_command)
    app.command("import")(import_command)


def _print(table: Table) -> None:
    Console(markup=False, width=None if out.is_terminal else 220).print(table)


def gaps_command(as_json: Json = False) -> None:
    """O que falta, onde, desde quando, porquê, de quem é, o que se pediu, quem tem de agir e o que o resolve."""
    store = Store(resolve())
    read, seen = Reader(store, catalogues.load(), territory.load(), clock.today()), checks.read()
    asked = asking.asked_of(execution.events())
    found = read.ledger(seen, asked) + read.ledger_beyond(seen, asked)
    if as_json:
        print(json.dumps([g.to_dict() for g in found], ensure_ascii=False, indent=1))
        return
    columns = ("territórios", "períodos", "causa", "de quem é", "tem de agir", "pedido", "desde", "o que resolve")
    table = Table("linha", "indicador", "série", *columns)
    for g in found:
        places = f"{len(g.territories)} ({g.level})" if g.territories else g.level
        table.add_row(
            str(g.row or "fora"),
            g.indicator_id,
            g.series,
            places,
            ", ".join(g.periods[:3]) or "todos",
            gaps.CAUSES[g.cause][0],
            g.owner,
            g.who or "–",
            g.asked[0] or "–",
            g.since,
            g.closes[0],
        )
    _print(table)
    counted = Counter(g.cause for g in found if g.row)
    print("Tabela 3: " + "; ".join(f"{gaps.CAUSES[c][0]}: {n}" for c, n in counted.most_common()))
    if beyond := sum(g.row is None for g in found):
        print(f"Fora da Tabela 3: {beyond}")


def diff_command(
    before: Annotated[str, typer.Argument(help="Versão de partida: nome, princípio do nome, «anterior» ou «atual».")],
    after: Annotated[str, typer.Argument(help="Versão de chegada.")] = "atual",
    as_json: Json = False,
) -> None:
    """Valores revistos, novos e desaparecidos entre duas versões dos dados, com a fonte."""
    folder = builds_dir()
    a, b = diff.find(before, folder), diff.find(after, folder)
    found = compare.compare(a, b)
    if as_json:
        print(json.dumps({"before": a.stem, "after": b.stem, "values": found}, ensure_ascii=False, indent=1))
        return
    counted = Counter(r["kind"] for r in found)
    words = {"revised": "revistos", "new": "novos", "vanished": "desaparecidos"}
    print(f"{a.stem} → {b.stem}: " + ", ".join(f"{words[k]} {counted[k]}" for k in compare.KINDS))
    table = Table("o quê", "indicador", "série", "território", "período", "antes", "depois", "fonte")
    for r in found[:_SHOWN]:
        table.add_row(
            words[r["kind"]],
            r["indicator_id"],
            r["series"],
            r["territory"] or r["territory_id"],
            r["period"],
            *(_number(r[k]) for k in ("before", "after")),
            r["citation"] or "–",
        )
    if found:
        _print(table)
    if len(found) > _SHOWN:
        print(f"… e mais {len(found) - _SHOWN}; «--json» dá todos.")


def _number(value: Any) -> str:
    return "–" if value is None else exact(value)


def template_command(
    indicator: Annotated[str, typer.Argument(help="Id do indicador; «python -m etl list» mostra-os.")],
    target: Annotated[Path | None, typer.Option("--to", help="Ficheiro .csv ou .xlsx a escrever.")] = None,
) -> None:
    """Escreve o modelo em que se entregam os valores de um indicador sem interface para máquinas."""
    path = target or Path(f"{indicator}.xlsx")
    template.write(catalogues.load(), territory.load(), indicator, path)
    print(f"Escrito: {path}")
    print(f"Preencher e entregar com: python -m etl import {path} --indicator {indicator}")


def import_command(
    file: Annotated[Path, typer.Argument(help="O modelo preenchido, .csv ou .xlsx.")],
    indicator: Annotated[str, typer.Option(help="Id do indicador.")],
    check: Annotated[bool, typer.Option("--check", help="Só verificar: não guarda nem carrega.")] = False,
    by: Annotated[str, typer.Option("--by", help="Entidade que o entrega.")] = "linha de comandos",
    as_json: Json = False,
) -> None:
    """Recebe valores que pessoas têm: verifica linha a linha, guarda tudo ou nada, e publica-os."""
    catalogue, territories = catalogues.load(), territory.load()
    told: dict[str, Any] = {"refused": [], "territories": [], "rows": 0, "build": "", "waits": False}
    try:
        found = imports.verify(file, catalogue, territories, indicator)
        told |= {"rows": len(found.rows), "territories": sorted({r["territorio"] for r in found.rows})}
        if not check:
            told |= _taken(file, catalogue, territories, indicator, by, quiet=as_json)
        elif not as_json:
            print(f"{len(found.rows)} linhas certas, {found.skipped} por preencher; nada foi guardado.")
    except ImportRefused as error:
        told["refused"] = [list(r) for r in error.report] or [[0, "", error.what, error.cure]]
        if not as_json:
            for row, column, what, cure in error.report:
                print(f"  linha {row}, {column}: {what}; {cure}")
        raise
    finally:
        if as_json:
            print(json.dumps(told, ensure_ascii=False))


def _taken(
    file: Path, catalogue: Catalogue, territories: Territories, indicator: str, by: str, *, quiet: bool
) -> dict[str, Any]:
    """Keep a file that was checked, and load it."""
    kept = done(
        server(by),
        "valores",
        About(indicator),
        lambda _: imports.accept(file, catalogue, territories, indicator),
        lambda made: ("", f"{made.path.name}: {made.rows} linhas"),
    )
    context = Context(HttpFetcher(raw_dir()), territories, _no_boundaries)
    result = load(catalogue, context, Options(sources=frozenset({"held"})), builds_dir())
    waits = result.build.parent.name == waiting.FOLDER
    if not quiet:
        padded = f", {kept.padded} códigos a que se repôs o zero inicial" if kept.padded else ""
        first = "Já cá estava" if kept.known else "Guardado"
        print(f"{first}: {kept.rows} linhas, {kept.skipped} por preencher{padded}.")
        said = "À espera de ser libertado" if waits else "Publicado" if result.changed else "Sem alterações"
        print(f"{said}: {result.build.name}")
    alerts.after_load(quiet=quiet)
    return {"build": result.build.stem, "waits": waits}


def _no_boundaries() -> Any:
    raise AssertionError("handed-in figures need no boundaries")
