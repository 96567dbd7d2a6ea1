"""APA's QualAR: the index of one day at each station, put into municípios; the worst station counts.

The API is the site's own and not documented: the catalogue asks it only once APA has agreed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from core.base.clock import ZONE
from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged
from core.terms import period
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.qualar.query import QualarQuery
from geo.locate import locate

_LOOK = "comparar com docs/fontes.md e corrigir etl/sources/qualar/connector.py."


@dataclass(frozen=True)
class Station:
    """A station, where it stands (WGS 84 degrees), and its index of the day (None if it gives none)."""

    id: str
    lat: float | None
    lon: float | None
    index: int | None


class Qualar:
    """Connector of QualAR. Level of the result: municípios with a station, for yesterday."""

    id = "qualar"

    def fetch(self, query: QualarQuery, context: Context) -> tuple[Raw, ...]:
        """The map of yesterday, by Lisbon's clock."""
        day = (datetime.now(ZONE) - timedelta(days=1)).date().isoformat()
        params = (("type", "map"), ("data", day), ("poluente_id", "0"), ("en", "0"))
        return (context.fetcher.get(Request(self.id, f"map.{day}", query.url, params)),)

    def parse(self, raws: tuple[Raw, ...], query: QualarQuery, context: Context) -> Parsed:
        """One row per município with a station that gives an index of 1 to 5."""
        day = period.parse(raws[0].name.rpartition(".")[2]).text
        found, strange = _stations(raws[0].read(), f"QualAR, {day}")
        located = locate([s for s in found if s.index], context.boundaries())
        by_place: dict[str, list[Station]] = {}
        for station in found:
            if dico := located.placed.get(station.id):
                by_place.setdefault(dico, []).append(station)
        rows = [
            {
                "territory_id": dico,
                "period": day,
                "value": float(max(s.index or 0 for s in here)),
                "status": "P",
                "note": f"pior de {len(here)} estações",
            }
            for dico, here in sorted(by_place.items())
        ]
        made = frame(rows) if rows else frame([])
        made["series"] = query.series
        findings = []
        lost = [s.id for s in (*located.far, *located.homeless)]
        for rule, bad in (("indice_desconhecido", strange), ("estacao_sem_municipio", lost)):
            if bad:
                findings.append(
                    Finding("warning", rule, f"QualAR: {len(bad)} estações ({'; '.join(bad[:20])})", len(bad))
                )
        return Parsed(made, findings, None, raws)


def _stations(body: bytes, where: str) -> tuple[list[Station], list[str]]:
    """Stations of a day; those whose index is neither 1 to 5 nor «sem dados» are named."""
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise SourceNotData("A QualAR não devolveu JSON.", where=where, cure="tentar mais tarde.") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("stations"), list):
        raise SourceShapeChanged("Falta a lista «stations».", where=where, cure=_LOOK)
    seen: dict[str, Station] = {}
    strange: list[str] = []
    for entry in answer["stations"]:
        made, problem = _station(entry, where)
        if problem:
            strange.append(problem)
        if seen.setdefault(made.id, made) != made:
            raise DuplicateKey(
                f"A estação {made.id} vem duas vezes, diferente.", where=where, cure="tentar mais tarde."
            )
    return list(seen.values()), strange


def _station(entry: Any, where: str) -> tuple[Station, str | None]:
    try:
        identity, given = str(entry["estacao_id"]), entry["indice"]
        lat, lon = (_number(entry[k]) for k in ("latitude", "longitude"))
    except (KeyError, TypeError) as error:
        raise SourceShapeChanged(f"Uma estação não traz «{error}».", where=where, cure=_LOOK) from error
    value = _number(given)
    index = int(value) if value in (1, 2, 3, 4, 5) else None
    known = index is not None or given in (None, "", 0, "0")
    return Station(identity, lat, lon, index), None if known else f"{identity}: {given!r}"


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


CONNECTOR: Final = Qualar
