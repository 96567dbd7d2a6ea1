"""Downloads: the same numbers as on screen, in every form, with source and status beside them."""

import csv
import io
import json
import shutil
from pathlib import Path

import duckdb
import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from core.catalogue import catalogue
from core.terms import territory
from core.warehouse import queries
from core.warehouse.extract import CODEBOOK, extract
from core.warehouse.store import Store
from tests.support.pages import open_page, run, words
from ui.kit import files

BOOK = catalogue.load()
TURNOUT = ("taxa_votantes_autarquicas", "total")
METERS = ("instalacoes_com_contador_inteligente", "municipios_2024")


@pytest.fixture(scope="module")
def rows(store: Store) -> pd.DataFrame:
    return extract(store, BOOK, *METERS, level="municipio", version="2024", period="2024-04")


def test_rows_are_those_of_the_screen_with_gaps_source_and_status(store: Store, rows: pd.DataFrame) -> None:
    shown = queries.slice_at(store, *METERS, "municipio", "2024", "2024-04").set_index("territory_id")
    assert list(rows.columns) == list(CODEBOOK) and len(rows) == 308
    got = rows.set_index("territorio_id")
    pd.testing.assert_series_equal(got["valor"], shown["value"], check_names=False)
    assert (got["estado"] == shown["status"]).all() and got["estado_texto"].notna().all()
    assert got["valor"].isna().sum() == 30 and all("E-REDES" in source for source in got["fonte"])
    assert set(got["versao_dados"]) == {store.build} and set(got["unidade"]) == {"% de CPE com contrato ativo"}


def test_a_place_of_which_nothing_is_known_is_a_row_too(store: Store) -> None:
    rows = extract(store, BOOK, *TURNOUT, level="municipio", version="2024", period="2011")
    assert len(rows) == 308 and set(rows["estado"]) == {"O"} and rows["valor"].isna().all()
    assert set(rows["linha_tabela3"]) == {33} and set(rows["periodo"]) == {"2011"} and rows["territorio"].notna().all()


def test_the_whole_has_every_level_version_and_period_in_time_order(store: Store) -> None:
    whole = extract(store, BOOK, *TURNOUT)
    assert set(whole["nivel"]) == {"municipio", "nuts3", "nuts2", "nuts1", "pais"}
    assert set(whole["nuts"].dropna()) == {"2013", "2024"}
    assert whole["periodo"].drop_duplicates().tolist() == ["2009", "2013", "2017", "2021", "2025"]
    assert not whole.duplicated(["serie", "territorio_id", "periodo"]).any()


def test_csv_for_machines_and_for_a_portuguese_excel(rows: pd.DataFrame) -> None:
    plain = list(csv.DictReader(io.StringIO(files.make("csv", rows, territory.load()).decode())))
    excel = files.make("csv_excel", rows, territory.load())
    assert excel.startswith(b"\xef\xbb\xbf")
    other = list(csv.DictReader(io.StringIO(excel.decode("utf-8-sig")), delimiter=";"))
    assert len(plain) == len(other) == 308
    for a, b, exact in zip(plain, other, rows["valor"], strict=True):
        assert a["territorio_id"] == b["territorio_id"] and len(a["territorio_id"]) == 4
        assert b["valor"] == a["valor"].replace(".", ",")
        assert (float(a["valor"]) == exact) if a["valor"] else pd.isna(exact)


def test_no_cell_of_a_spreadsheet_is_a_formula(rows: pd.DataFrame) -> None:
    hostile = rows.head(2).assign(nota=["=HYPERLINK(1)", "@x"])
    said = files.make("csv_excel", hostile, territory.load()).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in said and "'@x" in said
    sheet = openpyxl.load_workbook(io.BytesIO(files.make("xlsx", hostile, territory.load())))["dados"]
    cells = [c for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"] and "'=HYPERLINK(1)" in {c.value for c in cells}


def test_xlsx_and_parquet_carry_the_codebook(rows: pd.DataFrame) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files.make("xlsx", rows, territory.load())))
    assert [c.value for c in book["dados"][1]] == list(CODEBOOK) and book["dados"].max_row == 309
    assert [r[0].value for r in book["colunas"].iter_rows(min_row=2)] == list(CODEBOOK)
    table = pq.read_table(io.BytesIO(files.make("parquet", rows, territory.load())))
    assert set(json.loads(table.schema.metadata[b"codebook"])) == set(CODEBOOK)
    pd.testing.assert_series_equal(table.to_pandas()["valor"], rows["valor"])


@pytest.mark.parametrize(("form", "read"), [("gpkg", gpd.read_file), ("geoparquet", gpd.read_parquet)])
@pytest.mark.parametrize(
    ("level", "version", "count"), [("municipio", "2024", 308), ("nuts3", "2013", 25), ("nuts2", "2024", 9)]
)
def test_geometry_goes_with_each_place(
    store: Store, tmp_path: Path, form: str, read: object, level: str, version: str, count: int
) -> None:
    rows = extract(store, BOOK, *TURNOUT, level=level, version=version, period="2025")
    path = tmp_path / f"x.{form}"
    path.write_bytes(files.make(form, rows, territory.load()))
    made = read(path)  # type: ignore[operator]
    assert len(made) == count and made.crs.to_epsg() == 4326 and made.geometry.notna().all()
    assert made["valor"].tolist() == rows["valor"].tolist()


def test_the_page_says_what_the_indicator_is_and_how_to_cite_it(
    warehouse: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    pt = words(open_page("pages/indicador.py"))
    for part in (
        "Definição na Estratégia",
        "Taxa de votantes nas eleições autárquicas",
        "o quociente das somas",
        "Como citar",
        "Quebras de série",
        "não marca nenhuma",
        store.build,
        "de quatro em quatro anos",
        "maior é melhor",
    ):
        assert part in pt, part
    assert "How to cite" in words(open_page("pages/indicador.py", lang="en"))
    test = open_page("pages/indicador.py")
    assert not test.get("download_button"), "nothing is made before it is asked for"
    test.session_state["w_downloads"] = True
    assert {b.label for b in run(test).get("download_button")} == {f.label for f in files.FORMS.values()}


def test_a_value_read_in_a_document_says_which_and_a_computed_one_of_what(store: Store) -> None:
    startups = extract(store, BOOK, "novas_startups_ano", "ativas", level="pais").set_index("periodo")
    assert (startups.at["2025", "origem"], startups.at["2025", "valor"]) == ("document", 5091)
    assert startups.at["2025", "documento_endereco"].startswith("https://startupportugal.com/")
    assert (
        "Startup Portugal" in startups.at["2025", "documento"] and startups.at["2025", "cadeia"] == "Startup Portugal"
    )
    assert "não as criadas no ano" in startups.at["2025", "ressalva"]
    census = extract(store, BOOK, "escolaridade_superior_25_64", "censos_2021", level="pais").iloc[0]
    assert (census["origem"], census["numerador"], census["denominador"]) == ("derived", 1_449_787, 5_500_152)
    assert census["documento"] is None and census["edicao"] == "Censos 2021, resultados definitivos"
    summed = extract(store, BOOK, "taxa_votantes_autarquicas", "total", level="pais", period="2025").iloc[0]
    assert summed["origem"] == "aggregated" and round(100 * summed["numerador"] / summed["denominador"], 2) == 59.26


def test_a_build_from_before_pedigree_was_kept_still_gives_its_figures(store: Store, tmp_path: Path) -> None:
    old = tmp_path / store.path.name
    shutil.copy(store.path, old)
    with duckdb.connect(str(old)) as db:
        db.execute("DROP VIEW figures")
        db.execute(
            "CREATE VIEW figures AS SELECT o.*, i.row, t.level, t.name AS territory, t.nuts_version,"
            " r.citation, r.licence, r.finished_at AS extracted_at FROM observation o JOIN indicator i USING"
            " (indicator_id) JOIN territory t USING (territory_id) LEFT JOIN source_run r USING (run_id)"
        )
    opened = Store(old)
    rows = extract(opened, BOOK, "taxa_votantes_autarquicas", "total", level="pais")
    opened.close()
    assert len(rows) == 5 and rows["cadeia"].isna().all() and list(rows.columns) == list(CODEBOOK)
