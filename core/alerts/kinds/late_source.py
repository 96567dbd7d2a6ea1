"""Periods that should be here by now, and who must act for them."""

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
    """The next period of a series is late by more than `days` days, and whoever was asked for it since has not given it
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
            found = given.asked(item, series.id)
            if found.fresh.due is None or found.fresh.last is None:
                continue
            ours += found.who == asked.PROJECT
            yield _finding(rule, item, series, found, given.today)
    if ours:
        said = (
            f"Séries com valores por chegar que não pedimos, ou cujo passo seguinte é nosso: {ours}. Tem de agir:"
            f" {asked.PROJECT}.",
            f"Series with figures due that we did not ask for, or whose next step is ours: {ours}. Who must act:"
            f" {asked.PROJECT}.",
        )
        yield Finding(rule.id, WHOLE, "no_data", said, float(ours))


def _finding(rule: LateSource, item: Indicator, series: Series, found: Asked, today: date) -> Finding:
    fresh, subject = found.fresh, f"{item.id}/{series.id}"
    name, name_en = f"{item.name.pt} ({series.name.pt})", f"{item.name.en} ({series.name.en})"
    last, due = str(fresh.last), str(fresh.due)
    had = f"{name}: temos até {label(last)}, {age.said(last, today)}"
    had_en = f"{name_en}: we have up to {label(last, 'en')}, {age.said(last, today, 'en')}"
    if found.state in ("not_due", "ended"):
        said = (f"{name}: em dia.", f"{name_en}: in time.")
        return Finding(rule.id, subject, "ok", said, float(fresh.days_late), occurrence=last)
    pt, en = found.words
    said = (
        f"{had}; o seguinte esperava-se até {day(due)}. {pt[:1].upper()}{pt[1:]}. Tem de agir: {found.who}.",
        f"{had_en}; the next was expected by {day(due, 'en')}. {en[:1].upper()}{en[1:]}. Who must act: {found.who}.",
    )
    if found.state != "late":
        return Finding(rule.id, subject, "no_data", said, float(fresh.days_late), minor=True, occurrence=last)
    state: State = "bad" if found.days_late > rule.days else "ok"
    return Finding(rule.id, subject, state, said, float(found.days_late), occurrence=last)


KIND = AlertKind(
    id="late_source",
    name=Text(pt="Valores fora do prazo", en="Figures past due"),
    model=LateSource,
    find=find,
    cause="state",
)
