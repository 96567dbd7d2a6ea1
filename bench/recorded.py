"""Full-size recorded answers of every provider that the catalogue asks: made up, in the exact forms, for --replay.

A `Recorder` stands where the network does: the connectors ask it, it writes what a source of full size would
answer, and the folder it leaves can be replayed. The figures are random and never leave the benchmark.
"""

import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd

from bench import datex
from core.base.paths import ROOT
from core.catalogue import catalogue
from core.catalogue.queries import EMBEDDED, LOCAL
from core.terms import territory
from core.terms.territory import Territory
from etl.fetch.context import Context
from etl.fetch.http import Request, stored
from etl.fetch.model import Raw
from etl.sources.connect import connector
from etl.sources.eurostat.query import EurostatQuery
from etl.sources.ine.query import IneQuery
from geo import shapes

# Labels that the `dims` of the catalogue look for by pattern, each found by one pattern only.
_LABELS: Final = (
    "Total",
    "Gestão de consumos de energia",
    "Qualidade do ar",
    "Gestão de resíduos",
    "Gestão da água",
    "Gestão da mobilidade",
    "Tráfego em tempo real",
    "Centro de operações integradas",
    "Participação dos cidadãos",
    "Prevenção do crime",
)
_POLLUTANTS: Final = (1, 5, 7, 8, 6001)
_MONTHS: Final = pd.period_range("2021-01", "2026-04", freq="M").astype(str)


def queries(sources: Iterable[str] = ()) -> list[Any]:
    """The queries that a load asks of the network; of these sources only, if any is named."""
    asked = [q for m in catalogue.load().measured for q in m.queries if q.askable]
    wanted = set(sources)
    return [q for q in asked if q.source not in {*EMBEDDED, *LOCAL} and (not wanted or q.source in wanted)]


@dataclass
class Recorder:
    """A fetcher that makes up each answer once and keeps it in `folder`. `years`: periods of INE's answers."""

    folder: Path
    years: int = 14
    megabytes: float = 200.0  # of the charging network
    air: tuple[int, int] = (60, 5)  # stations of air quality, and years of hours
    chance: random.Random = field(default_factory=lambda: random.Random(2030))
    asking: Any = None  # the query that is being recorded

    def get(self, request: Request) -> Raw:
        """The stored answer, made if it is not there yet."""
        path = self.folder / request.source / f"{request.name}{request.suffix}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = getattr(self, f"_{request.source}", self._sample)(request, path)
            if made is not None:
                path.write_bytes(made)
        raw = stored(self.folder, request, replayed=True)
        assert raw is not None
        return raw

    def record(self, sources: Iterable[str] = ()) -> None:
        """Everything that these sources (all, when none is named) are asked for."""
        context = Context(self, self.territories, shapes.load)
        open_: dict[str, Any] = {}
        for self.asking in queries(sources):
            open_.setdefault(self.asking.source, connector(self.asking.source)).fetch(self.asking, context)

    @cached_property
    def territories(self) -> territory.Territories:
        """The territory table."""
        return territory.load()

    def _sample(self, request: Request, path: Path) -> bytes:
        """Of a source that has no recording of full size: the sample of its tests."""
        return (ROOT / "tests" / "payloads" / request.source / f"{request.name}{request.suffix}").read_bytes()

    # INE

    def _places(self, query: IneQuery) -> list[str]:
        if query.nuts is None:
            return ["PT"]
        regions = [t.code for t in self.territories.by_id.values() if t.version == query.nuts]
        towns = [t.parents[query.nuts].partition(":")[2] + t.id for t in self.territories.municipalities]
        return ["PT", *regions, *(towns if query.level == "municipio" else ())]

    def _ine(self, request: Request, path: Path) -> bytes:
        params = dict(request.params)
        varcd, periods = params["varcd"], {f"S7A{y}": str(y) for y in range(2025 - self.years, 2025)}
        if request.name.endswith(".meta"):
            return self._metadata(varcd, periods)
        asked = list(periods) if params["Dim1"] == "T" else params["Dim1"].split(",")
        places = params["Dim2"].split(",") if "Dim2" in params else self._places(self.asking)
        categories = self._categories(varcd)
        data = {periods[p]: [self._row(g, c) for g in places for c in categories] for p in asked}
        return orjson.dumps([{"IndicadorCod": varcd, "Dados": data, "Sucesso": {"Verdadeiro": [{"Msg": "OK"}]}}])

    def _patterns(self, varcd: str) -> set[int]:
        """Dimensions in which the catalogue picks a category of this indicator."""
        same = [q for q in queries(["ine"]) if q.varcd == varcd]
        return {int(key.removeprefix("dim_")) for q in same for key in (*q.dims, *q.pick)}

    def _categories(self, varcd: str) -> list[dict[str, str]]:
        dimensions = sorted(self._patterns(varcd))
        if not dimensions:
            return [{}]
        # One dimension runs through all labels, the others through those that some query means.
        first, *rest = dimensions
        return [
            {f"dim_{first}": str(n), f"dim_{first}_t": label} | {f"dim_{r}": str(m) for r in rest}
            for n, label in enumerate(_LABELS)
            for m in (range(len(_LABELS)) if rest else (0,))
        ]

    def _row(self, place: str, categories: dict[str, str]) -> dict[str, str]:
        value = f"{self.chance.uniform(1, 90):.1f}"
        return {"geocod": place, "geodsg": "x", "ind_string": value.replace(".", ","), "valor": value} | categories

    def _metadata(self, varcd: str, periods: dict[str, str]) -> bytes:
        blocks: list[dict[str, Any]] = [
            {f"Dim_Num1_{c}": [{"dim_num": "1", "categ_cod": c, "categ_dsg": d}]} for c, d in periods.items()
        ]
        places = self._places(self.asking)
        blocks += [{f"Dim_Num2_{p}": [{"dim_num": "2", "categ_cod": p, "categ_dsg": p}]} for p in places]
        for n in sorted(self._patterns(varcd)):
            blocks += [
                {f"Dim_Num{n}_{c}": [{"dim_num": str(n), "categ_cod": str(c), "categ_dsg": label}]}
                for c, label in enumerate(_LABELS)
            ]
        about = {
            "IndicadorCod": varcd,
            "IndicadorNome": "Indicador de prova",
            "UnidadeMedida": "%",
            "Potencia10": "0",
            "DataUltimaAtualizacao": "2026-01-15",
            "Dimensoes": {"Categoria_Dim": blocks},
            "Sucesso": {"Verdadeiro": [{"Msg": "OK"}]},
        }
        return orjson.dumps([about])

    # The others

    def _eurostat(self, request: Request, path: Path) -> bytes:
        query: EurostatQuery = self.asking
        axes: dict[str, dict[str, str]] = {
            name: {code: f"{code} {query.expect.get(name, '')}".strip()} for name, code in query.filters.items()
        }
        axes |= {"geo": {g: g for g in query.geo}, "time": {str(y): str(y) for y in range(2012, 2026)}}
        cells = int(np.prod([len(a) for a in axes.values()]))
        return orjson.dumps(
            {
                "version": "2.0",
                "class": "dataset",
                "updated": "2026-02-27T11:00:00+0100",
                "id": list(axes),
                "size": [len(a) for a in axes.values()],
                "status": {},
                "value": {str(n): round(self.chance.uniform(10, 80), 2) for n in range(cells)},
                "dimension": {
                    name: {"label": name, "category": {"index": {c: n for n, c in enumerate(a)}, "label": a}}
                    for name, a in axes.items()
                },
            }
        )

    def _eredes(self, request: Request, path: Path) -> bytes:
        fields = ("data", "coddistritoconcelho", "inclui_emi", "contrato_ativo", "cpes")
        if request.name.endswith(".meta"):
            about = {"metas": {"default": {"modified": "2026-05-02", "data_processed": "2026-05-02"}}}
            return orjson.dumps({**about, "fields": [{"name": f, "type": "text"} for f in fields]})
        towns = [m.id for m in self.territories.municipalities if m.id < "31"]
        lines = [
            f"{month};{town};{smart};{active};{self.chance.randrange(50, 50_000)}"
            for month in _MONTHS
            for town in towns
            for smart in ("Sim", "Não")
            for active in ("Sim", "Não")
        ]
        return "\n".join([";".join(fields), *lines, ""]).encode()

    def _mai(self, request: Request, path: Path) -> bytes:
        if "-tree-" in request.name:
            return self._tree(request.name.rpartition("-")[2])
        registered = self.chance.randrange(2_000, 200_000)
        voters = round(registered * self.chance.uniform(0.4, 0.7))
        current = {
            "numberVoters": voters,
            "subscribedVoters": registered,
            "hasNoVoting": False,
            "percentageVoters": round(100 * voters / registered, 2),
            "numberParishes": 6,
            "availableMandates": 0,
            "totalMandates": 7,
            "blankVotes": 1,
            "nullVotes": 1,
            "resultsParty": [],
            "displayMessage": None,
        }
        if self.asking.year == 2021:
            dico = request.name.rpartition("-")[2]
            about = {"territoryKey": f"LOCAL-{dico}00", "territoryName": self.territories[dico].name}
            return orjson.dumps({**about, "currentResults": current})
        return orjson.dumps({"data": {"currentResults": current}})

    def _tree(self, node: str) -> bytes:
        """Country, then districts (both archipelagos as one each), then municípios: the number is the DICO's."""
        children = [m for m in self.territories.municipalities if _district(m) == int(node)]
        districts = {_district(m): _district_name(m) for m in self.territories.municipalities}
        listed = [(int(m.id), m.name) for m in children] or list(districts.items())
        return orjson.dumps({"data": [{"id": i, "descriptionShort": name} for i, name in listed]})

    def _mobie(self, request: Request, path: Path) -> None:
        datex.write(path, self.megabytes)

    def _eea(self, request: Request, path: Path) -> bytes | None:
        centres = shapes.load().geometry.representative_point()
        places = list(centres.iloc[::5])[: self.air[0]]
        points = {f"SPO-PT{n:05d}_{p:05d}_100": (n, p) for n in range(len(places)) for p in _POLLUTANTS}
        if request.name == "stations":
            rows = [f"PT\t{i}\tx\t{places[n].x:.5f}\t{places[n].y:.5f}" for i, (n, _) in points.items()]
            return "\n".join(["Countrycode\tSamplingPoint\tAirPollutantCode\tLongitude\tLatitude", *rows]).encode()
        if request.name == "files":
            base = "https://prova.blob.core.windows.net/airquality-p-e1a/PT"
            return "\n".join(["ParquetFileUrl", *(f"{base}/{i}.parquet" for i in points)]).encode()
        return _hours(request.name, points[request.name][1], self.air[1])

    def _dadosgov(self, request: Request, path: Path) -> bytes:
        if request.name.startswith("datasets"):
            files = sorted({q.file for q in queries(["dadosgov"])})
            base = "https://dados.gov.pt/s/resources"
            listed = [
                {"title": f"{f}.csv", "format": "csv", "url": f"{base}/{f}.csv", "last_modified": "2025-01-01"}
                for f in files
            ]
            return orjson.dumps({"data": [{"resources": listed}], "next_page": None})
        rows = [
            f"{y};{m.id};{m.name};{self.chance.uniform(500, 2000):.1f}".replace(".", ",")
            for y in range(2015, 2024)
            for m in self.territories.municipalities
        ]
        return "\n".join(["Ano;DICO;Município;Valor", *rows, ""]).encode()


def _district(place: Territory) -> int:
    """The tree's number of the district: 101 to 118, 130 for Madeira, 140 for the Azores (1 is the country)."""
    first = int(place.id[:2])
    return 100 + (first if first < 30 else 30 if first < 40 else 40)


def _district_name(place: Territory) -> str:
    number = _district(place)
    return {130: "Madeira", 140: "Açores"}.get(number, str(place.district))


def _hours(point: str, pollutant: int, years: int) -> bytes:
    start = pd.date_range(f"{2024 - years + 1}-01-01", "2024-12-31 23:00", freq="h")
    values = np.random.default_rng(len(point) + pollutant).gamma(3.0, 6.0, len(start))
    table = pd.DataFrame(
        {
            "Samplingpoint": f"PT/{point}",
            "Pollutant": pollutant,
            "Start": start,
            "Value": values,
            "Unit": "ug.m-3",
            "AggType": "hour",
            "Validity": 1,
            "Verification": 1,
        }
    )
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()
