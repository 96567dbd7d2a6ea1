"""The proxy that we give away, run as it is given: TLS, a name, a path, two processes behind it of which one dies. Only
ports, certificates and places of files are others.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from core.base.paths import ROOT
from tests.support.browse import CHROMIUM, FLAGS, WARM, Watch, server, settled

NAME = "enti.exemplo.pt"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
OPENSSL = shutil.which("openssl")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(None in (CHROMIUM, NGINX, OPENSSL) and os.environ.get("CI") != "true", reason="sem nginx"),
]


@dataclass(frozen=True)
class Site:
    """The proxy: its ports, and the processes behind it."""

    plain: int
    tls: int
    behind: tuple["subprocess.Popen[bytes]", ...]
    base: str

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.tls}{self.base}"

    def raw(self, host: str, *, tls: bool = True, named: str = NAME, path: str = "/_stcore/health") -> bytes:
        """What comes back to a request for a host, over a connection for a name; nothing where it is just closed."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.tls if tls else self.plain), timeout=30) as bare:
            line = context.wrap_socket(bare, server_hostname=named) if tls else bare
            line.sendall(f"GET {self.base}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            said = b""
            with suppress(ConnectionError, ssl.SSLError):
                while part := line.recv(65_536):
                    said += part
            return said


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def written(folder: Path, plain: int, tls: int, web: list[int]) -> Path:
    """The given file with what a test must change, inside the few lines that Debian's own nginx.conf has around it."""
    key, cert = folder / "enti.key", folder / "enti.crt"
    subject = ["-subj", f"/CN={NAME}", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True
    )
    text = (ROOT / "deploy" / "nginx.conf.example").read_text(encoding="utf-8")
    processes = "\n".join(f"    server 127.0.0.1:{p} max_fails=1 fail_timeout=5s;" for p in web)
    text, n = re.subn(r"    server 127\.0\.0\.1:8501.*;", processes, text)
    assert n == 1
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)  # a machine of tests may have no IPv6
    text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{plain}", text)
    text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{tls}", text)
    for theirs, ours in (("/etc/ssl/enti", folder), ("/var/log/nginx", folder)):
        text = text.replace(theirs, str(ours))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/start.log;\nevents {{ worker_connections 768; }}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\n{temporary}\n{text}\n}}\n",
        encoding="utf-8",
    )
    return conf


@contextmanager
def site(data: Path, folder: Path, processes: int = 1, base: str = "") -> Iterator[Site]:
    assert NGINX is not None and OPENSSL is not None, "nginx or openssl is missing"
    told = {"ENTI_HOSTS": NAME, "ENTI_WALL": "open"} | ({"ENTI_PATH": base.strip("/")} if base else {})
    with ExitStack() as kept:
        ran = [kept.enter_context(server(WARM, data, base=base, **told)) for _ in range(processes)]
        plain, tls = free(), free()
        conf = written(folder, plain, tls, [int(a.rpartition(":")[2].partition("/")[0]) for a, _ in ran])
        proxy = subprocess.Popen(
            [NGINX, "-p", str(folder), "-c", str(conf), "-g", "daemon off;"], stderr=subprocess.PIPE
        )
        try:
            made = Site(plain, tls, tuple(p for _, p in ran), base)
            for _ in range(100):
                assert proxy.poll() is None, proxy.stderr.read().decode() if proxy.stderr else ""
                with suppress(OSError):
                    if b" 200 " in made.raw(NAME):
                        break
                time.sleep(0.1)
            yield made
        finally:
            proxy.terminate()
            proxy.wait()


@pytest.fixture(scope="module")
def abroad() -> Iterator[BrowserContext]:
    """A browser that finds the name here and takes our certificate."""
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        context = launched.new_context(ignore_https_errors=True, viewport={"width": 1366, "height": 768})
        context.set_default_timeout(60_000)
        yield context
        launched.close()


@pytest.fixture(scope="module")
def two(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(warehouse, tmp_path_factory.mktemp("proxy"), processes=2) as made:
        yield made


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def both_shown(context: BrowserContext, address: str) -> None:
    """A page and the wall are drawn, and nothing that they ask for is refused."""
    page = context.new_page()
    watch = Watch(page)
    watch.start()
    page.goto(f"{address}/indicador")
    settled(page)
    expect(page.locator("h1")).not_to_be_empty()
    assert watch.refused == [] and watch.said == [] and watch.received > 0
    page.goto(f"{address}/parede")
    expect(page.locator("#kicker")).not_to_be_empty(timeout=60_000)
    assert watch.refused == []
    page.close()


def test_under_its_own_name_a_page_and_the_wall_are_there(two: Site, abroad: BrowserContext) -> None:
    both_shown(abroad, two.address)


def test_who_asks_for_another_name_gets_nothing(two: Site) -> None:
    assert b" 200 " in two.raw(f"{NAME}:{two.tls}")
    assert two.raw("evil.example") == b""  # 444: closed without a word, though the connection was for our name
    assert two.raw("evil.example", tls=False) == b""
    with pytest.raises((ssl.SSLError, ConnectionError)):
        two.raw("evil.example", named="evil.example")
    moved = two.raw(NAME, tls=False, path="/indicador")
    assert b" 301 " in moved and f"Location: https://{NAME}/indicador".encode() in moved


def test_every_header_is_said_once(two: Site) -> None:
    head = two.raw(f"{NAME}:{two.tls}", path="/").partition(b"\r\n\r\n")[0].decode("latin-1").lower().splitlines()
    names = [line.partition(":")[0] for line in head[1:]]
    for wanted in ("strict-transport-security", "content-security-policy", "x-content-type-options", "referrer-policy"):
        assert names.count(wanted) == 1, wanted


def test_whose_process_dies_has_the_page_again_from_the_other(two: Site, abroad: BrowserContext) -> None:
    page = opened(abroad, f"{two.address}/indicador")
    settled(page)
    two.behind[0].kill()
    two.behind[0].wait()
    for _ in range(2):  # whichever of the two it had
        page.reload()
        settled(page)
        expect(page.locator("h1")).not_to_be_empty()
    page.goto(f"{two.address}/parede")
    expect(page.locator("#kicker")).not_to_be_empty(timeout=60_000)
    page.close()


def test_below_a_path_all_is_the_same(warehouse: Path, abroad: BrowserContext, tmp_path: Path) -> None:
    with site(warehouse, tmp_path, base="/enti") as made:
        both_shown(abroad, made.address)
