"""The chart that is a page: drawn for a wide screen and for a telephone; the style sheet shows the one that fits."""

from collections.abc import Collection, Sequence

from show import charts
from show.tree import Node, h


def over_time(
    lines: Sequence[charts.Line],
    *,
    alt: str,
    decimals: int,
    lang: str,
    unit: str = "",
    breaks: Collection[str] = (),
    looks: charts.Looks | None = None,
    aims: Sequence[charts.Aim] = (),
) -> Node:
    """show.charts.evolution of these lines; None where that is no chart (fewer than two periods, no value)."""
    wide, narrow = (
        charts.evolution(
            lines,
            None,
            alt=alt,
            decimals=decimals,
            lang=lang,
            unit=unit,
            breaks=breaks,
            size=size,
            looks=looks,
            aims=aims,
        )
        for size in (charts.WIDE, charts.NARROW)
    )
    if wide is None:
        return None
    return h(
        "div",
        {"class": "enti-over-time"},
        h("div", {"data-room": "wide"}, wide),
        h("div", {"data-room": "narrow"}, narrow),
    )
