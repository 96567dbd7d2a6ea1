"""Questions about how the figures came: runs, the state of each row, revisions. What was found in them is in
core.warehouse.findings, and the figures themselves in core.warehouse.queries.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.catalogue.catalogue import Catalogue, Indicator
from core.terms import age
from core.terms.period import parse
from core.warehouse.store import Store


def run_of(store: Store, indicator_id: str, series: str, period: str) -> dict[str, Any] | None:
    """The run that brought a series and period: source, citation, licence, extraction, and whether it is stale."""
    found = store.rows(
        """
        SELECT r.*, EXISTS (
                 SELECT 1 FROM source_run f WHERE f.indicator_id = r.indicator_id AND f.series = r.series
                 AND f.source_id = r.source_id AND f.current AND f.outcome = 'stale') AS stale
        FROM source_run r
        WHERE r.run_id = (SELECT run_id FROM observation WHERE indicator_id = $indicator AND series = $series
                          AND period = $period ORDER BY origin = 'aggregated', territory_id LIMIT 1)
        """,
        {"indicator": indicator_id, "series": series, "period": period},
    )
    return found[0] if found else None


def build_info(store: Store) -> dict[str, Any]:
    """Name, content hash and time of the open build."""
    return store.rows("SELECT * FROM build")[0]


def status(store: Store, catalogue: Catalogue, today: date) -> list[dict[str, Any]]:
    """One object per row of Table 3, in order; keys as in `status_of`."""
    return status_of(catalogue.indicators, store, today)


def status_of(items: Iterable[Indicator], store: Store, today: date) -> list[dict[str, Any]]:
    """One object per indicator, in the order of a list: the further ones are asked for apart, and have no row.

    Keys: id, row, domain, rows (with a value), territories, first, last, outcome
    (ok | unchanged | stale | failed | embedded | none), age_days (since the end of the last period, as core.terms.age;
    None without figures, or where nobody says of when they are), received (the day we got the newest, ISO), reason.
    """
    figures = {r["indicator_id"]: r for r in _figures(store)}
    runs: dict[str, list[dict[str, Any]]] = {}
    for run in store.rows("SELECT * FROM source_run ORDER BY finished_at"):
        runs.setdefault(run["indicator_id"], []).append(run)
    listed = sorted(items, key=lambda i: i.place)
    return [_status_row(i, figures.get(i.id), runs.get(i.id, []), today) for i in listed]


def _figures(store: Store) -> list[dict[str, Any]]:
    return store.rows("""
        SELECT o.indicator_id, count(o.value) AS n,
               count(DISTINCT o.territory_id) FILTER (o.value IS NOT NULL) AS places,
               list(DISTINCT o.period) FILTER (o.value IS NOT NULL) AS periods,
               max(r.finished_at) FILTER (o.value IS NOT NULL) AS extracted,
               bool_or(r.source_id NOT IN ('figures', 'derived')) FILTER (o.value IS NOT NULL) AS live
        FROM observation o LEFT JOIN source_run r USING (run_id) GROUP BY o.indicator_id
        """)


def _status_row(
    item: Indicator, figures: dict[str, Any] | None, runs: list[dict[str, Any]], today: date
) -> dict[str, Any]:
    periods = sorted((figures or {}).get("periods") or [], key=parse)
    trouble = [r for r in runs if r["current"] and r["outcome"] in ("failed", "stale")]
    outcome, reason = "none", item.source_state.reason.pt
    if periods and figures:
        outcome, reason = ("ok", "") if figures["live"] else ("embedded", "valores embutidos")
        if figures["live"] and any(r["outcome"] == "unchanged" for r in runs if r["current"]):
            outcome = "unchanged"
    if trouble:
        outcome = "stale" if any(r["outcome"] == "stale" for r in trouble) else ("failed" if not periods else outcome)
        reason = "; ".join(dict.fromkeys(r["message"] for r in trouble if r["message"])) or reason
    old = age.of(periods[-1] if periods else None, today)
    return {
        "id": item.id,
        "row": item.row,
        "domain": item.domain,
        "rows": int(figures["n"]) if figures else 0,
        "territories": int(figures["places"]) if figures else 0,
        "first": periods[0] if periods else None,
        "last": periods[-1] if periods else None,
        "outcome": outcome,
        "age_days": old.days if old else None,
        "received": str(figures["extracted"])[:10] if periods and figures else None,
        "reason": reason,
    }


def last_periods(store: Store) -> dict[tuple[str, str], str]:
    """Newest period with a value per (indicator id, series)."""
    table = store.rows(
        "SELECT indicator_id, series, list(DISTINCT period) AS periods FROM observation"
        " WHERE value IS NOT NULL GROUP BY ALL"
    )
    return {(r["indicator_id"], r["series"]): max(r["periods"], key=parse) for r in table}


def asked_keys(store: Store) -> frozenset[str]:
    """Keys of the queries whose last outcome the build has on record."""
    return frozenset(
        r["key"] for r in store.rows("SELECT DISTINCT key FROM source_run WHERE current AND key IS NOT NULL")
    )


def revisions(
    store: Store, indicator_id: str, series: str, *, period: str | None = None, territory_id: str | None = None
) -> list[dict[str, Any]]:
    """Values of one series that a source changed after we had them, newest first.

    Keys: territory_id, name, period, kind (revised | replaced | vanished), before, after, seen_at, build_before.
    Empty for builds from before revisions were kept.
    """
    if not store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'revision'"):
        return []
    return store.rows(
        """
        SELECT v.territory_id, t.name, v.period, v.kind, v.value_before AS before, v.value_after AS after, v.seen_at,
               v.build_before
        FROM revision v LEFT JOIN territory t USING (territory_id)
        WHERE v.indicator_id = $indicator AND v.series = $series
          AND ($period IS NULL OR v.period = $period) AND ($place IS NULL OR v.territory_id = $place)
        ORDER BY v.build_after DESC, v.period DESC, v.territory_id
        """,
        {"indicator": indicator_id, "series": series, "period": period, "place": territory_id},
    )
