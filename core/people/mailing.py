"""Writing to whom a campaign asks: the addresses, what is owed to whom today, and receipts; each act in the record.

Nothing is sent here. A letter is owed in the outbox of the alerts (core.alerts.letters), and goes with what is sent
from there.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from core.alerts import letters
from core.base import clock
from core.base.errors import EntiError, ExecutionError, NotAllowed
from core.people import audit, campaigns, occasions, receipts, recipients, writing
from core.people.deed import done
from core.people.model import About, Actor
from core.people.occasions import Requests
from core.people.permissions import permitted
from core.people.recipients import Recipient
from core.strategy import execution
from core.strategy.execution import Change, Event

_log = logging.getLogger(__name__)
_MAY_NOT = ("Só a EATA vê os endereços.", "Only EATA sees the addresses.")
_NOWHERE = (
    "Não há endereço para onde mandar o recibo, ou nada que o peça. O número é este, e vale na mesma.",
    "There is no address to send the receipt to, or nothing that asks for one. The number is this, and holds anyway.",
)


def ask(
    actor: Actor, name: str, to: Sequence[str], about: Sequence[str], text: str, due: date, now: datetime | None = None
) -> list[Event]:
    """Ask as core.people.campaigns.ask, and owe the letters. What was asked stands where these cannot be owed: the next
    `remind` owes them.
    """
    made = campaigns.ask(actor, name, to, about, text, due)
    try:
        owe(now or datetime.now(UTC))
    except EntiError as error:
        _log.warning("O que se pediu está escrito, e as cartas ficam para a próxima vez. %s", error)
    return made


def requests(today: date) -> Requests:
    """The requests of campaigns with their letters, with answers that wait for EATA too."""
    return occasions.requests(execution.events(held=True), letters.letters(), today)


def owe(now: datetime) -> list[str]:
    """Owe whatever this moment's day asks for, and erase the addresses that are kept no longer; the new keys."""
    today = clock.local(now).date()
    recipients.sweep(occasions.last_asked(execution.events(held=True), today), today)
    wanted = _wanted(today)
    return letters.owe(wanted, now) if wanted else []


def _wanted(today: date) -> list[tuple[str, str, str]]:
    known, found = recipients.recipients(), requests(today)
    reached = {a.to for a in found.asked.values() if occasions.address(a.to, known, today)}
    return found.wanted(reached)


def remind(actor: Actor, now: datetime) -> list[str]:
    """Owe what is due to be written to recipients of campaigns who have not answered; the keys of the new letters.
    NotAllowed for who may not. A look that finds nothing to do is no act.
    """
    today = clock.local(now).date()
    if permitted(actor, "carta_escrever", About()) and not _wanted(today):
        owe(now)
        return []
    return done(actor, "carta_escrever", About(), lambda _: owe(now), lambda made: ("", f"cartas: {len(made)}"))


def put(actor: Actor, given: Mapping[str, str]) -> int:
    """Give recipients their addresses, as core.people.recipients.put. The record has who, never where."""
    few = ", ".join(recipients.named(whom) for whom in given)
    about = About(few if len(given) <= 5 else f"{len(given)} destinatários")
    return done(actor, "endereco_dar", about, lambda _: recipients.put(given), lambda n: ("", f"novos ou mudados: {n}"))


def erase(actor: Actor, whom: str) -> None:
    """Erase the address of a recipient."""
    done(actor, "endereco_apagar", About(recipients.named(whom)), lambda _: recipients.erase(whom))


def addresses(actor: Actor) -> dict[str, Recipient]:
    """The addresses by recipient. NotAllowed for who may not see them; that one sees them is no act."""
    if permitted(actor, "endereco_ler", About()) is None:
        audit.note(actor, "endereco_ler", "recusado")
        raise NotAllowed(_MAY_NOT[0], page=_MAY_NOT)
    return recipients.recipients()


def can_send_receipt(request: str, to: str, today: date) -> bool:
    """Whether the receipt of the last answer to a request can be had by letter, and nobody asked for it yet."""
    answer = receipts.answered(execution.events(held=True), request)
    if answer is None or occasions.address(to, recipients.recipients(), today) is None:
        return False
    mine = (request, occasions.receipt(answer))
    return all((x.request, x.occasion) != mine for x in letters.letters())


def send_receipt(actor: Actor, request: str) -> str:
    """Owe the receipt of the last answer to a request to the address of whom was asked; its number. NotAllowed for whom
    the request is not; ExecutionError where nobody answered, or there is no address.
    """
    now = datetime.now(UTC)
    today, known = clock.local(now).date(), execution.events(held=True)
    last = {(e.kind, e.entry): e.after for e in known}
    about = writing.concerned([Change("pedido", request, {})], last, today)

    def owed() -> str:
        answer = receipts.answered(known, request)
        to = getattr(last.get(("pedido", request)), "to", "")
        if answer is None or occasions.address(to, recipients.recipients(), today) is None:
            raise ExecutionError("O recibo não se pode mandar.", cure="nada mudou.", page=_NOWHERE)
        letters.owe([(request, occasions.receipt(answer), to)], now)
        return receipts.number(answer)

    return done(actor, "recibo_enviar", about, lambda _: owed(), lambda number: ("", number))
