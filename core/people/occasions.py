"""When a recipient of a campaign is written to: asked, reminded once before the day, and once after it.

Nothing here writes. What is owed follows from the ledger, the letters so far and the day, so that whoever asks again,
after whatever broke off in between, comes to the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from core.alerts.letters import Letter
from core.base import clock
from core.people import accounts, writing
from core.people.campaigns import PREFIX
from core.people.recipients import Recipient
from core.strategy.acts_model import Asking
from core.strategy.execution import Event, current

ASKED, REMINDED, PAST = "pedido", "lembrete", "prazo"
RECEIPT: Final = "recibo"
BEFORE: Final = timedelta(days=14)  # the reminder, before the day by which to answer
LAST: Final = timedelta(days=30)  # after that day nobody is written to any more


@dataclass(frozen=True)
class Requests:
    """The requests of campaigns by id, each with its letters, on a day. `answers`: what was answered to any request,
    by the request and the occasion of its receipt.
    """

    asked: Mapping[str, Asking]
    letters: Mapping[str, tuple[Letter, ...]]
    answers: Mapping[tuple[str, str], Event]
    today: date

    def open(self, request: str) -> bool:
        """Whether who was asked is still written to: not taken back, nothing came, and the day is not long past."""
        asked = self.asked.get(request)
        return asked is not None and _waits(asked) and self.today <= asked.due + LAST

    def stale(self, letter: Letter) -> str:
        """Why a letter is not sent any more; empty where it is."""
        if letter.occasion.startswith(RECEIPT):
            return "" if (letter.request, letter.occasion) in self.answers else "a resposta foi posta de lado"
        asked = self.asked.get(letter.request)
        if asked is None or asked.withdrawn:
            return "o pedido foi retirado"
        if not _waits(asked):
            return "respondeu entretanto"
        before = letter.occasion == REMINDED and self.today > asked.due
        return "passou o tempo" if before or not self.open(letter.request) else ""

    def occasion(self, request: str) -> str | None:
        """On which occasion somebody is to be written to on this day; None where there is nothing to say, or what was
        said before has not reached them.
        """
        if not self.open(request):
            return None
        mine = [x for x in self.letters.get(request, ()) if not x.occasion.startswith(RECEIPT)]
        had = {x.occasion for x in mine}
        if ASKED not in had:
            return ASKED
        reached = [clock.local(x.delivered).date() for x in mine if x.delivered]
        due = self.asked[request].due
        if self.today > due:  # who was first written to after the day did not let it pass
            return PAST if PAST not in had and any(d <= due for d in reached) else None
        first = due - BEFORE
        return REMINDED if REMINDED not in had and self.today >= first and any(d < first for d in reached) else None

    def wanted(self, reached: Collection[str]) -> list[tuple[str, str, str]]:
        """The letters (request, occasion, whom) that this day asks for, to recipients that have an address."""
        found = ((r, self.occasion(r), a.to) for r, a in sorted(self.asked.items()) if a.to in reached)
        return [(request, occasion, to) for request, occasion, to in found if occasion is not None]


def _waits(asked: Asking) -> bool:
    return not asked.withdrawn and asked.answer == "nenhuma"


def receipt(answer: Event) -> str:
    """The occasion on which the receipt of an answer is sent."""
    return f"{RECEIPT}_{answer.revision}"


def requests(events: Iterable[Event], letters: Iterable[Letter], today: date) -> Requests:
    """The requests of campaigns in these events, those that wait for EATA too where they are among them."""
    every = [e for e in events if isinstance(e.after, Asking)]
    last = current(every, "pedido")
    answers = {(e.entry, receipt(e)): e for e in every if isinstance(e.after, Asking) and e.after.answer != "nenhuma"}
    asked = {e.entry: e.after for e in last.values() if isinstance(e.after, Asking) and e.entry.startswith(PREFIX)}
    mine: dict[str, list[Letter]] = {}
    for letter in letters:
        mine.setdefault(letter.request, []).append(letter)
    return Requests(asked, {r: tuple(found) for r, found in mine.items()}, answers, today)


def address(to: str, known: Mapping[str, Recipient], today: date) -> Recipient | None:
    """Where somebody who was asked is reached: a body by the one that answers for it today, else by itself."""
    mine = (*sorted(writing.body_today(to, today)), to)
    return next((known[i] for i in mine if i in known), None)


def last_asked(events: Iterable[Event], today: date) -> dict[str, date]:
    """The day of the last request to each recipient, of whatever kind; for a body also under the one that answers for
    it today.
    """
    found: dict[str, date] = {}
    for e in events:
        if isinstance(asked := e.after, Asking):
            for whom in {asked.to, *writing.body_today(asked.to, today)}:
                found[whom] = max(found.get(whom, date.min), min(asked.asked_on, e.said_at.date()))
    return found


def told(known: Requests) -> frozenset[str]:
    """The requests of which who was asked knows by an event of ours: a letter that was delivered, or somebody who
    signed in for them since.
    """
    held = [a for a in accounts.accounts() if a.grants]
    found = {r for r, mine in known.letters.items() for x in mine if x.delivered}
    for request, asked in known.asked.items():
        whose = {asked.to, *writing.body_today(asked.to, known.today)}
        if any(g.of in whose and _since(a.entered) >= asked.asked_on for a in held for g in a.grants):
            found.add(request)
    return frozenset(found)


def _since(entered: int) -> date:
    return clock.local(datetime.fromtimestamp(entered, UTC)).date()
