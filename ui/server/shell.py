"""What stands around Streamlit's own page: language and theme from the first byte, and an early start for our files.

Streamlit's shell is one fixed document: it says `lang="en"`, knows no theme of ours, and learns of our script only
after its own has started and the server has answered. Here a few lines are written into its head on the way out.
"""

import json
import re
from typing import Final

import streamlit as st

from core.base.errors import EntiError
from ui.server import internals
from ui.web import assets
from ui.web.asgi import CACHED, App, Message, Receive, Send
from ui.web.headers import policy

_BOOT: Final = """
(() => {
  const asked = new URLSearchParams(location.search);
  const tema = ["escuro", "parede"].includes(asked.get("tema")) ? asked.get("tema") : "claro";
  document.documentElement.dataset.tema = tema;
  document.documentElement.lang = asked.get("lang") === "en" ? "en" : "pt";
  try { localStorage.setItem(`%s`, tema === "claro" ? '"Light"' : '"Dark"'); }
  catch { /* no storage */ }
  // Where the server is and how it is set: told, so that nothing is looked for before the connection is opened.
  %s
  // One act of the reader, one step back: Streamlit writes each parameter and the page as a step of its own.
  %s
  const at = (path) => new URL(path, document.baseURI).href;
  const early = (window.entiEarly = new Map());
  for (const path of %s) early.set(path, fetch(at(path)));
  import(at(%s)).catch(() => {}); // where it is needed, it is asked for again and the failure is said
  // Its own words come in English; they are said in the page's language.
  (%s)(%s);
})();
"""
_WRITTEN: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)  # ours, and one of Streamlit's
_GENERATED: Final = "/app/static/gen/"
_DRAWS_A_MAP: Final = ("/indicador",)


def head(path: str) -> str:
    """What goes into the head of the document at `path`."""
    early: list[str] = []
    if path.endswith(_DRAWS_A_MAP):
        try:
            early = [assets.places_url(), assets.atlas_url()]
        except EntiError:
            early = []  # the page says what is missing and what to do
    style = f'<link rel="preload" as="style" href="./{assets.style_url()}">'
    base = json.dumps(f"/{str(st.get_option('server.baseUrlPath')).strip('/')}")
    said = json.dumps([[theirs, *ours] for theirs, ours in internals.SAID.items()], ensure_ascii=False)
    known = (internals.THEME_KEY, internals.backend(base), internals.ONE_STEP.strip())
    script = _BOOT % (*known, json.dumps(early), json.dumps(assets.script_url()), assets.theirs(), said)
    return f"{style}<script>{script}</script>"


class Shell:
    """ASGI middleware around Streamlit: rewrites its HTML document, and lets hashed files be kept for good."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Everything that is neither document nor generated file goes through untouched."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _GENERATED in path:
            await self.app(scope, receive, _kept(send))
        elif scope.get("method") == "GET" and _may_be_document(path):
            plain = [
                (k, v)
                for k, v in scope["headers"]
                if k not in (b"accept-encoding", b"if-none-match", b"if-modified-since")
            ]
            await self.app(dict(scope) | {"headers": plain}, receive, _Document(send, path))
        else:
            await self.app(scope, receive, send)


def _may_be_document(path: str) -> bool:
    last = path.rsplit("/", 1)[-1]
    return "." not in last and not any(part in path for part in internals.OWN_PATHS)


def _kept(send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (200, 304):
            others = [(k, v) for k, v in message["headers"] if k.lower() != b"cache-control"]
            message = dict(message) | {"headers": [*others, (b"cache-control", CACHED)]}
        await send(message)

    return forward


class _Document:
    """Holds an answer back until it is whole; HTML goes on with our head, all else as it came."""

    def __init__(self, send: Send, path: str) -> None:
        self.send, self.path = send, path
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)
        else:
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = internals.into_document(self.body, head(self.path))
        drop = (b"content-length", b"etag", b"last-modified")  # another document than the one they describe
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in drop]
        headers.append((b"content-length", str(len(body)).encode()))
        headers.append((b"content-security-policy", policy(*_WRITTEN.findall(body.decode()))))
        await self.send(dict(start) | {"headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    kinds = [v for k, v in message["headers"] if k.lower() == b"content-type"]
    return message["status"] == 200 and bool(kinds) and kinds[0].startswith(b"text/html")
