"""A display of the room driven for real: the program, a browser that only writes down, and a server that is told what
to answer.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from core.base.paths import ROOT

KIOSK = ROOT / "deploy" / "kiosk" / "enti-kiosk"


KEY = "chave-que-nunca-se-escreve_0123456789"


LONG_S = 60.0  # for what must happen, however busy the machine is


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
    """What a server tells a display: `status`, and a pulse of ours that is "good", "ill", "old" or "none"; or another
    body.
    """

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
            "KEY": KEY,
            "SCREEN": 2,
            "CHROMIUM": self.browser,
            "RESTART_AT": "",
            "ASK_S": 0.1,
            "ILL_S": 0.5,
            "SILENT_S": 1,
            "PAUSE_S": 0.2,
            "END_S": 0.5,
        }
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


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}/parede?ecra=2&chave={KEY}"
