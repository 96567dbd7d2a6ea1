"""A made-up country of four municípios in two regions, small enough to do sums by hand."""

import pandas as pd

from core.catalogue.catalogue import Support
from core.terms.territory import COUNTRY, VERSIONS, Territories, Territory
from etl.fetch.model import frame

NAN = float("nan")
# In 2013, X = {A, B} and Y = {C, D}; in 2024, B has moved to Y. D was created in 1998. Y is an island.
REGIONS = {"2013": {"A": "X", "B": "X", "C": "Y", "D": "Y"}, "2024": {"A": "X", "B": "Y", "C": "Y", "D": "Y"}}
NUTS1 = {"X": "1", "Y": "2"}


def country() -> Territories:
    """The territory table: país, NUTS I, II and III in both versions, four municípios of 1, 2, 3 and 4 km²."""
    items = [Territory(COUNTRY, "pais", COUNTRY, "Terra")]
    for v in VERSIONS:
        for region, top in NUTS1.items():
            items += [
                Territory(f"{v}:{top}", "nuts1", top, top, v, {v: COUNTRY}),
                Territory(f"{v}:{top}{region}", "nuts2", top + region, region, v, {v: f"{v}:{top}"}),
                Territory(f"{v}:{region}", "nuts3", region, region, v, {v: f"{v}:{top}{region}"}),
            ]
    for km2, place in enumerate("ABCD", 1):
        parents = {v: f"{v}:{REGIONS[v][place]}" for v in VERSIONS}
        since = "1998" if place == "D" else None
        items.append(Territory(place, "municipio", place, place, None, parents, float(km2), valid_from=since))
    return Territories(items)


def item(aggregation: dict[str, object], **changes: object) -> Support:
    """A series of figures with this NUTS rule."""
    base: dict[str, object] = {
        "id": "x",
        "name": {"pt": "x", "en": "x"},
        "unit": {"pt": "x", "en": "x"},
        "decimals": 1,
        "provider": "ine",
        "periodicity": "annual",
        "finest_level": "municipio",
        "bounds": {},
        "aggregation": aggregation,
    }
    return Support.model_validate(base | changes)


def values(period: str = "2020", **by_place: float) -> pd.DataFrame:
    """Observations of one period; NaN becomes «sem dados»."""
    made = frame(territory_id=list(by_place), period=period, value=list(by_place.values()))
    made.loc[made["value"].isna(), "status"] = "O"
    return made
