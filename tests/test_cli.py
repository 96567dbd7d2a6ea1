"""The command line: exit codes per cause, JSON for machines, plain messages for people."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.paths import ROOT

STATUS_KEYS = {"id", "row", "domain", "rows", "territories", "first", "last", "outcome", "age_days", "reason"}


def etl(*arguments: str, data: Path, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ENTI_DATA": str(data), "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=root, env=environment, capture_output=True,
                          text=True, check=False)  # fmt: skip


def test_status_is_a_list_of_48_objects(warehouse: Path) -> None:
    rows = json.loads(etl("status", "--json", data=warehouse).stdout)
    assert [r["row"] for r in rows] == list(range(1, 49))
    assert all(set(r) == STATUS_KEYS for r in rows)
    assert all(r["rows"] or r["reason"] for r in rows)
    turnout = next(r for r in rows if r["row"] == 33)
    assert (turnout["first"], turnout["last"], turnout["outcome"]) == ("2009", "2025", "embedded")


def test_list_and_status_for_people(warehouse: Path) -> None:
    assert "taxa_votantes_autarquicas" in etl("list", data=warehouse).stdout
    assert "embedded" in etl("status", data=warehouse).stdout


def test_load_offline_json_and_then_a_source_that_fails(tmp_path: Path) -> None:
    done = etl("load", "--offline", "--json", data=tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["runs"]
    build = (tmp_path / "builds" / "current").read_text(encoding="utf-8")
    (tmp_path / "vazio").mkdir()
    failed = etl("load", "--source", "ine", "--replay", str(tmp_path / "vazio"), data=tmp_path)
    assert failed.returncode == 7 and "ReplayMissing" in failed.stdout
    assert (tmp_path / "builds" / "current").read_text(encoding="utf-8") != build
    status = json.loads(etl("status", "--json", data=tmp_path).stdout)
    assert next(r for r in status if r["id"] == "medicos_1000_hab")["outcome"] == "failed"
    assert next(r for r in status if r["row"] == 33)["rows"] > 1500


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("load", "--source", "nada"), 2, "fonte desconhecida"),
        (("load", "--indicator", "nada"), 2, "indicador desconhecido"),
        (("load", "--replay", "não-existe"), 2, "não existe"),
        (("status",), 5, "etl load"),
    ],
)
def test_wrong_use_and_missing_data(tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = etl(*arguments, data=tmp_path)
    assert done.returncode == code and words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_broken_catalogue_is_one_plain_message(tmp_path: Path) -> None:
    script = (
        "import core.catalogue as c, sys, pathlib; c.CATALOGUE = pathlib.Path(sys.argv[1]);"
        "sys.argv = ['etl', 'list']; from etl.__main__ import main; sys.exit(main())"
    )
    (tmp_path / "indicators.yaml").write_text("domains: []\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "indicators.yaml")], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 3 and "indicators.yaml" in done.stderr and "Traceback" not in done.stderr
