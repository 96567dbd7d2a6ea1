"""What the maps that ours is measured against show: the same indicator, its newest municipal slice, the same
geometry.
"""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from core.catalogue import catalogue
from core.catalogue.catalogue import Measured
from core.warehouse import queries
from core.warehouse.store import Store, resolve
from geo import shapes

CHOICES = ("taxa_votantes_autarquicas", "densidade_populacional", "mortalidade_infantil")


@dataclass(frozen=True)
class Picked:
    """An indicator and its rows (core.warehouse.queries.slice_at)."""

    item: Measured
    rows: pd.DataFrame


@st.cache_resource
def geometry() -> dict[str, Any]:
    """All municípios as GeoJSON, by DICO."""
    found: dict[str, Any] = json.loads(shapes.load().set_index("dico").to_json())
    return found


@st.cache_resource
def _store(path: str) -> Store:
    return Store(resolve())


def picked() -> Picked:
    """What the reader chooses in Streamlit's own select box."""
    chosen = st.selectbox("Indicador", CHOICES, format_func=lambda i: catalogue.load()[i].name.pt)
    store, item = _store(str(resolve())), catalogue.load()[chosen]
    series = item.default_series.id
    period = queries.spread(store, chosen, series, "municipio", "2024")["period"].iloc[-1]
    return Picked(item, queries.slice_at(store, chosen, series, "municipio", "2024", period))
