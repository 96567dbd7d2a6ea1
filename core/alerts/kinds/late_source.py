"""Periods that a source should have given by now."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from core.alerts.base import Rule
from core.alerts.kind import AlertKind
from core.alerts.model import WHOLE, Finding, Given, State
from core.base.typed import Id, Text
from core.catalogue.catalogue import Indicator, Series
from core.terms import age
from core.terms.formats import day
from core.terms.period import label
from core.warehouse import asked
from core.warehouse.asked import Asked


class LateSource(Rule):
    """The next period of a series is late by more than `days` days, and the source was asked for it since
    (core.warehouse.asked). No `indicator`: every one.
    """

    kind: Literal["late_source"]
    indicator: Id | None = None
    days: int = Field(0, ge=0, le=4000)


def find(rule: LateSource, given: Given) -> Iterator[Finding]:
    """A finding per series that is expected to go on, with its days late; and one of all that nobody asked for."""
    ours = 0
    for item in given.items(rule.indicator):
        for series in item.series:
            found = asked.of(item, series.id, given.lasts.get((item.id, series.id)), given.checks, given.today)
            if found.fresh.due is None or found.fresh.last is None:
                continue
            ours += found.state in ("not_asked", "failed")
            yield _finding(rule, item, series, found, given.today)
    if ours:
        said = (
            f"Séries com valores por chegar que não pedimos, ou cujo pedido falhou: {ours}. Quem: {asked.PROJECT}.",
            f"Series with figures due that we did not ask for, or whose request failed: {ours}. Who: {asked.PROJECT}.",
        )
        yield Finding(rule.id, WHOLE, "no_data", said, float(ours))


def _finding(rule: LateSource, item: Indicator, series: Series, found: Asked, today: date) -> Finding:
    fresh, subject = found.fresh, f"{item.id}/{series.id}"
    name, name_en = f"{item.name.pt} ({series.name.pt})", f"{item.name.en} ({series.name.en})"
    last, due = str(fresh.last), str(fresh.due)
    had = f"{name}: temos até {label(last)}, {age.said(last, today)}"
    had_en = f"{name_en}: we have up to {label(last, 'en')}, {age.said(last, today, 'en')}"
    if found.state in ("not_asked", "failed"):
        why, why_en = ("não o pedimos", "we did not ask for it")
        if found.at:
            why, why_en = ("o nosso pedido falhou ou é anterior", "our request failed or is older")
        said = (
            f"{had}; o seguinte esperava-se até {day(due)} e {why}.",
            f"{had_en}; the next was expected by {day(due, 'en')} and {why_en}.",
        )
        return Finding(rule.id, subject, "no_data", said, float(fresh.days_late), minor=True, occurrence=last)
    if found.state != "late":
        said = (f"{name}: em dia.", f"{name_en}: in time.")
        return Finding(rule.id, subject, "ok", said, float(fresh.days_late), occurrence=last)
    said = (
        f"{had}; o seguinte esperava-se até {day(due)}, e a fonte, pedida em {day(str(found.at))}, não o tinha."
        f" Quem: {found.who}.",
        f"{had_en}; the next was expected by {day(due, 'en')}, and the source, asked on {day(str(found.at), 'en')}, did"
        f" not have it. Who: {found.who}.",
    )
    state: State = "bad" if fresh.days_late > rule.days else "ok"
    return Finding(rule.id, subject, state, said, float(fresh.days_late), occurrence=last)


KIND = AlertKind(
    id="late_source",
    name=Text(pt="Fonte atrasada", en="Late source"),
    model=LateSource,
    find=find,
)
