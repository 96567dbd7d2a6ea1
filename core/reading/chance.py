"""What chance allows to be said: of what a figure rests on, which places are ranked, and how one stands beside the
country. No judgement and no rank from noise.
"""

from collections.abc import Iterable, Iterator
from math import isfinite

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.judgement import interval as chance
from core.judgement.interval import Mark
from core.reading.model import Cases, Compared, Point, Why
from core.terms.period import parse


def marks(item: Indicator, series: str, rows: pd.DataFrame) -> list[Mark]:
    """core.judgement.interval.mark of each value, in the order of `rows` (columns value, numerator, denominator); empty
    too where there is none.
    """
    basis = item.basis_for(series)
    if basis.kind == "complete":
        return [""] * len(rows)
    parts = zip(rows["value"], rows["numerator"], rows["denominator"], strict=True)
    return ["" if pd.isna(v) else chance.mark(basis, float(n), float(d)) for v, n, d in parts]


def sure(item: Indicator, series: str, rows: pd.DataFrame) -> pd.Series:
    """What findings on many places are made of: the values of a slice by territory id, missing where one rests on few
    cases, or nobody says on how many.
    """
    return _kept(rows, [float("nan") if m else float(v) for v, m in _marked(item, series, rows)])


def placed(item: Indicator, series: str, rows: pd.DataFrame) -> pd.Series:
    """What ranks are made of: the values of a slice by territory id, as they are shown, so that what reads the same is
    a tie; missing where one rests on too few cases to be ranked, or nobody says on how many.
    """
    decimals, none = item.decimals_for(series), ("floor", "unknown")
    kept = (float("nan") if m in none else round(float(v), decimals) for v, m in _marked(item, series, rows))
    return _kept(rows, kept)


def _marked(item: Indicator, series: str, rows: pd.DataFrame) -> Iterator[tuple[float, Mark]]:
    return zip(rows["value"], marks(item, series, rows), strict=True)


def _kept(rows: pd.DataFrame, values: Iterable[float]) -> pd.Series:
    return pd.Series(list(values), index=rows["territory_id"].to_numpy(), dtype=float)


def cases(item: Indicator, series: str, rows: pd.DataFrame, period: str) -> Cases:
    """What the value of one place in a period rests on. `rows`: core.warehouse.queries.series_of of the place."""
    basis = item.basis_for(series)
    at = rows[rows["period"] == period].iloc[0]
    n, base = (float(at[c]) if isfinite(float(at[c])) else None for c in ("numerator", "denominator"))
    found = chance.interval(basis, float(at["value"]), n, base)
    return Cases(basis, n, base, chance.mark(basis, n, base), found)


def compared(
    item: Indicator, series: str, now: Point | None, own: Cases | None, country: tuple[str, Point] | None
) -> Compared:
    """How a figure stands beside the country's (or the mainland's) of the same series and period, or why that is not
    said.
    """
    if now is None or own is None or country is None:
        return Compared(None, "no_value" if now is None else "no_reference")
    why: Why | None = "floor" if own.mark == "floor" else "unknown" if own.mark == "unknown" else None
    if item.rule_for(series).rule == "sum":
        why = "total"
    elif not parse(now.period).known:
        why = "undated"
    if why is not None:
        return Compared(None, why, *country)
    state = chance.compared(item.direction, item.decimals_for(series), now.value, own.interval, country[1].value)
    return Compared(state, None, *country)
