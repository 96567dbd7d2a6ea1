"""A local source that misbehaves on request: each path is a way of failing."""

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GOOD = b'[{"IndicadorCod": "0009999"}]'
RETRY_AFTER = {
    "/429after": "7",
    "/429long": "99999",
    "/429past": "Wed, 21 Oct 2015 07:28:00 GMT",
    "/429words": "mais logo",
}


class Handler(BaseHTTPRequestHandler):
    """Fails as the path says; a path of `answers` is answered well."""

    seen: Counter[str]
    answers: Mapping[str, bytes | str]

    def do_GET(self) -> None:
        """Answer as the path asks; an answer that is text is the path of a failure to answer with."""
        path = self.path.split("?")[0]
        self.seen[path] += 1
        first = self.seen[path] == 1
        answer = self.answers.get(path)
        if isinstance(answer, bytes):
            return self._send(200, answer)
        if answer is not None:
            self.seen[f"{path} as {answer}"] += 1
            first = self.seen[f"{path} as {answer}"] == 1
            path = answer
        if path == "/slow":
            time.sleep(0.5)
        if path in ("/stall", "/drip"):
            return self._slowly(path)
        if path in ("/resume", "/resumechanged"):
            return self._in_parts(first, changed=path.endswith("changed"))
        if path == "/validated":
            fresh = self.headers.get("If-None-Match") == '"v1"'
            return self._send(304 if fresh else 200, b"" if fresh else GOOD, {"ETag": '"v1"'})
        if path in ("/429", "/403", "/404", "/500"):
            return self._send(int(path[1:4]), b"{}")
        if path in RETRY_AFTER and first:
            return self._send(429, b"{}", {"Retry-After": RETRY_AFTER[path]})
        if path == "/503after" and first:
            return self._send(503, b"{}", {"Retry-After": "7"})
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
        if path == "/badgzip":
            return self._send(200, GOOD, {"Content-Encoding": "gzip"})
        if path == "/gzip":
            return self._send(200, gzip.compress(GOOD), {"Content-Encoding": "gzip"})
        if path == "/binary":
            return self._send(200, b"PAR1\0\0")
        if path == "/huge":
            return self._send(200, b"[" + b" " * 300_000 + b"]")
        return self._send(200, GOOD)

    def do_POST(self) -> None:
        """Answer as to GET where there is an answer; else send back what came."""
        if self.path in self.answers:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()
        else:
            self._send(200, self.rfile.read(int(self.headers["Content-Length"])))

    def _send(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _in_parts(self, first: bool, *, changed: bool) -> None:
        """The first time half a body, then silence; later the rest, or, when it changed meanwhile, all of it anew."""
        half, asked = len(GOOD) // 2, self.headers.get("Range")
        if first:
            return self._send(200, GOOD[:half], {"Content-Length": str(len(GOOD)), "ETag": '"v1"'})
        self.seen[f"Range: {asked}"] += 1
        if asked and self.headers.get("If-Range") == '"v1"' and not changed:
            rest = f"bytes {half}-{len(GOOD) - 1}/{len(GOOD)}"
            return self._send(206, GOOD[half:], {"Content-Range": rest, "ETag": '"v1"'})
        return self._send(200, GOOD, {"ETag": '"v2"'})

    def _slowly(self, path: str) -> None:
        """Half the body and then silence, or a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(GOOD) + 20))
        self.end_headers()
        with suppress(OSError):  # the client has left
            if path == "/stall":
                self.wfile.write(GOOD)
                time.sleep(0.5)
            else:
                for _ in range(len(GOOD) + 20):
                    self.wfile.write(b" ")
                    self.seen["drops"] += 1
                    time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def bad_server(answers: Mapping[str, bytes | str] | None = None) -> Iterator[tuple[str, Counter[str]]]:
    """Yields the address and a count of requests per path; `answers` are bodies by path."""
    seen: Counter[str] = Counter()
    answers = {} if answers is None else answers
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Handler,), {"seen": seen, "answers": answers}))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()
