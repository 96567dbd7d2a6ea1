"""Campaigns: the same asked of many at once, by one day, and who answered.

A campaign is nothing but its requests (`pedido`), one for each who is asked, whose ids say to which it belongs; so
every page that shows requests shows them, and whoever is asked answers each as any other.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from core.base import clock
from core.base.errors import ExecutionError
from core.people import writing
from core.people.model import Actor
from core.strategy.acts_model import Asking
from core.strategy.execution import Change, Event, current
from core.terms import territory

HELD_BY_CHAMBERS: Final = (3, 8, 11, 12, 15, *range(19, 26), 32, 39)  # rows of Table 3 whose answer a câmara holds
PREFIX: Final = "campanha_"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]{1,30}")


@dataclass(frozen=True)
class Rate:
    """How many were asked in a region (its id and name), and what came. `late`: past the day without any answer;
    `unwritten`: without any answer, whom no event of ours shows to know that they were asked (they are in `late` too,
    where the day is past: a reader sees of how many of those nothing can be said).
    """

    region: str
    name: str
    asked: int
    answered: int
    refused: int
    not_held: int
    promised: int
    late: int
    unwritten: int


@dataclass(frozen=True)
class Campaign:
    """A campaign on a day: its requests by who was asked, and the rate of each region, the whole first."""

    id: str
    text: str
    about: tuple[str, ...]
    asked_on: date
    due: date
    requests: dict[str, Asking]
    rates: tuple[Rate, ...]


def ask(
    actor: Actor,
    name: str,
    to: Sequence[str],
    about: Sequence[str],
    text: str,
    due: date,
    *,
    path: Path | None = None,
) -> list[Event]:
    """Ask the same of many (DICO or NUTS III), all or nobody. NotAllowed for who may not; ExecutionError where one of
    them does not exist, or the name is taken.
    """
    if not _NAME.fullmatch(name):
        raise ExecutionError(
            "O nome da campanha tem letras minúsculas sem acento, algarismos e _, de 2 a 31.",
            cure="dar outro nome; nada foi pedido.",
            page=(
                "O nome da campanha tem letras minúsculas sem acento, algarismos e _, de 2 a 31.",
                "A campaign’s name has small letters without accents, digits and _, 2 to 31.",
            ),
        )
    if not to or not about:
        raise ExecutionError(
            "Falta a quem se pede, ou o quê.",
            cure="escolher um ou mais de cada; nada foi pedido.",
            page=("Falta a quem se pede, ou o quê.", "Whom to ask, or what, is missing."),
        )
    today = clock.today()
    values = {"about": tuple(about), "text": text.strip(), "asked_on": today, "asked_by": "EATA", "due": due}
    changes = [Change("pedido", entry(name, one), values | {"to": one}, 0) for one in dict.fromkeys(to)]
    return writing.say(actor, changes, path=path)


def entry(name: str, to: str) -> str:
    """The id of the request of a campaign to somebody."""
    return f"{PREFIX}{name}_{re.sub('[^a-z0-9]', '_', to.lower())}"


def campaigns(events: Iterable[Event], today: date, told: Collection[str] = ()) -> tuple[Campaign, ...]:
    """The campaigns as they stand, the newest first. `told`: the requests of which who was asked is known to know
    (core.people.occasions.told).
    """
    found: dict[str, dict[str, Asking]] = {}
    for e in current(events, "pedido").values():
        asked = e.after
        if isinstance(asked, Asking) and not asked.withdrawn and e.entry.startswith(PREFIX):
            tail = entry("", asked.to).removeprefix(PREFIX)
            found.setdefault(e.entry.removeprefix(PREFIX).removesuffix(tail), {})[asked.to] = asked
    made = [_made(name, requests, today, told) for name, requests in found.items()]
    return tuple(sorted(made, key=lambda c: (c.asked_on, c.id), reverse=True))


def _made(name: str, requests: dict[str, Asking], today: date, told: Collection[str]) -> Campaign:
    places = territory.load()
    first = next(iter(requests.values()))
    by_region: dict[str, list[Asking]] = {}
    for to, asked in requests.items():
        above = places.parent_at(to, "nuts2", territory.VERSION) if to in places else None
        by_region.setdefault(above.id if above else "", []).append(asked)
    named = {r: places[r].name if r else "–" for r in by_region}
    known = {to for to in requests if entry(name, to) in told}
    rates = [_rate(r, named[r], by_region[r], today, known) for r in sorted(by_region, key=lambda r: named[r])]
    whole = _rate(territory.COUNTRY, "", list(requests.values()), today, known)
    return Campaign(name, first.text, first.about, first.asked_on, first.due, requests, (whole, *rates))


def _rate(region: str, name: str, asked: Sequence[Asking], today: date, known: Collection[str]) -> Rate:
    count = {a: sum(r.answer == a for r in asked) for a in ("entregue", "recusa", "nao_tem", "promessa")}
    late = sum(r.answer in ("nenhuma", "promessa") and r.due < today for r in asked)
    unwritten = sum(r.answer == "nenhuma" and r.to not in known for r in asked)
    came = (count["entregue"], count["recusa"], count["nao_tem"], count["promessa"])
    return Rate(region, name, len(asked), *came, late, unwritten)
