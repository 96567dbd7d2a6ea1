"""Streamlit's own scripts and styles, answered from memory and packed.

A first page asks for some sixty of them. Streamlit reads each from disk in a thread and sends it unpacked, one after
the other in a busy process: half the time that a reader waited for the first picture. They never change under one
name.
"""

import gzip
import mimetypes
import re
from typing import Final, NamedTuple

from ui.server.internals import ASSET, static_dir
from ui.web.asgi import CACHED, App, Message, Receive, Send

_ASKED: Final = re.compile(rf"(?<!/app)/({ASSET})$")
_LARGEST: Final = 1_000_000  # what is larger is asked for by few pages and goes out from disk


class _File(NamedTuple):
    kind: bytes
    plain: bytes
    packed: bytes


class Kept:
    """ASGI middleware: hashed scripts and styles of Streamlit from memory, all else from the app behind it."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.folder = static_dir()
        self._files: dict[str, _File] = {}
        document = (self.folder / "index.html").read_text(encoding="utf-8")
        for name in re.findall(ASSET, document):
            self._file(name)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer what is kept; a request for a part of a file, or for an unknown one, goes through."""
        asset = _ASKED.search(str(scope.get("path", ""))) if scope["type"] == "http" else None
        asked = dict(scope["headers"]) if asset else {}
        if asset is None or scope["method"] != "GET" or b"range" in asked:
            await self.app(scope, receive, send)
            return
        file = self._file(asset[1])
        if file is None:
            await self.app(scope, receive, send)
            return
        pack = b"gzip" in asked.get(b"accept-encoding", b"")
        body = file.packed if pack else file.plain
        headers = [
            (b"content-type", file.kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", CACHED),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
        ]
        headers += [(b"content-encoding", b"gzip")] if pack else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _file(self, name: str) -> _File | None:
        """From memory, or from disk the first time; None for what is not there or too large."""
        if name not in self._files:
            path = self.folder / name
            small = path.is_file() and path.stat().st_size <= _LARGEST
            if not small:
                return None  # not remembered: names that do not exist must not fill the memory
            plain = path.read_bytes()
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            self._files[name] = _File(f"{kind}; charset=utf-8".encode(), plain, gzip.compress(plain, 6, mtime=0))
        return self._files[name]
