"""The same map with px.choropleth_map and embedded GeoJSON: what our own component is measured against."""

import plotly.express as px
import streamlit as st

from bench.picked import geometry, picked

chosen = picked()
figure = px.choropleth_map(
    chosen.rows,
    geojson=geometry(),
    locations="territory_id",
    color="value",
    hover_name="name",
    map_style="white-bg",
    center={"lat": 39.6, "lon": -8.0},
    zoom=5,
    title=chosen.item.name.pt,
)
st.plotly_chart(figure, key="map")
