"""The wall's own door: ASGI middleware that answers /parede itself and lets all else through to Streamlit.

    GET  /parede           the document; it holds nothing but addresses
    GET  /parede/estado    which scenes, which build, what is wrong (ui.wall.now); asked every few seconds
    GET  /parede/cena      one scene of the playlist (ui.wall.scenes)
    POST /parede/pulso     a screen says that it lives, or its watchdog that it does not
    GET  /parede/ecras     the last word of each screen, for the kiosk script

Without a valid key (core.room.screens) nothing but the document is given, unless ENTI_WALL=open, which is for trying
out.
"""

import asyncio
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from streamlit import get_option

from core.base import settings
from core.base.errors import EntiError
from core.room import screens
from core.room.playlists import Playlist, Spec
from show.texts import t
from ui.wall import now
from ui.wall.document import document
from ui.wall.parts import LANG
from ui.wall.pulses import PULSES, Pulses
from ui.wall.scenes import scene
from ui.web import assets
from ui.web.asgi import App, Message, Receive, Send

COOKIE: Final = "enti_ecra"
_KEPT: Final = 300
_BODY: Final = 2000


class Refused(Exception):
    """No key, or one that no longer opens; `args[0]` says which, for the screen."""


class Wall:
    """ASGI middleware; see the module."""

    def __init__(self, app: App, pulses: Pulses = PULSES) -> None:
        self.app, self.pulses = app, pulses
        self.scenes: OrderedDict[tuple[str, str], Future[bytes]] = OrderedDict()
        self.facts: tuple[str, dict[str, Any]] | None = None
        self.lock = threading.Lock()
        # Scenes are made apart from the pages' threads. Those inside outnumber those that wait for them: one that
        # hangs is given up after a while (ui.wall.scenes), and keeps only its own thread.
        self.pool, self.inner = ThreadPoolExecutor(4, "parede"), ThreadPoolExecutor(16, "cena")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer what is the wall's, pass the rest on."""
        base = f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        path = str(scope.get("path", "")).removeprefix(base)
        if scope["type"] != "http" or not (path == "/parede" or path.startswith("/parede/")):
            await self.app(scope, receive, send)
            return
        query = dict(parse_qsl(bytes(scope.get("query_string", b"")).decode("latin-1")))
        await self._answer(path.removeprefix("/parede").strip("/"), query, scope, receive, send)

    async def _answer(self, name: str, query: dict[str, str], scope: Message, receive: Receive, send: Send) -> None:
        if name == "" and scope["method"] == "GET":
            await self._document(query, scope, send)
            return
        try:
            screen = await asyncio.to_thread(_let_in, scope)
            if name == "estado" and scope["method"] == "GET":
                answer = await asyncio.to_thread(self._state, query, screen)
            elif name == "cena" and scope["method"] == "GET":
                await _send(send, 200, await asyncio.wrap_future(self._scene(query, screen)))
                return
            elif name == "pulso" and scope["method"] == "POST":
                answer = await self._pulse(receive, screen)
            elif name == "ecras" and scope["method"] == "GET":
                answer = {"screens": self.pulses.all(), "now": _clock(), "mine": screen.name if screen else None}
            else:
                await _send(send, 404, _json({"problem": "não há"}))
                return
        except Refused as refused:
            await _send(send, 403, _json({"refused": str(refused), "now": _clock()}))
        except (EntiError, KeyError, ValueError) as error:
            said = str(error) if isinstance(error, EntiError) else t("wall.bad_list", LANG)
            await _send(send, 400, _json({"problem": said, "now": _clock(), "code": assets.code()}))
        else:
            await _send(send, 200, _json(answer))

    async def _document(self, query: dict[str, str], scope: Message, send: Send) -> None:
        """The document; a key in the address becomes a cookie, so that it does not stay on a screen that all can
        see.
        """
        key, slash = query.pop("chave", None), str(scope["path"]).endswith("/")
        if key is None and not slash:
            await _send(send, 200, document(), b"text/html; charset=utf-8")
            return
        to = ("../" if slash else "") + (f"parede?{urlencode(query)}" if query else "parede")
        headers = [(b"location", to.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
        if key is not None:
            headers.append((b"set-cookie", _cookie(key, scope).encode()))
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def close(self) -> None:
        """End the threads; what they make is still finished."""
        self.pool.shutdown()
        self.inner.shutdown()

    def _state(self, query: Mapping[str, str], screen: screens.Screen | None) -> dict[str, Any]:
        stamp = now.stamp()
        kept = self.facts
        if kept is None or kept[0] != stamp or kept[1]["built"] is None:  # what could not be opened may be well by now
            kept = self.facts = (stamp, now.facts())
        listed, number = _listed(query, screen)
        return kept[1] | {
            "now": _clock(),
            "stamps": [now.stamp(s.scene) for s in listed.on(number)],
            "code": assets.code(),
            "list": listed.id,
            "screen": number,
            "name": listed.name.get(LANG),
            "seconds": [s.seconds for s in listed.on(number)],
        }

    def _scene(self, query: Mapping[str, str], screen: screens.Screen | None) -> "Future[bytes]":
        """One scene, made once per stamp however many screens ask for it."""
        listed, number = _listed(query, screen)
        spec = dict(enumerate(listed.on(number)))[int(query.get("n", "0"))]
        key = (now.stamp(spec.scene), spec.model_dump_json(exclude={"seconds", "screen"}))
        with self.lock:
            if key not in self.scenes:
                self.scenes[key] = self.pool.submit(self._make, spec, key)
                while len(self.scenes) > _KEPT:
                    self.scenes.popitem(last=False)
            return self.scenes[key]

    def _make(self, spec: Spec, key: tuple[str, str]) -> bytes:
        made = scene(now.context, spec, self.inner)
        if made["error"]:  # asked again, it may be well: what failed is not kept
            with self.lock:
                self.scenes.pop(key, None)
        return _json(made | {"stamp": key[0]})

    async def _pulse(self, receive: Receive, screen: screens.Screen | None) -> dict[str, Any]:
        """Keep the last word of a screen."""
        body = b""
        while len(body) <= _BODY:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        told = json.loads(body)
        if not isinstance(told, dict):
            raise ValueError("a pulse is an object")
        name = screen.name if screen else str(told.get("screen", ""))[:40]
        self.pulses.tell(name, _clock(), bool(told.get("alive")), str(told.get("scene", ""))[:20])
        return {"now": _clock()}


def _cookie(key: str, scope: Message) -> str:
    """The cookie that holds a key; one that cannot be a key takes the cookie away."""
    given = dict(scope["headers"])
    tls = scope.get("scheme") == "https" or given.get(b"x-forwarded-proto") == b"https"
    good = all(c.isascii() and (c.isalnum() or c in "-_") for c in key)
    about = (
        "Path=/; HttpOnly; SameSite=Strict;"
        f" Max-Age={screens.MAX_DAYS * 86400 if good else 0}{'; Secure' if tls else ''}"
    )
    return f"{COOKIE}={key if good else ''}; {about}"


def _listed(query: Mapping[str, str], screen: screens.Screen | None) -> tuple[Playlist, int]:
    """The playlist and which screen of it; a key opens its own playlist, whatever the address asks for."""
    listed = now.playlist(screen.playlist if screen else query.get("lista"))
    number = int(query.get("ecra", "1"))
    return listed, min(max(number, 1), listed.screens)


def _let_in(scope: Message) -> screens.Screen | None:
    """The display of the key that comes with the request; None where the wall is open. Raises Refused."""
    key = _key(scope)
    found = screens.opened_by(key) if key else None
    if found is None:
        if settings.Wall.now().access == "open" and not key:
            return None
        raise Refused(t("wall.key_needed", LANG))
    state = found.state(datetime.now(UTC))
    if state != "valid":
        raise Refused(t(f"wall.key_{state}", LANG))
    return found


def _key(scope: Message) -> str:
    text = next((v for k, v in scope["headers"] if k == b"cookie"), b"").decode("latin-1")
    try:
        found = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _clock() -> float:
    return round(datetime.now(UTC).timestamp(), 3)


def _json(about: object) -> bytes:
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"), default=str).encode()


async def _send(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"content-security-policy", b"default-src 'self'; frame-ancestors 'self'"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
