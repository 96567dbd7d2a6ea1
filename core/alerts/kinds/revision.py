"""Figures that a source changed or took back."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

import pandas as pd
from pydantic import Field

from core.alerts.base import Rule
from core.alerts.kind import AlertKind
from core.alerts.model import WHOLE, Finding, Given
from core.base.typed import Id, Text
from core.terms.formats import day
from core.terms.period import label, parse
from core.warehouse.store import Store


class Revised(Rule):
    """A source changed values that we had, seen in the last `days` days. No `indicator`: every one."""

    kind: Literal["revision"]
    indicator: Id | None = None
    days: int = Field(ge=1, le=366)
    what: tuple[Literal["revised", "replaced", "vanished"], ...] = Field(("revised", "vanished"), min_length=1)


def find(rule: Revised, given: Given) -> Iterator[Finding]:
    """A finding per series and look in which figures changed, and one that says that the rule was evaluated."""
    items = {i.id: i for i in given.items(rule.indicator)}
    table = _revised_since(given.store, given.today - timedelta(days=rule.days))
    if table is None or not any(i in items for i, _ in given.lasts):
        return
    mine = table[table["indicator_id"].isin(items) & table["kind"].isin(rule.what)]
    none = (f"Nenhum valor revisto nos últimos {rule.days} dias.", f"No figure revised in the last {rule.days} days.")
    yield Finding(rule.id, WHOLE, "ok", none, 0.0)
    for (indicator_id, series, seen_at), rows in mine.groupby(["indicator_id", "series", "seen_at"]):
        item, n = items[str(indicator_id)], int(rows["n"].sum())
        name = next(
            (s.name for s in item.series if s.id == series), Text(pt=str(series), en=str(series))
        )  # it may be gone
        periods = sorted({str(p) for group in rows["periods"] for p in group}, key=parse)
        pt, en = (_span(periods, lang) for lang in ("pt", "en"))
        seen, on = day(str(seen_at)), day(str(seen_at), "en")
        said = (
            f"{item.name.pt} ({name.pt}): a fonte mudou {n} valores que já tínhamos ({pt}), visto em {seen}.",
            f"{item.name.en} ({name.en}): the source changed {n} figures that we had ({en}), seen on {on}.",
        )
        stamp = str(seen_at)[:19].replace("-", "").replace(":", "")
        yield Finding(rule.id, f"{indicator_id}/{series}@{stamp}", "bad", said, float(n))


def _span(periods: Sequence[str], lang: str) -> str:
    first, last = label(periods[0], lang), label(periods[-1], lang)
    return first if first == last else f"{first} … {last}"


def _revised_since(store: Store, day: date) -> pd.DataFrame | None:
    """Figures that changed, counted by indicator_id, series, kind and seen_at: columns those, n, periods (list).

    None for builds from before revisions were kept.
    """
    if not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'revision'"):
        return None
    return store.frame(
        """
        SELECT indicator_id, series, kind, seen_at, count(*) AS n, list(DISTINCT period) AS periods
        FROM revision WHERE left(seen_at, 10) >= $day GROUP BY ALL ORDER BY ALL
        """,
        {"day": day.isoformat()},
    )


KIND = AlertKind(
    id="revision",
    name=Text(pt="Revisão", en="Revision"),
    model=Revised,
    find=find,
)
