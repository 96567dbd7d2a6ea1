"""What comes over the network to the running parts, almost right: platforms' entities, pulses, addresses, headers."""

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote

import pytest
from streamlit.testing.v1 import AppTest

from bench.harden.readers import Case, Parser
from core.base import nested
from core.room import feeds, live
from etl.live.entities import readings
from tests.support.asgi import Answer, ask
from tests.support.broker import entity
from ui.server.asked import refusal
from ui.wall.server import Wall
from ui.web.asgi import Message, Receive, Send

_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
_FINE: Final = (200, 303, 400, 403, 404, 405)
_FEED: Final = (
    "feeds:\n  - {id: ar, name: {pt: Ar, en: Air}, url: 'http://127.0.0.1:9/x', type: AirQualityObserved, shown: no2}\n"
)
_PLAIN: Final = {
    "id": "urn:a:1", "type": "AirQualityObserved", "dateObserved": "2026-11-24T10:00:00Z", "name": "Um",
    "location": {"type": "Point", "coordinates": [-9.149, 38.7486]}, "refPointOfInterest": "urn:a:estacao:1",
    "dataProvider": "P", "address": {"addressLocality": "Porto"}, "no2": 39, "pm10": 1.5,
}  # fmt: skip  # uma linha por atributo não diz mais


class Unexpected(Exception):
    """What came back is none of the answers that may come."""


@contextmanager
def _entities(folder: Path) -> Iterator[list[Case]]:
    feed, number = feeds.parse(_FEED, "plataformas.yaml")["ar"], itertools.count()

    def read(body: bytes) -> None:
        try:
            told = nested.of_json(body, depth=None)
        except nested.Malformed:
            return
        data = told.get("data") if isinstance(told, dict) else told
        if not isinstance(data, list):
            return
        good, bad = readings(data, feed, _NOW, lambda *_: None)
        store = folder / f"{next(number)}.sqlite"
        try:
            live.keep(feed.id, good, bad, _NOW, store)
            if len(live.latest(feed.id, store)) > len(good):
                raise Unexpected("há mais leituras do que as aceites")
        finally:
            store.unlink(missing_ok=True)

    wrapped = {"type": "Notification", "data": [entity(), entity("Olivais")]}
    yield [Case([json.dumps([entity(), _PLAIN]).encode(), json.dumps(wrapped).encode()], read)]


async def _nobody(scope: Message, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def _wall(folder: Path) -> Iterator[Callable[..., Answer]]:
    """What asks the wall, all in one loop as in its server."""
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner() as loop:
        patch.setenv("ENTI_DATA", str(folder))
        patch.setenv("ENTI_WALL", "open")
        made = Wall(_nobody)
        yield partial(ask, made, run=loop.run)
        made.close()


def _answered(status: int) -> None:
    if status not in _FINE:
        raise Unexpected(f"estado {status}")


@contextmanager
def _pulse(folder: Path) -> Iterator[list[Case]]:
    with _wall(folder) as wall:

        def read(body: bytes) -> None:
            _answered(wall("/parede/pulso", method="POST", body=body).status)

        yield [Case([b'{"screen": "1", "alive": true, "scene": "nacional"}'], read)]


@contextmanager
def _addresses(folder: Path) -> Iterator[list[Case]]:
    with _wall(folder) as wall:

        def read(path: str, body: bytes) -> None:
            _answered(wall(f"{path}?{quote(body, safe='=&%+')}").status)

        def key(body: bytes) -> None:
            _answered(wall("/parede/ecras", headers={"Cookie": body.decode("latin-1")}).status)

        asked = b"lista=geral&ecra=1&n=0&chave=abc_-1"
        paths = ("/parede", "/parede/", "/parede/estado", "/parede/cena", "/parede/ecras")
        yield [Case([asked], partial(read, path)) for path in paths] + [Case([b"enti_ecra=abc"], key)]


@contextmanager
def _headers(folder: Path) -> Iterator[list[Case]]:
    def read(kind: str, name: bytes, body: bytes) -> None:
        given = {b"host": b"painel.pt", b"origin": b"https://painel.pt"} | {name: body}
        scope: Any = {"type": kind, "method": "GET", "headers": list(given.items())}
        refused = refusal(scope, "/_stcore/stream")
        if refused is not None and refused.status not in (400, 403, 404, 405, 421):
            raise Unexpected(f"estado {refused.status}")

    def route(body: bytes) -> None:
        refusal({"type": "http", "method": "GET", "headers": [(b"host", b"localhost")]}, body.decode("latin-1"))

    hosts, origins = (
        [b"painel.pt:8501", b"[::1]:80", b"localhost"],
        [b"https://painel.pt:8501", b"http://[::1]", b"null"],
    )
    yield [
        Case(hosts, partial(read, "http", b"host")),
        Case(origins, partial(read, "websocket", b"origin")),
        Case([b"/_stcore/stream", b"/parede/estado", b"/static/x.js"], route),
    ]


def _choices() -> None:
    from contextlib import suppress

    from core.base.errors import WarehouseMissing
    from ui.kit import state, vintage

    with suppress(WarehouseMissing):  # where nothing was loaded there is no build to be asked for
        vintage.store()
    state.theme()
    state.current("indicador", ("a", "b"), "a", lang="pt")
    state.current_many("comparar", ("a", "b", "c"), ("a",), lang="pt", limit=2)
    state.shared_params()


@contextmanager
def _page(folder: Path) -> Iterator[list[Case]]:
    def asked(body: bytes) -> dict[str, str]:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))

    def read(body: bytes) -> None:
        page = AppTest.from_function(_choices, default_timeout=20)
        for name, value in asked(body).items():
            page.query_params[name] = value
        page.run()
        if page.exception:
            raise Unexpected(page.exception[0].message)

    seed = b"tema=escuro&lang=en&indicador=b&comparar=a,b,c&nivel=nuts3&periodo=2023"
    yield [Case([seed], read)]


_CHOOSING: Final = ("ui/kit/state.py", "ui/kit/vintage.py")
_VIEWS: Final = ("comparar", "dominio", "indicador")
PARSERS: Final = (
    Parser("entidades NGSI-LD", ("etl/live/broker.py", "etl/live/receiver.py"), _entities),
    Parser("pulso da parede", ("ui/wall/server.py",), _pulse),
    Parser("endereços da parede", ("ui/wall/server.py",), _addresses),
    Parser("nome e página de quem pede", ("ui/server/asked.py",), _headers),
    Parser("escolhas no endereço", (*_CHOOSING, *(f"ui/views/{v}.py" for v in _VIEWS)), _page),
)
