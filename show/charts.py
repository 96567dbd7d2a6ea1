"""Chart forms as trees of show.tree, the same for screen and paper. Colours are tokens of ui/web/enti.css: every theme
of the screen has its own, and show.svg has those of paper.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from core.terms.formats import number
from core.terms.period import label, parse
from show.ticks import ticks
from show.tree import Node, h

BLUE: Final = "var(--mark)"
BAND: Final = "var(--band)"
GREY: Final = "var(--mark-2)"
ORANGE: Final = "var(--accent)"
TEAL: Final = "var(--mark-3)"
AIM: Final = "var(--accent)"
Line = tuple[str, pd.DataFrame, str]  # name, rows with period and value in time order, colour
Looks = Mapping[str, tuple[float, str]]  # by name of a line: its breadth, and its dashes (empty: none)
_LETTER: Final = 0.03  # of the length of the axis: the room of a letter under the narrowest chart


@dataclass(frozen=True)
class Aim:
    """A target on the axes of a chart: its value by a year, and the words beside it («meta 2030: 90»)."""

    value: float
    year: int
    said: str

    @property
    def rows(self) -> pd.DataFrame:
        """As a point of a line."""
        return pd.DataFrame({"period": [str(self.year)], "value": [self.value]})


@dataclass(frozen=True)
class Size:
    """The room of a chart over time, in units of its drawing: the whole, the margins about the lines, the height of
    letters and the breadth of a line. What is drawn and said in it does not depend on it.
    """

    wide: int
    high: int
    left: int
    right: int
    top: int
    bottom: int
    letter: int
    stroke: float
    ends: int = 18  # letters that fit beside a line; the value always does
    moving: bool = False  # with the line that the browser puts on the period in view
    pointed: bool = False  # each value says itself where one points at it


SCREEN: Final = Size(420, 190, 44, 134, 12, 26, 12, 2.5, moving=True)
WIDE: Final = Size(840, 320, 60, 196, 16, 32, 14, 2.5, ends=24, pointed=True)  # a chart that is the page
SMALL: Final = Size(252, 152, 37, 104, 20, 24, 11, 2.6, ends=15)  # one of several beside each other
NARROW: Final = Size(340, 240, 40, 110, 12, 26, 12, 2.5, ends=15, pointed=True)  # the same, on a telephone
PAPER: Final = Size(760, 250, 70, 160, 30, 34, 13, 2.2)
BREAK: Final = "B"  # SDMX CL_OBS_STATUS: nothing before it is joined to it
SOFT: Final = frozenset("PEF")  # values that may change: their points are hollow


def moment(period: str) -> float:
    """Where a period stands in time: the ordinal of its middle."""
    p = parse(period)
    return (p.start.toordinal() + p.end.toordinal()) / 2


def stretches(rows: pd.DataFrame, known: Sequence[bool], breaks: Collection[str] = ()) -> list[list[int]]:
    """The places, among rows in time order, of each stretch without gap and without break: what does not compare is
    never joined.
    """
    times, cuts = [parse(p) for p in rows["period"]], [parse(b) for b in {*breaks, *_marked(rows)}]
    runs: list[list[int]] = [[]]
    before: int | None = None  # the last place with a value: a break between two of them parts them
    for i, has in enumerate(known):
        if not has or (before is not None and any(times[before] < cut and not times[i] < cut for cut in cuts)):
            runs.append([])
        if has:
            runs[-1].append(i)
            before = i
    return [run for run in runs if run]


def drawn(run: Sequence[tuple[float, float]], colour: str, stroke: float, dashes: str = "") -> Node:
    """A stretch without gap: a line, or a dot where it is one value alone."""
    if len(run) == 1:
        return h("circle", {"cx": run[0][0], "cy": run[0][1], "r": stroke, "fill": colour})
    points = " ".join(f"{x},{y}" for x, y in run)
    look = {"points": points, "fill": "none", "stroke": colour, "stroke-width": stroke}
    return h("polyline", look | ({"stroke-dasharray": dashes} if dashes else {}))


@dataclass(frozen=True)
class _Frame:
    """Where periods and values stand. `share`: how far along the axis each period is, 0 to 1, in time order."""

    size: Size
    share: dict[str, float]
    low: float
    high: float

    @property
    def right(self) -> int:
        """Where the lines end."""
        return self.size.wide - self.size.right

    @property
    def bottom(self) -> int:
        """Where the lowest value stands."""
        return self.size.high - self.size.bottom

    def x(self, period: str) -> float:
        """Across."""
        return round(self.size.left + (self.right - self.size.left) * self.share[period], 1)

    def y(self, value: float) -> float:
        """Down."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.size.top + (self.bottom - self.size.top) * (1 - share), 1)


def evolution(
    lines: Sequence[Line],
    band: pd.DataFrame | None,
    *,
    alt: str,
    decimals: int,
    lang: str,
    unit: str = "",
    breaks: Collection[str] = (),
    size: Size = SCREEN,
    looks: Looks | None = None,
    aims: Sequence[Aim] = (),
) -> Node:
    """Lines and the 10–90 % band over time, with axes; gaps stay gaps, and the labels at the ends never collide. Of
    `aims` a dashed line and a diamond at its year: they stand beside lines, and are no chart alone.

    `band`: core.warehouse.queries.spread; `unit`: said above the axis, for where nothing else says it. No line and no
    band crosses one of `breaks`, nor a break that the rows have as `status`; what may still change is hollow. None
    without two periods or without any value.
    """
    lines = [line for line in lines if line[1]["value"].notna().any()]  # one without any value has no end to name
    frame = _frame(lines, band, size, breaks)
    if frame is not None and aims:
        frame = _frame([*lines, *(("", a.rows, AIM) for a in aims)], band, size, breaks)
    if frame is None:
        return None
    parts: list[Node] = [_said(size.left, size.letter + 3, "enti-axis", unit)] if unit else []
    parts += _values(frame, decimals, lang)
    parts += _spread(frame, band, breaks)
    parts += [_said(frame.x(p), size.high - 6, "enti-axis", short(p), text_anchor="middle") for p in _stops(frame)]
    parts += _breaks(frame, lines)
    for name, rows, colour in lines:
        parts += _line(frame, rows, colour, breaks, *(looks or {}).get(name, (size.stroke, "")))
    parts += _aims(frame, aims)
    parts += _ends(frame, lines, aims, decimals, lang)
    parts += _told(frame, lines, decimals, lang) if size.pointed else []
    about = {"viewBox": f"0 0 {size.wide} {size.high}", "class": "enti-evolution", "role": "img", "aria-label": alt}
    if size.moving:
        parts.append(h("line", {"class": "enti-now", "x1": -9, "x2": -9, "y1": size.top, "y2": frame.bottom}))
        about["data-xs"] = json.dumps({p: frame.x(p) for p in frame.share})  # where ui/map/panel.js puts that line
    return h("svg", about, *parts)


def _frame(lines: Sequence[Line], band: pd.DataFrame | None, size: Size, breaks: Collection[str]) -> _Frame | None:
    """The periods of all that is drawn, gaps too, and its values with some air; None where it would be no chart."""
    tables = [rows for _, rows, _ in lines] + ([] if band is None else [band])
    periods = sorted({str(p) for table in tables for p in table["period"]}, key=parse)
    values = [float(v) for _, rows, _ in lines for v in rows["value"].dropna()]
    values += [edge for run in _runs(band, breaks) for _, low, high in run for edge in (low, high)]
    if len(periods) < 2 or not values:
        return None
    low, high = min(values), max(values)
    pad = (high - low or abs(high)) * 0.08 or 1.0
    days = {p: moment(p) for p in periods}
    first, length = days[periods[0]], (days[periods[-1]] - days[periods[0]]) or 1
    share = {p: (day - first) / length for p, day in days.items()}
    return _Frame(size, share, max(0.0, low - pad) if low >= 0 else low - pad, high + pad)


def _said(x: float, y: float, look: str, text: str, **more: object) -> Node:
    """Words of a chart. `look`: their class, which has letter and colour (ui/map/map.css; on paper show.svg.LOOKS)."""
    given = {name.replace("_", "-"): value for name, value in more.items()}
    return h("text", {"x": x, "y": y, "class": look} | given, text)


def _values(frame: _Frame, decimals: int, lang: str) -> list[Node]:
    """Lines across at round values: at those that the figures may have, where there are any between its ends."""
    marks, shown = ticks(frame.low, frame.high)
    if shown > decimals and (whole := [m for m in marks if round(m, decimals) == round(m, shown)]):
        marks, shown = whole, decimals
    parts: list[Node] = []
    for value in marks:
        y, x = frame.y(value), frame.size.left
        parts.append(h("line", {"x1": x, "x2": frame.right, "y1": y, "y2": y, "class": "enti-grid"}))
        beside = {"text_anchor": "end", "dominant_baseline": "middle"}
        parts.append(_said(x - 6, y, "enti-axis", number(value, shown, lang), **beside))
    return parts


def _line(
    frame: _Frame, rows: pd.DataFrame, colour: str, breaks: Collection[str], stroke: float, dashes: str
) -> list[Node]:
    """The stretches of a line, and a larger dot on its last value."""
    places = [(str(p), float(v)) for p, v in zip(rows["period"], rows["value"], strict=True)]
    status = [str(s) for s in rows["status"]] if "status" in rows else ["A"] * len(places)
    at = [(frame.x(p), frame.y(v)) if v == v else (0.0, 0.0) for p, v in places]
    runs = stretches(rows, rows["value"].notna(), breaks)
    soft = [i for run in runs for i in run if status[i] in SOFT]
    hollow = {"fill": "var(--card)", "stroke": colour, "stroke-width": 1.6}
    last = runs[-1][-1]
    parts = [drawn([at[i] for i in run], colour, stroke, dashes) for run in runs]
    parts.append(h("circle", {"cx": at[last][0], "cy": at[last][1], "r": 3.5, "fill": colour}))
    return [*parts, *[h("circle", {"cx": at[i][0], "cy": at[i][1], "r": 3.2} | hollow) for i in soft]]


def _told(frame: _Frame, lines: Sequence[Line], decimals: int, lang: str) -> list[Node]:
    """Over each value a place to point at, that says whose and of when it is: above all else that is drawn."""
    unseen = {"r": 7, "fill": "transparent"}
    return [
        h(
            "circle",
            {"cx": frame.x(str(p)), "cy": frame.y(float(v))} | unseen,
            h("title", {}, f"{name}, {label(str(p), lang)}: {number(float(v), decimals, lang)}"),
        )
        for name, rows, _ in lines
        for p, v in zip(rows["period"], rows["value"], strict=True)
        if v == v
    ]


def _breaks(frame: _Frame, lines: Sequence[Line]) -> list[Node]:
    """An upright dotted line before each period from which a line does not compare with what was before."""
    found = {p for _, rows, _ in lines for p in _marked(rows)}
    look = {"y1": frame.size.top, "y2": frame.bottom, "stroke": "var(--ink-3)", "stroke-dasharray": "2 3"}
    return [h("line", {"x1": frame.x(p), "x2": frame.x(p)} | look) for p in sorted(found)]


def _marked(rows: pd.DataFrame) -> set[str]:
    """The periods that rows themselves mark as a break, where they have a status."""
    return set(rows.loc[rows["status"] == BREAK, "period"].astype(str)) if "status" in rows else set()


def _spread(frame: _Frame, band: pd.DataFrame | None, breaks: Collection[str]) -> list[Node]:
    """The band, broken where it is not known."""
    parts: list[Node] = []
    for run in _runs(band, breaks):
        way = [(p, high) for p, _, high in run] + [(p, low) for p, low, _ in reversed(run)]
        d = "M" + "L".join(f"{frame.x(p)} {frame.y(v)}" for p, v in way) + "Z"
        parts.append(h("path", {"d": d, "fill": BAND}))
    return parts


def _runs(band: pd.DataFrame | None, breaks: Collection[str]) -> list[list[tuple[str, float, float]]]:
    """The stretches of a band that are drawn: period and both edges. One period alone has no breadth to fill."""
    if band is None:
        return []
    edges = [(str(p), float(a), float(b)) for p, a, b in zip(band["period"], band["p10"], band["p90"], strict=True)]
    found = stretches(band, band["p10"].notna() & band["p90"].notna(), breaks)
    return [[edges[i] for i in run] for run in found if len(run) > 1]


def _stops(frame: _Frame) -> list[str]:
    """The periods named under the axis: first, last, and one between where its name has room."""
    periods = list(frame.share)
    size = frame.size
    room = max(_LETTER, 0.6 * size.letter / (frame.right - size.left)) * max(len(short(p)) for p in periods)
    nearest = min(periods, key=lambda p: abs(frame.share[p] - 0.5))
    free = [p for p in (periods[len(periods) // 2], nearest) if room <= frame.share[p] <= 1 - room]
    return [periods[0], *free[:1], periods[-1]]


def _aims(frame: _Frame, aims: Sequence[Aim]) -> list[Node]:
    """A dashed line at what each target wants, up to the diamond at its year."""
    parts: list[Node] = []
    for aim in aims:
        x, y = frame.x(str(aim.year)), frame.y(aim.value)
        look = {"stroke": AIM, "stroke-width": 1.6, "stroke-dasharray": "6 4"}
        parts.append(h("line", {"x1": frame.size.left, "x2": x, "y1": y, "y2": y} | look))
        diamond = f"M{x} {round(y - 6, 1)}l6 6l-6 6l-6 -6z"
        parts.append(h("path", {"d": diamond, "fill": "var(--card)", "stroke": AIM, "stroke-width": 2}))
    return parts


def _ends(frame: _Frame, lines: Sequence[Line], aims: Sequence[Aim], decimals: int, lang: str) -> list[Node]:
    """Name and last value of each line, and each target, beside its end or as near as the others let it, whole."""
    found = [(-a.value, a.said, AIM) for a in aims]
    for name, rows, colour in lines:
        last = float(rows["value"].dropna().iloc[-1])
        figure = number(last, decimals, lang)
        found.append((-last, f"{_fitting(name, frame.size.ends - 1 - len(figure))} {figure}", colour))
    found.sort()
    gap = 1.25 * frame.size.letter
    placed = _apart([frame.y(-low) for low, _, _ in found], gap, frame.size.top + frame.size.letter / 2, frame.bottom)
    return [
        _said(frame.right + 10, y, "enti-end", text, fill=colour, dominant_baseline="middle")
        for y, (_, text, colour) in zip(placed, found, strict=True)
    ]


def _apart(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Heights, from the top, at least `gap` from one another and within `low` and `high`, near the `wanted` ones."""
    ys = list(wanted)
    for i, y in enumerate(ys):
        ys[i] = max(y, ys[i - 1] + gap if i else low)
    for i in reversed(range(len(ys))):
        ys[i] = min(ys[i], ys[i + 1] - gap if i + 1 < len(ys) else high)
    return [round(y, 1) for y in ys]


def _fitting(name: str, room: int) -> str:
    """A name, cut to `room` letters where it is longer."""
    return name if len(name) <= room else f"{name[: max(1, room - 1)].rstrip()}…"


def short(period: str) -> str:
    """A period as an axis has room for it: «2024», «06/2024», «2020–2024»."""
    p = parse(period)
    if p.kind in ("month", "day", "quarter"):
        return p.end.strftime("%m/%Y")
    return period.replace("-", "–")
