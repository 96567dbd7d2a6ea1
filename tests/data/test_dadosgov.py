"""dados.gov.pt: the newest of the right files, on the right server, and never a name taken for a key."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import (
    DuplicateKey,
    SourceError,
    SourceNotData,
    SourceRejected,
    SourceShapeChanged,
    SourceTruncated,
)
from core.base.paths import ROOT
from core.terms import territory
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, HttpFetcher, Limits, ReplayFetcher
from etl.sources.dadosgov import connector as dadosgov
from etl.sources.dadosgov.connector import Dadosgov, _newest
from etl.sources.dadosgov.format import parse
from etl.sources.dadosgov.numbers import number_of
from etl.sources.dadosgov.query import DadosGovQuery
from tests.support.bad_server import bad_server

PAYLOADS = ROOT / "tests" / "payloads"
GOOD = (PAYLOADS / "dadosgov" / "enti04-consumo.csv").read_text(encoding="utf-8")
PAGES = [(PAYLOADS / "dadosgov" / f"datasets.0{n}.json").read_text(encoding="utf-8") for n in (1, 2)]


def query(file: str = "enti04-consumo", **more: Any) -> DadosGovQuery:
    return DadosGovQuery.model_validate({"source": "dadosgov", "file": file, "use": "witness"} | more)


def rows(body: str | bytes, per: str = "municipio") -> dict[tuple[str, str], float]:
    table = parse(body if isinstance(body, bytes) else body.encode(), "prova", territory.load(), per)
    return {(p, t): v for p, t, v in table.rows}


def test_a_replayed_file(make_context: Callable[[Fetcher], Context]) -> None:
    context = make_context(ReplayFetcher(PAYLOADS))
    parsed = Dadosgov().parse(Dadosgov().fetch(query(), context), query(), context)
    got = {r.territory_id: (r.value, r.status) for r in parsed.frame.itertuples()}
    assert got["0101"] == (1234.5, "A") and math.isnan(got["0102"][0]) and got["0102"][1] == "O"
    assert [(f.rule, f.count) for f in parsed.findings] == [("territorio_desconhecido", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "ano,dtmn,valor\n2023,0101,1234.5\n",
        "\ufeffPeríodo\tGeocod\tPercentagem\n2023\t1910101\t1234,5\n",
        "Ano;Código;Indicador;Unidade;Valor\n2023;101;x;kWh;1234,5\n",
        "DICO;Concelho;ano;kwh_hab\n0101;Águeda;2023;1 234,5\n".encode("cp1252"),
    ],
)
def test_many_headers_one_meaning(body: str | bytes) -> None:
    assert rows(body) == {("0101", "2023"): 1234.5}


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("ano;municipio;valor\n2023;Lagoa;1\n", SourceShapeChanged, "nomes não servem"),
        ("dico;valor\n0101;1\n", SourceShapeChanged, "período"),
        ("ano;dico;homens;mulheres\n2023;0101;1;2\n", SourceShapeChanged, "há 2 (homens, mulheres)"),
        ("ano;dico;nota\n2023;0101;x\n", SourceShapeChanged, "há 0"),
        ("ano;dico;valor\nJunho;0101;1\n", SourceShapeChanged, "linha 2"),
        ("ano;dico;valor\n2023;0101\n", SourceTruncated, "linha 2 tem 2"),
        ("ano;dico;valor\n2023;0101;1\n2023;0101;2\n", DuplicateKey, "1 e 2"),
        ("<html></html>", SourceNotData, "não é CSV"),
        ("", SourceNotData, "não é CSV"),
    ],
)
def test_another_shape_is_refused_loudly(body: str, error: type[SourceError], said: str) -> None:
    with pytest.raises(error) as caught:
        rows(body)
    assert said in str(caught.value)


def test_equal_repeats_and_unreadable_values() -> None:
    table = parse(
        b"ano;dico;valor\n2023;0101;1\n2023;0101;1\n2023;0102;NaN\n2023;0103;-4\n",
        "prova",
        territory.load(),
        "municipio",
    )
    assert [r[0] for r in table.rows] == ["0101", "0102", "0103"] and table.rows[2][2] == -4
    assert table.unread == ["0102 2023: «NaN»"]


def test_a_country_file_needs_no_code() -> None:
    assert rows("ano;valor\n2023;58,4\n", "pais") == {("PT", "2023"): 58.4}


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5),
        ("-1 234,5", "", -1234.5),
        ("1,234,567", "", 1234567),
        ("0.5", "", 0.5),
        ("0,125", "", 0.125),
        ("1234", "", 1234),
        # Could be two numbers: only its column can tell.
        ("1,234", "", None),
        ("1.234", "", None),
        ("1,234", ".", 1234),
        ("1,234", ",", 1.234),
        ("1234.5", ",", None),
        ("12,34.5", "", None),
        ("1,2345.6", "", None),
        ("1e5", "", None),
        ("inf", "", None),
        ("", "", None),
        ("x", "", None),
    ],
)
def test_numbers(text: str, mark: str, value: float | None) -> None:
    assert number_of(text, mark) == value


def test_one_value_tells_how_the_column_is_written() -> None:
    body = 'ano,dico,valor\n2023,0101,"1,234.5"\n2023,0102,"2,345"\n2023,0103,7\n'
    assert list(rows(body).values()) == [1234.5, 2345, 7]
    assert list(rows("ano;dico;valor\n2023;0101;12,5\n2023;0102;2.345\n").values()) == [12.5, 2345]
    with pytest.raises(SourceShapeChanged, match=r"duas maneiras \(«1,234\.5» e «12,5»\)"):
        rows("ano;dico;valor\n2023;0101;1,234.5\n2023;0102;12,5\n")


def test_a_value_that_could_be_two_numbers_is_none() -> None:
    table = parse(b"ano;dico;valor\n2023;0101;1,234\n2023;0102;8\n", "prova", territory.load(), "municipio")
    assert table.unread == ["0101 2023: «1,234»"] and table.rows[1][2] == 8


HEAD = "ano;CMNPC;NUTS_ano;NUTS0_codigo;NUTS2_codigo;NUTS3_codigo;NUTS3_desig;Dico_codigo;Dico_desig;densidade\n"
MONITORED = HEAD + "".join(
    f"2023;50{n}000000;2024;PT;{nuts};{nuts};Região;{code};Nome;{n},5\n"
    for n, (nuts, code) in enumerate((("19", "111"), ("111", "101"), ("16", "1312"), ("30", "3101")), 1)
)


def test_the_form_of_the_strategys_own_monitoring() -> None:
    """The key is the DICO, with its zero or without; tax numbers, NUTS codes and labels are no values."""
    assert rows(MONITORED) == {(d, "2023"): n + 0.5 for n, d in enumerate(("0111", "0101", "1312", "3101"), 1)}


@pytest.mark.parametrize("name", ["CMNPC", "NIPC", "NIF", "NIF do município", "entidade"])
def test_a_tax_number_is_no_value(name: str) -> None:
    """By its name, or, under any other, because the last of its nine digits checks the others."""
    body = f"ano;dico;{name};kwh\n2023;0101;500051070;12\n2023;0102;501294104;13\n"
    assert list(rows(body).values()) == [12, 13]
    with pytest.raises(SourceShapeChanged, match="há 0"):
        rows("ano;dico;entidade\n2023;0101;500051070\n2023;0102;501294104\n")
    assert list(rows("ano;dico;euros\n2023;0101;500051071\n2023;0102;501294104\n").values()) == [500051071, 501294104]


@pytest.mark.parametrize("name", ["codigo", "Dico_codigo", "dico"])
def test_zeros_dropped_by_a_spreadsheet_make_no_region(name: str) -> None:
    body = f"ano;{name};valor\n2024;111;10\n2024;112;20\n2024;1312;30\n2024;16;40\n"
    assert rows(body) == {("0111", "2024"): 10, ("0112", "2024"): 20, ("1312", "2024"): 30}


def test_where_zeros_were_kept_three_digits_are_a_region_of_the_version_that_is_said() -> None:
    kept = "ano;codigo;{}valor\n2024;111;{}10\n2024;0111;{}20\n2024;1A0;{}30\n"
    # Without version, 111 could be either: it is nobody's. 1A0 exists in one only.
    assert rows(kept.format("", "", "", "")) == {("0111", "2024"): 20, ("2024:1A0", "2024"): 30}
    said = rows(kept.format("nuts_ano;", "2013;", "2013;", "2024;"))
    assert said == {("2013:111", "2024"): 10, ("0111", "2024"): 20, ("2024:1A0", "2024"): 30}
    assert rows(kept.format("nuts_ano;", "2002;", "2002;", "2002;")) == {("0111", "2024"): 20}


def test_a_file_per_region_takes_the_regions_column() -> None:
    body = MONITORED.replace("19;19", "19;191")
    assert rows(body, "nuts3")[("2024:191", "2023")] == 1.5 and ("0111", "2023") not in rows(body, "nuts3")


CASE = ROOT.parent / "shared" / "cases" / "dadosgov-zeros.csv"


@pytest.mark.skipif(not CASE.exists(), reason="sem ../shared")
def test_the_recorded_case() -> None:
    got = {place: value for (place, _), value in rows(CASE.read_bytes()).items()}
    assert got == {"0111": 10, "0112": 20, "0119": 30, "0101": 40}


def test_only_files_on_its_own_server(make_context: Callable[[Fetcher], Context]) -> None:
    with pytest.raises(SourceRejected, match=r"noutro servidor.*outro\.example"):
        Dadosgov().fetch(query("enti48-vida"), make_context(ReplayFetcher(PAYLOADS)))


def test_an_address_that_is_none_is_said() -> None:
    resource = {"url": "https://[*a/enti48-vida.csv", "title": "enti48-vida"}
    with pytest.raises(SourceRejected, match=r"não serve.*\[\*a"):
        _newest([resource], "enti48-vida", 1)


def test_a_file_that_is_not_there_is_said_with_how_many_were_seen(make_context: Callable[[Fetcher], Context]) -> None:
    with pytest.raises(SourceRejected, match="«enti99-nada…» entre 3 recursos"):
        Dadosgov().fetch(query("enti99-nada"), make_context(ReplayFetcher(PAYLOADS)))


def test_pages_are_followed_on_the_same_server_only(
    tmp_path: Path, make_context: Callable[[Fetcher], Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: dict[str, bytes] = {}
    with bad_server(answers) as (base, seen):
        page = json.loads(PAGES[0].replace("https://dados.gov.pt/api/1", base).replace("https://dados.gov.pt", base))
        page["next_page"] = None
        path = "/s/resources/enti-indicador-04/20250101/enti04-consumo.csv"
        answers.update({"/datasets/": json.dumps(page).encode(), path: GOOD.encode()})
        monkeypatch.setattr(dadosgov, "BASE", base)
        context = make_context(HttpFetcher(tmp_path / "a", Limits(pause=0)))
        assert len(Dadosgov().parse(Dadosgov().fetch(query(), context), query(), context).frame) == 2
        assert seen[path] == 1  # the newer of the two
        answers["/datasets/"] = json.dumps(page | {"next_page": "http://127.0.0.2/x"}).encode()
        with pytest.raises(SourceRejected, match=r"127\.0\.0\.2"):
            Dadosgov().fetch(query(), make_context(HttpFetcher(tmp_path / "b", Limits(pause=0))))
        answers["/datasets/"] = json.dumps(page | {"next_page": f"{base}/datasets/"}).encode()
        with pytest.raises(SourceShapeChanged, match="20 páginas"):
            Dadosgov().fetch(query(), make_context(HttpFetcher(tmp_path / "c", Limits(pause=0))))


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<html>", SourceNotData),
        ("[]", SourceShapeChanged),
        ('{"data": {}}', SourceShapeChanged),
        ('{"data": [{"id": 1}]}', SourceShapeChanged),
    ],
)
def test_a_search_that_is_none(
    tmp_path: Path, make_context: Callable[[Fetcher], Context], page: str, error: type[SourceError]
) -> None:
    (tmp_path / "dadosgov").mkdir()
    (tmp_path / "dadosgov" / "datasets.01.json").write_text(page, encoding="utf-8")
    with pytest.raises(error):
        Dadosgov().fetch(query(), make_context(ReplayFetcher(tmp_path)))
