"""The money of the action plan by kind (needed, allocated, approved, paid), never added across kinds; the calls for
applications; and the actions of which no sum is known.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum
from typing import Final, Literal

from core.catalogue.catalogue import Catalogue
from core.strategy.acts_model import MONEY_KINDS, Call, Money
from core.strategy.evidence import Public
from core.strategy.evidence_model import Evidence
from core.strategy.execution import Event, current
from core.strategy.strategy import Links, Strategy

OF_MONEY: Final = ("funded", "call")  # kinds of public evidence that speak of money
When = Literal["open", "ahead", "closed"]


@dataclass(frozen=True)
class Line:
    """A sum as it was last written, with who wrote it and when."""

    id: str
    money: Money
    event: Event


@dataclass(frozen=True)
class Sum:
    """Euros of one kind, of so many `actions`; each line is of a day between `first` and `last`."""

    kind: str
    amount_eur: float
    actions: int
    first: date
    last: date


@dataclass(frozen=True)
class Opened:
    """A call on a day. `days`: to the day on which it closes, or opens; since it closed, negative."""

    id: str
    call: Call
    when: When
    days: int


def lines(known: Iterable[Event], until: datetime | None = None) -> tuple[Line, ...]:
    """The newest sum of each action, kind and fund (whatever its letters' size), in the order of actions, kinds and
    funds. The day it speaks of decides, then when it was said; those taken back do not count.
    """
    newest: dict[tuple[str, str, str], Line] = {}
    found = [
        Line(e.entry, m, e)
        for e in current(known, "verba", until).values()
        if isinstance(m := e.after, Money) and not m.withdrawn
    ]
    for line in sorted(found, key=lambda x: (x.money.as_of, x.event.seq)):
        newest[_of(line)] = line
    return tuple(newest[k] for k in sorted(newest, key=lambda k: (_ordered(k[0]), MONEY_KINDS.index(k[1]), k[2])))


def _of(line: Line) -> tuple[str, str, str]:
    return line.money.action, line.money.kind, " ".join(line.money.fund.casefold().split())


def _ordered(action: str) -> list[int]:
    return [int(n) for n in action.split("_")[1:] if n.isdigit()]


def sums(some: Iterable[Line], actions: Collection[str]) -> dict[str, Sum]:
    """The sum of each kind over these actions, in the order of MONEY_KINDS; a kind without a line has none."""
    mine = [x for x in some if x.money.action in actions]
    found = {}
    for kind in MONEY_KINDS:
        here = [x.money for x in mine if x.money.kind == kind]
        if here:
            days = [m.as_of for m in here]
            total, whose = fsum(m.amount_eur for m in here), {m.action for m in here}
            found[kind] = Sum(kind, total, len(whose), min(days), max(days))
    return found


def without(some: Iterable[Line], strategy: Strategy) -> tuple[str, ...]:
    """Ids of the actions of which no sum of any kind is known, in the order of the plan."""
    there = {x.money.action for x in some}
    return tuple(a.id for a in strategy.actions if a.id not in there)


def by_domain(strategy: Strategy, links: Links, catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    """Actions by the domain of the indicators that their initiative is linked to, which is our reading; an action may
    be of several domains, whose sums do not add up.
    """
    domain_of = {i.id: i.domain for i in catalogue.indicators}
    found: dict[str, set[str]] = {d.name: set() for d in catalogue.domains}
    for initiative in strategy.initiatives:
        actions = {a.id for a in strategy.actions_of(initiative.id)}
        for name in {domain_of[k.source] for k in links.of(initiative.id) if k.source in domain_of}:
            found[name] |= actions
    return {name: frozenset(ids) for name, ids in found.items()}


def calls(known: Iterable[Event], today: date, until: datetime | None = None) -> tuple[Opened, ...]:
    """The calls on a day: the open ones by the day on which they close, those ahead by the day on which they open, then
    the closed ones, the newest first.
    """
    found = []
    for e in current(known, "aviso", until).values():
        if isinstance(c := e.after, Call) and not c.withdrawn:
            when: When = "ahead" if today < c.opens else "open" if today <= c.closes else "closed"
            found.append(Opened(e.entry, c, when, ((c.opens if when == "ahead" else c.closes) - today).days))
    order = {"open": 0, "ahead": 1, "closed": 2}
    return tuple(sorted(found, key=lambda o: (order[o.when], abs(o.days), o.id)))


def public(evidence: Public, strategy: Strategy) -> dict[str, tuple[Evidence, ...]]:
    """What public pages say of money, by action, each with its address: shown as such, and in no sum."""
    every = {a.id: tuple(e for e in evidence.of(a.id) if e.kind in OF_MONEY) for a in strategy.actions}
    return {a: found for a, found in every.items() if found}
