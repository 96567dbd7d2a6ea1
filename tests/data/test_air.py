"""Air quality: the published classes, the worst pollutant, days that count, and stations in their município."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from core.base.errors import (
    DuplicateKey,
    PeriodMissing,
    SourceError,
    SourceNotData,
    SourceRejected,
    SourceShapeChanged,
    SourceTruncated,
)
from core.base.paths import ROOT
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import HttpFetcher, Limits, ReplayFetcher
from etl.fetch.model import Parsed
from etl.sources.eea import connector as eea
from etl.sources.eea.air_index import classes, daily, worst
from etl.sources.eea.connector import Eea
from etl.sources.eea.format import file_urls, stations
from etl.sources.eea.query import EeaQuery
from etl.sources.qualar.connector import Qualar
from etl.sources.qualar.query import QualarQuery
from geo import locate as places
from tests.support.bad_server import bad_server

PAYLOADS = ROOT / "tests" / "payloads"
SHARED = ROOT.parent / "shared" / "data" / "air_quality"
SQUARES = {"0705": box(-8.0, 38.5, -7.8, 38.7), "1106": box(-9.25, 38.68, -9.08, 38.8)}


def squares() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"dico": list(SQUARES)}, geometry=list(SQUARES.values()), crs=4326)


def context(fetcher: Any) -> Context:
    return Context(fetcher, territory.load(), squares)


# The index


@pytest.mark.parametrize(
    ("pollutant", "value", "expected"),
    [
        ("PM10", 20, 1),
        ("PM10", 20.1, 2),
        ("PM10", 35, 2),
        ("PM10", 50, 3),
        ("PM10", 100, 4),
        ("PM10", 101, 5),
        ("PM2.5", 10, 1),
        ("PM2.5", 50.5, 5),
        ("NO2", 40, 1),
        ("NO2", 200, 3),
        ("NO2", 401, 5),
        ("O3", 100, 2),
        ("O3", 180, 3),
        ("O3", 241, 5),
        ("SO2", 350, 3),
        ("SO2", 501, 5),
        ("O3", -0.4, 1),
    ],
)
def test_the_published_limits_are_upper_limits(pollutant: str, value: float, expected: int) -> None:
    assert classes(pollutant, np.array([value])).tolist() == [expected]


def test_no_concentration_is_no_class_and_no_pollutant_is_an_error() -> None:
    assert classes("PM10", np.array([np.nan])).tolist() == [0]
    with pytest.raises(KeyError):
        classes("CO", np.array([1.0]))


def hours(count: int, value: float = 10.0, peak: float = 50.0) -> pd.DataFrame:
    return pd.DataFrame({"day": ["d"] * count, "value": [value] * (count - 1) + [peak]})


def test_particles_by_their_mean_gases_by_their_worst_hour_and_eighteen_hours_make_a_day() -> None:
    assert daily("NO2", hours(18))["d"] == 50 and daily("PM10", hours(20))["d"] == 12
    assert daily("NO2", hours(17)).empty


def test_the_worst_counts() -> None:
    assert worst([pd.Series({"a": 1, "b": 5}), pd.Series({"a": 3, "c": 2})]).to_dict() == {"a": 3, "b": 5, "c": 2}
    assert worst([]).empty


# EEA

POINT = "SPO-PT07050_00005_100"
METADATA = (PAYLOADS / "eea" / "stations.csv").read_bytes()


def record(folder: Path, days: int = 300, value: float = 15.0, year: int = 2023, code: int = 5, **change: Any) -> Path:
    """A replay folder with one sampling point of PM10 in Évora, each hour the same, from 1 January on."""
    start = datetime(year, 1, 1)
    table = pd.DataFrame(
        {
            "Samplingpoint": f"PT/{POINT}",
            "Pollutant": code,
            "Start": [start + timedelta(hours=h) for h in range(24 * days)],
            "Value": value,
            "Unit": "ug.m-3",
            "AggType": "hour",
            "Validity": 1,
            "Verification": 1,
        }
    )
    for column, new in change.items():
        table[column] = new
    home = folder / "eea"
    home.mkdir(parents=True, exist_ok=True)
    table.to_parquet(home / f"{POINT}.parquet", index=False)
    (home / "stations.csv").write_bytes(METADATA)
    url = f"https://eeadmz1batchservice02.blob.core.windows.net/airquality-p-e1a/PT/{POINT}.parquet"
    (home / "files.csv").write_text(f"ParquetFileUrl\r\n{url}\r\n", encoding="utf-8")
    return folder


def run(folder: Path, measure: str = "median_index", connector: Eea | None = None, **more: Any) -> Parsed:
    query = EeaQuery.model_validate({"source": "eea", "measure": measure} | more)
    asked, here = connector or Eea(), context(ReplayFetcher(folder))
    return asked.parse(asked.fetch(query, here), query, here)


def test_a_year_with_enough_days(tmp_path: Path) -> None:
    made = run(record(tmp_path)).frame
    assert made[["territory_id", "period", "value", "status"]].to_numpy().tolist() == [["0705", "2023", 1.0, "A"]]
    assert made["note"][0] == "1 estações; 82 % dos dias; PM10"


def test_a_share_of_poor_days_counts_classes_four_and_five(tmp_path: Path) -> None:
    values = [60.0] * 24 * 30 + [120.0] * 24 * 30 + [10.0] * 24 * 240
    assert run(record(tmp_path, value=values), "poor_days_share").frame["value"].tolist() == [20.0]  # type: ignore[arg-type]


def test_a_year_with_too_few_days_is_missing_with_its_reason(tmp_path: Path) -> None:
    made = run(record(tmp_path, days=273)).frame
    assert np.isnan(made["value"][0]) and made["status"][0] == "O" and "75 % dos dias" in made["note"][0]


def test_unverified_hours_make_it_provisional_and_invalid_ones_do_not_count(tmp_path: Path) -> None:
    assert run(record(tmp_path / "a", Verification=3)).frame["status"].tolist() == ["P"]
    with pytest.raises(PeriodMissing, match="dias completos"):
        run(record(tmp_path / "b", Validity=-1))
    with pytest.raises(PeriodMissing):
        run(record(tmp_path / "c"), first_year=2024)


def test_both_measures_read_the_files_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path)
    connector = Eea()
    run(tmp_path, connector=connector)
    monkeypatch.setattr(eea, "point_days", lambda *a: pytest.fail("read again"))
    assert run(tmp_path, "poor_days_share", connector).frame["value"].tolist() == [0.0]


def test_impossible_hours_are_told_and_left_out(tmp_path: Path) -> None:
    values = [float("nan"), -500.0, float("inf")] + [15.0] * (24 * 300 - 3)
    found = {f.rule: f.count for f in run(record(tmp_path, value=values)).findings}  # type: ignore[arg-type]
    assert found == {"concentracao_impossivel": 3}


def test_a_point_without_a_place_is_named(tmp_path: Path) -> None:
    record(tmp_path)
    (tmp_path / "eea" / "stations.csv").write_bytes(METADATA.replace(b"-7.9\t38.6", b"-3.7\t40.4"))
    with pytest.raises(PeriodMissing):
        run(tmp_path)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"Unit": "mg.m-3"}, SourceShapeChanged, r"mg\.m-3"),
        (
            {"Start": np.datetime64("2023-01-01", "s") - np.timedelta64(245_000 * 365, "D")},
            SourceShapeChanged,
            "calendário",
        ),
        ({"Start": datetime(2023, 1, 1), "Value": list(range(24 * 300))}, DuplicateKey, "dois valores"),
    ],
)
def test_another_meaning_is_refused(tmp_path: Path, change: Any, error: type[SourceError], said: str) -> None:
    with pytest.raises(error, match=said):
        run(record(tmp_path, **change))


def test_other_columns_or_no_parquet_are_refused(tmp_path: Path) -> None:
    path = record(tmp_path) / "eea" / f"{POINT}.parquet"
    pd.read_parquet(path).rename(columns={"Value": "Concentration"}).to_parquet(path)
    with pytest.raises(SourceShapeChanged, match=r"Value; há: .*Concentration"):
        run(tmp_path)
    path.write_bytes(b"PAR1 cut")
    with pytest.raises(SourceNotData):
        run(tmp_path)


@pytest.mark.parametrize("url", ["http://x.blob.core.windows.net/a.parquet", "https://evil.example/a.parquet"])
def test_only_the_services_own_files_are_fetched(tmp_path: Path, url: str) -> None:
    record(tmp_path)
    (tmp_path / "eea" / "files.csv").write_text(f"ParquetFileUrl\n{url}\n", encoding="utf-8")
    with pytest.raises(SourceRejected, match="1 não se pedem"):
        run(tmp_path)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<html>", SourceNotData),
        (b"\xff\xfe", SourceNotData),
        (b"", SourceShapeChanged),
        (b"Url\nx", SourceShapeChanged),
    ],
)
def test_a_list_that_is_none(body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        file_urls(body, "lista")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (b"Longitude", b"Lon", SourceShapeChanged),
        (b"\t38.6\n", b"\n", SourceTruncated),
        (b"\t38.6\n", b"\t38\r.6\n", SourceShapeChanged),
        (b"SamplingPoint", b"Sampling\rPoint", SourceShapeChanged),
        (b"PT\tSPO-PT11060_00008_100", b"PT\tSPO-PT07050_00005_100", DuplicateKey),
    ],
)
def test_metadata_that_changed(old: bytes, new: bytes, error: type[SourceError]) -> None:
    assert old in METADATA
    with pytest.raises(error):
        stations(METADATA.replace(old, new), "metadados")


def test_the_question_as_it_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path)
    with bad_server({"/meta": METADATA}) as (base, seen):
        monkeypatch.setattr(eea, "BASE", base)
        monkeypatch.setattr(eea, "METADATA", f"{base}/meta")
        with pytest.raises(SourceNotData):  # this server sends the question back
            Eea().fetch(EeaQuery(source="eea", measure="median_index"), context(HttpFetcher(tmp_path, Limits(pause=0))))
        assert seen["/meta"] == 1


# QualAR

DAY = "2026-11-22"
MAP = (PAYLOADS / "qualar" / f"map.{DAY}.json").read_bytes()
ASK = QualarQuery.model_validate({"source": "qualar", "url": "https://qualar.apambiente.pt/api/app.php"})


def qualar(body: bytes, folder: Path) -> Parsed:
    from etl.fetch.model import Raw

    path = folder / "map.json"
    path.write_bytes(body)
    raw = Raw("qualar", f"map.{DAY}", path, ASK.url, "2026-11-23T06:00:00+00:00", "0" * 64)
    return Qualar().parse((raw,), ASK, context(ReplayFetcher(folder)))


def test_the_worst_station_of_a_municipality(tmp_path: Path) -> None:
    parsed = qualar(MAP, tmp_path)
    got = {r.territory_id: (r.value, r.status, r.note) for r in parsed.frame.itertuples()}
    assert got == {"1106": (3.0, "P", "pior de 2 estações"), "0705": (1.0, "P", "pior de 1 estações")}
    assert {f.rule: f.count for f in parsed.findings} == {"indice_desconhecido": 1}
    assert set(parsed.frame["period"]) == {DAY}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda b: b"<html>", SourceNotData),
        (lambda b: b"[]", SourceShapeChanged),
        (lambda b: b.replace(b'"indice"', b'"index"'), SourceShapeChanged),
        (lambda b: b.replace(b'"1002"', b'"1001"'), DuplicateKey),
    ],
)
def test_a_map_that_changed(tmp_path: Path, change: Callable[[bytes], bytes], error: type[SourceError]) -> None:
    with pytest.raises(error):
        qualar(change(MAP), tmp_path)


def test_yesterday_is_asked(tmp_path: Path) -> None:
    with bad_server({"/app.php": MAP}) as (base, _):
        ask = ASK.model_copy(update={"url": f"{base}/app.php"})
        raw = Qualar().fetch(ask, context(HttpFetcher(tmp_path, Limits(pause=0))))[0]
    question = dict(json.loads((tmp_path / "qualar" / f"{raw.name}.sidecar.json").read_text())["question"][1])
    assert question["type"] == "map" and question["data"] < datetime.now().date().isoformat()


# Real stations


@pytest.mark.skipif(not SHARED.exists(), reason="dados reais ausentes")
def test_real_stations_lie_in_the_municipality_that_their_owner_names() -> None:
    """Names serve here as a control only: 69 stations of QualAR name their concelho, the EEA gives coordinates."""
    from geo import shapes

    named = pd.read_csv(SHARED / "qualar_stations_concelho.csv")
    named.columns = pd.Index([c.rpartition(".")[2] for c in named.columns])
    spots = pd.read_csv(SHARED / "eea_qualidade_do_ar.csv").drop_duplicates("nome_estacao")
    from etl.sources.eea.format import Station

    located = places.locate(
        [Station(r.nome_estacao, r.latitude, r.longitude) for r in spots.itertuples()], shapes.load()
    )
    wanted = dict(zip(named["estacao_nome"], named["concelho_nome"], strict=True))
    names = {t.id: t.name for t in territory.load().municipalities}
    both = {s: (names[d], wanted[s]) for s, d in located.placed.items() if s in wanted}
    wrong = {s: pair for s, pair in both.items() if pair[0] != pair[1]}
    assert len(both) >= 40 and len(wrong) <= 0.05 * len(both), wrong
    assert not located.far and not located.homeless
