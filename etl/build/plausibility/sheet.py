"""One series of figures as tables of territories × periods, the form in which the rules read it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Catalogue, Measured, Ratio, Sum, WeightedMean
from core.terms.period import parse
from etl.build.plausibility.lands import Lands

_DECIMALS: Final = 6  # more are the digits of a quotient, not a way of publishing
_ROUNDED: Final = 0.95  # of the figures, for a series to count as published with so many decimals


@dataclass(eq=False)
class Sheet:
    """A series. Tables have a row per territory of `lands` and a column per period, in time order; NaN: no figure.

    `made`: figures that the build itself summed up from municipalities; `broken`: periods that do not compare with
    what was before; `editions`: of each period, what its runs say of the source's edition; `support`: the series by
    which this one is weighed or divided, by id.
    """

    item: Measured
    series: str
    lands: Lands
    periods: tuple[str, ...]
    value: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    made: np.ndarray
    broken: np.ndarray
    editions: tuple[frozenset[str], ...]
    support: dict[str, "Sheet"] = field(default_factory=dict)

    @property
    def additive(self) -> bool:
        """Whether the whole is the sum of its parts, as the catalogue says."""
        return isinstance(self.item.rule_for(self.series), Sum)

    @cached_property
    def counts(self) -> bool:
        """Whether the figures count things one by one."""
        known = self.value[np.isfinite(self.value)]
        counted = self.additive or self.item.unit_for(self.series, "pt").startswith("N.º")
        return bool(counted and len(known) and known.min() >= 0 and (known == np.round(known)).all())

    @cached_property
    def derived(self) -> bool:
        """Whether the build divides one support series by another to get it: its parts are looked at by themselves."""
        return any(q.source == "derived" and q.series == self.series for q in self.item.queries)

    @cached_property
    def own(self) -> np.ndarray:
        """The values that are not made of others in this table."""
        return np.where(self.made, np.nan, self.value)

    @cached_property
    def step(self) -> float:
        """The least difference that the series can show."""
        return step(self.own)

    @cached_property
    def scale(self) -> float:
        """Power of ten between the quotient of the parts and the value (100 for %, 1000 for ‰); NaN without parts."""
        of = self.value * self.denominator / np.where(self.numerator > 0, self.numerator, np.nan)
        known = of[np.isfinite(of) & (of > 0)]
        return float(10.0 ** np.round(np.log10(np.median(known)))) if len(known) else float("nan")

    @cached_property
    def last_day(self) -> np.ndarray:
        """The last day of each period, as an ordinal."""
        return np.array([parse(p).end.toordinal() for p in self.periods])

    @cached_property
    def years(self) -> np.ndarray:
        """The year in which each period ends; one that nobody knows ends after all others."""
        ends = [parse(p) for p in self.periods]
        return np.array([p.end.year if p.known else date.max.year for p in ends])

    def supported(self, name: str) -> np.ndarray:
        """A support series at these periods, NaN where it has none of the same name."""
        table = np.full(self.value.shape, np.nan)
        if (other := self.support.get(name)) is not None:
            at = {p: n for n, p in enumerate(other.periods)}
            both = [(n, at[p]) for n, p in enumerate(self.periods) if p in at]
            if both:
                here, there = map(list, zip(*both, strict=True))
                table[:, here] = other.value[:, there]
        return table

    @cached_property
    def weight(self) -> np.ndarray:
        """What a rate is divided by: its own denominators, or those by which the catalogue weighs it."""
        rule = self.item.rule_for(self.series)
        if isinstance(rule, Ratio | WeightedMean):
            return np.where(np.isfinite(self.denominator), self.denominator, self.supported(rule.denominator))
        return self.denominator


def step(table: np.ndarray) -> float:
    """The least difference that figures can show: 1 for whole numbers, 0.1 with one decimal, at least 10⁻⁶."""
    known = table[np.isfinite(table)]
    for decimals in range(_DECIMALS):
        if len(known) and (np.abs(known - np.round(known, decimals)) < 1e-9).mean() >= _ROUNDED:
            return 10.0**-decimals
    return 10.0**-_DECIMALS


@dataclass(frozen=True)
class _Columns:
    """The columns of the table `observation` that rules need, as plain arrays; texts as positions in a list. `sound`:
    rows whose territory and period there are; for any other the audit refuses the build, and says so better.
    """

    sound: np.ndarray
    row: np.ndarray
    period: np.ndarray
    periods: tuple[str, ...]
    numbers: dict[str, np.ndarray]
    made: np.ndarray
    marked: np.ndarray
    edition: np.ndarray
    editions: tuple[str, ...]

    def of(self, at: np.ndarray) -> "_Columns":
        """The rows at some positions."""
        numbers = {name: values[at] for name, values in self.numbers.items()}
        return _Columns(
            self.sound[at],
            self.row[at],
            self.period[at],
            self.periods,
            numbers,
            self.made[at],
            self.marked[at],
            self.edition[at],
            self.editions,
        )


def sheets(observation: pd.DataFrame, runs: pd.DataFrame, catalogue: Catalogue, lands: Lands) -> Iterator[Sheet]:
    """Every series of the table `observation`, support series before those that need them.

    `runs`: the table source_run. One series at a time is in memory as tables, and the support series.
    """
    columns = _columns(observation, runs, lands)
    support: dict[str, Sheet] = {}
    needed = {s.id for s in catalogue.support}
    grouped = observation.groupby(["indicator_id", "series"], sort=False).indices
    for item in catalogue.measured:
        for series in item.series:
            if (at := grouped.get((item.id, series.id))) is None:
                continue
            own = columns.of(at[columns.sound[at]])
            if not len(own.row):
                continue
            sheet = _sheet(own, item, series.id, lands, support)
            if item.id in needed:
                support[item.id] = sheet
            yield sheet


def _columns(observation: pd.DataFrame, runs: pd.DataFrame, lands: Lands) -> _Columns:
    period, periods = pd.factorize(observation["period"])
    place, places = pd.factorize(observation["territory_id"])
    run, run_ids = pd.factorize(observation["run_id"])
    said = dict(zip(runs["run_id"], runs["edition"].fillna(""), strict=True))
    edition, editions = pd.factorize(np.array([said.get(r, "") for r in run_ids], dtype=object))
    # One more at the end, where factorize's −1 for a missing text leads.
    row = np.array([*(lands.position.get(p, -1) for p in places), -1])[place]
    dated = np.array([*(_dated(p) for p in periods), False])[period]
    return _Columns(
        (row >= 0) & dated,
        row,
        period,
        tuple(periods),
        {c: observation[c].to_numpy(dtype=float) for c in ("value", "numerator", "denominator")},
        (observation["origin"] == "aggregated").to_numpy(dtype=bool),
        (observation["status"] == "B").to_numpy(dtype=bool),
        edition[run],
        tuple(editions),
    )


def _dated(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _sheet(own: _Columns, item: Measured, series: str, lands: Lands, support: dict[str, Sheet]) -> Sheet:
    order = sorted(np.unique(own.period), key=lambda code: parse(own.periods[code]))
    place = np.zeros(len(own.periods), dtype=int)
    place[order] = np.arange(len(order))
    column = place[own.period]
    periods = tuple(own.periods[code] for code in order)

    def spread(values: np.ndarray, empty: float | bool) -> np.ndarray:
        made = np.full((len(lands.ids), len(periods)), empty)
        made[own.row, column] = values
        return made

    said: list[set[str]] = [set() for _ in periods]
    known = np.isfinite(own.numbers["value"]) & ~own.made
    for both in np.unique(column[known] * len(own.editions) + own.edition[known]):
        said[both // len(own.editions)].add(own.editions[both % len(own.editions)])
    return Sheet(
        item,
        series,
        lands,
        periods,
        spread(own.numbers["value"], np.nan),
        spread(own.numbers["numerator"], np.nan),
        spread(own.numbers["denominator"], np.nan),
        made=spread(own.made, False),
        broken=np.isin(periods, item.get_series(series).breaks) | spread(own.marked, False).any(axis=0),
        editions=tuple(frozenset(s) for s in said),
        support=support,
    )
