"""Whether a series is in time: which period comes next, when the source should have it, and what to ask today.

Pure functions of the catalogue, the last period we have, the checks and a date; nothing here reads a clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from core.catalogue.catalogue import Catalogue, Measured
from core.catalogue.queries import LOCAL
from core.terms import period
from core.terms.period import Period
from core.warehouse.checks import Check

State = Literal["in_time", "late", "ended", "unknown"]

# Days from the end of a period to its publication, where the catalogue says nothing better of the source.
LAG: Final = {
    "continuous": 31,
    "monthly": 60,
    "quarterly": 90,
    "annual": 365,
    "biennial": 400,
    "quadrennial": 60,
    "decennial": 1100,
}
_YEARS: Final = {"annual": 1, "biennial": 2, "quadrennial": 4, "decennial": 10}
_RETRY: Final = timedelta(hours=20)  # a source that failed is asked again the next day
_REVISIONS: Final = timedelta(days=90)  # and one that owes nothing now and then, for it may have revised


@dataclass(frozen=True)
class Freshness:
    """What is expected of a series: the period after the last one we have, and the day it should be there."""

    state: State
    last: str | None = None
    next: str | None = None
    due: date | None = None
    days_late: int = 0


def following(last: Period, periodicity: str) -> Period | None:
    """The period after `last`; None where the rhythm does not tell (irregular), or for a day: then any later day."""
    end = last.end
    if periodicity == "irregular" or not last.known:
        return None
    if last.kind == "month":
        return period.parse(f"{end.year + end.month // 12}-{end.month % 12 + 1:02d}")
    if last.kind == "quarter":
        quarter = end.month // 3
        return period.parse(f"{end.year + quarter // 4}-Q{quarter % 4 + 1}")
    if last.kind == "day":
        return None
    years = _YEARS.get(periodicity, 1)
    first, final = last.start.year + years, last.end.year + years
    if last.kind == "year":
        return period.parse(str(final))
    return period.parse(f"{first}{'/' if last.kind == 'school_year' else '-'}{final}")


def lag(item: Measured, series_id: str) -> timedelta | None:
    """From the end of a period to its publication."""
    if item.release is not None:
        return timedelta(days=item.release.lag_days)
    days = LAG.get(item.periodicity_for(series_id))
    return None if days is None else timedelta(days=days)


def of(item: Measured, series_id: str, last: str | None, today: date) -> Freshness:
    """State of one series whose newest period with a value is `last`."""
    if item.get_series(series_id).ended:
        return Freshness("ended", last)
    wait = lag(item, series_id)
    if last is None or wait is None:
        return Freshness("unknown", last)
    known = period.parse(last)
    after = following(known, item.periodicity_for(series_id))
    if after is None and known.kind != "day":
        return Freshness("unknown", last)
    due = (after.end if after else known.end) + wait
    late = max(0, (today - due).days)
    return Freshness("late" if late else "in_time", last, after.text if after else None, due, late)


def due(
    catalogue: Catalogue,
    lasts: dict[tuple[str, str], str],
    checks: dict[str, Check],
    now: datetime,
    present: frozenset[str] | None = None,
) -> dict[str, str]:
    """Queries worth asking now, with the reason in words. `lasts` is the newest period per (indicator, series).

    `present`: keys of the queries that the build in force knows of. What was asked once and is not in it is asked
    again, whatever its check says; None takes all of them for present.
    """
    found: dict[str, str] = {}
    for item in catalogue.measured:
        for key, query in item.keyed.items():
            if query.askable and query.source not in LOCAL:
                days = catalogue.sources[query.source].check_days if query.source in catalogue.sources else 7
                reason = _reason(item, query, lasts, checks.get(key), days, now)
                if not reason and present is not None and key not in present and query.use == "load":
                    reason = "não está na versão em vigor"
                if reason:
                    found[key] = reason
    return found


def _reason(
    item: Measured, query: Any, lasts: dict[tuple[str, str], str], check: Check | None, check_days: int, now: datetime
) -> str | None:
    if check is None:
        return "nunca pedido"
    since = now - datetime.fromisoformat(check.asked_at)
    if since < timedelta():
        return "pedido a uma hora que ainda não chegou: o relógio voltou atrás"
    if check.failing:
        return "falhou da última vez" if since >= _RETRY else None
    if since >= _REVISIONS:
        return "há 90 dias sem perguntar"
    if since < timedelta(days=check_days):
        return None
    state = of(item, query.series, lasts.get((item.id, query.series)), now.date())
    if state.next and now.date() > period.parse(state.next).end:
        return f"{state.next} já terminou e pode ter saído"
    # A snapshot is superseded by any later one; a series of unknown rhythm is looked at as often.
    return "fotografia a renovar" if item.periodicity == "continuous" or state.state == "unknown" else None
