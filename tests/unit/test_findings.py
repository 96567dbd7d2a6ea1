"""Titles that state a finding: counted again from the rows, over every slice of the embedded figures."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import catalogue
from core.judgement.trend import trend
from core.terms import territory
from core.terms.naming import Name
from core.warehouse import queries
from core.warehouse.store import Store
from show import findings
from show.scale import classify
from ui.data.frames import frames

BOOK = catalogue.load()
LAND = territory.load()
SERIES = [(i.id, s.id) for i in BOOK.indicators for s in i.series if i.finest_level == "municipio"]
COUNTS = re.compile(
    r"(?:^[^,]+, |; )([^,;]+?), (\d+) (?:dos|of the) (\d+) .*?(?:entre os|among the) (\d+)"
    r" .*?(alto|baixo|highest|lowest)"
)


def recount(said: str, values: pd.Series, region: dict[str, Name]) -> int:
    """Every count in the sentence, from the values themselves; returns how many parts it had."""
    known = values.dropna()
    parts = COUNTS.findall(said)
    for name, k, n, m, end in parts:
        high = end in ("alto", "highest")
        extreme = known[known > known.quantile(0.8)] if high else known[known < known.quantile(0.2)]
        inside = [i for i in known.index if name in (region[i].within("pt", "em"), region[i].within("en", "em"))]
        mine = [i for i in inside if i in extreme.index]
        assert (len(mine), len(inside), len(extreme)) == (int(k), int(n), int(m)), said
        assert len(mine) >= 5 and len(mine) / len(inside) >= 2 * len(extreme) / len(known), said
    return len(parts)


@pytest.mark.parametrize("version", territory.VERSIONS)
@pytest.mark.parametrize("lang", ["pt", "en"])
def test_every_title_of_every_slice_counts_right(store: Store, lang: str, version: str) -> None:
    region, said = findings.regions(LAND, version), 0
    assert set(region) == {m.id for m in LAND.municipalities}
    for indicator_id, series in SERIES:
        table = queries.frames(store, indicator_id, series, "municipio", version)
        for period, part in table.groupby("period", sort=False):
            values = part.set_index("territory_id")["value"]
            text = findings.concentration(values, region, str(period), lang)
            assert bool(text) == (recount(text, values, region) > 0)
            said += bool(text)
    assert said > 30, "there are findings to check"


def test_half_of_the_places_stand_where_it_says(store: Store) -> None:
    item = BOOK.indicator("taxa_votantes_autarquicas")
    values = queries.slice_at(store, item.id, "total", "municipio", "2024", "2025")["value"]
    power = BOOK.indicator("consumo_domestico_eletricidade_hab")
    ended = findings.middle_half(values, power, power.default_series.id, "municipio", "pt")
    assert ended.endswith("kWh/hab.") and not ended.endswith("..")
    text = findings.middle_half(values, item, "total", "municipio", "pt")
    low, high = (float(x.replace(",", ".")) for x in re.findall(r"\d+,\d", text))
    inside = values.between(low - 0.05, high + 0.05).mean()
    assert 0.5 <= inside <= 0.53 and text.startswith("Metade dos municípios está entre")


@pytest.mark.parametrize(
    ("values", "said"),
    [([], ""), ([1.0] * 7, ""), ([3.0] * 9, "Metade dos municípios tem 3,0\u00a0%."), ([float("nan")] * 20, "")],
)
def test_few_or_equal_values_say_no_more_than_they_can(values: list[float], said: str) -> None:
    item = BOOK.indicator("taxa_votantes_autarquicas")
    column = pd.Series(values, dtype=float)
    assert findings.middle_half(column, item, "total", "municipio", "pt") == said
    assert findings.concentration(column, {}, "2025", "pt") == ""


@given(st.lists(st.floats(-1e12, 1e12) | st.none(), min_size=308, max_size=308))
def test_random_values_never_make_a_wrong_title(values: list[float | None]) -> None:
    region = findings.regions(LAND, "2024")
    column = pd.Series(values, index=[m.id for m in LAND.municipalities], dtype=float)
    recount(findings.concentration(column, region, "2025", "pt"), column, region)


@pytest.mark.parametrize(
    ("ends", "word"),
    [((10.0, 12.0), "cresceu"), ((12.0, 10.0), "aproximaram-se"), ((10.0, 10.04), "não mudou")],
)
def test_the_gap_between_places_grew_shrank_or_did_not_change(ends: tuple[float, float], word: str) -> None:
    item = BOOK.indicator("taxa_votantes_autarquicas")
    band = pd.DataFrame({"period": ["2009", "2025"], "p10": [0.0, 0.0], "median": [5.0, 5.0], "p90": ends, "n": 308})
    text = findings.band_change(band, item, "total", "pt")
    assert word in text and "em 2009" in text and "em 2025" in text
    assert findings.band_change(band.head(1), item, "total", "pt") == ""


def test_the_gap_between_places_is_told_since_the_last_break_only() -> None:
    item = BOOK.indicator("taxa_votantes_autarquicas")
    periods, high = ["2009", "2013", "2017", "2021"], [9.0, 9.0, 1.0, 4.0]
    band = pd.DataFrame({"period": periods, "p10": 0.0, "median": 0.5, "p90": high, "n": 308})
    assert "em 2009" in findings.band_change(band, item, "total", "pt")
    text = findings.band_change(band, item, "total", "pt", ["2013", "2017"])
    assert "cresceu" in text and "em 2017" in text and "2009" not in text
    assert findings.band_change(band, item, "total", "pt", ["2021"]) == ""


def test_a_series_that_must_not_be_compared_has_no_title_over_time() -> None:
    item = next(i for i in BOOK.indicators if any(not s.comparable for s in i.series))
    series = next(s.id for s in item.series if not s.comparable)
    band = pd.DataFrame(
        {"period": ["2021", "2023"], "p10": [0.0, 0.0], "median": [1.0, 1.0], "p90": [1.0, 2.0], "n": 9}
    )
    assert findings.band_change(band, item, series, "pt") == ""


def test_the_slider_brings_each_period_its_own_title(store: Store) -> None:
    item = BOOK.indicator("taxa_votantes_autarquicas")
    scale = classify(queries.history(store, item.id, "total", "municipio", "2024"), percentage=True)
    made = frames(store, item, "total", "municipio", "2024", scale, "pt")
    for period, frame in zip(made["periods"], made["frames"], strict=True):
        assert frame["finding"].startswith(f"Em {period}, ") and "Metade dos municípios" in frame["half"]


def test_a_trend_is_said_with_its_test_and_its_absence_too(store: Store) -> None:
    def said(indicator_id: str, series: str, lang: str, until: str = "9999") -> str:
        item = BOOK.indicator(indicator_id)
        rows = queries.series_of(store, indicator_id, series, ["PT"]).dropna(subset=["value"])
        found = trend([x for x in zip(rows["period"], rows["value"], strict=True) if x[0] <= until])
        return findings.trend_said(found, item, series, "Portugal", lang)

    falling = said("mortalidade_infantil", "anual", "pt", "2010")
    assert falling.startswith("Portugal: tendência a descer, 0,30") and "15 pontos, p inferior a 0,001" in falling
    assert "no significant change (2009–2025; Mann-Kendall, 5 points" in said(
        "taxa_votantes_autarquicas", "total", "en"
    )
    assert "são precisos 5" in said("emprego_cultural", "serie_2021", "pt")
