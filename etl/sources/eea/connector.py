"""Air quality from the EEA's download service: stations, put into municípios, as the Portuguese index per year.

APA reports its stations to the EEA; this is their open, documented way out. A município with stations has, each day,
the class of its worst station and pollutant. Nothing is interpolated: a município without station has no figure.
"""

import re
from collections import defaultdict
from typing import Any, Final

import pandas as pd

from core.base.errors import PeriodMissing, SourceRejected
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Finding, Parsed, Raw, frame
from etl.sources.eea.air_index import POOR, worst
from etl.sources.eea.format import POLLUTANTS, PointDays, Station, file_urls, point_days, stations
from etl.sources.eea.query import EeaQuery
from geo.locate import locate

BASE = "https://eeadmz1-downloads-api-appservice.azurewebsites.net"
METADATA = "https://discomap.eea.europa.eu/map/fme/metadata/PanEuropean_metadata.csv"
TRUSTED = r"https://[\w-]+\.blob\.core\.windows\.net/|https://[\w.-]+\.eea\.europa\.eu/"
MIN_DAYS: Final = 0.75  # of the year, or the year is not told
_VERIFIED_SET: Final = 2  # the service's number of the verified data (E1a)
_MAX_FILES: Final = 2_000
_ABSENT: Final = "sem estação com dados suficientes"

Years = dict[tuple[str, int], dict[str, Any]]  # (DICO, year) -> days, stations, pollutants, verified


class Eea:
    """Connector of the EEA. Level of the result: municípios with a station, by year."""

    id = "eea"

    def __init__(self) -> None:
        self._read: tuple[tuple[str, ...], Years, list[Finding]] | None = None  # both measures read the same files

    def fetch(self, query: EeaQuery, context: Context) -> tuple[Raw, ...]:
        """Where the stations are, which files there are, and each file."""
        places = context.fetcher.get(Request(self.id, "stations", METADATA, kind="csv"))
        body = {
            "countries": ["PT"],
            "cities": [],
            "pollutants": sorted(POLLUTANTS.values()),
            "dataset": _VERIFIED_SET,
            "source": "API",
        }
        listing = context.fetcher.get(Request(self.id, "files", f"{BASE}/ParquetFile/urls", kind="csv", json_body=body))
        urls = file_urls(listing.read(), "AEA, lista de ficheiros")
        if strange := [u for u in urls if not re.match(TRUSTED, u)] or urls[_MAX_FILES:]:
            raise SourceRejected(
                f"A lista tem {len(urls)} ficheiros, e {len(strange)} não se pedem ({strange[0]}).",
                where="AEA, lista de ficheiros",
                cure="ver o serviço e rever TRUSTED em etl/sources/eea/connector.py.",
            )
        files = [Request(self.id, u.rpartition("/")[2].removesuffix(".parquet"), u, kind="parquet") for u in urls]
        return (places, listing, *(context.fetcher.get(f) for f in files))

    def parse(self, raws: tuple[Raw, ...], query: EeaQuery, context: Context) -> Parsed:
        """Median class of the days, or share of poor and bad days (%), per município and year with enough days."""
        key = tuple(r.sha256 for r in raws)
        if self._read is None or self._read[0] != key:
            self._read = (key, *_years(raws, context))
        _, years, findings = self._read
        rows = []
        for (dico, year), about in sorted(years.items()):
            if year < query.first_year:
                continue
            share = len(about["days"]) / (366 if pd.Timestamp(year, 1, 1).is_leap_year else 365)
            enough = share >= MIN_DAYS
            note = (
                f"{len(about['stations'])} estações; {100 * share:.0f} % dos dias; "
                f"{', '.join(sorted(about['pollutants']))}"
            )
            rows.append(
                {
                    "territory_id": dico,
                    "period": str(year),
                    "origin": "derived",
                    "value": _measure(query, about["days"]) if enough else float("nan"),
                    "status": ("A" if about["verified"] else "P") if enough else "O",
                    "note": note if enough else f"{_ABSENT}: {note}",
                }
            )
        if not rows:
            raise PeriodMissing(
                f"Nenhuma estação tem dias completos desde {query.first_year}.", where="AEA", cure="ver o serviço."
            )
        made = frame(rows)
        made["series"] = query.series
        return Parsed(made, findings, None, raws)


def _measure(query: EeaQuery, days: pd.Series) -> float:
    if query.measure == "median_index":
        return float(days.median())
    return round(100 * float((days >= POOR).mean()), 2)


def _years(raws: tuple[Raw, ...], context: Context) -> tuple[Years, list[Finding]]:
    """Classes of the days by município and year, read one file at a time."""
    known = stations(raws[0].read(), "AEA, metadados das estações")
    located = locate(known.values(), context.boundaries())
    by_place: dict[str, list[PointDays]] = defaultdict(list)
    lost: list[str] = []
    impossible = 0
    for raw in raws[2:]:
        point = point_days(raw, f"AEA, {raw.name}")
        if point is None:
            continue
        impossible += point.impossible
        if dico := located.placed.get(point.id):
            by_place[dico].append(point)
        else:
            lost.append(f"{point.id} ({_why(point.id, known)})")
    years: Years = {}
    for dico, points in by_place.items():
        days = worst([p.days for p in points])
        for year, part in days.groupby([d.year for d in days.index]):
            mine = [p for p in points if any(d.year == year for d in p.days.index)]
            years[(dico, int(year))] = {  # type: ignore[call-overload]
                "days": part,
                "stations": {p.id.split("_")[0] for p in mine},
                "pollutants": {p.pollutant for p in mine},
                "verified": all(p.verified for p in mine),
            }
    return years, _findings(lost, impossible, len(located.near))


def _why(point: str, known: dict[str, Station]) -> str:
    return "fora de qualquer município" if point in known else "sem lugar nos metadados"


def _findings(lost: list[str], impossible: int, near: int) -> list[Finding]:
    found = []
    if lost:
        text = f"AEA: {len(lost)} pontos de medição sem município: {'; '.join(lost[:20])}"
        found.append(Finding("warning", "estacao_sem_municipio", text, len(lost)))
    if impossible:
        found.append(
            Finding("warning", "concentracao_impossivel", f"AEA: {impossible} horas sem valor possível", impossible)
        )
    if near:
        found.append(
            Finding("info", "estacao_aproximada", f"AEA: {near} pontos junto à costa, dados ao município vizinho", near)
        )
    return found


CONNECTOR: Final = Eea
