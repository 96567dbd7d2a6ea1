"""One score per domain and territory, after the OECD/JRC handbook: chosen openly, decomposable, with the interval of
its rank.

Parts: the rows of Table 3 of the domain that have an agreed direction, are no counts (a count says how large a place
is), may be compared, and have figures for enough territories of the level. Each part goes from 0 to 100 between the
5th and the 95th percentile of the level's territories, turned so that more is better. Weights are equal; a territory
without enough of the parts gets no score; a missing part is never filled in, its weight goes to the others and the
share that is there is said.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.catalogue import Catalogue, Indicator
from core.terms.period import parse

LOW, HIGH = 0.05, 0.95  # percentiles that become 0 and 100
MIN_PARTS: Final = 3
MIN_PLACES: Final = 0.8  # of the level's territories, for an indicator to be a part
MIN_SHARE: Final = 0.6  # of the weight, for a territory to have a score
DRAWS: Final = 1000
CONCENTRATION: Final = 20.0  # of the Dirichlet weights around the equal ones
SEED: Final = 176_2023  # the same build gives the same intervals


@dataclass(frozen=True)
class Part:
    """An indicator in the score: period of its figures, the values that count as 0 and as 100, its weight."""

    indicator_id: str
    series: str
    period: str
    zero: float
    hundred: float
    weight: float


@dataclass(frozen=True)
class Composite:
    """`scores`: a row per territory of the level: territory_id, score (0–100), share (of the weight that is there),
    rank, rank_low and rank_high (5–95 % of the ranks under changed weights); missing where there is no score.
    `points`: what each part brings (its value 0–100 × its weight among those that are there), one column a part; a
    row adds up to the score. `left_out`: indicator id -> why. Without MIN_PARTS parts there are no scores.
    """

    domain: str
    level: str
    version: str
    parts: tuple[Part, ...]
    left_out: dict[str, str]
    scores: pd.DataFrame
    points: pd.DataFrame

    @property
    def exists(self) -> bool:
        """Whether there are enough parts for a score."""
        return len(self.parts) >= MIN_PARTS


def composite(
    catalogue: Catalogue,
    domain: str,
    level: str,
    version: str,
    table: pd.DataFrame,
    places: list[str],
    chosen: dict[str, str],
) -> Composite:
    """The score of a domain at a level. `table`: core.warehouse.queries.all_points of the version; `places`: ids of
    the level; `chosen`: series by indicator id.
    """
    parts, left_out, columns = [], {}, []
    for item in sorted(catalogue.indicators, key=lambda i: i.row):
        if item.domain != domain:
            continue
        series = chosen[item.id]
        mine = table[(table["indicator_id"] == item.id) & (table["series"] == series) & (table["level"] == level)]
        reason, period = _fits(item, series, mine, len(places))
        if reason:
            left_out[item.id] = reason
            continue
        values = mine[mine["period"] == period].set_index("territory_id")["value"].reindex(places).to_numpy(float)
        low, high = (float(v) for v in np.nanquantile(values, (LOW, HIGH)))
        if low == high:
            left_out[item.id] = "all_equal"
            continue
        zero, hundred = (low, high) if item.direction == "higher_better" else (high, low)
        parts.append(Part(item.id, series, period, zero, hundred, 0.0))
        columns.append(np.clip((values - zero) / (hundred - zero) * 100, 0, 100))
    weight = 1 / len(parts) if parts else 0.0
    parts = [Part(p.indicator_id, p.series, p.period, p.zero, p.hundred, weight) for p in parts]
    if len(parts) < MIN_PARTS:
        empty = pd.DataFrame(
            {
                "territory_id": places,
                "score": np.nan,
                "share": np.nan,
                "rank": np.nan,
                "rank_low": np.nan,
                "rank_high": np.nan,
            }
        )
        return Composite(domain, level, version, tuple(parts), left_out, empty, pd.DataFrame(index=places))
    matrix = np.column_stack(columns)
    scores, points = _scored(matrix, np.full(len(parts), weight), places)
    points.columns = pd.Index([p.indicator_id for p in parts])
    return Composite(domain, level, version, tuple(parts), left_out, scores, points)


def _fits(item: Indicator, series: str, mine: pd.DataFrame, places: int) -> tuple[str, str]:
    """Why an indicator is no part of the score (empty when it is), and the newest period with enough territories."""
    if item.direction == "neutral":
        return "neutral", ""
    if item.rule_for(series).rule == "sum" or item.unit_for(series, "pt").lower().startswith(("n.º", "€", "gwh")):
        return "count", ""
    if not item.get_series(series).comparable:
        return "not_comparable", ""
    counted = mine.groupby("period")["territory_id"].nunique()
    enough = [str(p) for p, n in counted.items() if n >= MIN_PLACES * places]
    if not enough:
        return ("few_places" if len(counted) else "no_data"), ""
    return "", max(enough, key=parse)


def _scored(
    matrix: NDArray[np.float64], weights: NDArray[np.float64], places: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores with their rank intervals, and the points of each part."""
    there = np.isfinite(matrix)
    share = there @ weights
    enough = share >= MIN_SHARE
    shares = np.where(there, weights, 0) / np.where(enough, share, np.nan)[:, None]
    points = np.where(there, np.nan_to_num(matrix) * shares, np.nan)
    score = np.where(enough, np.nansum(points, axis=1), np.nan)
    rng = np.random.default_rng(SEED)
    drawn = rng.dirichlet(weights * CONCENTRATION * len(weights), DRAWS)
    ranks = np.array([_ranks(_weighted(matrix, there, w, enough)) for w in drawn])
    known = pd.DataFrame({"territory_id": places, "score": score, "share": share, "rank": _ranks(score)})
    low, high = np.full(len(places), np.nan), np.full(len(places), np.nan)
    low[enough], high[enough] = np.quantile(ranks[:, enough], (0.05, 0.95), axis=0, method="nearest")
    known["rank_low"], known["rank_high"] = low, high
    frame = pd.DataFrame(points, index=places)
    frame[~enough] = np.nan
    return known, frame


def _weighted(
    matrix: NDArray[np.float64], there: NDArray[np.bool_], weights: NDArray[np.float64], enough: NDArray[np.bool_]
) -> NDArray[np.float64]:
    total = np.where(there, np.nan_to_num(matrix) * weights, 0).sum(axis=1)
    return np.where(enough, total / np.where(enough, there @ weights, 1), np.nan)


def _ranks(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 for the best; ties share the better place; missing stay missing."""
    ranks: NDArray[np.float64] = (
        pd.Series(score).round(9).rank(ascending=False, method="min").to_numpy(dtype=np.float64)
    )
    return ranks
