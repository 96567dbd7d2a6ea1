"""INE: what its answers mean, and what becomes of those that mean no."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.errors import (
    DuplicateKey,
    PeriodMissing,
    SourceError,
    SourceNotData,
    SourceRejected,
    SourceShapeChanged,
    SourceTruncated,
)
from core.base.paths import ROOT
from core.catalogue.catalogue import Catalogue
from core.terms import territory
from core.terms.status import CONF_STATUS, MISSING, OBS_STATUS
from etl.fetch.context import Context, Settings
from etl.fetch.http import HttpFetcher, Limits, ReplayFetcher
from etl.fetch.model import Parsed
from etl.load.run import Options
from etl.load.run import load as run_load
from etl.sources.ine.connector import Ine, plan
from etl.sources.ine.format import decode, observations, parse_rows
from etl.sources.ine.metadata import Metadata, parse_metadata
from etl.sources.ine.signs import SIGNS
from tests.support import ine
from tests.support.bad_server import bad_server

SHARED = ROOT.parent / "shared" / "data" / "ine"
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
    [
        ("x", "O", "F"),
        ("§", "Q", "F"),
        ("-", "M", "F"),
        ("//", "O", "F"),
        ("o", "N", "F"),
        ("¿", "Q", "C"),
        ("...", "Q", "C"),
        ("Po", "O", "F"),
        ("?!", "O", "F"),
    ],
)
def test_a_sign_without_value_is_a_gap_with_its_reason_and_never_zero(
    load: Callable[..., Parsed], sign: str, status: str, conf: str
) -> None:
    got = only(load(ine.data({"2023": [ine.row(EVORA, None, sinal_conv=sign, sinal_conv_desc="…")]})))
    assert math.isnan(got["value"]) and (got["status"], got["conf"], got["sign"]) == (status, conf, sign)


@pytest.mark.parametrize(
    ("sign", "status", "conf"),
    [
        ("Po", "P", "F"),
        ("Pe", "P", "F"),
        ("Rc", "A", "F"),
        ("Rv", "A", "F"),
        ("f", "F", "F"),
        ("e", "E", "F"),
        ("┴", "B", "F"),
        ("&", "P", "F"),
        ("//", "P", "F"),
        ("§", "U", "F"),
        ("...", "U", "C"),
    ],
)
def test_a_value_with_a_sign_keeps_both(load: Callable[..., Parsed], sign: str, status: str, conf: str) -> None:
    got = only(load(ine.data({"2023": [ine.row(EVORA, "8.3", sinal_conv=sign)]})))
    assert (got["value"], got["status"], got["conf"], got["sign"]) == (8.3, status, conf, sign)


def test_every_sign_leads_to_statuses_we_have_words_for() -> None:
    for without, with_value, conf in SIGNS.values():
        assert without in MISSING and with_value in OBS_STATUS.keys() - MISSING and conf in CONF_STATUS


def test_an_unknown_sign_is_reported_and_its_value_left_to_validate(load: Callable[..., Parsed]) -> None:
    parsed = load(ine.data({"2023": [ine.row(EVORA, "8.3", sinal_conv="?!")]}))
    assert only(parsed)["status"] == "V"
    assert [(f.rule, f.count) for f in parsed.findings] == [("sinal_desconhecido", 1)]


@pytest.mark.parametrize("text", ["NaN", "inf", "59,3", "abc", "1 000", "", None, True, []])
def test_what_is_no_number_is_a_gap_and_a_finding(load: Callable[..., Parsed], text: Any) -> None:
    parsed = load(ine.data({"2023": [ine.row(EVORA, "0") | {"valor": text}]}))
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
        (GOOD.replace(b'[{"geocod"', b'["linha", {"geocod"'), SourceShapeChanged, "linha"),
        (b"[]", SourceShapeChanged, "objeto"),
        (b'[{"Sucesso":{"Falso":["manuten\xc3\xa7\xc3\xa3o"]}}]', SourceRejected, "manutenção"),
        (b'[{"IndicadorCod":"0009999","Sucesso":{"Verdadeiro":[]}}]', SourceShapeChanged, "Dados"),
        (b'[{"IndicadorCod":"0009999","Dados":{"2023":[{"geocod":"PT","valor":NaN}]}}]', SourceNotData, "JSON"),
    ],
)
def test_every_way_of_saying_no_has_its_name_place_and_cure(
    load: Callable[..., Parsed], body: bytes, error: type[SourceError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        load(body)
    assert caught.value.cure and "9999" in caught.value.where


@given(st.data())
def test_an_answer_cut_anywhere_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(GOOD) - 1))
    with pytest.raises((SourceTruncated, SourceNotData)):
        decode(GOOD[:end], "INE")


ODD = st.sampled_from([None, True, 3, "x", [], {}, [None], ["x"], {"Falso": "x"}])


@given(ODD, st.data())
def test_an_answer_of_any_other_shape_is_a_source_error_and_no_crash(odd: object, data: st.DataObject) -> None:
    """A crash would cost the whole load; a SourceError costs one indicator."""
    for body, read in ((META, parse_metadata), (GOOD, lambda b, w: parse_rows(b, ine.VARCD, w))):
        answer = json.loads(body)
        spot: Any = answer
        keys = data.draw(st.sampled_from(sorted(_paths(answer), key=str)))
        for key in keys[:-1]:
            spot = spot[key]
        spot[keys[-1]] = odd
        with suppress(SourceError):
            rows = read(json.dumps(answer).encode(), "INE")
            if isinstance(rows, dict):
                observations(rows, ine.query(), Context(ReplayFetcher(Path()), territory.load(), lambda: None))


def _paths(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in inside:
        yield (*above, key)
        yield from _paths(child, (*above, key))


def test_a_repeated_period_key_would_lose_a_year_and_is_refused(load: Callable[..., Parsed]) -> None:
    body = GOOD.replace(b'"Dados": {', b'"Dados": {"2023": [{"geocod": "PT", "valor": "9"}], ')
    with pytest.raises(DuplicateKey, match="2023"):
        load(body)


def test_a_label_in_another_language_is_refused(load: Callable[..., Parsed]) -> None:
    meta = ine.metadata({"S3A202406": "June 2024"}, ["PT"])
    with pytest.raises(SourceShapeChanged, match="June 2024"):
        load(ine.data({"June 2024": [ine.row("PT", "1")]}), meta)


GOLDEN = ROOT / "tests" / "payloads" / "ine"
SEX = {"dim_3": "T"}


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_the_op2_sample_line_by_line(load: Callable[..., Parsed], before: bytes) -> None:
    body, meta = (GOLDEN / "0009999.op2.json").read_bytes(), (GOLDEN / "0009999.meta.json").read_bytes()
    parsed = load(before + body, meta, nuts="2013", dims=SEX)
    golden = (GOLDEN / "0009999.expected.csv").read_text(encoding="utf-8").splitlines()
    assert parsed.frame[golden[0].split(",")].to_csv(index=False).splitlines() == golden
    assert [(f.rule, f.count) for f in parsed.findings] == [("abaixo_do_municipio", 1)]
    assert parsed.source_updated_at == "2025-12-01"


def test_the_op1_sample(make_context: Callable[..., Context]) -> None:
    rows = parse_rows((GOLDEN / "0009999.op1.json").read_bytes(), ine.VARCD, "INE")
    made, findings = observations(rows, ine.query(nuts="2013"), make_context(ReplayFetcher(Path())))
    assert {(r.territory_id, r.period, r.value) for r in made.itertuples()} == {
        ("0705", "2022", 6.6),
        ("PT", "2022", 8.0),
        ("PT", "2011", 9.2),
        ("0705", "2011", 8.3),
    }
    assert findings == []


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda p: p.name)
def test_each_sample_says_whether_it_was_recorded_or_reconstructed(path: Path) -> None:
    about = yaml.safe_load(path.with_suffix(".sidecar.yaml").read_text(encoding="utf-8"))
    assert about["status"] in ("recorded", "reconstructed") and len(about["why"]) > 100


@needs_shared
@pytest.mark.parametrize(
    ("sample", "real", "block"),
    [
        ("0009999.op2.json", "pindica_op2_0008865_ensino_superior_2011.json", "Dados"),
        ("0009999.op1.json", "pindica_op1_0008264_taxa_bruta_natalidade_2011_2022.json", "Pref"),
    ],
)
def test_the_samples_have_the_form_of_real_answers(sample: str, real: str, block: str) -> None:
    ours, theirs = (json.loads(p.read_bytes())[0] for p in (GOLDEN / sample, SHARED / real))
    assert list(ours) == list(theirs)
    row, real_row = (next(iter(a[block].values()))[0] for a in (ours, theirs))
    assert list(row) == list(real_row) and all(isinstance(v, str) for v in row.values())
    assert all((GOLDEN.parent / p).read_bytes().startswith(b"\n\n\n") for p in (GOLDEN / sample, SHARED / real))


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dict[str, bytes], Counter[str], Path]]:
    """INE on this machine: its answers (to be changed), what was asked, and the raw store."""
    answers = {"/pindicaMeta.jsp": META, "/pindica.jsp": GOOD}
    with bad_server(answers) as (address, seen):
        monkeypatch.setattr("etl.sources.ine.connector.BASE", address)
        yield answers, seen, tmp_path


def test_data_is_asked_for_again_only_when_the_update_stamp_changes(
    live: tuple[dict[str, bytes], Counter[str], Path], make_context: Callable[..., Context]
) -> None:
    answers, seen, store = live
    context = make_context(HttpFetcher(store, Limits(pause=0.0)))
    for _ in range(2):
        raws = Ine().fetch(ine.query(), context)
    assert seen == {"/pindicaMeta.jsp": 2, "/pindica.jsp": 1} and all(r.unchanged for r in raws)
    answers["/pindicaMeta.jsp"] = META.replace(b"2025-12-01", b"2026-01-31")
    Ine().fetch(ine.query(), context)
    assert seen == {"/pindicaMeta.jsp": 3, "/pindica.jsp": 2}


def test_without_an_update_stamp_it_is_asked_for_each_time(
    live: tuple[dict[str, bytes], Counter[str], Path], make_context: Callable[..., Context]
) -> None:
    answers, seen, store = live
    answers["/pindicaMeta.jsp"] = META.replace(b"2025-12-01", b"")
    for _ in range(2):
        Ine().fetch(ine.query(), make_context(HttpFetcher(store, Limits(pause=0.0))))
    assert seen["/pindica.jsp"] == 2


def test_a_refusal_kept_from_last_time_is_not_served_for_ever(
    live: tuple[dict[str, bytes], Counter[str], Path], make_context: Callable[..., Context], light: Catalogue
) -> None:
    """Same update stamp, but the stored answer was INE's «Falso»: the next load asks again."""
    answers, seen, store = live
    answers["/pindica.jsp"] = FALSE
    context = make_context(HttpFetcher(store / "raw", Limits(pause=0.0)))
    options = Options(indicators=frozenset({"medicos_1000_hab"}))
    assert "não válido" in run_load(light, context, options, store / "builds").failed[0]["message"]
    before = seen["/pindica.jsp"]
    answers["/pindica.jsp"] = GOOD.replace(b"0009999", b"0012837")
    outcomes = {r["series"]: r["outcome"] for r in run_load(light, context, options, store / "builds").asked}
    assert outcomes["total"] == "ok" and seen["/pindica.jsp"] > before


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
@given(st.integers(1, 60), st.integers(1, 309), st.integers(0, 40), st.integers(1, 60), st.integers(1, 5000))
def test_no_call_passes_the_limit_and_everything_is_asked_once(
    years: int, places: int, parishes: int, cats: int, limit: int
) -> None:
    """A single period and place may pass it alone, by its categories; parishes are not asked for."""
    codes = (["PT"] + [f"{t.parents['2024'][5:]}{t.id}" for t in territory.load().municipalities])[:places]
    meta = Metadata(
        "0009999",
        "x",
        "%",
        0,
        "u",
        {f"S7A{1960 + y}": str(1960 + y) for y in range(years)},
        (*codes, *(f"1111601{n:02d}" for n in range(parishes))),
        {3: {str(c): str(c) for c in range(cats)}},
    )
    context = Context(
        ReplayFetcher(Path()), territory.load(), lambda: None, settings=Settings(ine_cells_per_call=limit)
    )
    asked: list[tuple[str, str]] = []
    for request in plan(ine.query(), meta, context):
        said = dict(request.params)
        periods = list(meta.periods) if said["Dim1"] == "T" else said["Dim1"].split(",")
        where = said["Dim2"].split(",") if "Dim2" in said else list(meta.geography)
        assert len(periods) * len(where) * cats <= limit or len(periods) == len(where) == 1
        assert len(",".join(where)) < 4000
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
