"""What a new build says otherwise than the one before: values revised, and values that are gone."""

from pathlib import Path
from typing import Final

import duckdb

from etl.build.schema import REVISION

_KEY: Final = "indicator_id, series, territory_id, period"
# Floating-point noise of another order of summation is no revision.
_DIFFERS: Final = "abs(b.value - o.value) > 1e-9 * greatest(1, abs(b.value))"


def add(connection: duckdb.DuckDBPyConnection, before: Path | None, name: str, seen_at: str) -> None:
    """Create and fill the table `revision` of the build `name` in `connection`, carrying earlier revisions along.

    Another value of the same source is `revised`; of another source, `replaced`: no source has then changed its mind.
    A value counts as vanished when its series and period are still there; whole periods are `etl diff`'s matter.
    """
    connection.execute(f"CREATE TABLE revision ({REVISION})")
    if before is None:
        return
    connection.execute(f"ATTACH '{str(before).replace(chr(39), chr(39) * 2)}' AS before (READ_ONLY)")
    known = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'before' AND table_name = 'revision'"
    if connection.execute(known).fetchone():
        connection.execute("INSERT INTO revision SELECT * FROM before.revision")
    connection.execute(
        f"""
        INSERT INTO revision
        SELECT b.indicator_id, b.series, b.territory_id, b.period,
               CASE WHEN o.value IS NULL THEN 'vanished'
                    WHEN r.source_id = was.source_id THEN 'revised' ELSE 'replaced' END,
               b.value, o.value, b.status, o.status, $before, $after, $seen
        FROM before.observation b LEFT JOIN observation o USING ({_KEY})
        LEFT JOIN before.source_run was ON was.run_id = b.run_id LEFT JOIN source_run r ON r.run_id = o.run_id
        WHERE b.value IS NOT NULL AND (o.value IS NULL OR {_DIFFERS})
          AND (b.indicator_id, b.series, b.period) IN (SELECT (indicator_id, series, period) FROM observation)
        ORDER BY ALL
        """,
        {"before": before.stem, "after": name, "seen": seen_at},
    )
    connection.execute("DETACH before")
