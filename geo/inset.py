"""A few municípios cut out of the map's own file (geo.atlas), as outlines for a small drawing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Point = tuple[int, int]
_EDGE: Final = 0.03  # of the larger side, left free on each


@dataclass(frozen=True)
class Inset:
    """Outlines in the units of the atlas. `paths`: id -> SVG path; `box`: x, y, width, height of them all."""

    paths: Mapping[str, str]
    box: tuple[int, int, int, int]


def inset(atlas: Mapping[str, Any], level: str, ids: Collection[str]) -> Inset | None:
    """Those of `ids` that the atlas (parsed: its format is in geo.atlas) draws at `level`; None where it has none."""
    shapes = atlas["levels"][level]
    rings = {i: [list(_ring(atlas["arcs"], arcs)) for arcs in shapes[i]] for i in sorted(ids) if i in shapes}
    points = [p for group in rings.values() for ring in group for p in ring]
    if not points:
        return None
    left, top = (min(p[n] for p in points) for n in (0, 1))
    wide, high = (max(p[n] for p in points) - low for n, low in enumerate((left, top)))
    edge = round(_EDGE * max(wide, high))
    box = (left - edge, top - edge, wide + 2 * edge, high + 2 * edge)
    return Inset({i: "".join(map(_path, group)) for i, group in rings.items()}, box)


def _ring(arcs: list[list[int]], ring: list[int]) -> Iterator[Point]:
    """The points of a ring of arc indexes; `~i` is arc i backwards."""
    for index in ring:
        steps = arcs[index if index >= 0 else ~index]
        x, y = 0, 0
        way = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            way.append((x, y))
        yield from way if index >= 0 else way[::-1]


def _path(ring: list[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in ring) + "Z"
