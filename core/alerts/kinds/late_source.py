"""Periods that a source should have given by now."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from core.alerts.base import Rule
from core.alerts.kind import AlertKind
from core.alerts.model import Finding, Given
from core.base.typed import Id, Text
from core.terms.formats import day
from core.terms.period import label
from core.warehouse import freshness


class LateSource(Rule):
    """The next period of a series is late by more than `days` days (core.warehouse.freshness). No `indicator`: every
    one.
    """

    kind: Literal["late_source"]
    indicator: Id | None = None
    days: int = Field(0, ge=0, le=4000)


def find(rule: LateSource, given: Given) -> Iterator[Finding]:
    """A finding per series that is expected to go on, with its days late."""
    for item in given.items(rule.indicator):
        for series in item.series:
            fresh = freshness.of(item, series.id, given.lasts.get((item.id, series.id)), given.today)
            if fresh.due is None or fresh.last is None:
                continue
            bad, owner = fresh.days_late > rule.days, item.source_state.owner
            said = (
                (
                    f"{item.name.pt} ({series.name.pt}): temos até {label(fresh.last)}; o seguinte esperava-se até"
                    f" {day(fresh.due)}. Quem: {owner}."
                ),
                (
                    f"{item.name.en} ({series.name.en}): we have up to {label(fresh.last, 'en')}; the next was expected"
                    f" by {day(fresh.due, 'en')}. Who: {owner}."
                ),
            )
            if not fresh.days_late:
                said = (f"{item.name.pt} ({series.name.pt}): em dia.", f"{item.name.en} ({series.name.en}): in time.")
            yield Finding(
                rule.id,
                f"{item.id}/{series.id}",
                "bad" if bad else "ok",
                said,
                float(fresh.days_late),
                occurrence=fresh.last,
            )


KIND = AlertKind(
    id="late_source",
    name=Text(pt="Fonte atrasada", en="Late source"),
    model=LateSource,
    find=find,
)
