"""What the alerts did, kept as core.base.ledger does: when each became pending, fired, was resolved, lost its figures
or failed.

An evaluation is one transaction: its events, what goes further because nobody saw to it, and what is to be sent of
both are written together or not at all. Times in UTC.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.alerts import store
from core.alerts.base import SEVERITIES, Rule, Wait
from core.alerts.model import WHOLE, Finding
from core.alerts.store import LEDGER, OPEN, TOLD, Act, Event, Sending, Silence, State, stamp
from core.base import clock
from core.base.ledger import Connection, moment, ours
from core.base.paths import alerts_path

__all__ = ["OPEN", "Event", "Sending"]

_GONE: Final = ("A regra já não o aponta.", "The rule no longer reports it.")
_NEW: Final = "new"
_RELEASED: Final = "released"  # its silence ended and it still stands


@dataclass(frozen=True)
class Step:
    """Where an alert goes that fires and that nobody saw to for so many hours. `to`: names of channels; `whom`: ids of
    recipients.
    """

    id: str
    hours: int
    whom: Sequence[str]
    to: Sequence[str]
    severities: Sequence[str] = SEVERITIES


@dataclass(frozen=True)
class Post:
    """Where events go. `to`: the names of the channels of one; `least`: the severities that are sent at all."""

    to: Callable[[Event], Sequence[str]] = lambda _: ()
    steps: Sequence[Step] = ()
    least: Sequence[str] = SEVERITIES


NOWHERE: Final = Post()


def record(
    findings: Sequence[Finding],
    rules: Iterable[Rule],
    build: str,
    now: datetime,
    post: Post = NOWHERE,
    path: Path | None = None,
) -> list[Event]:
    """Write what an evaluation changes, and owe it to the channels; returns the new events.

    What waits (`for` of its rule) is pending until it has lasted, and is not sent. What is silenced is kept back, and
    sent when the silence ends if it still stands then.
    """
    known = {r.id: r for r in rules}
    with LEDGER.writing(path or alerts_path()) as db:
        before = {e.alert: e for e in store.events(db)}
        number = int(
            db.execute(
                "INSERT INTO evaluation (at, build, findings) VALUES (?, ?, ?)", (stamp(now), build, len(findings))
            ).lastrowid
            or 0
        )
        for finding, state in _steps(findings, known, before, number, now):
            db.execute(
                "INSERT INTO event (evaluation, alert, rule, severity, state, pt, en, value, occurrence)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    finding.alert,
                    finding.rule,
                    _severity(finding, known, before),
                    state,
                    *finding.sentence,
                    finding.value,
                    finding.occurrence,
                ),
            )
        _owe(db, number, now, post)
        return [e for e in store.events(db) if e.evaluation == number]


def _owe(db: Connection, number: int, now: datetime, post: Post) -> None:
    """Owe what is new, what a silence that ended kept back, and what goes further; keep back what is silenced."""
    events, silent = store.events(db), store.silent(db, now)
    held = {event for (event,) in db.execute("SELECT event FROM held")}
    sent = {event for (event,) in db.execute("SELECT event FROM owing")}
    told, last = _told(events, held - sent), {e.alert: e for e in events}
    previous: dict[str, Event] = {}
    for event in events:
        before, previous[event.alert] = previous.get(event.alert), event
        if not told[event.seq] or event.severity not in post.least:
            continue
        silence, newest = silent(event), last[event.alert] is event
        if event.evaluation == number and silence is not None:
            db.execute("INSERT INTO held (event, silence) VALUES (?, ?)", (event.seq, silence.seq))
        elif event.evaluation == number:
            _put(db, number, event, _NEW, [*post.to(event), *_heard(before, post)])
        elif event.seq in held - sent and silence is None and newest and event.ack is None:
            _put(db, number, event, _RELEASED, post.to(event))
        if newest and event.state == "firing" and event.ack is None and silence is None:
            _further(db, number, event, now, post)


def _heard(before: Event | None, post: Post) -> list[str]:
    """The channels to which the state before went further: they are told how it went on."""
    went = {x.step for x in before.escalations} if before else set()
    return [channel for step in post.steps if step.id in went for channel in step.to]


def _further(db: Connection, number: int, event: Event, now: datetime, post: Post) -> None:
    """Owe an alert that nobody saw to in time to the recipients of the steps whose hours have passed, once for each."""
    since = [event.at, *_taken_back(db, event)]
    for step in post.steps:
        if event.severity not in step.severities or step.id in {x.step for x in event.escalations}:
            continue
        if clock.over(max(since), timedelta(hours=step.hours), now):
            db.execute(
                "INSERT INTO escalation (event, step, at, whom, hours) VALUES (?, ?, ?, ?, ?)",
                (event.seq, step.id, stamp(now), ", ".join(step.whom), step.hours),
            )
            _put(db, number, event, step.id, step.to)


def _taken_back(db: Connection, event: Event) -> list[datetime]:
    """When acknowledgements of an event were taken back: nobody sees to it since then only."""
    found = db.execute("SELECT w.at FROM withdrawal AS w JOIN ack ON ack.seq = w.ack WHERE ack.event = ?", (event.seq,))
    with ours():
        return [moment(at) for (at,) in found]


def _put(db: Connection, number: int, event: Event, why: str, channels: Sequence[str]) -> None:
    for channel in dict.fromkeys(channels):
        key = f"{channel}-{number}"
        db.execute("INSERT OR IGNORE INTO outbox (key, evaluation, channel) VALUES (?, ?, ?)", (key, number, channel))
        there = db.execute("SELECT 1 FROM owing WHERE key = ? AND event = ?", (key, event.seq)).fetchone()
        if there is None or why not in (_NEW, _RELEASED):
            db.execute("INSERT INTO owing (key, event, why) VALUES (?, ?, ?)", (key, event.seq, why))


def _severity(finding: Finding, rules: Mapping[str, Rule], before: Mapping[str, Event]) -> str:
    return rules[finding.rule].severity if finding.rule in rules else before[finding.alert].severity


def _told(events: Iterable[Event], quiet: set[int]) -> dict[int, bool]:
    """By event, oldest first: whether it is worth a message. What only waited, or lacked figures from the start, is
    not, and neither is its end, nor that of what was kept back all the while (`quiet`, by seq).
    """
    said: dict[int, bool] = {}
    last: dict[str, Event] = {}
    for e in events:
        before = last.get(e.alert)
        heard = before is not None and said[before.seq] and before.seq not in quiet
        if e.state == "resolved":
            said[e.seq] = heard
        elif e.state == "no_data":
            said[e.seq] = heard and before is not None and before.state == "firing"
        else:
            said[e.seq] = e.state in TOLD
        last[e.alert] = e
    return said


def _steps(
    findings: Sequence[Finding], rules: Mapping[str, Rule], before: Mapping[str, Event], number: int, now: datetime
) -> list[tuple[Finding, State]]:
    """The states that change, and to what."""
    made: list[tuple[Finding, State]] = []
    for finding in findings:
        was = before.get(finding.alert)
        state = _next(finding, was, rules[finding.rule].wait, number, now)
        if state is not None:
            made.append((finding, state))
    seen = {f.alert for f in findings}
    failed = {f.rule for f in findings if f.state == "error"}  # of what these would say nothing is known
    for alert, was in before.items():
        if was.state != "resolved" and alert not in seen and was.rule not in failed:
            made.append((Finding(was.rule, alert.partition(":")[2], "ok", _GONE), "resolved"))
    return made


def _next(finding: Finding, was: Event | None, wait: Wait, number: int, now: datetime) -> State | None:
    """The state that a finding leads to; None where the alert stays as it is."""
    there = was.state if was else "resolved"
    if finding.state == "bad":
        if there == "firing" and was is not None:
            return None if finding.occurrence == was.occurrence else "firing"  # the same condition, of another period
        if there == "pending" and was is not None:
            long = clock.over(was.at, timedelta(seconds=wait.seconds), now)
            return "firing" if long and number - was.evaluation >= wait.evaluations else None
        return "pending" if wait.evaluations or wait.seconds else "firing"
    if finding.state == "ok":
        return None if there == "resolved" else "resolved"
    if finding.state == there or (finding.minor and was is None):
        return None
    return "no_data" if finding.state == "no_data" else "error"


def current(path: Path | None = None, now: datetime | None = None) -> list[Event]:
    """The alerts that are open, worst first: by state, severity, and how long; each with the silence in force, if any.
    Empty before the first evaluation.
    """
    with LEDGER.reading(path or alerts_path()) as db:
        if db is None:
            return []
        last = {e.alert: e for e in store.events(db)}
        silent = store.silent(db, now or datetime.now(UTC))
        found = [replace(e, silence=silent(e)) for e in last.values() if e.state in OPEN]
    order = ("critico", "aviso", "info")
    return sorted(found, key=lambda e: (OPEN.index(e.state), order.index(e.severity), e.seq))


def history(path: Path | None = None) -> list[Event]:
    """All events, oldest first."""
    with LEDGER.reading(path or alerts_path()) as db:
        return store.events(db) if db is not None else []


def said(path: Path | None = None) -> list[Act]:
    """What was said of alerts and rules beside their states, oldest first."""
    with LEDGER.reading(path or alerts_path()) as db:
        return store.acts(db) if db is not None else []


def silences(path: Path | None = None, now: datetime | None = None) -> list[Silence]:
    """The silences in force, of alerts that are open or not, the one that ends first before the others."""
    with LEDGER.reading(path or alerts_path()) as db:
        known = store.silences(db) if db is not None else []
    at = now or datetime.now(UTC)
    return sorted((s for s in known if s.lasts(at)), key=lambda s: (s.until, s.seq))


def last_evaluation(path: Path | None = None) -> tuple[datetime, str] | None:
    """When the rules were last evaluated, and on which build; None before the first time."""
    with LEDGER.reading(path or alerts_path()) as db:
        row = db.execute("SELECT at, build FROM evaluation ORDER BY evaluation DESC LIMIT 1").fetchone() if db else None
        with ours():
            return (moment(row[0]), str(row[1])) if row else None


def owed(path: Path | None = None) -> list[Sending]:
    """What was not delivered yet, oldest first."""
    with LEDGER.reading(path or alerts_path()) as db:
        if db is None:
            return []
        sent = {k for (k,) in db.execute("SELECT key FROM attempt WHERE error IS NULL")}
        tried: dict[str, list[tuple[datetime, str]]] = {}
        for key, at, error in db.execute("SELECT key, at, error FROM attempt WHERE error IS NOT NULL ORDER BY seq"):
            with ours():
                tried.setdefault(key, []).append((moment(at), str(error)))
        events = {e.seq: e for e in store.events(db)}
        owing: dict[str, list[tuple[int, str]]] = {}
        for key, event, why in db.execute("SELECT key, event, why FROM owing ORDER BY event, seq"):
            owing.setdefault(key, []).append((event, str(why)))
        rows = db.execute("SELECT key, channel, evaluation FROM outbox ORDER BY evaluation, key").fetchall()
    worth = _told(events.values(), set())
    made = []
    for key, channel, number in rows:
        if key in sent:
            continue
        # One owed before there were routes has no lines of its own: it is of all that its evaluation told.
        mine = owing.get(key) or [(s, _NEW) for s, e in events.items() if e.evaluation == number and worth[s]]
        further = {s: x.hours for s, why in mine for x in events[s].escalations if x.step == why}
        whole = tuple(events[s] for s in dict.fromkeys(s for s, _ in mine))
        made.append(Sending(key, channel, whole, tuple(tried.get(key, ())), tuple(further.items())))
    return made


def attempted(key: str, at: datetime, error: str | None, path: Path | None = None) -> None:
    """Keep that something owed was tried to be sent: `error` None when it was accepted."""
    with LEDGER.writing(path or alerts_path()) as db:
        db.execute("INSERT INTO attempt (key, at, error) VALUES (?, ?, ?)", (key, stamp(at), error))


def subject(event: Event) -> str:
    """What an alert is about, without its rule; empty where it is about the rule as a whole."""
    found = event.alert.partition(":")[2]
    return "" if found == WHOLE else found
