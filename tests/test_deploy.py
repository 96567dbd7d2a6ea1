"""What a deployment installs: the units of the server, and the program that keeps a display of the room showing, run for real."""

import ast
import configparser
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from core import screens
from core.paths import ROOT
from tests.support.browse import CHROMIUM, FLAGS, WARM, in_browser, server
from tests.support.command import Said
from ui import serve

DEPLOY = ROOT / "deploy"
KIOSK = DEPLOY / "kiosk" / "enti-kiosk"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer"), *DEPLOY.glob("kiosk/*.service")])
SERVER_UNITS = sorted(DEPLOY.glob("*.service"))
PYTHON = "/opt/enti/.venv/bin/python"
KEY = "chave-que-nunca-se-escreve_0123456789"
ANALYZE = shutil.which("systemd-analyze")
with_systemd = pytest.mark.skipif(ANALYZE is None and os.environ.get("CI") != "true", reason="sem systemd-analyze")
LONG_S = 60.0  # for what must happen, however busy the machine is


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
    told = subprocess.run([ANALYZE, "verify", "--man=no", "--recursive-errors=no", str(folder / path.name)],
                          env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    ours = [x for x in (told.stdout + told.stderr).splitlines() if path.name in x or str(folder) in x]
    return "\n".join(ours) or (f"exit {told.returncode}: {told.stderr}" if told.returncode else "")


@with_systemd
@pytest.mark.parametrize("path", UNITS, ids=named)
def test_systemd_takes_every_unit(path: Path, tmp_path: Path) -> None:
    if path.suffix == ".timer":  # verified together with what it starts
        complaints(path.with_suffix(".service"), tmp_path)
    assert complaints(path, tmp_path) == ""


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
    assert module == "ui.serve"

    class Warmed(Exception):
        """The arguments were taken."""

    def warm() -> None:
        raise Warmed

    monkeypatch.setattr(serve, "warm", warm)
    monkeypatch.setattr(sys, "argv", ["serve", *arguments])
    with pytest.raises(Warmed):
        serve.main()


def test_the_proxy_leads_to_where_the_units_listen() -> None:
    conf = (DEPLOY / "nginx.conf.example").read_text(encoding="utf-8")
    ports = {
        stem: shlex.split(unit(DEPLOY / f"{stem}.service")["Service"]["ExecStart"])[-1]
        for stem in ("enti-web", "enti-ngsi-listen")
    }
    places = dict(re.findall(r"location (\S+) \{.*?proxy_pass http://127\.0\.0\.1:(\d+)", conf, re.S))
    web, listen = ports["enti-web"], ports["enti-ngsi-listen"]
    assert places == {"/": web, "/_stcore/stream": web, "/parede": web, "/ngsi/": listen}
    (noted,) = re.findall(r"log_format enti (.*);", conf)
    assert not re.search(r"\$(request|request_uri|args|query_string|http_\w+)\b", noted)  # an address may hold a key
    assert conf.count(" enti;") == len(re.findall(r"^server \{", conf, re.M))


def test_the_example_of_the_environment_names_what_the_code_reads_and_gives_no_value() -> None:
    sources = [
        ROOT / "app.py",
        *(p for f in ("core", "etl", "geo", "ui", "reports", "pages") for p in (ROOT / f).rglob("*.py")),
    ]
    read = {n for p in sources for n in re.findall(r"[\"'](ENTI_[A-Z_]+)[\"']", p.read_text(encoding="utf-8"))}
    lines = (DEPLOY / "enti.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(re.fullmatch(r"#?(ENTI_[A-Z_]+)=(.*)", x).groups() for x in lines if re.match(r"#?ENTI_", x))  # type: ignore[union-attr]
    assert read - {"ENTI_DATA"} == set(given)  # the folder is in the units themselves
    assert set(given.values()) == {""}


# The program of a display, run as it is, with a browser that only notes what it is asked for.

BROWSER = """#!{python}
import json, os, signal, subprocess, sys, time
child = 0
if "--stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # its child inherits this
    child = subprocess.Popen(["sleep", "600"]).pid
with open({launches!r}, "a") as file:
    file.write(json.dumps({{"pid": os.getpid(), "child": child, "argv": sys.argv[1:]}}) + "\\n")
print("opened", sys.argv[-1], file=sys.stderr, flush=True)
time.sleep(600)
"""


class Wall:
    """What a server tells a display: `status`, and a pulse of ours that is "good", "ill", "old" or "none"; or another body."""

    def __init__(self) -> None:
        self.status, self.pulse, self.body, self.to = 200, "good", b"", ""
        self.cookies: list[str] = []

    def answer(self) -> bytes:
        """The body of /parede/ecras."""
        now = time.time()
        ours = {"at": 1e9 if self.pulse == "old" else now, "alive": self.pulse != "ill", "scene": "1"}
        known = {"Outro ecrã": {"at": now, "alive": True, "scene": "1"}} | (
            {} if self.pulse == "none" else {"Sala": ours}
        )
        return self.body or json.dumps({"screens": known, "now": now, "mine": "Sala"}).encode()


@contextmanager
def listening(wall: Wall, port: int = 0) -> Iterator[int]:
    """A server that answers as the wall's door does; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wall.cookies.append(self.headers.get("Cookie", ""))
            body = wall.answer() if self.path == "/parede/ecras" else b""
            self.send_response(wall.status if body else 404)
            self.send_header("Content-Length", str(len(body)))
            if wall.to:
                self.send_header("Location", wall.to)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the test looks at the wall."""

    made = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made.server_port
    finally:
        made.shutdown()
        made.server_close()


def until(what: Callable[[], Any]) -> Any:
    """The first truth of `what`; fails when none comes, however long a busy machine is given."""
    end = time.monotonic() + LONG_S
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    return pytest.fail(f"never: {what}")


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and only not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


class Display:
    """A display's folder: its configuration, browser and log."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.conf, self.log = folder, folder / "ecra.conf", folder / "log"
        self.opened, self.browser = folder / "opened", folder / "browser"
        self.lines: dict[str, object] = {
            "KEY": KEY, "SCREEN": 2, "CHROMIUM": self.browser, "RESTART_AT": "", "ASK_S": 0.1, "ILL_S": 0.5, "SILENT_S": 1,
            "PAUSE_S": 0.2, "END_S": 0.5,
        }  # fmt: skip
        self.browser.write_text(BROWSER.format(python=sys.executable, launches=str(self.opened)), encoding="utf-8")
        self.browser.chmod(0o700)
        self.tmp = Path(tempfile.mkdtemp(prefix="ecra-"))  # short: Chromium keeps a socket below it

    def launches(self) -> list[dict[str, Any]]:
        """Every browser that was opened: `pid`, `child`, `argv`."""
        text = self.opened.read_text(encoding="utf-8") if self.opened.exists() else ""
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def shown(self) -> list[str]:
        """What each browser was opened on."""
        return [b["argv"][-1] for b in self.launches()]

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def start(self, port: int, **lines: object) -> "subprocess.Popen[bytes]":
        """The program itself, without what is installed beside the standard library."""
        given = {"SERVER": f"http://127.0.0.1:{port}"} | self.lines | lines
        self.conf.write_text("".join(f"{k}={v}\n" for k, v in given.items()), encoding="utf-8")
        self.conf.chmod(0o600)
        environment = {"TMPDIR": str(self.tmp), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", KIOSK, self.conf], stdout=log, stderr=log, env=environment
            )

    @contextmanager
    def running(self, port: int, **lines: object) -> Iterator["subprocess.Popen[bytes]"]:
        """The program while the test lasts. It ends when it is told to, leaves nothing, and never says the key."""
        process = self.start(port, **lines)
        try:
            yield process
            process.terminate()
            assert process.wait(LONG_S) == 0
            assert not [b for b in self.launches() if alive(b["pid"])] and not list(self.tmp.iterdir())
            assert KEY not in self.said() and "Fim." in self.said()
        finally:
            process.terminate()  # a real browser is known to the program alone
            with suppress(subprocess.TimeoutExpired):
                process.wait(LONG_S)
            process.kill()
            for browser in self.launches():
                for pid in (browser["pid"], browser["child"]):
                    if pid and alive(pid):
                        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    made = Display(tmp_path)
    yield made
    shutil.rmtree(made.tmp)


@pytest.fixture
def wall() -> Wall:
    return Wall()


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/parede?ecra=2&chave={KEY}"


def test_the_display_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(KIOSK.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "." for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {n.partition(".")[0] for n in names} <= sys.stdlib_module_names
    assert KIOSK.stat().st_mode & stat.S_IXUSR and KIOSK.read_text(encoding="utf-8").startswith("#!/usr/bin/python3\n")
    assert not re.search(
        r"(https?:)?//|src=|url\(", KIOSK.with_name("espera.html").read_text(encoding="utf-8").replace("// A", "")
    )


def test_a_display_waits_for_its_server_and_then_opens_the_wall(display: Display, wall: Wall) -> None:
    with listening(wall) as port:
        pass  # a port where nobody answers any more
    with display.running(port, PAUSE_S=3600):  # that the server comes is no failure that has to wait
        (first,) = until(display.launches)
        waiting = urlsplit(first["argv"][-1])
        assert Path(waiting.path) == KIOSK.with_name("espera.html") and waiting.scheme == "file"
        asked = parse_qs(waiting.query)
        assert asked["servidor"] == ["127.0.0.1"] and abs(time.time() - int(asked["desde"][0])) < LONG_S
        assert "--kiosk" in first["argv"] and KEY not in " ".join(first["argv"])
        wall.status = 502  # something answers, but not the wall
        with listening(wall, port):
            until(lambda: "respondeu 502" in display.said())
            wall.status, wall.body = 200, b"<html>another page</html>"
            until(lambda: "não é da parede" in display.said())
            assert len(display.launches()) == 1
            wall.body = b""
            until(lambda: len(display.launches()) == 2)
        assert display.shown()[1] == address(port) and not alive(first["pid"])
        assert set(wall.cookies) == {f"enti_ecra={KEY}"}
        profiles = [next(a for a in b["argv"] if a.startswith("--user-data-dir=")) for b in display.launches()]
        assert len(set(profiles)) == 2


@pytest.mark.parametrize(("pulse", "why"), [("ill", "está parado"), ("old", "não diz nada"), ("none", "não diz nada")])
def test_a_display_that_is_stuck_or_silent_is_restarted(display: Display, wall: Wall, pulse: str, why: str) -> None:
    with listening(wall) as port, display.running(port):
        until(lambda: display.shown() == [address(port)])
        wall.pulse = pulse
        until(lambda: len(display.launches()) == 2)
        assert why in display.said() and not alive(display.launches()[0]["pid"])
        wall.pulse = "good"
        time.sleep(3 * float(str(display.lines["SILENT_S"])))
        assert alive(display.launches()[-1]["pid"])


def test_a_good_display_is_left_alone_and_so_is_one_whose_server_is_gone_or_refuses_it(
    display: Display, wall: Wall
) -> None:
    hold = 3 * float(str(display.lines["SILENT_S"]))
    with ExitStack() as running:
        with listening(wall) as port:
            running.enter_context(display.running(port))
            until(display.launches)
            time.sleep(hold)
        until(lambda: "não responde" in display.said())
        time.sleep(hold)
        wall.status = 403
        with listening(wall, port):
            until(lambda: "recusa a chave" in display.said())
            time.sleep(hold)
            wall.status = 200
            until(lambda: display.said().count("O servidor responde") == 2)
            time.sleep(hold)
        assert display.shown() == [address(port)]


def test_a_refused_key_opens_the_wall_which_says_so_itself(display: Display, wall: Wall) -> None:
    wall.status = 403
    with listening(wall) as port, display.running(port):
        assert until(display.shown) == [address(port)]


def test_a_browser_that_dies_is_opened_again_on_the_wall_or_on_the_waiting_page(display: Display, wall: Wall) -> None:
    with ExitStack() as running:
        with listening(wall) as port:
            running.enter_context(display.running(port))
            (first,) = until(display.launches)
            os.kill(first["pid"], signal.SIGKILL)
            until(lambda: len(display.launches()) == 2)
            assert display.shown()[1] == address(port) and "O navegador terminou (-9)" in display.said()
        until(lambda: "não responde" in display.said())
        os.kill(display.launches()[1]["pid"], signal.SIGKILL)
        until(lambda: len(display.launches()) == 3)
        assert display.shown()[2].startswith("file:///")


@pytest.mark.parametrize("how", ["dies", "ill"])
def test_restarts_are_apart(display: Display, wall: Wall, how: str) -> None:
    with listening(wall) as port, display.running(port, PAUSE_S=3600):
        (first,) = until(display.launches)
        if how == "dies":
            os.kill(first["pid"], signal.SIGKILL)
            until(lambda: "O navegador terminou" in display.said())
        wall.pulse = "ill" if how == "ill" else "good"
        time.sleep(3 * float(str(display.lines["ILL_S"])))
        assert len(display.launches()) == 1 and alive(first["pid"]) == (how == "ill")


def test_a_browser_that_does_not_want_to_end_is_killed_with_its_children(display: Display, wall: Wall) -> None:
    with listening(wall) as port:
        with display.running(port, FLAGS="--stubborn --lang=pt"):
            (browser,) = until(display.launches)
            assert alive(browser["pid"]) and alive(browser["child"])
            assert browser["argv"][-3:-1] == ["--stubborn", "--lang=pt"]
        until(lambda: not alive(browser["child"]))


def test_a_redirection_does_not_take_the_key_elsewhere(display: Display, wall: Wall) -> None:
    other = Wall()
    with listening(other) as elsewhere, listening(wall) as port:
        wall.status, wall.to = 301, f"http://127.0.0.1:{elsewhere}/parede/ecras"
        with display.running(port):
            until(lambda: "respondeu 301" in display.said())
            until(lambda: len(wall.cookies) > 3)
            assert other.cookies == [] and display.shown()[0].startswith("file:///")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"SERVER": ""}, "SERVER"),
        ({"SERVER": "enti.exemplo.pt"}, "SERVER"),
        ({"SERVER": "https://a:b@enti.exemplo.pt"}, "SERVER"),
        ({"SERVER": "https://enti.exemplo.pt:65536"}, "SERVER"),
        ({"KEY": ""}, "KEY"),
        ({"KEY": f"{KEY}; Path=/"}, "KEY"),
        ({"SCREEN": 0}, "SCREEN"),
        ({"SCREEN": "dois"}, "números"),
        ({"CHROMIUM": "/nowhere/chromium"}, "chromium"),
        ({"FLAGS": "'--lang"}, "não se entende"),
        ({"RESTART_AT": "25:00"}, "RESTART_AT"),
        ({"SILENT_S": "-1"}, "segundos"),
        ({"SILENT_S": "nan"}, "segundos"),
        ({"PASSWORD": "x"}, "não há PASSWORD"),
        ({"SERVER = x\nserver": "y"}, "uma vez"),
    ],
)
def test_a_wrong_configuration_is_refused_in_plain_words(display: Display, lines: dict[str, object], said: str) -> None:
    assert display.start(1, **lines).wait(LONG_S) == 2
    assert display.said().startswith("Erro: ") and said in display.said() and str(display.conf) in display.said()
    assert KEY not in display.said() and "Traceback" not in display.said() and display.launches() == []


def test_a_configuration_that_others_can_read_or_that_is_not_there_is_refused(display: Display) -> None:
    display.start(1, SERVER="").wait(LONG_S)
    for mode in (0o640, 0o604):
        display.conf.chmod(mode)
        told = subprocess.run([sys.executable, KIOSK, display.conf], capture_output=True, text=True, check=False)
        assert told.returncode == 2 and "chmod 600" in told.stderr
    told = subprocess.run([sys.executable, KIOSK, display.conf / "none"], capture_output=True, text=True, check=False)
    assert told.returncode == 2 and "não se lê" in told.stderr and "Traceback" not in told.stderr


def test_the_example_of_a_display_lacks_only_its_key(display: Display) -> None:
    text = KIOSK.with_name("enti-ecra.conf.example").read_text(encoding="utf-8")
    for uncommented in (text, re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.M)):
        display.conf.write_text(
            f"{uncommented}CHROMIUM={display.browser}\n" if uncommented == text else uncommented, encoding="utf-8"
        )
        display.conf.chmod(0o600)
        told = subprocess.run([sys.executable, KIOSK, display.conf], capture_output=True, text=True, check=False)
        assert told.returncode == 2 and "KEY é a chave" in told.stderr and "SERVER" not in told.stderr
    named_in_it = {n.lower() for n in re.findall(r"^#?([A-Z_]+)=", text, re.M)}
    assert named_in_it == set(program().Settings.__dataclass_fields__)
    defaults = {k.lower(): v for k, v in re.findall(r"^#?([A-Z_]+)=(.+)$", text, re.M) if k != "SERVER"}
    own = program().Settings()
    assert {k: type(getattr(own, k))(v) for k, v in defaults.items()} == {k: getattr(own, k) for k in defaults}


def test_addresses_of_servers_are_known_for_what_they_are() -> None:
    kiosk = program()

    def good(server: str) -> bool:
        return bool(
            next(
                so for what, so in kiosk.conditions(kiosk.Settings(server=server)).items() if what.startswith("SERVER")
            )
        )

    assert all(good(f"http://sala-1.rede:{port}/enti/") for port in range(1, 65536, 7)) and good(
        "https://enti.exemplo.pt:65535"
    )
    assert not any(
        good(x) for x in ("ftp://a", "https://", "https://a:65536", "https://a?b=c", "https://a#b", "https://a/ b")
    )


def program() -> ModuleType:
    """The program as a module, without leaving compiled code beside it."""
    made = ModuleType("kiosk")
    made.__file__ = str(KIOSK)
    exec(compile(KIOSK.read_text(encoding="utf-8"), KIOSK, "exec"), made.__dict__)
    return made


def test_once_a_day_the_browser_is_restarted_if_there_is_a_server() -> None:
    kiosk = program()
    day = datetime(2026, 3, 1, 4, 29, 59)
    assert kiosk.passed(day, day.replace(minute=30, second=0), "04:30")
    assert not kiosk.passed(day.replace(minute=30, second=0), day.replace(minute=31), "04:30")
    assert not kiosk.passed(day.replace(hour=5), day, "04:30")  # a clock that is set back
    assert not kiosk.passed(day, day.replace(hour=23), "")
    one = kiosk.Kiosk(kiosk.Settings())
    one.wall, one.answer = True, kiosk.Answer("responde", True)
    assert one.reason(None) == ""
    one.daily = True
    assert one.reason(None) == "Reinício de todos os dias"
    one.answer = kiosk.Answer("não responde")
    assert one.reason(None) == ""


def test_a_word_that_an_earlier_browser_left_behind_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = program()
    at = [1000.0]
    monkeypatch.setattr(kiosk.time, "monotonic", lambda: at[0])
    left = (5.0, False)
    health = kiosk.Health(kiosk.Settings(), left)
    at[0] += 59
    assert health.take(kiosk.Answer("responde", True, left)) == ""  # neither stuck nor silent yet
    at[0] += 2
    assert "não diz nada" in health.take(kiosk.Answer("responde", True, left))
    assert health.take(kiosk.Answer("não responde")) == ""  # without an account of the server it starts anew
    at[0] += 59
    assert health.take(kiosk.Answer("responde", True, None)) == ""  # a server that has forgotten everything
    assert health.take(kiosk.Answer("responde", True, (6.0, False))) == ""
    at[0] += 31
    assert "parado" in health.take(kiosk.Answer("responde", True, (7.0, False)))
    assert health.take(kiosk.Answer("responde", True, (8.0, True))) == ""


# With the real browser.


@pytest.mark.browser
@in_browser[1]
def test_the_waiting_page_says_since_when_and_its_clock_runs(page: Any) -> None:
    page.goto(f"{KIOSK.with_name('espera.html').as_uri()}?desde=1767225600&servidor=enti.exemplo.pt")
    seen = page.locator("body").inner_text()
    assert "À espera do servidor" in seen and "desde as 00:00 de 01/01/2026" in seen and "enti.exemplo.pt" in seen
    first = page.locator("#clock").inner_text()
    page.wait_for_function("before => document.getElementById('clock').textContent !== before", arg=first)
    fits = "[...document.querySelectorAll('h1, p')].every(e => parseFloat(getComputedStyle(e).fontSize) * 1920 / innerWidth > 42)"
    assert page.evaluate(fits) and page.evaluate("document.body.scrollHeight <= innerHeight")


@pytest.mark.browser
@in_browser[1]
def test_a_real_display_is_left_alone_and_restarted_when_it_stops(warehouse: Path, display: Display) -> None:
    data = display.folder / "data"
    shutil.copytree(warehouse / "builds", data / "builds")
    _, key = screens.issue("geral", "Sala", 30, "AMA", data / "ecras.sqlite")
    flags = " ".join(f for f in FLAGS if f != "--disable-background-networking")
    quick = {
        "KEY": key,
        "SCREEN": 1,
        "CHROMIUM": CHROMIUM,
        "FLAGS": flags,
        "ASK_S": 1,
        "SILENT_S": 30,
        "ILL_S": 30,
        "END_S": 2,
    }
    with server(WARM, data) as (at, _):

        def pulse() -> dict[str, Any]:
            request = Request(f"{at}/parede/ecras", headers={"Cookie": f"enti_ecra={key}"})
            told: dict[str, Any] = json.load(urlopen(request))["screens"].get("Sala", {})
            return told

        def newer(than: float) -> Any:
            return until(lambda: pulse().get("at", 0.0) > than and pulse())

        with display.running(int(at.rpartition(":")[2]), **quick):
            second = newer(newer(0.0)["at"])
            opened = re.findall(r"processo (\d+): parede", display.said())
            assert second["alive"] and len(opened) == 1
            group = int(opened[0])
            os.killpg(group, signal.SIGSTOP)
            until(lambda: display.said().count(": parede.") == 2)
            assert "não diz nada há mais de 30 s" in display.said() and not alive(group)
            assert newer(time.time())["alive"]
        assert key not in display.said()
