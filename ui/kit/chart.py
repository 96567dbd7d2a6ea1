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
    key = [_key(name, colour, *looks[name]) for name, _, colour in lines] if looks and len(lines) > 1 else []
    return h(
        "div",
        {"class": "enti-over-time"},
        h("ul", {"class": "enti-over-time-key"}, *key) if key else None,
        h("div", {"data-room": "wide"}, wide),
        h("div", {"data-room": "narrow"}, narrow),
    )


def _key(name: str, colour: str, stroke: float, dashes: str) -> Node:
    """A whole name beside its line: at the end of the line in the chart it may have to be cut."""
    look = {"x1": 0, "x2": 28, "y1": 5, "y2": 5, "stroke": colour, "stroke-width": stroke}
    line = h("line", look | ({"stroke-dasharray": dashes} if dashes else {}))
    return h("li", {}, h("svg", {"viewBox": "0 0 28 10", "aria-hidden": "true"}, line), h("span", {}, name))
