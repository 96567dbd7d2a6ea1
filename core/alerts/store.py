"""The file in which the alerts are kept, and what its rows are: events, what people said of them, what is owed.

Nothing here decides anything: core.alerts.log writes what an evaluation changes, core.alerts.acts what people say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, get_args

from core.alerts.base import SEVERITIES
from core.base import clock
from core.base.errors import AlertError
from core.base.ledger import Connection, Ledger, moment, ours

State = Literal["pending", "firing", "resolved", "no_data", "error"]
# What is said of alerts beside their states: by people, and by the escalation.
Said = Literal["ack", "withdraw", "silence", "unsilence", "escalate"]
OPEN: Final = ("firing", "error", "no_data", "pending")  # what is not resolved, the worst first
TOLD: Final = ("firing", "resolved", "no_data", "error")
_SLACK: Final = timedelta(minutes=5)

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
CREATE TABLE IF NOT EXISTS withdrawal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, ack INTEGER NOT NULL UNIQUE REFERENCES ack, at TEXT NOT NULL,
  said_by TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS silence (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL,
  said_by TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS silence_end (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, silence INTEGER NOT NULL UNIQUE REFERENCES silence, at TEXT NOT NULL,
  said_by TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS held (
  event INTEGER PRIMARY KEY REFERENCES event, silence INTEGER NOT NULL REFERENCES silence);
CREATE TABLE IF NOT EXISTS escalation (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL REFERENCES event, step TEXT NOT NULL, at TEXT NOT NULL,
  whom TEXT NOT NULL, hours INTEGER NOT NULL, UNIQUE (event, step));
CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY, evaluation INTEGER NOT NULL REFERENCES evaluation,
  channel TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS owing (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL REFERENCES outbox, event INTEGER NOT NULL REFERENCES event,
  why TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attempt (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL REFERENCES outbox, at TEXT NOT NULL, error TEXT);
CREATE TABLE IF NOT EXISTS letter (
  key TEXT PRIMARY KEY, request TEXT NOT NULL, occasion TEXT NOT NULL, whom TEXT NOT NULL, at TEXT NOT NULL,
  UNIQUE (request, occasion));
CREATE TABLE IF NOT EXISTS letter_try (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL REFERENCES letter, at TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('entregue', 'recusada', 'adiada', 'largada')), why TEXT NOT NULL);
""",
    (
        "evaluation",
        "event",
        "ack",
        "withdrawal",
        "silence",
        "silence_end",
        "held",
        "escalation",
        "outbox",
        "owing",
        "attempt",
        "letter",
        "letter_try",
    ),
    "os alertas",
    AlertError,
)


@dataclass(frozen=True)
class Ack:
    """Somebody has seen to an alert. `note`: what is being done; `seq` names it, to take it back."""

    at: datetime
    said_by: str
    note: str
    seq: int = 0


@dataclass(frozen=True)
class Silence:
    """An alert (`rule:subject`) or a whole rule is not sent until a moment. `note`: why; `seq` names it."""

    seq: int
    target: str
    at: datetime
    until: datetime
    said_by: str
    note: str

    def holds(self, event: "Event", now: datetime) -> bool:
        """Whether it keeps this alert from being sent at a moment; it ends by itself."""
        return self.target in (event.alert, event.rule) and self.lasts(now)

    def lasts(self, now: datetime) -> bool:
        """Whether its time is not over at a moment. An evaluation that began just before it was said heeds it too."""
        since = self.at - _SLACK
        return not clock.over(since, self.until - since, now)


@dataclass(frozen=True)
class Escalation:
    """An alert that nobody saw to went further. `step`: the id in alertas.yaml; `whom`: ids of recipients."""

    at: datetime
    step: str
    whom: str
    hours: int


@dataclass(frozen=True)
class Event:
    """An alert entered a state. `alert` is `rule:subject`; `sentence` in PT and EN; `ack` is of this event only, and
    stands; `silence` is the one in force where it was asked for a moment; `escalations` of this event, oldest first.
    """

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
    silence: Silence | None = None
    escalations: tuple[Escalation, ...] = ()

    @property
    def unseen(self) -> bool:
        """It fires, nobody sees to it, and nobody silenced it."""
        return self.state == "firing" and self.ack is None and self.silence is None


@dataclass(frozen=True)
class Sending:
    """Something owed to a channel: events of one evaluation. `failed`: times and reasons of the attempts so far.

    `escalated`: which of the events (by seq) are sent because nobody saw to them, and after how many hours.
    """

    key: str
    channel: str
    events: tuple[Event, ...]
    failed: tuple[tuple[datetime, str], ...]
    escalated: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Act:
    """Something said of an alert or a rule, for the history. `until`: of a silence."""

    at: datetime
    kind: Said
    target: str
    said_by: str
    note: str
    until: datetime | None = None


def events(db: Connection) -> list[Event]:
    """All of them, oldest first, each with the acknowledgement that stands and its escalations."""
    acks: dict[int, Ack] = {}
    for seq, event, at, by, note in db.execute(
        "SELECT seq, event, at, said_by, note FROM ack WHERE seq NOT IN (SELECT ack FROM withdrawal) ORDER BY seq"
    ):
        with ours():
            acks[event] = Ack(moment(at), by, note, seq)
    further: dict[int, list[Escalation]] = {}
    for event, at, step, whom, hours in db.execute("SELECT event, at, step, whom, hours FROM escalation ORDER BY seq"):
        with ours():
            further.setdefault(event, []).append(Escalation(moment(at), step, whom, hours))
    rows: Iterable[tuple[Any, ...]] = db.execute(
        "SELECT seq, evaluation, at, alert, rule, severity, state, pt, en, value, occurrence FROM event JOIN evaluation"
        " USING (evaluation) ORDER BY seq"
    )
    with ours():
        return [_event(*row, acks=acks, further=further) for row in rows]


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
    further: Mapping[int, list[Escalation]],
) -> Event:
    if state not in get_args(State) or severity not in SEVERITIES:
        raise ValueError(f"«{state}» ou «{severity}» não existe")
    return Event(
        seq=seq,
        evaluation=number,
        at=moment(at),
        alert=alert,
        rule=rule,
        severity=severity,
        state=state,
        sentence=(pt, en),
        value=value,
        ack=acks.get(seq),
        occurrence=occurrence,
        escalations=tuple(further.get(seq, ())),
    )


def silences(db: Connection) -> list[Silence]:
    """Those that nobody ended, oldest first, also the ones whose time is over."""
    rows: Iterable[tuple[Any, ...]] = db.execute(
        "SELECT seq, target, at, until, said_by, note FROM silence"
        " WHERE seq NOT IN (SELECT silence FROM silence_end) ORDER BY seq"
    )
    with ours():
        return [Silence(seq, target, moment(at), moment(until), by, note) for seq, target, at, until, by, note in rows]


def silent(db: Connection, now: datetime) -> Callable[[Event], Silence | None]:
    """The silence that keeps an alert from being sent at a moment: of several, the one that lasts longest."""
    known = silences(db)

    def of(event: Event) -> Silence | None:
        return max((s for s in known if s.holds(event, now)), key=lambda s: (s.until, s.seq), default=None)

    return of


def acts(db: Connection) -> list[Act]:
    """What was said of alerts and rules, oldest first."""
    rows: Iterable[tuple[Any, ...]] = db.execute(
        """
        SELECT ack.at, 'ack', alert, said_by, note, NULL FROM ack JOIN event ON event.seq = ack.event
        UNION ALL SELECT w.at, 'withdraw', alert, w.said_by, w.note, NULL FROM withdrawal AS w
          JOIN ack ON ack.seq = w.ack JOIN event ON event.seq = ack.event
        UNION ALL SELECT at, 'silence', target, said_by, note, until FROM silence
        UNION ALL SELECT e.at, 'unsilence', target, e.said_by, e.note, NULL FROM silence_end AS e
          JOIN silence ON silence.seq = e.silence
        UNION ALL SELECT x.at, 'escalate', alert, x.step, x.whom, NULL FROM escalation AS x
          JOIN event ON event.seq = x.event
        ORDER BY 1
        """
    )
    with ours():
        return [
            Act(moment(at), kind, target, by, note, moment(until) if until else None)
            for at, kind, target, by, note, until in rows
        ]


def stamp(at: datetime) -> str:
    """A moment as it is written down."""
    return at.isoformat(timespec="seconds")
