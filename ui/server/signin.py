"""Signing in: Streamlit's own three addresses, opened only where a provider is configured, and what they lack.

Streamlit sends who comes back from the provider to the first page, keeps the sign-in for thirty days, and says nothing
where it fails. Here who signs in comes back to the page that asked, the sign-in lives eight hours and only over TLS
where the dashboard has it, and a failure is said on the page and stands in the record.
"""

import asyncio
import logging
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

from streamlit import get_option

from core.base import settings
from core.base.addresses import house
from core.base.errors import EntiError, SettingError
from core.people import audit
from core.people.model import Actor
from core.people.session import LIVES
from ui.server.asked import named
from ui.server.internals import SIGN_IN
from ui.server.seldom import Seldom
from ui.web.asgi import App, Message, Receive, Send

BACK: Final = "enti_back"
FAILED: Final = "entrada"  # the parameter that tells the page why nobody came in
_LOGIN, _LOGOUT, _CALLBACK = SIGN_IN
_KEPT_S: Final = int(LIVES.total_seconds())
_ASKING_S: Final = 600  # as long as one may take at the provider
_LONGEST: Final = 1500
_log = logging.getLogger(__name__)


def secrets() -> dict[str, Any] | None:
    """What Streamlit is told of the provider; None where nobody signs in. SettingError where the public address of the
    dashboard is not said.
    """
    asked, address = settings.SignIn.now(), settings.Reach.now().address
    if not asked.on:
        return None
    if not address:
        raise SettingError(
            "Para se entrar com conta falta o endereço público do painel.",
            where="ENTI_ADDRESS",
            cure="é para lá que o fornecedor de identidade manda quem entrou. Ver docs/definicoes.md.",
        )
    return {
        "auth": {
            "redirect_uri": f"{address.rstrip('/')}{_CALLBACK}",
            "cookie_secret": asked.cookie.get_secret_value(),
            "client_id": asked.client,
            "client_secret": asked.secret.get_secret_value(),
            "server_metadata_url": asked.provider,
            # Desks are shared: who signs in says who they are each time. No more is asked for than is used.
            "client_kwargs": {"prompt": "login", "scope": f"openid profile{' email' * (asked.claim == 'email')}"},
        }
    }


class SignIn:
    """ASGI middleware; see the module."""

    def __init__(self, app: App) -> None:
        self.app, self._refusals = app, Seldom()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Everything but the three addresses goes through untouched."""
        base = f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        path = str(scope.get("path", "")).removeprefix(base)
        if scope["type"] != "http" or path not in SIGN_IN:
            await self.app(scope, receive, send)
            return
        if path == _LOGOUT and named(scope, b"sec-fetch-site") not in ([], ["same-origin"]):
            await _home(base or "/", send)  # a link from elsewhere signs nobody out
            return
        answer = _Answer(scope, send, base or "/", path)
        await self.app(scope, receive, answer)
        if answer.why:
            await asyncio.to_thread(self.failed, scope, answer.why)  # the record may have to wait; pages do not

    def failed(self, scope: Message, why: str) -> None:
        """A sign-in that failed, for the record: of one address one a minute, so that nobody fills it."""
        origin = house(str((scope.get("client") or ("",))[0]))
        _log.warning("Uma entrada falhou (%s).", why)
        if not self._refusals.again(origin):
            return
        try:
            audit.note(Actor(origin=origin), "entrar", "recusado", subject=why)
        except EntiError as error:
            _log.warning("%s", error)


class _Answer:
    """What Streamlit answers, with where to go, how long it counts and what failed."""

    def __init__(self, scope: Message, send: Send, base: str, path: str) -> None:
        self.scope, self.send, self.base, self.path = scope, send, base, path
        self.dropped, self.why = False, ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            await self.send(dict(message) | {"body": b""} if self.dropped else message)
            return
        if message["type"] == "http.response.start":
            message = self._started(message)
        await self.send(message)

    def _started(self, message: Message) -> Message:
        headers = [(k, _kept(v) if k == b"set-cookie" else v) for k, v in message["headers"]]
        if self.path == _LOGIN:
            to = back_of(self.scope, self.base)
            if message["status"] != 302 or not _elsewhere(headers):
                return self._home(headers, to, "sem_fornecedor")
            return dict(message) | {
                "headers": [*headers, (b"set-cookie", _cookie(BACK, quote(to), _ASKING_S, self.base))]
            }
        if self.path == _CALLBACK:
            return self._back(message, headers)
        return dict(message) | {"headers": headers}

    def _back(self, message: Message, headers: list[tuple[bytes, bytes]]) -> Message:
        to = _remembered(self.scope, self.base)
        headers.append((b"set-cookie", _cookie(BACK, "", 0, self.base)))
        if any(k == b"set-cookie" and _signed(v) for k, v in headers):
            return dict(message) | {"headers": _to(headers, to)}
        asked = parse_qs(str(self.scope.get("query_string", b""), "latin-1"))
        if not asked.keys() & {"state", "code", "error"}:  # who signed out at the provider comes back here too
            return dict(message) | {"headers": _to(headers, self.base)}
        return self._home(headers, to, "recusada" if "error" in asked else "falhou")

    def _home(self, headers: list[tuple[bytes, bytes]], to: str, why: str) -> Message:
        self.dropped, self.why = True, why
        rest = [(k, v) for k, v in headers if k not in (b"content-length", b"content-type")]
        there = f"{to}{'&' if '?' in to else '?'}{FAILED}={why}"
        return {
            "type": "http.response.start",
            "status": 302,
            "headers": [*_to(rest, there), (b"content-length", b"0")],
        }


async def _home(base: str, send: Send) -> None:
    headers = [(b"location", base.encode("latin-1")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def back_of(scope: Message, base: str) -> str:
    """The page that asked to sign in, path and query; the first one where it is not one of ours."""
    for value in named(scope, b"referer"):
        try:
            at = urlsplit(value)
        except ValueError:  # a bracket that is no IPv6 address
            return base
        if [at.netloc] == named(scope, b"host") and (at.path == base or at.path.startswith(f"{base.rstrip('/')}/")):
            query = "&".join(p for p in at.query.split("&") if p and not p.startswith(f"{FAILED}="))
            return _safe(f"{at.path}?{query}" if query else at.path, base)
    return base


def _safe(to: str, base: str) -> str:
    """Only an address of ours: another host could begin by two slashes or a backslash."""
    good = to.startswith("/") and not to.startswith("//") and "\\" not in to and len(to) <= _LONGEST
    good = good and to.partition("?")[0].removeprefix(base.rstrip("/")) not in SIGN_IN
    return to if good and all(32 < ord(c) < 127 for c in to) else base


def _remembered(scope: Message, base: str) -> str:
    """Where who comes back was, by our own cookie; other applications' may have any form."""
    for value in named(scope, b"cookie"):
        for part in value.split(";"):
            name, _, said = part.strip().partition("=")
            if name == BACK:
                return _safe(unquote(said), base)
    return base


def _elsewhere(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether it leads to the provider, and not back to the first page."""
    return any(k == b"location" and v.startswith((b"https://", b"http://")) for k, v in headers)


def _signed(cookie: bytes) -> bool:
    """Whether this one says who is signed in."""
    name, _, value = cookie.partition(b"=")
    return name == b"_streamlit_user" and value.partition(b";")[0] not in (b"", b'""')


def _to(headers: list[tuple[bytes, bytes]], to: str) -> list[tuple[bytes, bytes]]:
    return [(k, v) for k, v in headers if k != b"location"] + [(b"location", to.encode("latin-1"))]


def _kept(cookie: bytes) -> bytes:
    """A cookie that lives no longer than what it says counts, and goes over TLS alone where the dashboard has it."""
    parts = [p.strip() for p in cookie.split(b";")]
    parts = [b"Max-Age=%d" % min(_KEPT_S, _seconds(p)) if p.lower().startswith(b"max-age=") else p for p in parts]
    if _tls() and b"secure" not in [p.lower() for p in parts]:
        parts.append(b"Secure")
    return b"; ".join(parts)


def _seconds(part: bytes) -> int:
    said = part.partition(b"=")[2]
    return int(said) if said.isdigit() else 0


def _cookie(name: str, value: str, seconds: int, base: str) -> bytes:
    secure = "; Secure" if _tls() else ""
    return f"{name}={value}; Path={base}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}".encode("latin-1")


def _tls() -> bool:
    return settings.Reach.now().address.startswith("https://")
