"""Tables of a build without a file."""

import duckdb
import pandas as pd

from etl.build import publish


def content(tables: dict[str, pd.DataFrame]) -> str:
    """Fingerprint of tables held in memory."""
    with duckdb.connect() as connection:
        publish.fill(connection, tables)
        return publish.fingerprint(connection)
