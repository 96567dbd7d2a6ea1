"""What a monitor asks of the server, answered before Streamlit is asked for anything.

GET  /healthz   whether there is something to serve: JSON, 503 where no build opens
GET  /readyz    whether to send readers here: 503 as well while the process is on its way out
GET  /metrics   counts, in Prometheus' text form, for who has the token of ENTI_METRICS; without one, nothing
"""

import asyncio
import hmac
import json
import threading
import time
from datetime import UTC, datetime
from typing import Any, Final

from streamlit import get_option

from core.base import settings
from core.base.errors import EntiError
from core.base.paths import made_at
from core.warehouse.store import Look, look
from ui.server import metrics
from ui.web.asgi import App, Message, Receive, Send

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
LEAVING: Final = threading.Event()  # the process was told to end
_KEPT_S: Final = 2.0  # many who ask at once cost one look
_JSON: Final = b"application/json; charset=utf-8"


class Health:
    """ASGI middleware; see the module."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._seen: tuple[float, dict[str, Any]] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer these three addresses; all else goes through."""
        base = f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        path = str(scope.get("path", "")).removeprefix(base)
        if scope["type"] != "http" or path not in (HEALTH, READY, METRICS):
            await self.app(scope, receive, send)
        elif path == METRICS:
            await _answer(send, *await asyncio.to_thread(_counted, _token(scope)))
        else:
            about = await self._about()
            gone = about["state"] == "none" or (path == READY and LEAVING.is_set())
            body = json.dumps(about | {"leaving": LEAVING.is_set()}, ensure_ascii=False).encode()
            await _answer(send, 503 if gone else 200, _JSON, body)

    async def _about(self) -> dict[str, Any]:
        if self._seen is None or time.monotonic() - self._seen[0] > _KEPT_S:
            self._seen = (time.monotonic(), await asyncio.to_thread(about))
        return self._seen[1]


def about() -> dict[str, Any]:
    """What there is to serve. `state`: ok | older (what should serve does not; another build does) | none; `build` and
    `made_at` (UTC) None where there is none; `said`: what is wrong, without where: that is in the log.
    """
    try:
        found = look()
    except EntiError as error:
        found = Look(None, (error,))
    made = made_at(found.build) if found.build else None
    state: metrics.State = "none" if found.build is None else "older" if found.said else "ok"
    return {
        "state": state,
        "build": found.build.stem if found.build else None,
        "made_at": made.isoformat(timespec="seconds") if made else None,
        "age_s": round((datetime.now(UTC) - made).total_seconds()) if made else None,
        "said": [e.what for e in found.said],
    }


def _token(scope: Message) -> str:
    given = [v for k, v in scope["headers"] if k == b"authorization"]
    kind, _, token = given[0].decode("latin-1").partition(" ") if len(given) == 1 else ("", "", "")
    return token.strip() if kind.lower() == "bearer" else ""


def _counted(token: str) -> tuple[int, bytes, bytes]:
    """Status, type and body for who gives this token."""
    wanted = settings.Watching.now().metrics.get_secret_value()
    if not wanted:
        return 404, b"text/plain; charset=utf-8", "Não há nada neste endereço.\n".encode()
    if not hmac.compare_digest(token.encode("latin-1", "replace"), wanted.encode()):
        return 401, b"text/plain; charset=utf-8", "Falta a chave das métricas.\n".encode()
    return 200, metrics.FORM, metrics.written(about())


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    headers += [(b"www-authenticate", b"Bearer")] if status == 401 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
