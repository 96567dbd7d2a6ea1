"""Numbers, classes, sentences and texts of the screen."""

import ast
import re
import string
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.paths import ROOT
from core.catalogue import catalogue
from core.terms.formats import change, day, number, with_unit
from core.terms.status import MAINLAND_ONLY, NO_VALUE, OBS_STATUS, WITHHELD, words
from core.terms.status import kind as kind_of
from core.warehouse import queries
from core.warehouse.gaps import CAUSES
from core.warehouse.store import Store
from show.scale import RAMPS, classify
from show.sentences import headline
from show.texts import TEXTS

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "pt", "en"),
    [
        (2500, 0, "2500", "2,500"),
        (14373.3, 1, f"14{NB}373,3", "14,373.3"),
        (10421117, 0, f"10{NB}421{NB}117", "10,421,117"),
        (-0.04, 1, "0,0", "0.0"),
        (59.26, 1, "59,3", "59.3"),
    ],
)
def test_numbers(value: float, decimals: int, pt: str, en: str) -> None:
    assert (number(value, decimals, "pt"), number(value, decimals, "en")) == (pt, en)


def test_units_changes_and_dates() -> None:
    assert number(2500, 0, "pt", aligned=True) == f"2{NB}500"
    assert (with_unit(12.3, 1, "%", "pt"), with_unit(12.3, 1, "%", "en")) == (f"12,3{NB}%", "12.3%")
    assert change(-1.8, 1, "%", "pt") == f"1,8{NB}p.p."
    assert (day("2026-11-22", "pt"), day("2026-11-22", "en")) == ("22/11/2026", "22 November 2026")


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_written_number_reads_back_as_the_rounded_one(value: float, decimals: int) -> None:
    assert float(number(value, decimals, "pt").replace(NB, "").replace(",", ".")) == round(value, decimals)
    assert float(number(value, decimals, "en").replace(",", "")) == round(value, decimals)


@given(st.lists(st.floats(-1e12, 1e12), max_size=60), st.booleans())
def test_every_value_has_one_class_and_every_class_one_colour(values: list[float], percentage: bool) -> None:
    scale = classify(values, percentage=percentage)
    assert len(scale.colours()) == len(scale.breaks) + 1 <= max(RAMPS)
    assert all(a < b for a, b in pairwise(scale.breaks))
    for value in values:
        assert 0 <= scale.class_of(value) < len(scale.colours())


@pytest.mark.parametrize(
    ("values", "percentage", "method"),
    [
        ([], False, "none"),
        ([5.0] * 9, False, "distinct"),
        ([1.0, 2.0], True, "distinct"),
        ([float(v) for v in range(100)], True, "round_steps"),
        ([10.0 ** (v / 10) for v in range(60)], False, "log_steps"),
        ([float(v % 17) for v in range(90)], False, "natural"),
    ],
)
def test_automatic_choice(values: list[float], percentage: bool, method: str) -> None:
    assert classify(values, percentage=percentage).method == method


def test_sentences_are_true_over_all_series_and_periods(store: Store) -> None:
    said = 0
    for item in catalogue.load().indicators:
        for series in item.series:
            rows = queries.series_of(store, item.id, series.id, ["PT"])
            known = rows[rows["value"].notna()].reset_index(drop=True)
            unsure = (known["status"] == "E") | (known["note"] == words("E"))
            for i in range(len(known)):
                since = max((j for j in range(i + 1) if known["status"][j] == "B"), default=0)
                text, now = headline(item, series.id, rows, "Portugal", known["period"][i], "pt"), known["value"][i]
                if ", mais " in text or ", menos " in text:
                    assert (", mais " in text) == (now > known["value"][i - 1])
                if "mais alto desde" in text:
                    assert now == known["value"][since : i + 1].max()
                if "mais baixo desde" in text:
                    assert now == known["value"][since : i + 1].min()
                assert ("estimado" in text) == unsure[i]
                said += 1
    assert said > 50


def test_a_series_that_cannot_be_compared_makes_no_comparison() -> None:
    item = catalogue.load().indicator("mortalidade_materna")
    rows = pd.DataFrame({"period": ["2021", "2023"], "value": [1.0, 2.0], "status": "A", "conf": "F", "note": None})
    assert "mais" not in headline(item, "ine_via_wdi", rows, "Portugal", "2023", "pt")


def _blanks(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_texts_have_the_same_blanks_in_both_languages_and_all_are_used() -> None:
    shown = [p for folder in ("ui", "show", "reports", "pages") for p in (ROOT / folder).rglob("*.py")]
    source = "".join(p.read_text(encoding="utf-8") for p in shown if "texts" not in p.parts)  # not where they are told
    stems = set(re.findall(r'"([a-z_0-9]+\.)(?:\{|" \+)', source)) | set(
        re.findall(r"f?[\"']([a-z_0-9.]+[._])\{", source)
    )
    stems |= set(re.findall(r"'([a-z.]+\.)' \+", source))
    for key, (pt, en) in TEXTS.items():
        assert _blanks(pt) == _blanks(en), key
        assert f'"{key}"' in source or f"'{key}'" in source or any(key.startswith(s) for s in stems), (
            f"{key} não é usado"
        )


def test_no_reader_is_told_to_run_a_command_on_the_server() -> None:
    asks = [k for k, pair in TEXTS.items() if any(re.search(r"python -m|\bmake [a-z]|\.service|--\w", x) for x in pair)]
    assert asks == []


@pytest.mark.parametrize(
    ("status", "conf", "note", "kind", "pt"),
    [
        ("L", "F", MAINLAND_ONLY, "na", "não aplicável"),  # the legend, the cell and the ledger say the same
        ("L", "F", "a câmara não recolheu", "nd", "não recolhido"),
        ("Q", "F", f"valor 120 {WITHHELD} do catálogo", "sup", "retido pela nossa verificação"),
        ("Q", "C", None, "sup", "confidencial"),
        ("O", "F", float("nan"), "nd", "sem dados"),
    ],
)
def test_a_cell_without_value_is_called_and_drawn_one_way(
    status: str, conf: str, note: object, kind: str, pt: str
) -> None:
    assert (kind_of(status, conf, note), words(status, conf, "pt", note)) == (kind, pt)
    assert TEXTS["gap.na"] == CAUSES["not_applicable"] == OBS_STATUS["M"] == NO_VALUE["not_applicable"]
    assert TEXTS["gap.nd"] == TEXTS["outcome.none"] == TEXTS["no_data_suffix"] == OBS_STATUS["O"]
    assert CAUSES["not_collected"] == OBS_STATUS["L"] and CAUSES["withheld"] == NO_VALUE["withheld"]


def test_the_words_of_what_has_no_value_stand_in_one_table() -> None:
    said = {pair[0] for pair in NO_VALUE.values()}
    again = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("core", "show", "ui", "reports", "etl", "geo")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.casefold().removesuffix(": {n}").strip(" .") in said
    }
    assert {a.rpartition(":")[0] for a in again} == {"core/terms/status.py"} and len(again) == len(said)
