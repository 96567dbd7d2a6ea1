"""Alerts by e-mail (SMTP) and webhook: what is owed is sent, tried again when it fails, and never sent twice knowingly.

Channels come from the environment (core.base.settings), for they hold secrets. smtp+tls is STARTTLS; X-ENTI-Signature
is sha256=HMAC of the body.

A process that dies between sending and writing it down sends again: the same Message-ID and Idempotency-Key let
receivers see it.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import requests

from core.alerts import log as alert_log
from core.alerts.log import Event, Sending
from core.alerts.routes import EVERYONE, Recipient, Routing
from core.alerts.rules import SEVERITIES
from core.base import clock, settings
from core.base.errors import AlertError
from core.terms.status import NO_VALUE
from etl.alerts import smtp

WAITS: Final = tuple(
    timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)
)  # after each failure; then it is given up
_WAIT_S: Final = 20
_WORDS: Final = {
    "firing": "DISPARADO",
    "resolved": "Resolvido",
    "no_data": NO_VALUE["no_data"][0].capitalize(),
    "error": "Erro",
    "pending": "A aguardar",
}
_SHOWN: Final = 60
ALL: Final = Routing()


class Channel(Protocol):
    """A way out. `send` raises AlertError when it was not accepted."""

    @property
    def name(self) -> str:
        """What the outbox calls it."""

    def send(self, owed: Sending) -> str:
        """Hand over the events of one evaluation; what was refused of it though the rest was taken, or nothing."""


@dataclass(frozen=True)
class Mail:
    """An SMTP server and who is written to."""

    url: str
    sender: str
    recipients: tuple[str, ...]
    name: str = "correio"
    variable: str = "ENTI_MAIL_TO"  # where the recipients stand

    def send(self, owed: Sending) -> str:
        """One message; AlertError with what the server said when nobody gets it. Who was refused though others get it
        is told and not tried again: the others would have it twice.
        """
        try:
            with smtp.connected(self.url) as server:
                refused = server.send_message(message(owed, self.sender, self.recipients))
        except smtp.FAILURES as error:
            said = f"O correio não foi aceite: {error}."
            raise AlertError(said, where=smtp.place(self.url), cure="repete-se só.") from error
        return f"recusado para {', '.join(sorted(refused))}; conferir {self.variable}" if refused else ""


@dataclass(frozen=True)
class Webhook:
    """An address that takes JSON."""

    url: str
    secret: str = ""
    name: str = "webhook"

    def send(self, owed: Sending) -> str:
        """One POST; AlertError unless the answer is 2xx. Of the answer only its beginning is read."""
        body = json.dumps(plain(owed), ensure_ascii=False, sort_keys=True).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": owed.key}
        if self.secret:
            headers["X-ENTI-Signature"] = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        host = urlsplit(self.url).hostname or ""
        try:
            with requests.post(
                self.url, data=body, headers=headers, timeout=_WAIT_S, allow_redirects=False, stream=True
            ) as answer:
                status = answer.status_code
        except requests.RequestException as error:
            raise AlertError(
                f"O webhook não respondeu ({type(error).__name__}).", where=host, cure="repete-se só."
            ) from error
        if not 200 <= status < 300:
            raise AlertError(f"O webhook respondeu {status}.", where=host, cure="repete-se só.")
        return ""


@dataclass(frozen=True)
class Lacking:
    """A recipient of a route whose address is not in the environment: what is owed stays owed, and says so."""

    name: str
    variable: str

    def send(self, owed: Sending) -> str:
        """AlertError, always."""
        raise AlertError(
            f"O destinatário {self.name.partition('.')[2]} não tem endereço.",
            where=self.variable,
            cure=f"definir {self.variable}, que alertas.yaml refere; repete-se só.",
        )


def channels(routing: Routing = ALL) -> list[Channel]:
    """The channels of everyone that are set, and one for each recipient of the routes; AlertError for one that is set
    by halves.
    """
    mail, web = settings.Mail.now(), settings.Webhook.now()
    found: list[Channel] = []
    if mail.smtp:
        found.append(Mail(mail.smtp.get_secret_value(), mail.sender, mail.recipients))
    if web.url:
        found.append(Webhook(web.url.get_secret_value(), web.secret.get_secret_value()))
    return [*found, *(_way(r, mail, web) for r in routing.recipients)]


def _way(one: Recipient, mail: settings.Mail, web: settings.Webhook) -> Channel:
    given = settings.token(one.mail_env or one.webhook_env or "")
    if one.webhook_env is not None:
        if not given:
            return Lacking(one.channel, one.webhook_env)
        return Webhook(given, web.secret.get_secret_value(), one.channel)
    whom = tuple(w.strip() for w in given.split(",") if w.strip())
    if not whom or not mail.smtp:
        return Lacking(one.channel, str(one.mail_env) if mail.smtp else "ENTI_SMTP")
    return Mail(mail.smtp.get_secret_value(), mail.sender, whom, one.channel, str(one.mail_env))


def names(routing: Routing) -> dict[str, list[str]]:
    """The names of the channels of each recipient, and of everyone."""
    own = {r.id: [r.channel] for r in routing.recipients}
    reserved = {c for names in own.values() for c in names}
    return own | {EVERYONE: [w.name for w in channels(routing) if w.name not in reserved]}


def least() -> tuple[str, ...]:
    """The severities that are sent; AlertError for one that does not exist."""
    return SEVERITIES[SEVERITIES.index(settings.Sending.now().least) :]


def deliver(ways: list[Channel], now: datetime, path: Path | None = None) -> tuple[int, list[str]]:
    """Send what is owed and due; how many went out, and what each failure said. What keeps failing is tried ever
    later (WAITS).
    """
    by_name, sent, failures = {w.name: w for w in ways}, 0, list[str]()
    for owed in alert_log.owed(path):
        way = by_name.get(owed.channel)
        if way is None or not due(owed, now):
            continue
        try:
            refused = way.send(owed)
        except AlertError as error:
            failures.append(f"{owed.key}: {error}")
            alert_log.attempted(owed.key, now, str(error), path)
        else:
            sent += 1
            failures += [f"{owed.key}: {refused}"] if refused else []
            alert_log.attempted(owed.key, now, None, path)
    return sent, failures


def due(owed: Sending, now: datetime) -> bool:
    """Whether it is time to try, or to try again."""
    return not owed.failed or (
        len(owed.failed) <= len(WAITS) and clock.over(owed.failed[-1][0], WAITS[len(owed.failed) - 1], now)
    )


def given_up(owed: Sending) -> bool:
    """Whether it failed too often to be tried again."""
    return len(owed.failed) > len(WAITS)


def plain(owed: Sending) -> dict[str, Any]:
    """The events as JSON; `unseen_hours` where one is sent because nobody said in time that they see to it."""
    unseen = dict(owed.escalated)
    return {
        "key": owed.key,
        "alerts": [
            {
                "id": e.alert,
                "rule": e.rule,
                "severity": e.severity,
                "state": e.state,
                "at": e.at.isoformat(),
                "pt": e.sentence[0],
                "en": e.sentence[1],
                "value": e.value,
            }
            | ({"unseen_hours": unseen[e.seq]} if e.seq in unseen else {})
            for e in owed.events
        ],
    }


def message(owed: Sending, sender: str, recipients: tuple[str, ...]) -> EmailMessage:
    """The events as one e-mail in Portuguese, what fires first."""
    order = ("firing", "error", "no_data", "resolved")
    events = sorted(owed.events, key=lambda e: (order.index(e.state), -SEVERITIES.index(e.severity), e.seq))
    firing = sum(e.state == "firing" for e in events)
    made = EmailMessage()
    made["Subject"] = f"ENTI: {firing} alertas disparados, {len(events) - firing} outras mudanças"
    made["From"], made["To"] = sender, ", ".join(recipients)
    if events:
        made["Date"] = format_datetime(events[0].at)
    # Made from what it says, so that a message sent twice is known for the same.
    said = hashlib.sha256(json.dumps(plain(owed), sort_keys=True).encode()).hexdigest()[:24]
    made["Message-ID"] = f"<{owed.key}.{said}@enti.invalid>"
    made["Auto-Submitted"] = "auto-generated"
    unseen = dict(owed.escalated)
    made.set_content("\n".join([*(_line(e, unseen.get(e.seq)) for e in events[:_SHOWN]), *_rest(len(events))]))
    return made


def _line(event: Event, unseen_hours: int | None) -> str:
    unseen = f"Ninguém disse em {unseen_hours} h que trata. " if unseen_hours else ""
    return f"{_WORDS[event.state]} ({event.severity}): {unseen}{event.sentence[0]}\n  {event.alert}\n"


def _rest(n: int) -> list[str]:
    return [f"E mais {n - _SHOWN}; «python -m etl alerts list» mostra todos."] if n > _SHOWN else []
