"""The clock of meetings: the quarters in which a structure has to meet, and those in which it is on record that it did.

How often it has to is asked of core.strategy.present: of the text of 2023, or of what amended it, on the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.strategy.execution_model import Meeting
from core.strategy.model import Structure
from core.strategy.present import Present

QUARTERLY: Final = 4  # meetings a year


@dataclass(frozen=True)
class Quarter:
    """A quarter from `start` to the day before `after`. `owed`: a meeting had to take place in the whole of it;
    `held`: the days on record.
    """

    start: date
    after: date
    owed: bool
    held: tuple[date, ...]


def quarter_start(day: date) -> date:
    """First day of the quarter of a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarterly(present: Present, structures: Iterable[Structure], day: date) -> tuple[Structure, ...]:
    """The structures that have to meet every quarter, as the strategy stands on `day`."""
    return tuple(s for s in structures if (present.min_per_year(s, day) or 0) >= QUARTERLY)


def quarters(
    present: Present, structure: Structure, held: Iterable[date], today: date, count: int
) -> tuple[Quarter, ...]:
    """The last `count` quarters up to the one after today's, oldest first."""
    days, after = sorted(held), _next(_next(quarter_start(today)))
    found: list[Quarter] = []
    for _ in range(count):
        start = quarter_start(after - timedelta(days=1))
        owed = (present.min_per_year(structure, start) or 0) >= QUARTERLY
        found.append(Quarter(start, after, owed, tuple(d for d in days if start <= d < after)))
        after = start
    return tuple(reversed(found))


def by_region(
    present: Present, structure: Structure, held: Iterable[Meeting], today: date, count: int
) -> dict[str, tuple[Quarter, ...]]:
    """The same for each region of the EAT, by the region's id: what is on record of that one alone, or of all together
    (a meeting without a region).
    """
    mine = [m for m in held if m.structure == structure.id]
    return {
        r.id: quarters(present, structure, [m.held_on for m in mine if m.region in (None, r.id)], today, count)
        for r in present.regions
    }


def _next(start: date) -> date:
    return quarter_start(start + timedelta(days=100))
