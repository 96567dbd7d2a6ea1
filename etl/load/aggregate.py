"""NUTS and national values from municipalities, by the catalogue's rule. Rates are never plainly averaged.

A value that the source itself publishes for a region is kept and never replaced. A region whose members
are not all known gets a value only when `min_coverage` of them are, with status `E` and a note saying so;
else a row without value that says how many are missing.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from core.catalogue.catalogue import Measured, NotAggregated, Parts, Ratio, Sum, WeightedMean
from core.terms.status import CANNOT_EXIST
from core.terms.territory import VERSIONS, Territories
from etl.fetch.model import frame
from etl.load import derive

_KEY = ["series", "territory_id", "period"]
_NEVER = "não existia neste período"


@lru_cache(maxsize=4)
def _membership(territories: Territories, version: str | None) -> tuple[tuple[str, ...], np.ndarray]:
    """Regions (country and NUTS I–III of one version or both), and a regions × municípios matrix of 0 and 1."""
    position = {t.id: n for n, t in enumerate(territories.municipalities)}
    members: dict[str, set[int]] = {}
    for municipality in territories.municipalities:
        for v in VERSIONS if version is None else (version,):
            for region in territories.chain(municipality.id, v)[1:]:
                members.setdefault(region.id, set()).add(position[municipality.id])
    regions = tuple(sorted(members))
    matrix = np.zeros((len(regions), len(position)))
    for n, region_id in enumerate(regions):
        matrix[n, sorted(members[region_id])] = 1.0
    return regions, matrix


def aggregate(
    rows: pd.DataFrame, item: Measured, support: dict[str, pd.DataFrame], territories: Territories
) -> pd.DataFrame:
    """Rows of etl.fetch.model.COLUMNS for every region and period of the municipal series in `rows`."""
    municipal = rows[rows["territory_id"].isin([t.id for t in territories.municipalities])]
    parts = []
    for series_id, part in municipal.groupby("series", sort=False):
        rule = item.rule_for(str(series_id))
        if isinstance(rule, NotAggregated):
            continue
        made = _one_series(part, rule, support, territories, item.get_series(str(series_id)).nuts)
        made["series"] = series_id
        parts.append(made)
    if not parts:
        return frame([])
    made = pd.concat(parts, ignore_index=True)
    published = rows[~rows["territory_id"].isin(municipal["territory_id"].unique())]
    if published.empty:
        return made
    known = pd.MultiIndex.from_frame(published[_KEY])
    return made[~pd.MultiIndex.from_frame(made[_KEY]).isin(known)].reset_index(drop=True)


def _one_series(
    part: pd.DataFrame,
    rule: Sum | Ratio | WeightedMean | Parts,
    support: dict[str, pd.DataFrame],
    territories: Territories,
    version: str | None,
) -> pd.DataFrame:
    """Tables of municípios × periods, multiplied by the membership matrix: sums per region."""
    periods = sorted(part["period"].unique())
    municipalities = [t.id for t in territories.municipalities]
    value, status, *parts = (
        part.pivot(index="territory_id", columns="period", values=v).reindex(municipalities)[periods]
        for v in ("value", "status", "numerator", "denominator")
    )
    if isinstance(rule, Parts):
        top, bottom, factor = *(p.to_numpy(dtype=float) for p in parts), rule.scale
    else:
        top, bottom, factor = _terms(value, rule, periods, support, territories)
    expected = (status != CANNOT_EXIST).to_numpy() & status.notna().to_numpy()
    known = expected & ~np.isnan(top) & ~np.isnan(bottom)
    soft = known & status.isin(["P", "E", "U", "F"]).to_numpy()
    broken = known & (status == "B").to_numpy()
    regions, matrix = _membership(territories, version)
    sums = {
        "top": matrix @ np.where(known, top, 0.0),
        "bottom": matrix @ np.where(known, bottom, 0.0),
        "known": matrix @ known,
        "expected": matrix @ expected,
        "soft": matrix @ soft,
        "broken": matrix @ broken,
    }
    flat = {name: sum_.ravel() for name, sum_ in sums.items()}
    made = _judge(flat, factor, isinstance(rule, Sum), rule.min_coverage)
    if isinstance(rule, Ratio | Parts):
        summed = {"numerator": flat["top"], "denominator": flat["bottom"]}
        made = made.assign(**{k: np.where(made["value"].notna(), v, np.nan) for k, v in summed.items()})
    made["territory_id"], made["period"] = np.repeat(regions, len(periods)), np.tile(periods, len(regions))
    return made


def _terms(
    value: pd.DataFrame,
    rule: Sum | Ratio | WeightedMean,
    periods: list[str],
    support: dict[str, pd.DataFrame],
    territories: Territories,
) -> tuple[np.ndarray, np.ndarray, float]:
    """What is summed above and below the line, per município and period, and the factor before it."""
    own = value.to_numpy(dtype=float)
    if isinstance(rule, Sum):
        return own, np.ones_like(own), 1.0
    bottom = derive.wide(support, rule.denominator, periods, territories).to_numpy(dtype=float)
    if isinstance(rule, Ratio):
        return derive.wide(support, rule.numerator, periods, territories).to_numpy(dtype=float), bottom, rule.scale
    return own * bottom, bottom, 1.0


def _judge(sums: dict[str, np.ndarray], factor: float, is_sum: bool, min_coverage: float) -> pd.DataFrame:
    """From sums over members to a value with status and note, or a gap with its reason."""
    known, expected = sums["known"].astype(int), sums["expected"].astype(int)
    share = np.divide(known, expected, out=np.zeros(len(known)), where=expected > 0)
    quotient = np.full(len(known), np.nan)
    np.divide(factor * sums["top"], sums["bottom"], out=quotient, where=sums["bottom"] != 0)
    enough = (share >= min_coverage) & (expected > 0)
    value = np.where(enough, sums["top"] if is_sum else quotient, np.nan)
    empty = np.isnan(value)
    causes = [expected == 0, empty, sums["broken"] > 0, share < 1, sums["soft"] > 0]
    status = np.select(causes, ["M", "O", "B", "E", "E"], default="A")
    note: list[str | None] = []
    for has, of, full in zip(known, expected, enough, strict=True):
        lacking = f"{of - has} de {of} municípios"
        note.append(_NEVER if of == 0 else None if has == of else f"sem {lacking}" if full else f"faltam {lacking}")
    return frame(
        territory_id=None,
        period=None,
        value=value,
        status=status,
        origin="aggregated",
        note=np.array(note, dtype=object),
    )
