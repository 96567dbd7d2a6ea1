"""Known national figures come out of the municipal ones, by numerator and denominator."""

import pandas as pd
import pytest

from core.base.paths import SNAPSHOT
from core.catalogue import catalogue
from core.catalogue.catalogue import Support
from core.catalogue.figures import describe
from core.terms import territory
from core.warehouse.store import Store
from etl.fetch.model import frame
from etl.load import aggregate

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
    """The series that INE revised in 2026: another one than before, and it says so."""
    revised = one(store, "populacao_residente", "PT", "2021")
    assert (revised["value"], revised["status"], revised["origin"]) == (10_599_117, "B", "copy")
    summed = one(store, "populacao_residente", "PT", "2015")
    assert (summed["value"], summed["origin"]) == (10_368_554, "aggregated")


def test_a_mainland_source_gives_no_national_value_but_a_mainland_one(store: Store) -> None:
    meters = "instalacoes_com_contador_inteligente"
    country = one(store, meters, "PT", "2024-04", "municipios_2024")
    assert country["value"] is None and country["note"] == "faltam 30 de 308 municípios"
    assert one(store, meters, "2024:1", "2024-04", "municipios_2024")["status"] == "A"
    assert one(store, meters, "4901", "2024-04", "municipios_2024")["status"] == "L"


def test_thirty_missing_municipalities_are_said_and_not_hidden(store: Store) -> None:
    country = one(store, "postos_carregamento_ve", "PT", "2026-01-31")
    assert (country["value"], country["status"]) == (None, "O") and country["note"] == "faltam 30 de 308 municípios"
    assert one(store, "postos_carregamento_ve", "4901", "2026-01-31")["status"] == "O"
    assert one(store, "postos_carregamento_ve", "2024:1", "2026-01-31")["value"] == 7099


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
    assert used <= set(about) and all(about[u].source and about[u].licence and about[u].chain for u in used)


def test_figures_and_their_description_name_the_same_series() -> None:
    rows = pd.read_parquet(SNAPSHOT / "figures.parquet", columns=["figure", "dim"]).drop_duplicates().astype(str)
    shipped = {(f, d) for f, d in rows.itertuples(index=False)}
    described = {(f, d) for f, about in describe(SNAPSHOT).figures.items() for d in about.series or ("",)}
    assert shipped == described
