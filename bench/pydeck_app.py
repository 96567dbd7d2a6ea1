"""The same map with pydeck and no basemap: the other thing our component is measured against.

Its name stands below the chart: when that reads right, the chart has its new data, painted or about to be.
"""

import pydeck
import streamlit as st

from bench.picked import geometry, picked
from show.scale import classify

chosen = picked()
rows = chosen.rows.dropna(subset=["value"])
scale = classify(rows["value"].tolist(), percentage=False)
colours = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in scale.colours()]
fill = {r.territory_id: colours[scale.class_of(r.value)] for r in rows.itertuples()}
whole = geometry()
features = [f | {"properties": {"fill": fill[f["id"]]}} for f in whole["features"] if f["id"] in fill]
layer = pydeck.Layer(
    "GeoJsonLayer", whole | {"features": features}, get_fill_color="properties.fill", stroked=True, filled=True
)
view = pydeck.ViewState(latitude=39.6, longitude=-8.0, zoom=5)
st.pydeck_chart(pydeck.Deck([layer], map_style=None, initial_view_state=view), key="map")
st.subheader(chosen.item.name.pt)
