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
from etl.sources.dadosgov.connector import Dadosgov
from etl.sources.dadosgov.format import number_of, parse
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


@pytest.mark.parametrize(("text", "value"), [("1.234,5", 1234.5), ("0.5", 0.5), ("inf", None), ("", None), ("x", None)])
def test_numbers(text: str, value: float | None) -> None:
    assert number_of(text) == value


def test_only_files_on_its_own_server(make_context: Callable[[Fetcher], Context]) -> None:
    with pytest.raises(SourceRejected, match=r"noutro servidor.*outro\.example"):
        Dadosgov().fetch(query("enti48-vida"), make_context(ReplayFetcher(PAYLOADS)))


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
