"""`python -m etl execution …`: what bodies say of the action plan, of local projects and of meetings; appended, never
changed.
"""

import json
from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from core.base import clock, tables
from core.base.errors import ExecutionError
from core.people import writing
from core.strategy import execution, known, present, strategy
from core.strategy.execution import Change, Event
from core.strategy.execution_model import STATES, Project
from core.strategy.standing import Standing, standings
from core.terms import territory
from etl.cli import said
from etl.cli.said import By, Evidence, Note, Read, Seen, Written
from etl.handed import execution_files as files

app = typer.Typer(help="Execução do Plano de Ação, projetos locais e reuniões.", no_args_is_help=True)
project_app = typer.Typer(help="Projetos de municípios, CIM e AM.", no_args_is_help=True)
app.add_typer(project_app, name="project")
State = Annotated[str | None, typer.Option(help=" | ".join(STATES))]
Percent = Annotated[int | None, typer.Option(min=0, max=100, help="Quanto está feito, em percentagem.")]
_PAST = {"late": "atrasada", "silent": "fora de prazo, sem notícia"}
_COLUMNS = ("ação", "estado", "%", "prazo", "dias", "responsável", "dito por", "rev.")


def _standings(today: date) -> tuple[Standing, ...]:
    return standings(strategy.load(), execution.current(execution.events(), "acao"), today)


@app.command("list")
def list_command(
    late: Annotated[bool, typer.Option("--late", help="Só as que passaram o prazo.")] = False,
    body: Annotated[
        str | None,
        typer.Option(help="Só as de uma entidade responsável, a do texto ou a de hoje (id de enti_entidades.yaml)."),
    ] = None,
    on: Annotated[str | None, typer.Option("--date", help="Como está neste dia.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")] = False,
) -> None:
    """O estado das ações do Plano de Ação."""
    day = said.day(on) or clock.today()
    if body is not None and body not in (bodies := {b.id for b in present.load().bodies}):
        raise typer.BadParameter(f"entidade desconhecida: {body}; há: {', '.join(sorted(bodies))}")
    shown = [s for s in _standings(day) if (not late or s.when in _PAST) and (body is None or body in _bodies(s, day))]
    if as_json:
        print(json.dumps([_plain(s) for s in shown], ensure_ascii=False, indent=1))
        return
    table = Table(*_COLUMNS)
    for s in shown:
        mark = f" ({_PAST[s.when]})" if s.when in _PAST else ""
        table.add_row(s.action.id, s.state + mark, *_cells(s, day))
    Console(markup=False, width=None if Console().is_terminal else 200).print(table)


def _bodies(s: Standing, day: date) -> set[str]:
    """Ids of the bodies that the strategy names for an action, and of those that answer for them on a day."""
    today = {a.body.id for a in present.load().answers(s.action.responsible, day) if a.body}
    return {*s.action.responsible.entities, *today}


def _cells(s: Standing, day: date) -> list[str]:
    percent = "" if s.said is None or s.said.percent is None else str(s.said.percent)
    by, revision = (s.event.said_by, str(s.event.revision)) if s.event else ("", "0")
    return [percent, s.action.deadline.text, str(s.days), present.named(s.action.responsible, day), by, revision]


def _plain(s: Standing) -> dict[str, Any]:
    said = s.said.model_dump(mode="json") if s.said else {}
    return {
        "id": s.action.id,
        **said,
        "state": s.state,
        "late": s.late,
        "silent": s.silent,
        "days": s.days,
        "deadline": s.action.deadline.last_day.isoformat(),
        "revision": s.event.revision if s.event else 0,
    }


@app.command("show")
def show_command(entry: Annotated[str, typer.Argument(help="Id de uma ação, projeto ou reunião.")]) -> None:
    """Tudo o que foi dito de uma entrada, do mais antigo para o mais novo."""
    mine = [e for e in execution.events(held=True) if e.entry == entry]
    if not mine and entry not in known.ids()["acao"]:
        raise ExecutionError(f"Não há «{entry}».", cure="«execution list» e «execution project list» mostram os ids.")
    for e in mine:
        said = e.after.model_dump_json(exclude_none=True)
        waits = " (à espera de ser libertado)" if e.held else ""
        print(f"{e.revision}. {e.said_at:%Y-%m-%d %H:%M} UTC, {e.said_by}{waits}: {said}")
    if not mine:
        print("Ninguém disse ainda nada desta ação.")


@app.command("release")
def release_command(
    entries: Annotated[list[str], typer.Argument(help="Ids do que está à espera («execution show» mostra-o).")],
    by: By,
    aside: Annotated[str | None, typer.Option("--aside", help="Em vez de libertar, pôr de lado, e porquê.")] = None,
) -> None:
    """Liberta o que outros disseram e espera, ou põe-no de lado sem que ninguém mais o leia."""
    waiting = [(e.kind, e.entry) for e in execution.events(held=True) if e.held and e.entry in entries]
    actor = said.server(by)
    found = writing.put_aside(actor, waiting, aside) if aside is not None else writing.release(actor, waiting)
    for e in found:
        print(f"{e.entry}: revisão {e.revision}, {'posta de lado' if aside is not None else 'libertada'}.")


@app.command("set")
def set_command(
    action: Annotated[str, typer.Argument(help="Id da ação, como acao_1_3.")],
    by: By,
    state: State = None,
    percent: Percent = None,
    evidence: Evidence = None,
    note: Note = None,
    done_on: Annotated[str | None, typer.Option(help="Dia em que se concluiu, 2026-11-22.")] = None,
    revision: Seen = None,
) -> None:
    """Diz o estado de uma ação. O que não se dá fica como estava."""
    given = {"state": state, "percent": percent, "evidence": evidence, "note": note, "done_on": done_on}
    said.say([Change("acao", action, said.given(given), revision)], by)


@app.command("meeting")
def meeting_command(
    structure: Annotated[str, typer.Argument(help="ecg, ece, eata, eat ou conselho consultivo (id de enti.yaml).")],
    held_on: Annotated[str, typer.Argument(help="Dia da reunião, 2026-09-30.")],
    by: By,
    region: Annotated[
        str | None, typer.Option(help="Da EAT, que região se reuniu (id de enti_entidades.yaml); sem ela, todas.")
    ] = None,
    note: Note = None,
    evidence: Annotated[str | None, typer.Option(help="Endereço da ata.")] = None,
) -> None:
    """Regista uma reunião que houve."""
    day = said.day(held_on)
    values = {"structure": structure, "held_on": day, "region": region, "note": note, "evidence": evidence}
    whose = f"{structure}_{region}" if region else structure
    said.say([Change("reuniao", f"reuniao_{whose}_{day:%Y_%m_%d}", said.given(values))], by)


@app.command("export")
def export_command(file: Written) -> None:
    """Escreve o estado atual das ações em CSV; é este ficheiro que «import» lê."""
    said.write(file, files.actions(_standings(clock.today())))


@app.command("history")
def history_command(file: Written) -> None:
    """Escreve em CSV tudo o que alguma vez foi dito, com o antes e o depois."""
    said.write(file, files.history(execution.events()))


@app.command("import")
def import_command(file: Read, by: By) -> None:
    """Diz o que o ficheiro diz, tudo ou nada. As linhas que nada mudam não ficam registadas."""
    said.say(files.changes(tables.content(file, ExecutionError), "acao", name=file.name), by)


@project_app.command("set")
def project_set(
    project: Annotated[str, typer.Argument(help="Id do projeto; um novo cria-o.")],
    by: By,
    title: Annotated[str | None, typer.Option(help="Nome do projeto.")] = None,
    territory_id: Annotated[
        str | None, typer.Option("--territory", help="DICO, ou NUTS III de 2024 (2024:1A0).")
    ] = None,
    recommendation: Annotated[list[str] | None, typer.Option(help="Id da recomendação; repetir a opção.")] = None,
    state: State = None,
    percent: Percent = None,
    evidence: Evidence = None,
    note: Note = None,
    start: Annotated[str | None, typer.Option(help="Dia em que começa, 2026-11-22.")] = None,
    end: Annotated[str | None, typer.Option(help="Dia em que acaba, 2027-11-22.")] = None,
    budget_eur: Annotated[float | None, typer.Option(min=0, help="Orçamento, em euros.")] = None,
    funding: Annotated[str | None, typer.Option(help="De onde vem o dinheiro.")] = None,
    withdrawn: Annotated[
        bool | None, typer.Option("--withdrawn/--not-withdrawn", help="Retirado; a nota diz porquê.")
    ] = None,
    revision: Seen = None,
) -> None:
    """Cria um projeto local, ou diz como está."""
    given = {
        "title": title,
        "territory": territory_id,
        "recommendations": tuple(recommendation) if recommendation else None,
        "state": state,
        "percent": percent,
        "evidence": evidence,
        "note": note,
        "start": start,
        "end": end,
        "budget_eur": budget_eur,
        "funding": funding,
        "withdrawn": withdrawn,
    }
    said.say([Change("projeto", project, said.given(given), revision)], by)


@project_app.command("list")
def project_list() -> None:
    """Os projetos locais e o seu estado."""
    places = territory.load()
    for event in _projects():
        p = event.after
        assert isinstance(p, Project)
        gone = " (retirado)" if p.withdrawn else ""
        print(f"{event.entry}: {p.title}. {places[p.territory].name}; {', '.join(p.recommendations)}; {p.state}{gone}")
    if not _projects():
        print("Nenhum projeto local.")


@project_app.command("export")
def project_export(file: Written) -> None:
    """Escreve os projetos em CSV."""
    said.write(file, files.projects(_projects()))


@project_app.command("import")
def project_import(file: Read, by: By) -> None:
    """Cria e muda projetos por CSV, tudo ou nada."""
    said.say(files.changes(tables.content(file, ExecutionError), "projeto", name=file.name), by)


def _projects() -> list[Event]:
    return list(execution.current(execution.events(), "projeto").values())
