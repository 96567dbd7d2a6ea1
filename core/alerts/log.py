"""What the alerts did, kept as core.base.ledger does: when each became pending, fired, was resolved, lost its figures
or failed.

An evaluation is one transaction: its events and what is to be sent of them are written together or not at all. Times
in UTC.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args

from core.alerts.base import Rule, Wait
from core.alerts.model import WHOLE, Finding
from core.base import clock
from core.base.errors import AlertError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import alerts_path

State = Literal["pending", "firing", "resolved", "no_data", "error"]
OPEN: Final = ("firing", "error", "no_data", "pending")  # what is not resolved, the worst first
_WORST: Final = ("critico", "aviso", "info")  # severities, the worst first
_TOLD: Final = ("firing", "resolved", "no_data", "error")
_GONE: Final = ("A regra já não o aponta.", "The rule no longer reports it.")
LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS evaluation (
  evaluation INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, build TEXT NOT NULL, findings INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, evaluation INTEGER NOT NULL REFERENCES evaluation, alert TEXT NOT NULL,
  rule TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL, pt TEXT NOT NULL, en TEXT NOT NULL, value REAL,
  occurrence TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS event_alert ON event (alert, seq);
CREATE TABLE IF NOT EXISTS ack (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL REFERENCES event, at TEXT NOT NULL,
  said_by TEXT NOT NULL,
  note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY, evaluation INTEGER NOT NULL REFERENCES evaluation,
  channel TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attempt (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL REFERENCES outbox, at TEXT NOT NULL, error TEXT);
""",
    ("evaluation", "event", "ack", "outbox", "attempt"),
    "os alertas",
    AlertError,
)


@dataclass(frozen=True)
class Ack:
    """Somebody has seen to an alert. `note`: what is being done."""

    at: datetime
    said_by: str
    note: str


@dataclass(frozen=True)
class Event:
    """An alert entered a state. `alert` is `rule:subject`; `sentence` in PT and EN; `ack` is of this event only."""

    seq: int
    evaluation: int
    at: datetime
    alert: str
    rule: str
    severity: str
    state: State
    sentence: tuple[str, str]
    value: float | None
    ack: Ack | None = None
    occurrence: str = ""


@dataclass(frozen=True)
class Sending:
    """Something owed to a channel: the events of one evaluation. `failed`: times and reasons of the attempts so far."""

    key: str
    channel: str
    events: tuple[Event, ...]
    failed: tuple[tuple[datetime, str], ...]


def record(
    findings: Sequence[Finding],
    rules: Iterable[Rule],
    build: str,
    now: datetime,
    channels: Sequence[str] = (),
    least: Sequence[str] = ("info", "aviso", "critico"),
    path: Path | None = None,
) -> list[Event]:
    """Write what an evaluation changes, and owe it to the channels; returns the new events.

    `least`: the severities that are sent. What waits (`for` of its rule) is pending until it has lasted, and is not
    sent.
    """
    known = {r.id: r for r in rules}
    with LEDGER.writing(path or alerts_path()) as db:
        before = {e.alert: e for e in _events(db)}
        number = int(
            db.execute(
                "INSERT INTO evaluation (at, build, findings) VALUES (?, ?, ?)",
                (now.isoformat(timespec="seconds"), build, len(findings)),
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
        history = _events(db)
        told, made = _told(history), [e for e in history if e.evaluation == number]
        if any(told[e.seq] and e.severity in least for e in made):
            for channel in channels:
                db.execute(
                    "INSERT INTO outbox (key, evaluation, channel) VALUES (?, ?, ?)",
                    (f"{channel}-{number}", number, channel),
                )
    return made


def _severity(finding: Finding, rules: Mapping[str, Rule], before: Mapping[str, Event]) -> str:
    return rules[finding.rule].severity if finding.rule in rules else before[finding.alert].severity


def _told(events: Iterable[Event]) -> dict[int, bool]:
    """By event, oldest first: whether it is worth a message. What only waited, or lacked figures from the start, is
    not, and neither is its end.
    """
    said: dict[int, bool] = {}
    last: dict[str, Event] = {}
    for e in events:
        before = last.get(e.alert)
        if e.state == "resolved":
            said[e.seq] = before is not None and said[before.seq]
        elif e.state == "no_data":
            said[e.seq] = before is not None and before.state == "firing"
        else:
            said[e.seq] = e.state in _TOLD
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


def acknowledge(alert: str, said_by: str, note: str, path: Path | None = None) -> Event:
    """Say that somebody sees to an alert that is open; the word counts until its state changes. AlertError where it
    cannot stand.
    """
    return acknowledge_all([alert], said_by, note, path)[0]


def acknowledge_all(alerts: Sequence[str], said_by: str, note: str, path: Path | None = None) -> list[Event]:
    """The same for several, all of them or none; returns them as they stand then."""
    said_by, note, path = said_by.strip(), note.strip(), path or alerts_path()
    if not 2 <= len(said_by) <= 80 or not 3 <= len(note) <= 500:
        raise AlertError(
            "Falta quem o diz, ou a nota.", cure="dar a entidade (2 a 80 letras) e a nota (3 a 500 letras)."
        )
    if not alerts:
        raise AlertError("Falta o alerta.", cure="escolher um ou mais dos que estão abertos.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with LEDGER.writing(path) as db:  # looked up where nobody else writes: the word is on the state that stands
        last = {e.alert: e for e in _events(db)}
        known = {a: e for a, e in last.items() if e.state in OPEN}
        if missing := [a for a in alerts if a not in known]:
            raise AlertError(
                f"O alerta «{missing[0]}» não está aberto.", cure="«python -m etl alerts list» mostra os abertos."
            )
        for alert in alerts:
            db.execute(
                "INSERT INTO ack (event, at, said_by, note) VALUES (?, ?, ?, ?)", (known[alert].seq, now, said_by, note)
            )
    after = {e.alert: e for e in current(path)}
    return [after[a] for a in alerts if a in after]


def current(path: Path | None = None) -> list[Event]:
    """The alerts that are open, worst first: by state, severity, and how long. Empty before the first evaluation."""
    last = {e.alert: e for e in history(path)}
    return sorted(
        (e for e in last.values() if e.state in OPEN),
        key=lambda e: (OPEN.index(e.state), _WORST.index(e.severity), e.seq),
    )


def history(path: Path | None = None) -> list[Event]:
    """All events, oldest first."""
    with LEDGER.reading(path or alerts_path()) as db:
        return _events(db) if db is not None else []


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
        events = _events(db)
        rows = db.execute("SELECT key, channel, evaluation FROM outbox ORDER BY evaluation, key").fetchall()
    worth = _told(events)
    told: dict[int, list[Event]] = {}
    for e in events:
        if worth[e.seq]:
            told.setdefault(e.evaluation, []).append(e)
    return [Sending(k, c, tuple(told.get(n, ())), tuple(tried.get(k, ()))) for k, c, n in rows if k not in sent]


def attempted(key: str, at: datetime, error: str | None, path: Path | None = None) -> None:
    """Keep that something owed was tried to be sent: `error` None when it was accepted."""
    with LEDGER.writing(path or alerts_path()) as db:
        db.execute(
            "INSERT INTO attempt (key, at, error) VALUES (?, ?, ?)", (key, at.isoformat(timespec="seconds"), error)
        )


def _events(db: Connection) -> list[Event]:
    acks: dict[int, Ack] = {}
    for event, at, by, note in db.execute("SELECT event, at, said_by, note FROM ack ORDER BY seq"):
        with ours():
            acks[event] = Ack(moment(at), by, note)
    rows: Iterable[tuple[Any, ...]] = db.execute(
        "SELECT seq, evaluation, at, alert, rule, severity, state, pt, en, value, occurrence FROM event JOIN evaluation"
        " USING (evaluation) ORDER BY seq"
    )
    with ours():
        return [_event(*row, acks=acks) for row in rows]


def _event(
    seq: int,
    number: int,
    at: str,
    alert: str,
    rule: str,
    severity: str,
    state: State,
    pt: str,
    en: str,
    value: float | None,
    occurrence: str,
    *,
    acks: Mapping[int, Ack],
) -> Event:
    if state not in get_args(State) or severity not in _WORST:
        raise ValueError(f"«{state}» ou «{severity}» não existe")
    return Event(seq, number, moment(at), alert, rule, severity, state, (pt, en), value, acks.get(seq), occurrence)


def subject(event: Event) -> str:
    """What an alert is about, without its rule; empty where it is about the rule as a whole."""
    found = event.alert.partition(":")[2]
    return "" if found == WHOLE else found
