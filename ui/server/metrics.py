"""What the server counts about itself, for Prometheus, and the id by which a request is found in the log."""

import sys
import time
from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any, Final, Literal, get_args

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import generate_latest as latest

from core.alerts import log as alerts
from core.base import logs
from core.base.errors import EntiError
from ui.server.internals import STREAM
from ui.web.asgi import App, Message, Receive, Send

FORM: Final = CONTENT_TYPE_LATEST.encode()
REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
# Few values each: what a stranger asks for makes no new series.
_ASKED: Final = Counter("enti_requests", "Pedidos respondidos", ("route", "status"), registry=REGISTRY)
_TOOK: Final = Histogram(
    "enti_request_seconds",
    "Do pedido ao fim da resposta",
    ("route",),
    buckets=(0.01, 0.05, 0.2, 1, 5, 20),
    registry=REGISTRY,
)
_OPEN: Final = Gauge("enti_pages_open", "Páginas ligadas agora", registry=REGISTRY)
_BUILD: Final = Gauge(
    "enti_build_made_timestamp_seconds", "Quando se fez a versão que serve (0: nenhuma)", registry=REGISTRY
)
_STATE: Final = Gauge("enti_build_state", "1 no estado da versão que serve", ("state",), registry=REGISTRY)
_ALERTS: Final = Gauge("enti_alerts", "Alertas abertos, por estado", ("state",), registry=REGISTRY)
_ROUTES: Final = (("/parede", "wall"), ("/static/", "file"), ("/app/static/", "file"), ("/media/", "download"))
_WATCHED: Final = ("/healthz", "/readyz", "/metrics", "/_stcore/health")
State = Literal["ok", "older", "none"]  # of what there is to serve: ui.server.health.about
GONE: Final = "gone"  # in place of a status: who asked left before the answer began
_OURS: Final = b"x-request-id"


class Counted:
    """ASGI middleware around all others: counts, takes the time, and gives each request an id, which its answer and
    every line of the log that it leads to carry.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass on what comes; count how it ended."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given, route, began, status = token_hex(6), _route(scope), time.monotonic(), [GONE]

        async def told(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status[0] = str(message["status"])
                message = dict(message) | {"headers": [*message.get("headers", ()), (_OURS, given.encode())]}
            elif message["type"] == "websocket.accept":
                status[0] = "101"
                _OPEN.inc()
            elif message["type"] == "websocket.close" and status[0] == GONE:
                status[0] = "403"  # closed before it was accepted
            await send(message)

        with logs.request(given):
            try:
                await self.app(scope, receive, told)
            finally:
                if status[0] == GONE and isinstance(sys.exception(), Exception):  # a fault; who goes away is none
                    status[0] = "500"
                if status[0] == "101":
                    _OPEN.dec()
                else:
                    _TOOK.labels(route).observe(time.monotonic() - began)
                _ASKED.labels(route, status[0]).inc()


def _route(scope: Message) -> str:
    """One of a few words for what is asked for."""
    path = str(scope.get("path", ""))
    if scope["type"] == "websocket" or path.endswith(STREAM):
        return "page_connection"
    if path.endswith(_WATCHED):
        return "monitor"
    return next((name for part, name in _ROUTES if part in path), "document")


def written(about: Mapping[str, Any]) -> bytes:
    """All of it, with what is now true of the build (ui.server.health.about) and of the alerts."""
    made = datetime.fromisoformat(about["made_at"]).timestamp() if about["made_at"] else 0.0
    _BUILD.set(made)
    for state in get_args(State):
        _STATE.labels(state).set(state == about["state"])
    _ALERTS.clear()
    try:
        for event in alerts.current():
            _ALERTS.labels(event.state).inc()
    except EntiError:
        _ALERTS.labels("unread").set(1)  # the page of alerts says why
    return bytes(latest(REGISTRY))
