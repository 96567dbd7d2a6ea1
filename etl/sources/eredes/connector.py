"""E-REDES, open data (Opendatasoft Explore v2.1): electricity meters per município of the mainland and month."""

from typing import Final

import orjson

from core.base.clock import ZONE
from core.base.errors import SourceNotData, SourceShapeChanged
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.eredes.format import COLUMNS, Meters, parse
from etl.sources.eredes.query import EredesQuery

BASE = "https://e-redes.opendatasoft.com/api/explore/v2.1"
_FIELDS: Final = tuple(names[0] for names in COLUMNS.values())
_KEYS: Final = _FIELDS[:-1]


class Eredes:
    """Connector of E-REDES. Level of the result: the 278 municípios of the mainland, by month."""

    id = "eredes"

    def fetch(self, query: EredesQuery, context: Context) -> tuple[Raw, ...]:
        """The dataset's description, which says its version and fields, then its sums per município and month."""
        base = f"{BASE}/catalog/datasets/{query.dataset}"
        about = context.fetcher.get(Request("eredes", f"{query.dataset}.meta", base))
        version = _version(about.read(), f"E-REDES {query.dataset}")
        params = (
            ("select", f"{', '.join(_KEYS)}, sum({_FIELDS[-1]}) as {_FIELDS[-1]}"),
            ("group_by", ", ".join(_KEYS)),
            ("delimiter", ";"),
            ("use_labels", "false"),
            ("timezone", ZONE.key),
        )
        request = Request("eredes", query.dataset, f"{base}/exports/csv", params, kind="csv", version=version)
        return (about, context.fetcher.get(request))

    def parse(self, raws: tuple[Raw, ...], query: EredesQuery, context: Context) -> Parsed:
        """Share of smart meters (%), or number of connections with an active contract, per município and month."""
        where = f"E-REDES {query.dataset}"
        mainland = frozenset(m.id for m in context.territories.municipalities if m.id < "31")
        meters = parse(raws[-1].read(), where, mainland)
        # A count that cannot be read or true spoils its município and month, not the others.
        spoiled = {k[:2] for k in (*meters.unread, *meters.negative)}
        rows = []
        for key in sorted(set(meters.total) | {k for k in spoiled if k[1] in mainland}):
            total = meters.total.get(key, 0)
            usable = key not in spoiled and (total > 0 or query.measure == "active")
            value = _measure(query, total, meters.smart.get(key, 0)) if usable else float("nan")
            note = "contagem ilegível ou negativa na fonte" if key in spoiled else None
            rows.append(
                {
                    "territory_id": key[1],
                    "period": key[0],
                    "value": value,
                    "note": note,
                    "status": "A" if usable else "O",
                }
            )
        made = frame(rows) if rows else frame([])
        made["series"] = query.series
        made["origin"] = "derived" if query.measure == "smart_share" else "source"
        return Parsed(made, _findings(meters, where), None, raws)


def _measure(query: EredesQuery, total: int, smart: int) -> float:
    return round(100 * smart / total, 2) if query.measure == "smart_share" else float(total)


def _version(body: bytes, where: str) -> str:
    """When the dataset was last processed; raises SourceShapeChanged when a field we need is gone."""
    try:
        about = orjson.loads(body)
        fields = [str(f["name"]) for f in about["fields"]]
        stamp = about.get("metas", {}).get("default", {})
        version = str(stamp.get("data_processed") or stamp.get("modified") or "")
    except orjson.JSONDecodeError as error:
        raise SourceNotData("A descrição do conjunto não é JSON.", where=where, cure="repetir a carga.") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceShapeChanged(
            f"A descrição do conjunto não tem «{error}».", where=where, cure="comparar com docs/fontes.md."
        ) from error
    if absent := [f for f in _FIELDS if f not in fields]:
        raise SourceShapeChanged(
            f"O conjunto já não tem os campos {', '.join(absent)}; tem: {', '.join(fields)}.",
            where=where,
            cure="comparar com docs/fontes.md e corrigir etl/sources/eredes/format.py.",
        )
    return version


def _findings(meters: Meters, where: str) -> list[Finding]:
    found = []
    if meters.pooled_rows:
        codes = ", ".join(f"{c or '(vazio)'} ({n})" for c, n in meters.pooled.most_common(10))
        text = f"{where}: {meters.pooled_rows} linhas sem município, que não se atribuem a nenhum: {codes}"
        found.append(Finding("info", "sem_municipio", text, meters.pooled_rows))
    for rule, bad in (("valor_ilegivel", meters.unread), ("contagem_negativa", meters.negative)):
        if bad:
            text = f"{where}: {len(bad)} contagens ({'; '.join(' '.join(b) for b in bad[:10])})"
            found.append(Finding("error", rule, text, len(bad)))
    return found


CONNECTOR: Final = Eredes
