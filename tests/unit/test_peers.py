"""Municípios that are alike: the frozen groups, the distance, and the page that gives its reasons."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judgement import peers
from core.terms.territory import load
from core.warehouse import queries
from core.warehouse.store import Store
from tests.support.pages import controls, open_page, payloads, text_of, trees

TOWNS = {m.id: m.area_km2 for m in load().municipalities}
SMALL = pd.DataFrame(
    {"populacao": [1000.0, 10_000.0, 100_000.0, 10_000.0], "natalidade": [6.0, 8.0, 10.0, math.nan]}, index=list("abcd")
)


@pytest.mark.parametrize(
    ("voters", "name"),
    [
        (1, "ate_10000"),
        (10_000, "ate_10000"),
        (10_001, "ate_50000"),
        (50_000, "ate_50000"),
        (50_001, "menos_100000"),
        (99_999, "menos_100000"),
        (100_000, "desde_100000"),
    ],
)
def test_the_law_s_classes_end_where_the_law_says(voters: int, name: str) -> None:
    assert peers.class_of(voters) == name


def test_the_frozen_list_is_that_of_the_embedded_voters_of_2025(store: Store) -> None:
    voters = queries.slice_at(store, "inscritos_autarquicas", "total", "municipio", "2024", "2025")
    expected = {r.territory_id: peers.class_of(r.value) for r in voters.itertuples()}
    assert peers.voters_class() == expected and set(expected) == set(TOWNS)


def test_every_feature_has_a_value_for_every_município(values: pd.DataFrame) -> None:
    assert list(values.columns) == [f.id for f in peers.FEATURES]
    assert values.shape[0] == 308 and values.notna().all().all()
    evora = values.loc["0705"]
    assert evora["area"] == TOWNS["0705"] and 5 < evora["natalidade"] < 12


def test_the_distance_by_hand() -> None:
    values = SMALL.loc[list("abc"), ["populacao"]]
    made = peers.nearest(values, "a", {"populacao": 1}, set("abc"))
    step = 1 / math.sqrt(2 / 3)  # logarithms 3, 4, 5: one step is 1 over their standard deviation
    assert list(made["territory_id"]) == ["b", "c"]
    assert list(made["distance"]) == pytest.approx([step, 2 * step])


def test_what_lacks_a_weighted_feature_is_not_compared_and_without_weight_nothing_is() -> None:
    both = {"populacao": 1, "natalidade": 1}
    assert set(peers.nearest(SMALL, "b", both, set("abcd"))["territory_id"]) == {"a", "c"}
    assert peers.nearest(SMALL, "d", both, set("abcd")).empty
    assert peers.nearest(SMALL, "d", {"populacao": 1}, set("abcd"))["territory_id"][0] == "b"
    assert peers.nearest(SMALL, "a", {"populacao": 0}, set("abcd")).empty
    assert peers.nearest(SMALL, "z", both, set("abcd")).empty


@pytest.fixture(scope="module")
def values(store: Store) -> pd.DataFrame:
    """All features of all municípios."""
    return peers.describe(store, TOWNS).values


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6).filter(any), st.sampled_from(sorted(TOWNS)))
def test_distances_are_sorted_symmetric_and_only_proportions_of_weights_count(
    values: pd.DataFrame, weights: list[int], own: str
) -> None:
    wanted = dict(zip((f.id for f in peers.FEATURES), weights, strict=True))
    made = peers.nearest(values, own, wanted, set(TOWNS))
    assert len(made) == 307 and made["distance"].is_monotonic_increasing and own not in set(made["territory_id"])
    other = str(made["territory_id"][0])
    back = peers.nearest(values, other, {k: 2 * w for k, w in wanted.items()}, set(TOWNS)).set_index("territory_id")
    assert back.at[own, "distance"] == pytest.approx(made["distance"][0])
    used = {k for k, w in wanted.items() if w}
    assert all(set(c) <= used and len(c) == min(peers.REASONS, len(used)) for c in made["closest"].head(20))


@pytest.fixture
def _full(warehouse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def said(**query: str) -> str:
    return " ".join(text_of(tree) for tree in trees(payloads(open_page("pages/semelhantes.py", **query))))


@pytest.mark.usefixtures("_full")
def test_the_page_names_the_nearest_their_reasons_and_how_the_place_stands() -> None:
    text = said(territorio="0705")
    assert "Os municípios mais parecidos com Évora são Castelo Branco, Pombal e a Guarda." in text
    assert "outros 136 municípios" in text and "Lei n.º 169/1999" in text and "Mediana dos semelhantes" in text
    english = said(territorio="0705", lang="en")
    assert (
        "The municipalities most like Évora are Castelo Branco, Pombal and Guarda." in english
        and "Mediana" not in english
    )


@pytest.mark.usefixtures("_full")
def test_group_and_weights_are_the_reader_s_and_stand_in_the_address() -> None:
    assert "outros 13 municípios da CIM Alentejo Central" in said(territorio="0705", grupo="eim")
    assert "outros 307 municípios" in said(territorio="0705", grupo="todos")
    weights = {f"peso_{f.id}": "0" for f in peers.FEATURES}
    assert "não se pode comparar" in said(territorio="0705", **weights).lower()
    area = open_page("pages/semelhantes.py", territorio="0705", **(weights | {"peso_area": "3"}))
    assert controls(area)["peso_area"]["value"] == "3" and controls(area)["peso_area"]["more"]
    assert "Montemor-o-Novo" in " ".join(text_of(t) for t in trees(payloads(area)))  # 1232 km²; Évora has 1307


@pytest.mark.usefixtures("_full")
def test_a_region_has_no_peers_and_says_so() -> None:
    test = open_page("pages/semelhantes.py", territorio="2024:1C4")
    assert "2024:1C4" in test.info[0].value and controls(test)["territorio"]["value"] == "0705"
