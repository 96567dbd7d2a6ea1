"""What of a request is looked at before anything else: under which name it comes, from which page, and for what."""

import re
from typing import Final, NamedTuple

from core.base import settings
from ui.server.internals import OWN_PATHS, SIGN_IN, STREAM, USED_PATHS
from ui.web.asgi import Message

_NAME: Final = r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?"
_HOST: Final = re.compile(rf"({_NAME})(?::(\d{{1,5}}))?")
_ORIGIN: Final = re.compile(rf"(https?)://(({_NAME})(?::(\d{{1,5}}))?)", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}
_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
WALL: Final = "/parede"


class Refusal(NamedTuple):
    """Why a request goes no further: the status, and a sentence for the log and the answer."""

    status: int
    why: str


class At(NamedTuple):
    """A name and a port; None where none is said."""

    name: str
    port: int | None


def named(scope: Message, header: bytes) -> list[str]:
    """The values of a header."""
    return [v.decode("latin-1").strip() for k, v in scope["headers"] if k == header]


def refusal(scope: Message, path: str) -> Refusal | None:
    """Whether a request or handshake stops here. `path`: below the address of the app."""
    return _host(scope) or _origin(scope) or _route(scope, path)


def _at(found: re.Match[str] | None, name: int, port: int) -> At | None:
    if found is None or int(found[port] or 0) > 65535:
        return None
    return At(found[name].lower().rstrip("."), int(found[port]) if found[port] else None)


def _known(at: At, names: tuple[str, ...]) -> bool:
    """Whether one of these names, each with a port or for any, is that."""
    return at.name in names or f"{at.name}:{at.port}" in names


def _host(scope: Message) -> Refusal | None:
    given = named(scope, b"host")
    at = _at(_HOST.fullmatch(given[0]), 1, 2) if len(given) == 1 else None
    if at is None:
        return Refusal(400, "O pedido não diz a que nome se dirige.")
    if _known(at, settings.Reach.now().hosts) or at.name in _LOCAL:
        return None
    return Refusal(421, f"O nome «{given[0][:80]}» não é deste painel (ENTI_HOSTS).")


def _origin(scope: Message) -> Refusal | None:
    """Who opens a connection or sends something is a page of ours; a browser says which one it is, and cannot lie."""
    given = named(scope, b"origin")
    if not given:
        return None
    found = _ORIGIN.fullmatch(given[0]) if len(given) == 1 else None
    if found is None and given != ["null"]:
        return Refusal(400, "O pedido não diz bem de que página vem.")
    acts = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
    if not acts or (found is not None and _ours(scope, found)):
        return None
    return Refusal(403, f"A ligação vem de outra página: «{given[0][:80]}».")


def _ours(scope: Message, found: re.Match[str]) -> bool:
    """The same name and port as is asked for; or a name of ENTI_HOSTS, where the proxy did not pass it on."""
    origin, usual = _at(found, 3, 4), _PORTS[found[1].lower()]
    asked = _at(_HOST.fullmatch(named(scope, b"host")[0]), 1, 2)
    if origin is None or asked is None:
        return False
    same = origin.name == asked.name and (origin.port or usual) == (asked.port or usual)
    return same or _known(origin, settings.Reach.now().hosts)


def _route(scope: Message, path: str) -> Refusal | None:
    """Only what is used: of Streamlit's own addresses a few, and nothing is sent to any."""
    nothing = Refusal(404, "Não há nada neste endereço.")
    if scope["type"] == "websocket":
        return None if path == STREAM else nothing
    if path == WALL or path.startswith(f"{WALL}/"):
        return None  # it looks at the rest itself
    own = f"{path}/".startswith(OWN_PATHS) or "_stcore" in path
    used = (*USED_PATHS, *SIGN_IN) if settings.SignIn.now().on else USED_PATHS
    if own and not any(path == u or (u.endswith("/") and path.startswith(u)) for u in used):
        return nothing
    return None if scope["method"] in ("GET", "HEAD") else Refusal(405, "Aqui só se lê.")
