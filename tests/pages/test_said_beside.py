"""What stands beside a figure is of it: the same series and period, or said to be another; a part of a row says so."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from core.judgement.judge import judged
from core.reading.reading import Reader
from core.terms import territory
from core.terms.territory import COUNTRY
from core.warehouse.store import Store
from reports import WRITERS, place, whole
from reports.model import Heading, Picture, Report, Table
from show.sentences import places_apart, said_name, unit_of
from tests.support import paper
from tests.support.pages import nodes, open_page, payloads, text_of, trees

DAY = date(2026, 11, 27)
BOOK = catalogue.load()
METERS, STATIONS, INFANTS = "instalacoes_com_contador_inteligente", "postos_carregamento_ve", "mortalidade_infantil"
RATIO = "pontos_carregamento_por_ve_phev"
HEALTHY = "esperanca_vida_saudavel"


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, territory.load(), DAY)


@pytest.fixture
def full(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))


def found(page: str, **query: str) -> list[object]:
    return [n for t in trees(payloads(open_page(page, **query))) for n in nodes(t)]


def said(page: str, **query: str) -> str:
    return " ".join(text_of(t) for t in trees(payloads(open_page(page, **query))))


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (METERS, "Municípios, exportação de 2024, abril de 2024 (% de CPE com contrato ativo)"),
        (STATIONS, "Postos por município, 31/01/2026"),
        (INFANTS, "Taxa quinquenal, 2021–2025"),
        ("taxa_votantes_autarquicas", ""),
    ],
)
def test_places_of_another_series_or_period_say_which(indicator: str, words: str, reader: Reader) -> None:
    row = reader.summary(BOOK.indicator(indicator))
    assert row is not None and places_apart(row, "pt") == words and row.apart == bool(words)
    assert row.mark is None or not words, "the country is no mark among the places of another series"


def test_every_strip_without_words_has_the_country_in_it(reader: Reader) -> None:
    """A country outside its own municípios is the sign of two series side by side."""
    for item in BOOK.indicators:
        row = reader.summary(item)
        if row is None or row.spread is None or row.mark is None or not row.spread.values:
            continue
        assert min(row.spread.values) <= row.mark <= max(row.spread.values), item.id


def test_the_unit_is_the_series_own(reader: Reader) -> None:
    row = reader.summary(BOOK.indicator(METERS))
    assert row is not None and unit_of(row, "pt") == "% de CPE"


@pytest.mark.usefixtures("full")
def test_overview_and_domain_say_it(reader: Reader) -> None:
    row = reader.summary(BOOK.indicator(METERS))
    assert row is not None
    words = places_apart(row, "pt")
    assert words in said("app.py")
    line = next(
        text_of(n) for n in found("pages/dominio.py", dominio="ambiente") if n[0] == "tr" and words in text_of(n)
    )
    assert "97,2 (abril de 2024)" in line and "40,7 (abril de 2024)" in line and "% de CPE · Fonte" in line


@pytest.mark.parametrize(
    ("indicator", "part"),
    [
        (HEALTHY, "(mulheres)"),
        ("consumo_recente_alcool_tabaco_adolescentes", "(só álcool)"),
        ("novas_startups_ano", "(só as que existiam em 2023)"),
    ],
)
def test_a_series_that_is_a_part_of_its_row_says_so_on_every_surface(
    indicator: str, part: str, reader: Reader, full: None
) -> None:
    item = BOOK.indicator(indicator)
    name = said_name(item, reader.shown(item, "pais"), "pt")
    assert name == f"{item.name.pt} {part}"
    slug = next(d.slug for d in BOOK.domains if d.name == item.domain)
    for page, query in (
        ("app.py", {}),
        ("pages/dominio.py", {"dominio": slug}),
        ("pages/progresso.py", {}),
        ("pages/veredicto.py", {"indicador": indicator}),
    ):
        assert name in said(page, **query), page
    assert f"Portugal {part}: " in said("pages/indicador.py", indicador=indicator)
    tile = next(n for n in found("pages/sintese.py") if isinstance(n[1], dict) and n[1].get("data-row") == item.row)
    assert name in tile[1]["aria-label"] and f"{item.brief.pt} {part}" in text_of(tile)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("indicator", [HEALTHY, "novas_startups_ano"])
def test_lines_of_a_part_of_a_row_are_headed_by_it(indicator: str, reader: Reader) -> None:
    item = BOOK.indicator(indicator)
    name = said_name(item, reader.shown(item, "pais"), "pt")
    for page, query in (
        ("pages/comparar.py", {"indicadores": indicator, "lugares": "PT"}),
        ("pages/territorio.py", {"territorio": "PT", "indicador": indicator}),
    ):
        heads = [text_of(n) for n in found(page, **query) if n[0] in ("h1", "h2", "h3", "caption")]
        naming = [x for x in heads if item.name.pt in x]
        assert naming and [x for x in naming if name not in x] == [], page


@pytest.fixture(scope="module")
def papers(store: Store) -> dict[str, Report]:
    """A report of each kind, in each language: «interim-pt»."""
    make = {
        "interim": lambda lang: whole.interim(store, 2026, DAY, lang),
        "annual": lambda lang: whole.annual(store, 2025, DAY, lang),
        "country": lambda lang: place.of_territory(store, COUNTRY, DAY, lang),
    }
    return {f"{kind}-{lang}": of(lang) for kind, of in make.items() for lang in ("pt", "en")}


def bare(report: Report, item: Indicator, name: str, lang: str) -> list[str]:
    """The figures of a report beside which a row is named, but not as `name`; nothing of lists without figures."""
    wrong, own = [], item.name.get(lang)
    for block in report.blocks:
        if isinstance(block, Table):
            wrong += [c for r in block.rows for c in r if own in c and name not in c]
        elif isinstance(block, Picture):
            wrong += [x for x in (block.alt, block.caption, block.svg) if own in x and own + " (" not in x]
        elif own in block.text.replace(item.description, "") and name not in block.text:
            wrong.append(block.text)
    return wrong


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize("kind", ["interim", "annual", "country"])
@pytest.mark.parametrize("indicator", [HEALTHY, "consumo_recente_alcool_tabaco_adolescentes", "novas_startups_ano"])
def test_paper_names_it_as_the_screen_does(
    kind: str, lang: str, indicator: str, papers: dict[str, Report], reader: Reader
) -> None:
    item, made = BOOK.indicator(indicator), papers[f"{kind}-{lang}"]
    name = said_name(item, reader.shown(item, "pais"), lang)
    assert bare(made, item, name, lang) == []
    heads = [b.text for b in made.blocks if isinstance(b, Heading)]
    cells = [c for b in made.blocks if isinstance(b, Table) for r in b.rows for c in r]
    assert f"{item.row}. {name}" in heads and (name in cells or kind == "annual")


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_every_form_of_file_has_the_name_with_its_part(lang: str, papers: dict[str, Report]) -> None:
    made, item = papers[f"country-{lang}"], BOOK.indicator(HEALTHY)
    wanted = {said_name(item, s, lang) for s in made.data[made.data["indicador_id"] == HEALTHY]["serie"]}
    assert len(wanted) > 2
    delimiter = ";" if lang == "pt" else ","
    of_csv = list(csv.DictReader(WRITERS["csv"](made).decode("utf-8-sig").splitlines(), delimiter=delimiter))
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](made)), read_only=True)
    head, *rows = book["dados"].iter_rows(values_only=True)
    of_xlsx = [dict(zip(head, r, strict=True)) for r in rows]
    for found in (of_csv, of_xlsx):
        assert {r["indicador"] for r in found if r["indicador_id"] == HEALTHY} == wanted
    document = Document(io.BytesIO(WRITERS["docx"](made)))
    name = said_name(item, "nascenca_mulheres", lang)
    assert name in [c.text for x in document.tables for r in x.rows for c in r.cells]
    assert paper.flat(name) in paper.flat(" ".join(paper.pages(made)))


@pytest.mark.usefixtures("full")
def test_a_map_whose_country_has_no_figure_that_day_says_the_one_it_has() -> None:
    text = said("pages/indicador.py", indicador=STATIONS)
    assert "sem valor em 31/01/2026" not in text and "7486" in text


def test_the_years_without_practical_meaning_are_shown_and_judge_nothing(store: Store, reader: Reader) -> None:
    item = BOOK.indicator(RATIO)
    card = judged(store, item, "razao_iea", COUNTRY, (), DAY)
    assert card.points[0][0] < "2017" <= card.trend.used[0]
    table = reader.judgements()
    row = table[(table["indicator_id"] == RATIO) & (table["territory_id"] == COUNTRY)].iloc[0]
    assert (row["first"], row["n"], row["state"]) == (card.trend.used[0], card.trend.n, card.state)
    series = item.get_series("razao_iea").model_copy(update={"judged_from": "2100"})
    later = item.model_copy(update={"series": (series,)})
    none = judged(store, later, "razao_iea", COUNTRY, (), DAY)
    assert none.points and (none.state, none.reason, none.short.state) == (
        "not_assessable",
        "few_points",
        none.short.state,
    )
    assert none.short.state == "not_assessable"


@pytest.mark.usefixtures("full")
def test_the_card_has_the_caveat_of_the_series_that_judges() -> None:
    text = said("pages/veredicto.py", indicador=RATIO)
    assert "De 2013 a 2016 não tem sentido prático." in text and "Julga-se desde 2017." in text
    assert "era 0,188 em 2017" in said("pages/sintese.py") and "1,070" not in said("pages/sintese.py")


@pytest.mark.usefixtures("full")
def test_the_state_of_the_data_says_the_level_that_we_have() -> None:
    rows = {n[1]["data-row"]: n for n in found("pages/estado.py") if isinstance(n[1], dict) and "data-row" in n[1]}
    level = {row: text_of(n[4]) for row, n in rows.items()}
    assert (level[6], level[35], level[33], level[1]) == ("País", "Município", "Município", "–")


@pytest.mark.usefixtures("full")
def test_no_reader_is_told_to_run_a_command() -> None:
    for page in ("pages/lacunas.py", "pages/estado.py", "app.py"):
        assert "python -m" not in said(page), page


@pytest.mark.usefixtures("full")
def test_a_doubt_of_many_series_says_of_the_one_in_view_what_is_its_own() -> None:
    lines = [
        text_of(n)
        for n in found("pages/indicador.py", indicador="mortalidade_padronizada", serie="derivada_todas", nivel="pais")
        if isinstance(n[1], dict) and n[1].get("data-rule") == "partes_e_todo"
    ]
    assert len(lines) == 1 and "Em 2002, o numerador é" in lines[0] and "Resposta:" in lines[0]
    names = [s.name.pt for s in BOOK.indicator("mortalidade_padronizada").series]
    assert not any(f"{name}:" in lines[0] for name in names), "what is told is of the series of the page"
