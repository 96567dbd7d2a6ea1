"""The middle of the groups that a place is read beside: the median of the places' own values, never a mean of rates."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

import pandas as pd

from core.judgement.peers import voters_class
from core.reading.model import Where
from core.terms.territory import DRAWN, Territories
from core.warehouse import queries
from core.warehouse.store import Store

Circle = Literal["region", "peers", "country"]
Middles = Mapping[tuple[str, str, str], pd.DataFrame]  # by indicator, series, name of the group
CIRCLES: Final[tuple[Circle, ...]] = ("region", "peers", "country")
LEAST: Final = 4  # places with a value: the middle of fewer is hardly more than one of them
_COUNTRY: Final = "country"


def groups(territories: Territories, level: str, version: str) -> dict[str, tuple[str, ...]]:
    """All groups of a level by name, each with the ids of its places: all of the level, those within each place of the
    level above, and, of municípios, those of each legal class by voters. None where there are no like to stand beside.
    """
    if level not in DRAWN:
        return {}
    places = territories.at_level(level, version)
    found: dict[str, list[str]] = {_COUNTRY: [p.id for p in places]}
    classes = voters_class() if level == "municipio" else {}
    for place in places:
        found.setdefault(f"region:{place.parents.get(version)}", []).append(place.id)
        if place.id in classes:
            found.setdefault(f"peers:{classes[place.id]}", []).append(place.id)
    return {name: tuple(ids) for name, ids in found.items() if len(ids) >= LEAST}


def around(territories: Territories, where: Where) -> dict[Circle, tuple[str, tuple[str, ...]]]:
    """The groups of a place, itself among them: the name of each in `groups`, and its places."""
    known = groups(territories, where.self.level, where.version)
    above = where.above.id if where.above else ""
    names: dict[Circle, str] = {"region": f"region:{above}", "country": _COUNTRY}
    if where.self.level == "municipio":
        names["peers"] = f"peers:{voters_class().get(where.self.id)}"
    return {c: (names[c], known[names[c]]) for c in CIRCLES if names.get(c) in known}


def middles(
    store: Store,
    territories: Territories,
    wanted: Sequence[tuple[str, str]],
    level: str,
    version: str,
    counts: Callable[[str], bool],
) -> Middles:
    """Columns period, value, n, in time order, of each (indicator, series) and group of a level; only periods that
    count, in which half of the group has a value, and LEAST at least.
    """
    of = groups(territories, level, version)
    if not of or not wanted:
        return {}
    table = queries.middles(store, list(wanted), of)
    least = table["circle"].map({name: max(LEAST, len(ids) / 2) for name, ids in of.items()})
    counting = {p: counts(str(p)) for p in table["period"].unique()}
    kept = table[(table["n"] >= least) & table["period"].map(counting).astype(bool)]
    found = kept.groupby(["indicator_id", "series", "circle"], sort=False).indices
    columns = kept[["period", "value", "n"]]
    return {(str(i), str(s), str(name)): columns.take(at) for (i, s, name), at in found.items()}
