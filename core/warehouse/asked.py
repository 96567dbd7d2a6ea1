"""Who must act for the next figures of a series: a source is late only where it was asked after its day and had
nothing new; where nobody asked, or the answer could not be used, it is we who must.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from core.catalogue.catalogue import Indicator
from core.catalogue.queries import LOCAL
from core.warehouse import freshness
from core.warehouse.checks import Check
from core.warehouse.freshness import Freshness

PROJECT: Final = "Projeto ENTI"  # who acts where it is we
State = Literal["not_due", "not_asked", "failed", "late", "ended"]


@dataclass(frozen=True)
class Asked:
    """`not_due`: nothing is owed yet; `not_asked`: nobody asked since it was due; `failed`: the last question brought
    nothing that could be used; `late`: asked since, and the source had nothing newer; `ended`: no more will come.

    `who` must act (empty where nobody has to); `at`: when it was last asked, ISO 8601, None where it never was.
    """

    state: State
    who: str
    fresh: Freshness
    at: str | None = None


def of(item: Indicator, series: str, last: str | None, checks: Mapping[str, Check], today: date) -> Asked:
    """How the next figures of a series stand on a day. `last`: its newest period with a value."""
    fresh = freshness.of(item, series, last, today)
    found = [c for k, c in checks.items() if k in _keys(item, series)]
    at = max((c.asked_at for c in found), default=None)
    if fresh.state == "ended":
        return Asked("ended", "", fresh, at)
    if any(c.failing for c in found):
        return Asked("failed", PROJECT, fresh, at)
    if fresh.due is None or today <= fresh.due:
        return Asked("not_due", "", fresh, at)
    since = at is not None and date.fromisoformat(at[:10]) > fresh.due
    return Asked("late", item.source_state.owner, fresh, at) if since else Asked("not_asked", PROJECT, fresh, at)


def _keys(item: Indicator, series: str) -> set[str]:
    """The queries of a series that a load puts to a source; of one that we derive, all those of the indicator."""
    loads = {k: q for k, q in item.keyed.items() if q.use == "load"}
    derived = any(q.series == series and q.source == "derived" for q in loads.values())
    mine = {k: q for k, q in loads.items() if derived or q.series == series}
    return {k for k, q in mine.items() if q.loadable and q.source not in LOCAL}
