"""What was found in a build: by those who read the sources, and by the rules of plausibility in the figures."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from core.base.typed import Text
from core.catalogue.catalogue import Measured
from core.terms.period import parse
from core.warehouse.store import Store

_GRAVE: Final = ("error", "warning", "info")


@dataclass(frozen=True)
class Cell:
    """One figure in doubt of a finding, in its own words and with its own answer; `expected`: what should stand there,
    where the rule can say.
    """

    series: str
    period: str
    found: float | None
    expected: float | None
    detail: str
    detail_en: str
    answer: str | None = None
    answer_en: str | None = None

    @property
    def away(self) -> float:
        """How far the value is from what it should be, as a share of it."""
        if self.found is None or self.expected is None:
            return 0.0
        return abs(self.found - self.expected) / max(abs(self.expected), 1e-9)


@dataclass(frozen=True)
class Finding:
    """Something a person should know. One of a run has `run_id`, and Portuguese words only. One on figures has none: it
    says in which series, territory (None: all of them) and periods, of how many values, what was found and expected in
    the one furthest away, the answer once it has been read and answered, and all of that of each of its `cells`.
    """

    rule: str
    severity: str
    indicator_id: str | None
    detail: str
    run_id: str | None = None
    count: int = 1
    detail_en: str | None = None
    series: tuple[str, ...] = ()
    territory_id: str | None = None
    periods: tuple[str, ...] = ()
    found: float | None = None
    expected: float | None = None
    answer: str | None = None
    answer_en: str | None = None
    cells: tuple[Cell, ...] = ()

    @property
    def said(self) -> Text:
        """What was found, in words."""
        return Text(pt=self.detail, en=self.detail_en or self.detail)

    @property
    def answered(self) -> Text | None:
        """Why it is right, or what is done about it; None as long as nobody has answered."""
        return Text(pt=self.answer, en=self.answer_en or self.answer) if self.answer else None


def findings(
    store: Store,
    item: Measured | None = None,
    series: str | None = None,
    *,
    period: str | None = None,
    places: Collection[str] | None = None,
) -> list[Finding]:
    """Everything found, the gravest first; or what concerns an indicator, and the support series that it is made of.

    With `series`, only what is doubted of figures, and of each finding no more than that: of that series and what it is
    made of, in a period and in some territories where these are given. A support series may have another kind of
    period: one of the same years counts.
    """
    found = [_finding(row) for row in store.rows("SELECT * FROM finding")]
    found.sort(key=lambda f: (_GRAVE.index(f.severity), f.indicator_id or "", f.rule, f.territory_id or ""))
    if item is None:
        return found
    parts = item.made_of(series) if series else frozenset(n for s in item.series for n in item.made_of(s.id))
    mine = [f for f in found if f.indicator_id in {item.id, *parts}]
    if series is None:
        return mine
    inside = [f for f in mine if places is None or f.territory_id is None or f.territory_id in places]
    own = (_narrowed(f, series if f.indicator_id == item.id else None, period) for f in inside)
    return [f for f in own if f is not None]


def _narrowed(found: Finding, series: str | None, period: str | None) -> Finding | None:
    """What a finding says of a series (None: of what another one is made of) and a period (None: of all); None where
    that is nothing.
    """
    if not found.cells:  # of a run; or of a build from before cells were kept, and then it is told whole
        of = found.periods and (series is None or series in found.series)
        at = period is None or any(_same(p, period, exactly=series is not None) for p in found.periods)
        return found if of and at else None
    cells = tuple(
        c
        for c in found.cells
        if series in (None, c.series) and (period is None or _same(c.period, period, exactly=series is not None))
    )
    return gathered(found, cells) if cells else None


def gathered(found: Finding, cells: tuple[Cell, ...]) -> Finding:
    """A finding on some cells: the words of the one furthest away, and every answer there is, once each has one."""
    worst = max(cells, key=lambda c: c.away)
    answers = list(dict.fromkeys((c.answer, c.answer_en) for c in cells))
    known = [(pt, en) for pt, en in answers if pt and en]
    done = len(known) == len(answers)
    return replace(
        found,
        series=tuple(dict.fromkeys(c.series for c in cells)),
        periods=tuple(sorted({c.period for c in cells}, key=parse)),
        count=len(cells),
        found=worst.found,
        expected=worst.expected,
        detail=worst.detail,
        detail_en=worst.detail_en,
        answer=" ".join(pt for pt, _ in known) if done else None,
        answer_en=" ".join(en for _, en in known) if done else None,
        severity="info" if done else "warning",
        cells=cells,
    )


def _finding(row: dict[str, Any]) -> Finding:
    """A row of the table; builds from before a column existed leave it out."""
    known = {f.name: row[f.name] for f in fields(Finding) if row.get(f.name) is not None}
    given: dict[str, Any] = {"indicator_id": None} | known
    cells = tuple(Cell(**c) for c in given.get("cells", ()))
    return Finding(**given | {n: tuple(given.get(n, ())) for n in ("series", "periods")} | {"cells": cells})


def _same(one: str, asked: str, *, exactly: bool) -> bool:
    if one == asked or exactly:
        return one == asked
    return bool(set(parse(asked).years) & set(parse(one).years))
