"""`python -m etl alerts check | watch | list | ack | unack | silence | unsilence | routes | history | test`: the alerts
of the operations room.
"""

import json
import logging
import time
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from core.alerts import acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.about import about
from core.alerts.log import Event
from core.alerts.store import Act
from core.base.errors import AlertError, EntiError
from core.catalogue import catalogue
from core.people import alerts as doing
from core.terms.formats import day
from core.terms.status import NO_VALUE
from core.warehouse.store import resolve
from etl.alerts import deliver as notify
from etl.alerts.check import check
from etl.cli.said import server

app = typer.Typer(help="Alertas da sala de operações.", no_args_is_help=True)
Alert = Annotated[str, typer.Argument(help="Id do alerta («alerts list»).")]
By = Annotated[str, typer.Option("--by", help="Entidade que o diz; não o nome de uma pessoa.")]
Why = Annotated[str, typer.Option("--note", help="Porquê.")]
Json = Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")]
_log = logging.getLogger(__name__)
_STATES = {
    "pending": "a aguardar",
    "firing": "disparado",
    "resolved": "resolvido",
    "no_data": NO_VALUE["no_data"][0],
    "error": "erro",
}
_ACTS = {
    "ack": "trata-se",
    "withdraw": "já não se trata",
    "silence": "em silêncio",
    "unsilence": "fim do silêncio",
    "escalate": "subiu",
}


def after_load(*, quiet: bool) -> None:
    """Evaluate on a new build, of a load or an import. What goes wrong here is said, and leaves what went well as it
    is.
    """
    try:
        done = check(datetime.now(UTC))
    except EntiError as error:
        _log.warning("Os alertas não foram avaliados sobre a nova versão. %s", error)
        return
    if not quiet:
        _answer("Alertas. ", *done)


@app.command("check")
def check_command() -> None:
    """Avalia as regras sobre a versão em vigor e envia o que há a enviar."""
    _answer("", *check(datetime.now(UTC)))


def _answer(before: str, made: list[Event], sent: int, failures: list[str]) -> None:
    print(before + _changes(made, sent))
    for said in failures:
        print(f"  Por enviar: {said}")


def _changes(made: list[Event], sent: int) -> str:
    counted: dict[str, int] = {}
    for e in made:
        counted[_STATES[e.state]] = counted.get(_STATES[e.state], 0) + 1
    changed = ", ".join(f"{k} {n}" for k, n in sorted(counted.items())) or "nenhum"
    return f"Mudaram: {changed}. Mensagens enviadas: {sent}."


@app.command("watch")
def watch_command(
    every: Annotated[
        int, typer.Option(min=10, help="Segundos entre avaliações; uma nova versão avalia-se logo.")
    ] = 300,
) -> None:
    """Avalia sem parar: de tempos a tempos, e a cada nova versão dos dados."""
    last, build = float("-inf"), ""
    while True:
        here = _build()
        if time.monotonic() - last >= every or here != build:
            last, build = time.monotonic(), here
            _watched()
        time.sleep(5)


def _watched() -> None:
    """One evaluation. What goes wrong is said, and tried again: a watch that ends watches nothing."""
    try:
        made, sent, failures = check(datetime.now(UTC))
    except EntiError as error:
        _log.error("%s", error)
        return
    _log.info("%s", _changes(made, sent))
    for said in failures:
        _log.warning("Por enviar: %s", said)


def _build() -> str:
    try:
        return resolve().name
    except EntiError:
        return ""


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """Os alertas abertos, do pior para o menos grave, e o que falta enviar."""
    found = alert_log.current()
    if as_json:
        print(json.dumps([_plain(e) for e in found], ensure_ascii=False, indent=1))
        return
    when = alert_log.last_evaluation()
    print(
        f"Avaliados em {day(when[0])} {when[0]:%H:%M} UTC sobre {when[1]}."
        if when
        else "Ainda não se avaliou nada: «alerts check»."
    )
    for e in found:
        print(f"{_STATES[e.state]} ({e.severity}) {e.alert}: {e.sentence[0]}{_seen(e)}")
    for quiet in alert_log.silences():
        print(
            f"Silêncio {quiet.seq}: {quiet.target} até {day(quiet.until)} {quiet.until:%H:%M} UTC, {quiet.said_by}:"
            f" {quiet.note}"
        )
    for owed in alert_log.owed():
        if owed.failed:
            print(
                f"Por enviar, {len(owed.failed)} tentativas{', desistiu-se' if notify.given_up(owed) else ''}:"
                f" {owed.key}: {owed.failed[-1][1]}"
            )


def _seen(e: Event) -> str:
    parts = [f"visto por {e.ack.said_by}: {e.ack.note}"] if e.ack else []
    parts += [f"em silêncio até {day(e.silence.until)} {e.silence.until:%H:%M} UTC"] if e.silence else []
    parts += [f"subiu a {x.whom} em {day(x.at)} {x.at:%H:%M} UTC" for x in e.escalations]
    return "".join(f" · {p}" for p in parts)


@app.command("ack")
def ack_command(
    alerts: Annotated[list[str], typer.Argument(help="Ids dos alertas («alerts list»); todos ou nenhum.")],
    by: By,
    note: Annotated[str, typer.Option("--note", help="O que se está a fazer.")],
) -> None:
    """Diz que alguém trata de um ou mais alertas; vale até cada um mudar de estado, ou até se retirar."""
    for seen in doing.acknowledge(server(by), alerts, note):
        print(f"Visto: {seen.alert}.")


@app.command("unack")
def unack_command(alert: Alert, by: By, note: Why) -> None:
    """Retira o que se disse: afinal ninguém trata deste alerta. O que se disse fica na história."""
    doing.withdraw(server(by), alert, note)
    print(f"Retirado: {alert}.")


@app.command("silence")
def silence_command(
    target: Annotated[str, typer.Argument(help="Id do alerta (REGRA:ASSUNTO), ou da regra inteira.")],
    hours: Annotated[int, typer.Option("--hours", min=1, max=acts.LONGEST_H, help="Por quantas horas.")],
    by: By,
    note: Why,
) -> None:
    """Não envia um alerta, ou uma regra, por um tempo. Continua à vista; o que ainda durar no fim envia-se então."""
    made = doing.silence(server(by), target, hours, note)
    print(f"Silêncio {made.seq}: {made.target} até {day(made.until)} {made.until:%H:%M} UTC.")


@app.command("unsilence")
def unsilence_command(
    number: Annotated[int, typer.Argument(help="Número do silêncio («alerts list»).")], by: By, note: Why
) -> None:
    """Acaba um silêncio antes do tempo."""
    print(f"Acabou o silêncio {number}: {doing.end_silence(server(by), number, note).target}.")


@app.command("routes")
def routes_command() -> None:
    """Quem recebe cada alerta aberto, e quem o recebe a seguir se ninguém tratar dele; confere alertas.yaml."""
    book, rules = catalogue.load(), {r.id: r for r in alert_rules.load()}
    routing, today = alert_rules.routing(book), datetime.now(UTC).date()
    for r in routing.recipients:
        print(f"{r.id}: {r.name.pt} ({r.channel}, {r.mail_env or r.webhook_env})")
    for e in alert_log.current():
        kind = rules[e.rule].kind if e.rule in rules else ""
        print(f"{e.alert} → {', '.join(routing.whom(e, kind, about(e, book, today)))}")
    for x in routing.escalation:
        print(f"Ao fim de {x.after_hours} h sem ninguém ({', '.join(x.severities)}) → {', '.join(x.to)}")


@app.command("history")
def history_command(
    alert: Annotated[str | None, typer.Argument(help="Só deste alerta.")] = None, as_json: Json = False
) -> None:
    """Tudo o que os alertas fizeram e o que deles se disse, do mais antigo para o mais novo."""
    found = [e for e in alert_log.history() if alert in (None, e.alert)]
    told = [a for a in alert_log.said() if alert in (None, a.target) or alert.startswith(f"{a.target}:")]
    if as_json:
        print(json.dumps([*map(_plain, found), *map(_plain_act, told)], ensure_ascii=False, indent=1))
        return
    lines = [(e.at, f"{_STATES[e.state]} {e.alert}: {e.sentence[0]}") for e in found]
    lines += [(a.at, f"{_ACTS[a.kind]} {a.target}: {a.said_by}: {a.note}{_until(a)}") for a in told]
    for at, line in sorted(lines, key=lambda x: x[0]):
        print(f"{at:%Y-%m-%d %H:%M} {line}")


def _until(a: Act) -> str:
    return f" (até {day(a.until)} {a.until:%H:%M} UTC)" if a.until else ""


@app.command("test")
def test_command() -> None:
    """Envia uma mensagem de experiência por cada canal configurado."""
    ways = notify.channels(alert_rules.routing(catalogue.load()))
    if not ways:
        raise AlertError("Não há canais configurados.", cure="dar ENTI_SMTP ou ENTI_WEBHOOK; docs/alertas.md diz como.")
    now = datetime.now(UTC)
    said = ("Isto é uma experiência: os alertas chegam por aqui.", "This is a test: alerts come this way.")
    event = Event(0, 0, now, "experiencia:*", "experiencia", "info", "firing", said, None)
    for way in ways:
        way.send(alert_log.Sending(f"{way.name}-experiencia-{now:%Y%m%dT%H%M%S}", way.name, (event,), ()))
        print(f"{way.name}: aceite.")


def _plain(e: Event) -> dict[str, Any]:
    ack = {"at": e.ack.at.isoformat(), "by": e.ack.said_by, "note": e.ack.note} if e.ack else None
    return {
        "alert": e.alert,
        "state": e.state,
        "severity": e.severity,
        "at": e.at.isoformat(),
        "pt": e.sentence[0],
        "en": e.sentence[1],
        "value": e.value,
        "ack": ack,
        "silenced_until": e.silence.until.isoformat() if e.silence else None,
        "escalated": [{"at": x.at.isoformat(), "step": x.step, "to": x.whom} for x in e.escalations],
    }


def _plain_act(a: Act) -> dict[str, Any]:
    return {
        "alert": a.target,
        "act": a.kind,
        "at": a.at.isoformat(),
        "by": a.said_by,
        "note": a.note,
        "until": a.until.isoformat() if a.until else None,
    }
