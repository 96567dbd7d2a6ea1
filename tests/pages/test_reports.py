"""The reports: all that they must have, the same bytes twice, the same figures in every form; and what cannot be made
is said.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
import typer
from docx import Document
from pypdf import PdfReader

from core.base import clock
from core.base.errors import ReportError
from core.catalogue import catalogue
from core.strategy import evidence, known, strategy
from core.strategy.execution import Change, say
from core.terms.formats import number
from core.warehouse import checks, cited, queries
from core.warehouse.store import Store, resolve
from reports import WRITERS, context, place, region, whole
from reports.__main__ import app
from reports.drawing import lines_of, map_of
from reports.kinds import REGISTRY
from reports.model import Heading, Picture, Report, Table, Text
from reports.own import bare, quoted, spans
from reports.own import own as own_words
from show.charts import BLUE
from show.scale import classify
from show.sentences import aged, evidence_said
from show.texts import t
from tests.support import paper

TODAY = date(2026, 11, 22)
BOOK, PLAN = catalogue.load(), strategy.load()
TURNOUT = BOOK.indicator("taxa_votantes_autarquicas")


@pytest.fixture(scope="module")
def annual(store: Store) -> Report:
    return whole.annual(store, 2025, TODAY)


@pytest.fixture(scope="module")
def pdf(annual: Report) -> bytes:
    return WRITERS["pdf"](annual)


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without spaces: line breaks and hyphens of the page do not count."""
    return "".join(text.replace("\u00a0", "").split())


def test_every_indicator_and_every_action_is_there(pages: list[str]) -> None:
    text = squeezed("".join(pages))
    for item in BOOK.indicators:
        assert squeezed(f"Linha {item.row} da Tabela 3:") in text and squeezed(f"{item.row}. {item.name.pt}") in text, (
            item.id
        )
    for action in PLAN.actions:
        assert (
            squeezed(f"{action.id.removeprefix('acao_').replace('_', '.')} {action.text}")[:60] in text.replace("-", "")
            or squeezed(action.text)[:30] in text
        ), action.id
    for i in PLAN.initiatives:
        assert squeezed(f"Iniciativa {i.number}.") in text


def test_it_is_a_whole_report_with_its_build_on_every_page(pages: list[str], store: Store, pdf: bytes) -> None:
    assert len(pages) >= 40 and len(pdf) < 15_000_000
    for n, page in enumerate(pages, 1):
        assert store.build in page and f"Página {n} de {len(pages)}" in page
    assert "Índice" in pages[1]


def test_it_is_tagged_in_portuguese_with_its_fonts_and_drawn_in_vectors(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "pt-PT"
    assert reader.metadata is not None and reader.metadata.title == "Relatório anual 2025" and len(reader.outline) > 8
    assert not any(list(page.images) for page in reader.pages)
    things = [reader.get_object(n) for n in range(1, int(reader.trailer["/Size"]))]  # what pictures bring along, too
    fonts = [x for x in things if isinstance(x, dict) and x.get("/Type") == "/FontDescriptor"]
    assert len(fonts) == 3
    for font in fonts:
        assert "NotoSans" in str(font["/FontName"]) and any(k.startswith("/FontFile") for k in font)


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_build_gives_the_same_bytes(store: Store, form: str) -> None:
    one, two = (WRITERS[form](place.of_territory(store, "1312", TODAY)) for _ in range(2))
    assert one == two


def test_the_annual_pdf_twice_is_the_same(annual: Report, pdf: bytes) -> None:
    assert WRITERS["pdf"](annual) == pdf


def test_all_forms_have_the_same_figures(annual: Report, pages: list[str], store: Store) -> None:
    rows = queries.slice_at(store, TURNOUT.id, "total", "nuts2", "2024", "2025").set_index("name")["value"]
    document = Document(io.BytesIO(WRITERS["docx"](annual)))
    table = next(
        x
        for x in document.tables
        if x.rows[1].cells[0].text == "Norte" and x.rows[1].cells[1].text == number(rows["Norte"], 1)
    )
    text = squeezed("".join(pages))
    for row in table.rows[1:]:
        name = row.cells[0].text
        assert row.cells[1].text == number(float(rows[name]), 1, aligned=True)
        assert squeezed(name + row.cells[1].text) in text
    assert (
        document.core_properties.language == "pt-PT" and store.build in document.sections[0].footer.paragraphs[0].text
    )
    data = annual.data
    norte = data[
        (data["indicador_id"] == TURNOUT.id)
        & (data["territorio"] == "Norte")
        & (data["nuts"] == "2024")
        & (data["periodo"] == "2025")
    ]
    assert norte["valor"].tolist() == [rows["Norte"]] and norte["fonte"].notna().all()


def test_the_annex_is_the_data_of_the_report(store: Store) -> None:
    report = place.of_territory(store, "1312", TODAY)
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](report)), read_only=True)
    rows = list(book["dados"].iter_rows(values_only=True))
    at = rows[0].index("valor")
    table = pd.read_csv(io.BytesIO(WRITERS["csv"](report)), sep=";", decimal=",", dtype={"territorio_id": str})
    assert list(rows[0]) == list(report.data.columns) == list(table.columns)
    assert len(rows) - 1 == len(report.data) == len(table)
    assert table["valor"].sum() == pytest.approx(report.data["valor"].sum())
    assert sum(r[at] for r in rows[1:] if r[at] is not None) == pytest.approx(report.data["valor"].sum())
    assert {"fonte", "estado"} <= set(table.columns) and book["relatorio"]["B2"].value == store.build
    hostile = replace(report, table=lambda: report.data.head(1).assign(nota="@x"))
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](hostile)))["dados"]
    assert b";'@x;" in WRITERS["csv"](hostile) and "'@x" in [c.value for c in sheet[2]]


def test_nothing_later_than_the_year_gets_in(store: Store) -> None:
    report = whole.annual(store, 2021, TODAY)
    assert report.on == date(2021, 12, 31) and max(p[:4] for p in report.data["periodo"] if p[0].isdigit()) == "2021"


def test_what_was_said_later_does_not_count(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    ids = {"acao": PLAN.ids("actions")}
    say([Change("acao", "acao_1_1", {"state": "concluida"})], "AMA", today=clock.today(), known=ids)
    from reports import context

    now, then = context.gather(store, clock.today()), context.gather(store, date(2025, 12, 31))
    assert [sum(a.state == "concluida" for a in s.plan) for s in (now, then)] == [1, 0]


def test_a_year_without_figures_names_those_that_have_some(store: Store) -> None:
    with pytest.raises(ReportError, match=r"nenhum valor de 1950.*2025"):
        whole.annual(store, 1950, TODAY)


def test_an_unknown_territory_gets_near_names(store: Store) -> None:
    with pytest.raises(ReportError, match=r"Porto \(1312\)"):
        place.of_territory(store, "Porto", TODAY)


def test_the_review_says_where_things_stood_when_the_strategy_began(store: Store) -> None:
    report = whole.interim(store, 2026, TODAY)
    text = "".join(getattr(b, "text", "") + "".join("".join(r) for r in getattr(b, "rows", ())) for b in report.blocks)
    assert (
        "Os indicadores desde 2023" in text
        and "Em 22/11/2026 tinham passado os prazos de 21 das 47 ações" in text
        and "2,8 (2025)" in text
    )


@pytest.mark.parametrize("territory_id", ["1312", "2024:11A", "2024:11", "PT", "4901"])
def test_every_kind_of_territory_has_a_report(store: Store, territory_id: str) -> None:
    text = "".join(
        p.extract_text()
        for p in PdfReader(io.BytesIO(WRITERS["pdf"](place.of_territory(store, territory_id, TODAY)))).pages
    )
    assert "Em resumo" in text and "O que falta" in text


def test_hostile_names_stay_text(store: Store) -> None:
    item = TURNOUT.model_copy(
        update={"name": TURNOUT.name.model_copy(update={"pt": '<script>&"#let x'}), "unit": TURNOUT.unit}
    )
    rows = pd.DataFrame({"period": ["2020", "2021"], "value": [1.0, 2.0]})
    drawn = lines_of([('</svg><a href="x">', rows, BLUE)], None, item, "total")
    assert drawn is not None and "<a " not in drawn and drawn.count("</svg>") == 1


def test_a_gap_is_a_gap_on_paper() -> None:
    years = [str(year) for year in range(2018, 2026)]
    rows = pd.DataFrame({"period": years, "value": [1.0, 2.0, None, 4.0, None, 6.0, 7.0, 8.0]})
    drawn = lines_of([("Évora", rows, BLUE)], None, TURNOUT, "total")
    assert drawn is not None and drawn.count("<polyline") == 2
    assert drawn.count("<circle") == 2  # 2021 stands alone; 2025 is the end


def test_the_map_counts_what_is_missing(store: Store) -> None:
    rows = queries.slice_at(store, TURNOUT.id, "total", "municipio", "2024", "2025")
    rows.loc[rows.index[:3], "value"] = float("nan")
    scale = classify(rows["value"].dropna().tolist(), percentage=True, decimals=1)
    drawn = map_of(rows, scale, TURNOUT, "total", "2025", "municipio")
    assert "Sem dados</text>" in drawn and ">3</text>" in drawn and drawn.count('fill="url(#nd)" stroke="#ffffff"') == 3
    assert "Madeira" in drawn and "Açores" in drawn
    empty = map_of(
        rows.assign(value=float("nan")), classify([], percentage=True), TURNOUT, "total", "2025", "municipio"
    )
    assert ">308</text>" in empty


def test_the_command_writes_what_is_asked_for(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    run: Callable[..., object] = app
    run(
        ["territory", "1312", "--out", str(tmp_path), "--format", "pdf,csv", "--date", "2026-11-22", "--draft"],
        standalone_mode=False,
    )
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".csv", ".pdf"]
    assert Store(resolve()).build.encode() in (tmp_path / "enti-territorio-1312.csv").read_bytes()
    assert not (warehouse / "builds" / cited.FILE).exists()


def test_what_the_command_makes_keeps_its_build_in_each_language_and_a_page_keeps_none(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    run: Callable[..., object] = app
    asked = ["--out", str(tmp_path / "x"), "--format", "csv", "--lang", "pt,en", "--date", "2026-11-22"]
    for _ in range(2):
        run(["regional", "algarve", *asked], standalone_mode=False)
    names = ["enti-relatorio-regional-algarve", "enti-relatorio-regional-algarve-en"]
    assert sorted(p.stem for p in (tmp_path / "x").iterdir()) == names
    found = cited.reports(tmp_path / "builds")
    assert [(c.build, c.report, c.lang, c.on) for c in found] == [
        (resolve().stem, name, lang, TODAY) for name, lang in zip(names, ("pt", "en"), strict=True)
    ]
    REGISTRY["territory"].make(Store(resolve()), "1312", TODAY, "pt")  # as a page does
    assert len(cited.reports(tmp_path / "builds")) == 2


@pytest.mark.parametrize(("option", "said"), [("--lang", "língua"), ("--format", "formato")])
def test_a_language_or_form_that_there_is_not_is_wrong_use(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, option: str, said: str
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    run: Callable[..., object] = app
    with pytest.raises(typer.BadParameter, match=f"{said} que não há: xx"):
        run(["regional", "norte", option, "xx"], standalone_mode=False)


def test_a_region_that_the_eat_has_not_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(ReportError, match=r"não é da EAT.*norte, centro, lisboa_vale_do_tejo"):
        region.of_region(store, "minho", TODAY)


def test_a_report_of_a_past_day_knows_nothing_of_what_was_asked_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "banda_larga_fixa_100hab/x/ine/0"
    later = {key: checks.Check(key, "2026-11-20T10:00:00+00:00", "ok")}
    monkeypatch.setattr(checks, "read", lambda *_: later)
    assert context.gather(store, date(2025, 12, 31))._checks == {}
    assert context.gather(store, date(2026, 11, 20))._checks == later


# What each report must be on paper, in both languages


@pytest.fixture(scope="module")
def made(store: Store, annual: Report) -> dict[str, Report]:
    """A report of each kind, and the review and a region's in English too."""
    return {
        "annual": annual,
        "interim": whole.interim(store, 2026, TODAY),
        "interim-en": whole.interim(store, 2026, TODAY, "en"),
        "regional": region.of_region(store, "lisboa_vale_do_tejo", TODAY),
        "regional-en": region.of_region(store, "madeira", TODAY, "en"),
        "territory-en": place.of_territory(store, "1312", TODAY, "en"),
    }


@pytest.fixture(scope="module")
def sheets(made: dict[str, Report]) -> dict[str, list[str]]:
    return {name: paper.pages(made[name]) for name in KINDS}


# The Portuguese review stands on the same pages as the English one, and tests/proofs/test_one_answer.py prints it.
KINDS = ("annual", "interim-en", "regional", "regional-en", "territory-en")


@pytest.mark.parametrize("name", KINDS)
def test_no_heading_ends_a_page_and_the_last_page_is_more_than_a_line(
    name: str, made: dict[str, Report], sheets: dict[str, list[str]]
) -> None:
    headings = {squeezed(b.text) for b in made[name].blocks if isinstance(b, Heading)}
    for n, sheet in enumerate(sheets[name][2:], 3):
        lines = [x for x in sheet.splitlines() if x.strip()]
        assert made[name].build in lines[-1], "the foot comes last"
        assert len(lines) > 6, f"{name}: page {n} has {lines}"
        last = squeezed(lines[-2])
        assert not any(h.endswith(last) and len(last) > 8 for h in headings), f"{name}: page {n} ends with {lines[-2]}"


@pytest.mark.parametrize("name", (*KINDS, "interim"))
def test_a_table_of_the_body_has_no_row_of_dashes(name: str, made: dict[str, Report]) -> None:
    assert paper.dashes(made[name], t("rep.annex", made[name].lang)) == []


PT_ONLY = re.compile(
    r"\d{2}/\d{2}/20\d\d|Não avaliável|Fora de prazo|sem dados|não pedimos|Juízo|Lacunas\b|Versão dos dados"
    r"|[Pp]or confirmar|\bcitar\b|sem data|Região Autónoma|«"
)


def own(report: Report) -> Iterator[str]:
    """All that a report says itself: not the words of others, nor the rows that tell what their pages say."""
    return ("".join(s.text for s in spans(x) if not s.own) for x in _said(report))


def _said(report: Report) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Table):
            yield from (block.caption, *block.header)
            yield from (c for row in block.rows if not any("http" in x for x in row) for c in row)
        else:
            yield block.caption if isinstance(block, Picture) else block.text


@pytest.mark.parametrize("name", [k for k in KINDS if k.endswith("-en")])
def test_what_is_english_is_english_and_dates_are_local(
    name: str, made: dict[str, Report], sheets: dict[str, list[str]]
) -> None:
    assert PT_ONLY.findall(" ".join(own(made[name]))) == []
    text = " ".join(" ".join(sheets[name]).split())
    assert "22 November 2026" in text and "Data version" in text and "How to cite this report" in text
    assert "Versão dos dados" not in text and "Página" not in text


@pytest.mark.parametrize("name", [k for k in KINDS if not k.endswith("-en")])
def test_what_is_portuguese_has_portuguese_dates(name: str, sheets: dict[str, list[str]]) -> None:
    text = " ".join(" ".join(sheets[name]).split())
    english = re.findall(r"\d+ (?:January|March|November|December) 20\d\d|\bNot assessable\b|\bno data\b", text)
    assert english == [] and "Como citar este relatório" in text


def test_the_review_reads_as_a_review(made: dict[str, Report]) -> None:
    chapters = [b.text for b in made["interim"].blocks if isinstance(b, Heading) and b.level == 1]
    assert chapters[:5] == [
        "O que se verifica",
        "O que pede decisão",
        "Iniciativa a iniciativa: a palavra e a prova",
        "Propostas para o Plano e a ARPGU revistos",
        "Os indicadores desde 2023",
    ]
    assert chapters.index("Anexo: sem dados") > chapters.index("Ambiente Inteligente")
    said = [b.text for b in made["interim"].blocks if isinstance(b, Text)]
    assert "16 de 48 sem dados: anexo." in said


def test_addresses_in_a_report_name_its_build_and_every_choice(made: dict[str, Report], store: Store) -> None:
    said = " ".join(b.text for b in made["interim-en"].blocks if isinstance(b, Text))
    found = re.findall(r"Address: (\S+)", said)
    assert len(found) == 32
    for address in found:
        query = parse_qs(urlsplit(address).query)
        assert query["versao"] == [store.build] and {"indicador", "serie", "periodo", "lang"} <= query.keys()


def test_a_public_address_begins_every_citation(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_ADDRESS", "https://painel.exemplo.pt/enti/")
    report = place.of_territory(store, "1312", TODAY)
    said = " ".join(b.text for b in report.blocks if isinstance(b, Text))
    assert "Endereço: https://painel.exemplo.pt/enti/territorio?territorio=1312&" in said


# What a reader of the sheets would trip over


def texts(report: Report) -> Iterator[str]:
    """Every text of a report, as its blocks have it."""
    for b in report.blocks:
        if isinstance(b, Table):
            yield from (b.caption, *b.header, *(c for r in b.rows for c in r))
        else:
            yield b.caption if isinstance(b, Picture) else b.text


def words(report: Report) -> Iterator[str]:
    """The same without marks."""
    return map(bare, texts(report))


@pytest.mark.parametrize("name", KINDS)
def test_an_address_is_whole_and_within_the_sheet(
    name: str, made: dict[str, Report], sheets: dict[str, list[str]]
) -> None:
    text = "".join("".join(sheets[name]).split())
    found = {a for w in words(made[name]) for a in re.findall(r"https?://[^\s()]+[^\s().;,]|/[a-z]+\?\S+", w)}
    assert len(found) > 2 and [a for a in found if a not in text] == []  # no hyphen more than it has
    lines = [x for sheet in sheets[name][3:] for x in sheet.splitlines()]
    widest = max(len(x) for x in lines if "=" not in x and "http" not in x)
    assert [x for x in lines if len(x) > widest] == []


@pytest.mark.parametrize("begins", ["", "https://painel.exemplo.pt"])
def test_an_address_is_parted_anywhere_without_a_hyphen_of_ours(begins: str) -> None:
    """Portuguese would repeat the hyphen of a version that a line ends with; each line here ends elsewhere."""
    build = "20261127T171945432940Z-e8cb352b01bd"
    said = [f"{begins}/indicador?serie=s{'i' * n}&versao={build}" for n in range(90)]
    blocks = tuple(Text(f"Endereço: {a} ({build})", "fine") for a in said)
    made_of = Report("provas", "Provas", "Endereços", build, TODAY, blocks, pd.DataFrame)
    text = "".join("".join(x.extract_text() for x in PdfReader(io.BytesIO(WRITERS["pdf"](made_of))).pages).split())
    assert [a for a in said if f"Endereço:{a}({build})" not in text] == []


@pytest.mark.parametrize("name", KINDS)
def test_what_stands_together_is_on_one_sheet(name: str, made: dict[str, Report], sheets: dict[str, list[str]]) -> None:
    flat = [paper.flat(x) for x in sheets[name]]
    islands = paper.flat({"pt": "Açores · Ocidental", "en": "Azores · Western"}[made[name].lang])
    for b in made[name].blocks:
        if isinstance(b, Picture) and b.alt.startswith(("Mapa", "Map:")):
            assert any(paper.flat(bare(b.caption)) in x and islands in x for x in flat), b.caption
        elif isinstance(b, Table) and len(b.rows) > 1:
            rows = [paper.flat(bare("".join(r))) for r in b.rows]
            last = "".join(rows[-2:]) if len(rows) > 4 else rows[-1]
            assert any(last in x for x in flat), (b.caption, b.rows[-1])


@pytest.mark.parametrize("name", (*KINDS, "interim"))
def test_no_table_is_empty_and_no_stop_stands_twice(name: str, made: dict[str, Report]) -> None:
    assert [b.caption for b in made[name].blocks if isinstance(b, Table) and not b.rows] == []
    assert [w for w in words(made[name]) if re.search(r"\w\.\.(?!\.)", w)] == []


def test_the_age_that_is_said_is_that_of_what_is_shown(made: dict[str, Report]) -> None:
    """The stations have figures of many levels, whose last one is not the newest."""
    name = BOOK.indicator("postos_carregamento_ve").name.pt
    (map_,) = (b for b in made["interim"].blocks if isinstance(b, Picture) and b.caption.startswith(f"{name}, por mun"))
    assert "31/01/2026" in map_.caption and _aged("2026-01-31") in map_.caption
    assert not any("acabou hoje" in w for w in words(made["annual"]))
    assert any("O período acabou no dia a que este relatório se refere." in w for w in words(made["annual"]))


def _aged(period: str) -> str:
    return aged(period, TODAY, "pt").removeprefix("o ")


def test_what_pages_said_after_the_day_is_not_in_the_report_of_it(made: dict[str, Report], store: Store) -> None:
    public, last = evidence.load(), date(2025, 12, 31)
    then = public.by(last)
    assert 0 < len(then.evidence) < len(public.evidence) and public.by(TODAY).evidence == public.evidence
    assert all(e.dated is None or e.begun <= last for e in (*then.evidence, *then.events, *then.projects))
    text = " ".join(words(made["annual"]))
    assert evidence_said(then.tally(a.id for a in PLAN.actions), "pt") in text
    assert [e.title.pt for e in public.evidence if e.begun > last and e.title.pt in text] == []


def test_deadlines_that_end_on_the_day_have_not_passed(made: dict[str, Report]) -> None:
    said = [w for w in words(made["annual"]) if w.startswith("Em 31/12/2025 tinham passado")]
    assert said == ["Em 31/12/2025 tinham passado os prazos de 9 das 47 ações: 9 fora de prazo sem notícia."]


def test_of_few_places_there_are_no_ends_no_map_and_no_lines_of_gaps(made: dict[str, Report]) -> None:
    """The doctors: one município, one region."""
    name = BOOK.indicator("medicos_1000_hab").name.pt
    said = [b.caption for b in made["interim"].blocks if isinstance(b, Table | Picture) and b.caption.startswith(name)]
    assert not any("por município" in c or "mais altos" in c for c in said)
    assert f"{name}: municípios com valor, 2025 (N.º por 1000 hab.); 1 de 308 têm valor" in said
    assert "Sem dados: 25 de 26." in list(words(made["interim"]))
    madeira = BOOK.indicator("banda_larga_fixa_100hab").name.pt
    assert any(w.startswith(f"{madeira}: municípios com") and "11 de 308" in w for w in words(made["interim"]))


@pytest.mark.parametrize("name", ["interim-en", "regional-en"])
def test_the_words_of_the_strategy_are_marked_as_portuguese(name: str, made: dict[str, Report]) -> None:
    report = made[name]
    document = WRITERS["docx"](report)
    marked = [s.text for x in texts(report) for s in spans(x) if s.own]
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        body = parts.read("word/document.xml").decode()
    assert body.count('<w:lang w:val="pt-PT"/>') == len(marked) > 0 and "\u2068" not in body
    reader = PdfReader(io.BytesIO(WRITERS["pdf"](report)))
    pages, tags = reader.pages, [reader.get_object(n) for n in range(1, int(reader.trailer["/Size"]))]
    said = sum(p.get_contents().get_data().count(b"/Lang(pt-PT)") for p in pages)
    assert said + sum(isinstance(x, dict) and x.get("/Lang") == "pt-PT" for x in tags) > 0
    assert not any("\u2068" in p.extract_text() for p in pages)
    if name == "interim-en":
        assert {a.text for a in PLAN.actions} <= {*marked} >= {i.name for i in PLAN.initiatives}
        assert any("stay in Portuguese" in p.extract_text() for p in pages[:1])


def test_words_of_others_are_marked_only_in_another_language() -> None:
    assert own_words("Ação", "pt") == "Ação" and quoted("Ação", "pt") == "«Ação»"
    said = f"Initiative 1. {own_words('Comunicar', 'en')} (since 2023)"
    assert [(s.text, s.own) for s in spans(said)] == [
        ("Initiative 1. ", False),
        ("Comunicar", True),
        (" (since 2023)", False),
    ]
    assert bare(said) == "Initiative 1. Comunicar (since 2023)" and bare(quoted("AMA", "en")) == "“AMA”"


# Proposals


def put(path: Path, entry: str, **values: object) -> None:
    known_ids, base = known.ids(), {"why": "Porque sim.", "body": "eata", "proposed_on": date(2026, 11, 20)}
    say([Change("proposta", entry, base | values)], "ARTE", today=TODAY, known=known_ids, path=path)


def test_proposals_stand_as_old_new_why_by_whom_and_blanks_stay_blank(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    path = tmp_path / "execucao.sqlite"
    put(path, "prazo", on="acao_1_1", part="prazo", new="2027")
    put(path, "texto", on="acao_1_2", part="texto")
    put(path, "fora", on="acao_7_1", part="revoga")
    put(path, "arpgu", on="conformidade_pgu", part="texto", new="As PGU verificam a conformidade.", body="1312")
    report = whole.interim(store, 2026, clock.today())
    tables = {b.caption: b for b in report.blocks if isinstance(b, Table)}
    plan = tables["Propostas entregues: Plano de Ação"].rows
    assert [r[0] for r in plan] == ["ação 1.1, prazo", "ação 1.2, texto", "ação 7.1, revogar"]
    assert plan[0][1:4] == ("«2024»", "«2027»", "Porque sim.") and plan[0][4] == "EATA, 20/11/2026"
    assert plan[1][1].startswith("«Implementação do Modelo de Governança") and plan[1][2] == ""
    assert plan[2][2] == "(revogado)"
    (arpgu,) = tables["Propostas entregues: ARPGU"].rows
    assert arpgu[0] == "Anexo III, 4, texto" and arpgu[4] == "CM Porto, 20/11/2026"


def test_what_the_law_changed_is_new_only_where_an_act_says_so(made: dict[str, Report]) -> None:
    (law,) = (
        b
        for b in made["interim"].blocks
        if isinstance(b, Table) and b.caption.startswith("Texto de 2023 que nomeia cada uma")
    )
    said = {r[0].split("»")[0].lstrip("«"): r for r in law.rows}
    assert {name: r[1] for name, r in said.items()} == {
        "AMA": "«ARTE»",
        "EMPD": "",
        "ANI": "«AI²»",
        "FCT": "«AI²»",
        "DGES": "",
        "DGAE": "",
    }
    assert "Decreto-Lei n.º 139-A/2023" in said["EMPD"][2] and "Leitura nossa" in said["EMPD"][2]
    assert said["AMA"][3] == "lei, em 22/08/2025" and "responsável 1.1, 1.2" in said["AMA"][0]
