"""A small NGSI-LD broker of our own: entities page by page, subscriptions and notifications, as ETSI GS CIM 009 has
them.

It is no FIWARE product: what it shows is that we speak the documented form, and what we do when a broker does not.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

ROOT = "/ngsi-ld/v1/"


def entity(station: str = "Entrecampos", at: str = "2026-11-24T10:00:00Z", **more: Any) -> dict[str, Any]:
    """An observation in normalized form, as the national model has it."""
    made = {
        "id": f"urn:prova:AirQualityObserved:{station}:{at}",
        "type": "AirQualityObserved",
        "dateObserved": {"type": "Property", "value": {"@type": "DateTime", "@value": at}},
        "name": {"type": "Property", "value": station},
        "dataProvider": {"type": "Property", "value": "Prova"},
        "location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [-9.149, 38.7486]}},
        "address": {
            "type": "Property",
            "value": {"addressLocality": "Porto", "addressRegion": "Norte", "district": "Porto"},
        },
        "refPointOfInterest": {"type": "Relationship", "object": f"urn:prova:estacao:{station}"},
        "no2": {"type": "Property", "value": 39, "unitCode": "GQ"},
        "airQualityIndex": {"type": "Property", "value": 24},
    }
    return made | more


@dataclass
class There:
    """What the broker has and was asked. `fail`: a way of failing instead of answering entities."""

    url: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    fail: str = ""

    def notify(self) -> list[int]:
        """Send all entities to every subscriber; what each answered."""
        answers = []
        for name, wanted in self.subscriptions.items():
            endpoint = wanted["notification"]["endpoint"]
            told = {
                "id": "urn:ngsi-ld:Notification:1",
                "type": "Notification",
                "subscriptionId": name,
                "notifiedAt": "2026-11-24T10:00:00Z",
                "data": self.entities,
            }
            headers = {i["key"]: i["value"] for i in endpoint.get("receiverInfo", [])}
            answers.append(requests.post(endpoint["uri"], json=told, headers=headers, timeout=10).status_code)
        return answers


@contextmanager
def broker() -> Iterator[There]:
    """A broker on a free port of this machine."""
    there = There()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Entities or subscriptions."""
            at = self._note()
            if at.path == f"{ROOT}subscriptions":
                return self._send(200, list(there.subscriptions.values()))
            if there.fail:
                return self._fail()
            query = {k: v[0] for k, v in parse_qs(at.query).items()}
            if "type" not in query:
                return self._send(400, {"type": "https://uri.etsi.org/ngsi-ld/errors/BadRequestData", "title": "type"})
            found = [e for e in there.entities if e.get("type") == query["type"]]
            first = int(query.get("offset", 0))
            return self._send(200, found[first : first + int(query.get("limit", 20))])

        def do_POST(self) -> None:
            """A subscription."""
            self._note()
            wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if there.fail or self.headers["Content-Type"] != "application/ld+json" or "@context" not in wanted:
                return self._send(400, {"title": "subscription"})
            name = f"urn:ngsi-ld:Subscription:{len(there.subscriptions) + 1}"
            there.subscriptions[name] = wanted | {"id": name}
            return self._send(201, None, {"Location": f"{ROOT}subscriptions/{name}"})

        def do_DELETE(self) -> None:
            """Take a subscription away."""
            name = self._note().path.rpartition("/")[2]
            self._send(204 if there.subscriptions.pop(name, None) else 404, None)

        def _note(self) -> Any:
            there.asked.append((self.command, self.path, dict(self.headers)))
            return urlsplit(self.path)

        def _fail(self) -> None:
            if there.fail == "html":
                return self._raw(200, b"<!doctype html><html></html>")
            if there.fail == "cut":
                return self._raw(200, b"[{", length=1000)
            if there.fail == "drip":
                return self._drip()
            if there.fail == "nan":
                return self._raw(200, json.dumps([entity()]).replace("39", "NaN").encode())
            if there.fail == "huge":
                return self._raw(200, b"[" + b" " * (17 * 1024 * 1024) + b"]")
            if there.fail == "object":
                return self._send(200, {"id": "x"})
            if there.fail == "away":
                return self._send(302, None, {"Location": "http://127.0.0.1:9/x"})
            return self._send(int(there.fail), {"title": "não"})

        def _send(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
            self._raw(status, b"" if told is None else json.dumps(told).encode(), headers)

        def _raw(
            self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/ld+json")
            self.send_header("Content-Length", str(length or len(body)))
            for key, value in (headers or {}).items():
                self.send_header(key, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # who asked has gone away, as it should from an answer that is too long
                self.close_connection = True
            if length:
                self.close_connection = True

        def _drip(self) -> None:
            """A byte now and then, without end in sight."""
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b" ")
                    time.sleep(0.05)
            except OSError:
                pass  # who asked has gone away, as it should
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there.url = f"http://127.0.0.1:{server.server_port}{ROOT.rstrip('/')}"
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
