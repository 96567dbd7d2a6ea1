"""A local source that misbehaves on request: each path is a way of failing."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GOOD = b'[{"IndicadorCod": "0009999"}]'


class Handler(BaseHTTPRequestHandler):
    """`/ok`, `/slow`, `/429`, `/429after`, `/403`, `/500once`, `/500`, `/404`, `/html`, `/cut`, `/huge`, `/loop`, `/empty`."""

    seen: Counter[str]

    def do_GET(self) -> None:
        """Answer as the path asks."""
        path = self.path.split("?")[0]
        self.seen[path] += 1
        first = self.seen[path] == 1
        if path == "/slow":
            time.sleep(1.0)
        if path in ("/429", "/403", "/404", "/500"):
            return self._send(int(path[1:4]), b"{}")
        if path == "/429after" and first:
            return self._send(429, b"{}", {"Retry-After": "7"})
        if path == "/500once" and first:
            return self._send(500, b"{}")
        if path == "/loop":
            return self._send(302, b"", {"Location": "/loop"})
        if path == "/html":
            return self._send(200, b"<!DOCTYPE html><html></html>", {"Content-Type": "text/html"})
        if path == "/empty":
            return self._send(200, b"")
        if path == "/cut":
            return self._send(200, GOOD, {"Content-Length": str(len(GOOD) + 100)})
        if path == "/huge":
            return self._send(200, b"[" + b" " * 300_000 + b"]")
        return self._send(200, GOOD)

    def _send(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def bad_server() -> Iterator[tuple[str, Counter[str]]]:
    """Yields the address and a count of requests per path."""
    seen: Counter[str] = Counter()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Handler,), {"seen": seen}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
