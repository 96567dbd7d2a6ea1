"""Where the things that an indicator counts stand: points over the country's outline, drawn by pydeck when asked
for.
"""

import json
from typing import Any, Final
from urllib.parse import quote

import pandas as pd
import pydeck
import streamlit as st

from core.catalogue.catalogue import Indicator
from core.terms.formats import number, plural
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import queries
from core.warehouse.findings import findings
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.frame.routes import nav
from ui.kit import dom, marks, state

# Indicators whose source lists things one by one, and the series that counts them.
COUNTED: Final = {"postos_carregamento_ve": "total"}
# What a connector finds of things that it lists and cannot place: without a position, or away from every município.
_NOWHERE: Final = ("mobie_coordenadas", "mobie_posto_sem_municipio")
_SHOWN: Final = 200  # rows of the table beside the picture; the line above it says how many there are
_ROUGH: Final = 0.008  # degrees: what an outline behind points needs, 30 kB instead of 1 MB
_GROUND: Final = {"claro": ("#f7f8fa", [225, 228, 234], [3, 74, 216, 170])}
_DARK: Final = ("#0a1220", [38, 52, 79], [141, 178, 252, 190])


def section(context: Context, item: Indicator) -> None:
    """A folded section below the map; nothing is asked or sent before it is opened."""
    if item.id not in COUNTED:
        return
    lang = context.lang
    opened = st.expander(t("points.title", lang), key="w_points", on_change="rerun")
    if not opened.open:
        return
    with opened:
        rows = queries.points(context.store, item.id, COUNTED[item.id])
        if rows.empty:
            told = h("p", {"class": "enti-fine"}, t("points.none", lang), " ", marks.to_state(lang))
            nav(dom.draw(told, key="points-none", lang=lang))
            return
        st.pydeck_chart(picture(rows, outline(context), lang, state.theme()), key="points", height=520)
        dom.draw(_foot(context, item, rows), key="points-foot", lang=lang)


def outline(context: Context) -> dict[str, Any]:
    """The regions NUTS II as GeoJSON, roughly."""

    def make() -> dict[str, Any]:
        from geo import shapes  # geopandas takes a second, and most readers never open this

        regions = shapes.dissolve(shapes.load(), context.territories, "nuts2", VERSION)
        regions["geometry"] = regions.geometry.simplify(_ROUGH)
        made: dict[str, Any] = json.loads(regions.to_json(drop_id=True))
        return made

    return load.once(context.store, ("outline",), make)


def picture(rows: pd.DataFrame, regions: dict[str, Any], lang: str, theme: str) -> pydeck.Deck:
    """Points in the colour of the theme, larger where more stands; the ground is our own, so that nothing leaves the
    host.
    """
    ground, land, ink = _GROUND.get(theme, _DARK)
    style = {
        "version": 8,
        "sources": {},
        "layers": [{"id": "g", "type": "background", "paint": {"background-color": ground}}],
    }
    data = pd.DataFrame(
        {
            "position": rows[["lon", "lat"]].to_numpy().tolist(),
            "radius": (rows["value"].fillna(1.0).clip(lower=1.0) ** 0.5 * 400).round(),
            "said": [_said(r, lang) for r in rows.itertuples()],
        }
    )
    return pydeck.Deck(
        [
            pydeck.Layer(
                "GeoJsonLayer", regions, get_fill_color=land, get_line_color=[*ink[:3], 90], line_width_min_pixels=1
            ),
            pydeck.Layer(
                "ScatterplotLayer",
                data,
                get_position="position",
                get_radius="radius",
                radius_min_pixels=2,
                get_fill_color=ink,
                pickable=True,
            ),
        ],
        initial_view_state=pydeck.ViewState(latitude=39.6, longitude=-8.0, zoom=5.4),
        tooltip={"text": "{said}"},
        map_provider="carto",
        map_style=f"data:application/json,{quote(json.dumps(style))}",
    )


def _said(row: Any, lang: str) -> str:
    """«XXX-00001, Évora: 2 pontos»; without a number where the source gives none."""
    what = "" if pd.isna(row.value) else f": {t('points.value', lang, n=number(row.value, 0, lang))}"
    return f"{row.point_id}, {row.name}{what}"


def _towns(n: int, lang: str) -> str:
    return plural(n, t("level.municipio", lang).lower(), t("levels.municipio", lang))


def _left_out(context: Context, item: Indicator, run_id: str) -> str:
    """How many of the list are neither drawn nor counted, so that nobody takes the picture for all of it."""
    count = sum(f.count for f in findings(context.store, item) if f.run_id == run_id and f.rule in _NOWHERE)
    return t("points.left_out", context.lang, n=number(count, 0, context.lang)) if count else ""


def _foot(context: Context, item: Indicator, rows: pd.DataFrame) -> Node:
    """Source, date, how many; and the same points as a table, by município."""
    lang, period = context.lang, str(rows["period"].iloc[0])
    run = load.run_of(context.store, item.id, COUNTED[item.id], period) or {}
    line = t(
        "points.line",
        lang,
        n=number(len(rows), 0, lang),
        stations=len(rows),
        when=label(period, lang),
        towns=_towns(rows["territory_id"].nunique(), lang),
    )
    left_out = _left_out(context, item, str(run.get("run_id")))
    source = f"{t('source', lang)}: {str(run.get('citation', '')).removeprefix('Fonte: ')}"
    head = h(
        "tr",
        {},
        *[
            h("th", {"scope": "col", "class": "num" if k == "points.col.value" else ""}, t(k, lang))
            for k in ("points.col.id", "map.col.place", "points.col.at", "points.col.value")
        ],
    )
    body = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, r.point_id),
            h("td", {}, r.name),
            h("td", {}, f"{r.lat:.4f}, {r.lon:.4f}"),
            h("td", {"class": "num"}, "–" if pd.isna(r.value) else number(r.value, 0, lang)),
        )
        for r in rows.sort_values(["name", "point_id"]).head(_SHOWN).itertuples()
    ]
    more = t("points.more", lang, n=_SHOWN, of=number(len(rows), 0, lang)) if len(rows) > _SHOWN else ""
    return h(
        "div",
        {},
        h("p", {"class": "enti-source"}, " ".join(filter(None, (line, left_out, f"{source}.", more)))),
        h(
            "details",
            {"class": "enti-missing"},
            h("summary", {}, t("map.table", lang)),
            h(
                "div",
                {"class": "enti-scroll"},
                h("table", {}, h("caption", {}, line), h("thead", {}, head), h("tbody", {}, *body)),
            ),
        ),
    )
