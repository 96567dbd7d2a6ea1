"""What two builds say differently: values revised, new and vanished, each with its source."""

from pathlib import Path
from typing import Any, Final

import duckdb

from core.base.errors import WarehouseMissing
from core.warehouse.opening import readable
from core.warehouse.store import earlier, kept, resolve

KINDS: Final = ("revised", "new", "vanished")


def find(name: str, folder: Path) -> Path:
    """A kept build by its name, the beginning of it, `atual` or `anterior` (the one before the current).

    Raises WarehouseMissing, listing the builds there are, unless exactly one fits.
    """
    builds = kept(folder)[::-1]
    if name == "atual":
        return resolve(folder)
    if name == "anterior":
        fitting = [b for b in (earlier(resolve(folder)),) if b is not None]
    else:
        fitting = [b for b in builds if b.stem.startswith(name.removesuffix(".duckdb"))]
    if len(fitting) != 1:
        listed = ", ".join(b.stem for b in builds) or "nenhuma"
        raise WarehouseMissing(
            f"«{name}» não designa uma só versão dos dados ({len(fitting)} servem).",
            where=str(folder),
            cure=f"escrever o nome, o seu princípio, «anterior» ou «atual»; há: {listed}.",
        )
    return fitting[0]


def compare(before: Path, after: Path) -> list[dict[str, Any]]:
    """Keys: kind, indicator_id, series, territory_id, territory, period, before, after, status_before, status_after,
    origin, citation.

    A value that came where there was none is new; one that went, with its row or without, has vanished.
    """
    with duckdb.connect() as connection, readable(before) as (was, _), readable(after) as (now, _):
        for name, path in (("before", was), ("after", now)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        table = connection.execute("""
            WITH b AS (SELECT o.*, r.citation FROM before.observation o LEFT JOIN before.source_run r USING (run_id)),
                 a AS (SELECT o.*, r.citation FROM after.observation o LEFT JOIN after.source_run r USING (run_id))
            SELECT CASE WHEN b.value IS NULL THEN 'new' WHEN a.value IS NULL THEN 'vanished' ELSE 'revised' END AS kind,
                   indicator_id, series, territory_id, t.name AS territory, period, b.value AS before, a.value AS after,
                   b.status AS status_before, a.status AS status_after, coalesce(a.origin, b.origin) AS origin,
                   coalesce(a.citation, b.citation) AS citation
            FROM b FULL JOIN a USING (indicator_id, series, territory_id, period)
            LEFT JOIN after.territory t USING (territory_id)
            WHERE (b.value IS NULL) <> (a.value IS NULL)
               OR abs(b.value - a.value) > 1e-9 * greatest(1, abs(b.value))
            ORDER BY indicator_id, series, kind, period, territory_id
            """)
        names = [c[0] for c in table.description]
        return [dict(zip(names, row, strict=True)) for row in table.fetchall()]
