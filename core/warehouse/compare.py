"""What two builds say differently: values revised, new and vanished, each with its source; and whether people have to
look at it before it is published.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from core.catalogue.queries import EMBEDDED
from core.terms.territory import COUNTRY
from core.warehouse.opening import readable

KINDS: Final = ("revised", "new", "vanished")
SHARE: Final = 0.01  # of the released values; more of them changed is for people to look at


def compare(before: Path, after: Path) -> list[dict[str, Any]]:
    """Keys: kind, indicator_id, series, territory_id, territory, period, before, after, status_before, status_after,
    origin, citation.

    A value that came where there was none is new; one that went, with its row or without, has vanished.
    """
    with _both(before, after) as connection:
        table = connection.execute("""
            WITH b AS (SELECT o.*, r.citation FROM before.observation o LEFT JOIN before.source_run r USING (run_id)),
                 a AS (SELECT o.*, r.citation FROM after.observation o LEFT JOIN after.source_run r USING (run_id))
            SELECT CASE WHEN b.value IS NULL THEN 'new' WHEN a.value IS NULL THEN 'vanished' ELSE 'revised' END AS kind,
                   indicator_id, series, territory_id, t.name AS territory, period, b.value AS before, a.value AS after,
                   b.status AS status_before, a.status AS status_after, coalesce(a.origin, b.origin) AS origin,
                   coalesce(a.citation, b.citation) AS citation
            FROM b FULL JOIN a USING (indicator_id, series, territory_id, period)
            LEFT JOIN after.territory t USING (territory_id)
            WHERE (b.value IS NULL) <> (a.value IS NULL)
               OR abs(b.value - a.value) > 1e-9 * greatest(1, abs(b.value))
            ORDER BY indicator_id, series, kind, period, territory_id
            """)
        names = [c[0] for c in table.description]
        return [dict(zip(names, row, strict=True)) for row in table.fetchall()]


@dataclass(frozen=True)
class Weight:
    """How much of what was released another build changes. `values`: released; `changed`: of those, the ones that a
    reader would see changed or gone; `country`: how many of these are the country's own; `handed`: values that people
    handed in and that are other or new.
    """

    values: int
    changed: int
    country: int
    handed: int = 0

    @property
    def needs_eyes(self) -> bool:
        """Whether somebody has to look before it is published."""
        return self.country > 0 or self.handed > 0 or self.changed > SHARE * self.values


def weigh(before: Path, after: Path) -> Weight:
    """What the release of `after` would change of what `before` shows, at the precision that is printed. What ships
    with the code is released with the code, and does not count; what was not there is new, and changes nothing, but
    for what people handed in: that waits whatever it is.
    """
    with _both(before, after) as connection:
        found = connection.execute(
            """
            WITH was AS (SELECT o.*, list_contains($ours, r.source_id) AS ships
                         FROM before.observation o JOIN before.source_run r USING (run_id) WHERE o.value IS NOT NULL),
                 now AS (SELECT o.*, list_contains($ours, r.source_id) AS ships
                         FROM after.observation o JOIN after.source_run r USING (run_id)),
                 seen AS (SELECT was.territory_id, was.ships AND coalesce(now.ships, true) AS ships,
                                 now.value IS NULL
                                 OR round(was.value, coalesce(s.decimals, i.decimals, 6))
                                    <> round(now.value, coalesce(s.decimals, i.decimals, 6)) AS other
                          FROM was LEFT JOIN now USING (indicator_id, series, territory_id, period)
                          LEFT JOIN after.series s USING (indicator_id, series)
                          LEFT JOIN after.indicator i USING (indicator_id))
            SELECT count(*), count(*) FILTER (other AND NOT ships),
                   count(*) FILTER (other AND NOT ships AND territory_id = $country)
            FROM seen
            """,
            {"country": COUNTRY, "ours": sorted(EMBEDDED)},
        ).fetchall()[0]
        handed = connection.execute("""
            SELECT count(*)
            FROM (SELECT o.* FROM after.observation o JOIN after.source_run r USING (run_id)
                  WHERE r.source_id = 'held' AND o.value IS NOT NULL) a
            LEFT JOIN before.observation b USING (indicator_id, series, territory_id, period)
            WHERE a.value IS DISTINCT FROM b.value
            """).fetchall()[0]
    return Weight(*(int(n) for n in (*found, *handed)))


@contextmanager
def _both(before: Path, after: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection, readable(before) as (was, _), readable(after) as (now, _):
        for name, path in (("before", was), ("after", now)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        yield connection
