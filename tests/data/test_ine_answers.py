"""INE as it really answers: signs that its own words explain, places abroad, and bodies of another NUTS version."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import SourceShapeChanged
from core.base.paths import ROOT
from core.catalogue import catalogue
from etl.fetch.context import Context
from etl.fetch.http import HttpFetcher, Limits, ReplayFetcher
from etl.fetch.model import Parsed
from etl.sources.ine.connector import Ine
from etl.sources.ine.format import observations, parse_rows
from tests.support import ine
from tests.support.bad_server import bad_server

EVORA, PORTO, CORVO = "1C40705", "11A1312", "2004901"
CASE = ROOT.parent / "shared" / "cases" / "ine-sinais.json"
REAL_2013 = ROOT.parent / "shared" / "data" / "ine" / "pindica_op2_0008865_ensino_superior_2011.json"


@pytest.fixture
def load(tmp_path: Path, make_context: Callable[..., Context]) -> Callable[..., Parsed]:
    """Fetch and parse recorded rows of 2023; `title` and `places` are what the metadata say."""

    def run(rows: list[dict[str, str]], title: str = "", places: tuple[str, ...] = ("PT",), **changes: Any) -> Parsed:
        meta = ine.metadata({"S7A2023": "2023"}, list(places))
        body = ine.data({"2023": rows})
        if title:
            meta, body = (b.replace(b"Indicador de prova", title.encode()) for b in (meta, body))
        ine.record(tmp_path, meta, body)
        context, query, connector = make_context(ReplayFetcher(tmp_path)), ine.query(**changes), Ine()
        return connector.parse(connector.fetch(query, context), query, context)

    return run


@pytest.mark.parametrize(
    ("sign", "text", "status", "conf", "note"),
    [
        ("&", "Dado provisório", "P", "F", None),
        ("//", "Dado preliminar", "P", "F", None),
        ("&", "", "P", "F", None),
        # The text decides over the table, and is kept where the sign alone would say something else.
        ("&", "Coeficiente de variação elevado", "U", "F", "INE: Coeficiente de variação elevado"),
        ("//", "DADO RECTIFICADO", "A", "F", "INE: DADO RECTIFICADO"),
        ("*", "Dado  previsto", "F", "F", "INE: Dado previsto"),
        ("*", "Dado revisto", "A", "F", "INE: Dado revisto"),
        ("*", "Quebra de série; dado provisório", "B", "F", "INE: Quebra de série; dado provisório"),
        ("*", "Dado confidencial", "U", "C", "INE: Dado confidencial"),
        # A text that says nothing we know leaves the table's sense to a sign of ours, and is kept.
        ("Po", "Ver nota metodológica", "P", "F", "INE: Ver nota metodológica"),
        ("&", "Dado não provisório", "P", "F", "INE: Dado não provisório"),
    ],
)
def test_the_text_of_a_sign_decides(
    load: Callable[..., Parsed], sign: str, text: str, status: str, conf: str, note: str | None
) -> None:
    parsed = load([ine.row(EVORA, "8.3", sinal_conv=sign, sinal_conv_desc=text)])
    got = parsed.frame.iloc[0]
    assert (got["value"], got["status"], got["conf"], got["sign"], got["note"]) == (8.3, status, conf, sign, note)
    assert parsed.findings == []


def test_a_sign_that_nothing_explains_is_reported_with_its_text_kept(load: Callable[..., Parsed]) -> None:
    parsed = load([ine.row(EVORA, "8.3", sinal_conv="?!", sinal_conv_desc="Ver nota")])
    assert parsed.frame.iloc[0][["status", "sign", "note"]].tolist() == ["V", "?!", "INE: Ver nota"]
    assert [(f.rule, f.count) for f in parsed.findings] == [("sinal_desconhecido", 1)]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"sinal_conv_desc": "Dado nulo ou não aplicável"}, "M"),
        ({"sinal_conv": "", "sinal_conv_desc": "Dado não disponível"}, "O"),
        ({"sinal_conv_desc": "Dado confidencial"}, "Q"),
    ],
)
def test_a_text_without_its_sign_is_a_gap_and_refuses_nothing(
    load: Callable[..., Parsed], more: dict[str, str], status: str
) -> None:
    parsed = load([ine.row("PT", "10"), ine.row(CORVO, None, ind_string="-", **more)])
    rows = parsed.frame.set_index("territory_id")
    assert rows.loc["PT", "value"] == 10 and math.isnan(rows.loc["4901", "value"])
    assert rows.loc["4901", ["status", "sign", "note"]].tolist() == [status, None, f"INE: {more['sinal_conv_desc']}"]
    assert parsed.findings == []


@pytest.mark.parametrize("more", [{}, {"sinal_conv_desc": " "}, {"sinal_conv": ""}])
def test_without_value_sign_and_text_it_is_another_shape(load: Callable[..., Parsed], more: dict[str, str]) -> None:
    with pytest.raises(SourceShapeChanged, match="nem sinal"):
        load([ine.row(EVORA, None, **more)])


def test_abroad_is_counted_and_no_error_and_no_place_takes_its_name_for_a_key(load: Callable[..., Parsed]) -> None:
    rows = [ine.row("PT", "10"), ine.row("0", "1") | {"geodsg": "Estrangeiro"}, ine.row("4", "2")]
    rows += [ine.row("ZZZ", "3") | {"geodsg": "Extra-Regio"}, ine.row(EVORA, "5") | {"geodsg": "Estrangeiro"}]
    parsed = load(rows)
    assert sorted(parsed.frame["territory_id"]) == ["0705", "PT"]  # a known code stays what it is
    found = {f.rule: f for f in parsed.findings}
    assert (found["fora_do_pais"].severity, found["fora_do_pais"].count) == ("info", 2)
    assert "0 «Estrangeiro»" in found["fora_do_pais"].detail
    assert (found["territorio_desconhecido"].severity, found["territorio_desconhecido"].count) == ("error", 1)


# One município each with the code it has in that version, between codes that all versions share.
BODIES = {
    "2002": ["PT", "1", "11", "111", "1141312", "1830705"],
    "2013": ["PT", "1", "11", "111", "11A1312", "1870705"],
    "2024": ["PT", "1", "11", "111", "11A1312", "1C40705"],
}
REGIONS = {"2002": ["PT", "16", "164"], "2013": ["PT", "16", "16E"], "2024": ["PT", "19", "193"]}


@pytest.mark.parametrize("bodies", [BODIES, REGIONS], ids=["municipalities", "regions"])
@pytest.mark.parametrize("came", ["2002", "2013", "2024"])
@pytest.mark.parametrize("asked", ["2013", "2024"])
def test_a_body_of_another_nuts_version_is_never_filed_under_ours(
    load: Callable[..., Parsed], bodies: dict[str, list[str]], asked: str, came: str
) -> None:
    rows = [ine.row(code, "1") for code in bodies[came]]
    if asked == came:
        assert len(load(rows, nuts=asked).frame) == len(rows)
        return
    with pytest.raises(SourceShapeChanged, match=rf"Pediu-se NUTS {asked}.*NUTS {came} \(") as caught:
        load(rows, nuts=asked)
    assert caught.value.cure


def test_a_body_of_shared_codes_alone_is_told_by_its_title(load: Callable[..., Parsed]) -> None:
    rows, title = [ine.row(code, "1") for code in ("PT", "11", "111")], "Óbitos por Local de residência (NUTS - {})"
    assert len(load(rows, title.format(2013), nuts="2013").frame) == 3
    with pytest.raises(SourceShapeChanged, match="título diz NUTS 2002"):
        load(rows, title.format(2002), nuts="2013")


def test_metadata_of_another_version_cost_no_data_call(
    tmp_path: Path, make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    meta = ine.metadata({"S7A2023": "2023"}, BODIES["2002"])
    with bad_server({"/pindicaMeta.jsp": meta, "/pindica.jsp": ine.data({"2023": []})}) as (address, seen):
        monkeypatch.setattr("etl.sources.ine.connector.BASE", address)
        with pytest.raises(SourceShapeChanged, match="2002"):
            Ine().fetch(ine.query(nuts="2013"), make_context(HttpFetcher(tmp_path, Limits(pause=0.0))))
        assert seen == {"/pindicaMeta.jsp": 1}


@pytest.mark.skipif(not REAL_2013.exists(), reason="sem ../shared")
def test_a_real_body_of_2013_is_refused_as_2024(tmp_path: Path, make_context: Callable[..., Context]) -> None:
    answer = json.loads(REAL_2013.read_bytes())[0]
    places = tuple({r["geocod"] for rows in answer["Dados"].values() for r in rows})
    body = ine.metadata({"S7A2011": "2011"}, ["PT"])
    ine.record(tmp_path, body, REAL_2013.read_bytes(), varcd="0008865")
    assert len(places) == 3436
    context = make_context(ReplayFetcher(tmp_path))
    for nuts, fits in (("2013", True), ("2024", False)):
        query = ine.query(varcd="0008865", nuts=nuts, dims={"dim_3": "T"})
        raws = Ine().fetch(query, context)
        if fits:
            assert len(Ine().parse(raws, query, context).frame) == 344
            continue
        with pytest.raises(SourceShapeChanged, match="NUTS 2013"):
            Ine().parse(raws, query, context)


def test_recycling_until_2020_goes_down_to_nuts_3(tmp_path: Path, make_context: Callable[..., Context]) -> None:
    """Row 9's own question for 0009199: its regions are places of 2013, and no country-only answer."""
    row = catalogue.load().indicator("residuos_preparados_reutilizacao_reciclagem")
    (query,) = (q for q in row.queries if getattr(q, "varcd", "") == "0009199")
    assert query.loadable and query.series in {s.id for s in row.series if s.nuts == "2013"}
    codes = ["PT", "1", "16", "16E", "16G", "16J"]
    body = ine.data({"2020": [ine.row(c, "38") for c in codes]})
    ine.record(tmp_path, ine.metadata({"S7A2020": "2020"}, codes), body, varcd="0009199")
    context = make_context(ReplayFetcher(tmp_path))
    parsed = Ine().parse(Ine().fetch(query, context), query, context)
    assert parsed.frame["territory_id"].tolist() == ["PT", *(f"2013:{c}" for c in codes[1:])]
    assert parsed.findings == []


@pytest.mark.skipif(not CASE.exists(), reason="sem ../shared")
def test_the_recorded_case(make_context: Callable[..., Context]) -> None:
    rows = parse_rows(CASE.read_bytes(), "0099999", "caso")
    made, findings = observations(rows, ine.query(varcd="0099999"), make_context(ReplayFetcher(Path())))
    got = made.set_index("territory_id")
    assert got.loc["PT", ["value", "status"]].tolist() == [10, "P"]
    assert got.loc["0705", ["value", "status"]].tolist() == [3, "P"]
    assert math.isnan(got.loc["4901", "value"]) and got.loc["4901", "note"] == "INE: Dado nulo ou não aplicável"
    assert [(f.severity, f.rule, f.count) for f in findings] == [("info", "fora_do_pais", 1)]
