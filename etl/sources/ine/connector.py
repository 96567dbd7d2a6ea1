"""INE (Statistics Portugal), JSON API: metadata first, then the data in calls under the cell limit."""

from math import prod
from typing import Final

from core.base.errors import PeriodMissing
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Parsed, Raw
from etl.sources.ine.edition import refuse_other
from etl.sources.ine.format import Rows, decode, observations, rows_of
from etl.sources.ine.metadata import Metadata, parse_metadata, resolve
from etl.sources.ine.query import IneQuery

BASE: Final = "https://www.ine.pt/ine/json_indicador"
_MAX_CODES_PER_CALL: Final = 350  # keeps the address under 4 kB


class Ine:
    """Connector of INE's JSON API. Level of the result: what INE publishes, down to the município."""

    id = "ine"

    def fetch(self, query: IneQuery, context: Context) -> tuple[Raw, ...]:
        """Metadata, then as many data calls as the cell limit asks for, one at a time."""
        raw_meta = context.fetcher.get(_meta_request(query, context))
        metadata = _metadata(raw_meta, query, context)
        # Not filtered by what `pick` finds: rows of Table 3 that share a series then share the call.
        return (raw_meta, *(context.fetcher.get(r) for r in plan(query, metadata, context)))

    def parse(self, raws: tuple[Raw, ...], query: IneQuery, context: Context) -> Parsed:
        """Observations of one INE indicator; every row is mapped, or counted in a finding."""
        where = f"INE {query.varcd}"
        metadata = _metadata(raws[0], query, context)
        query, rows = resolve(query, metadata), Rows()
        for raw in raws[1:]:
            place = f"{where} ({raw.name})"
            body = raw.read()
            answer = decode(body, place)
            came = rows_of(answer, body, query.varcd, place, national=query.level == "pais")
            codes = (row["geocod"] for some in came.values() for row in some)
            refuse_other(query.nuts, str(answer.get("IndicadorDsg", "")), codes, context.territories, place)
            for label, some in came.items():
                rows.setdefault(label, []).extend(some)
        _all_periods_there(rows, metadata, where)
        made, findings = observations(rows, query, context, scale=10.0**metadata.power / query.divisor)
        return Parsed(made, findings, metadata.updated, raws)


def _metadata(raw: Raw, query: IneQuery, context: Context) -> Metadata:
    """What INE says of the indicator; refused before any data call where its places are of another NUTS version."""
    where = f"INE {query.varcd}, metadados"
    metadata = parse_metadata(raw.read(), where)
    refuse_other(query.nuts, metadata.title, metadata.geography, context.territories, where)
    return metadata


def _meta_request(query: IneQuery, context: Context) -> Request:
    params = (("varcd", query.varcd), ("lang", context.settings.ine_language))
    return Request("ine", f"{query.varcd}.meta", f"{BASE}/pindicaMeta.jsp", params)


def plan(query: IneQuery, metadata: Metadata, context: Context) -> list[Request]:
    """The data calls: all periods × geography down to município × the fixed categories, under the cell limit."""
    limit = context.settings.ine_cells_per_call
    wanted = [g for g in metadata.geography if context.territories.from_ine(g, query.nuts) or len(g) in (1, 2, 3, 7)]
    filtered = len(wanted) < len(metadata.geography)  # leaves out freguesias
    size = min(len(wanted), _MAX_CODES_PER_CALL) if filtered else max(1, len(wanted))
    free = prod(len(codes) for n, codes in metadata.others.items() if f"dim_{n}" not in query.dims)
    size = max(1, min(size, limit // max(1, free)))
    whole = not wanted or (size >= len(metadata.geography) and not filtered)
    batches = [[]] if whole else [wanted[i : i + size] for i in range(0, len(wanted), size)]
    per_call = max(1, limit // max(1, size * free))
    codes = list(metadata.periods)
    groups = [codes[i : i + per_call] for i in range(0, len(codes), per_call)]
    pairs = [(periods, places) for periods in groups for places in batches]
    return [_data_request(query, context, metadata, p, g, n, len(pairs)) for n, (p, g) in enumerate(pairs, 1)]


def _data_request(
    query: IneQuery, context: Context, metadata: Metadata, periods: list[str], places: list[str], n: int, of: int
) -> Request:
    everything = len(periods) == len(metadata.periods)
    params = [("op", "2"), ("varcd", query.varcd), ("Dim1", "T" if everything else ",".join(periods))]
    if places:
        params.append(("Dim2", ",".join(places)))
    params += [(f"Dim{key.removeprefix('dim_')}", code) for key, code in sorted(query.dims.items())]
    params.append(("lang", context.settings.ine_language))
    name = f"{query.varcd}.data" if of == 1 else f"{query.varcd}.data.{n:03d}of{of:03d}"
    return Request("ine", name, f"{BASE}/pindica.jsp", tuple(params), version=metadata.updated)


def _all_periods_there(rows: Rows, metadata: Metadata, where: str) -> None:
    came = {label.strip() for label in rows}
    if absent := [label for label in metadata.periods.values() if label.strip() not in came]:
        raise PeriodMissing(
            f"Os metadados prometem períodos que não vieram: {', '.join(absent[:5])}.",
            where=where,
            cure="repetir a carga; os valores anteriores mantêm-se.",
        )


CONNECTOR: Final = Ine
