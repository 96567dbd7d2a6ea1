"""What the catalogue says that figures rest on is what came with them."""

import pytest

from core.catalogue import catalogue
from core.catalogue.basis import Complete, Events, Sample, Standardised
from core.judgement.interval import interval
from core.warehouse.store import Store

BOOK = catalogue.load()


def values(store: Store, indicator: str, series: str) -> list[dict[str, float]]:
    return store.rows(
        """
        SELECT value, numerator, denominator FROM observation
        WHERE indicator_id = $i AND series = $s AND value IS NOT NULL AND numerator IS NOT NULL
              AND denominator IS NOT NULL
        """,
        {"i": indicator, "s": series},
    )


@pytest.mark.parametrize("series", ["quinquenal", "anual"])
def test_an_infant_death_rate_is_its_deaths_among_its_births_to_the_last_digit(store: Store, series: str) -> None:
    item = BOOK.indicator("mortalidade_infantil")
    basis, rows = item.basis_for(series), values(store, item.id, series)
    assert isinstance(basis, Events) and len(rows) > 1000
    for r in rows:
        made = basis.per * r["numerator"] / r["denominator"]
        assert abs(r["value"] - made) <= 0.5 * 10 ** -item.decimals_for(series) + 1e-9
        found = interval(basis, r["value"], r["numerator"], r["denominator"])
        assert found is not None and found.low <= made <= found.high


def test_every_standardised_rate_came_with_its_deaths(store: Store) -> None:
    item = BOOK.indicator("mortalidade_padronizada")
    (row,) = store.rows(
        """
        SELECT count(*) AS all, count(numerator) AS deaths, min(numerator) AS least, max(numerator) AS most
        FROM observation WHERE indicator_id = $i AND value IS NOT NULL
        """,
        {"i": item.id},
    )
    assert all(isinstance(item.basis_for(s.id), Standardised) for s in item.series)
    assert row["all"] == row["deaths"] > 30_000 and row["least"] == 0 and row["most"] > 100_000


@pytest.mark.parametrize(
    ("indicator", "series", "basis"),
    [
        ("taxa_votantes_autarquicas", "total", Complete),
        ("escolaridade_superior_25_64", "censos_2021", Complete),
        ("escolaridade_superior_25_64", "eurostat", Sample),
        ("pme_vendas_online", "total", Sample),
        ("instalacoes_com_contador_inteligente", "municipios_2024", Complete),
        ("iutic_iot", "total", Complete),
    ],
)
def test_a_census_and_a_survey_of_the_same_thing_do_not_rest_on_the_same(
    indicator: str, series: str, basis: type
) -> None:
    assert isinstance(BOOK.indicator(indicator).basis_for(series), basis)


def test_no_survey_came_with_how_many_answered(store: Store) -> None:
    """Where one does, Wilson's limits follow by themselves; none of those we have says it, and none is guessed."""
    surveys = [(i.id, s.id) for i in BOOK.indicators for s in i.series if isinstance(i.basis_for(s.id), Sample)]
    assert len(surveys) > 10 and all(not values(store, *one) for one in surveys)
