"""Known national figures come out of the municipal ones, by numerator and denominator."""

import csv

import pandas as pd
import pytest

from core.base.paths import ROOT, SNAPSHOT
from core.catalogue import catalogue
from core.catalogue.catalogue import Support
from core.catalogue.figures import describe
from core.terms import territory
from core.warehouse.store import Store
from etl.fetch.model import frame
from etl.load import aggregate

SHIP = ROOT.parent / "shared" / "ship" / "figures"
needs_shared = pytest.mark.skipif(not SHIP.exists(), reason="sem ../shared")
TURNOUT = {"2009": 59.01, "2013": 52.60, "2017": 54.97, "2021": 53.65, "2025": 59.26}


def one(store: Store, indicator: str, place: str, period: str, series: str = "total") -> dict[str, object]:
    rows = store.rows(
        "SELECT * FROM observation WHERE indicator_id = ? AND territory_id = ? AND period = ? AND series = ?",
        [indicator, place, period, series],
    )
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(("year", "expected"), TURNOUT.items())
def test_turnout_of_the_country(store: Store, year: str, expected: float) -> None:
    assert round(float(str(one(store, "taxa_votantes_autarquicas", "PT", year)["value"])), 2) == expected


def test_a_rate_of_the_country_is_not_the_mean_of_rates(store: Store) -> None:
    plain = store.rows(
        "SELECT avg(value) AS mean FROM observation JOIN territory USING (territory_id)"
        " WHERE indicator_id = 'taxa_votantes_autarquicas' AND period = '2025' AND level = 'municipio'"
    )[0]["mean"]
    assert abs(plain - TURNOUT["2025"]) > 3


def test_population_of_the_country(store: Store) -> None:
    assert one(store, "populacao_residente", "PT", "2021")["value"] == 10_421_117


def test_a_mainland_source_gives_no_national_value_but_a_mainland_one(store: Store) -> None:
    country = one(store, "instalacoes_com_contador_inteligente", "PT", "2024-04")
    assert country["value"] is None and country["note"] == "faltam 30 de 308 municípios"
    assert one(store, "instalacoes_com_contador_inteligente", "2024:1", "2024-04")["status"] == "A"
    assert one(store, "instalacoes_com_contador_inteligente", "4901", "2024-04")["status"] == "L"


def test_four_missing_municipalities_are_said_and_not_hidden(store: Store) -> None:
    country = one(store, "mortalidade_infantil", "PT", "2020-2024", "quinquenal")
    assert (country["status"], country["note"]) == ("E", "sem 4 de 308 municípios")
    algarve = one(store, "mortalidade_infantil", "2024:150", "2020-2024", "quinquenal")
    assert (algarve["value"], algarve["status"]) == (None, "O") and str(algarve["note"]).startswith("faltam ")
    assert one(store, "mortalidade_infantil", "0806", "2020-2024", "quinquenal")["status"] == "O"


def test_municipalities_not_yet_created_do_not_count_as_missing(store: Store) -> None:
    assert one(store, "mortalidade_infantil", "1116", "1996", "anual")["status"] == "M"
    assert one(store, "mortalidade_infantil", "PT", "1996", "anual")["status"] == "A"


def test_every_municipal_series_has_all_308_in_every_period(store: Store) -> None:
    uneven = store.rows(
        "SELECT indicator_id, series, period FROM observation JOIN territory USING (territory_id)"
        " WHERE level = 'municipio' GROUP BY ALL HAVING count(*) <> 308"
    )
    assert uneven == []


def _support(**changes: object) -> Support:
    base = {
        "id": "x",
        "name": {"pt": "x", "en": "x"},
        "unit": {"pt": "%", "en": "%"},
        "decimals": 1,
        "periodicity": "annual",
        "finest_level": "municipio",
        "bounds": {},
        "provider": "ine",
        "aggregation": {"rule": "weighted_mean", "denominator": "w"},
    }
    return Support.model_validate(base | changes)


def _made(values: dict[str, float], period: str = "2020") -> pd.DataFrame:
    places = [t.id for t in territory.load().municipalities]
    return frame(territory_id=places, period=period, value=[values.get(p, 0.0) for p in places])


def test_weighted_mean_by_hand_and_a_published_value_stays() -> None:
    rates, weights = _made({"1501": 10.0, "1502": 40.0}), _made({"1501": 3.0, "1502": 1.0})
    published = frame(territory_id=["2024:1"], period=["2020"], value=[99.0])
    got = aggregate.aggregate(pd.concat([rates, published]), _support(), {"w": weights}, territory.load())
    by_place = got.set_index("territory_id")["value"]
    assert by_place["PT"] == pytest.approx((10 * 3 + 40 * 1) / 4)
    assert "2024:1" not in by_place.index and "2013:1" in by_place.index


KEPT = (
    "cpe_ativos",
    "inscritos_autarquicas",
    "pme_intensidade_digital_basica",
    "taxa_votantes_autarquicas",
    "votantes_autarquicas",
)


@needs_shared
def test_the_snapshot_is_the_compiled_tables_row_by_row() -> None:
    """Of the figures whose compiled table is still the one that was taken; the others have been compiled anew since."""
    shipped = pd.read_parquet(SNAPSHOT / "figures.parquet").astype(
        dict.fromkeys(("figure", "dim", "territory_id", "period"), str)
    )
    assert len(shipped) == 41_894 and set(KEPT) < set(shipped["figure"])
    for name, part in shipped[shipped["figure"].isin(KEPT)].groupby("figure"):
        with (SHIP / f"{name}.csv").open(encoding="utf-8") as handle:
            rows = {(r.get("dim") or "", r["territory_code"], r["period"]): r["value"] for r in csv.DictReader(handle)}
        ours = {(r.dim, r.territory_id, r.period): r.value for r in part.itertuples()}
        assert ours.keys() == rows.keys(), name
        assert all((v == "" and pd.isna(ours[k])) or float(v) == ours[k] for k, v in rows.items()), name


def test_the_density_is_inhabitants_by_area_everywhere(store: Store) -> None:
    ours = store.frame(
        "SELECT d.territory_id, d.period, d.value, p.value AS people FROM observation d JOIN observation p"
        " USING (territory_id, period) WHERE d.indicator_id = 'densidade_populacional' AND d.origin = 'derived'"
        " AND p.indicator_id = 'populacao_residente' AND d.value IS NOT NULL"
    )
    area = {m.id: m.area_km2 for m in territory.load().municipalities}
    assert len(ours) == 308 * ours["period"].nunique() > 4000
    assert max(abs(r.value - r.people / float(area[r.territory_id] or 0)) for r in ours.itertuples()) < 0.051


def test_each_figure_has_its_source_and_licence() -> None:
    used = {q.figure for m in catalogue.load().measured for q in m.queries if q.source == "figures"}
    about = describe(SNAPSHOT).figures
    assert used <= set(about) and all(about[u].source and about[u].licence and about[u].note.pt for u in used)
