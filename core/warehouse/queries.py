"""Every question the app asks about figures. SQL lives in core and etl, nowhere else.

Frames come back small (one indicator, one period, one place); columns are named in each docstring.
"""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from core.terms.period import parse
from core.warehouse.store import Store

_AT_LEVEL = "t.level = $level AND (t.nuts_version IS NULL OR t.nuts_version = $version)"


def _parts(store: Store) -> str:
    """Numerator and denominator of an observation, as SQL; missing ones for builds from before they were kept."""
    names = ("numerator", "denominator")
    return ", ".join(f"o.{n}" if ("observation", n) in store.columns else f"NULL::DOUBLE AS {n}" for n in names)


def coverage(store: Store) -> pd.DataFrame:
    """What there is: one row per indicator, series, level and NUTS version.

    Columns: indicator_id, series, level, nuts_version, periods (list, in time order), known (list: how many places have
    a value in each of them), first, last, values, places (with a value in the last).
    """
    table = store.frame("""
        SELECT indicator_id, series, level, nuts_version, list({period: period, known: known}) AS found,
               CAST(sum(known) AS BIGINT) AS "values"
        FROM (SELECT o.indicator_id, o.series, t.level, t.nuts_version, o.period, count(o.value) AS known
              FROM observation o JOIN territory t USING (territory_id)
              GROUP BY ALL HAVING count(o.value) > 0)
        GROUP BY ALL ORDER BY ALL
        """)
    found = [sorted(f, key=lambda at: parse(at["period"])) for f in table.pop("found")]
    table["periods"], table["known"] = ([[at[k] for at in f] for f in found] for k in ("period", "known"))
    table["first"], table["last"] = [p[0] for p in table["periods"]], [p[-1] for p in table["periods"]]
    table["places"] = [n[-1] for n in table["known"]]
    return table


def slice_at(store: Store, indicator_id: str, series: str, level: str, version: str, period: str) -> pd.DataFrame:
    """One indicator at one level and period: a row per territory of that level, sorted by id.

    Columns: territory_id, name, region (name of the NUTS III, or of the level above), value, status, conf, sign,
    origin, note, numerator, denominator. Territories without any row come with status `O`.
    """
    return store.frame(
        f"""
        SELECT t.territory_id, t.name, p.name AS region, o.value, coalesce(o.status, 'O') AS status,
               coalesce(o.conf, 'F') AS conf, o.sign, o.origin, o.note, {_parts(store)}
        FROM territory t
        LEFT JOIN territory p
               ON p.territory_id = CASE WHEN $version = '2013' THEN t.parent_2013 ELSE t.parent_2024 END
        LEFT JOIN observation o ON o.territory_id = t.territory_id AND o.indicator_id = $indicator
               AND o.series = $series AND o.period = $period
        WHERE {_AT_LEVEL} ORDER BY t.territory_id
        """,
        {"indicator": indicator_id, "series": series, "level": level, "version": version, "period": period},
    )


def frames(store: Store, indicator_id: str, series: str, level: str, version: str) -> pd.DataFrame:
    """All periods of a series at a level, a row per period and territory, in time order and by id within a period.

    Columns: period, territory_id, value, status, conf, note, numerator, denominator. Territories without a row come
    with status `O`.
    """
    table = store.frame(
        f"""
        WITH mine AS (SELECT o.period, o.territory_id, o.value, o.status, o.conf, o.note, {_parts(store)}
                      FROM observation o JOIN territory t USING (territory_id)
                      WHERE o.indicator_id = $indicator AND o.series = $series AND {_AT_LEVEL})
        SELECT p.period, t.territory_id, m.value, coalesce(m.status, 'O') AS status,
               coalesce(m.conf, 'F') AS conf, m.note, m.numerator, m.denominator
        FROM (SELECT period FROM mine GROUP BY period HAVING count(value) > 0) p
        CROSS JOIN (SELECT * FROM territory t WHERE {_AT_LEVEL}) t
        LEFT JOIN mine m ON m.territory_id = t.territory_id AND m.period = p.period
        ORDER BY p.period, t.territory_id
        """,
        {"indicator": indicator_id, "series": series, "level": level, "version": version},
    )
    return _in_time(table)


def series_of(store: Store, indicator_id: str, series: str, territory_ids: list[str]) -> pd.DataFrame:
    """Values over time of some territories, in time order.

    Columns: territory_id, name, period, value, status, conf, note, origin, numerator, denominator (missing where
    nobody says what a value is the quotient of).
    """
    table = store.frame(
        f"""
        SELECT o.territory_id, t.name, o.period, o.value, o.status, o.conf, o.note, o.origin, {_parts(store)}
        FROM observation o JOIN territory t USING (territory_id)
        WHERE o.indicator_id = $indicator AND o.series = $series AND list_contains($places, o.territory_id)
        """,
        {"indicator": indicator_id, "series": series, "places": territory_ids},
    )
    return _in_time(table)


def spread(store: Store, indicator_id: str, series: str, level: str, version: str) -> pd.DataFrame:
    """Distribution over the territories of a level, per period: columns period, p10, median, p90, n."""
    table = store.frame(
        f"""
        SELECT o.period, quantile_cont(o.value, 0.1) AS p10, median(o.value) AS median,
               quantile_cont(o.value, 0.9) AS p90, count(o.value) AS n
        FROM observation o JOIN territory t USING (territory_id)
        WHERE o.indicator_id = $indicator AND o.series = $series AND {_AT_LEVEL} AND o.value IS NOT NULL
        GROUP BY o.period
        """,
        {"indicator": indicator_id, "series": series, "level": level, "version": version},
    )
    return _in_time(table)


def history(store: Store, indicator_id: str, series: str, level: str, version: str) -> list[float]:
    """All values of a series at a level, over all periods, in no order."""
    table = store.frame(
        f"""
        SELECT o.value FROM observation o JOIN territory t USING (territory_id)
        WHERE o.indicator_id = $indicator AND o.series = $series AND {_AT_LEVEL} AND o.value IS NOT NULL
        """,
        {"indicator": indicator_id, "series": series, "level": level, "version": version},
    )
    return table["value"].tolist()  # type: ignore[no-any-return]


PEDIGREE: Final = (
    *("territory_id", "period", "origin", "numerator", "denominator", "citation", "licence", "edition", "chain"),
    *("document_title", "document_publisher", "document_address", "document_place", "extracted_at"),
)


def pedigree(store: Store, indicator_id: str, series: str, territory_ids: list[str]) -> pd.DataFrame:
    """How the values of some territories reached us, in time order: columns PEDIGREE (core.terms.status.ORIGINS; a
    document's columns are missing where there is none). Empty for builds from before it was kept.
    """
    if not store.rows("SELECT 1 FROM duckdb_columns() WHERE table_name = 'figures' AND column_name = 'chain'"):
        return pd.DataFrame(columns=list(PEDIGREE))
    table = store.frame(
        f"""
        SELECT {", ".join(PEDIGREE)} FROM figures
        WHERE indicator_id = $indicator AND series = $series AND list_contains($places, territory_id)
              AND value IS NOT NULL
        """,
        {"indicator": indicator_id, "series": series, "places": territory_ids},
    )
    return _in_time(table)


def with_note(store: Store, note: str) -> set[str]:
    """Ids of the indicators that have a row with exactly this note."""
    rows = store.rows("SELECT DISTINCT indicator_id FROM observation WHERE note = $note", {"note": note})
    return {r["indicator_id"] for r in rows}


def points(store: Store, indicator_id: str, series: str) -> pd.DataFrame:
    """Where the things that an indicator counts stand, in its newest list; empty for builds that have no points.

    Columns: period, point_id, territory_id (DICO), name (of the município), lat, lon (WGS 84 degrees), value (what
    stands there; NaN where the source does not say). Sorted by point_id.
    """
    if not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'point'"):
        return pd.DataFrame(columns=["period", "point_id", "territory_id", "name", "lat", "lon", "value"])
    return store.frame(
        """
        SELECT p.period, p.point_id, p.territory_id, t.name, p.lat, p.lon, p.value
        FROM point p LEFT JOIN territory t USING (territory_id)
        WHERE p.indicator_id = $indicator AND p.series = $series ORDER BY p.point_id
        """,
        {"indicator": indicator_id, "series": series},
    )


def breaks(store: Store, indicator_id: str, series: str) -> list[str]:
    """Periods, in time order, for which the source itself marks a break in the series (observation status `B`)."""
    found = store.rows(
        "SELECT DISTINCT period FROM observation WHERE indicator_id = $indicator AND series = $series AND status = 'B'",
        {"indicator": indicator_id, "series": series},
    )
    return sorted((str(r["period"]) for r in found), key=parse)


def all_points(store: Store, version: str) -> pd.DataFrame:
    """Every value of the rows of Table 3 at the levels of a NUTS version, for judging them all at once; of no further
    indicator, which is judged where it is shown.

    Columns: indicator_id, series, territory_id, level, period, value (never missing); sorted by the first three.
    """
    return store.frame(
        """
        SELECT o.indicator_id, o.series, o.territory_id, t.level, o.period, o.value
        FROM observation o JOIN territory t USING (territory_id) JOIN indicator i USING (indicator_id)
        WHERE i.row IS NOT NULL AND o.value IS NOT NULL AND t.level <> 'ue'
          AND (t.nuts_version IS NULL OR t.nuts_version = $version)
        ORDER BY o.indicator_id, o.series, o.territory_id
        """,
        {"version": version},
    )


def all_breaks(store: Store) -> dict[tuple[str, str], list[str]]:
    """Periods with a break in series that the source marks (status `B`), by (indicator id, series), in time order."""
    rows = store.rows("SELECT DISTINCT indicator_id, series, period FROM observation WHERE status = 'B'")
    found: dict[tuple[str, str], list[str]] = {}
    for r in sorted(rows, key=lambda r: parse(r["period"])):
        found.setdefault((r["indicator_id"], r["series"]), []).append(str(r["period"]))
    return found


def _in_time(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by period, in time order; within one, in the order in which they came."""
    place = {p: n for n, p in enumerate(sorted(table["period"].unique(), key=parse))}
    return table.iloc[table["period"].map(place).argsort(kind="stable")].reset_index(drop=True)


def values_at(store: Store, wanted: list[tuple[str, str, str]], territory_ids: list[str]) -> pd.DataFrame:
    """Values of many (indicator, series, period) at once, for some territories.

    Columns: indicator_id, series, period, territory_id, value, status, conf, note.
    """
    keys = pd.DataFrame(wanted, columns=["indicator_id", "series", "period"])
    return store.frame(
        """
        SELECT o.indicator_id, o.series, o.period, o.territory_id, o.value, o.status, o.conf, o.note
        FROM observation o
        JOIN (SELECT unnest($ids) AS indicator_id, unnest($series) AS series, unnest($periods) AS period) k
          USING (indicator_id, series, period)
        WHERE list_contains($places, o.territory_id)
        """,
        {
            "ids": keys["indicator_id"].tolist(),
            "series": keys["series"].tolist(),
            "periods": keys["period"].tolist(),
            "places": territory_ids,
        },
    )


def middles(store: Store, wanted: list[tuple[str, str]], groups: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The middle value of groups of places, for many (indicator, series) at once, period by period, in time order: the
    median of the places' own values, which is no mean of rates.

    `groups`: territory ids by name of the group. Columns: indicator_id, series, circle (that name), period, value, n
    (how many places have one).
    """
    inside = [(name, place) for name, places in groups.items() for place in places]
    table = store.frame(
        """
        SELECT o.indicator_id, o.series, g.circle, o.period, median(o.value) AS value, count(o.value) AS n
        FROM observation o
        JOIN (SELECT unnest($ids) AS indicator_id, unnest($series) AS series) k USING (indicator_id, series)
        JOIN (SELECT unnest($circles) AS circle, unnest($places) AS territory_id) g USING (territory_id)
        WHERE o.value IS NOT NULL GROUP BY ALL
        """,
        {
            "ids": [i for i, _ in wanted],
            "series": [s for _, s in wanted],
            "circles": [c for c, _ in inside],
            "places": [p for _, p in inside],
        },
    )
    return _in_time(table)
