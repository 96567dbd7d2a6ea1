"""Streamlit's scripts and styles from memory: the same bytes, packed where the browser takes that."""

import asyncio
import gzip
import re
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ui.server.internals import static_dir
from ui.server.kept import Kept

FOLDER = static_dir()
NAME = sorted(p.name for p in (FOLDER / "static" / "js").glob("index.*.js"))[0]


def ask(path: str, *headers: tuple[bytes, bytes], method: str = "GET") -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body of the answer; the app behind answers `behind`."""
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"behind"})

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "path": path, "method": method, "headers": list(headers)}
    with ThreadPoolExecutor(1) as other:
        other.submit(lambda: asyncio.run(Kept(app)(scope, receive, send))).result()
    return dict(sent[0]["headers"]), sent[1]["body"]


def test_a_script_comes_whole_packed_or_plain() -> None:
    true = (FOLDER / "static" / "js" / NAME).read_bytes()
    headers, body = ask(f"/static/js/{NAME}", (b"accept-encoding", b"gzip, br"))
    assert headers[b"content-encoding"] == b"gzip" and gzip.decompress(body) == true and len(body) < len(true)
    assert headers[b"content-length"] == str(len(body)).encode() and b"immutable" in headers[b"cache-control"]
    assert headers[b"content-type"].startswith(b"text/javascript") or b"javascript" in headers[b"content-type"]
    headers, body = ask(f"/base/static/js/{NAME}")
    assert body == true and b"content-encoding" not in headers


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        ("/static/js/nope.123.js", (), "GET"),
        ("/static/js/../index.html", (), "GET"),
        ("/static/index.html", (), "GET"),
        (f"/app/static/js/{NAME}", (), "GET"),
        (f"/static/js/{NAME}", ((b"range", b"bytes=0-1"),), "GET"),
        (f"/static/js/{NAME}", (), "HEAD"),
        ("/indicador", (), "GET"),
    ],
)
def test_all_else_is_answered_behind(path: str, headers: tuple[tuple[bytes, bytes], ...], method: str) -> None:
    assert ask(path, *headers, method=method)[1] == b"behind"


def test_what_is_too_large_goes_out_from_disk() -> None:
    large = max((FOLDER / "static" / "js").glob("*.js"), key=lambda p: p.stat().st_size)
    assert large.stat().st_size > 1_000_000
    assert ask(f"/static/js/{large.name}")[1] == b"behind"


def test_all_that_the_document_names_is_ready_before_the_first_reader() -> None:
    named = set(re.findall(r"static/(?:js|css)/[\w.-]+\.(?:js|css)", (FOLDER / "index.html").read_text("utf-8")))

    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    assert named and named <= set(Kept(app)._files)
