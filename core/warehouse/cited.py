"""The builds that a report cites: a record that only grows, beside the builds. What stands in it is kept for ever.

Only who makes a report on the command line writes here. Whoever asks for one on a page does not: a stranger would keep
as many builds on the disk as they like.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, NamedTuple

from core.base.errors import ReportError
from core.base.ledger import Ledger, moment, ours

FILE: Final = "citadas.sqlite"
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS cited (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, build TEXT NOT NULL, report TEXT NOT NULL, lang TEXT NOT NULL,
  spoken_of TEXT NOT NULL, made_at TEXT NOT NULL, UNIQUE (build, report, lang, spoken_of)
);
""",
    ("cited",),
    "as versões citadas",
    ReportError,
)


class Cited(NamedTuple):
    """A report that was made of a build: its name (of its files), its language, the day it speaks of, and when it was
    made (UTC).
    """

    build: str
    report: str
    lang: str
    on: date
    made_at: datetime


def cite(folder: Path, build: str, report: str, lang: str, on: date) -> None:
    """Write down that a report cites a build of `folder`; twice the same is written once. ReportError when it cannot
    be written.
    """
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    with _LEDGER.writing(folder / FILE) as db:
        db.execute(
            "INSERT OR IGNORE INTO cited (build, report, lang, spoken_of, made_at) VALUES (?, ?, ?, ?, ?)",
            (build, report, lang, on.isoformat(), now),
        )


def reports(folder: Path) -> tuple[Cited, ...]:
    """What was written, oldest first; nothing where no report was made. ReportError when the file is damaged."""
    return tuple(_all(folder))


def _all(folder: Path) -> Iterator[Cited]:
    with _LEDGER.reading(folder / FILE) as db:
        if db is None:
            return
        rows = db.execute("SELECT build, report, lang, spoken_of, made_at FROM cited ORDER BY seq").fetchall()
        with ours():
            found = [Cited(b, report, lang, date.fromisoformat(on), moment(at)) for b, report, lang, on, at in rows]
    yield from found


def builds(folder: Path) -> frozenset[str]:
    """Names of the builds that reports cite. ReportError when the file is damaged."""
    return frozenset(c.build for c in reports(folder))
