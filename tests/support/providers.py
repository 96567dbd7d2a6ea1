"""Every provider with a good day to start from: what is asked, what answers, and how its content goes wrong.

A source made by `make new-source` has its own in its tests; tests/data/test_misbehaviour.py does the rest.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.catalogue.catalogue import Query
from core.terms import territory
from etl.sources.dadosgov import connector as dadosgov
from etl.sources.dadosgov.query import DadosGovQuery
from etl.sources.eea import connector as eea
from etl.sources.eea.query import EeaQuery
from etl.sources.eredes import connector as eredes
from etl.sources.eredes.query import EredesQuery
from etl.sources.eurostat import connector as eurostat
from etl.sources.eurostat.query import EurostatQuery
from etl.sources.ine import connector as ine_source
from etl.sources.mai import connector as mai
from etl.sources.mai.query import MaiQuery
from etl.sources.mobie.query import MobieQuery
from etl.sources.qualar.query import QualarQuery
from tests.support import ine

PAYLOADS = Path(__file__).parents[1] / "payloads"
Answers = dict[str, bytes]
Spoil = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Fault:
    """A change of one answer, and what must become of it: a class of core.base.errors, or the rule of a finding."""

    path: str  # the end of the path it changes
    spoil: Spoil
    outcome: str


@dataclass(frozen=True)
class Provider:
    """`item`: a row of the catalogue that takes its figures; `answers`: by path, for the server at `base`."""

    source: str
    item: str
    query: Callable[[str], Query]
    answers: Callable[[str], Answers]
    route: Callable[[pytest.MonkeyPatch, str], None] = lambda patch, base: None
    faults: dict[str, Fault] = field(default_factory=dict)


def sub(*pairs: tuple[str, str], count: int = 1) -> Spoil:
    """Replace text; the text must be there, or the fault would be none."""

    def spoil(body: bytes) -> bytes:
        for old, new in pairs:
            assert old.encode() in body, old
            body = body.replace(old.encode(), new.encode(), count)
        return body

    return spoil


def base_of(module: Any) -> Callable[[pytest.MonkeyPatch, str], None]:
    return lambda patch, base: patch.setattr(module, "BASE", base)


# INE

META = ine.metadata({"S7A2024": "2024"}, ["PT", "1C40705", "1A01106"])
DATA = ine.data({"2024": [ine.row("PT", "5.7"), ine.row("1C40705", "8.3"), ine.row("1A01106", "9.1")]})


def _rows_again(change: dict[str, str]) -> Spoil:
    row = ine.row("PT", "5.7")
    return sub((json.dumps(row), json.dumps(row) + ", " + json.dumps(row | change)))


INE = Provider(
    "ine",
    "medicos_1000_hab",
    lambda base: ine.query(),
    lambda base: {"/pindicaMeta.jsp": META, "/pindica.jsp": DATA},
    base_of(ine_source),
    {
        "renamed column": Fault("/pindica.jsp", sub(('"geocod"', '"codigo"'), count=99), "SourceShapeChanged"),
        "renamed metadata": Fault("/pindicaMeta.jsp", sub(("Dim_Num1_", "Dimensao1_")), "SourceShapeChanged"),
        "another indicator": Fault("/pindica.jsp", sub(("0009999", "0001111")), "SourceShapeChanged"),
        "another unit": Fault("/pindicaMeta.jsp", sub(('"Potencia10": "0"', '"Potencia10": "6"')), "fora_dos_limites"),
        "another language": Fault("/pindica.jsp", sub(('"2024":', '"June 2024":')), "PeriodMissing"),
        "rows twice": Fault("/pindica.jsp", _rows_again({}), "linhas_repetidas"),
        "rows twice, differing": Fault("/pindica.jsp", _rows_again({"valor": "6"}), "DuplicateKey"),
        "NaN": Fault("/pindica.jsp", sub(('"valor": "8.3"', '"valor": "NaN"')), "valor_ilegivel"),
        "negative": Fault("/pindica.jsp", sub(('"valor": "8.3"', '"valor": "-8.3"')), "fora_dos_limites"),
        "its own no": Fault(
            "/pindica.jsp", lambda b: b'[{"Sucesso": {"Falso": [{"Msg": "x", "Cod": 4}]}}]', "SourceRejected"
        ),
    },
)

# Eurostat

SLICE = (PAYLOADS / "eurostat" / "isoc_teste.json").read_bytes()
EUROSTAT = Provider(
    "eurostat",
    "pme_vendas_online",
    lambda base: EurostatQuery(
        source="eurostat",
        dataset="isoc_teste",
        code_status="verified",
        filters={"indic_is": "E_SAMPLE", "unit": "PC_ENT"},
        expect={"unit": "percentage"},
    ),
    lambda base: {"/isoc_teste": SLICE},
    base_of(eurostat),
    {
        "renamed dimension": Fault("/isoc_teste", sub(('"indic_is"', '"indicator"'), count=9), "SourceShapeChanged"),
        "another unit": Fault("/isoc_teste", sub(('"Percentage of enterprises"', '"Number"')), "SourceShapeChanged"),
        "another language": Fault("/isoc_teste", sub(('"2021":0', '"Junho":0')), "SourceShapeChanged"),
        "rows twice": Fault("/isoc_teste", sub(('"size":[1,2,1,1,2,3]', '"size":[1,2,1,1,2,4]')), "SourceShapeChanged"),
        "NaN": Fault("/isoc_teste", sub(('"0":64.5', '"0":"NaN"')), "valor_ilegivel"),
        "negative": Fault("/isoc_teste", sub(('"0":64.5', '"0":-64.5')), "fora_dos_limites"),
        "its own no": Fault("/isoc_teste", lambda b: b'{"error": [{"status": 400, "label": "x"}]}', "SourceRejected"),
    },
)

# E-REDES

DATASET = "/catalog/datasets/21-contadores-de-energia"
EXPORT = f"{DATASET}/exports/csv"
EREDES = Provider(
    "eredes",
    "instalacoes_com_contador_inteligente",
    lambda base: EredesQuery(
        source="eredes", dataset="21-contadores-de-energia", measure="smart_share", by_period=True
    ),
    lambda base: {
        DATASET: (PAYLOADS / "eredes" / "21-contadores-de-energia.meta.json").read_bytes(),
        EXPORT: (PAYLOADS / "eredes" / "21-contadores-de-energia.csv").read_bytes(),
    },
    base_of(eredes),
    {
        "renamed field": Fault(DATASET, sub(('"inclui_emi"', '"emi"')), "SourceShapeChanged"),
        "renamed column": Fault(EXPORT, sub(("cpes", "numero")), "SourceShapeChanged"),
        "another language": Fault(EXPORT, sub((";Sim;Sim", ";Yes;Sim")), "SourceShapeChanged"),
        "period labels": Fault(EXPORT, sub(("2024-01", "Janeiro de 2024")), "SourceShapeChanged"),
        "rows twice": Fault(
            EXPORT, sub(("2024-01;0102;Sim;Sim;30", "2024-01;0102;Sim;Sim;30\n2024-01;0102;Sim;Sim;30")), "DuplicateKey"
        ),
        "NaN": Fault(EXPORT, sub(("Sim;Sim;30", "Sim;Sim;NaN")), "valor_ilegivel"),
        "negative": Fault(EXPORT, sub(("Sim;Sim;30", "Sim;Sim;-30")), "contagem_negativa"),
        "cut in a line": Fault(EXPORT, lambda b: b.rstrip()[:-6], "SourceTruncated"),
    },
)

# SG MAI

MAI_2021 = json.loads((PAYLOADS / "mai" / "2021-CM-0806.json").read_text(encoding="utf-8"))


def _mai(base: str) -> Answers:
    made = {}
    for place in territory.load().municipalities:
        body = MAI_2021 | {"territoryKey": f"LOCAL-{place.id}00", "territoryName": place.name}
        path = f"/autarquicas2021/assets/static/territory-results/territory-results-LOCAL-{place.id}00-CM.json"
        made[path] = json.dumps(body).encode()
    return made


ONE = "LOCAL-010100-CM.json"  # the first that is asked for
MAI = Provider(
    "mai",
    "taxa_votantes_autarquicas",
    lambda base: MaiQuery(source="mai", year=2021, measure="rate", by_period=True),
    _mai,
    base_of(mai),
    {
        "renamed key": Fault(ONE, sub(('"numberVoters"', '"voters"'), count=9), "SourceShapeChanged"),
        "another territory": Fault(ONE, sub(('"LOCAL-010100"', '"LOCAL-010200"')), "SourceShapeChanged"),
        "another unit": Fault(ONE, sub(('"percentageVoters": 48.22', '"percentageVoters": 0.4822')), "mai_taxa"),
        "NaN": Fault(ONE, sub(('"numberVoters": 9876', '"numberVoters": NaN')), "SourceShapeChanged"),
        "negative": Fault(ONE, sub(('"numberVoters": 9876', '"numberVoters": -9876')), "mai_"),
    },
)

# MOBI.E

DATEX = (PAYLOADS / "mobie" / "evChargingInfra.xml").read_bytes()
MOBIE = Provider(
    "mobie",
    "postos_carregamento_ve",
    lambda base: MobieQuery(source="mobie", url="https://x", by_period=True).model_copy(update={"url": f"{base}/nap"}),
    lambda base: {"/nap": DATEX},
    faults={
        "renamed element": Fault(
            "/nap", sub(("energyInfrastructureStation", "chargingStation"), count=99), "SourceShapeChanged"
        ),
        "another language": Fault("/nap", sub(("2026-05-13T03:00:04", "13 de maio de 2026 ")), "PeriodMissing"),
        "another unit": Fault(
            "/nap",
            lambda b: b.replace(b"<loc:latitude>", b"<loc:latitude>9").replace(b"latitude>3", b"latitude>93"),
            "SourceShapeChanged",
        ),
        "entities": Fault(
            "/nap", lambda b: b.replace(b"?>", b'?><!DOCTYPE p [<!ENTITY a "aaaa">]>', 1), "SourceNotData"
        ),
    },
)

# EEA


def _parquet(body: bytes | None = None, **change: Any) -> bytes:
    hours = [datetime(2023, 1, 1) + timedelta(hours=h) for h in range(24 * 300)]
    table = pd.DataFrame(
        {
            "Samplingpoint": "PT/SPO-PT07050_00005_100",
            "Pollutant": 5,
            "Start": hours,
            "Value": 15.0,
            "Unit": "ug.m-3",
            "AggType": "hour",
            "Validity": 1,
            "Verification": 1,
        }
    )
    for column, new in change.items():
        table[column] = new
    buffer = io.BytesIO()
    table.rename(columns=change.get("rename", {})).to_parquet(buffer, index=False)
    return buffer.getvalue()


def _other(**change: Any) -> Spoil:
    return lambda body: _parquet(**change)


def _route_eea(patch: pytest.MonkeyPatch, base: str) -> None:
    patch.setattr(eea, "BASE", base)
    patch.setattr(eea, "METADATA", f"{base}/metadata")
    patch.setattr(eea, "TRUSTED", base)


def _hours_twice(body: bytes) -> bytes:
    table = pd.read_parquet(io.BytesIO(body))
    both = pd.concat([table, table.assign(Value=99.0)])
    buffer = io.BytesIO()
    both.to_parquet(buffer, index=False)
    return buffer.getvalue()


def _renamed(body: bytes) -> bytes:
    buffer = io.BytesIO()
    pd.read_parquet(io.BytesIO(body)).rename(columns={"Value": "Valor"}).to_parquet(buffer, index=False)
    return buffer.getvalue()


FILE = "/PT/SPO-PT07050_00005_100.parquet"
EEA = Provider(
    "eea",
    "indice_qualidade_ar",
    lambda base: EeaQuery(source="eea", series="mediana", measure="median_index"),
    lambda base: {
        "/metadata": (PAYLOADS / "eea" / "stations.csv").read_bytes(),
        "/ParquetFile/urls": f"ParquetFileUrl\n{base}{FILE}\n".encode(),
        FILE: _parquet(),
    },
    _route_eea,
    {
        "renamed column": Fault(FILE, _renamed, "SourceShapeChanged"),
        "another unit": Fault(FILE, _other(Unit="mg.m-3"), "SourceShapeChanged"),
        "another header": Fault("/ParquetFile/urls", sub(("ParquetFileUrl", "Url")), "SourceShapeChanged"),
        "rows twice, differing": Fault(FILE, _hours_twice, "DuplicateKey"),
        "NaN": Fault(FILE, _other(Value=[float("nan")] * 5 + [15.0] * (24 * 300 - 5)), "concentracao_impossivel"),
        "negative": Fault(FILE, _other(Value=[-900.0] * 5 + [15.0] * (24 * 300 - 5)), "concentracao_impossivel"),
        "another server": Fault(
            "/ParquetFile/urls", lambda b: b"ParquetFileUrl\nhttps://evil.example/a.parquet\n", "SourceRejected"
        ),
        "cut": Fault(FILE, lambda b: b[: len(b) // 2], "SourceNotData"),
    },
)

# QualAR

QUALAR = Provider(
    "qualar",
    "indice_qualidade_ar",
    lambda base: QualarQuery(source="qualar", series="mediana", url="https://x").model_copy(
        update={"url": f"{base}/map"}
    ),
    lambda base: {"/map": (PAYLOADS / "qualar" / "map.2026-11-22.json").read_bytes()},
    faults={
        "renamed key": Fault("/map", sub(('"indice"', '"index"')), "SourceShapeChanged"),
        "rows twice, differing": Fault("/map", sub(('"1002"', '"1001"')), "DuplicateKey"),
        "another language": Fault("/map", sub(('"indice": 2', '"indice": "Good"')), "indice_desconhecido"),
        "negative": Fault("/map", sub(('"indice": 2', '"indice": -2')), "indice_desconhecido"),
        "NaN": Fault("/map", sub(('"indice": 2', '"indice": "NaN"')), "indice_desconhecido"),
    },
)

# dados.gov.pt, here asked as if its figures were to be shown

CSV = "/s/resources/enti-indicador-04/20250101/enti04-consumo.csv"


def _dadosgov(base: str) -> Answers:
    page = (PAYLOADS / "dadosgov" / "datasets.01.json").read_text(encoding="utf-8")
    page = json.loads(page.replace("https://dados.gov.pt/s", f"{base}/s")) | {"next_page": None}
    csv = (PAYLOADS / "dadosgov" / "enti04-consumo.csv").read_bytes()
    return {"/datasets/": json.dumps(page).encode(), CSV: csv}


DADOSGOV = Provider(
    "dadosgov",
    "consumo_domestico_eletricidade_hab",
    lambda base: DadosGovQuery(source="dadosgov", file="enti04-consumo"),
    _dadosgov,
    base_of(dadosgov),
    {
        "renamed key": Fault("/datasets/", sub(('"resources"', '"files"'), count=9), "SourceShapeChanged"),
        "renamed column": Fault(CSV, sub(("DICO", "Sítio")), "SourceShapeChanged"),
        "another language": Fault(CSV, sub(("2023;0101", "Junho;0101")), "SourceShapeChanged"),
        "rows twice, differing": Fault(
            CSV, sub(("2023;0102;Albergaria-a-Velha;", "2023;0101;Águeda;7")), "DuplicateKey"
        ),
        "NaN": Fault(CSV, sub(("1234,5", "NaN")), "valor_ilegivel"),
        "negative": Fault(CSV, sub(("1234,5", "-1234,5")), "fora_dos_limites"),
        "gone": Fault("/datasets/", sub(("enti04", "outro04"), count=9), "SourceRejected"),
    },
)

# Those of sources made by `make new-source` stand in their own tests.
THEIRS = [
    import_module(f"tests.data.{p.stem}").PROVIDER
    for p in sorted((Path(__file__).parents[1] / "data").glob("test_fonte_*.py"))
]
PROVIDERS = {p.source: p for p in (INE, EUROSTAT, EREDES, MAI, MOBIE, EEA, QUALAR, DADOSGOV, *THEIRS)}
