"""Interactive charts: Plotly, each with its table twin beside it. Lines and points; maps are ui.map."""

from dataclasses import dataclass
from itertools import cycle
from typing import Final

import pandas as pd
import plotly.graph_objects as go


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
