"""What stands around Streamlit's own page: language and theme from the first byte, and an early start for our files.

Streamlit's shell is one fixed document: it says `lang="en"`, knows no theme of ours, and learns of our script only
after its own has started and the server has answered. Here a few lines are written into its head on the way out.
"""

import json
import re
from typing import Final

from streamlit import get_option

from core.base.errors import EntiError
from ui.web import assets
from ui.web.asgi import CACHED, App, Message, Receive, Send

# Streamlit keeps the theme per path under this name and reads it once, at start
# (tests/browser/test_theme.py holds us to it).
_BOOT: Final = """
(() => {
  const asked = new URLSearchParams(location.search);
  const tema = ["escuro", "parede"].includes(asked.get("tema")) ? asked.get("tema") : "claro";
  document.documentElement.dataset.tema = tema;
  document.documentElement.lang = asked.get("lang") === "en" ? "en" : "pt";
  try { localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, tema === "claro" ? '"Light"' : '"Dark"'); }
  catch { /* no storage */ }
  // Where the server is and how it is set: told, so that nothing is looked for before the connection is opened.
  window.__streamlit = { BACKEND_BASE_URL: new URL(%s, location.origin).href, HOST_CONFIG: {
    allowedOrigins: [location.origin], useExternalAuthToken: false, enableCustomParentMessages: false,
    enforceDownloadInNewTab: false, blockErrorDialogs: false } };
  // One act of the reader, one step back: Streamlit writes each parameter and the page as a step of its own.
  const push = history.pushState.bind(history);
  let last = -1000;
  history.pushState = (...step) => {
    const again = performance.now() - last < 400;
    last = performance.now();
    again ? history.replaceState(...step) : push(...step);
  };
  const at = (path) => new URL(path, document.baseURI).href;
  const early = (window.entiEarly = new Map());
  for (const path of %s) early.set(path, fetch(at(path)));
  import(at(%s)).catch(() => {}); // where it is needed, it is asked for again and the failure is said
})();
"""
# Sent with every answer of Streamlit the sign of the page would be fetched at every change.
_REPLACED: Final = {
    b'<html lang="en">': b'<html lang="pt">',
    b"<title>Streamlit</title>": b"<title>ENTI</title>",
    b'href="./favicon.png"': b'href="./app/static/favicon.png"',
}
_THEIR_FONT: Final = re.compile(rb'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*/>')
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
    base = f"/{str(get_option('server.baseUrlPath')).strip('/')}"
    script = _BOOT % (json.dumps(base), json.dumps(early), json.dumps(assets.script_url()))
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
    return "." not in last and not any(part in path for part in ("/_stcore", "/media/", "/static/", "/component/"))


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
        body = self.body.replace(b"<head>", b"<head>" + head(self.path).encode(), 1)
        for theirs, ours in _REPLACED.items():
            body = body.replace(theirs, ours, 1)
        body = _THEIR_FONT.sub(b"", body, count=1)  # our pages are set in another
        drop = (b"content-length", b"etag", b"last-modified")  # another document than the one they describe
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in drop]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send(dict(start) | {"headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    kinds = [v for k, v in message["headers"] if k.lower() == b"content-type"]
    return message["status"] == 200 and bool(kinds) and kinds[0].startswith(b"text/html")
