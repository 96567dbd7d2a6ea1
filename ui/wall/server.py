"""The wall's own door: an application of its own for what lies under /parede; all else goes through to Streamlit.

    GET  /parede           the document; it holds nothing but addresses
    GET  /parede/estado    which scenes, which build, what is wrong (ui.wall.now); asked every few seconds
    GET  /parede/cena      one scene of the playlist (ui.wall.scenes)
    POST /parede/pulso     a screen says that it lives, or its watchdog that it does not
    GET  /parede/ecras     the last word of each screen, for the kiosk script

It stands before Streamlit as middleware and not among its routes (`App(routes=…)`): those are asked only after
Streamlit's own layers and ours around its pages, and fail with them. Without a valid key (core.room.screens) nothing
but the document is given, unless ENTI_WALL=open, which is for trying out. The address of a preview (ui.wall.previews)
opens its own scenes, and nothing else.
"""

import asyncio
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount, Route, request_response
from streamlit import get_option

from core.base import nested, settings
from core.base.errors import EntiError
from core.base.logs import noted
from core.room import screens
from core.room.playlists import Playlist, Spec
from show.texts import t
from ui.wall import now
from ui.wall.document import document
from ui.wall.parts import LANG
from ui.wall.previews import PREVIEWS
from ui.wall.pulses import PULSES, Pulses
from ui.wall.scenes import scene
from ui.web import assets
from ui.web.asgi import App, Message, Receive, Send

COOKIE: Final = "enti_ecra"
_AT: Final = "/parede"
_PREVIEW: Final = "previa"
_KEPT: Final = 300
_BODY: Final = 2000
_BODY_S: Final = 10
_ALWAYS: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'self'; frame-ancestors 'self'",
}


_log = logging.getLogger(__name__)


class Unclear(Exception):
    """A request that says nothing that the wall could answer."""


# What a request may come to without the server being at fault.
_OURS: Final = (EntiError, Unclear, TimeoutError, ClientDisconnect)


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
        self.own = Starlette(
            routes=[
                Route(_AT, _document),
                Route(f"{_AT}/", _document),
                Route(f"{_AT}/estado", self._state),
                Route(f"{_AT}/cena", self._scene),
                Route(f"{_AT}/pulso", self._pulse, methods=["POST"]),
                Route(f"{_AT}/ecras", self._screens),
                Mount(_AT, request_response(_nothing)),  # whatever the method: also one that an address does not take
            ],
            exception_handlers=dict.fromkeys(_OURS, _problem) | {Refused: _refused, Exception: _fault},
        )

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer what is the wall's, pass the rest on."""
        base = f"/{str(get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
        path = str(scope.get("path", "")).removeprefix(base)
        if scope["type"] == "http" and (path == _AT or path.startswith(f"{_AT}/")):
            await self.own(dict(scope) | {"root_path": base, "path": base + path}, receive, send)
        else:
            await self.app(scope, receive, send)

    def close(self) -> None:
        """End the threads; what they make is still finished."""
        self.pool.shutdown()
        self.inner.shutdown()

    async def _state(self, request: Request) -> Response:
        screen = await asyncio.to_thread(_let_see, request)
        return _told(await asyncio.to_thread(self._now, _asked(request), screen))

    def _now(self, asked: Mapping[str, str], screen: screens.Screen | None) -> dict[str, Any]:
        stamp = now.stamp()
        kept = self.facts
        if kept is None or kept[0] != stamp or kept[1]["built"] is None:  # what could not be opened may be well by now
            kept = self.facts = (stamp, now.facts())
        listed, number = _listed(asked, screen)
        return kept[1] | {
            "now": _clock(),
            "stamps": [now.stamp(s.scene) for s in listed.on(number)],
            "code": assets.code(),
            "list": listed.id,
            "screen": number,
            "name": listed.name.get(LANG),
            "seconds": [s.seconds for s in listed.on(number)],
        }

    async def _scene(self, request: Request) -> Response:
        screen = await asyncio.to_thread(_let_see, request)
        return _sent(await asyncio.wrap_future(self._made(_asked(request), screen)))

    def _made(self, asked: Mapping[str, str], screen: screens.Screen | None) -> "Future[bytes]":
        """One scene, made once per stamp however many screens ask for it."""
        listed, number = _listed(asked, screen)
        with _read():
            spec = dict(enumerate(listed.on(number)))[int(asked.get("n", "0"))]
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

    async def _pulse(self, request: Request) -> Response:
        """Keep the last word of a screen."""
        screen = await asyncio.to_thread(_let_in, request)
        body = await _body(request)
        with _read():
            told = nested.of_json(body)
        if not isinstance(told, dict) or not all(nested.writable(str(told.get(k))) for k in ("screen", "scene")):
            raise Unclear
        name = screen.name if screen else str(told.get("screen", ""))[:40]
        self.pulses.tell(name, _clock(), bool(told.get("alive")), str(told.get("scene", ""))[:20])
        return _told({"now": _clock()})

    async def _screens(self, request: Request) -> Response:
        screen = await asyncio.to_thread(_let_in, request)
        return _told({"screens": self.pulses.all(), "now": _clock(), "mine": screen.name if screen else None})


async def _document(request: Request) -> Response:
    """The document; a key in the address becomes a cookie, so that it does not stay on a screen that all can see."""
    asked, slash = _asked(request), request.url.path.endswith("/")
    key = asked.pop("chave", None)
    if key is None and not slash:
        return _sent(document(), "text/html")
    to = ("../" if slash else "") + (f"parede?{urlencode(asked)}" if asked else "parede")
    headers = {"location": to, "cache-control": "no-store"}
    if key is not None:
        headers["set-cookie"] = _cookie(key, request)
    return Response(status_code=303, headers=headers)


async def _nothing(request: Request) -> Response:
    await asyncio.to_thread(_let_in, request)
    return _told({"problem": "não há"}, 404)


async def _refused(request: Request, refused: Exception) -> Response:
    return _told({"refused": str(refused), "now": _clock()}, 403)


async def _problem(request: Request, error: Exception) -> Response:
    """What went wrong and where; what to do is for who runs the dashboard, and in the log."""
    said = t("wall.unclear", LANG)
    if isinstance(error, EntiError):
        _log.warning("Um ecrã ficou sem resposta: %s", error)
        said = error.public
    return _told({"problem": said, "now": _clock(), "code": assets.code()}, 400)


async def _fault(request: Request, error: Exception) -> Response:
    """The last catch: what nobody thought of is in the log under a number, and the screen says it."""
    said = t("problem.caught", LANG, number=noted(_log, error, "parede"))
    return _told({"problem": said, "now": _clock(), "code": assets.code()}, 500)


@contextmanager
def _read() -> Iterator[None]:
    """What cannot be read of a request is the fault of who asks; deep nesting too."""
    try:
        yield
    except (KeyError, ValueError, RecursionError) as error:
        raise Unclear from error


async def _body(request: Request) -> bytes:
    """What a screen sends: little, and soon; Unclear or TimeoutError otherwise."""
    body = b""
    async with asyncio.timeout(_BODY_S):
        async for part in request.stream():
            body += part
            if len(body) > _BODY:
                raise Unclear
    return body


def _asked(request: Request) -> dict[str, str]:
    return {k: v for k, v in request.query_params.items() if v}


def _cookie(key: str, request: Request) -> str:
    """The cookie that holds a key; one that cannot be a key takes the cookie away."""
    tls = "https" in (request.scope.get("scheme"), request.headers.get("x-forwarded-proto"))
    good = all(c.isascii() and (c.isalnum() or c in "-_") for c in key)
    about = (
        "Path=/; HttpOnly; SameSite=Strict;"
        f" Max-Age={screens.MAX_DAYS * 86400 if good else 0}{'; Secure' if tls else ''}"
    )
    return f"{COOKIE}={key if good else ''}; {about}"


def _listed(asked: Mapping[str, str], screen: screens.Screen | None) -> tuple[Playlist, int]:
    """The playlist and which screen of it; a key opens its own playlist, whatever the address asks for, and a preview
    its own.
    """
    if token := asked.get(_PREVIEW):
        return _previewed(token), 1
    listed = now.playlist(screen.playlist if screen else asked.get("lista"))
    with _read():
        number = int(asked.get("ecra", "1"))
    return listed, min(max(number, 1), listed.screens)


def _previewed(token: str) -> Playlist:
    """The scenes of a preview; raises Refused where its time is over."""
    listed = PREVIEWS.get(token)
    if listed is None:
        raise Refused(t("wall.preview_over", LANG))
    return listed


def _let_see(request: Request) -> screens.Screen | None:
    """The same as `_let_in` for who only looks: the address of a preview opens it without a key."""
    if token := _asked(request).get(_PREVIEW):
        _previewed(token)
        return None
    return _let_in(request)


def _let_in(request: Request) -> screens.Screen | None:
    """The display of the key that comes with the request; None where the wall is open. Raises Refused."""
    key = request.cookies.get(COOKIE, "")
    found = screens.opened_by(key) if key else None
    if found is None:
        if settings.Wall.now().access == "open" and not key:
            return None
        raise Refused(t("wall.key_needed", LANG))
    state = found.state(datetime.now(UTC))
    if state != "valid":
        raise Refused(t(f"wall.key_{state}", LANG))
    return found


def _clock() -> float:
    return round(datetime.now(UTC).timestamp(), 3)


def _json(about: object) -> bytes:
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _told(about: object, status: int = 200) -> Response:
    return _sent(_json(about), status=status)


def _sent(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return Response(body, status, _ALWAYS, kind)
