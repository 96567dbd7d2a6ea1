"""Changes to the Action Plan and to the ARPGU, proposed for their revision (Secção 7, 7.1.3 i) and l)): what the text
says, what it is to say instead, why, and by whom; and those that facts force: bodies that changed by law.

What the text says is never typed: it is read out of enti.yaml. What nobody wrote stays blank.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from core.strategy import present
from core.strategy.acts_model import ADD, PARTS, REPEAL, Proposal
from core.strategy.execution import Event, current
from core.strategy.model import Parties
from core.strategy.present import Answer
from core.strategy.strategy import Strategy

PLAN: Final = "plano"
ARPGU: Final = "arpgu"
_ARPGU_REF: Final = "Anexo III"
Document = Literal["plano", "arpgu"]


@dataclass(frozen=True)
class Proposed:
    """A proposal as it was last written. `old`: the words of the strategy, empty where something is to be added."""

    id: str
    proposal: Proposal
    document: Document
    old: str
    event: Event


@dataclass(frozen=True)
class Forced:
    """A body that the Plan names and that changed by law, by a day. `cells`: where it stands, as (id of an action or
    initiative, part); `new`: who answers, None where no act says so.
    """

    answer: Answer
    cells: tuple[tuple[str, str], ...]

    @property
    def old(self) -> str:
        """As the text writes it."""
        return self.answer.named.called("pt")

    @property
    def new(self) -> str | None:
        """Only where every act on the way was read, and says it."""
        body = self.answer.body
        return body.called("pt") if body is not None and self.answer.status == "verificado" else None


def cells(whole: Strategy) -> Mapping[tuple[str, str], str]:
    """The words of every cell that may be changed, by (id, part)."""
    found: dict[tuple[str, str], str] = {}
    for i in whole.initiatives:
        found |= {(i.id, "texto"): i.name_in_plan, (i.id, "entidades"): i.entities.text}
    for a in whole.actions:
        found |= {(a.id, "texto"): a.text, (a.id, "responsavel"): a.responsible.text}
        found |= {(a.id, "parceiros"): a.partners.text, (a.id, "prazo"): a.deadline.text}
        found[(a.id, "financiamento")] = a.funding.text
    found |= {(p.id, "texto"): p.text for p in whole.provisions if p.ref.startswith(_ARPGU_REF)}
    return found


def places(whole: Strategy) -> dict[str, set[str]]:
    """Where each part may be proposed: the ids that have it, by part."""
    found: dict[str, set[str]] = {part: set() for part in PARTS}
    for entry, part in cells(whole):
        found[part].add(entry)
    found[REPEAL] = set(whole.ids("actions", "initiatives"))
    found[ADD] = {*whole.ids("initiatives"), PLAN, ARPGU}
    return found


def proposed(known: Iterable[Event], whole: Strategy, until: datetime | None = None) -> tuple[Proposed, ...]:
    """The proposals as they were last written (by `until`), without those taken back: those of the Plan in its order,
    then those of the ARPGU.
    """
    texts, order = cells(whole), {e: n for n, (e, _) in enumerate(cells(whole))}
    found = []
    for e in current(known, "proposta", until).values():
        if isinstance(p := e.after, Proposal) and not p.withdrawn:
            part = "texto" if p.part == REPEAL else p.part
            found.append(Proposed(e.entry, p, _document(p.on, whole), texts.get((p.on, part), ""), e))
    return tuple(sorted(found, key=lambda x: (x.document != PLAN, order.get(x.proposal.on, len(order)), x.id)))


def _document(on: str, whole: Strategy) -> Document:
    ours = {PLAN, *whole.ids("actions", "initiatives")}
    return PLAN if on in ours else ARPGU


def forced(whole: Strategy, day: date) -> tuple[Forced, ...]:
    """The bodies of the Plan that are no longer the same on `day`, in the strategy's order of bodies."""
    known = present.load()
    where: dict[str, list[tuple[str, str]]] = {}
    for body, cell in _named(whole):
        where.setdefault(body, []).append(cell)
    answers = (known.answer(e.id, day) for e in whole.entities if e.id in where)
    return tuple(Forced(a, tuple(where[a.named.id])) for a in answers if a.changed)


def _named(whole: Strategy) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each body that a cell of the Plan names, with the cell."""
    parties: list[tuple[str, str, Parties]] = [(i.id, "entidades", i.entities) for i in whole.initiatives]
    for a in whole.actions:
        parties += [(a.id, "responsavel", a.responsible), (a.id, "parceiros", a.partners)]
    for entry, part, cell in parties:
        yield from ((body, (entry, part)) for body in cell.entities)
