"""`python -m etl requests …`: what the project asked of bodies, and what came back; appended, never changed."""

import json
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock
from core.strategy import asking
from core.strategy.acts_model import ANSWERS, Asking
from core.strategy.execution import Change, Event
from core.warehouse.requests import Request
from etl.cli import said
from etl.cli.console import Json
from etl.cli.said import By, Evidence, Note, On, Read, Seen, Written

app = typer.Typer(help="Pedidos a entidades: a quem, o quê, quando, por quem, e o que veio.", no_args_is_help=True)
Entry = Annotated[str, typer.Argument(help="Id do pedido, como pedido_adene_2026.")]
Receipt = Annotated[str | None, typer.Option(help="Como se acha o papel: número do ofício, registo.")]
_LISTED = "requests list"


@app.command("ask")
def ask_command(
    request: Entry,
    by: By,
    to: Annotated[
        str,
        typer.Option(
            help="A quem: id de enti_entidades.yaml, DICO de uma câmara, NUTS III de uma CIM ou AM, ou o dono que o"
            " catálogo nomeia (ADENE)."
        ),
    ],
    about: Annotated[list[str], typer.Option(help="Id do indicador ou da ação; repetir a opção.")],
    text: Annotated[str, typer.Option(help="O que se pediu, numa frase.")],
    due: Annotated[str, typer.Option(help="Dia até ao qual se espera resposta, 2026-12-20.")],
    asked_on: Annotated[str | None, typer.Option(help="Dia em que se pediu; sem isto, hoje.")] = None,
    asked_by: Annotated[str | None, typer.Option(help="Entidade que pediu; sem isto, a de --by.")] = None,
    receipt: Receipt = None,
    evidence: Evidence = None,
    note: Note = None,
) -> None:
    """Regista um pedido feito. O id tem de ser novo."""
    values = {"to": to, "about": tuple(about), "text": text, "due": said.day(due), "asked_by": asked_by or by}
    values |= {"asked_on": said.day(asked_on) or clock.today(), "receipt": receipt, "evidence": evidence, "note": note}
    said.say([Change("pedido", request, said.given(values), 0)], by)


@app.command("answer")
def answer_command(
    request: Entry,
    by: By,
    answer: Annotated[str, typer.Option(help=" | ".join(ANSWERS))],
    answered_on: Annotated[str | None, typer.Option(help="Dia em que veio; sem isto, hoje.")] = None,
    due: Annotated[str | None, typer.Option(help="De uma promessa: o dia que a entidade deu.")] = None,
    receipt: Receipt = None,
    evidence: Evidence = None,
    note: Note = None,
    revision: Seen = None,
) -> None:
    """Regista o que veio de um pedido, ou corrige o que se registou."""
    said.there("pedido", request, _LISTED)
    on = None if answer == "nenhuma" else said.day(answered_on) or clock.today()
    values = said.given({"due": said.day(due), "receipt": receipt, "evidence": evidence, "note": note})
    said.say([Change("pedido", request, values | {"answer": answer, "answered_on": on}, revision)], by)


@app.command("withdraw")
def withdraw_command(
    request: Entry, by: By, note: Annotated[str, typer.Option(help="Porque não conta.")], revision: Seen = None
) -> None:
    """Retira um pedido registado por engano; o registo fica, e diz porquê."""
    said.there("pedido", request, _LISTED)
    said.say([Change("pedido", request, {"withdrawn": True, "note": note}, revision)], by)


@app.command("list")
def list_command(
    late: Annotated[bool, typer.Option("--late", help="Só os que passaram o prazo sem resposta.")] = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Os pedidos e como está cada um."""
    today = said.day(on) or clock.today()
    last = said.last("pedido")
    found = [r for r in asking.asked_of(last.values()) if not late or r.state(today) == "late"]
    if as_json:
        print(json.dumps([_plain(r, last[r.id], today) for r in found], ensure_ascii=False, indent=1))
        return
    table = Table("pedido", "a quem", "sobre", "pedido em", "prazo", "estado", "respondido em", "rev.")
    for r in found:
        came = r.answered_on.isoformat() if r.answered_on else ""
        days = (r.asked_on.isoformat(), r.due.isoformat(), asking.STATES[r.state(today)], came)
        table.add_row(r.id, r.whom, ", ".join(r.about), *days, str(last[r.id].revision))
    Console(markup=False, width=None if Console().is_terminal else 200).print(table)
    if not found:
        print("Nenhum pedido registado: não pedimos nada a ninguém." if not late else "Nenhum fora do prazo.")


def _plain(r: Request, event: Event, today: date) -> dict[str, object]:
    assert isinstance(event.after, Asking)
    return {"id": r.id, "whom": r.whom, "state": r.state(today), "revision": event.revision} | event.after.model_dump(
        mode="json"
    )


@app.command("export")
def export_command(file: Written) -> None:
    """Escreve os pedidos em CSV; sem nenhum, o cabeçalho, que serve de modelo."""
    said.export(file, "pedido")


@app.command("import")
def import_command(file: Read, by: By) -> None:
    """Regista e corrige pedidos por CSV, tudo ou nada."""
    said.import_(file, "pedido", by)
