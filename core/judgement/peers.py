"""Which municípios are alike: an official frozen grouping, and a distance over what they are, not over how they do.

The grouping is that of the law on the size of the câmara (Lei n.º 169/1999, artigo 57.º), by registered voters; it is
kept in geo/grupos_eleitores.csv as of the elections of 2025, so that peers do not change with every load.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from core.base import tables
from core.base.errors import TerritoryError
from core.base.paths import GEO
from core.terms.period import parse
from core.terms.territory import VERSION
from core.warehouse import queries
from core.warehouse.store import Store

CLASSES: Final = ("ate_10000", "ate_50000", "menos_100000", "desde_100000")
SHOWN: Final = 10
REASONS: Final = 3


@dataclass(frozen=True)
class Feature:
    """What a município is like: a series of the warehouse, or its quotient by another (times `times`), or its area.
    `series`: of the first; of the other it is the total.

    `log`: differences count by ratio, because a village and a city differ by a factor, not by a number of people.
    """

    id: str
    indicator: str = ""
    series: str = "total"
    per: str = ""
    times: float = 1.0
    log: bool = False
    weight: int = 1


FEATURES: Final = (
    Feature("populacao", "populacao_residente", log=True, weight=3),
    Feature("densidade", "densidade_populacional", log=True, weight=2),
    Feature("area", log=True),
    Feature("natalidade", "nados_vivos", per="populacao_residente", times=1000.0),
    Feature("pendulares", "deslocacoes_pendulares_sustentaveis"),
    Feature("eletricidade", "consumo_domestico_eletricidade_hab", "dgeg_2024", log=True),
)


@lru_cache(maxsize=1)
def voters_class() -> dict[str, str]:
    """DICO -> one of CLASSES, from the frozen list; raises TerritoryError when it is missing or damaged."""
    path = GEO / "grupos_eleitores.csv"
    try:
        rows = {r["dico"]: r["classe"] for r in tables.ours(path, TerritoryError)}
    except KeyError as error:
        raise TerritoryError(
            f"A lista de grupos de municípios não tem a coluna {error}.",
            where=path.name,
            cure="repor geo/ a partir do git.",
        ) from error
    if strange := sorted(set(rows.values()) - set(CLASSES)):
        raise TerritoryError(
            f"Classes desconhecidas: {', '.join(strange)}.", where=path.name, cure="repor geo/ a partir do git."
        )
    return rows


def class_of(voters: float) -> str:
    """The law's class for a number of registered voters."""
    if voters >= 100_000:
        return "desde_100000"
    if voters > 50_000:
        return "menos_100000"
    return "ate_50000" if voters > 10_000 else "ate_10000"


@dataclass(frozen=True)
class Described:
    """Values of all features (a row per DICO, a column per feature id), and of which period each is."""

    values: pd.DataFrame
    periods: dict[str, str]


def describe(store: Store, areas: Mapping[str, float | None]) -> Described:
    """All features of all municípios; `areas`: km² by DICO. A feature that the build does not have is left out."""
    columns: dict[str, pd.Series] = {}
    periods: dict[str, str] = {}
    for feature in FEATURES:
        found = _column(store, feature, areas)
        if found is not None:
            columns[feature.id], periods[feature.id] = found
    return Described(pd.DataFrame(columns, index=sorted(areas)), periods)


def _column(store: Store, feature: Feature, areas: Mapping[str, float | None]) -> tuple[pd.Series, str] | None:
    if not feature.indicator:
        return pd.Series(dict(areas), dtype=float), ""
    parts = [(feature.indicator, feature.series), *([(feature.per, "total")] if feature.per else [])]
    common = set.intersection(*(_periods(store, *part) for part in parts))
    if not common:
        return None
    period = max(common, key=parse)
    made = [
        queries.slice_at(store, *part, "municipio", VERSION, period).set_index("territory_id")["value"]
        for part in parts
    ]
    return (made[0] if len(made) == 1 else made[0] / made[1].where(made[1] > 0)) * feature.times, period


def _periods(store: Store, indicator_id: str, series: str) -> set[str]:
    found = queries.frames(store, indicator_id, series, "municipio", VERSION)
    return set(found[found["value"].notna()]["period"])


def standardised(values: pd.DataFrame) -> pd.DataFrame:
    """Each column as standard deviations from its mean, after the logarithm where the feature says so."""
    known = {f.id: f for f in FEATURES}
    scaled = values.apply(lambda c: np.log(c.where(c > 0)) if known[str(c.name)].log else c)
    return (scaled - scaled.mean()) / scaled.std(ddof=0).replace(0.0, np.nan)


def nearest(values: pd.DataFrame, own: str, weights: Mapping[str, int], among: set[str]) -> pd.DataFrame:
    """Places of `among` by distance from `own`: the root of the weighted mean of squared standardised differences.

    Columns: territory_id, distance (standard deviations), closest (up to REASONS feature ids that differ least,
    weighted features only), farthest (the one that differs most). Places that lack a weighted feature are not
    compared; empty when `own` lacks one or no feature has weight.
    """
    used = [c for c in values.columns if weights.get(str(c), 0) > 0]
    columns = ["territory_id", "distance", "closest", "farthest"]
    if not used or own not in values.index:
        return pd.DataFrame(columns=columns)
    scaled = standardised(values)[used]
    apart = (scaled.loc[[i for i in scaled.index if i in among and i != own]] - scaled.loc[own]).dropna()
    weight = pd.Series({c: float(weights[c]) for c in used})
    distance = np.sqrt((apart**2 * weight).sum(axis=1) / weight.sum())
    made = pd.DataFrame(
        {
            "territory_id": apart.index,
            "distance": distance.to_numpy(),
            "closest": [list(row.abs().sort_values(kind="stable").index[:REASONS]) for _, row in apart.iterrows()],
            "farthest": [row.abs().idxmax() for _, row in apart.iterrows()],
        },
        columns=columns,
    )
    return made.sort_values(["distance", "territory_id"], ignore_index=True)
