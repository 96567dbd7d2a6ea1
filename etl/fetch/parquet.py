"""Parquet as others write it: the reader lets texts through that are none, which break later and far away."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FAULTS: Final = (OSError, ValueError, pa.ArrowException)  # what a file that is none of its kind raises here


def frame(file: pq.ParquetFile, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The rows of a file, every value of them looked at: one of `FAULTS` where a text is no UTF-8."""
    table = file.read(columns=list(columns) if columns else None)
    table.validate(full=True)
    return table.replace_schema_metadata(None).to_pandas()  # what another program says of its index is not asked
