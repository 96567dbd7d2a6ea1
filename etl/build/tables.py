"""The dimension tables of a build, from the catalogue and the territory table."""

from collections.abc import Iterator

import pandas as pd

from core.catalogue.catalogue import Catalogue, Indicator, Measured
from core.catalogue.figures import Document
from core.terms.territory import VERSIONS, Territories


def dimension_tables(catalogue: Catalogue, territories: Territories) -> dict[str, pd.DataFrame]:
    """Tables `source`, `indicator`, `series` and `territory`, columns as in etl.build.schema."""
    sources = [
        {"source_id": k, "name": s.name.pt, "home_url": s.home_url, "licence": s.licence, "citation": s.citation}
        for k, s in catalogue.sources.items()
    ]
    places = [
        {
            "territory_id": t.id,
            "level": t.level,
            "code": t.code,
            "name": t.name,
            "nuts_version": t.version,
            **{f"parent_{v}": t.parents.get(v) for v in VERSIONS},
            "area_km2": t.area_km2,
            "district": t.district,
            "group": t.group,
            "valid_from": t.valid_from,
            "valid_to": None,
        }
        for t in territories.by_id.values()
    ]
    return {
        "source": pd.DataFrame(sources),
        "indicator": pd.DataFrame([_indicator(m) for m in catalogue.measured]).astype({"row": "Int64"}),
        "series": pd.DataFrame([s for m in catalogue.measured for s in _series(m)]),
        "territory": pd.DataFrame(places),
    }


def documents(found: dict[str, Document]) -> pd.DataFrame:
    """The table `document`: what values were read in."""
    rows = [{"document_id": k, **d.model_dump()} for k, d in sorted(found.items())]
    return pd.DataFrame(rows, columns=["document_id", *Document.model_fields])


def _series(item: Measured) -> Iterator[dict[str, object]]:
    for series in item.series:
        yield {
            "indicator_id": item.id,
            "series": series.id,
            "name_pt": series.name.pt,
            "name_en": series.name.en,
            "unit_pt": item.unit_for(series.id, "pt"),
            "unit_en": item.unit_for(series.id, "en"),
            "decimals": item.decimals_for(series.id),
        }


def _indicator(item: Measured) -> dict[str, object]:
    row = item if isinstance(item, Indicator) else None
    return {
        "indicator_id": item.id,
        "row": row.row if row else None,
        "domain": row.domain if row else None,
        "name_pt": item.name.pt,
        "name_en": item.name.en,
        "unit_pt": item.unit.pt,
        "unit_en": item.unit.en,
        "decimals": item.decimals,
        "direction": row.direction if row else None,
        "periodicity": item.periodicity,
        "finest_level": item.finest_level,
        "provider": item.provider,
        "aggregation": item.aggregation.rule,
        "default_series": item.default_series.id,
        "description": row.description if row else None,
        "table3_source": row.table3_source if row else None,
    }
