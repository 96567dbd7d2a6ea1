"""Handing in: every cell is checked, nothing is kept of a file with one bad cell, and corrections are told."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.base import clock
from core.base.errors import ImportMissing, ImportRefused, SourceShapeChanged
from core.base.numbers import number
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Row, Support
from core.catalogue.handed import form
from core.terms import territory
from core.warehouse.store import Store, resolve
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.handed import imports, sheets, template
from etl.handed.imports import accept, check
from etl.load.ask import Answers
from etl.load.run import Options, load
from etl.sources.held.connector import Held
from etl.sources.held.model import HeldQuery

BOOK, PLACES = catalogue.load(), territory.load()
YEAR = str(clock.today().year - 1)
ANSWER, RATIO, SHARE, HEALTH = (
    "iutic_iot",
    "edificios_novos_reabilitados_classe_a_bmenos",
    "consumo_recente_alcool_tabaco_adolescentes",
    "municipios_estrategia_municipal_saude",
)
COMMON = {"periodo": YEAR, "documento": "Ofício n.º 1"}


def report(indicator: str, *rows: dict[str, str]) -> imports.Report:
    asked = form(BOOK, indicator)
    return check([(n, dict.fromkeys(asked.columns, "") | COMMON | r) for n, r in enumerate(rows, 2)], asked, PLACES)


def write(path: Path, indicator: str, *rows: dict[str, str]) -> Path:
    columns = template.columns(BOOK, indicator)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(COMMON | r for r in rows)
    return path


GOOD = {"territorio": "0705", "nome": "Évora", "serie": "resposta", "valor": "1"}


def test_a_good_row_comes_out_canonical() -> None:
    got = report(ANSWER, GOOD | {"nome": "EVORA", "valor": "1,0"})
    assert got.refused == [] and got.rows[0] | {"valor": "1.0", "nome": "Évora", "estado": "A"} == got.rows[0]


@pytest.mark.parametrize(
    ("indicator", "change", "column", "said"),
    [
        (ANSWER, {"territorio": "9999"}, "territorio", "não é um território"),
        (ANSWER, {"territorio": "Évora"}, "territorio", "não é um território"),
        (ANSWER, {"territorio": "2024:1C4"}, "territorio", "nível nuts3"),
        (ANSWER, {"territorio": "PT"}, "territorio", "nível pais"),
        (ANSWER, {"nome": "Beja"}, "nome", "0705 é Évora"),
        (ANSWER, {"serie": "total"}, "serie", "«total»"),
        (ANSWER, {"periodo": "2025-03"}, "periodo", "periodicidade"),
        (ANSWER, {"periodo": "ontem"}, "periodo", "não é um período"),
        (ANSWER, {"periodo": str(clock.today().year + 1)}, "periodo", "ainda não acabou"),
        (ANSWER, {"valor": "2"}, "valor", "só se aceita 0, 1"),
        (ANSWER, {"valor": "sim"}, "valor", "não é um número"),
        (ANSWER, {"valor": "NaN"}, "valor", "não é um número"),
        (ANSWER, {"valor": "", "estado": "A"}, "valor", "não é um número"),
        (ANSWER, {"estado": "Z"}, "estado", "«Z»"),
        (ANSWER, {"estado": "O"}, "estado", "há valor"),
        (ANSWER, {"documento": ""}, "documento", "de onde vem"),
        (ANSWER, {"url": "http://x"}, "url", "https"),
        (
            RATIO,
            {"valor": "", "serie": "total", "numerador": "5", "denominador": "0"},
            "denominador",
            "maior do que zero",
        ),
        (
            RATIO,
            {"valor": "", "serie": "total", "numerador": "6", "denominador": "5"},
            "numerador",
            "maior do que o denom",
        ),
        (RATIO, {"valor": "", "serie": "total", "numerador": "-1", "denominador": "5"}, "numerador", "negativo"),
        (SHARE, {"territorio": "PT", "nome": "", "serie": "alcool", "valor": "101"}, "valor", "acima do máximo"),
        (SHARE, {"territorio": "PT", "nome": "", "serie": "alcool", "valor": "-1"}, "valor", "abaixo do mínimo"),
        (SHARE, {"territorio": "PT", "nome": "", "serie": "", "valor": "1"}, "serie", "não é uma das séries"),
    ],
)
def test_each_bad_cell_is_named_with_its_cure(indicator: str, change: dict[str, str], column: str, said: str) -> None:
    row = {k: v for k, v in (GOOD | change).items() if k in template.columns(BOOK, indicator)}
    got = report(indicator, row)
    assert got.rows == [] and [(r.row, r.column) for r in got.refused] == [(2, column)]
    assert said in got.refused[0].what and got.refused[0].cure


def test_a_confidential_figure_is_missing_and_says_so(handed: Callable[..., Context]) -> None:
    assert report(ANSWER, GOOD | {"valor": "", "estado": "C"}).refused == []
    assert "C diz que falta" in report(ANSWER, GOOD | {"estado": "C"}).refused[0].what
    context = handed(ANSWER, [GOOD | {"valor": "", "estado": "C"}])
    asked = query(ANSWER, series="resposta", values=(0, 1))
    made = Held().parse(Held().fetch(asked, context), asked, context).frame.iloc[0]
    assert (made["status"], made["conf"]) == ("Q", "C") and made["value"] != made["value"]


def test_the_last_delivery_wins_even_when_it_says_what_an_earlier_one_said(tmp_path: Path) -> None:
    for value in ("1", "0", "1"):
        said = accept(write(tmp_path / "a.csv", ANSWER, GOOD | {"valor": value}), BOOK, PLACES, ANSWER, tmp_path / "d")
        assert not said.known
    assert len(list((tmp_path / "d" / ANSWER).glob("*.csv"))) == 3
    assert '"1.0"' in said.path.read_text() or ";1.0;" in said.path.read_text()


def test_a_correction_counts_after_what_a_clock_that_stood_ahead_had_named(handed: Callable[..., Context]) -> None:
    context = handed(ANSWER, [GOOD])
    folder = context.imports / ANSWER
    (first,) = folder.glob("*.csv")
    ahead = f"29990101T000000000000Z-{first.stem.rpartition('-')[2]}"  # as names were before they had a number
    for kept in (first.with_suffix(".json"), first):
        kept.rename(folder / f"{ahead}{kept.suffix}")
    asked = query(ANSWER, series="resposta", values=(0, 1))
    for value in ("0", "1", "0"):
        context = handed(ANSWER, [GOOD | {"valor": value}])
        raws = Held().fetch(asked, context)
        assert raws[0].name == ahead
        assert Held().parse(raws, asked, context).frame["value"].tolist() == [float(value)]
    assert [r.name[:10] for r in raws[1:]] == ["n00000001-", "n00000002-", "n00000003-"]


@pytest.mark.parametrize("ending", [".csv", ".json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"original": 3}'])
def test_what_is_no_longer_what_was_accepted_is_named(
    handed: Callable[..., Context], ending: str, content: bytes
) -> None:
    context = handed(ANSWER, [GOOD])
    (kept,) = (context.imports / ANSWER).glob(f"*{ending}")
    kept.write_bytes(content)
    with pytest.raises(SourceShapeChanged, match="já não é o que se aceitou") as refused:
        Held().fetch(query(ANSWER, series="resposta"), context)
    assert kept.stem in refused.value.where and "entregar de novo" in refused.value.cure


def test_quotes_that_do_not_close_are_refused_and_swallow_no_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ANSWER, GOOD, GOOD | {"territorio": "0706", "nome": ""})
    path.write_text(path.read_text(encoding="utf-8").replace("Ofício", '"Ofício', 1), encoding="utf-8")
    with pytest.raises(ImportRefused, match="aspas"):
        accept(path, BOOK, PLACES, ANSWER, tmp_path / "d")


@pytest.mark.parametrize("value", [12.345, 123.456, 1.5e-05, 0.1, 1234.5, 7.0])
def test_a_numeric_cell_is_never_ambiguous(tmp_path: Path, value: float) -> None:
    book = openpyxl.Workbook()
    book.active.append(["valor"])  # type: ignore[union-attr]
    book.active.append([value])  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    assert number(sheets.read(tmp_path / "a.xlsx")[0][1]["valor"]) == value


def test_a_missing_figure_says_why_and_an_untouched_row_says_nothing() -> None:
    empty = {"territorio": "0706", "nome": "", "serie": "resposta", "documento": ""}
    got = report(ANSWER, GOOD | {"valor": "", "estado": "o"}, empty)
    assert got.refused == [] and got.skipped == 1 and (got.rows[0]["valor"], got.rows[0]["estado"]) == ("", "O")


def test_a_dropped_zero_is_put_back_only_where_nothing_but_municipalities_is_meant() -> None:
    got = report(ANSWER, GOOD | {"territorio": "705"})
    assert (got.rows[0]["territorio"], got.padded) == ("0705", 1)
    assert report(SHARE, {"territorio": "705", "serie": "alcool", "valor": "1"}).refused[0].column == "territorio"


def test_two_rows_for_one_cell_are_both_named() -> None:
    got = report(ANSWER, GOOD, GOOD | {"valor": "0"})
    assert "repete a linha 2" in got.refused[0].what and got.refused[0].row == 3


def test_columns_that_are_not_the_templates(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("territorio;periodo;valor;cor\n0705;2024;1;azul\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"linha 1, documento: faltam"):
        accept(path, BOOK, PLACES, ANSWER, tmp_path / "imports")


def test_all_or_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ANSWER, GOOD, GOOD | {"territorio": "0706", "nome": "", "valor": "7"})
    with pytest.raises(ImportRefused, match="1 células recusadas, e nada foi guardado") as caught:
        accept(path, BOOK, PLACES, ANSWER, tmp_path / "imports")
    assert caught.value.report[0][:2] == (3, "valor") and not (tmp_path / "imports").exists()
    with pytest.raises(ImportRefused, match="nenhum valor"):
        accept(write(path, ANSWER), BOOK, PLACES, ANSWER, tmp_path / "imports")


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ANSWER, GOOD)
    first, again = (accept(path, BOOK, PLACES, ANSWER, tmp_path / "imports") for _ in range(2))
    assert (first.known, again.known) == (False, True) and first.path == again.path
    about = json.loads(first.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert about["original"] == "a.csv" and about["rows"] == 1


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("indicator", [ANSWER, RATIO, SHARE, HEALTH, "energia_biomassa_gwh"])
def test_every_template_is_taken_back_once_filled(tmp_path: Path, indicator: str, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    rows = template.write(BOOK, PLACES, indicator, path)
    levels = {q.levels for q in form(BOOK, indicator).queries.values()}
    assert rows == len(form(BOOK, indicator).queries) * {("municipio",): 308, ("pais",): 1}.get(*levels, 10)
    with pytest.raises(ImportRefused, match="nenhum valor"):  # as written it says nothing, and is understood
        accept(path, BOOK, PLACES, indicator, tmp_path / "imports")
    fill = {"documento": "Ofício", "numerador": "3", "denominador": "4", "valor": "1"}
    if ending == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet: Any = book["valores"]
        for n, column in enumerate(template.columns(BOOK, indicator), 1):
            if column in fill:
                sheet.cell(2, n, fill[column] if column == "documento" else float(fill[column]))
        assert "Leia-me" in book.sheetnames
        book.save(path)
    else:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
        lines[1] = [fill.get(c, v) for c, v in zip(lines[0], lines[1], strict=True)]
        path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8-sig")
    assert accept(path, BOOK, PLACES, indicator, tmp_path / "imports").rows == 1


def test_a_template_is_not_written_over_or_for_what_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("meu", encoding="utf-8")
    with pytest.raises(ImportRefused, match="já existe"):
        template.write(BOOK, PLACES, ANSWER, tmp_path / "a.csv")
    with pytest.raises(ImportRefused, match=r"\.csv ou \.xlsx"):
        template.write(BOOK, PLACES, ANSWER, tmp_path / "a.ods")
    with pytest.raises(ImportRefused, match=r"medicos_1000_hab.*iutic_iot"):
        template.write(BOOK, PLACES, "medicos_1000_hab", tmp_path / "b.csv")


def query(indicator: str, **more: Any) -> HeldQuery:
    return HeldQuery.model_validate({"source": "held", "of": indicator} | more)


@pytest.fixture
def handed(tmp_path: Path, make_context: Callable[[Fetcher], Context]) -> Callable[..., Context]:
    """Hand in files one after the other; gives the context in which they are read."""

    def hand(indicator: str, *files: list[dict[str, str]]) -> Context:
        for n, rows in enumerate(files):
            accept(write(tmp_path / f"{n}.csv", indicator, *rows), BOOK, PLACES, indicator, tmp_path / "imports")
        context = make_context(ReplayFetcher(tmp_path))
        return Context(context.fetcher, context.territories, context.boundaries, imports=tmp_path / "imports")

    return hand


def test_a_later_file_corrects_an_earlier_one_and_says_so(handed: Callable[..., Context]) -> None:
    other = GOOD | {"territorio": "0706", "nome": ""}
    context = handed(ANSWER, [GOOD, other], [GOOD | {"valor": "0", "pagina": "3", "nota": "corrigido"}])
    asked = query(ANSWER, series="resposta", values=(0, 1))
    parsed = Held().parse(Held().fetch(asked, context), asked, context)
    assert dict(zip(parsed.frame["territory_id"], parsed.frame["value"], strict=True)) == {"0705": 0, "0706": 1}
    assert parsed.frame["note"][0] == "corrigido (Ofício n.º 1, p. 3)"
    assert [f.rule for f in parsed.findings] == ["importacao_corrigida"] and "1 → 0" in parsed.findings[0].detail


def test_a_note_that_a_spreadsheet_would_run_is_kept_guarded_and_read_as_it_was(
    handed: Callable[..., Context], tmp_path: Path
) -> None:
    context = handed(ANSWER, [GOOD | {"nota": "=SOMA(A1:A9)", "documento": "'-x", "pagina": "-3"}])
    (kept,) = (tmp_path / "imports" / ANSWER).glob("*.csv")
    assert ";'=SOMA(A1:A9);'-x;-3;" in kept.read_text("utf-8")  # a guard that was handed in is one, not two
    asked = query(ANSWER, series="resposta", values=(0, 1))
    assert Held().parse(Held().fetch(asked, context), asked, context).frame["note"][0] == "=SOMA(A1:A9) (-x, p. -3)"


def test_parts_give_a_ratio_and_themselves(handed: Callable[..., Context]) -> None:
    row = {"territorio": "0705", "serie": "total", "numerador": "2", "denominador": "3"}
    context = handed(RATIO, [row, row | {"territorio": "0706", "numerador": "", "denominador": "", "estado": "O"}])
    for column, value in (("racio", 66.67), ("numerador", 2.0), ("denominador", 3.0)):
        asked = query(RATIO, column=column, scale=100)
        made = Held().parse(Held().fetch(asked, context), asked, context).frame.set_index("territory_id")
        assert made.loc["0705", "value"] == value and made.loc["0706", "status"] == "O"


SIDECARS = {
    "torn": b'{"original"',
    "a list": b"[]",
    "nothing": b"{}",
    "no UTF-8": b"\xff\xfe",
    "a time that is none": b'{"original": "x.csv", "accepted_at": "ontem"}',
    "another sum": b'{"original": "x.csv", "accepted_at": "2026-01-01T00:00:00+00:00", "sha256": 1}',
}


@pytest.mark.parametrize("body", SIDECARS.values(), ids=SIDECARS)
def test_what_stands_beside_a_file_and_is_damaged_says_what_to_put_back(
    handed: Callable[..., Context], tmp_path: Path, body: bytes
) -> None:
    context = handed(ANSWER, [GOOD])
    next((tmp_path / "imports" / ANSWER).glob("*.json")).write_bytes(body)
    with pytest.raises(SourceShapeChanged, match=r"já não é o que se aceitou.*\.csv.*cópia de segurança"):
        Held().fetch(query(ANSWER, series="resposta"), context)


def test_a_file_that_cannot_be_opened_costs_its_own_indicator_alone(
    handed: Callable[..., Context], tmp_path: Path
) -> None:
    context = handed(ANSWER, [GOOD])
    (kept,) = (tmp_path / "imports" / ANSWER).glob("*.csv")
    kept.unlink()
    kept.mkdir()
    answers = Answers(context)
    answers.ask("um", query(ANSWER, series="resposta"))
    assert isinstance(answers.by_key["um"].error, SourceShapeChanged) and not answers.down


def test_a_number_that_is_none_in_what_was_accepted_is_named(handed: Callable[..., Context], tmp_path: Path) -> None:
    context = handed(ANSWER, [GOOD])
    (kept,) = (tmp_path / "imports" / ANSWER).glob("*.csv")
    about = kept.with_suffix(".json")
    kept.write_bytes(kept.read_bytes().replace(b";1.0;", b";um;"))
    about.write_text(json.dumps({k: v for k, v in json.loads(about.read_text()).items() if k != "sha256"}))
    asked = query(ANSWER, series="resposta")
    with pytest.raises(SourceShapeChanged, match=r"já não é o que se aceitou .0705 .*um"):
        Held().parse(Held().fetch(asked, context), asked, context)


def test_a_level_that_the_catalogue_gave_up_is_left_out_and_said(handed: Callable[..., Context]) -> None:
    context = handed(ANSWER, [GOOD])
    asked = query(ANSWER, series="resposta", levels=("pais",))
    parsed = Held().parse(Held().fetch(asked, context), asked, context)
    assert parsed.frame.empty and parsed.findings[0].rule == "importacao_nivel"


def test_nothing_handed_in_is_a_gap_and_an_old_form_is_refused(handed: Callable[..., Context]) -> None:
    context = handed(ANSWER, [GOOD])
    with pytest.raises(ImportMissing, match="etl template energia_biomassa_gwh"):
        Held().fetch(query("energia_biomassa_gwh"), context)
    asked = query(ANSWER, column="numerador")
    with pytest.raises(SourceShapeChanged, match="denominador, numerador"):
        Held().parse(Held().fetch(asked, context), asked, context)


def test_handed_in_figures_reach_the_build_with_their_regions_and_stay_offline(
    handed: Callable[..., Context], tmp_path: Path
) -> None:
    rows = [{"territorio": m.id, "serie": "total", "numerador": "1", "denominador": "4"} for m in PLACES.municipalities]
    context = handed(RATIO, rows)
    keep = {RATIO, "certificados_energeticos", "certificados_energeticos_classe_a_bmenos"}
    kept = [m if m.id in keep else m.model_copy(update={"queries": ()}) for m in BOOK.measured]
    book: Catalogue = BOOK.model_copy(
        update={
            "support": tuple(m for m in kept if isinstance(m, Support)),
            "indicators": tuple(m for m in kept if isinstance(m, Row)),
            "context": (),
            "further": (),
        }
    )
    load(book, context, Options(offline=True), tmp_path / "builds")
    store = Store(resolve(tmp_path / "builds"))
    sql = "SELECT value, status, origin FROM observation WHERE indicator_id = ? AND territory_id = 'PT'"
    assert store.rows(sql, [RATIO]) == [{"value": 25.0, "status": "A", "origin": "aggregated"}]
    assert store.rows(sql, ["certificados_energeticos"])[0]["value"] == 4 * 308
    store.close()
