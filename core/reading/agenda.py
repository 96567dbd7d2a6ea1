"""What asks for an act of the coordination bodies, made from the state of things: deadlines of the strategy's own
duties, words that nobody has given, bodies that nobody confirmed, figures and targets that are not there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from core.catalogue.catalogue import Catalogue
from core.reading.book import Book
from core.strategy import asking
from core.strategy.execution_model import REGIONAL, Meeting
from core.strategy.meetings import Quarter, by_region, quarter_start, quarterly, quarters
from core.strategy.model import term_end
from core.strategy.present import Present, named
from core.strategy.standing import SOON, Standing
from core.strategy.strategy import Strategy
from core.warehouse.asked import PROJECT
from core.warehouse.requests import Request, names

MOST: Final = 6
# The more urgent first.
KINDS: Final = ("report", "meeting", "word", "chase", "late", "evidence", "source", "heir", "targets")


@dataclass(frozen=True)
class Matter:
    """`kind` names its words (`agenda.<kind>` in show/texts); `due`: None where it waits for no day; `weight`: how much
    it unlocks; `params` go into the words; `page` and `choices`: where it is looked at; `of`: which of its kind it is.
    """

    kind: str
    due: date | None
    weight: int
    page: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def key(self) -> str:
        """By which a decision says that it takes this up: the kind, and what it is of where there may be several."""
        return ":".join((self.kind, *filter(None, ["_".join(self.of.replace(":", " ").replace(";", " ").split())])))


def agenda(
    strategy: Strategy,
    present: Present,
    plan: Sequence[Standing],
    held: Iterable[Meeting],
    reader: Book,
    lang: str = "pt",
    requests: Sequence[Request] = (),
    taken: Collection[str] = (),
) -> tuple[Matter, ...]:
    """The matters on the reader's day, those with a day first, then the others; in the order of KINDS, and within a
    kind by how much they unlock; at most MOST. Names of bodies are in `lang`. `requests`: what was asked of bodies,
    which is not proposed again; `taken`: keys of what was decided (core.strategy.decisions).
    """
    today = reader.today
    found = [
        *_reports(strategy, today),
        *_meetings(strategy, present, held, today),
        *_words(present, plan, requests, today, lang),
        *_chase(requests, today),
        *_said(plan),
        *_heirs(present, plan, today, lang),
        *_sources(reader, requests),
        *_targets(reader.catalogue),
    ]
    order = {kind: n for n, kind in enumerate(KINDS)}
    found = _one_of_a_kind([m for m in found if m.key not in taken])
    return tuple(sorted(found, key=lambda m: (m.due is None, m.due or date.max, order[m.kind], -m.weight))[:MOST])


def _one_of_a_kind(found: list[Matter]) -> list[Matter]:
    """Of the heirs and of the holders, the one that unlocks most."""
    firsts = {kind: next((m for m in found if m.kind == kind), None) for kind in ("heir", "source")}
    return [m for m in found if firsts.get(m.kind, m) is m]


def soon(day: date, today: date) -> bool:
    """Whether a day is today or within SOON days."""
    return today <= day <= today + timedelta(days=SOON)


def _reports(strategy: Strategy, today: date) -> list[Matter]:
    """Reports that are due once, by a named structure: past, or soon."""
    names = {x.id: x.acronym or x.name for x in strategy.structures}
    found = []
    for r in strategy.reports:
        if r.due and r.cadence == "unica" and r.by and (end := term_end(r.due)) <= today + timedelta(days=SOON):
            whom = {"by": names[r.by], "to": names[r.to] if r.to else ""}
            params: dict[str, str | int] = {"report": r.id, "days": (end - today).days, **whom}
            found.append(Matter("report", end, 3, "governacao", params, of=f"{end} {whom['by']}"))
    return found


def _meetings(strategy: Strategy, present: Present, held: Iterable[Meeting], today: date) -> list[Matter]:
    """Structures that have to meet in this quarter and have no meeting in it on record, in one matter; of the EAT, its
    regions of which none is.
    """
    known, owing, end = list(held), [], today
    for x in quarterly(present, strategy.structures, today):
        mine = [m.held_on for m in known if m.structure == x.id]
        now = _current(quarters(present, x, mine, today, 3), today)
        apart = {k: _current(q, today) for k, q in by_region(present, x, known, today, 3).items()}
        silent = [r.name for r in present.regions if not apart[r.id].held] if x.id == REGIONAL else []
        if not now.held or silent:
            of = f" ({', '.join(silent)})" if silent else ""
            owing.append(((x.acronym or x.name) + of, bool(mine)))
            end = now.after - timedelta(days=1)
    if not owing:
        return []
    params: dict[str, str | int] = {
        "who": ", ".join(name for name, _ in owing),
        "quarter": (end.month + 2) // 3,
        "year": end.year,
        "ever": sum(ever for _, ever in owing),
    }
    return [Matter("meeting", end, 2, "governacao", params, of=f"{end.year}-T{params['quarter']}")]


def _current(found: Iterable[Quarter], today: date) -> Quarter:
    return next(q for q in found if q.start == quarter_start(today))


def answering(present: Present, s: Standing, today: date, lang: str) -> tuple[str, ...]:
    """Who answers for an action today: the heirs of the bodies that are gone, else those that the text names."""
    found = ((a.body or a.named).called(lang) for a in present.answers(s.action.responsible, today))
    return tuple(dict.fromkeys(found)) or (named(s.action.responsible, today, lang),)


def _words(
    present: Present, plan: Sequence[Standing], requests: Sequence[Request], today: date, lang: str
) -> list[Matter]:
    """Actions past their deadline, or soon at it, of which nobody has said anything and nobody was asked."""
    open_ = [s for s in plan if s.said is None and s.when in ("silent", "soon")]
    mine = [s for s in open_ if asking.of_action(s, requests, today).state == "not_asked"]
    if not mine:
        return []
    ahead = [s.next_term for s in mine if s.next_term]
    who = Counter(name for s in mine for name in answering(present, s, today, lang))
    params: dict[str, str | int] = {
        "n": len(mine),
        "past": sum(s.when == "silent" for s in mine),
        "bodies": ", ".join(f"{name} {n}" for name, n in who.most_common(3)),
    }
    return [Matter("word", min(ahead, default=None), len(mine), "execucao", params, {"mostrar": "act"})]


def _chase(requests: Sequence[Request], today: date) -> list[Matter]:
    """Requests whose day passed without an answer."""
    late = [r for r in requests if r.state(today) == "late"]
    whom = names(sorted({r.body: r for r in late}.values(), key=lambda r: r.due))
    return [Matter("chase", None, len(late), "lacunas", {"n": len(late), "whom": whom})] if late else []


def _said(plan: Sequence[Standing]) -> list[Matter]:
    """What follows from what was said: actions that are late, and those said to be done that nothing shows."""
    counts = {"late": sum(s.late for s in plan), "evidence": sum(s.no_evidence for s in plan)}
    return [Matter(kind, None, n, "execucao", {"n": n}) for kind, n in counts.items() if n]


def _heirs(present: Present, plan: Sequence[Standing], today: date, lang: str) -> list[Matter]:
    """Actions whose body is gone, and whose heir is our reading: somebody has to say who answers."""
    gone: Counter[tuple[str, str]] = Counter()
    for s in plan:
        for a in present.answers(s.action.responsible, today):
            if a.changed and a.status == "leitura_nossa" and a.body is not None:
                gone[(a.named.called(lang), a.body.called(lang))] += 1
    return [
        Matter("heir", None, n, "governacao", {"n": n, "was": was, "now": now}, of=was)
        for (was, now), n in gone.most_common()
    ]


def _sources(reader: Book, requests: Sequence[Request]) -> list[Matter]:
    """The holder whose figures would fill the most rows that have none at all and that nobody asked for; ours are no
    matter of a body.
    """
    about = {i for r in requests for i in r.about}
    empty = [i for i in reader.catalogue.indicators if i.id not in reader.have and i.id not in about]
    owners = Counter(i.source_state.owner for i in empty if i.source_state.owner != PROJECT)
    return [
        Matter("source", None, n, "lacunas", {"owner": owner, "n": n, "of": len(empty)}, of=owner)
        for owner, n in owners.most_common()
    ]


def _targets(catalogue: Catalogue) -> list[Matter]:
    """Rows without a target fit to judge by."""
    n = sum(not any(g.use == "target" for g in i.targets) for i in catalogue.indicators)
    return [Matter("targets", None, n, "progresso", {"n": n})] if n else []
