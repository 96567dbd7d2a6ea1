"""The commands about what is missing, what changed and what is due; and the timer that runs them."""

import configparser
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import CliRunner

from core.base.errors import WarehouseMissing
from core.base.paths import ROOT
from core.catalogue import catalogue
from core.warehouse.checks import read as read_checks
from core.warehouse.store import resolve
from etl.build import diff
from etl.cli.app import app
from etl.handed.template import columns
from tests.support import ine
from tests.support.command import Said

DOCTORS = "0012837"
KEY = "medicos_1000_hab/total/ine/0"
ANSWER = "iutic_iot"


Etl = Callable[..., Said]


def record(folder: Path, value: str) -> None:
    body = ine.data({"2024": [ine.row("PT", value), ine.row("1C40705", "8.3")]})
    ine.record(folder, ine.metadata({"S7A2024": "2024"}, ["PT", "1C40705"]), body, DOCTORS)
    ine.record(folder, ine.metadata({"S7A2023": "2023"}, ["PT"]), ine.data({"2023": [ine.row("PT", "5")]}), "0008356")


def test_gaps_for_people_and_for_machines(etl: Etl, warehouse: Path) -> None:
    found = json.loads(etl("gaps", "--json", data=warehouse)[1])
    assert {"row", "cause", "cause_text", "owner", "since", "closes", "territories", "periods"} <= set(found[0])
    assert {g["row"] for g in found} >= {1, 5, 15, 26, 40}
    shown = etl("gaps", data=warehouse)[1]
    assert "ADENE" in shown and "só vem em ficheiro: " in shown


@pytest.mark.usefixtures("few")
def test_diff_lists_what_changed_with_its_source(etl: Etl, tmp_path: Path) -> None:
    etl("load", "--offline", data=tmp_path)
    for value in ("5.7", "5.8"):
        record(tmp_path / "gravado", value)
        assert etl("load", "--source", "ine", "--replay", str(tmp_path / "gravado"), data=tmp_path)[0] == 0
    found = json.loads(etl("diff", "anterior", "--json", data=tmp_path)[1])["values"]
    assert [(r["kind"], r["territory_id"], r["before"], r["after"], r["citation"]) for r in found] == [
        ("revised", "PT", 5.7, 5.8, "Fonte: INE")
    ]
    builds = sorted((tmp_path / "builds").glob("*.duckdb"))
    first = etl("diff", builds[0].stem, builds[-1].name, data=tmp_path)[1]
    assert "revistos 1, novos 2, desaparecidos 36" in first and "Évora" in first
    back = json.loads(etl("diff", builds[-1].stem, builds[0].stem, "--json", data=tmp_path)[1])["values"]
    assert {r["kind"] for r in back if r["series"] == "total"} == {"vanished"}


@pytest.mark.usefixtures("few")
def test_a_build_that_is_none_is_said_with_those_there_are(etl: Etl, tmp_path: Path) -> None:
    etl("load", "--offline", data=tmp_path)
    code, _, said = etl("diff", "anterior", data=tmp_path)
    assert code == 5 and "0 servem" in said and resolve(tmp_path / "builds").stem in said
    with pytest.raises(WarehouseMissing):
        diff.find("2", tmp_path / "nenhures")


@pytest.mark.usefixtures("few")
def test_due_asks_only_what_is_due(etl: Etl, tmp_path: Path) -> None:
    record(tmp_path / "gravado", "5.7")
    arguments = ("load", "--due", "--replay", str(tmp_path / "gravado"))
    first = etl(*arguments, data=tmp_path)[1]
    assert f"{KEY}: nunca pedido" in first
    checks = read_checks(tmp_path / "builds")
    assert not checks[KEY].failing and checks["taxa_votantes_autarquicas/total/mai/0"].failing
    code, again, _ = etl(*arguments, data=tmp_path)
    assert code == 0 and again.startswith("Nada a pedir hoje.") and "Sem alterações" in again


def test_the_template_comes_back_through_the_import(etl: Etl, tmp_path: Path, warehouse: Path) -> None:
    form = tmp_path / "m.csv"
    assert etl("template", ANSWER, "--to", str(form), data=tmp_path)[0] == 0
    empty = form.read_text(encoding="utf-8-sig").splitlines()
    assert empty[0] == ";".join(columns(catalogue.load(), ANSWER)) and len(empty) == 309
    year = empty[1].split(";")[3]
    good = f"0705;Évora;resposta;{year};1;;;Ofício 1;;"
    form.write_text(
        "\n".join([empty[0], good, good.replace("0705;Évora", "0706;")]).replace("1;;;Of", "9;;;Of", 1), "utf-8"
    )
    code, out, said = etl("import", str(form), "--indicator", ANSWER, data=tmp_path)
    assert code == 11 and "linha 2, valor: 9: só se aceita 0, 1" in out and "nada foi guardado" in said
    form.write_text(f"{empty[0]}\n{good}", "utf-8")
    assert "1 linhas certas" in etl("import", str(form), "--indicator", ANSWER, "--check", data=tmp_path)[1]
    assert not (tmp_path / "imports").exists()
    code, out, _ = etl("import", str(form), "--indicator", ANSWER, data=tmp_path)
    assert code == 0 and "Guardado: 1 linhas" in out and "Publicado: " in out and "Alertas. Mudaram: " in out
    gaps = json.loads(etl("gaps", "--json", data=tmp_path)[1])
    assert not [
        g for g in gaps if g["indicator_id"] == ANSWER and g["series"] == "resposta" and g["cause"] == "awaiting_import"
    ]
    assert "Já cá estava" in etl("import", str(form), "--indicator", ANSWER, data=tmp_path)[1]


# The timer


def options_of(command: str) -> set[str]:
    made = typer.main.get_command(app)
    for word in command.split():
        made = made.commands[word]  # type: ignore[attr-defined]
    return {o for p in made.params for o in p.opts}


def test_the_timer_runs_a_command_that_exists() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ROOT / "deploy" / "enti-load.service", encoding="utf-8")
    command = shlex.split(unit["Service"]["ExecStart"])
    assert command[1:4] == ["-m", "etl", "load"] and set(command[4:]) <= options_of("load")
    assert unit["Service"]["SuccessExitStatus"] == "8" and unit["Service"]["Type"] == "oneshot"
    data = unit["Service"]["Environment"].removeprefix("ENTI_DATA=")
    assert data in unit["Service"]["ReadWritePaths"].split()
    timer = configparser.ConfigParser(strict=False, interpolation=None)
    timer.read(ROOT / "deploy" / "enti-load.timer", encoding="utf-8")
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:00 Europe/Lisbon", timer["Timer"]["OnCalendar"])
    assert timer["Timer"]["Persistent"] == "true" and timer["Install"]["WantedBy"] == "timers.target"


def test_the_cron_lines_of_the_readme_run_commands_that_exist() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    found = [shlex.split(x.split("* * * ", 1)[1]) for x in lines if re.match(r"\d+ \d+ \* \* \* ", x)]
    typed = [command[command.index("etl") - 1 :] for command in found]
    assert [t[:2] for t in typed] == [["-m", "etl"]] * len(typed) and ["-m", "etl", "load", "--due"] in typed
    for _, _, *words in typed:
        command = " ".join(w for w in words if not w.startswith("--"))
        assert {w for w in words if w.startswith("--")} <= options_of(command)


def test_every_command_explains_itself() -> None:
    command = typer.main.get_command(app)
    for name in command.commands:  # type: ignore[attr-defined]
        shown = CliRunner().invoke(command, [name, "--help"])
        assert shown.exit_code == 0 and len(shown.output) > 80, name
