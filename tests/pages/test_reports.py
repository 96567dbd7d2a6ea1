"""The reports: all that they must have, the same bytes twice, the same figures in every form; and what cannot be made
is said.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from pypdf import PdfReader

from core.base import clock
from core.base.errors import ReportError
from core.catalogue import catalogue
from core.strategy import strategy
from core.strategy.execution import Change, say
from core.terms.formats import number
from core.warehouse import checks, queries
from core.warehouse.store import Store, resolve
from reports import WRITERS, context, place, whole
from reports.__main__ import app
from reports.drawing import lines_of, map_of
from reports.model import Report
from show.charts import BLUE
from show.scale import classify

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
        t
        for t in document.tables
        if t.rows[1].cells[0].text == "Norte" and t.rows[1].cells[1].text == number(rows["Norte"], 1)
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
    hostile = replace(report, data=report.data.head(1).assign(nota="@x"))
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](hostile)))["dados"]
    assert b";'@x;" in WRITERS["csv"](hostile) and "'@x" in [c.value for c in sheet[2]]


def test_nothing_later_than_the_year_gets_in(store: Store) -> None:
    report = whole.annual(store, 2021, TODAY)
    assert report.on == date(2021, 12, 31) and max(p[:4] for p in report.data["periodo"] if p[0].isdigit()) == "2021"


def test_what_was_said_later_does_not_count(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    known = {"acao": PLAN.ids("actions")}
    say([Change("acao", "acao_1_1", {"state": "concluida"})], "AMA", today=clock.today(), known=known)
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
    assert "Desde 2023" in text and "venceram os prazos de" in text and "2,8 (2025)" in text


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
        ["territory", "1312", "--out", str(tmp_path), "--format", "pdf,csv", "--date", "2026-11-22"],
        standalone_mode=False,
    )
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".csv", ".pdf"]
    assert Store(resolve()).build.encode() in (tmp_path / "enti-territorio-1312.csv").read_bytes()


def test_a_report_of_a_past_day_knows_nothing_of_what_was_asked_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "banda_larga_fixa_100hab/x/ine/0"
    later = {key: checks.Check(key, "2026-11-20T10:00:00+00:00", "ok")}
    monkeypatch.setattr(checks, "read", lambda *_: later)
    assert context.gather(store, date(2025, 12, 31))._checks == {}
    assert context.gather(store, date(2026, 11, 20))._checks == later
