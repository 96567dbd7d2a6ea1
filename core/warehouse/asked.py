"""Who must act for the figures of a series, or for the word on an action: a body is late, or has refused, only where it
was asked and a record says so; where nobody asked, or the answer could not be used, it is we who must.

Two records count: what the load asked of a source (core.warehouse.checks), and what people asked of a body
(core.warehouse.requests).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from core.catalogue.catalogue import Indicator
from core.catalogue.queries import LOCAL
from core.catalogue.sources import REGISTRY
from core.terms.formats import day
from core.terms.period import parse
from core.warehouse import freshness
from core.warehouse import requests as asking
from core.warehouse.checks import Check
from core.warehouse.freshness import Freshness
from core.warehouse.requests import Request

PROJECT: Final = "Projeto ENTI"  # who acts where it is we
_CLAUSES: Final = 3  # requests told one by one
State = Literal[
    "not_due", "not_asked", "failed", "late", "ended", "waiting", "refused", "not_held", "answered", "unread"
]
STATES: Final[tuple[State, ...]] = (
    "late",
    "refused",
    "not_held",
    "waiting",
    "failed",
    "unread",
    "answered",
    "not_asked",
)


@dataclass(frozen=True)
class Asked:
    """`not_due`: nothing is owed yet; `not_asked`: nobody asked since it was due; `failed`: the last question of the
    load brought nothing that could be used; `unread`: the source answered, and what it has is not in the build;
    `late`: asked since, and nothing newer came; `ended`: no more will come. Of what people asked: `waiting` for an
    answer that is not due yet, `late`, `refused`, `not_held` (they say they do not have it), `answered` (it came, and
    is not here yet).

    `who` must act (empty where nobody has to); `holder`: whom one would ask, or, where the load's source is late, whom
    it asked; `at`: when it was last asked, ISO 8601,
    None where it never was; `requests`: what people asked that says so; `days_late`: 0 unless late.
    """

    state: State
    who: str
    fresh: Freshness
    at: str | None = None
    holder: str = ""
    requests: tuple[Request, ...] = ()
    days_late: int = 0

    @property
    def words(self) -> tuple[str, str]:
        """What was asked and what came of it, with its day, in PT and EN; no body is named without a record."""
        if self.requests:
            return _by_people(self.state, self.requests)
        return _by_load(self.state, self.holder, self.at)


def of(
    item: Indicator,
    series: str,
    last: str | None,
    checks: Mapping[str, Check],
    today: date,
    requests: Iterable[Request] = (),
) -> Asked:
    """How the next figures of a series stand on a day; all of them, where it has none. `last`: its newest period with a
    value. What people asked counts where they asked after the end of that period. The load asks a source, which need
    not be who holds the figures: who is said to have had nothing new is who was asked.
    """
    fresh = freshness.of(item, series, last, today)
    found = [c for k, c in checks.items() if k in _keys(item, series)]
    at, holder = max((c.asked_at for c in found), default=None), item.source_state.owner
    if fresh.state == "ended" and last is not None:
        return Asked("ended", "", fresh, at, holder)
    if any(c.failing for c in found):
        return Asked("failed", PROJECT, fresh, at, holder)
    if last is not None and fresh.due is not None and today <= fresh.due:
        return Asked("not_due", "", fresh, at, holder)
    if mine := asking.pressing(requests, item.id, today, _ended(last)):
        return _people(mine, fresh, at, holder, today)
    if last is None:
        return Asked("unread" if at else "not_asked", PROJECT, fresh, at, holder)
    if fresh.due is None:
        return Asked("not_due", "", fresh, at, holder)
    since = [c for c in found if date.fromisoformat(c.asked_at[:10]) > fresh.due]
    if since:
        whom = sorted({_organisation(c) for c in since})
        return Asked("late", holder if holder in whom else PROJECT, fresh, at, ", ".join(whom), (), fresh.days_late)
    return Asked("not_asked", PROJECT, fresh, at, holder)


def about(subject: str, holder: str, requests: Iterable[Request], today: date) -> Asked:
    """The same of what only people can ask for: the state of an action, or what a source does not publish."""
    fresh = Freshness("unknown")
    mine = asking.pressing(requests, subject, today)
    return _people(mine, fresh, None, holder, today) if mine else Asked("not_asked", PROJECT, fresh, None, holder)


def _people(mine: list[Request], fresh: Freshness, at: str | None, holder: str, today: date) -> Asked:
    """Those in one state, asked by people."""
    state = mine[0].state(today)
    theirs = state in ("late", "waiting")
    late = max((today - r.due).days for r in mine) if state == "late" else 0
    return Asked(state, asking.names(mine) if theirs else PROJECT, fresh, at, holder, tuple(mine), late)


def _ended(last: str | None) -> date | None:
    """The last day of a period; None of none, and of one that nobody has dated."""
    return parse(last).end if last and parse(last).known else None


def _organisation(asked: Check) -> str:
    """The source that a question of the load went to, as its figures are cited."""
    source = asked.key.split("/")[2]
    found = REGISTRY.all.get(source)
    return found.citation.removeprefix("Fonte: ").split(",")[0] if found and found.citation else source


def _by_people(state: State, some: tuple[Request, ...]) -> tuple[str, str]:
    """A clause for each request, with its own days."""
    clauses = [_by_one(state, r) for r in some[:_CLAUSES]]
    more = f"; +{len(some) - _CLAUSES}" if len(some) > _CLAUSES else ""
    return "; ".join(pt for pt, _ in clauses) + more, "; ".join(en for _, en in clauses) + more


def _by_one(state: State, first: Request) -> tuple[str, str]:
    on, due = ([day(d, x) for x in ("pt", "en")] for d in (first.asked_on, first.due))
    came = [day(first.answered_on, x) for x in ("pt", "en")] if first.answered_on else on
    asked = (f"{first.whom}: pedido em {on[0]}", f"{first.whom}: asked on {on[1]}")
    if state == "refused":
        return f"{asked[0]}, recusado em {came[0]}", f"{asked[1]}, refused on {came[1]}"
    if state == "not_held":
        return f"{asked[0]}; em {came[0]} disse que não tem", f"{asked[1]}; on {came[1]} it said that it has none"
    if state == "answered":
        return f"{asked[0]}; a resposta chegou em {came[0]}", f"{asked[1]}; the answer came on {came[1]}"
    if first.answer == "promessa":
        asked = (f"{asked[0]}; em {came[0]} prometeu até {due[0]}", f"{asked[1]}; on {came[1]} it promised by {due[1]}")
        return (f"{asked[0]}, e não chegou", f"{asked[1]}, and nothing came") if state == "late" else asked
    if state == "late":
        return f"{asked[0]} até {due[0]}, e nada chegou", f"{asked[1]} by {due[1]}, and nothing came"
    return f"{asked[0]}; resposta até {due[0]}", f"{asked[1]}; the answer is due by {due[1]}"


def _by_load(state: State, holder: str, at: str | None) -> tuple[str, str]:
    on = [day(at[:10], x) for x in ("pt", "en")] if at else ["", ""]
    known = holder if holder != PROJECT else ""
    if state == "late":
        return (
            f"{holder}: pedido em {on[0]}, e não tinha nada de novo",
            f"{holder}: asked on {on[1]}, and had nothing new",
        )
    if state == "failed":
        return f"o nosso pedido falhou em {on[0]}", f"our request failed on {on[1]}"
    if state == "unread":
        return f"pedido em {on[0]}; o que veio não está nesta versão", f"asked on {on[1]}; what came is not here"
    if state == "not_asked" and at:
        return f"o nosso último pedido, em {on[0]}, é anterior", f"our last request, on {on[1]}, is older"
    if state == "not_asked":
        return (f"não pedimos ({known})", f"we did not ask ({known})") if known else ("não pedimos", "we did not ask")
    return ("série terminada na fonte", "series ended at the source") if state == "ended" else ("por vencer", "not due")


def _keys(item: Indicator, series: str) -> set[str]:
    """The queries of a series that a load puts to a source; of one that we derive, all those of the indicator."""
    loads = {k: q for k, q in item.keyed.items() if q.use == "load"}
    derived = any(q.series == series and q.source == "derived" for q in loads.values())
    mine = {k: q for k, q in loads.items() if derived or q.series == series}
    return {k for k, q in mine.items() if q.loadable and q.source not in LOCAL}
