"""The figures of one place, whatever its level: each indicator beside the level above and the country, and its
ranks.
"""

from dataclasses import dataclass

from core.catalogue.catalogue import Indicator
from core.reading.model import Point, Where
from core.reading.reading import Reading
from core.terms.status import words
from show.sentences import area_name, dated
from ui.data.context import Context
from ui.data.read import reader


@dataclass(frozen=True)
class Line:
    """One indicator in one place: its reading, and in words what goes with it."""

    read: Reading
    when: str  # the period as it is read
    above: float | None
    area: tuple[str, float] | None  # the country, or the mainland where there is no national value
    doubts: tuple[str, str, str]  # words for a value that is not a normal one: here, above, country

    @property
    def item(self) -> Indicator:
        """The indicator."""
        return self.read.item

    @property
    def now(self) -> Point:
        """The figure; there is one in every line."""
        assert self.read.now is not None
        return self.read.now

    @property
    def all_values(self) -> list[float]:
        """Those of all places of the level."""
        return self.read.spread.values if self.read.spread else []


def profile(context: Context, place: Where) -> list[Line]:
    """A line per indicator that has a value here in the newest period of the level, in Table 3's order."""
    read = reader(context)
    lines = []
    for item in sorted(context.catalogue.indicators, key=lambda i: i.row):
        if found := read.newest(item, place.self.id, place.version):
            lines.append(_line(context, found))
    return lines


def _line(context: Context, found: Reading) -> Line:
    lang, now, over = context.lang, found.now, found.where.above
    assert now is not None
    above = found.beside(over.id) if over else None
    area = found.country
    return Line(
        found,
        dated(now.period, found.rows[found.rows["period"] == now.period], lang),
        above.value if above else None,
        (area_name(area[0], lang), area[1].value) if area else None,
        (_doubt(now, lang), _doubt(above, lang), _doubt(area[1] if area else None, lang)),
    )


def _doubt(point: Point | None, lang: str) -> str:
    """The status in words when a figure is there and is not a normal one."""
    return "" if point is None or point.normal else words(point.status, point.conf, lang)
