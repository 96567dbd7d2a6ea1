"""What platforms tell live: every observation once, in a file that only grows, and beside it how each platform is.

Times in UTC. An hour's figure is its last observation, with how many there were: indices are not averaged.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.base import nested
from core.base.errors import FeedError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import live_path

_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS reading (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, station TEXT NOT NULL, observed_at TEXT NOT NULL,
  received_at TEXT NOT NULL, name TEXT NOT NULL, dico TEXT, told TEXT NOT NULL, UNIQUE (feed, station, observed_at));
CREATE TABLE IF NOT EXISTS rejected (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, entity TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  UNIQUE (feed, entity, why));
CREATE TABLE IF NOT EXISTS contact (
  feed TEXT PRIMARY KEY, asked_at TEXT NOT NULL, ok_at TEXT, failed_since TEXT, error TEXT,
  entities INTEGER, rejected INTEGER);
""",
    ("reading", "rejected"),  # a contact is how things are now, and changes
    "os dados ao vivo",
    FeedError,
)
Told = dict[str, float | str]


@dataclass(frozen=True)
class Reading:
    """What a station observed. `told`: attribute → value; `units`: attribute → code of UN/CEFACT. `dico` None abroad
    or at sea.
    """

    feed: str
    station: str
    name: str
    dico: str | None
    observed_at: datetime
    told: Told
    units: dict[str, str]


@dataclass(frozen=True)
class Contact:
    """How a platform is: when it was asked, when it last answered, since when it fails and why, and what it gave."""

    asked_at: datetime
    ok_at: datetime | None
    failed_since: datetime | None
    error: str | None
    entities: int
    rejected: int


def keep(
    feed: str, readings: Sequence[Reading], rejected: Sequence[tuple[str, str]], at: datetime, path: Path | None = None
) -> int:
    """Append what came, all or nothing; returns how many observations are new. `rejected`: entity and why."""
    with _LEDGER.writing(path or live_path()) as db:
        before = db.total_changes
        for r in readings:
            db.execute(
                "INSERT OR IGNORE INTO reading (feed, station, observed_at, received_at, name, dico, told) VALUES"
                " (?,?,?,?,?,?,?)",
                (
                    feed,
                    r.station,
                    _text(r.observed_at),
                    _text(at),
                    r.name,
                    r.dico,
                    json.dumps([r.told, r.units], ensure_ascii=False),
                ),
            )
        new = db.total_changes - before
        for entity, why in rejected:
            db.execute(
                "INSERT OR IGNORE INTO rejected (feed, entity, at, why) VALUES (?, ?, ?, ?)",
                (feed, entity, _text(at), why),
            )
        _contact(db, feed, at, None, len(readings) + len(rejected), len(rejected))
    return new


def failed(feed: str, at: datetime, error: str, path: Path | None = None) -> None:
    """Note that a platform did not answer, and why; since when is kept from the first failure on."""
    with _LEDGER.writing(path or live_path()) as db:
        _contact(db, feed, at, error, 0, 0)


def _contact(db: Connection, feed: str, at: datetime, error: str | None, entities: int, rejected: int) -> None:
    db.execute(
        "INSERT INTO contact VALUES (?1, ?2, iif(?3 IS NULL, ?2, NULL), iif(?3 IS NULL, NULL, ?2), ?3, ?4, ?5)"
        " ON CONFLICT (feed) DO UPDATE SET asked_at = ?2, ok_at = iif(?3 IS NULL, ?2, ok_at),"
        " failed_since = iif(?3 IS NULL, NULL, coalesce(failed_since, ?2)), error = ?3,"
        " entities = iif(?3 IS NULL, ?4, entities), rejected = iif(?3 IS NULL, ?5, rejected)",
        (feed, _text(at), error, entities, rejected),
    )


def latest(feed: str | None = None, path: Path | None = None) -> list[Reading]:
    """The newest observation of each station, by feed and name; FeedError when the file is damaged."""
    return _readings(
        path,
        "SELECT feed, station, name, dico, max(observed_at), told FROM reading WHERE coalesce(?1, feed) = feed"
        " GROUP BY feed, station ORDER BY feed, name",
        (feed,),
    )


def hourly(feed: str, station: str, since: datetime, path: Path | None = None) -> list[tuple[Reading, int]]:
    """The last observation of each hour from `since` on, with how many there were in it; hours without any are not
    there.
    """
    found: dict[datetime, list[Reading]] = {}
    for r in _readings(
        path,
        "SELECT feed, station, name, dico, observed_at, told FROM reading WHERE feed = ?1 AND station = ?2 AND"
        " observed_at >= ?3 ORDER BY observed_at",
        (feed, station, _text(since)),
    ):
        found.setdefault(r.observed_at.replace(minute=0, second=0), []).append(r)
    return [(rows[-1], len(rows)) for rows in found.values()]


def contacts(path: Path | None = None) -> dict[str, Contact]:
    """How each platform is, by feed; none before any was asked."""
    with _LEDGER.reading(path or live_path()) as db:
        rows = db.execute("SELECT * FROM contact").fetchall() if db is not None else []
        with ours():
            return {
                feed: Contact(moment(at), _moment(ok), _moment(since), error, n, bad)
                for feed, at, ok, since, error, n, bad in rows
            }


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None


def rejections(feed: str, path: Path | None = None) -> list[tuple[str, str]]:
    """Entities of a feed that were not valid, and why, newest first."""
    with _LEDGER.reading(path or live_path()) as db:
        return (
            db.execute("SELECT entity, why FROM rejected WHERE feed = ? ORDER BY seq DESC", (feed,)).fetchall()
            if db
            else []
        )


def _readings(path: Path | None, sql: str, values: tuple[str | None, ...]) -> list[Reading]:
    with _LEDGER.reading(path or live_path()) as db:
        rows = db.execute(sql, values).fetchall() if db is not None else []
        with ours():
            return [_reading(*row) for row in rows]


def _reading(feed: str, station: str, name: str, dico: str | None, at: str, told: str) -> Reading:
    values, units = nested.of_json(told)
    if not (isinstance(values, dict) and isinstance(units, dict)):
        raise ValueError("o que se observou não tem a forma de um registo nosso")
    return Reading(feed, station, name, dico, moment(at), values, units)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
