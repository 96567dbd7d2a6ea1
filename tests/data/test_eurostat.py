"""Eurostat: the sparse cube, its flags, and every way in which a slice can be another one than we think."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.base.errors import SourceError, SourceNotData, SourceRejected, SourceShapeChanged, SourceTruncated
from core.base.paths import ROOT
from core.catalogue import catalogue
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, HttpFetcher, Limits, ReplayFetcher
from etl.fetch.model import Parsed, Raw
from etl.sources.eurostat import connector as eurostat
from etl.sources.eurostat.connector import Eurostat
from etl.sources.eurostat.format import decode, meaning
from etl.sources.eurostat.query import EurostatQuery
from tests.support.bad_server import bad_server

SAMPLE = ROOT / "tests" / "payloads" / "eurostat" / "isoc_teste.json"
SHARED = ROOT.parent / "shared" / "data" / "eurostat"
BODY = json.loads(SAMPLE.read_text(encoding="utf-8"))
Change = Callable[[dict[str, Any]], Any]


def query(**changes: Any) -> EurostatQuery:
    base: dict[str, Any] = {
        "source": "eurostat",
        "dataset": "isoc_teste",
        "code_status": "verified",
        "filters": {"indic_is": "E_SAMPLE", "size_emp": "10-249", "unit": "PC_ENT"},
    }
    return EurostatQuery.model_validate(base | changes)


def read(body: bytes, folder: Path, asked: EurostatQuery | None = None) -> Parsed:
    path = folder / "answer.json"
    path.write_bytes(body)
    raw = Raw("eurostat", "answer", path, "https://ec.europa.eu/", "2026-01-01T00:00:00+00:00", "0" * 64)
    context = Context(ReplayFetcher(folder), territory.load(), lambda: pytest.fail("no boundaries"))
    return Eurostat().parse((raw,), asked or query(), context)


def changed(change: Change) -> bytes:
    body = json.loads(json.dumps(BODY))
    change(body)
    return json.dumps(body).encode()


def test_values_flags_and_gaps_of_one_slice(tmp_path: Path) -> None:
    parsed = read(SAMPLE.read_bytes(), tmp_path)
    rows = parsed.frame.set_index(["territory_id", "period"])
    assert rows.loc[("EU27_2020", "2021"), ["value", "status"]].tolist() == [64.5, "A"]
    assert rows.loc[("EU27_2020", "2023"), ["value", "status", "sign"]].tolist() == [70.25, "B", "b"]
    assert rows.loc[("EU27_2020", "2025"), ["status", "conf", "sign"]].tolist() == ["Q", "C", "c"]
    assert math.isnan(rows.loc[("EU27_2020", "2025"), "value"])
    assert rows.loc[("PT", "2021"), ["value", "status"]].tolist() == [33.0, "U"]
    assert math.isnan(rows.loc[("PT", "2023"), "value"]) and rows.loc[("PT", "2023"), "status"] == "O"
    assert parsed.source_updated_at == "2026-02-27T11:00:00+0100" and parsed.findings == []


def test_a_confidential_cell_keeps_its_sign_and_says_so() -> None:
    assert meaning("c", has_value=False) == ("Q", "C", [])
    assert meaning("bu", has_value=True)[0] == "B" and meaning(None, has_value=False)[0] == "O"
    assert meaning("|C", has_value=False)[1] == "C" and meaning("y", has_value=True)[2] == ["y"]


def test_a_period_of_another_slice_is_not_ours(tmp_path: Path) -> None:
    other = read(SAMPLE.read_bytes(), tmp_path, query(filters={"indic_is": "E_OTHER"}))
    assert sorted(set(other.frame["period"])) == ["2021", "2025"]  # 2021 has a sign only, 2023 nothing at all
    assert other.frame.query("territory_id == 'EU27_2020' and period == '2025'")["value"].tolist() == [12.5]


def dense(body: dict[str, Any]) -> None:
    sparse = body["value"]
    body["value"] = [sparse.get(str(i)) for i in range(12)]
    body["status"] = [body["status"].get(str(i)) for i in range(12)]
    body["dimension"]["time"]["category"]["index"] = ["2021", "2023", "2025"]


def test_lists_and_dicts_mean_the_same(tmp_path: Path) -> None:
    one, two = read(SAMPLE.read_bytes(), tmp_path).frame, read(changed(dense), tmp_path).frame
    pd.testing.assert_frame_equal(one, two)


def test_the_divisor_divides(tmp_path: Path) -> None:
    assert read(SAMPLE.read_bytes(), tmp_path, query(divisor=10.0)).frame["value"].max() == 7.025


def put(**keys: Any) -> Change:
    return lambda body: body.update(keys)


def label(text: Any) -> Change:
    return lambda b: b["dimension"]["indic_is"]["category"]["label"].update(E_SAMPLE=text)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (put(version="3.0"), SourceShapeChanged, "JSON-stat 2.0"),
        (put(**{"class": "collection"}), SourceShapeChanged, "collection"),
        (put(size=[1, 2, 1, 1, 2, 4]), SourceShapeChanged, "tamanhos"),
        (put(value={"99": 1.0}), SourceShapeChanged, "12 células"),
        (put(value={"x": 1.0}), SourceShapeChanged, "Posições"),
        (put(status={"1": ["b"]}), SourceShapeChanged, "não são texto"),
        (lambda b: b.pop("value"), SourceShapeChanged, "value"),
        (lambda b: b["dimension"].pop("geo"), SourceShapeChanged, "geo"),
        (lambda b: b["dimension"]["indic_is"]["category"].pop("index"), None, ""),
        (label(1.5), SourceShapeChanged, "não são texto"),
        (lambda b: b["dimension"]["indic_is"]["category"].update(label="E"), SourceShapeChanged, "não são texto"),
        (lambda b: b["dimension"]["indic_is"]["category"].update(index=[1]), SourceShapeChanged, "não são texto"),
        (label("Enterprises with very low intensity"), SourceShapeChanged, "very low intensity"),
        (
            put(error=[{"status": 400, "id": 150, "label": "Invalid value for indic_is"}]),
            SourceRejected,
            "Invalid value",
        ),
        (put(warning={"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}), SourceRejected, "ASYNCHRONOUS"),
    ],
)
def test_another_shape_is_refused_loudly(
    tmp_path: Path, change: Change, error: type[SourceError] | None, said: str
) -> None:
    asked = query(expect={"indic_is": "at least basic"})
    if error is None:
        assert len(read(changed(change), tmp_path, asked).frame) == 6
        return
    with pytest.raises(error, match=said) as caught:
        read(changed(change), tmp_path, asked)
    assert "isoc_teste" in caught.value.where and caught.value.cure


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({}, r"indic_is ficou aberta.*E_SAMPLE"),
        ({"indic_is": "E_GONE"}, r"«E_GONE».*E_OTHER"),
        ({"indic_is": "E_SAMPLE", "nace_r2": "TOTAL"}, "nace_r2"),
        ({"indic_is": "E_SAMPLE", "unit": "NR"}, r"«NR» de unit.*PC_ENT"),
    ],
)
def test_a_slice_that_is_not_the_asked_one_is_refused(tmp_path: Path, filters: dict[str, str], said: str) -> None:
    with pytest.raises(SourceShapeChanged, match=said):
        read(SAMPLE.read_bytes(), tmp_path, query(filters=filters))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (SAMPLE.read_bytes()[:-40], SourceTruncated),
        (b"<html>503</html>", SourceNotData),
        (b"", SourceNotData),
        (b"[]", SourceShapeChanged),
        (SAMPLE.read_bytes().replace(b"64.5", b"NaN"), SourceNotData),
    ],
)
def test_what_is_no_answer(tmp_path: Path, body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        read(body, tmp_path)


def test_what_is_no_number_is_listed(tmp_path: Path) -> None:
    parsed = read(changed(lambda b: b["value"].update({"0": "64,5"})), tmp_path)
    assert [f.rule for f in parsed.findings] == ["valor_ilegivel"] and "64,5" in parsed.findings[0].detail
    assert parsed.frame["value"].isna().sum() == 4


def test_a_negative_count_is_left_to_the_bounds_of_the_catalogue(tmp_path: Path) -> None:
    assert read(changed(lambda b: b["value"].update({"0": -3})), tmp_path).frame["value"].min() == -3


def test_regions_need_their_version() -> None:
    places = territory.load()
    assert eurostat.territory("PT11", "2024", places) == "2024:11"
    assert eurostat.territory("PT11", None, places) is None
    assert eurostat.territory("PT16", "2024", places) is None and eurostat.territory("ES11", "2024", places) is None


def test_online_sales_are_asked_of_one_aggregate_of_activities(tmp_path: Path) -> None:
    """isoc_ec_esels has several: an open axis is refused, and the row's own question takes the one it names."""
    queries = catalogue.load().indicator("pme_vendas_online").queries
    asked = next(q for q in queries if isinstance(q, EurostatQuery))
    labels = {"C10-S951_X_K": "All activities, without financial sector", "C": "Manufacturing"}
    axes = {
        "size_emp": {"10-249": "From 10 to 249 persons employed"},
        "nace_r2": labels,
        "indic_is": {"E_AESELL": "Enterprises with e-commerce sales of at least 1% turnover"},
        "unit": {"PC_ENT": "Percentage of enterprises"},
        "geo": {"PT": "Portugal"},
        "time": {"2025": "2025"},
    }
    cube = {name: {"category": {"index": list(codes), "label": codes}} for name, codes in axes.items()}
    body = {"version": "2.0", "class": "dataset", "id": list(axes), "size": [len(c) for c in axes.values()]}
    answer = json.dumps(body | {"dimension": cube, "value": [20.5, 13.25]}).encode()
    assert read(answer, tmp_path, asked).frame["value"].tolist() == [20.5]
    without = {k: v for k, v in asked.filters.items() if k != "nace_r2"}
    with pytest.raises(SourceShapeChanged, match="nace_r2 ficou aberta"):
        read(answer, tmp_path, asked.model_copy(update={"filters": without, "expect": {}}))
    with pytest.raises(SourceShapeChanged, match="without financial sector"):
        read(answer.replace(b"without financial", b"with the financial"), tmp_path, asked)


def test_the_question_as_it_goes_out(
    tmp_path: Path, make_context: Callable[[Fetcher], Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    with bad_server({"/isoc_teste": SAMPLE.read_bytes()}) as (base, seen):
        monkeypatch.setattr(eurostat, "BASE", base)
        context = make_context(HttpFetcher(tmp_path, Limits(pause=0)))
        first, other = Eurostat().fetch(query(), context), Eurostat().fetch(query(filters={"unit": "NR"}), context)
        assert len(Eurostat().parse(first, query(), context).frame) == 6
    assert seen["/isoc_teste"] == 2 and first[0].name != other[0].name
    question = json.loads((tmp_path / "eurostat" / f"{first[0].name}.sidecar.json").read_text(encoding="utf-8"))
    assert ["geo", "PT"] in question["question"][1] and ["geo", "EU27_2020"] in question["question"][1]


REAL = SHARED / "isoc_e_dii_2025.json"


@pytest.mark.skipif(not REAL.exists(), reason="dados reais ausentes")
def test_the_real_answer_says_what_the_real_table_says(tmp_path: Path) -> None:
    asked = query(
        dataset="isoc_e_dii",
        filters={"indic_is": "E_DI3_GELO", "size_emp": "10-249"},
        expect={"indic_is": "at least basic"},
    )
    made = read(REAL.read_bytes(), tmp_path, asked).frame.set_index("territory_id")["value"]
    table = pd.read_csv(SHARED / "isoc_e_dii.csv")
    table = table[
        (table["indic_is"] == "E_DI3_GELO") & (table["size_emp"] == "10-249") & (table["TIME_PERIOD"] == 2025)
    ]
    wanted = table.set_index("geo")["OBS_VALUE"]
    assert set(made.index) == {"PT", "EU27_2020"} and all(made[g] == wanted[g] for g in made.index)
    cube = decode(REAL.read_bytes(), "real")
    cells = dict.fromkeys(wanted.index)
    fixed = {"freq": "A", "size_emp": "10-249", "nace_r2": "C10-S951_X_K", "indic_is": "E_DI3_GELO", "unit": "PC_ENT"}
    cells.update({g: v for g, _, v, _ in cube.cells(fixed) if g in cells})
    assert {g: v for g, v in cells.items() if v is not None} == {g: v for g, v in wanted.items() if v == v}
