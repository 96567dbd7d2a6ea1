"""What the map sends to the browser: small, complete, and the same story in shapes, legend, ranking and table."""

import json
from typing import Any

import pandas as pd
import pytest

from core.catalogue import catalogue
from core.reading.measures import ranks as ranks_of
from core.warehouse import queries
from core.warehouse.store import Store
from show.paint import packed_notes
from show.scale import Scale, classify
from tests.support.pages import nodes, text_of, unpacked
from ui.map import component as maps
from ui.map.component import words

BOOK = catalogue.load()
HOSTILE = ['<img src=x onerror="alert(1)">', 'Vila "Nova" & Cª', "Évora 🏛️", "{{7*7}}", "</script>"]


def made(values: list[float | None], **columns: Any) -> pd.DataFrame:
    """A slice of made-up places, as core.warehouse.queries.slice_at gives it."""
    n = len(values)
    base = {
        "territory_id": [f"{i:04d}" for i in range(n)],
        "name": [f"Lugar {i}" for i in range(n)],
        "region": "Região",
        "value": pd.Series(values, dtype=float),
        "status": ["O" if v is None else "A" for v in values],
        "conf": "F",
        "sign": None,
        "origin": "source",
        "note": None,
        "numerator": float("nan"),
        "denominator": float("nan"),
    }
    return pd.DataFrame(base | columns)


def view(rows: pd.DataFrame, indicator: str = "taxa_votantes_autarquicas", **changes: Any) -> maps.View:
    item = BOOK.indicator(indicator)
    scale = classify(rows["value"].tolist(), percentage=True, decimals=item.decimals)
    base = {
        "series": item.default_series.id,
        "level": "municipio",
        "version": "2024",
        "period_label": "2025",
        "period": "2025",
        "scale": scale,
        "lang": "pt",
    }
    return maps.View(indicator=item, rows=rows, **(base | changes))


def sent(shown: maps.View) -> dict[str, Any]:
    """What the browser makes of the message for a view."""
    return unpacked(maps.payload(shown))


def legend_counts(data: dict[str, Any]) -> dict[str, int]:
    """Counts of the legend, by class or kind of gap."""
    items = [n for n in nodes(data["side"][0]) if n[0] == "li" and n[1].get("class") != "is-empty"]
    return {n[1]["data-mark"]: int(text_of(n[-1])) for n in items}


def every_slice(store: Store) -> list[maps.View]:
    """The latest slice of every indicator, series, level and NUTS version of the warehouse."""
    coverage = queries.coverage(store)
    views = []
    for row in coverage[coverage["level"].isin(["municipio", "nuts3", "nuts2"])].itertuples():
        if row.indicator_id in {i.id for i in BOOK.indicators}:
            version = row.nuts_version if isinstance(row.nuts_version, str) else "2024"
            rows = queries.slice_at(store, row.indicator_id, row.series, row.level, version, row.last)
            views.append(
                view(rows, row.indicator_id, series=row.series, level=row.level, version=version, period=row.last)
            )
    return views


def test_every_slice_of_the_warehouse_is_sent_whole_and_small(store: Store) -> None:
    views = every_slice(store)
    assert len(views) > 20
    for shown in views:
        data = sent(shown)
        places = len(shown.rows)
        assert len(data["texts"]) == len(data["marks"]) == len(data["ranks"]) == places > 0
        assert sum(legend_counts(data).values()) == places
        assert len(json.dumps(data, ensure_ascii=False).encode()) <= 50_000
        drawn = {m for m in data["marks"] if m.isdigit()}
        assert drawn <= {str(c) for c in data["colours"]}
        assert all(0 <= int(n) < places for n in data["notes"])
        json.loads(json.dumps(data, allow_nan=False))


@pytest.mark.parametrize(
    ("status", "conf", "mark", "text"),
    [
        ("O", "F", "nd", "sem dados"),
        ("N", "F", "nd", "inferior a metade da unidade"),
        ("L", "F", "nd", "não recolhido"),
        ("M", "F", "na", "não aplicável"),
        ("Q", "F", "sup", "confidencial ou suprimido pela fonte"),
        ("O", "C", "sup", "confidencial"),
    ],
)
def test_each_kind_of_gap_has_its_mark_its_words_and_its_line_in_the_legend(
    status: str, conf: str, mark: str, text: str
) -> None:
    rows = made([1.0, 2.0, None], status=["A", "A", status], conf=["F", "F", conf])
    data = sent(view(rows))
    assert (data["marks"][2], data["texts"][2], data["ranks"][2]) == (mark, text, None)
    assert legend_counts(data)[mark] == 1


def test_a_value_that_is_not_a_normal_one_keeps_its_class_and_gets_a_note() -> None:
    rows = made([1.0, 2.0, 3.0], status=["A", "P", "E"], note=[None, None, "sem 4 de 308 municípios"])
    data = sent(view(rows))
    assert data["notes"] == {1: "valor provisório", 2: "valor estimado; sem 4 de 308 municípios"}
    assert data["marks"] == ["0", "1", "2"] and "Provisório ou estimado: 2." in text_of(data["side"][0])


@pytest.mark.parametrize(
    ("ascending", "ranks"), [(False, [2, 1, 2, None, 4]), (True, [2, 4, 2, None, 1])], ids=["highest", "lowest"]
)
def test_ties_share_the_better_rank_and_the_next_one_is_skipped(ascending: bool, ranks: list[int | None]) -> None:
    made = ranks_of(pd.Series([5.0, 9.0, 5.0, None, 1.0]), ascending=ascending)
    assert [None if pd.isna(r) else int(r) for r in made] == ranks


def test_lower_is_better_turns_the_ranking_and_says_so() -> None:
    rows = made([float(n) for n in range(1, 9)], numerator=30.0, denominator=9000.0)
    data = sent(view(rows, "mortalidade_infantil"))
    assert data["ranks"][0] == 1 and "← menor = melhor" in text_of(data["side"][0])
    headings = [text_of(n) for n in nodes(data["side"][-1]) if n[0] == "h3"]
    assert headings == ["Valores mais baixos", "Valores mais altos"]


@pytest.mark.parametrize("values", [[None] * 5, [7.0] * 5, [1.0, 2.0, None], [-3.0, 1e12, 0.0]])
def test_odd_slices_have_a_true_legend(values: list[float | None]) -> None:
    data = sent(view(made(values)))
    assert sum(legend_counts(data).values()) == len(values)
    assert legend_counts(data)["nd"] == values.count(None)


def test_a_legend_without_values_has_no_class() -> None:
    assert list(legend_counts(sent(view(made([None] * 3))))) == ["nd"]


def test_all_that_read_the_same_stand_in_the_class_that_reads_so() -> None:
    data = sent(view(made([1.04, 1.0, 2.0])))
    assert data["marks"] == ["0", "0", "1"]
    assert [text_of(n[3]) for n in nodes(data["side"][0]) if n[0] == "li"][:2] == ["1,0", "2,0"]


def test_names_of_any_kind_stay_plain_text() -> None:
    rows = made([float(n) for n in range(1, 11)], note=HOSTILE * 2)
    data = sent(view(rows))
    assert [data["notes"][n] for n in range(5)] == HOSTILE
    assert json.loads(json.dumps(data))["notes"]["0"] == HOSTILE[0]


def test_a_note_that_most_places_share_goes_once() -> None:
    assert packed_notes({0: "e", 1: "e", 2: "p", 3: "e", 5: "p", 6: "p"}) == [["e", [0, 1, 3, 3]], ["p", [2, 2, 5, 6]]]
    assert packed_notes({}) == []


def test_english_says_the_same_figures() -> None:
    rows = made([float(n) for n in range(1, 9)])
    pt, en = (sent(view(rows, lang=lang)) for lang in ("pt", "en"))
    assert pt["texts"][0] == "1,0\u00a0%" and en["texts"][0] == "1.0%"
    assert (pt["marks"], pt["ranks"]) == (en["marks"], en["ranks"])
    assert words("en")["columns"][0] == "Rank" and words("en")["columns"][3] == "Value"


def test_a_scale_frozen_over_the_years_does_not_move_with_the_slice() -> None:
    scale = Scale((10.0, 20.0), 0.0, 30.0, "round_steps")
    data = sent(view(made([1.0, 2.0, 3.0]), scale=scale))
    assert data["marks"] == ["0", "0", "0"] and len(data["colours"]) == 3
    assert legend_counts(data) == {"0": 3, "1": 0, "2": 0, "nd": 0}
