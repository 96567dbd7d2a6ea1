"""Charging stations («postos») of the MOBI.E network, counted per municipality.

Source: the national access point, DATEX II v3 `EnergyInfrastructureTablePublication` (one XML of about
200 MB, without key). It lists the network as it stands now, so the period is the day of `publicationTime`,
as the feed writes it. Unit: stations, or their charging points.

The list is complete for the network: a municipality in which no station lies has a true 0. Stations that
cannot be placed are never guessed: each stands in a finding, with its coordinates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from core.base.errors import BoundaryError, PeriodMissing
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, Request, replay_folder, stored
from etl.fetch.model import Finding, Parsed, Raw, Severity, frame
from etl.sources.mobie.format import Station, StationTable, changed, parse_datex, parse_station_csv, where
from etl.sources.mobie.query import MobieQuery
from geo.locate import locate

if TYPE_CHECKING:
    import geopandas as gpd

MIN_STATIONS: Final = 1000  # the network passed 4 900 in June 2024; far fewer means a partial list
MIN_PLACED: Final = 0.5  # below this share the coordinates themselves have changed, and every 0 would be false
LISTED: Final = 100  # places per finding; further ones get further findings, so that none is dropped
NAME: Final = "evChargingInfra"
STATION_LIST: Final = "evChargingInfra-lista"


class Mobie:
    """Connector of the provider `mobie`. Fewer than `min_stations` stations is a finding."""

    id = "mobie"

    def __init__(self, min_stations: int = MIN_STATIONS) -> None:
        self.min_stations = min_stations
        self._read: tuple[str, StationTable] | None = None  # both measures read the same 200 MB

    def fetch(self, query: MobieQuery, context: Context) -> tuple[Raw, ...]:
        """The whole publication; a replay folder may hold our own station list (CSV) in its place."""
        request = Request(self.id, NAME, query.url, kind="xml")
        listing = Request(self.id, STATION_LIST, query.url, kind="csv")
        return (context.fetcher.get(listing if _only_listing(context.fetcher, request, listing) else request),)

    def parse(self, raws: tuple[Raw, ...], query: MobieQuery, context: Context) -> Parsed:
        """One row per municipality, 0 included; stations without place or listed twice are findings.

        Raises SourceTruncated, SourceNotData, SourceShapeChanged (also when fewer than `MIN_PLACED` of the
        stations can be placed) or PeriodMissing naming the file, and
        BoundaryError when a municipality has no boundary, because its 0 would not be true.
        """
        (raw,) = raws
        table = self._table(raw)
        period = _day(table.published, raw)
        stations, findings = _once(table.stations)
        if len(stations) < self.min_stations:
            words = f"Só {len(stations)} postos (esperados {self.min_stations} ou mais): lista talvez incompleta."
            findings.append(Finding("warning", "mobie_poucos_postos", words))
        boundaries = _checked(context.boundaries(), {m.id for m in context.territories.municipalities})
        placed = place(stations, boundaries, findings)
        if len(placed) < MIN_PLACED * len(stations):
            raise changed(raw, f"só {len(placed)} de {len(stations)} postos têm coordenadas num município")
        counts = _counted(stations, placed, query, raw)
        rows = [
            {"series": query.series, "territory_id": m.id, "period": period, "value": float(counts[m.id])}
            for m in context.territories.municipalities
        ]
        total = sum(s.points for s in stations)
        summary = f"{len(stations)} postos com {total} pontos de carregamento; {len(placed)} num município."
        findings.append(Finding("info", "mobie_resumo", summary, len(stations)))
        where_they_stand = _points(stations, placed, period) if query.measure == "stations" else []
        return Parsed(frame(rows), findings, source_updated_at=table.published, raws=raws, points=where_they_stand)

    def _table(self, raw: Raw) -> StationTable:
        if self._read is None or self._read[0] != raw.sha256:
            self._read = (raw.sha256, parse_station_csv(raw) if raw.path.suffix == ".csv" else parse_datex(raw))
        return self._read[1]


def _points(stations: list[Station], placed: dict[str, str], period: str) -> list[dict[str, Any]]:
    """The stations that lie in a município, each with its charging points where the list says how many."""
    return [
        {
            "period": period,
            "point_id": s.id,
            "territory_id": placed[s.id],
            "lat": s.lat,
            "lon": s.lon,
            "value": s.points or None,
        }
        for s in stations
        if s.id in placed
    ]


def _counted(stations: list[Station], placed: dict[str, str], query: MobieQuery, raw: Raw) -> Counter[str]:
    """Stations, or their charging points, by DICO."""
    if query.measure == "stations":
        return Counter(placed.values())
    if not any(s.points for s in stations):
        raise changed(raw, "nenhum posto diz quantos pontos de carregamento tem")
    counts: Counter[str] = Counter()
    for station in stations:
        if station.id in placed:
            counts[placed[station.id]] += station.points
    return counts


def _only_listing(fetcher: Fetcher, request: Request, listing: Request) -> bool:
    """Whether a replay folder holds our station list and not the publication itself, which goes first."""
    folder = replay_folder(fetcher)
    return folder is not None and stored(folder, request) is None and stored(folder, listing) is not None


def _day(published: str, raw: Raw) -> str:
    try:
        return datetime.fromisoformat(published).date().isoformat()
    except ValueError as error:
        raise PeriodMissing(
            f"A publicação não diz de quando é («{published}»).", where=where(raw), cure="ver «publicationTime»."
        ) from error


def _once(stations: Iterable[Station]) -> tuple[list[Station], list[Finding]]:
    """Each id once: the first mention that has coordinates, or else the first."""
    kept: dict[str, Station] = {}
    repeated: list[str] = []
    for station in stations:
        known = kept.setdefault(station.id, station)
        if known is not station:
            repeated.append(f"{known} e {station}")
            if known.lat is None:
                kept[station.id] = station
    return list(kept.values()), list(_findings("warning", "mobie_posto_repetido", "Postos repetidos", repeated))


def _checked(boundaries: "gpd.GeoDataFrame", expected: set[str]) -> "gpd.GeoDataFrame":
    if absent := sorted(expected - set(boundaries["dico"])):
        raise BoundaryError(
            f"Faltam os limites de {len(absent)} município(s): {', '.join(absent)}.",
            where="limites usados na contagem dos postos",
            cure="repor os limites do projeto ou obtê-los de novo.",
        )
    shapes = boundaries[boundaries["dico"].isin(expected)][["dico", "geometry"]].sort_values("dico")
    return shapes.set_crs(4326) if shapes.crs is None else shapes.to_crs(4326)


def place(stations: Iterable[Station], boundaries: "gpd.GeoDataFrame", findings: list[Finding]) -> dict[str, str]:
    """DICO by station id; each station that was snapped or has no place stands in a finding."""
    found = locate(stations, boundaries)
    by_id = {s.id: s for s in stations}
    snapped = [f"{by_id[i]} para {dico}, a {metres:.0f} m" for i, (dico, metres) in found.near.items()]
    far, outside = [str(s) for s in found.far], [str(s) for s in found.homeless]
    findings += _findings("info", "mobie_posto_aproximado", "Fora dos limites, dados ao município vizinho", snapped)
    findings += _findings("warning", "mobie_posto_sem_municipio", "Longe de qualquer município, não contados", far)
    findings += _findings("warning", "mobie_coordenadas", "Coordenadas em falta ou fora do país, não contados", outside)
    return found.placed


def _findings(severity: Severity, rule: str, words: str, items: list[str]) -> Iterator[Finding]:
    """Findings that name every item, `LISTED` at a time."""
    for start in range(0, len(items), LISTED):
        part = items[start : start + LISTED]
        yield Finding(severity, rule, f"{words} ({len(items)} ao todo): {'; '.join(part)}.", len(part))


CONNECTOR: Final = Mobie
