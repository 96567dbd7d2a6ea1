"""What a deployment installs on the server: units, proxy, environment."""

import configparser
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base import logs
from core.base.errors import BoundaryError, SettingError
from core.base.paths import ROOT
from tests.support.command import Said
from ui.server import serve

DEPLOY = ROOT / "deploy"


UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer"), *DEPLOY.glob("kiosk/*.service")])


SERVER_UNITS = sorted(DEPLOY.glob("*.service"))


PYTHON = "/opt/enti/.venv/bin/python"


ANALYZE = shutil.which("systemd-analyze")


with_systemd = pytest.mark.skipif(ANALYZE is None and os.environ.get("CI") != "true", reason="sem systemd-analyze")


def named(path: Path) -> str:
    return path.name


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(path, encoding="utf-8")
    return read


def complaints(path: Path, folder: Path) -> str:
    """What systemd says against a unit, with the programs that only a deployment has replaced by one that is here."""
    text = path.read_text(encoding="utf-8")
    for theirs in (PYTHON, "/usr/bin/cage", "/opt/enti-kiosk/enti-kiosk"):
        text = text.replace(theirs, sys.executable)
    (folder / path.name).write_text(text, encoding="utf-8")
    assert ANALYZE is not None, "systemd-analyze is missing"
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}:", "SYSTEMD_LOG_LEVEL": "warning"}
    told = subprocess.run(
        [ANALYZE, "verify", "--man=no", "--recursive-errors=no", str(folder / path.name)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [x for x in (told.stdout + told.stderr).splitlines() if path.name in x or str(folder) in x]
    return "\n".join(ours) or (f"exit {told.returncode}: {told.stderr}" if told.returncode else "")


@with_systemd
@pytest.mark.parametrize("path", UNITS, ids=named)
def test_systemd_takes_every_unit(path: Path, tmp_path: Path) -> None:
    if path.suffix == ".timer":  # verified together with what it starts
        complaints(path.with_suffix(".service"), tmp_path)
    assert complaints(path, tmp_path) == ""


def exposure(path: Path) -> float:
    """What systemd gives a unit, from 0 (closed) to 10 (open to all)."""
    assert ANALYZE is not None, "systemd-analyze is missing"
    told = subprocess.run(
        [ANALYZE, "security", "--offline=true", "--no-pager", str(path)], capture_output=True, text=True, check=True
    )
    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", told.stdout)
    return float(level)


@with_systemd
@pytest.mark.parametrize("path", [p for p in UNITS if p.suffix == ".service"], ids=named)
def test_a_unit_may_do_what_it_uses_and_no_more(path: Path) -> None:
    assert exposure(path) <= (5.0 if path.stem == "enti-kiosk" else 2.5)


@pytest.mark.parametrize("path", SERVER_UNITS, ids=named)
def test_a_unit_of_the_server_cannot_take_the_machine(path: Path) -> None:
    service = unit(path)["Service"]
    assert {"MemoryMax", "TasksMax"} <= set(service)
    assert ("LimitNOFILE" in service) == (path.stem in ("enti-web", "enti-ngsi-listen"))  # who lets others in


@with_systemd
@pytest.mark.parametrize("line", ["Restrat=always", "ExecStart=/nowhere/at/all", "Restart=sometimes"])
def test_a_unit_with_a_mistake_is_not_taken(line: str, tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    bad = tmp_path / "from" / "enti-web.service"
    bad.write_text(
        (DEPLOY / "enti-web.service").read_text(encoding="utf-8").replace("Restart=always", line), encoding="utf-8"
    )
    assert "enti-web.service" in complaints(bad, tmp_path)


@pytest.mark.parametrize("path", SERVER_UNITS, ids=named)
def test_a_unit_of_the_server_may_write_its_data_and_little_else(path: Path) -> None:
    service = unit(path)["Service"]
    folders = service["ReadWritePaths"].split()
    assert "ENTI_DATA=/var/lib/enti" in service["Environment"].split() and "/var/lib/enti" in folders
    assert ("/opt/enti/static/gen" in folders) == (path.stem == "enti-web")
    assert service["User"] == "enti" and service["WorkingDirectory"] == "/opt/enti"
    assert service["ProtectSystem"] == "strict" and service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"
    assert service["EnvironmentFile"].removeprefix("-") == "/etc/enti/enti.env"
    if path.stem != "enti-load":
        assert service["Restart"] == "always" and unit(path)["Unit"]["StartLimitIntervalSec"] == "0"
        assert "PYTHONUNBUFFERED=1" in service["Environment"].split()  # what is printed is in the journal at once


@pytest.mark.parametrize("path", SERVER_UNITS, ids=named)
def test_a_unit_of_the_server_runs_a_command_that_exists(
    path: Path, etl: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python, dash, module, *arguments = shlex.split(unit(path)["Service"]["ExecStart"])
    assert (python, dash) == (PYTHON, "-m") and importlib.util.find_spec(module) is not None
    if module == "etl":
        said = etl(*arguments, "--help", data=tmp_path)
        assert said.code == 0 and f"{' '.join(a for a in arguments[:2] if a[0] != '-')} [OPTIONS]" in said.out
        assert etl(*arguments, "--nonsense", "--help", data=tmp_path).code == 2  # an option that is none would be seen
        return
    assert module == "ui.server.serve"

    class Warmed(Exception):
        """The arguments were taken."""

    def warm() -> None:
        raise Warmed

    monkeypatch.setattr(serve, "warm", warm)
    monkeypatch.setattr(sys, "argv", ["serve", *arguments])
    with pytest.raises(Warmed):
        serve.main()


def test_the_server_says_what_is_wrong_before_it_serves(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def gone() -> str:
        raise BoundaryError("Faltam os limites.", cure="«python -m etl boundaries».")

    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setattr("ui.web.assets.atlas_url", gone)
    monkeypatch.setattr("ui.views.indicador_picture.warm", lambda: None)
    monkeypatch.setattr("ui.data.judged.warm", lambda: None)
    logs.configure()
    serve.warm()
    (said,) = capsys.readouterr().err.splitlines()
    assert said.endswith(" WARNING ui.server.serve: Faltam os limites. O que fazer: «python -m etl boundaries».")
    monkeypatch.setenv("ENTI_LOG", "tudo")
    monkeypatch.setattr(sys, "argv", ["serve"])
    with pytest.raises(SystemExit) as ended:
        serve.main()
    assert ended.value.code == SettingError.exit_code and "Onde: ENTI_LOG." in capsys.readouterr().err


def test_the_proxy_leads_to_where_the_units_listen() -> None:
    conf = (DEPLOY / "nginx.conf.example").read_text(encoding="utf-8")
    ports = {
        stem: shlex.split(unit(DEPLOY / f"{stem}.service")["Service"]["ExecStart"])[-1]
        for stem in ("enti-web", "enti-ngsi-listen")
    }
    (web,) = re.findall(r"^    server 127\.0\.0\.1:(\d+)", conf, re.M)
    (listen,) = re.findall(r"location /ngsi/ \{.*?proxy_pass http://127\.0\.0\.1:(\d+)/;", conf, re.S)
    assert {"enti-web": web, "enti-ngsi-listen": listen} == ports
    assert conf.count("proxy_pass http://enti_web;") == len(re.findall(r"^    location ", conf, re.M)) - 1
    # What a location sets of its own takes away all that is set above it: every WebSocket would be refused.
    assert not re.search(r"^ {8}(proxy_set_header|add_header)", conf, re.M)
    (noted,) = re.findall(r"log_format enti (.*);", conf)
    assert not re.search(r"\$(request|request_uri|args|query_string|http_\w+)\b", noted)  # an address may hold a key
    assert len(re.findall(r"access_log .* enti;|access_log off;", conf)) == len(re.findall(r"^server \{", conf, re.M))
