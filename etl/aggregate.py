"""NUTS and national values from municipalities, by the catalogue's rule. Rates are never plainly averaged.

A value that the source itself publishes for a region is kept and never replaced. A region whose members
are not all known gets a value only when `min_coverage` of them are, with status `E` and a note saying so;
else a row without value that says how many are missing.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from core.catalogue import Measured, NotAggregated, Ratio, Sum
from core.status import CANNOT_EXIST
from core.territory import VERSIONS, Territories
from etl import derive
from etl.model import COLUMNS, frame

_KEY = ["series", "territory_id", "period"]


@lru_cache(maxsize=4)
def _membership(territories: Territories, version: str | None) -> pd.DataFrame:
    """One row per município and region above it: columns territory_id, region. Country and NUTS I–III."""
    pairs = {
        (municipality.id, region.id)
        for municipality in territories.municipalities
        for v in (VERSIONS if version is None else (version,))
        for region in territories.chain(municipality.id, v)[1:]
    }
    return pd.DataFrame(sorted(pairs), columns=["territory_id", "region"])


def aggregate(
    rows: pd.DataFrame, item: Measured, support: dict[str, pd.DataFrame], territories: Territories
) -> pd.DataFrame:
    """Rows of etl.model.COLUMNS for every region and period of the municipal series in `rows`."""
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
    published = pd.MultiIndex.from_frame(rows[_KEY])
    return made[~pd.MultiIndex.from_frame(made[_KEY]).isin(published)].reset_index(drop=True)


def _one_series(
    part: pd.DataFrame, rule: "Sum | Ratio | object", support: dict[str, pd.DataFrame],
    territories: Territories, version: str | None,
) -> pd.DataFrame:  # fmt: skip
    periods = sorted(part["period"].unique())
    data = part[["territory_id", "period", "value", "status"]].set_index(["territory_id", "period"])
    if isinstance(rule, Sum):
        top, bottom, factor = data["value"], pd.Series(1.0, index=data.index), 1.0
    elif isinstance(rule, Ratio):
        top = derive.values(support, rule.numerator, periods, territories).reindex(data.index)
        bottom, factor = _weights(rule.denominator, periods, support, territories, data.index), rule.scale
    else:
        bottom, factor = _weights(rule.denominator, periods, support, territories, data.index), 1.0  # type: ignore[attr-defined]
        top = data["value"] * bottom
    known = top.notna() & bottom.notna()
    data = data.assign(
        top=top.where(known, 0.0), bottom=bottom.where(known, 0.0), known=known,
        expected=data["status"] != CANNOT_EXIST, soft=known & data["status"].isin(["P", "E", "U", "F"]),
    )  # fmt: skip
    data.loc[~data["expected"], ["top", "bottom", "known"]] = [0.0, 0.0, False]
    joined = data.reset_index().merge(_membership(territories, version), on="territory_id")
    sums = joined.groupby(["region", "period"], sort=True)[["top", "bottom", "known", "expected", "soft"]].sum()
    return _judge(sums, factor, isinstance(rule, Sum), rule.min_coverage)  # type: ignore[attr-defined]


def _weights(
    name: str, periods: list[str], support: dict[str, pd.DataFrame], territories: Territories, index: pd.MultiIndex
) -> pd.Series:
    return derive.values(support, name, periods, territories).reindex(index)


def _judge(sums: pd.DataFrame, factor: float, is_sum: bool, min_coverage: float) -> pd.DataFrame:
    """From sums over members to a value with status and note, or a gap with its reason."""
    known, expected = sums["known"].astype(int), sums["expected"].astype(int)
    share = known / expected.where(expected > 0)
    bottom = sums["bottom"].where(sums["bottom"] != 0)
    value = sums["top"] if is_sum else factor * sums["top"] / bottom
    enough = share >= min_coverage
    value = value.where(enough)
    lacking = (expected - known).astype(str) + " de " + expected.astype(str) + " municípios"
    status = np.select(
        [expected == 0, value.isna(), share < 1, sums["soft"].astype(bool)], ["M", "O", "E", "E"], default="A"
    )
    note = np.select(
        [expected == 0, ~enough, share < 1],
        ["não existia neste período", "faltam " + lacking, "sem " + lacking],
        default="",
    )
    made = frame(
        territory_id=sums.index.get_level_values(0).to_numpy(), period=sums.index.get_level_values(1).to_numpy(),
        value=value.to_numpy(), status=status, origin="aggregated", note=np.where(note == "", None, note),
    )  # fmt: skip
    return made[list(COLUMNS)]
