"""The letters of the outbox by e-mail: what still holds on the day is sent, once, in one visit to the server.

As for alerts (etl.alerts.deliver): one process at a time, what fails is tried ever later, and a process that dies
between sending and writing it down sends again under the same Message-ID. Beyond that: a server that cannot be reached
is nobody's refusal, so that no letter is given up for it; and of what a server says only its codes are kept, for
servers repeat addresses.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, NamedTuple

from filelock import FileLock, Timeout

from core.alerts import letters
from core.alerts.letters import Letter
from core.base import clock, settings
from core.base.errors import AlertError, EntiError
from core.base.paths import alerts_path
from core.people import mailing, occasions, recipients, wording
from core.people.model import Actor
from core.people.occasions import Requests
from core.people.recipients import Recipient
from core.people.wording import Words
from etl.alerts import smtp
from etl.alerts.deliver import WAITS

_LOCK_S: Final = 60


class Sent(NamedTuple):
    """What one round did. `owed`: new letters; `sent`: those that the server took; `failures`: what was said of
    others, without addresses.
    """

    owed: int
    sent: int
    failures: list[str]


def remind(actor: Actor, now: datetime) -> Sent:
    """Owe what is due to recipients of campaigns and send what is owed; NotAllowed for who may not. AlertError where
    another process is sending: it sends these too, or the next one does.
    """
    path = alerts_path()
    owed = mailing.remind(actor, now)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{path}.lock", timeout=_LOCK_S):
            return Sent(len(owed), *deliver(now))
    except Timeout as error:
        raise AlertError(
            "Outro processo está a enviar.", where=f"{path}.lock", cure="repetir daqui a pouco; nada se perdeu."
        ) from error


def beside_alerts(now: datetime) -> tuple[int, list[str]]:
    """As `deliver`, for who sends alerts: what goes wrong with letters is said, and keeps no alert back."""
    try:
        return deliver(now)
    except EntiError as error:
        return 0, [f"cartas: {error}"]


def deliver(now: datetime) -> tuple[int, list[str]]:
    """Send the letters that are owed, still hold and are due; for a process that holds the lock of the alerts."""
    waiting = [x for x in letters.letters() if not x.ended]
    if not waiting:
        return 0, []
    today = clock.local(now).date()
    known, where = mailing.requests(today), recipients.recipients()
    for letter in waiting:
        if why := known.stale(letter):
            letters.tried([letter.key], now, "largada", why)
    held = [x for x in waiting if not known.stale(x)]
    ready = [(x, to) for x in held if (to := occasions.address(x.whom, where, today)) and due(x, to, now)]
    return _posted(ready, known, now) if ready else (0, [])


def due(letter: Letter, to: Recipient, now: datetime) -> bool:
    """Whether it is time to try. What another address refused does not count, nor for giving up a server that was
    not reached.
    """
    failed = [x for x in letter.tries if x.at >= to.since]
    if sum(x.outcome == "recusada" for x in failed) > len(WAITS):
        return False
    return not failed or clock.over(failed[-1].at, WAITS[min(len(failed), len(WAITS)) - 1], now)


def _posted(ready: Sequence[tuple[Letter, Recipient]], known: Requests, now: datetime) -> tuple[int, list[str]]:
    mail = settings.Mail.now()
    if not mail.smtp:
        return 0, [f"{len(ready)} cartas: falta ENTI_SMTP, o servidor de correio."]
    said = [(x, to.address, words(x, known)) for x, to in ready]
    sent, failures, left = 0, list[str](), [x.key for x, _ in ready]
    try:
        with smtp.connected(mail.smtp.get_secret_value()) as server:
            for letter, to, said_to in said:
                outcome, why = smtp.handed(server, message(letter, said_to, mail.sender, to))
                letters.tried([left.pop(0)], now, outcome, why)
                sent += outcome == "entregue"
                failures += [f"{letter.key}: {outcome}, {why}"] if why else []
    except smtp.FAILURES as error:
        why = f"o servidor de correio não respondeu ({type(error).__name__})"
        met = left[:1] if sent else left  # a visit that breaks off late has no word on the rest
        letters.tried(met, now, "adiada", why)
        failures.append(f"{len(left)} cartas: {why}; repete-se só.")
    return sent, failures


def words(letter: Letter, known: Requests) -> Words:
    """What a letter says on the day of `known`."""
    if (answer := known.answers.get((letter.request, letter.occasion))) is not None:
        return wording.of_receipt(answer, known.today)
    return wording.of_request(letter.request, known.asked[letter.request], letter.occasion, known.today)


def message(letter: Letter, said: Words, sender: str, to: str) -> EmailMessage:
    """One e-mail to one address, known again by its Message-ID if it comes twice."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = said.subject, sender, to
    made["Date"], made["Message-ID"] = format_datetime(letter.at), f"<{letter.key}@enti.invalid>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(said.body)
    return made
