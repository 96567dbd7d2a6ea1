"""INE: what its answers mean, and what becomes of those that mean no."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import territory
from core.errors import (
    DuplicateKey,
    PeriodMissing,
    SourceError,
    SourceNotData,
    SourceRejected,
    SourceShapeChanged,
    SourceTruncated,
)
from etl.context import Context, Settings
from etl.http import ReplayFetcher
from etl.model import Parsed
from etl.sources.ine import Ine, plan
from etl.sources.ine_format import Metadata, decode, observations, parse_rows
from tests.support import ine

SHARED = Path(__file__).parents[2] / "shared" / "data" / "ine"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="sem ../shared")
EVORA, PORTO = "1C40705", "11A1312"
META = ine.metadata({"S7A2023": "2023"}, ["PT", EVORA, PORTO])


@pytest.fixture
def load(tmp_path: Path, make_context: Callable[..., Context]) -> Callable[..., Parsed]:
    """Fetch and parse recorded answers."""

    def run(body: bytes, meta: bytes = META, **changes: Any) -> Parsed:
        ine.record(tmp_path, meta, body)
        context, query, connector = make_context(ReplayFetcher(tmp_path)), ine.query(**changes), Ine()
        return connector.parse(connector.fetch(query, context), query, context)

    return run


def only(parsed: Parsed) -> dict[str, Any]:
    return dict(parsed.frame.iloc[0])


def test_values_places_and_blank_lines(load: Callable[..., Parsed]) -> None:
    parsed = load(ine.data({"2023": [ine.row("PT", "59.3"), ine.row(EVORA, "8")]}))
    assert dict(zip(parsed.frame["territory_id"], parsed.frame["value"], strict=True)) == {"PT": 59.3, "0705": 8.0}
    assert set(parsed.frame["status"]) == {"A"} and parsed.findings == []


@pytest.mark.parametrize(
    ("sign", "status", "conf"),
    [("x", "O", "F"), ("§", "Q", "F"), ("-", "M", "F"), ("o", "N", "F"), ("¿", "Q", "C"), ("...", "Q", "C")],
)
def test_a_sign_without_value_is_a_gap_with_its_reason_and_never_zero(
    load: Callable[..., Parsed], sign: str, status: str, conf: str
) -> None:
    got = only(load(ine.data({"2023": [ine.row(EVORA, None, sinal_conv=sign, sinal_conv_desc="…")]})))
    assert math.isnan(got["value"]) and (got["status"], got["conf"], got["sign"]) == (status, conf, sign)


def test_a_provisional_value_keeps_value_and_sign(load: Callable[..., Parsed]) -> None:
    got = only(load(ine.data({"2023": [ine.row(EVORA, "8.3", sinal_conv="Po")]})))
    assert (got["value"], got["status"], got["sign"]) == (8.3, "P", "Po")


def test_an_unknown_sign_is_reported_and_its_value_left_to_validate(load: Callable[..., Parsed]) -> None:
    parsed = load(ine.data({"2023": [ine.row(EVORA, "8.3", sinal_conv="?!")]}))
    assert only(parsed)["status"] == "V"
    assert [(f.rule, f.count) for f in parsed.findings] == [("sinal_desconhecido", 1)]


@pytest.mark.parametrize("text", ["NaN", "inf", "59,3", "abc", "1 000"])
def test_what_is_no_number_is_a_gap_and_a_finding(load: Callable[..., Parsed], text: str) -> None:
    parsed = load(ine.data({"2023": [ine.row(EVORA, text)]}))
    assert math.isnan(only(parsed)["value"]) and only(parsed)["status"] == "O"
    assert parsed.findings[0].rule == "valor_ilegivel" and EVORA in parsed.findings[0].detail


def test_power_of_ten(load: Callable[..., Parsed]) -> None:
    meta = ine.metadata({"S7A2023": "2023"}, ["PT"], power=6)
    assert only(load(ine.data({"2023": [ine.row("PT", "1.5")]}), meta))["value"] == 1_500_000


def test_unknown_codes_are_counted_and_listed_parishes_only_counted(load: Callable[..., Parsed]) -> None:
    rows = [ine.row(EVORA, "1"), ine.row("11A9999", "2"), ine.row("ZZ", "3"), ine.row("111160113", "4")]
    parsed = load(ine.data({"2023": rows}))
    assert len(parsed.frame) == 1
    found = {f.rule: f for f in parsed.findings}
    assert found["territorio_desconhecido"].count == 2 and "11A9999" in found["territorio_desconhecido"].detail
    assert found["abaixo_do_municipio"].count == 1


def test_equal_repeats_are_counted_once(load: Callable[..., Parsed]) -> None:
    parsed = load(ine.data({"2023": [ine.row(EVORA, "1"), ine.row(EVORA, "1")]}))
    assert len(parsed.frame) == 1 and parsed.findings[0].rule == "linhas_repetidas"


FALSE = b'[{"Sucesso":{"Falso":[{"Cod":"4","Msg":"C\xc3\xb3digo n\xc3\xa3o v\xc3\xa1lido"}]}}]'
GOOD = ine.data({"2023": [ine.row(EVORA, "1")]})


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (FALSE, SourceRejected, "Código não válido"),
        (b"<!DOCTYPE html><html>manuten\xc3\xa7\xc3\xa3o</html>", SourceNotData, "HTML"),
        (GOOD[: len(GOOD) // 2], SourceTruncated, "antes do fim"),
        (GOOD.replace(b'"2023"', b'"2022"', 2), PeriodMissing, "2023"),
        (ine.data({"2023": [ine.row(EVORA, "1"), ine.row(EVORA, "2")]}), DuplicateKey, "0705"),
        (ine.data({"2023": [ine.row(EVORA, "1")]}, varcd="0001111"), SourceShapeChanged, "0001111"),
        (ine.data({"2023": [{"geodsg": "x", "valor": "1"}]}), SourceShapeChanged, "geocod"),
        (ine.data({"2023": [{"geocod": EVORA, "geodsg": "x"}]}), SourceShapeChanged, "valor"),
        (b'[{"IndicadorCod":"0009999","Sucesso":{"Verdadeiro":[]}}]', SourceShapeChanged, "Dados"),
        (b'[{"IndicadorCod":"0009999","Dados":{"2023":[{"geocod":"PT","valor":NaN}]}}]', SourceNotData, "JSON"),
    ],
)  # fmt: skip
def test_every_way_of_saying_no_has_its_name_place_and_cure(
    load: Callable[..., Parsed], body: bytes, error: type[SourceError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        load(body)
    assert caught.value.cure and "9999" in caught.value.where


def test_a_repeated_period_key_would_lose_a_year_and_is_refused(load: Callable[..., Parsed]) -> None:
    body = GOOD.replace(b'"Dados": {', b'"Dados": {"2023": [{"geocod": "PT", "valor": "9"}], ')
    with pytest.raises(DuplicateKey, match="2023"):
        load(body)


def test_a_label_in_another_language_is_refused(load: Callable[..., Parsed]) -> None:
    meta = ine.metadata({"S3A202406": "June 2024"}, ["PT"])
    with pytest.raises(SourceShapeChanged, match="June 2024"):
        load(ine.data({"June 2024": [ine.row("PT", "1")]}), meta)


SEXES = [ine.row(EVORA, v, dim_3=c, dim_3_t=c) for c, v in (("T", "5"), ("1", "6"), ("2", "4"))]
META_SEX = ine.metadata({"S7A2023": "2023"}, ["PT", EVORA], {3: ["T", "1", "2"]})


def test_a_further_dimension_is_fixed_by_the_catalogue_or_refused(load: Callable[..., Parsed]) -> None:
    body = ine.data({"2023": SEXES})
    assert only(load(body, META_SEX, dims={"dim_3": "T"}))["value"] == 5
    with pytest.raises(SourceShapeChanged, match="dim_3 em 3 categorias"):
        load(body, META_SEX)
    with pytest.raises(SourceShapeChanged, match="«Z» de dim_3"):
        load(body, META_SEX, dims={"dim_3": "Z"})


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(1, 900), st.integers(1, 3), st.integers(50, 5000))
def test_no_call_passes_the_limit_and_everything_is_asked_once(years: int, places: int, cats: int, limit: int) -> None:
    codes = (["PT"] + [f"{t.parents['2024'][5:]}{t.id}" for t in territory.load().municipalities])[:places]
    meta = Metadata("0009999", "x", "%", 0, "u", {f"S7A{1960 + y}": str(1960 + y) for y in range(years)}, tuple(codes),
                    {3: {str(c): str(c) for c in range(cats)}})  # fmt: skip
    context = Context(
        ReplayFetcher(Path()), territory.load(), lambda: None, settings=Settings(ine_cells_per_call=limit)
    )
    asked: list[tuple[str, str]] = []
    for request in plan(ine.query(), meta, context):
        said = dict(request.params)
        periods = list(meta.periods) if said["Dim1"] == "T" else said["Dim1"].split(",")
        where = said["Dim2"].split(",") if "Dim2" in said else codes
        assert len(periods) * len(where) * cats <= limit
        asked += [(p, w) for p in periods for w in where]
    assert len(asked) == len(set(asked)) == years * len(codes)


@needs_shared
def test_real_answer_with_10308_rows(make_context: Callable[..., Context]) -> None:
    body = (SHARED / "pindica_op2_0008865_ensino_superior_2011.json").read_bytes()
    rows = parse_rows(body, "0008865", "real")
    assert sum(map(len, rows.values())) == 10_308
    query = ine.query(varcd="0008865", nuts="2013", dims={"dim_3": "T"})
    frame, findings = observations(rows, query, make_context(ReplayFetcher(Path())))
    assert len(frame) == 344 and frame["value"].notna().all()
    assert [(f.rule, f.count) for f in findings] == [("abaixo_do_municipio", 3092)]


@needs_shared
def test_real_answers_of_the_other_forms(make_context: Callable[..., Context]) -> None:
    body = (SHARED / "pindica_op1_0008264_taxa_bruta_natalidade_2011_2022.json").read_bytes()
    query = ine.query(varcd="0008264", nuts="2013")
    frame, findings = observations(parse_rows(body, "0008264", "real"), query, make_context(ReplayFetcher(Path())))
    assert (len(frame), frame["period"].nunique(), findings) == (4128, 12, [])
    small = decode((SHARED / "pindica_op2_0003631_small_national.json").read_bytes(), "real")
    assert small["UltimoPref"] == "2007"
