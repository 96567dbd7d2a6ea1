"""`python -m etl money …`: the money of the action plan by kind, and the calls for applications; only appended."""

import hashlib
import json
import re
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock
from core.strategy import execution, money, strategy
from core.strategy.acts_model import MONEY_KINDS
from core.strategy.execution import Change
from core.terms.formats import number
from etl.cli import said
from etl.cli.console import Json
from etl.cli.said import By, Evidence, Note, On, Read, Seen, Written

app = typer.Typer(help="Dinheiro do Plano de Ação, por espécie, e avisos de candidatura.", no_args_is_help=True)
call_app = typer.Typer(help="Avisos de candidatura, com o dia em que abrem e fecham.", no_args_is_help=True)
app.add_typer(call_app, name="call")
Why = Annotated[str, typer.Option("--note", help="Porque não conta.")]


@app.command("say")
def say_command(
    action: Annotated[str, typer.Argument(help="Id da ação, como acao_9_1.")],
    by: By,
    kind: Annotated[str, typer.Option(help=" | ".join(MONEY_KINDS))],
    amount: Annotated[float, typer.Option(min=0, help="Montante, em euros.")],
    as_of: Annotated[str, typer.Option(help="Dia a que se refere, 2026-09-30.")],
    fund: Annotated[str, typer.Option(help="De onde vem: PRR, PT2030, OE…")],
    source: Annotated[str, typer.Option(help="O documento que o diz.")],
    entry: Annotated[str | None, typer.Option("--id", help="Id da verba; sem isto, faz-se do que ela é.")] = None,
    evidence: Evidence = None,
    note: Note = None,
    revision: Seen = None,
) -> None:
    """Regista uma verba de uma ação, ou corrige a da mesma espécie, fundo e dia."""
    day = said.day(as_of)
    values = {"action": action, "kind": kind, "amount_eur": amount, "as_of": day, "fund": fund, "source": source}
    made = entry or f"verba_{action.removeprefix('acao_')}_{kind}_{_slug(fund)}_{day:%Y_%m_%d}"
    given = said.given(values | {"evidence": evidence, "note": note})
    said.say([Change("verba", made, given, revision)], by)


def _slug(fund: str) -> str:
    """The beginning of its name, and what tells it from others that begin so; spaces and letter case do not matter."""
    plain = " ".join(fund.casefold().split())
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{re.sub('[^a-z0-9]+', '_', plain)[:12].strip('_') or 'fundo'}_{digest}"


@app.command("withdraw")
def withdraw_command(
    entry: Annotated[str, typer.Argument(help="Id da verba.")], by: By, note: Why, revision: Seen = None
) -> None:
    """Retira uma verba registada por engano; o registo fica, e diz porquê."""
    said.there("verba", entry, "money list")
    said.say([Change("verba", entry, {"withdrawn": True, "note": note}, revision)], by)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """As verbas em vigor, a soma de cada espécie, e as ações sem verba conhecida."""
    whole, some = strategy.load(), money.lines(execution.events())
    lacking = money.without(some, whole)
    if as_json:
        plain = [{"id": x.id, "revision": x.event.revision} | x.money.model_dump(mode="json") for x in some]
        print(json.dumps({"lines": plain, "without": list(lacking)}, ensure_ascii=False, indent=1))
        return
    table = Table("verba", "ação", "espécie", "euros", "fundo", "em", "fonte", "rev.")
    for x in some:
        m = x.money
        what = (number(m.amount_eur, 2, aligned=True), m.fund, m.as_of.isoformat(), m.source)
        table.add_row(x.id, m.action, m.kind, *what, str(x.event.revision))
    Console(markup=False, width=None if Console().is_terminal else 200).print(table)
    for s in money.sums(some, whole.ids("actions")).values():
        print(f"{s.kind}: {number(s.amount_eur, 2, aligned=True)} € de {s.actions} ações.")
    print(f"Sem verba conhecida: {len(lacking)} de {len(whole.actions)} ações. Espécies diferentes não se somam.")


@app.command("export")
def export_command(file: Written) -> None:
    """Escreve todas as verbas em CSV; sem nenhuma, o cabeçalho, que serve de modelo."""
    said.export(file, "verba")


@app.command("import")
def import_command(file: Read, by: By) -> None:
    """Regista e corrige verbas por CSV, tudo ou nada."""
    said.import_(file, "verba", by)


@call_app.command("set")
def call_set(
    call: Annotated[str, typer.Argument(help="Id do aviso; um novo cria-o.")],
    by: By,
    title: Annotated[str | None, typer.Option(help="Nome do aviso.")] = None,
    fund: Annotated[str | None, typer.Option(help="De onde vem o dinheiro.")] = None,
    opens: Annotated[str | None, typer.Option(help="Dia em que abre, 2026-11-22.")] = None,
    closes: Annotated[str | None, typer.Option(help="Último dia de candidatura.")] = None,
    action: Annotated[list[str] | None, typer.Option(help="Id de uma ação que pode pagar; repetir a opção.")] = None,
    evidence: Evidence = None,
    note: Note = None,
    revision: Seen = None,
) -> None:
    """Cria um aviso, ou corrige-o. O que não se dá fica como estava."""
    days = {"opens": said.day(opens), "closes": said.day(closes)}
    values = {"title": title, "fund": fund, "evidence": evidence, "note": note}
    mine = {"actions": tuple(action)} if action else {}
    said.say([Change("aviso", call, said.given(values) | said.given(days) | mine, revision)], by)


@call_app.command("withdraw")
def call_withdraw(
    call: Annotated[str, typer.Argument(help="Id do aviso.")], by: By, note: Why, revision: Seen = None
) -> None:
    """Retira um aviso registado por engano; o registo fica, e diz porquê."""
    said.there("aviso", call, "money call list")
    said.say([Change("aviso", call, {"withdrawn": True, "note": note}, revision)], by)


@call_app.command("list")
def call_list(on: On = None) -> None:
    """Os avisos: os abertos pelo dia em que fecham, os que hão de abrir, os fechados."""
    found = money.calls(execution.events(), said.day(on) or clock.today())
    words = {"open": "aberto", "ahead": "por abrir", "closed": "fechado"}
    for o in found:
        c = o.call
        print(f"{o.id}: {c.title} ({c.fund}), {c.opens} a {c.closes}, {words[o.when]}; {', '.join(c.actions) or '–'}")
    if not found:
        print("Nenhum aviso registado.")


@call_app.command("export")
def call_export(file: Written) -> None:
    """Escreve os avisos em CSV; sem nenhum, o cabeçalho, que serve de modelo."""
    said.export(file, "aviso")


@call_app.command("import")
def call_import(file: Read, by: By) -> None:
    """Regista e corrige avisos por CSV, tudo ou nada."""
    said.import_(file, "aviso", by)
