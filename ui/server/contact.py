"""Whom to tell of a hole: `/.well-known/security.txt` as RFC 9116 has it, where the deployment names one."""

from datetime import UTC, datetime, timedelta
from typing import Final

from streamlit import get_option

from core.base import settings
from ui.web.asgi import App, Message, Receive, Send

AT: Final = "/.well-known/security.txt"
_HOLDS: Final = timedelta(days=180)  # the RFC wants less than a year


class Contact:
    """ASGI middleware; all else goes through."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer the one address."""
        base = f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        path = str(scope.get("path", "")).removeprefix(base)
        if scope["type"] != "http" or path != AT:
            await self.app(scope, receive, send)
            return
        body = written(datetime.now(UTC))
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200 if body else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body or "Não há nada neste endereço.\n".encode()})


def written(now: datetime) -> bytes:
    """The file as of a moment; empty where nobody is named."""
    contacts = settings.Watching.now().security
    if not contacts:
        return b""
    lines = [f"Contact: {c}" for c in contacts]
    lines += [f"Expires: {(now + _HOLDS).replace(microsecond=0).isoformat()}", "Preferred-Languages: pt, en"]
    if public := settings.Reach.now().address:
        lines.append(f"Canonical: {public.rstrip('/')}{AT}")
    return ("\n".join(lines) + "\n").encode()
