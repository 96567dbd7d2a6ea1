"""The catalogue: complete, coherent, faithful to the strategy's wording, and clear when it is broken."""

import hashlib
import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from core.base.errors import CatalogueError
from core.base.paths import CATALOGUE, ROOT
from core.catalogue import catalogue

STRATEGY = ROOT.parent / "shared" / "enti" / "ENTI-2023-2030.md"
WORDING = ("domain", "indicator", "sub_indicator", "description", "table3_source")
# Changes only if the strategy itself is revised: sha256 of the 48 × 5 texts, spaces apart.
WORDING_SHA256 = "47720735d3905756b7b124da8471ff88e75c3e76059da8400caf79eb674c9d30"

CATALOG = catalogue.load()
AS_JSON = json.dumps(yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))
ROWS = {i.row: i for i in CATALOG.indicators}
QUERIES = [(item, query) for item in CATALOG.measured for query in item.queries]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_live(query: catalogue.Query) -> bool:
    return query.loadable and query.source not in ("figures", "derived", "held")


# Completeness


def test_the_48_rows_of_table_3_are_there_once_each_in_order() -> None:
    assert [i.row for i in CATALOG.indicators] == list(range(1, 49))


def test_the_six_domains_are_in_the_order_of_table_3() -> None:
    slugs = ["ambiente", "mobilidade", "governanca", "economia", "sociedade", "qualidade_de_vida"]
    assert [d.slug for d in CATALOG.domains] == slugs
    assert list(dict.fromkeys(i.domain for i in CATALOG.indicators)) == [d.name for d in CATALOG.domains]


def test_the_14_rows_of_the_municipal_survey_have_dgeec_as_provider() -> None:
    assert sum(i.provider == "dgeec" and "IUTIC" in i.table3_source for i in CATALOG.indicators) == 14


@pytest.mark.parametrize("row", ROWS)
def test_names_are_short_in_both_languages(row: int) -> None:
    assert max(len(ROWS[row].name.pt), len(ROWS[row].name.en)) <= 60


# Coherence


@pytest.mark.parametrize(("item", "query"), [q for q in QUERIES if q[1].source != "ine" or q[1].loadable])
def test_every_query_that_loads_has_its_series(item: catalogue.Measured, query: catalogue.Query) -> None:
    assert item.get_series(query.series).id == query.series


@pytest.mark.parametrize("row", ROWS)
def test_the_state_says_what_the_queries_can_do(row: int) -> None:
    item = ROWS[row]
    live = any(is_live(q) for q in item.queries)
    embedded = any(q.source in ("figures", "derived") for q in item.queries)
    expected = {"connected"} if live else {"embedded"} if embedded else {"planned", "manual", "not_published"}
    assert item.source_state.state in expected


@pytest.mark.parametrize("row", [r for r, i in ROWS.items() if not any(is_live(q) for q in i.queries)])
def test_a_row_that_is_not_loaded_live_says_why_and_who_can_help(row: int) -> None:
    state = ROWS[row].source_state
    assert len(state.reason.pt) > 20 and len(state.reason.en) > 20 and state.owner


def test_a_source_without_connector_provides_no_live_query() -> None:
    assert {q.source for _, q in QUERIES if q.source != "derived"} <= {s.connector for s in CATALOG.sources.values()}


def test_an_ine_query_reads_the_nuts_version_of_its_title_and_of_its_series() -> None:
    for item, query in QUERIES:
        if query.source == "ine":
            said = next((v for v in ("2013", "2024") if f"(NUTS - {v})" in query.title), None)
            # Some titles name no version, and the answer has regions all the same: then its series says which.
            assert query.nuts == said or (said is None and query.level in ("nuts2", "nuts3")), query.varcd
            if query.loadable and (version := item.get_series(query.series).nuts):
                assert query.nuts == version, f"{item.id}: {query.varcd}"


# The strategy's wording


def test_the_wording_of_the_strategy_is_unchanged() -> None:
    texts = [squeeze(getattr(ROWS[row], name)) for row in sorted(ROWS) for name in WORDING]
    assert hashlib.sha256("\n".join(texts).encode()).hexdigest() == WORDING_SHA256


def plain(cell: str) -> str:
    """A cell of Table 3 without markup and footnote numbers; m 3 and km 2 keep their exponents."""
    cell = re.sub(r"(?<=m) <sup>([23])</sup>", lambda m: "²³"[int(m[1]) - 2], cell)
    return re.sub(r"<sup>\d+</sup>|</?[ib]>", "", cell).strip()


def table_3(text: str) -> list[list[str]]:
    """Table 3 of the strategy, blanks filled from above.

    In the text the Mobilidade block sits one column to the right (its domain, in bold, in the second column),
    and leaves out the source it shares with the row below.
    """
    rows: list[list[str]] = []
    above, shifted = ["", "", ""], False
    for line in text[text.index("**Tabela 3 -") : text.index("A monitorização e avaliação da ENTI, em")].splitlines():
        cells = [*line.split("\t"), ""]
        if len(cells) < 5:
            continue
        if cells[0] == "Domínio":
            shifted = False
            continue
        if shifted := shifted or cells[1].startswith("<b>"):
            if cells[1]:
                cells = cells[1:]
            elif cells[2]:
                cells = ["", cells[0], *cells[2:]]
            elif cells[0]:
                cells = ["", "", "", cells[0], cells[4]]
        cells = [plain(c) for c in cells[:5]]
        if cells[1] and cells[1] != above[1]:
            above[2] = ""
        above = [new or old for new, old in zip(cells[:3], above, strict=True)]
        rows.append([*above, *cells[3:]])
    for row, below in pairwise(rows):
        row[4] = row[4] or below[4]
    return rows


@pytest.mark.skipif(not STRATEGY.exists(), reason="o texto da Estratégia não está neste computador")
def test_the_wording_is_that_of_the_strategy() -> None:
    expected = table_3(STRATEGY.read_text(encoding="utf-8"))
    assert len(expected) == 48
    for row, texts in enumerate(expected, start=1):
        for name, text in zip(WORDING, texts, strict=True):
            assert squeeze(getattr(ROWS[row], name)) == squeeze(text), f"linha {row}, {name}"


# Mistakes


def broken(change: Callable[[dict[str, Any]], Any]) -> str:
    raw = json.loads(AS_JSON)
    change(raw)
    return json.dumps(raw)  # JSON is YAML too


def put(place: int, **fields: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda raw: raw["indicators"][place - 1].update(fields)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put(33, cor="azul"), ["taxa_votantes_autarquicas", "linha 33", "cor"]),
        (put(10, direction="para_cima"), ["residuos_urbanos_recolhidos_hab", "linha 10", "direction"]),
        (put(10, periodicity="anual"), ["linha 10", "periodicity"]),
        (put(45, basis={"kind": "poisson"}), ["mortalidade_infantil", "linha 45", "basis"]),
        (lambda raw: raw["indicators"][44].pop("basis"), ["mortalidade_infantil", "linha 45", "basis"]),
        (put(14, decimals="dois"), ["linha 14", "decimals"]),
        (put(5, unit={"pt": "GWh"}), ["linha 5", "unit", "en"]),
        (put(13, bounds={"min": 5, "max": 1}), ["linha 13", "bounds"]),
        (put(26, queries=[{"source": "figures", "series": "x", "figure": "y"}]), ["linha 26", "«x»"]),
        (put(7, aggregation={"rule": "weighted_mean", "denominator": "veiculos"}), ["indice_qualidade_ar", "veiculos"]),
        (put(7, provider="ninguem"), ["indice_qualidade_ar", "ninguem"]),
        (put(7, id="mortalidade_infantil"), ["ids repetidos", "mortalidade_infantil"]),
        (put(7, row=8), ["faltam [7]", "repetidas [8]"]),
        (put(7, domain="Ambiente"), ["domínios fora da lista", "Ambiente"]),
        (lambda raw: raw["indicators"].pop(20), ["faltam [21]"]),
        (lambda raw: raw.pop("sources"), ["sources"]),
    ],
)
def test_a_mistake_is_reported_with_file_place_and_cure(
    change: Callable[[dict[str, Any]], Any], expected: list[str]
) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue.parse(broken(change))
    for part in ["indicators.yaml", "O que fazer:", *expected]:
        assert part in str(caught.value)


@pytest.mark.parametrize(("text", "expected"), [("a: [1", "linha indicada"), ("", "git"), ("- 1", "git")])
def test_what_is_no_catalogue_is_reported_with_its_cure(text: str, expected: str) -> None:
    with pytest.raises(CatalogueError, match=expected) as caught:
        catalogue.parse(text, name="outro.yaml")
    assert "outro.yaml" in str(caught.value)


def test_a_missing_file_is_reported_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="git") as caught:
        catalogue.load(tmp_path / "indicators.yaml")
    assert str(tmp_path) in str(caught.value)


def test_unknown_ids_are_key_errors() -> None:
    for wrong in ("nao_existe", "populacao_residente"):
        with pytest.raises(KeyError):
            CATALOG.indicator(wrong)


# Schema


def test_the_json_schema_accepts_the_file_and_refuses_an_unknown_key() -> None:
    validator = jsonschema.Draft202012Validator(catalogue.json_schema())
    raw = json.loads(AS_JSON)
    assert [e.message for e in validator.iter_errors(raw)] == []
    raw["indicators"][0]["cor"] = "azul"
    assert not validator.is_valid(raw)


@pytest.mark.parametrize(("name", "schema"), catalogue.SCHEMAS.items())
def test_the_schema_that_editors_use_is_the_current_one(name: str, schema: Callable[[], dict[str, Any]]) -> None:
    written = json.loads((ROOT / name).read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(schema())), "correr «python -m etl schema»"
