"""Files that people hand in: what opens, what is refused before it opens, and no cell that changes on the way."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.base.errors import ImportRefused
from etl.handed import sheets
from etl.handed.sheets import Bounds, read


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
    monkeypatch.setattr(sheets.openpyxl, "load_workbook", lambda *a, **k: pytest.fail("opened"))
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
