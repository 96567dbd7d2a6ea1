"""Everything judged at once: the same result as one by one, every territory in it, abstentions with their reason."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.catalogue import catalogue
from core.judgement.composite import MIN_PARTS, MIN_SHARE, composite
from core.judgement.judge import COLUMNS, STATES, card, judge, judged, next_due, series_at
from core.judgement.targets import OwnTarget
from core.judgement.trend import Trend
from core.judgement.verdict import REASONS, Target, Verdict
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store

TODAY = date(2026, 11, 22)
CATALOGUE, PLACES = catalogue.load(), territory.load()


@pytest.fixture(scope="module", params=["2013", "2024"])
def whole(request: pytest.FixtureRequest, store: Store) -> tuple[str, pd.DataFrame]:
    """All judgements of a NUTS version."""
    return request.param, judge(store, CATALOGUE, PLACES, request.param, (), TODAY)


def test_every_row_in_every_territory_is_there_once(whole: tuple[str, pd.DataFrame]) -> None:
    version, table = whole
    places = sum(len(PLACES.at_level(lv, version)) for lv in ("pais", "nuts1", "nuts2", "nuts3", "municipio"))
    assert list(table.columns) == list(COLUMNS) and len(table) == 48 * places
    assert not table.duplicated(["indicator_id", "territory_id"]).any()
    assert set(table["state"]) <= set(STATES) and set(table["reason"]) <= {"", "no_data", *REASONS}
    assert ((table["state"] == "not_assessable") == (table["reason"] != "")).all()


def test_the_table_says_what_each_card_says(whole: tuple[str, pd.DataFrame], store: Store) -> None:
    _, table = whole
    known = table[table["reason"] != "no_data"]
    for row in known.sample(60, random_state=5).itertuples():
        item = CATALOGUE.indicator(row.indicator_id)
        made = judged(store, item, row.series, row.territory_id, (), TODAY)
        assert (made.state, made.reason) == (row.state, row.reason), row
        assert made.trend.n == row.n and (made.trend.p is None) == np.isnan(row.p)
        assert made.trend.p is None or made.trend.p == pytest.approx(row.p)
        assert made.trend.slope is None or made.trend.slope == pytest.approx(row.slope)
        assert (made.aim.state if made.aim else None) == row.aim
        assert made.points[-1][1] == row.value
        assert (made.short.state, made.speaks) == (row.short, row.speaks)
        assert made.short.rate is None or made.short.rate == pytest.approx(row.rate)


def test_no_figures_is_a_reason_and_is_counted(whole: tuple[str, pd.DataFrame], store: Store) -> None:
    _, table = whole
    have = set(queries.coverage(store)["indicator_id"])
    none = table.groupby("indicator_id")["reason"].agg(lambda r: (r == "no_data").all())
    assert {i for i, nothing in none.items() if not nothing} <= have


def test_infant_mortality_of_the_country_is_judged_by_its_annual_rate(store: Store) -> None:
    table = judge(store, CATALOGUE, PLACES, "2024", (), TODAY).set_index(["indicator_id", "territory_id"])
    row = table.loc[("mortalidade_infantil", "PT")]
    assert (row["series"], row["state"], row["n"]) == ("anual", "no_change", 16)
    assert (row["short"], row["speaks"]) == ("setback_strong", True) and row["rate"] > 0  # 2,4 in 2020, 2,8 in 2025
    assert table.loc[("taxa_votantes_autarquicas", "PT"), "state"] == "no_change"


def test_a_target_stands_beside_the_windows_where_it_counts(store: Store) -> None:
    own = [OwnTarget("taxa_votantes_autarquicas", "total", "1312", None, None, 90.0, 2029, "Plano", "cm-porto")]
    table = judge(store, CATALOGUE, PLACES, "2024", own, TODAY).set_index(["indicator_id", "territory_id"])
    porto = table.loc[("taxa_votantes_autarquicas", "1312")]
    assert porto["state"] in ("no_change", "improving", "worsening") and porto["aim"] is not None
    assert table.loc[("taxa_votantes_autarquicas", "1106"), "aim"] is None


def test_context_is_never_judged() -> None:
    item = CATALOGUE.indicator("mortalidade_materna")
    assert item.targets and all(g.use == "context" for g in item.targets)
    points = [(str(y), 8.0 + y % 3) for y in range(2010, 2020)]
    assert card(item, "total", "PT", points, [], (), TODAY).verdicts == ()


def test_a_year_that_is_over_is_judged_by_a_figure_of_that_year_only() -> None:
    item = CATALOGUE.indicator("residuos_preparados_reutilizacao_reciclagem")
    points = [(str(y), 30.0 + (y - 2015)) for y in range(2015, 2025)]
    made = card(item, "total", "PT", points, [], (), TODAY)
    assert [(v.target.year, v.state, v.reason) for v in made.verdicts] == [
        (2025, "not_assessable", "no_figure_for_year"),
        (2030, "slow", ""),
    ]
    assert made.aim is not None and made.aim.state == "slow" and made.state == "improving"
    later = card(item, "total", "PT", [*points, ("2025", 41.0)], [], (), TODAY)
    assert later.verdicts[0].state == "missed"


def test_the_target_that_counts_is_the_next_to_fall_due() -> None:
    found = [Verdict("reached", Target(1, y)) for y in (2020, 2025, 2030)]
    assert next_due(found, TODAY) is found[2] and next_due(found[:2], TODAY) is found[1] and next_due([], TODAY) is None


def test_a_series_of_another_nuts_version_is_not_judged() -> None:
    item = CATALOGUE.indicator("residuos_urbanos_recolhidos_hab")
    assert series_at(item, "municipio", "2013", ["total", "nuts2013"]) == "nuts2013"
    assert series_at(item, "municipio", "2024", ["total", "nuts2013"]) == "total"
    assert series_at(item, "municipio", "2024", ["nuts2013"]) == "total"  # without figures, which is said


# Composite


def made_up(fill: dict[str, dict[str, float]]) -> pd.DataFrame:
    rows = [(i, "total", p, "nuts3", "2023", v) for i, values in fill.items() for p, v in values.items()]
    return pd.DataFrame(rows, columns=["indicator_id", "series", "territory_id", "level", "period", "value"])


PLACE_IDS = [f"2024:{n:03d}" for n in range(20)]
PARTS = [
    "residuos_preparados_reutilizacao_reciclagem",
    "residuos_urbanos_recolhidos_hab",
    "iutic_tecnologia_gestao_energia",
]


def score(fill: dict[str, dict[str, float]]) -> "object":
    chosen = {i.id: i.default_series.id for i in CATALOGUE.indicators}
    return composite(CATALOGUE, "Ambiente Inteligente", "nuts3", "2024", made_up(fill), PLACE_IDS, chosen)


def random_fill() -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(11)
    return {i: {p: float(v) for p, v in zip(PLACE_IDS, rng.uniform(10, 90, 20), strict=True)} for i in PARTS}


def test_weights_sum_to_one_and_the_score_is_the_sum_of_its_parts() -> None:
    made = score(random_fill())
    assert made.exists and sum(p.weight for p in made.parts) == pytest.approx(1)
    assert made.points.sum(axis=1).to_numpy() == pytest.approx(made.scores["score"].to_numpy())
    assert made.scores["score"].between(0, 100).all()
    assert (made.scores["rank_low"] <= made.scores["rank_high"]).all()


def test_fewer_is_better_is_turned_round() -> None:
    fill = random_fill()
    fill[PARTS[1]]["2024:000"], fill[PARTS[1]]["2024:001"] = 1.0, 500.0
    points = score(fill).points[PARTS[1]]
    assert points["2024:000"] == pytest.approx(100 / 3) and points["2024:001"] == 0


def test_a_missing_part_is_not_filled_in_and_too_few_give_no_score() -> None:
    fill = random_fill()
    del fill[PARTS[0]]["2024:000"], fill[PARTS[0]]["2024:001"], fill[PARTS[1]]["2024:001"]
    made = score(fill)
    scores = made.scores.set_index("territory_id")
    assert scores.loc["2024:000", "share"] == pytest.approx(2 / 3) and np.isnan(made.points.loc["2024:000", PARTS[0]])
    assert made.points.loc["2024:000"].sum() == pytest.approx(scores.loc["2024:000", "score"])
    assert scores.loc["2024:001", "share"] < MIN_SHARE and np.isnan(scores.loc["2024:001", "score"])
    assert np.isnan(scores.loc["2024:001", "rank"])


def test_too_few_indicators_give_no_score_and_say_why() -> None:
    fill = {k: v for k, v in random_fill().items() if k != PARTS[0]}
    made = score(fill)
    assert not made.exists and len(made.parts) < MIN_PARTS and made.scores["score"].isna().all()
    assert made.left_out[PARTS[0]] == "no_data" and made.left_out["densidade_populacional"] == "neutral"
    assert made.left_out["energia_biomassa_gwh"] == "count"


def test_ties_share_the_better_rank_and_the_interval_repeats() -> None:
    fill = random_fill()
    for i in PARTS:
        fill[i]["2024:003"] = fill[i]["2024:004"] = 200.0 if i != PARTS[1] else 0.0
    one, two = score(fill).scores, score(fill).scores
    pd.testing.assert_frame_equal(one, two)
    best = one.set_index("territory_id")["rank"]
    assert best["2024:003"] == best["2024:004"] == 1 and 2 not in set(best)


def test_the_trend_words_fit_the_direction() -> None:
    from core.judgement.judge import trend_state

    assert (
        trend_state(Trend("up"), "lower_better") == "worsening" and trend_state(Trend("down"), "neutral") == "falling"
    )
