"""The program that keeps a display of the room showing, run for real."""

import ast
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from core.room import screens
from tests.support.browse import CHROMIUM, FLAGS, WARM, in_browser, server
from tests.support.display import KEY, KIOSK, LONG_S, Display, Wall, address, alive, listening, until


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    made = Display(tmp_path)
    yield made
    shutil.rmtree(made.tmp)


@pytest.fixture
def wall() -> Wall:
    return Wall()


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
            assert until(display.shown)[0].startswith("file:///")
            assert other.cookies == []


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


@pytest.mark.browser
@in_browser[1]
def test_the_waiting_page_says_since_when_and_its_clock_runs(page: Any) -> None:
    page.goto(f"{KIOSK.with_name('espera.html').as_uri()}?desde=1767225600&servidor=enti.exemplo.pt")
    seen = page.locator("body").inner_text()
    assert "À espera do servidor" in seen and "desde as 00:00 de 01/01/2026" in seen and "enti.exemplo.pt" in seen
    first = page.locator("#clock").inner_text()
    page.wait_for_function("before => document.getElementById('clock').textContent !== before", arg=first)
    fits = (
        "[...document.querySelectorAll('h1, p')].every(e => parseFloat(getComputedStyle(e).fontSize) * 1920 /"
        " innerWidth > 42)"
    )
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
