"""The star: nine tables, all keys by audit and not by constraint (measured: constraints cost 9× the load time)."""

from typing import Final

TABLES: Final[dict[str, str]] = {
    "source": "source_id TEXT, name TEXT, home_url TEXT, licence TEXT, citation TEXT",
    "indicator": (
        'indicator_id TEXT, "row" INTEGER, domain TEXT, name_pt TEXT, name_en TEXT, unit_pt TEXT, unit_en TEXT, '
        "decimals INTEGER, direction TEXT, periodicity TEXT, finest_level TEXT, provider TEXT, aggregation TEXT, "
        "default_series TEXT, description TEXT, table3_source TEXT"
    ),
    # What a series of an indicator is where it is not the indicator's own: its name, unit and decimals.
    "series": (
        "indicator_id TEXT, series TEXT, name_pt TEXT, name_en TEXT, unit_pt TEXT, unit_en TEXT, decimals INTEGER"
    ),
    "territory": (
        "territory_id TEXT, level TEXT, code TEXT, name TEXT, nuts_version TEXT, parent_2013 TEXT, parent_2024 TEXT, "
        'area_km2 DOUBLE, district TEXT, "group" TEXT, valid_from TEXT, valid_to TEXT'
    ),
    "observation": (
        "indicator_id TEXT, series TEXT, territory_id TEXT, period TEXT, value DOUBLE, status TEXT, conf TEXT, "
        "sign TEXT, origin TEXT, note TEXT, document TEXT, numerator DOUBLE, denominator DOUBLE, run_id TEXT"
    ),
    "source_run": (
        "run_id TEXT, source_id TEXT, indicator_id TEXT, series TEXT, started_at TEXT, finished_at TEXT, outcome TEXT, "
        "rows INTEGER, raw_sha256 TEXT, source_updated_at TEXT, message TEXT, citation TEXT, licence TEXT, "
        "current BOOLEAN, key TEXT, role TEXT, edition TEXT, chain TEXT"
    ),
    "point": (
        "indicator_id TEXT, series TEXT, period TEXT, point_id TEXT, territory_id TEXT, lat DOUBLE, lon DOUBLE, "
        "value DOUBLE, run_id TEXT"
    ),
    "document": "document_id TEXT, title TEXT, publisher TEXT, address TEXT, place TEXT, dated TEXT",
    # Those on figures (etl.build.plausibility) have no run, and say where and what.
    "finding": (
        "run_id TEXT, indicator_id TEXT, severity TEXT, rule TEXT, detail TEXT, count INTEGER, detail_en TEXT, "
        "series TEXT[], territory_id TEXT, periods TEXT[], found DOUBLE, expected DOUBLE, answer TEXT, answer_en TEXT, "
        "cells STRUCT(series TEXT, period TEXT, found DOUBLE, expected DOUBLE, detail TEXT, detail_en TEXT, "
        "answer TEXT, answer_en TEXT)[]"
    ),
}

# What changed since the build before, carried from build to build. `kind`: revised | replaced | vanished.
REVISION: Final = (
    "indicator_id TEXT, series TEXT, territory_id TEXT, period TEXT, kind TEXT, value_before DOUBLE, "
    "value_after DOUBLE, status_before TEXT, status_after TEXT, build_before TEXT, build_after TEXT, seen_at TEXT"
)

# Reading order of the screen's questions: one indicator, one series, its periods, its places.
OBSERVATION_ORDER: Final = "indicator_id, series, period, territory_id"

VIEWS: Final[dict[str, str]] = {
    # What a reader of the file wants first: figures with names, units and sources beside them.
    "figures": """
        SELECT o.indicator_id, i."row", i.domain, i.name_pt AS indicator, o.series, s.name_pt AS series_name,
               o.territory_id, t.level, t.name AS territory, t.nuts_version, o.period, o.value,
               coalesce(s.unit_pt, i.unit_pt) AS unit, o.status, o.conf, o.sign, o.origin, o.note, o.numerator,
               o.denominator, o.document, d.title AS document_title, d.publisher AS document_publisher,
               d.address AS document_address, d.place AS document_place, r.citation, r.licence, r.edition, r.chain,
               r.finished_at AS extracted_at
        FROM observation o
        JOIN indicator i USING (indicator_id)
        JOIN territory t USING (territory_id)
        LEFT JOIN series s ON s.indicator_id = o.indicator_id AND s.series = o.series
        LEFT JOIN source_run r ON r.run_id = o.run_id
        LEFT JOIN document d ON d.document_id = o.document
    """,
}
