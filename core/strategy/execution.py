"""What was said of actions, local projects and meetings, asked of bodies, decided and paid: a list of events that only
grows, in a file of its own.

Kept as core.base.ledger does, apart from the builds. Each event keeps the whole state before and after.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from core.base.errors import ExecutionConflict, ExecutionError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import execution_path
from core.base.typed import faults
from core.strategy import holding
from core.strategy.acts_model import Decision
from core.strategy.execution_model import Meeting
from core.strategy.kinds import KINDS, MODELS, State
from core.strategy.refers import linked, refers
from core.terms.formats import day

_ENTRY: Final = re.compile(r"^[a-z][a-z0-9_]{2,59}$")
_PAST: Final = (  # days of what has happened
    *("held_on", "done_on", "asked_on", "answered_on", "as_of", "proposed_on", "read_on", "said_on", "approved_on"),
    *("seen_on", "closed_on", "called_on", "put_on", "given_on", "told_on"),
)
_MEANWHILE: Final = (
    "Alguém escreveu sobre isto entretanto. Ver o que lá está agora e dizer de novo; nada foi guardado.",
    "Somebody wrote about this meanwhile. See what stands there now and say it again; nothing was kept.",
)
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('acao', 'projeto', 'reuniao')),
  entry TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision > 0), said_at TEXT NOT NULL, said_by TEXT NOT NULL,
  before TEXT, after TEXT NOT NULL, UNIQUE (kind, entry, revision)
);
CREATE TABLE IF NOT EXISTS act (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entry TEXT NOT NULL, revision INTEGER NOT NULL
  CHECK (revision > 0), said_at TEXT NOT NULL, said_by TEXT NOT NULL, before TEXT, after TEXT NOT NULL,
  UNIQUE (kind, entry, revision)
);
"""
    + holding.SCHEMA,
    ("event", "act", *holding.TABLES),
    "a execução",
    ExecutionError,
)


@dataclass(frozen=True)
class Event:
    """One thing said. `said_at` in UTC; `before` is None for the first of an entry. `seq`: its place among what was
    said of actions, projects and meetings, or among the acts.
    """

    seq: int
    kind: str
    entry: str
    revision: int
    said_at: datetime
    said_by: str
    before: State | None
    after: State
    held: bool = False  # nobody released it yet: only who writes and who releases sees it
    aside: str = ""  # by whom it was put aside, and why: it is nobody's word any more


@dataclass(frozen=True)
class Change:
    """Something to be said. `seen`: revision on which it is based; None takes whatever is there."""

    kind: str
    entry: str
    values: Mapping[str, Any]
    seen: int | None = None


def events(path: Path | None = None, *, held: bool = False) -> tuple[Event, ...]:
    """All events that everybody may read, oldest first, the acts after the others; none when nobody has said anything.
    `held`: those too that nobody released yet. ExecutionError when the file is damaged; kinds that only newer code
    knows are left out where it was newer code that wrote it.
    """
    path = path or execution_path()
    with _LEDGER.reading(path) as db:
        if db is None:
            return ()
        return tuple(e for e in _all(db) if not e.aside and (held or not e.held))


def aside(path: Path | None = None) -> tuple[Event, ...]:
    """What was put aside, oldest first: for who had said it."""
    with _LEDGER.reading(path or execution_path()) as db:
        return () if db is None else tuple(e for e in _all(db) if e.aside)


def release(entries: Iterable[tuple[str, str]], by: str, path: Path | None = None, *, away: str = "") -> list[Event]:
    """Let everybody read what was said of these entries (kind, id) until now or, with a reason (`away`), put it aside
    unread; returns what waited. ExecutionError where nothing of them does.
    """
    asked = set(entries)
    with _LEDGER.writing(path or execution_path()) as db:
        found = [e for e in _all(db) if e.held and not e.aside and (e.kind, e.entry) in asked]
        if not found:
            raise ExecutionError(
                "Nada disto está à espera de ser libertado.",
                cure="ver o que está à espera; nada mudou.",
                page=("Já não há nada disto à espera: alguém o libertou antes.", "Nothing of this waits any more."),
            )
        for e in found:
            if away:
                holding.put_aside(db, e.kind, e.seq, by, away)
            else:
                holding.let(db, e.kind, e.seq, by)
    return found


def _all(db: Connection) -> Iterator[Event]:
    waits, away, newer = holding.waiting(db), holding.aside(db), _LEDGER.newer(db)
    for table in ("event", "act"):
        rows = db.execute(
            f"SELECT seq, kind, entry, revision, said_at, said_by, before, after FROM {table} ORDER BY seq"
        )
        for row in rows:
            if newer and row[1] not in MODELS:  # of a later version: entries of other kinds say nothing of ours
                continue
            with ours():
                made = _event(row, (table, row[0]) in waits, away.get((table, row[0]), ""))
            yield made


def current(known: Iterable[Event], kind: str, until: datetime | None = None) -> dict[str, Event]:
    """The last event of each entry of a kind, or the last by `until`."""
    return {e.entry: e for e in known if e.kind == kind and (until is None or e.said_at <= until)}


def between(known: Iterable[Event], since: datetime, until: datetime) -> list[Event]:
    """What was said after `since` and by `until`, oldest first."""
    return [e for e in known if since < e.said_at <= until]


def say(
    changes: Sequence[Change],
    said_by: str,
    *,
    today: date,
    known: Mapping[str, Iterable[str]],
    path: Path | None = None,
    held: bool = False,
    only_look: bool = False,
) -> list[Event]:
    """Append what is said, all or nothing; what changes nothing is left out. Returns the events written. `held`: it
    waits until somebody releases it; what is said upon it without waiting releases it. `only_look`: what would be
    written, and nothing is.

    Values that a change does not name stay as they were; None takes a value away. `known`: the ids that may be named,
    under `acao`, `recommendations`, `territories`, `structures` and, where a meeting names one of the EAT, `regions`;
    for acts also `indicators`, `bodies`, `holders` and `part:<part>`, of proposals (core.strategy.known).
    ExecutionError names every change that cannot stand; ExecutionConflict a revision that is no longer the last.
    Nothing is written then.
    """
    path, said_by = path or execution_path(), said_by.strip()
    if not 2 <= len(said_by) <= 80:
        raise ExecutionError(
            "Falta quem o diz.", cure="dar o nome da entidade em --by, com 2 a 80 letras; não o de uma pessoa."
        )
    with _LEDGER.writing(path) as db:  # nobody else appends meanwhile: revisions have no gaps and no doubles
        written = _append(db, changes, said_by, today, known)
        _noted(db, written, held)
        if only_look:
            db.execute("ROLLBACK")
            db.execute("BEGIN")
    return [replace(e, held=held) for e in written]


def _noted(db: Connection, written: Sequence[Event], held: bool) -> None:
    """Whether new events wait; those that do not bring along what they were said upon."""
    if held:
        for event in written:
            holding.hold(db, event.kind, event.seq)
        return
    by = {(event.kind, event.entry): event.said_by for event in written}
    if not holding.waiting(db):
        return
    for e in _all(db):
        if e.held and not e.aside and (e.kind, e.entry) in by:
            holding.let(db, e.kind, e.seq, by[(e.kind, e.entry)])


def _append(
    db: Connection, changes: Sequence[Change], said_by: str, today: date, known: Mapping[str, Iterable[str]]
) -> list[Event]:
    every = list(_all(db))
    last, numbers = {(e.kind, e.entry): e for e in every if not e.aside}, {(e.kind, e.entry): e.revision for e in every}
    wrong, written = [], []
    for change in changes:
        before = last.get((change.kind, change.entry))
        _no_conflict(change, before)
        try:
            after = _after(change, before.after if before else None, today, known)
            if isinstance(after, Decision):  # decisions wait for nobody: a meeting that does is none yet
                met = last.get(("reuniao", after.meeting or ""))
                _of_its_meeting(after, None if met is not None and met.held else met)
            linked(after, lambda kind, entry: _open(last.get((kind, entry))))
        except ValueError as error:
            said = faults(error) if isinstance(error, ValidationError) else str(error)
            wrong.append(f"{change.entry}: {said}")
            continue
        if before is not None and before.after == after:
            continue
        now = datetime.now(UTC).replace(microsecond=0)
        revision = numbers.get((change.kind, change.entry), 0) + 1  # what was put aside keeps its number
        numbers[(change.kind, change.entry)] = revision
        texts = (_text(before.after) if before else None, _text(after))
        table = holding.place(change.kind)
        at = db.execute(
            f"INSERT INTO {table} (kind, entry, revision, said_at, said_by, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (change.kind, change.entry, revision, now.isoformat(), said_by, *texts),
        ).lastrowid
        event = Event(
            int(at or 0), change.kind, change.entry, revision, now, said_by, before.after if before else None, after
        )
        last[(change.kind, change.entry)] = event
        written.append(event)
    if wrong:
        raise ExecutionError(
            f"{len(wrong)} não podem ficar: {'; '.join(wrong[:10])}.", cure="corrigir; nada foi guardado."
        )
    return written


def _open(event: Event | None) -> State | None:
    """What everybody may read of it."""
    return None if event is None or event.held else event.after


def _no_conflict(change: Change, before: Event | None) -> None:
    there = before.revision if before else 0
    if change.seen is not None and change.seen != there:
        said = (
            f"por {before.said_by} em {day(before.said_at)} {before.said_at:%H:%M} UTC: {_text(before.after)}"
            if before
            else "por ninguém"
        )
        raise ExecutionConflict(
            f"{change.entry} está na revisão {there}, dita {said}. O que se quis dizer partia da revisão {change.seen}:"
            f" {json.dumps(dict(change.values), ensure_ascii=False, default=str)}.",
            cure="ver o que mudou («execution show») e dizê-lo de novo sobre a revisão atual; nada foi guardado.",
            page=_MEANWHILE,
        )


def _after(change: Change, before: State | None, today: date, known: Mapping[str, Iterable[str]]) -> State:
    """The state after a change; ValueError where it cannot stand."""
    if change.kind not in KINDS:
        raise ValueError(f"não há «{change.kind}»; há {', '.join(KINDS)}")
    if change.kind == "acao" and change.entry not in set(known["acao"]):
        raise ValueError("não é uma ação do Plano de Ação; «execution list» mostra os ids")
    if not _ENTRY.match(change.entry):
        raise ValueError("o id usa letras minúsculas sem acento, algarismos e _, e começa por letra")
    values = (before.model_dump() if before else {}) | dict(change.values)
    if change.kind in ("acao", "projeto"):
        _completed(values, change.values)
    if change.kind == "decisao" and values.get("state") != "cumprida" and "done_on" not in change.values:
        values["done_on"] = None
    made = MODELS[change.kind].model_validate(values)
    if endless := [n for n, v in made if isinstance(v, float) and not isfinite(v)]:
        raise ValueError(f"{', '.join(endless)}: tem de ser um número finito")
    for name in _PAST:
        if (day := getattr(made, name, None)) is not None and day > today:
            raise ValueError(f"{day} ainda não chegou")
    refers(made, known)
    return made


def _completed(values: dict[str, Any], given: Mapping[str, Any]) -> None:
    """What a state brings with it: all of an action that is done is done, and only one that is done has its day."""
    if values.get("state") == "concluida" and "percent" not in given:
        values["percent"] = 100 if values.get("percent") is not None else None
    if values.get("state") != "concluida" and "done_on" not in given:
        values["done_on"] = None


def _of_its_meeting(made: Decision, held: Event | None) -> None:
    """ValueError where the meeting is not on record, or is another body's or another day's."""
    if made.meeting is None:
        return
    if held is None or not isinstance(held.after, Meeting):
        raise ValueError(f"a reunião «{made.meeting}» não está registada; «execution meeting» regista-a")
    if (held.after.structure, held.after.held_on) != (made.body, made.held_on):
        raise ValueError(f"a reunião «{made.meeting}» é de {held.after.structure} em {held.after.held_on}")


def _text(state: State) -> str:
    return json.dumps(state.model_dump(mode="json", exclude_none=True), ensure_ascii=False, sort_keys=True)


def _event(row: tuple[Any, ...], held: bool, aside: str) -> Event:
    seq, kind, entry, revision, said_at, said_by, before, after = row
    model = MODELS[kind]
    return Event(
        seq,
        kind,
        entry,
        int(revision),
        moment(said_at),
        said_by,
        model.model_validate_json(before) if before else None,
        model.model_validate_json(after),
        held,
        aside,
    )
