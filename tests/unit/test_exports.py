"""What people and platforms write, in files that a spreadsheet opens: there it is text, and numbers are numbers."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from core.alerts.store import Ack, Act, Event
from core.room import feeds, live
from reports import WRITERS
from reports.model import Report
from ui.views import alertas_more, ao_vivo

NOW = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
FORMULAS = ("=1+1", "+SOMA(A1)", "-SOMA(A1)", "@x", "\t=1", "\r=1", "=cmd|'/c calc'!A1")


@pytest.mark.parametrize("text", FORMULAS)
def test_who_saw_an_alert_and_what_they_wrote_is_text(text: str) -> None:
    event = Event(1, 1, NOW, "a:*", "a", "info", "firing", (text, text), -2.5, Ack(NOW, text, text))
    act = Act(NOW, "silence", "a:*", text, text)
    row, said = csv.DictReader(io.StringIO(alertas_more.csv([event], [act]).decode(), newline=""), strict=True)
    assert row["tratado_por"] == row["nota"] == row["frase"] == f"'{text}" and row["valor"] == "-2.5"
    assert said["tratado_por"] == said["nota"] == f"'{text}"


@pytest.mark.parametrize("text", [*FORMULAS, "Entre\x00campos"])
def test_the_name_of_a_station_is_text(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    said = live.Reading("ar", text, text, "1106", NOW, {"no2": -3.5, text: 1.0}, {})
    live.keep("ar", [said], [], NOW)
    feed = feeds.parse(
        "feeds: [{id: ar, name: {pt: Ar, en: Air}, url: 'https://h', type: AirQualityObserved, shown: no2}]", "x"
    )["ar"]
    (row,) = csv.DictReader(io.StringIO(ao_vivo._csv([said], feed, NOW).decode(), newline=""), strict=True)
    told = text.replace("\x00", "\ufffd")
    told = told if told.startswith("E") else f"'{told}"
    assert row["nome"] == row["estacao"] == told and row[told] == "1.0" and row["no2"] == "-3.5"


@pytest.mark.parametrize("text", FORMULAS)
def test_whatever_a_report_holds_is_text(text: str) -> None:
    data = pd.DataFrame({"nota": [text], "valor": [-2.5], text: [1]})
    report = Report("r", text, "", text, date(2026, 1, 1), (), lambda: data)
    table = list(csv.reader(io.StringIO(WRITERS["csv"](report).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert table == [["nota", "valor", f"'{text}"], [f"'{text}", "-2,5", "1"]]
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](report)))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert [c.value for c in book["dados"][2]][1:] == [-2.5, 1]
    assert str(book["relatorio"]["B1"].value).startswith("'") and str(book["relatorio"]["B2"].value).startswith("'")
