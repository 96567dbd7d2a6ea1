"""Revisions where they happened: what a source said before and says now, beside the value itself."""

from typing import Any, Final

from core.catalogue.catalogue import Indicator
from core.terms.formats import day
from core.terms.period import label
from core.warehouse import loads
from core.warehouse.store import Store
from show.sentences import value_or_gap
from show.texts import t
from show.tree import Node, h

_SHOWN: Final = 50


def note(
    store: Store, item: Indicator, series: str, lang: str, *, period: str | None = None, place: str | None = None
) -> Node:
    """A folded table of revisions of one series (in a period, or of a place); None when there is none."""
    found = loads.revisions(store, item.id, series, period=period, territory_id=place)
    if not found:
        return None
    columns = ("place", "period", "before", "after", "why", "seen")
    numeric = {"before", "after"}
    head = [
        h("th", {"scope": "col", "class": "num" if c in numeric else ""}, t(f"revision.{c}", lang)) for c in columns
    ]
    rows = [_row(r, item, series, lang) for r in found[:_SHOWN]]
    unit = item.unit_for(series, lang)
    more = (
        h("p", {"class": "enti-fine"}, t("revision.more", lang, n=len(found) - _SHOWN)) if len(found) > _SHOWN else None
    )
    return h(
        "details",
        {"class": "enti-missing", "data-revisions": len(found)},
        h("summary", {}, t("revision.title", lang, n=len(found))),
        h(
            "div",
            {"class": "enti-scroll"},
            h("table", {}, h("caption", {}, unit), h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *rows)),
        ),
        more,
    )


def _row(r: dict[str, Any], item: Indicator, series: str, lang: str) -> Node:
    after = t("revision.gone", lang) if r["kind"] == "vanished" else value_or_gap(r["after"], item, series, lang)
    return h(
        "tr",
        {},
        h("th", {"scope": "row"}, r["name"] or r["territory_id"]),
        h("td", {}, label(r["period"], lang)),
        h("td", {"class": "num"}, value_or_gap(r["before"], item, series, lang)),
        h("td", {"class": "num"}, after),
        h("td", {}, t(f"revision.kind.{r['kind']}", lang)),
        h("td", {}, day(r["seen_at"], lang)),
    )
