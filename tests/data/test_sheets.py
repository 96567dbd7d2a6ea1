"""Files that people hand in: what opens, what is refused before it opens, and no cell that changes on the way."""

import random
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.base.errors import ImportRefused
from etl.handed.sheets import read
from etl.handed.workbook import Bounds


def workbook(path: Path, *lines: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_a_workbook_keeps_numbers_dates_and_leading_zeros(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["Território", "valor", "dia", "sim"],
        ["0401", 0.1, date(2025, 3, 1), True],
        [None, None, None, None],
        [401, 12345678, "x", False],
    )
    assert read(path) == [
        (2, {"território": "0401", "valor": "0,1", "dia": "2025-03-01", "sim": "1"}),
        (4, {"território": "401", "valor": "12345678", "dia": "x", "sim": "0"}),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "a;b\n1;ção\n",
        "a,b\n1,ção\n",
        "a\tb\n1\tção\n",
        "\ufeffa;b\r\n1;ção\r\n",
        "a;b\n1;ção\n".encode("cp1252"),
        '"a";"b"\n1;"ção"\n\n',
    ],
)
def test_a_csv_in_the_forms_that_spreadsheets_write(tmp_path: Path, body: str | bytes) -> None:
    (tmp_path / "a.csv").write_bytes(body if isinstance(body, bytes) else body.encode())
    assert read(tmp_path / "a.csv") == [(2, {"a": "1", "b": "ção"})]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.csv", b"", "vazio"),
        ("a.csv", b"a;a\n1;2\n", "repetidas"),
        ("a.csv", b"a;b\n1;2;3\n", "linha 2 tem mais"),
        ("a.csv", b"<html>", "não é CSV"),
        ("a.csv", b"PK\x03\x04", "não é CSV"),
        ("a.csv", b"%PDF-1.7", "não é CSV"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "«.xls»"),
        ("a.pdf", b"%PDF", "«.pdf»"),
        ("a", b"a", "sem extensão"),
        ("a.xlsx", b"not a zip", "não é uma folha"),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(ImportRefused, match=said) as caught:
        read(tmp_path / name)
    assert caught.value.cure and caught.value.exit_code == 11


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="não existe"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (Bounds(bytes=100), "bytes, até 100"),
        (Bounds(entries=2), "ficheiros lá dentro"),
        (Bounds(unpacked=1000), "depois de aberto"),
        (Bounds(rows=2), "mais linhas"),
        (Bounds(columns=1), "2 colunas"),
    ],
)
def test_each_bound_bites(tmp_path: Path, bounds: Bounds, said: str) -> None:
    with pytest.raises(ImportRefused, match=said):
        read(workbook(tmp_path / "a.xlsx", ["a", "b"], [1, 2], [3, 4]), bounds)


def test_a_zip_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *a, **k: pytest.fail("opened"))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(ImportRefused, match="200 para 1"):
        read(tmp_path / "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_workbook_are_refused(tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = workbook(tmp_path / "good.xlsx", ["a"], [1])
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for entry in old.infolist():
            body = bomb.encode(encoding) if entry.filename.endswith("sheet1.xml") else old.read(entry)
            new.writestr(entry.filename, body)
    with pytest.raises(ImportRefused, match="entidades"):
        read(tmp_path / "a.xlsx")
    assert openpyxl.DEFUSEDXML  # and behind our own look stands defusedxml


def test_a_formula_counts_by_its_saved_result_only(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"fórmula sem resultado.*linha 2: =1\+1"):
        read(workbook(tmp_path / "a.xlsx", ["a"], ["=1+1"]))


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CELL = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>'


def replaced(path: Path, **parts: str | bytes) -> Path:
    """A good workbook with the text of some of its parts (by the name's stem) another."""
    good = workbook(path.with_name("good.xlsx"), ["a", "b"], [1, "x"], [date(2025, 3, 1), 2.5])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stem = Path(entry.filename).name.partition(".")[0]
            new.writestr(entry.filename, parts.get(stem, old.read(entry)))
    return path


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "valores na 1048576, até"),
        (f'<row r="1">{CELL}<c r="XFD1"><v>1</v></c></row>', "16384 colunas, até 100"),
        ('<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>', "«9999999999» não é de nenhuma"),
        (f'<row r="1">{CELL}</row><row r="3"/><row r="2"><c r="A2"><v>1</v></c></row>', "linha 2 vem depois da 3"),
        (f'<row r="1"><c r="B1"><v>1</v></c>{CELL}</row>', "célula A1 está fora de ordem"),
        (f'<row r="1">{CELL}</row><row r="2"><c r="A9"><v>1</v></c></row>', "célula «A9» está na linha 2"),
        (f'<row r="1">{CELL}</row><row r="2"><c r="A2" t="s"><v>7</v></c></row>', "não é uma folha"),
        (f'<row r="1">{CELL}</row><row r="2"><c r="A2"><v>x</v></c></row>', "não é uma folha"),
        (f'<row r="1">{CELL}</row><row r="2"><c r="A2"><v>1', "não é uma folha"),
        ("<a>" * 200 + "</a>" * 200, "elementos dentro de elementos"),
    ],
)
def test_a_sheet_whose_cells_reach_too_far_or_stand_nowhere(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(ImportRefused, match=said) as caught:
        read(replaced(tmp_path / "a.xlsx", sheet1=SHEET.format(rows)))
    assert caught.value.where == "a.xlsx" and caught.value.cure


def test_empty_cells_far_away_reach_nowhere(tmp_path: Path) -> None:
    rows = f'<row r="1">{CELL}<c r="XFD1" s="1"/></row><row r="3"><c r="A3"><v>1</v></c></row><row r="1048576"/>'
    assert read(replaced(tmp_path / "a.xlsx", sheet1=SHEET.format(rows))) == [(3, {"a": "1"})]


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (Bounds(others=20), "formatos e outras marcas"),
        (Bounds(cells=3), "mais células e textos"),
        (Bounds(text=0), "texto comprido na linha 1, até 0 letras"),
    ],
)
def test_each_bound_on_what_is_inside_bites(tmp_path: Path, bounds: Bounds, said: str) -> None:
    with pytest.raises(ImportRefused, match=said):
        read(workbook(tmp_path / "a.xlsx", ["a", "b"], [1, 2], [3, 4], [5, 6]), bounds)


def test_a_narrow_table_under_a_wide_header_is_counted_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b;c\n1\n2\n")
    assert len(read(tmp_path / "a.csv", Bounds(cells=6))) == 2
    with pytest.raises(ImportRefused, match="mais células, até 5"):
        read(tmp_path / "a.csv", Bounds(cells=5))


def test_sheets_without_end_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="mais folhas"):
        read(replaced(tmp_path / "a.xlsx", workbook=f"<workbook>{'<sheet/>' * 101}</workbook>"))


def test_the_same_part_twice_is_refused(tmp_path: Path) -> None:
    path = replaced(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(""))
    with pytest.raises(ImportRefused, match="duas vezes"):
        read(path)


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_workbook_spoilt_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    """In the zip itself, and in the text of each part with the zip whole around it."""
    chance, path = random.Random(7), tmp_path / "a.xlsx"
    whole = replaced(path).read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = {e.filename: archive.read(e) for e in archive.infolist()}
    refused = 0
    for n in range(300):
        if n % 2:
            path.write_bytes(spoilt(whole, chance))
        else:
            name = chance.choice(sorted(parts))
            with zipfile.ZipFile(path, "w") as archive:
                for part, body in parts.items():
                    archive.writestr(part, spoilt(body, chance) if part == name else body)
        try:
            read(path)
        except ImportRefused as error:
            assert error.where == "a.xlsx" and error.cure
            refused += 1
    assert 100 < refused < 300


def spoilt(body: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, taken out, doubled or put in."""
    made = bytearray(body)
    for _ in range(chance.randint(1, 3)):
        at, size = chance.randrange(len(made)), chance.randint(1, 12)
        made[at : at + size] = chance.choice(
            [bytes(size), b"", made[at : at + size] * 2, b"99999999999", b"<a>", b"-1", chance.randbytes(size)]
        )
    return bytes(made)
