"""All periods of a series for the time slider: one static file per view, fetched when the reader reaches for it."""

from collections.abc import Callable
from typing import Any

from core.catalogue.catalogue import Indicator
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store
from show.findings import regions
from show.paint import findings, paint
from show.scale import Scale
from show.sentences import dated


def frames(
    store: Store,
    item: Indicator,
    series: str,
    level: str,
    version: str,
    scale: Scale,
    lang: str,
    around: Callable[[str], dict[str, Any]] = lambda *_: {},
) -> dict[str, Any]:
    """`periods`, their `labels`, and for each what show.paint gives, in the order of
    core.warehouse.queries.slice_at, with what `around` says of a period, for what stands around the map.
    """
    table = queries.frames(store, item.id, series, level, version)
    parts = {str(p): part for p, part in table.groupby("period", sort=False)}
    region = regions(territory.load(), version)
    return {
        "periods": list(parts),
        "labels": [dated(p, part, lang) for p, part in parts.items()],
        "frames": [
            paint(part, item, series, scale, lang, period)
            | findings(part, item, series, level, region, period, lang)
            | around(period)
            for period, part in parts.items()
        ],
    }
