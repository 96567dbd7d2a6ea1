"""The same map with pydeck and its own basemap switched off: the other thing our component is measured against.

Its name stands below the chart: when that reads right, the chart has its new data, painted or about to be.
"""

import json

import pydeck
import streamlit as st

from core import catalogue, queries
from core.store import Store, resolve
from geo import shapes
from ui.scale import classify

CHOICES = ("taxa_votantes_autarquicas", "densidade_populacional", "mortalidade_infantil")


@st.cache_resource
def _geometry() -> dict:
    return json.loads(shapes.load().set_index("dico").to_json())


@st.cache_resource
def _store(path: str) -> Store:
    return Store(resolve())


def _coloured(rows: dict, colours: list) -> dict:
    whole = _geometry()
    features = [f | {"properties": {"fill": colours[rows[f["id"]]]}} for f in whole["features"] if f["id"] in rows]
    return whole | {"features": features}


chosen = st.selectbox("Indicador", CHOICES, format_func=lambda i: catalogue.load()[i].name.pt)
store, item = _store(str(resolve())), catalogue.load()[chosen]
series = item.default_series.id
period = queries.spread(store, chosen, series, "municipio", "2024")["period"].iloc[-1]
table = queries.slice_at(store, chosen, series, "municipio", "2024", period).dropna(subset=["value"])
scale = classify(table["value"].tolist(), percentage=False)
colours = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in scale.colours()]
classes = {r.territory_id: scale.class_of(r.value) for r in table.itertuples()}
layer = pydeck.Layer(
    "GeoJsonLayer", _coloured(classes, colours), get_fill_color="properties.fill", stroked=True, filled=True
)
st.pydeck_chart(
    pydeck.Deck([layer], map_style=None, initial_view_state=pydeck.ViewState(latitude=39.6, longitude=-8.0, zoom=5)),
    key="map",
)
st.subheader(item.name.pt)
