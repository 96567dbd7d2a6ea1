"""Talking NGSI-LD to a broker (ETSI GS CIM 009, clause 6): entities page by page, and subscriptions.

Every answer is bounded in time and size, redirects are not followed, and a broker that answers something else is a
FeedError.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import requests
import urllib3

from core.base import nested, settings
from core.base.errors import FeedError
from core.room.feeds import Feed
from core.terms.formats import exact

KEY_HEADER: Final = "X-ENTI-Key"  # what a subscription asks the broker to send with each notification
_PAGE: Final = 500
_PAGES: Final = 200
BYTES: Final = 16 * 1024 * 1024  # of one answer, or of one notification
_WAIT_S: Final = (10, 30)
_CHUNK: Final = 65_536
_LD: Final = "application/ld+json"


@dataclass(frozen=True)
class Broker:
    """The broker of a feed. `whole_s`: seconds that one answer may take from its beginning to its end."""

    feed: Feed
    whole_s: float = 60.0

    def entities(self) -> Iterator[Any]:
        """All entities of the feed's type, page after page."""
        for page in range(_PAGES):
            query = {"type": self.feed.type, "limit": str(_PAGE), "offset": str(page * _PAGE)}
            found = self._ask("GET", "entities", params=query)
            if not isinstance(found, list):
                raise self._error("A plataforma não respondeu com uma lista de entidades.")
            yield from found
            if len(found) < _PAGE:
                return
        raise self._error(f"A plataforma tem mais de {_PAGES * _PAGE} entidades deste tipo.")

    def subscribe(self, address: str, key: str) -> str:
        """Ask for notifications to `address`; returns the subscription's id."""
        wanted = {
            "type": "Subscription",
            "entities": [{"type": self.feed.type}],
            "description": f"ENTI: {self.feed.id}",
            "notification": {
                "format": "normalized",
                "endpoint": {
                    "uri": address,
                    "accept": "application/json",
                    "receiverInfo": [{"key": KEY_HEADER, "value": key}],
                },
            },
            "@context": self.feed.context or "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld",
        }
        answer = self._send("POST", "subscriptions", data=json.dumps(wanted), headers={"Content-Type": _LD})
        place = answer.headers.get("Location", "")
        if answer.status_code != requests.codes.created or not place:
            raise self._error(f"A plataforma não fez a subscrição ({answer.status_code}).")
        return place.rstrip("/").rpartition("/")[2]

    def unsubscribe(self, subscription: str) -> None:
        """Take a subscription away."""
        self._ask("DELETE", f"subscriptions/{quote(subscription, safe=':')}")

    def subscriptions(self) -> list[dict[str, Any]]:
        """The subscriptions that the broker shows us."""
        found = self._ask("GET", "subscriptions")
        if not isinstance(found, list):
            raise self._error("A plataforma não respondeu com uma lista de subscrições.")
        return [s for s in found if isinstance(s, dict)]

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self._send(method, path, **more)
        if not answer.ok or answer.is_redirect:
            raise self._error(f"A plataforma respondeu {answer.status_code}.")
        body = self._body(answer)
        if not body:
            return None
        try:
            return nested.of_json(body, depth=None)  # each entity answers for its own depth
        except nested.Malformed as error:
            raise self._error(f"A plataforma respondeu o que não é JSON ({str(error)[:100]}).") from error

    def _send(self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any) -> requests.Response:
        given = {"Accept": _LD if method == "GET" else "application/json", **(headers or {})}
        if self.feed.context and method == "GET":
            given |= {
                "Accept": "application/json",
                "Link": f'<{self.feed.context}>; rel="http://www.w3.org/ns/json-ld#context"; type="{_LD}"',
            }
        if self.feed.tenant:
            given["NGSILD-Tenant"] = self.feed.tenant
        if self.feed.token_env:
            token = settings.token(self.feed.token_env)
            if not token:
                raise FeedError("Falta a senha da plataforma.", where=self.feed.id, cure=f"dar {self.feed.token_env}.")
            given["Authorization"] = f"Bearer {token}"
        try:
            return requests.request(
                method,
                f"{self.feed.url.rstrip('/')}/{path}",
                headers=given,
                timeout=_WAIT_S,
                allow_redirects=False,
                stream=True,
                **more,
            )
        except requests.RequestException as error:
            raise self._error(f"A plataforma não responde ({type(error).__name__}).") from error

    def _body(self, answer: requests.Response) -> bytes:
        body, until = b"", time.monotonic() + self.whole_s
        try:  # as it arrives: waiting for a full block would let one that drips outlast the time
            while chunk := answer.raw.read1(_CHUNK, decode_content=True):
                body += chunk
                if time.monotonic() > until:
                    raise self._error(f"A resposta demora mais de {exact(self.whole_s)} s.")
                if len(body) > BYTES:
                    raise self._error(f"A resposta passa de {BYTES // 1024 // 1024} MiB.")
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise self._error(f"A resposta veio cortada ({type(error).__name__}).") from error
        return body

    def _error(self, what: str) -> FeedError:
        return FeedError(
            what, where=f"{self.feed.id} ({self.feed.url})", cure="ver se a plataforma está de pé e o endereço certo."
        )
