"""Interactive charts: Plotly, each with its table twin beside it. Lines and points; maps are ui.map."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.terms.formats import number
from core.terms.period import label, parse
from show.charts import short, stretches


@dataclass(frozen=True)
class Look:
    """Colours of a theme. Lines of a chart: no two alike, told apart by colour and by dash, so that neither has to do
    it alone.
    """

    ink: str
    grid: str
    page: str
    lines: tuple[tuple[str, str, int], ...]


_DASHES: Final = ("solid", "solid", "dash", "dot", "solid", "dash", "dot", "dashdot", "longdash", "solid")
_WIDTHS: Final = (3, 3, 2, 2, 2, 2, 2, 2, 2, 2)


def _styled(*colours: str) -> tuple[tuple[str, str, int], ...]:
    return tuple(zip(colours, _DASHES, _WIDTHS, strict=True))


LIGHT: Final = Look(
    "#2b363c",
    "#e1e4ea",
    "#ffffff",
    _styled(
        "#034ad8", "#b45309", "#64718b", "#2b363c", "#005539", "#8a2a6b", "#0b7285", "#9a6700", "#5f93fc", "#c41826"
    ),
)
DARK: Final = Look(
    "#e8edf6",
    "#26344f",
    "#131e33",
    _styled(
        "#8db2fc", "#ffb067", "#a5b1c8", "#e8edf6", "#5fd3a4", "#f0a6d8", "#7cd6e6", "#fbcb3c", "#5f93fc", "#ff8a92"
    ),
)


def look_of(theme: str) -> Look:
    """The colours of a theme (ui.kit.state.THEMES)."""
    return LIGHT if theme == "claro" else DARK


def lines(
    series: pd.DataFrame,
    *,
    names: dict[str, str],
    unit: str,
    decimals: int,
    lang: str,
    theme: str,
    breaks: Collection[str] = (),
) -> go.Figure:
    """Values over time, one line per territory of core.warehouse.queries.series_of; gaps stay gaps, and breaks part it.

    The axis carries the unit; hover texts are made on the server.
    """
    figure, look = go.Figure(), look_of(theme)
    for (territory_id, name), (colour, dash, width) in zip(names.items(), cycle(look.lines), strict=False):
        rows = _apart(series[series["territory_id"] == territory_id], breaks)
        figure.add_scatter(
            x=[_moment(p) for p in rows["period"]],
            y=rows["value"],
            name=name,
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "dash": dash, "width": width},
            marker={"size": 7},
            text=[
                f"{name}, {label(p, lang)}: {'–' if pd.isna(v) else number(v, decimals, lang)}"
                for p, v in zip(rows["period"], rows["value"], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    periods = sorted(series["period"].unique(), key=parse)
    shown = periods if len(periods) <= 9 else periods[:: -(-len(periods) // 8)]
    figure.update_layout(
        template="none",
        height=340,
        margin={"l": 60, "r": 16, "t": 8, "b": 40},
        separators=", " if lang == "pt" else ".,",
        font={"family": "Noto Sans, sans-serif", "size": 14, "color": look.ink},
        legend={"orientation": "h", "y": 1.14, "x": 0},
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis={"tickvals": [_moment(p) for p in shown], "ticktext": [short(p) for p in shown], "showgrid": False},
        yaxis={"title": {"text": unit}, "gridcolor": look.grid, "zeroline": False, "tickformat": f",.{decimals}f"},
    )
    return figure


def _apart(rows: pd.DataFrame, breaks: Collection[str]) -> pd.DataFrame:
    """Rows with an empty one, where Plotly lifts its pen, before each stretch that no gap parts from the one before."""
    known = rows["value"].notna()
    starts = [run[0] for run in stretches(rows, known, breaks)[1:] if known.iloc[run[0] - 1]]
    lifted = rows.iloc[starts].assign(value=float("nan"))
    order = [*range(len(rows)), *(s - 0.5 for s in starts)]
    return pd.concat([rows, lifted]).iloc[np.argsort(order)].reset_index(drop=True)


def _moment(period: str) -> date:
    p = parse(period)
    return date.fromordinal((p.start.toordinal() + p.end.toordinal()) // 2)


def scatter(
    pairs: pd.DataFrame,
    *,
    x: str,
    y: str,
    decimals: tuple[int, int],
    logs: tuple[bool, bool],
    lang: str,
    theme: str,
) -> go.Figure:
    """Points of columns x and y, each axis plain or logarithmic, one colour and one sign per `group`; column `text`
    is what a pointed one says.
    """
    figure, look = go.Figure(), look_of(theme)
    signs = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "triangle-down", "pentagon", "hexagon")
    for (group, part), (colour, _, _), sign in zip(
        pairs.groupby("group"), cycle(look.lines), cycle(signs), strict=False
    ):
        figure.add_scatter(
            x=part["x"],
            y=part["y"],
            name=str(group),
            mode="markers",
            text=part["text"],
            marker={
                "size": 9,
                "color": colour,
                "symbol": sign,
                "opacity": 0.8,
                "line": {"width": 0.5, "color": look.page},
            },
            hovertemplate="%{text}<extra></extra>",
        )
    axes = [
        {
            "gridcolor": look.grid,
            "zeroline": False,
            "title": {"text": title},
            "tickformat": f",.{0 if log else shown}f",
            "type": "log" if log else "linear",
            **({"dtick": 1} if log else {}),
        }
        for title, shown, log in zip((x, y), decimals, logs, strict=True)
    ]
    figure.update_layout(
        template="none",
        height=460,
        margin={"l": 64, "r": 16, "t": 8, "b": 52},
        separators=", " if lang == "pt" else ".,",
        font={"family": "Noto Sans, sans-serif", "size": 14, "color": look.ink},
        hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        xaxis=axes[0],
        yaxis=axes[1],
    )
    return figure
