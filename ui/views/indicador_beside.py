"""What stands beside an indicator: other measures, editions and parts, each with what it must not be taken for. Never
its value, and never counted.
"""

from core.catalogue.catalogue import Indicator
from core.reading.model import Beside
from core.terms.period import label
from core.terms.status import words
from show import pedigree
from show.sentences import area_name, place_name, value_or_gap, within
from show.texts import t
from show.tree import Node, h
from ui.data import load
from ui.data.context import Context
from ui.data.read import reader


def section(context: Context, item: Indicator) -> Node:
    """A line per series; nothing where nothing stands beside. Kept for the build: many readers ask for the same."""
    key = ("beside", item.id, context.lang, repr(item))
    return load.once(context.store, key, lambda: _make(context, item))


def _make(context: Context, item: Indicator) -> Node:
    found = reader(context).beside(item)
    if not found:
        return None
    columns = ("beside.what", "control.period", "map.col.value", "pedigree.title", "beside.is_not")
    head = [
        h("th", {"scope": "col", "class": "num" if c.endswith("value") else ""}, t(c, context.lang)) for c in columns
    ]
    table = h("table", {}, h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *[_row(context, b) for b in found]))
    return h(
        "details",
        {"class": "enti-card enti-about"},
        h("summary", {}, t("beside.title", context.lang, n=len(found))),
        h("p", {"class": "enti-fine"}, t("beside.note", context.lang)),
        h("div", {"class": "enti-scroll"}, table),
    )


def _row(context: Context, b: Beside) -> Node:
    lang, series = context.lang, b.item.get_series(b.series)
    name = b.item.name.get(lang) + ("" if len(b.item.series) == 1 else f": {within(series.name.get(lang))}")
    where = _where(context, b)
    value, doubt = t("beside.places", lang, n=b.places), ""
    if b.point is not None:
        value = value_or_gap(b.point.value, b.item, b.series, lang)
        doubt = "" if b.point.normal else f"; {words(b.point.status, b.point.conf, lang)}"
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, name, h("div", {"class": "enti-fine"}, f"{where}{doubt}" if where else None)),
        h("td", {}, label(b.period, lang)),
        h("td", {"class": "num"}, value),
        h("td", {}, pedigree.opened(b.pedigree, lang) or "–"),
        h("td", {}, h("span", {"class": "enti-fine"}, series.caveat.get(lang) if series.caveat else "")),
    )


def _where(context: Context, b: Beside) -> str:
    if not b.item.get_series(b.series).placed:
        return t("beside.unplaced", context.lang)
    if b.place is None:
        return ""
    place = context.territories[b.place]
    return place_name(place, context.lang) if place.level == "ue" else area_name(place.id, context.lang)
