"""What the pages on judgement and execution share: everything judged, what was said, and the day it counts from."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import pandas as pd

from core.base import clock
from core.base.errors import ExecutionError
from core.base.paths import execution_path
from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.strategy import asking, evidence, execution, present, strategy
from core.strategy.clocks import Clock, clocks
from core.strategy.decisions import Followed, followed
from core.strategy.execution import Event
from core.strategy.execution_model import Meeting
from core.strategy.meetings import quarter_start
from core.strategy.money import Line, Opened, lines
from core.strategy.money import calls as calls_of
from core.strategy.standing import Standing, standings
from core.strategy.strategy import Links, Strategy
from core.strategy.voices import Voices
from core.strategy.voices import voices as voices_of
from core.warehouse import checks
from core.warehouse.asked import Asked
from core.warehouse.requests import Request
from show.sentences import owed as owed_said
from show.texts import t
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader
from ui.data.stamp import stamp


def warm() -> None:
    """Judge the country and read the plan once, so that the first minister who comes waits for neither.

    Raises EntiError when catalogue, strategy, ledger, targets or build have a problem.
    """
    context = Context("pt", load.the_catalogue(), load.territories(), load.store(), clock.today())
    for step in (lambda: national(context), plan, present.load, evidence.load, lambda: actions(context)):
        step()


def judgements(context: Context, version: str) -> pd.DataFrame:
    """core.judgement.judge.judge for this build and day (shared: do not change it)."""
    return reader(context).judgements(version)


def national(context: Context) -> Mapping[str, Card]:
    """The judgement of the country by indicator id; of the mainland, where the row covers only that. Raises
    TargetError.
    """
    return reader(context).nations()


def plan() -> tuple[Strategy, Links]:
    """The strategy and our links; raises StrategyError."""
    return strategy.load(), strategy.load_links()


def said(context: Context) -> tuple[Event, ...]:
    """All that was said of the execution; raises ExecutionError."""
    return load.once(context.store, ("said", stamp(execution_path())), execution.events)


def actions(context: Context) -> tuple[Standing, ...]:
    """The actions as they stand today."""
    return standings(strategy.load(), execution.current(said(context), "acao"), context.today)


def requests(context: Context) -> tuple[Request, ...]:
    """What was asked of bodies; raises ExecutionError."""
    return asking.asked_of(said(context))


def voices(context: Context) -> Voices:
    """What those whom the Strategy hears have said, as it stands today; raises ExecutionError."""
    return voices_of(said(context), context.today)


def decisions(context: Context) -> tuple[Followed, ...]:
    """The decisions of the coordination bodies, as they stand today; raises ExecutionError."""
    return followed(said(context), context.today)


def money(context: Context) -> tuple[Line, ...]:
    """The sums in force, of each action, kind and fund; raises ExecutionError."""
    return lines(said(context))


def calls(context: Context) -> tuple[Opened, ...]:
    """The calls for applications, as they stand today; raises ExecutionError."""
    return calls_of(said(context), context.today)


def asked(context: Context, item: Indicator) -> Asked:
    """Who must act for the next figures of an indicator."""
    return reader(context).asked(item, checks.read(), requests(context))


def owed(context: Context, item: Indicator) -> str:
    """What was asked for the figures of an indicator and who must act, in a sentence; that it cannot be read, where the
    ledger is damaged: an unread request is no lack of one.
    """
    try:
        return owed_said(asked(context, item), context.lang)
    except ExecutionError:
        return t("owed.unread", context.lang)


def readable(context: Context) -> tuple[Request, ...] | None:
    """What was asked of bodies; None where the ledger cannot be read."""
    try:
        return requests(context)
    except ExecutionError:
        return None


def both_clocks(context: Context) -> tuple[Clock, ...]:
    """Delivery beside outcome, per initiative."""
    whole, links = plan()
    states = {i: c.state for i, c in national(context).items()}
    return clocks(whole, links, states, {s.action.id: s.state for s in actions(context) if s.said})


def meetings(context: Context, structure: str | None = None) -> list[Meeting]:
    """Meetings on record, oldest first."""
    held = [e.after for e in execution.current(said(context), "reuniao").values() if isinstance(e.after, Meeting)]
    return sorted((m for m in held if structure in (None, m.structure)), key=lambda m: m.held_on)


def since(context: Context) -> tuple[date, bool]:
    """From when «what changed» counts: the last meeting of ECG or ECE before today, else the start of the quarter;
    and whether it was a meeting.
    """
    held = [m.held_on for m in meetings(context) if m.structure in ("ecg", "ece") and m.held_on < context.today]
    return (max(held), True) if held else (quarter_start(context.today), False)


def midnight(day: date) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime.combine(day, time.min, UTC)
