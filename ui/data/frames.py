"""All periods of a series for the time slider: one static file per view, fetched when the reader reaches for it."""

from typing import Any

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.terms.period import label
from core.warehouse import queries
from core.warehouse.store import Store
from show.findings import regions
from show.paint import findings, paint
from show.scale import Scale


def frames(
    store: Store, item: Indicator, series: str, level: str, version: str, scale: Scale, lang: str
) -> dict[str, Any]:
    """`periods`, their `labels`, and for each what show.paint gives, in the order of
    core.warehouse.queries.slice_at.
    """
    table = queries.frames(store, item.id, series, level, version)
    parts = {str(p): part for p, part in table.groupby("period", sort=False)}
    region = regions(territory.load(), version)
    return {
        "periods": list(parts),
        "labels": [label(p, lang) for p in parts],
        "frames": [
            paint(part, item, series, scale, lang, period) | findings(part, item, series, level, region, period, lang)
            for period, part in parts.items()
        ],
    }
