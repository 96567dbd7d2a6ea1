"""Figures with the geometry of their places, as files for geographic programs."""

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from core.terms.territory import VERSION, Territories
from geo import shapes

_KEY = "territorio_id"


def write(rows: pd.DataFrame, territories: Territories, form: str) -> bytes:
    """GeoPackage (`gpkg`) or GeoParquet (`geoparquet`) of rows with columns territorio_id, nivel and nuts; WGS 84.

    Rows of places that have no boundary (the Union) come without geometry. Raises BoundaryError without boundaries.
    """
    levels = {
        (str(n), str(v)) for n, v in rows[["nivel", "nuts"]].fillna(VERSION).drop_duplicates().itertuples(index=False)
    }
    base, parts = shapes.load(), []
    for level, version in sorted(levels):
        if level == "municipio":
            parts.append(base.rename(columns={"dico": _KEY}))
        elif level != "ue":
            parts.append(shapes.dissolve(base, territories, level, version).rename(columns={"id": _KEY}))
    known: Any = (
        pd.concat(parts, ignore_index=True).drop_duplicates(_KEY)
        if parts
        else base.iloc[:0].rename(columns={"dico": _KEY})
    )
    made = gpd.GeoDataFrame(rows.merge(known[[_KEY, "geometry"]], on=_KEY, how="left"), geometry="geometry", crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dados.{form}"
        if form == "gpkg":
            made.to_file(path, driver="GPKG", layer="dados")
        else:
            made.to_parquet(path, index=False)
        return path.read_bytes()
