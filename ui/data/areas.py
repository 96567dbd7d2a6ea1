"""The widest area that a series has values of: the country, or the mainland."""

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.terms.territory import COUNTRY, MAINLAND
from core.warehouse import queries
from show.sentences import area_of
from ui.data import load
from ui.data.context import Context

Area = tuple[pd.DataFrame, str] | None


def area(context: Context, item: Indicator, series: str) -> Area:
    """National values over time, or the mainland's; None where there are neither."""
    found = load.once(
        context.store,
        ("area", item.id, series),
        lambda: queries.series_of(context.store, item.id, series, [COUNTRY, MAINLAND]),
    )
    return area_of(found, context.territories, context.lang)
