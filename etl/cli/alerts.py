"""`python -m etl alerts check | watch | list | ack | history | test`: the alerts of the operations room."""

import json
import logging
import time
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from core.alerts import log as alert_log
from core.alerts.log import Event
from core.base.errors import AlertError, EntiError
from core.terms.formats import day
from core.terms.status import NO_VALUE
from core.warehouse.store import resolve
from etl.alerts import deliver as notify
from etl.alerts.check import check

app = typer.Typer(help="Alertas da sala de operações.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Resposta em JSON, para máquinas.")]
_log = logging.getLogger(__name__)
_STATES = {
    "pending": "a aguardar",
    "firing": "disparado",
    "resolved": "resolvido",
    "no_data": NO_VALUE["no_data"][0],
    "error": "erro",
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
        seen = f" · visto por {e.ack.said_by}: {e.ack.note}" if e.ack else ""
        print(f"{_STATES[e.state]} ({e.severity}) {e.alert}: {e.sentence[0]}{seen}")
    for owed in alert_log.owed():
        if owed.failed:
            print(
                f"Por enviar, {len(owed.failed)} tentativas{', desistiu-se' if notify.given_up(owed) else ''}:"
                f" {owed.key}: {owed.failed[-1][1]}"
            )


@app.command("ack")
def ack_command(
    alert: Annotated[str, typer.Argument(help="Id do alerta («alerts list»).")],
    by: Annotated[str, typer.Option("--by", help="Entidade que o diz; não o nome de uma pessoa.")],
    note: Annotated[str, typer.Option("--note", help="O que se está a fazer.")],
) -> None:
    """Diz que alguém trata de um alerta; vale até ele mudar de estado."""
    seen = alert_log.acknowledge(alert, by, note)
    print(f"Visto: {seen.alert}.")


@app.command("history")
def history_command(
    alert: Annotated[str | None, typer.Argument(help="Só deste alerta.")] = None, as_json: Json = False
) -> None:
    """Tudo o que os alertas fizeram, do mais antigo para o mais novo."""
    found = [e for e in alert_log.history() if alert in (None, e.alert)]
    if as_json:
        print(json.dumps([_plain(e) for e in found], ensure_ascii=False, indent=1))
        return
    for e in found:
        print(f"{e.at:%Y-%m-%d %H:%M} {_STATES[e.state]} {e.alert}: {e.sentence[0]}")


@app.command("test")
def test_command() -> None:
    """Envia uma mensagem de experiência por cada canal configurado."""
    ways = notify.channels()
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
    }
