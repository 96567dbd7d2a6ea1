"""What was found in a build: by those who read the sources, and by the rules of plausibility in the figures."""

from dataclasses import dataclass, fields
from typing import Any, Final

from core.base.typed import Text
from core.catalogue.catalogue import Measured
from core.terms.period import parse
from core.warehouse.store import Store

_GRAVE: Final = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """Something a person should know. One of a run has `run_id`, and Portuguese words only. One on figures has none: it
    says in which series, territory (None: all of them) and periods, of how many values, what was found and expected,
    and the answer once it has been read and answered.
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
    territory_id: str | None = None,
) -> list[Finding]:
    """Everything found, the gravest first; or what concerns an indicator, and the support series that it is made of.

    With `series`, only what is doubted of figures: of that series and what it is made of, in a period and a territory
    where these are given. A support series may have another kind of period: one of the same years counts.
    """
    found = [_finding(row) for row in store.rows("SELECT * FROM finding")]
    found.sort(key=lambda f: (_GRAVE.index(f.severity), f.indicator_id or "", f.rule, f.territory_id or ""))
    if item is None:
        return found
    parts = item.made_of(series) if series else frozenset(n for s in item.series for n in item.made_of(s.id))
    mine = [f for f in found if f.indicator_id in {item.id, *parts}]
    if series is None:
        return mine
    return [
        f
        for f in mine
        if f.periods
        and (f.indicator_id in parts or series in f.series)
        and (period is None or _of(f, period, exactly=f.indicator_id == item.id))
        and (territory_id is None or f.territory_id in (None, territory_id))
    ]


def _finding(row: dict[str, Any]) -> Finding:
    """A row of the table; builds from before a column existed leave it out."""
    known = {f.name: row[f.name] for f in fields(Finding) if row.get(f.name) is not None}
    given: dict[str, Any] = {"indicator_id": None} | known
    return Finding(**given | {n: tuple(given.get(n, ())) for n in ("series", "periods")})


def _of(found: Finding, period: str, *, exactly: bool) -> bool:
    if period in found.periods or exactly:
        return period in found.periods
    years = set(parse(period).years)
    return any(years & set(parse(p).years) for p in found.periods)
