"""How charging stations are listed: DATEX II v3, or our own recorded list, read into plain stations.

Pure functions of stored bytes. The structure is that of the European schema and of public code that reads
MOBI.E's feed: a site has stations, a station has refill points, coordinates stand at any of the three.
"""

import csv
import math
from dataclasses import dataclass, replace
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import errors as expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from core.base.errors import SourceNotData, SourceShapeChanged, SourceTruncated
from etl.fetch.model import Raw

NO_ID: Final = "sem identificador"
_ENDED_EARLY: Final = {
    expat.codes[message]
    for message in (
        expat.XML_ERROR_NO_ELEMENTS,
        expat.XML_ERROR_UNCLOSED_TOKEN,
        expat.XML_ERROR_PARTIAL_CHAR,
        expat.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


@dataclass(frozen=True)
class Station:
    """One station: coordinates in WGS 84 degrees (None if not given), points, greatest power in W."""

    id: str
    lat: float | None
    lon: float | None
    points: int
    power: float | None = None

    def __str__(self) -> str:
        return f"{self.id} ({'sem coordenadas' if self.lat is None else f'{self.lat}, {self.lon}'})"


@dataclass(frozen=True)
class StationTable:
    """All stations of a publication, as listed (repetitions included), and its time as written."""

    published: str
    stations: tuple[Station, ...]


def parse_datex(raw: Raw) -> StationTable:
    """Stations of a DATEX II v3 table publication, read as a stream: memory does not grow with the file.

    Elements are known by local name, since prefixes and profile namespaces differ between publishers.
    A station without coordinates of its own (or of its charging points) takes those of its site.
    """
    reader = _Reader()
    try:
        with raw.path.open("rb") as handle:
            reader.read(handle)
    except DefusedXmlException as error:
        raise SourceNotData(
            "O XML declara DTD ou entidades, que não aceitamos.", where=where(raw), cure="verificar o endereço."
        ) from error
    except ParseError as error:
        if error.code in _ENDED_EARLY:
            raise SourceTruncated("O XML termina antes do fim.", where=where(raw), cure="tentar mais tarde.") from error
        raise SourceNotData(f"XML inválido ({error}).", where=where(raw), cure="abrir o endereço.") from error
    except LookupError as error:  # an encoding that there is not
        raise SourceNotData(f"XML que não se lê ({error}).", where=where(raw), cure="abrir o endereço.") from error
    if not reader.stations:
        raise changed(raw, "nenhum «energyInfrastructureStation»")
    return StationTable(reader.published, tuple(reader.stations))


class _Reader:
    """Collects stations while the XML streams by; every element is dropped once it has been read."""

    def __init__(self) -> None:
        self.published = ""
        self.stations: list[Station] = []
        self._path: list[Any] = []
        self._site_start = 0  # index of the first station of the site being read

    def read(self, handle: IO[bytes]) -> None:
        for event, element in iterparse(handle, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                self._path.append(element)
                if _local(element) == "energyInfrastructureSite":
                    self._site_start = len(self.stations)
            else:
                self._path.pop()
                self._end(element)

    def _end(self, element: Any) -> None:
        name = _local(element)
        if name == "publicationTime" and not self.published:
            self.published = (element.text or "").strip()
        elif name == "energyInfrastructureStation":
            self.stations.append(_station(element, f"{NO_ID}, {len(self.stations) + 1}.º da lista"))
            self._drop(element)
        elif name == "energyInfrastructureSite":
            self._complete(element)
            self._drop(element)

    def _complete(self, site: Any) -> None:
        """Give the stations of a site what only the site says: coordinates, and the id of a lone station."""
        lat, lon = _coordinates(site)
        own, site_id = self.stations[self._site_start :], site.get("id", "").strip()
        if len(own) == 1 and site_id and own[0].id.startswith(NO_ID):
            own[0] = replace(own[0], id=site_id)
        self.stations[self._site_start :] = [replace(s, lat=lat, lon=lon) if s.lat is None else s for s in own]

    def _drop(self, element: Any) -> None:
        if self._path:
            self._path[-1].remove(element)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _station(element: Any, fallback_id: str) -> Station:
    lat, lon = _coordinates(element)
    points = sum(_local(e) == "refillPoint" for e in element)
    powers = [p for e in element.iter() if _local(e) == "maxPowerAtSocket" and (p := _float(e.text)) is not None]
    return Station(element.get("id", "").strip() or fallback_id, lat, lon, points, max(powers, default=None))


def _coordinates(element: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude below an element; the exact point goes before the one meant for display."""
    found: dict[str, tuple[float, float]] = {}
    for holder in element.iter():
        parts = {_local(child): _float(child.text) for child in holder if _local(child) in ("latitude", "longitude")}
        lat, lon = parts.get("latitude"), parts.get("longitude")
        if lat is not None and lon is not None:
            found.setdefault(_local(holder), (lat, lon))
    return found.get("pointCoordinates") or next(iter(found.values()), (None, None))


def _float(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def parse_station_csv(raw: Raw) -> StationTable:
    """Stations of our own recorded list.

    UTF-8; first line `# publicationTime: 2024-06-22T00:00:00Z`, then the header `id,lat,lon` (degrees, decimal
    point; empty if unknown), optionally `n_evse` (charging points). One line per station.
    """
    try:
        lines = raw.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise SourceNotData("A lista não está em UTF-8.", where=where(raw), cure="gravar de novo a lista.") from error
    first = lines[0] if lines else ""
    if not first.startswith("# publicationTime:"):
        raise changed(raw, "a primeira linha devia ser «# publicationTime: …»")
    reader = csv.DictReader(lines[1:])
    if absent := [c for c in ("id", "lat", "lon") if c not in (reader.fieldnames or ())]:
        raise changed(raw, f"faltam as colunas {', '.join(absent)}")
    stations = tuple(_listed(row, reader.line_num + 1, raw) for row in reader)
    if not stations:
        raise changed(raw, "a lista não tem postos")
    return StationTable(first.partition(":")[2].strip(), stations)


def _listed(row: dict[str, str | None], line: int, raw: Raw) -> Station:
    if None in row.values():
        raise SourceTruncated(f"A linha {line} está incompleta.", where=where(raw), cure="gravar de novo a lista.")
    lat, lon, points = (_float(row.get(column)) for column in ("lat", "lon", "n_evse"))
    return Station(row["id"] or f"{NO_ID}, linha {line}", lat, lon, int(points or 0))


def changed(raw: Raw, what: str) -> SourceShapeChanged:
    """The error for an answer of another form."""
    return SourceShapeChanged(
        f"A resposta não tem a forma documentada: {what}.",
        where=where(raw),
        cure="ver se o endereço em indicators.yaml ainda dá a tabela de infraestruturas e adaptar o conector.",
    )


def where(raw: Raw) -> str:
    """The place of a raw answer, for messages."""
    return f"{raw.source}, {raw.name} ({raw.url})"
