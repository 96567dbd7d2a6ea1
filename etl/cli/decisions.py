"""`python -m etl decisions …`: what the coordination bodies decided, followed until it is done; only appended."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock
from core.catalogue import catalogue
from core.reading.agenda import agenda
from core.reading.reading import Reader
from core.strategy import asking, execution, present, strategy
from core.strategy.acts_model import DECISION_STATES
from core.strategy.decisions import called, followed, taken
from core.strategy.execution import Change
from core.strategy.execution_model import Meeting
from core.strategy.standing import standings
from core.terms import territory
from core.warehouse.store import Store, resolve
from etl.cli import said
from etl.cli.console import Json
from etl.cli.said import By, Evidence, Note, On, Read, Seen, Written

app = typer.Typer(help="Decisões da ECG, da ECE e das outras estruturas, seguidas até ao fim.", no_args_is_help=True)
Entry = Annotated[str, typer.Argument(help="Id da decisão, como decisao_ece_2026_11.")]


@app.command("take")
def take_command(
    decision: Entry,
    by: By,
    body: Annotated[str, typer.Option(help="Quem decidiu: ecg, ece, eata, eat… (id de enti.yaml).")],
    on: Annotated[str, typer.Option(help="Dia em que se decidiu, 2026-11-20.")],
    text: Annotated[str, typer.Option(help="O que se decidiu, numa frase.")],
    owner: Annotated[str, typer.Option(help="Quem cumpre: id de uma estrutura, ou de enti_entidades.yaml.")],
    due: Annotated[str | None, typer.Option(help="Até quando, 2026-12-31.")] = None,
    meeting: Annotated[str | None, typer.Option(help="Id da reunião registada em que se decidiu.")] = None,
    matter: Annotated[
        str | None, typer.Option(help="Chave da proposta («decisions proposed»), que deixa a lista.")
    ] = None,
    evidence: Evidence = None,
    note: Note = None,
) -> None:
    """Regista uma decisão tomada. O id tem de ser novo."""
    values = {"body": body, "held_on": said.day(on), "text": text, "owner": owner, "due": said.day(due)}
    values |= {"meeting": meeting, "matter": matter, "evidence": evidence, "note": note}
    said.say([Change("decisao", decision, said.given(values), 0)], by)


@app.command("close")
def close_command(
    decision: Entry,
    by: By,
    state: Annotated[str, typer.Option(help=" | ".join(DECISION_STATES))] = "cumprida",
    on: Annotated[str | None, typer.Option(help="Dia em que se cumpriu; sem isto, hoje.")] = None,
    due: Annotated[str | None, typer.Option(help="Um prazo novo, que a deixa aberta (--state aberta).")] = None,
    evidence: Evidence = None,
    note: Note = None,
    revision: Seen = None,
) -> None:
    """Diz que uma decisão foi cumprida ou revogada, ou reabre-a."""
    said.there("decisao", decision, "decisions list")
    done = (said.day(on) or clock.today()) if state == "cumprida" else None
    values = said.given({"due": said.day(due), "evidence": evidence, "note": note})
    said.say([Change("decisao", decision, values | {"state": state, "done_on": done}, revision)], by)


@app.command("list")
def list_command(
    only_open: Annotated[bool, typer.Option("--open", help="Só as abertas.")] = False,
    late: Annotated[bool, typer.Option("--late", help="Só as que passaram o prazo.")] = False,
    on: On = None,
    as_json: Json = False,
) -> None:
    """As decisões, as abertas primeiro."""
    day, whole = said.day(on) or clock.today(), strategy.load()
    some = followed(execution.events(), day)
    found = [f for f in some if (f.open or not only_open) and (f.past or not late)]
    if as_json:
        plain = [{"id": f.id, "past": f.past, "days": f.days} | f.decision.model_dump(mode="json") for f in found]
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    table = Table("decisão", "texto", "de", "em", "cumpre", "prazo", "estado", "rev.")
    for f in found:
        d = f.decision
        who = (called(d.body, whole, d.held_on), d.held_on.isoformat(), called(d.owner, whole, day))
        state = "prazo passado" if f.past else d.state
        table.add_row(f.id, d.text, *who, d.due.isoformat() if d.due else "", state, str(f.event.revision))
    Console(markup=False, width=None if Console().is_terminal else 200).print(table)
    if not found:
        print("Nenhuma decisão.")


@app.command("proposed")
def proposed_command() -> None:
    """O que pede decisão, feito do estado das coisas, com a chave que «take --matter» usa."""
    today, whole, events = clock.today(), strategy.load(), execution.events()
    plan = standings(whole, execution.current(events, "acao"), today)
    held = [e.after for e in execution.current(events, "reuniao").values() if isinstance(e.after, Meeting)]
    decided, store = taken(followed(events, today), today), Store(resolve())
    try:
        reader = Reader(store, catalogue.load(), territory.load(), today)
        found = agenda(whole, present.load(), plan, held, reader, "pt", asking.asked_of(events), decided)
    finally:
        store.close()
    for m in found:
        about = "; ".join(f"{k}: {v}" for k, v in m.params.items())
        print(f"{m.key} ({m.due or 'já'}): {about}")
    if not found:
        print("Nada pede decisão.")


@app.command("export")
def export_command(file: Written) -> None:
    """Escreve as decisões em CSV; sem nenhuma, o cabeçalho, que serve de modelo."""
    said.export(file, "decisao")


@app.command("import")
def import_command(file: Read, by: By) -> None:
    """Regista e muda decisões por CSV, tudo ou nada."""
    said.import_(file, "decisao", by)
