"""The same map with px.choropleth_map and embedded GeoJSON: what our own component is measured against."""

import json

import plotly.express as px
import streamlit as st

from core import catalogue, queries
from core.store import Store, resolve
from geo import shapes

CHOICES = ("taxa_votantes_autarquicas", "densidade_populacional", "mortalidade_infantil")


@st.cache_resource
def _geometry() -> dict:
    return json.loads(shapes.load().set_index("dico").to_json())


@st.cache_resource
def _store(path: str) -> Store:
    return Store(resolve())


chosen = st.selectbox("Indicador", CHOICES, format_func=lambda i: catalogue.load()[i].name.pt)
store, item = _store(str(resolve())), catalogue.load()[chosen]
series = item.default_series.id
period = queries.spread(store, chosen, series, "municipio", "2024")["period"].iloc[-1]
rows = queries.slice_at(store, chosen, series, "municipio", "2024", period)
figure = px.choropleth_map(
    rows, geojson=_geometry(), locations="territory_id", color="value", hover_name="name", map_style="white-bg",
    center={"lat": 39.6, "lon": -8.0}, zoom=5, title=item.name.pt,
)  # fmt: skip
st.plotly_chart(figure, key="map")
