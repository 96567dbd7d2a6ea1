"""The part of the outbox that holds letters: to one recipient each, about one request, on one occasion.

Kept as the alerts are (core.alerts.store), in their file, and sent by the process that sends them. A letter is owed
once for a request and an occasion, whoever asks for it, and stays until one of its tries ends it. Neither the address
nor the words stand here: whom to write to can be forgotten, and what is said is what holds on the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from core.alerts.store import LEDGER, stamp
from core.base.ledger import Connection, moment, ours
from core.base.paths import alerts_path

# What came of a try: the server took it; it refused it; it could not be asked, or says later; it is not sent any more.
Outcome = Literal["entregue", "recusada", "adiada", "largada"]
ENDS: Final[tuple[Outcome, ...]] = ("entregue", "largada")


@dataclass(frozen=True)
class Try:
    """What came of a letter at a moment (UTC). `why`: without addresses; empty where it was taken."""

    at: datetime
    outcome: Outcome
    why: str


@dataclass(frozen=True)
class Letter:
    """A letter owed since `at` (UTC). `request`: id of a pedido; `whom`: to whom that is, as the request says it."""

    key: str
    request: str
    occasion: str
    whom: str
    at: datetime
    tries: tuple[Try, ...] = ()

    @property
    def last(self) -> Try | None:
        """What came back last; None where nobody has tried."""
        return self.tries[-1] if self.tries else None

    @property
    def ended(self) -> bool:
        """Whether it was delivered, or is not sent any more."""
        return self.last is not None and self.last.outcome in ENDS

    @property
    def delivered(self) -> datetime | None:
        """When our server of mail took it; None where it did not. What it makes of it nobody tells."""
        return self.last.at if self.last is not None and self.last.outcome == "entregue" else None


def owe(wanted: Iterable[tuple[str, str, str]], now: datetime, path: Path | None = None) -> list[str]:
    """Owe letters (request, occasion, whom), all in one transaction; the keys of those that were not owed before."""
    with LEDGER.writing(path or alerts_path()) as db:
        return [key for one in wanted if (key := _put(db, *one, now))]


def _put(db: Connection, request: str, occasion: str, whom: str, now: datetime) -> str:
    key = f"carta-{request}-{occasion}"
    made = db.execute("INSERT OR IGNORE INTO letter VALUES (?, ?, ?, ?, ?)", (key, request, occasion, whom, stamp(now)))
    return key if made.rowcount else ""


def letters(path: Path | None = None) -> list[Letter]:
    """All of them with what came of each try, in the order in which they were owed."""
    with LEDGER.reading(path or alerts_path()) as db:
        if db is None:
            return []
        tries: dict[str, list[Try]] = {}
        for key, at, outcome, why in db.execute("SELECT key, at, outcome, why FROM letter_try ORDER BY seq"):
            with ours():
                tries.setdefault(key, []).append(_try(at, outcome, why))
        rows = db.execute("SELECT key, request, occasion, whom, at FROM letter ORDER BY rowid").fetchall()
    with ours():
        return [Letter(k, request, on, whom, moment(at), tuple(tries.get(k, ()))) for k, request, on, whom, at in rows]


def _try(at: str, outcome: Outcome, why: str) -> Try:
    if outcome not in get_args(Outcome):
        raise ValueError(f"«{outcome}» não existe")
    return Try(moment(at), outcome, why)


def tried(keys: Iterable[str], at: datetime, outcome: Outcome, why: str = "", path: Path | None = None) -> None:
    """Keep what came of letters, all in one transaction. `why` stands for good: it names nobody."""
    with LEDGER.writing(path or alerts_path()) as db:
        for key in keys:
            db.execute(
                "INSERT INTO letter_try (key, at, outcome, why) VALUES (?, ?, ?, ?)", (key, stamp(at), outcome, why)
            )
