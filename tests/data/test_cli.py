"""The command line: exit codes per cause, JSON for machines, plain messages for people."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from filelock import FileLock

from core.base import errors
from core.base.paths import CATALOGUE, ROOT
from core.catalogue import catalogue
from core.terms.period import UNKNOWN
from tests.support import ine
from tests.support.command import Said

STATUS_KEYS = {
    "id",
    "row",
    "domain",
    "rows",
    "territories",
    "first",
    "last",
    "outcome",
    "age_days",
    "received",
    "reason",
}
DOCTORS = "0012837"  # row 43, total


def test_status_is_a_list_of_48_objects_and_then_of_what_is_beyond_table_3(
    etl: Callable[..., Said], warehouse: Path
) -> None:
    rows = json.loads(etl("status", "--json", data=warehouse).out)
    assert [r["row"] for r in rows] == [*range(1, 49), *(None for _ in catalogue.load().further)]
    assert all(set(r) == STATUS_KEYS for r in rows)
    assert all(r["rows"] or r["reason"] for r in rows)
    assert all(bool(r["rows"]) == bool(r["territories"]) == (r["received"] is not None) for r in rows)
    assert all((r["age_days"] is None) == (r["last"] in (None, UNKNOWN)) for r in rows)
    turnout = next(r for r in rows if r["row"] == 33)
    assert (turnout["first"], turnout["last"], turnout["outcome"]) == ("2009", "2025", "embedded")


def test_list_and_status_for_people(etl: Callable[..., Said], warehouse: Path) -> None:
    listed = etl("list", data=warehouse).out.splitlines()
    assert sum("taxa_votantes_autarquicas" in line and "mai/total" in line for line in listed) == 1
    assert len(listed) == len(list(catalogue.load().measured))
    assert "embedded" in etl("status", data=warehouse).out


def test_list_for_machines(etl: Callable[..., Said], tmp_path: Path) -> None:
    items = json.loads(etl("list", "--json", data=tmp_path).out)
    assert [i["id"] for i in items] == [m.id for m in catalogue.load().measured]
    abstention = next(i for i in items if i["row"] == 33)["queries"]
    assert {q["active"] for q in abstention if q["source"] == "ine"} == {False}  # context only
    assert {q["active"] for q in abstention if q["source"] == "mai"} == {True}


def test_schema_writes_what_the_catalogue_is_checked_against(etl: Callable[..., Said], tmp_path: Path) -> None:
    assert etl("schema", "--target", str(tmp_path), data=tmp_path).code == 0
    schemas = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in tmp_path.glob("*.schema.json")}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    book = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    jsonschema.validate(book, schemas["indicators.schema.json"])
    with pytest.raises(jsonschema.ValidationError, match="why"):  # a row of Table 3 is no file of indicadores/
        jsonschema.validate(book["indicators"][0], schemas["indicador.schema.json"])


@pytest.mark.usefixtures("few")
def test_load_offline_then_all_fail_then_some_then_all_well(etl: Callable[..., Said], tmp_path: Path) -> None:
    replay, current = tmp_path / "gravado", tmp_path / "builds" / "current"
    replay.mkdir()
    first = etl("load", "--offline", "--json", data=tmp_path)
    assert first.err == ""  # nothing but the answer, for a machine
    assert first.code == 0 and json.loads(first.out)["build"] == Path(current.read_text(encoding="utf-8").strip()).stem

    asked = ("load", "--source", "ine", "--replay", str(replay))
    failed = etl(*asked, data=tmp_path)
    assert failed.code == 7 and "ReplayMissing" in failed.out
    assert "INFO etl.cli.load: medicos_1000_hab: " in failed.err and "medicos_1000_hab: " not in failed.out
    status = json.loads(etl("status", "--json", data=tmp_path).out)
    doctors = next(r for r in status if r["id"] == "medicos_1000_hab")
    # What ships is still there, and the failure is said.
    assert doctors["outcome"] == "embedded" and "Onde: " in doctors["reason"] and "O que fazer: " in doctors["reason"]
    assert next(r for r in status if r["row"] == 33)["rows"] > 1500  # what was published before is still there

    ine.record(replay, ine.metadata({"S7A2024": "2024"}, ["PT"]), ine.data({"2024": [ine.row("PT", "5.7")]}), DOCTORS)
    some = etl(*asked, "--json", data=tmp_path)
    outcomes = {r["outcome"] for r in json.loads(some.out)["runs"] if r["source_id"] == "ine"}
    assert some.code == 8 and outcomes == {"ok", "failed"}

    older = ine.metadata({"S7A2013": "2013"}, ["PT"]), ine.data({"2013": [ine.row("PT", "4.3")]})
    ine.record(replay, *older, "0008356")
    assert etl(*asked, data=tmp_path).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("load", "--source", "nada"), 2, "fonte desconhecida: nada"),
        (("load", "--indicator", "nada"), 2, "indicador desconhecido: nada"),
        (("load", "--replay", "não-existe"), 2, "não existe"),
        (("inventado",), 2, "inventado"),
        (("status",), 5, "correr «python -m etl load --offline»"),
    ],
)
def test_wrong_use_and_missing_data(
    etl: Callable[..., Said], tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = etl(*arguments, data=tmp_path)
    assert done.code == code and words in done.err.replace("│ ", "")


@pytest.mark.parametrize("arguments", [("list",), ("load", "--offline"), ("status",)])
def test_a_broken_catalogue_is_one_plain_message(
    etl: Callable[..., Said],
    warehouse: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    (tmp_path / "indicators.yaml").write_text("domains: []\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUE", tmp_path / "indicators.yaml")
    build = (warehouse / "builds" / "current").read_text(encoding="utf-8")
    done = etl(*arguments, data=warehouse)
    assert done.code == 3 and "indicators.yaml" in done.err and "O que fazer: " in done.err
    assert (warehouse / "builds" / "current").read_text(encoding="utf-8") == build


def test_two_loads_at_once(etl: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "builds").mkdir()
    with FileLock(tmp_path / "builds" / ".lock"):
        assert etl("load", "--offline", data=tmp_path).code == 9


CODES = {
    errors.CatalogueError: 3,
    errors.TerritoryError: 4,
    errors.BoundaryError: 4,
    errors.WarehouseMissing: 5,
    errors.AuditRefused: 6,
    errors.SourceError: 7,
    errors.LoadRunning: 9,
    errors.StorageError: 23,
    errors.WarehouseLocked: 24,
    errors.SnapshotError: 10,
    errors.ImportRefused: 11,
    errors.StrategyError: 12,
    errors.ExecutionConflict: 14,
    errors.ExecutionError: 13,
    errors.ReportError: 15,
    errors.TargetError: 16,
    errors.RoomError: 19,
    errors.ScreenError: 20,
    errors.AlertError: 17,
    errors.FeedError: 18,
    errors.DeclarationError: 21,
    errors.SettingError: 22,
    errors.PeopleError: 25,
    errors.AuditError: 26,
    errors.WarehouseNewer: 27,
}


@pytest.mark.parametrize(("error", "code"), CODES.items(), ids=lambda v: getattr(v, "__name__", v))
def test_each_cause_has_its_exit_code_and_one_line(
    etl: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[errors.EntiError], code: int
) -> None:
    def fail() -> None:
        raise error("Aconteceu isto.", where="ali [bold]", cure="fazer aquilo.")

    monkeypatch.setattr(catalogue, "load", fail)
    assert etl("list", data=tmp_path) == Said(
        code, "", "Erro: Aconteceu isto. Onde: ali [bold]. O que fazer: fazer aquilo."
    )


def test_an_error_that_is_not_ours_is_a_line_with_its_number_and_stands_in_the_log(
    etl: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("o que ninguém esperava")

    monkeypatch.setattr("etl.cli.app.app", breaks)
    said = etl("status", data=tmp_path)
    (number,) = re.findall(r"Erro ([0-9a-f]{8}), que não se esperava", said.err)
    assert said.code == 70 and f"Erro {number} (comando, KeyError)" in said.err and said.err.count("Traceback") == 1


def test_every_error_is_in_the_table_of_exit_codes() -> None:
    def below(kind: type[errors.EntiError]) -> set[type[errors.EntiError]]:
        return {kind}.union(*(below(k) for k in kind.__subclasses__()))

    for kind in below(errors.EntiError) - {errors.EntiError}:
        assert kind.exit_code == next(CODES[k] for k in kind.__mro__ if k in CODES)
        assert f"\n{kind.exit_code} " in (errors.__doc__ or "") and kind.__doc__


def test_as_a_program_of_its_own_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "etl", "status"],
        cwd=ROOT,
        env=os.environ | {"ENTI_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5 and done.stderr.startswith("Erro: ") and "Traceback" not in done.stderr


def test_a_setting_that_does_not_serve_is_an_error_like_any_other(
    etl: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_LOG", "tudo")
    said = etl("list", data=tmp_path)
    assert said.code == 22 and said.out == "" and "Onde: ENTI_LOG." in said.err and "debug, info" in said.err
    monkeypatch.setenv("ENTI_LOG", "")
    (tmp_path / "ficheiro").write_text("x")
    said = etl("status", data=tmp_path / "ficheiro")
    assert said.code == 22 and "Onde: ENTI_DATA." in said.err


@pytest.mark.parametrize(
    "words",
    [("st\udce9",), ("execution", "set", "acao_1_3", "--by", "pro\udcffva"), ("room", "set", "n\udce3o.yaml")],
)
def test_a_word_that_is_no_utf_8_is_refused_by_name_and_nothing_is_written(
    etl: Callable[..., Said], tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = etl(*words, data=tmp_path / "dados")
    assert (code, out) == (22, "") and "não está em UTF-8" in err and "O que fazer: " in err
    assert not (tmp_path / "dados").exists()


def test_a_file_whose_name_is_no_utf_8_is_read_all_the_same(tmp_path: Path) -> None:
    """In a process of its own: what it says of such a name goes into no report of ours."""
    odd = tmp_path / "lista\udce9.yaml"
    odd.write_text("playlists: 1\n")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "room", "set", str(odd), "--by", "prova"],
        cwd=ROOT,
        env=os.environ | {"ENTI_DATA": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 19 and b"playlists" in done.stderr
