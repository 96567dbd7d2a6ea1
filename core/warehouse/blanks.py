"""Cells without value, as the surfaces show them: every place of a level in every period in which a series has a value
there, with a row or without one; and what whole levels lack. How they are called is core.warehouse.gaps.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.terms.period import parse
from core.terms.status import CAUSE_SQL
from core.terms.territory import DRAWN, LEVELS, MAINLANDS, VERSIONS
from core.warehouse.store import Store

# A region that we could not sum up has parts without value; one without a row, where the others came from a copy or a
# document, is not in what we have; else the source gave the others and not it.
_GRID: Final = f"""
    WITH mine AS (SELECT o.*, t.level, t.nuts_version FROM observation o JOIN territory t USING (territory_id)),
    shown AS (SELECT indicator_id, series, level, nuts_version, period, bool_or(origin = 'source') AS asked
              FROM mine GROUP BY ALL HAVING count(value) > 0),
    cell AS (
        SELECT s.indicator_id, s.series, t.territory_id, s.level, s.period,
               CASE WHEN o.origin = 'aggregated' THEN 'parts_missing'
                    WHEN o.territory_id IS NOT NULL THEN {CAUSE_SQL}
                    WHEN s.asked THEN 'not_collected' ELSE 'not_kept' END AS cause
        FROM shown s
        JOIN territory t ON t.level = s.level AND t.nuts_version IS NOT DISTINCT FROM s.nuts_version
        LEFT JOIN observation o ON o.indicator_id = s.indicator_id AND o.series = s.series AND o.period = s.period
             AND o.territory_id = t.territory_id
        WHERE o.value IS NULL
        UNION
        SELECT o.indicator_id, o.series, o.territory_id, t.level, o.period,
               CASE WHEN o.origin = 'aggregated' THEN 'parts_missing' ELSE {CAUSE_SQL} END
        FROM observation o JOIN territory t USING (territory_id) WHERE o.value IS NULL
    )
    SELECT * FROM cell ORDER BY ALL
"""


def cells(store: Store, items: dict[str, Indicator]) -> dict[str, list[dict[str, Any]]]:
    """By indicator id, of `items`: series, cause, level, places and periods, equal sets of periods put together."""
    places: dict[tuple[str, str, str, str, str], list[str]] = {}
    for r in store.rows(_GRID):
        if (item := items.get(r["indicator_id"])) is not None:
            cause = "not_applicable" if _beyond(item, r) else r["cause"]
            key = (item.id, r["series"], cause, r["level"], r["territory_id"])
            places.setdefault(key, []).append(r["period"])
    groups: dict[tuple[str, str, str, str, tuple[str, ...]], list[str]] = {}
    for (item_id, series, cause, level, place), periods in places.items():
        groups.setdefault((item_id, series, cause, level, tuple(periods)), []).append(place)
    found: dict[str, list[dict[str, Any]]] = {}
    in_order = sorted(groups.items(), key=lambda g: (*g[0][:4], -len(g[1]), g[0][4]))
    for (item_id, series, cause, level, of), there in in_order:
        found.setdefault(item_id, []).append(
            {"series": series, "cause": cause, "level": level, "periods": list(of), "places": sorted(there)}
        )
    return found


def _beyond(item: Indicator, row: dict[str, Any]) -> bool:
    """Whether the row's place is outside what its source speaks of: an island of a source of the mainland."""
    return item.coverage == "continente" and _island(row["territory_id"])


@lru_cache(maxsize=1024)
def _island(place: str) -> bool:
    known = territory.load()
    if known[place].level in ("pais", "ue"):
        return False
    version = known[place].version or VERSIONS[-1]
    return not any(t.id in MAINLANDS for t in known.chain(place, version))


def levels(store: Store) -> dict[str, set[tuple[str, str | None]]]:
    """Levels, with their version of NUTS, at which an indicator has a value of any series, by its id."""
    rows = store.rows("""
        SELECT DISTINCT o.indicator_id, t.level, t.nuts_version FROM observation o JOIN territory t USING (territory_id)
        WHERE o.value IS NOT NULL
        """)
    found: dict[str, set[tuple[str, str | None]]] = {}
    for r in rows:
        found.setdefault(r["indicator_id"], set()).add((r["level"], r["nuts_version"]))
    return found


def empty_levels(there: set[tuple[str, str | None]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Levels of regions at which an indicator with figures has none: the level, and its places where only one version
    of NUTS lacks it (empty: both).
    """
    known = territory.load()
    for level in DRAWN if there else ():
        missing = [v for v in VERSIONS if not {(level, v), (level, None)} & there]
        if level != "municipio" and missing:
            places = tuple(t.id for v in missing for t in known.at_level(level, v))
            yield level, () if len(missing) == len(VERSIONS) else places


def reaches(finest: str, level: str) -> bool:
    """Whether a source that publishes down to a level publishes another one."""
    return finest in LEVELS and LEVELS.index(level) <= LEVELS.index(finest)


def first_of(periods: list[str]) -> str:
    """The day from which these periods are missing: the first day of the first of them (ISO)."""
    return min((parse(p) for p in periods), key=lambda p: p.start).start.isoformat()
