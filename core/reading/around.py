"""What stands around a place: the groups that it is read beside, the middle of each over time, and what may be said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from core.catalogue.basis import Events
from core.catalogue.catalogue import Indicator
from core.reading import measures
from core.reading.book import Book
from core.reading.middles import CIRCLES, Circle, around
from core.reading.model import Cases, Point, Where
from core.reading.reading import Reading
from core.terms.period import parse
from core.warehouse import queries

APART: Final = 4.0  # times: levels further apart than this show no change on one scale
PEOPLE: Final = "populacao_residente"


@dataclass(frozen=True)
class Surrounded:
    """An indicator in a place, with what stands around it. `middles`: by group, columns period, value, n, in time
    order; only of periods in which half of the group has a value.
    """

    read: Reading
    middles: Mapping[Circle, pd.DataFrame]

    @property
    def item(self) -> Indicator:
        """The indicator."""
        return self.read.item

    @property
    def now(self) -> Point:
        """The figure: there is one in every standing."""
        assert self.read.now is not None
        return self.read.now

    def middle(self, circle: Circle) -> float | None:
        """The middle of a group in the period of the figure."""
        return self._now.get(circle)

    @cached_property
    def _now(self) -> dict[Circle, float]:
        at = self.now.period
        columns = {c: dict(zip(rows["period"], rows["value"], strict=True)) for c, rows in self.middles.items()}
        return {c: float(values[at]) for c, values in columns.items() if at in values}

    @property
    def cases(self) -> Cases:
        """What the figure rests on."""
        assert self.read.cases is not None
        return self.read.cases

    @property
    def word(self) -> str | None:
        """better | similar | worse beside the country, where that is said and a way is agreed; None elsewhere."""
        said = self.read.compared.state
        return said if said in ("better", "similar", "worse") and self.item.direction != "neutral" else None

    @property
    def few(self) -> bool:
        """Whether it rests on fewer cases than a rate must."""
        return self.cases.mark == "floor"

    @property
    def one_more(self) -> float | None:
        """What one case alone would make of a rate of counted events; None of anything else."""
        basis, base = self.cases.basis, self.cases.base
        return basis.per / base if isinstance(basis, Events) and base else None

    @cached_property
    def extreme(self) -> float:
        """How far from the middle of the country's ranks it stands: 0 in the middle, 1 at either end."""
        at = self.read.position
        return 0.0 if at is None or at.of < 2 else abs(2 * (at.rank - 1) / (at.of - 1) - 1)

    @cached_property
    def per_thousand(self) -> tuple[float, str] | None:
        """A total per thousand inhabitants, and of when these are: the newest count not later than the total."""
        if self.item.rule_for(self.read.series).rule != "sum" or not measures.ordered(self.now.period):
            return None
        store, ends = self.read.reader.store, parse(self.now.period).end
        known = measures.points(queries.series_of(store, PEOPLE, "total", [self.read.where.self.id]))
        past = [p for p in known if parse(p.period).end <= ends]
        return (1000 * self.now.value / past[-1].value, past[-1].period) if past and past[-1].value else None

    @cached_property
    def lines(self) -> dict[str, pd.DataFrame]:
        """What is drawn over time, by name: the place («own», with status) and the middle of each group."""
        return {"own": self.read.rows, **{c: self.middles[c] for c in CIRCLES if c in self.middles}}

    @cached_property
    def breaks(self) -> Collection[str]:
        """Where every line is parted."""
        return self.read.reader.parted(self.item, self.read.series)

    @cached_property
    def indexed(self) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]] | None:
        """The lines as an index, and the periods that are 100, where their levels are too far apart for one scale; else
        None. Each stretch between breaks starts anew, so that nothing is compared across one.
        """
        values = [v for rows in self.lines.values() for v in rows["value"].dropna().tolist()]
        last = [self.now.value, *[m for c in CIRCLES if (m := self.middle(c)) is not None]]
        total = self.item.rule_for(self.read.series).rule == "sum"
        if total or len(self.read.known) < 2 or min(values) <= 0 or max(last) < APART * min(last):
            return None
        return indexed(self.lines, self.breaks)


def surroundings(book: Book, where: Where, readings: Sequence[Reading]) -> list[Surrounded]:
    """Each reading of a place, in their order, with the middle of its groups."""
    groups = around(book.territories, where)
    there = book.middles(where.self.level, where.version) if groups else {}
    found = []
    for r in readings:
        mine = {c: there.get((r.item.id, r.series, name)) for c, (name, _) in groups.items()}
        found.append(Surrounded(r, {c: rows for c, rows in mine.items() if rows is not None}))
    return found


def indexed(
    lines: Mapping[str, pd.DataFrame], breaks: Collection[str]
) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:
    """Lines (columns period, value, in time order, positive) as an index, and the periods that are 100: the first of
    each stretch between `breaks` in which all have a value. A stretch without such a period is left out.
    """
    cuts = sorted(map(parse, breaks))

    def stretch(period: str) -> int:
        return sum(not parse(period) < cut for cut in cuts)

    known = {name: rows[rows["value"].notna()] for name, rows in lines.items()}
    shared = set.intersection(*({str(p) for p in rows["period"]} for rows in known.values()))
    starts: dict[int, str] = {}
    for period in sorted(shared, key=parse):
        starts.setdefault(stretch(period), period)
    made = {}
    for name, rows in known.items():
        base = {n: float(rows.loc[rows["period"] == p, "value"].iloc[0]) for n, p in starts.items()}
        at = [stretch(str(p)) for p in rows["period"]]
        kept = rows.assign(
            value=[100 * v / base[n] if n in base else None for v, n in zip(rows["value"], at, strict=True)]
        )
        made[name] = kept[kept["value"].notna()].reset_index(drop=True)
    return made, tuple(starts.values())
