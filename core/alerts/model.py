"""What the evaluation of the alerts gives back, and what it is made on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Literal

import pandas as pd

from core.alerts.base import Placed
from core.base.errors import AlertError, EntiError
from core.catalogue.catalogue import Catalogue, Indicator
from core.judgement import judge
from core.strategy.standing import Standing
from core.warehouse import loads, queries
from core.warehouse.asked import Asked, of
from core.warehouse.checks import Check
from core.warehouse.requests import Request
from core.warehouse.store import Store

State = Literal["ok", "bad", "no_data", "error"]
Both = tuple[str, str]  # PT, EN
WHOLE: Final = "*"  # the subject of what is said of a rule as a whole
WATCHED: Final = timedelta(hours=1)  # the watch evaluates every five minutes; an hour without is a watch that died


@dataclass(frozen=True)
class Finding:
    """What a rule says of a subject: `indicator/series/territory`, an indicator, an action, or WHOLE.

    `bad`: the condition holds. `value` in the unit of the series, the change of it, days late, or values revised.
    `minor`: a lack of figures that is only worth a word where there was an alert before (one territory among many).
    `occurrence`: of which period or deadline it is; another one is another event, even where the condition held all
    the time.
    """

    rule: str
    subject: str
    state: State
    sentence: Both
    value: float | None = None
    minor: bool = False
    occurrence: str = ""

    @property
    def alert(self) -> str:
        """Id of the alert: the same rule and subject always have the same one."""
        return f"{self.rule}:{self.subject}"


@dataclass(frozen=True)
class Given:
    """What there is to evaluate on, asked of the store once."""

    store: Store
    catalogue: Catalogue
    standings: Sequence[Standing] | EntiError
    today: date
    checks: Mapping[str, Check] = field(default_factory=dict)
    requests: Sequence[Request] | EntiError = ()

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """Periods by indicator, series, level and NUTS version (core.warehouse.queries.coverage)."""
        return queries.coverage(self.store)

    @cached_property
    def lasts(self) -> dict[tuple[str, str], str]:
        """Newest period with a value by (indicator id, series)."""
        return loads.last_periods(self.store)

    def asked(self, item: Indicator, series: str) -> Asked:
        """Who must act for the next figures of a series (core.warehouse.asked)."""
        last = self.lasts.get((item.id, series))
        return of(item, series, last, self.checks, self.today, self.of_bodies)

    @property
    def of_bodies(self) -> Sequence[Request]:
        """What people asked of bodies; raises the error that there was in place of it."""
        if isinstance(self.requests, EntiError):
            raise self.requests
        return self.requests

    def items(self, indicator_id: str | None) -> list[Indicator]:
        """The indicator of this id, or every one; AlertError for an unknown id."""
        if indicator_id is None:
            return list(self.catalogue.shown)
        try:
            return [self.catalogue.indicator(indicator_id)]
        except KeyError:
            raise AlertError(
                f"O indicador «{indicator_id}» não existe.",
                where="alertas.yaml",
                cure="usar um id de «python -m etl list».",
            ) from None

    def newest(self, item: Indicator, rule: Placed) -> tuple[str, str | None]:
        """Series that the rule looks at, and its newest period at the level; None without any value there."""
        cover = self.coverage
        here = cover[(cover["indicator_id"] == item.id) & (cover["level"] == rule.level)]
        here = here[here["nuts_version"].isna() | (here["nuts_version"] == rule.version)]
        series = rule.series or judge.series_at(item, rule.level, rule.version, here["series"])
        if series not in {s.id for s in item.series}:
            raise AlertError(
                f"A série «{series}» não existe em {item.id}.",
                where="alertas.yaml",
                cure=f"usar uma de: {', '.join(s.id for s in item.series)}.",
            )
        lasts = here.loc[here["series"] == series, "last"].tolist()
        return series, str(lasts[0]) if lasts else None

    def places(self, item: Indicator, series: str, period: str, rule: Placed) -> pd.DataFrame:
        """The rows of a slice (core.warehouse.queries.slice_at) that the rule looks at; AlertError for a place that is
        not there.
        """
        table = queries.slice_at(self.store, item.id, series, rule.level, rule.version, period)
        if rule.territory is None:
            return table
        mine = table[table["territory_id"] == rule.territory]
        if mine.empty:
            raise AlertError(
                f"O território «{rule.territory}» não existe ao nível {rule.level}, NUTS {rule.version}.",
                where="alertas.yaml",
                cure="usar o DICO, PT, ou 2024:1A0 numa NUTS.",
            )
        return mine
