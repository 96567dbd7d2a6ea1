"""Where things stand: the points behind a count (charging stations), kept beside the figures of the run that brought
them.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

# One row per point. `value`: what stands there (charging points), NaN where the source does not say; `territory_id`:
# DICO.
COLUMNS: Final = ("indicator_id", "series", "period", "point_id", "territory_id", "lat", "lon", "value", "run_id")
# The mainland and both archipelagos, in degrees: south, north, west, east.
BOXES: Final = ((36.9, 42.2, -9.6, -6.1), (36.8, 39.8, -31.4, -24.9), (29.9, 33.2, -17.4, -15.8))


def frame(rows: Iterable[dict[str, Any]] = ()) -> pd.DataFrame:
    """A frame with exactly COLUMNS; what a row does not say is empty."""
    made = pd.DataFrame(list(rows), columns=list(COLUMNS))
    for column in ("lat", "lon", "value"):
        made[column] = pd.to_numeric(made[column]).astype(float)
    return made


def carry(connection: duckdb.DuckDBPyConnection, before: Path | None) -> None:
    """Take over the points of runs that the new build still has, and keep of each series the newest period only.

    A list that this load brought replaces the earlier list of its period whole, as its counts do: the earlier run may
    still be on record, for other periods, and its stations would stand twice.
    """
    if before is not None:
        connection.execute(f"ATTACH '{str(before).replace(chr(39), chr(39) * 2)}' AS earlier (READ_ONLY)")
        known = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'earlier' AND table_name = 'point'"
        if connection.execute(known).fetchone():  # builds from before points were kept have none
            connection.execute(
                "INSERT INTO point SELECT * FROM earlier.point WHERE run_id IN (SELECT run_id FROM source_run)"
                " AND (indicator_id, series, period) NOT IN (SELECT (indicator_id, series, period) FROM point)"
            )
        connection.execute("DETACH earlier")
    connection.execute(
        "DELETE FROM point WHERE (indicator_id, series, period) NOT IN"
        " (SELECT (indicator_id, series, max(period)) FROM point GROUP BY indicator_id, series)"
    )
