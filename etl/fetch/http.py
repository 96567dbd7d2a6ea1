"""The only HTTP client. Every request is bounded in time, size and tries; TLS is always verified.

`Fetcher` is what connectors see: `get(Request) -> Raw`. `HttpFetcher` asks the network and keeps the
answer in the raw store; `ReplayFetcher` reads recorded answers instead, so that a load can be repeated offline.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError

from core.base.errors import (
    ReplayMissing,
    SourceHttpError,
    SourceNotData,
    SourceRateLimited,
    SourceServerError,
    SourceTimeout,
    SourceTooLarge,
    SourceTruncated,
    SourceUnreachable,
)
from core.catalogue.limits import Limits
from core.catalogue.sources import REGISTRY
from etl.fetch.model import Raw
from etl.fetch.partial import Partial, validators
from etl.fetch.raw_store import Request, keep, read_sidecar, stored
from etl.fetch.refusal import Round, refused

USER_AGENT: Final = "ENTI-dashboard/1 (+monitorização da Estratégia Nacional de Territórios Inteligentes)"
__all__ = ["Fetcher", "HttpFetcher", "Limits", "ReplayFetcher", "Request", "replay_folder", "stored"]


def declared() -> dict[str, Limits]:
    """What the sources say of themselves in their own declarations, by id; the others take the common limits."""
    return {s.id: s.limits for s in REGISTRY.all.values() if s.limits}


class Fetcher(Protocol):
    """Where connectors get their raw answers from."""

    def get(self, request: Request) -> Raw:
        """The answer to a request; raises a SourceError that names source, request and cure."""
        ...


@dataclass
class HttpFetcher:
    """Asks the network, one call at a time per source, and stores what came under `store`."""

    store: Path
    limits: Limits = field(default_factory=Limits)
    per_source: Mapping[str, Limits] = field(default_factory=declared)
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _rounds: dict[str, Round] = field(default_factory=dict)
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, request: Request) -> Raw:
        """Fetch with pacing, retries and back-off; see `Limits`, and etl.fetch.refusal for what a refusal leaves."""
        if request.source not in self._rounds:
            self._rounds[request.source] = Round.begin(self.store / request.source)
        load = self._rounds[request.source]
        if cached := self._cached(request) or load.earlier(self.store, request):
            return replace(cached, unchanged=True)
        load.respect(_where(request))
        raw = self._insist(request, self.per_source.get(request.source, self.limits), load)
        load.went_on()
        return raw

    def _insist(self, request: Request, limits: Limits, load: Round) -> Raw:
        self._session.max_redirects = limits.max_redirects
        waits = 0
        for attempt in range(1, limits.tries + 1):
            self._pace(request, limits)
            try:
                return self._once(request, limits)
            except SourceRateLimited as error:
                if attempt == limits.tries or (error.retry_after or 0.0) > limits.max_wait:
                    load.stop(error)
                    raise
                self.sleep(_wait(error, limits, waits))
                waits += 1
            except (SourceUnreachable, SourceTimeout, SourceTruncated, SourceServerError):
                if attempt == limits.tries:
                    raise
                self.sleep(min(limits.max_wait, limits.pause * 2**attempt) * random.uniform(0.5, 1.0))
        raise AssertionError("unreachable: the last try returns or raises")

    def _cached(self, request: Request) -> Raw | None:
        """The stored answer, when the source says that nothing changed since."""
        if not request.version or read_sidecar(self.store, request).get("version") != request.version:
            return None
        return stored(self.store, request)

    def _pace(self, request: Request, limits: Limits) -> None:
        """Wait for the turn of this host, which may serve several sources."""
        host = urlsplit(request.url).netloc
        due = self._last.get(host, float("-inf")) + limits.pause
        if (rest := due - time.monotonic()) > 0:
            self.sleep(rest)
        self._last[host] = time.monotonic()

    def _once(self, request: Request, limits: Limits) -> Raw:
        where = _where(request)
        folder = self.store / request.source
        folder.mkdir(parents=True, exist_ok=True)
        partial = Partial.of(folder, request)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        headers |= partial.resume_headers() or self._conditions(request)
        if "Range" in headers:
            headers["Accept-Encoding"] = "identity"
        try:
            with self._session.request(
                "GET" if request.json_body is None else "POST",
                request.url,
                params=list(request.params),
                json=request.json_body,
                timeout=limits.timeout,
                stream=True,
                headers=headers,
            ) as response:
                if response.status_code == 304 and (raw := stored(self.store, request)):
                    return replace(raw, unchanged=True)
                if response.status_code == 416:
                    partial.discard()
                    raise SourceTruncated("O resto da resposta já não existe.", where=where, cure="tentar de novo.")
                _check_status(response, where)
                return self._save(request, response, limits, where, partial)
        except (requests.Timeout, ReadTimeoutError) as error:
            raise SourceTimeout("A fonte não respondeu a tempo.", where=where, cure="tentar mais tarde.") from error
        except requests.TooManyRedirects as error:
            raise SourceHttpError(
                "A fonte redireciona em círculo.", where=where, cure="verificar o endereço em indicators.yaml."
            ) from error
        except (ProtocolError, DecodeError) as error:
            raise SourceTruncated(
                "A resposta terminou antes do fim.", where=where, cure="tentar mais tarde."
            ) from error
        except (requests.RequestException, HTTPError) as error:
            raise SourceUnreachable(
                f"Sem ligação à fonte ({type(error).__name__}).",
                where=where,
                cure="verificar a rede, o DNS e o certificado; os valores anteriores mantêm-se.",
            ) from error

    def _conditions(self, request: Request) -> dict[str, str]:
        """`If-None-Match` and `If-Modified-Since`, where we still have the answer they speak of."""
        known = read_sidecar(self.store, request)
        if not known or stored(self.store, request) is None:
            return {}
        asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
        return {name: value for name, value in asked.items() if value}

    def _save(self, request: Request, response: requests.Response, limits: Limits, where: str, partial: Partial) -> Raw:
        """Stream the body to disk, then move it into the store under its own hash."""
        try:
            sha256 = _receive(response, partial, limits, where)
        except BaseException:
            if not partial.can_resume:
                partial.discard()
            raise
        problem = wrong_kind(request.kind, response.headers.get("Content-Type", ""), _head(partial.body))
        if problem:
            partial.discard()
            raise SourceNotData(
                f"A fonte respondeu com {problem}.", where=where, cure="abrir o endereço e ver o que mudou."
            )
        return keep(self.store, request, partial.finish(), sha256, response.url, validators(response.headers))


def _where(request: Request) -> str:
    return f"{request.source}, {request.name} ({request.url})"


def _receive(response: requests.Response, partial: Partial, limits: Limits, where: str) -> str:
    """Stream the body into `partial`; returns its SHA-256."""
    deadline = time.monotonic() + limits.total_seconds
    file, digest = partial.begin(response)
    with file:
        size = file.tell()
        # As it arrives: waiting for a full block would let a dripping source outlast the deadline.
        while chunk := response.raw.read1(1 << 16, decode_content=True):
            size += len(chunk)
            _check_bounds(size, deadline, limits, where, partial)
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _check_status(response: requests.Response, where: str) -> None:
    code = response.status_code
    if error := refused(response, where):
        raise error
    if code >= 500:
        raise SourceServerError(f"Erro do servidor da fonte (HTTP {code}).", where=where, cure="tentar mais tarde.")
    if code not in (200, 206):
        raise SourceHttpError(
            f"A fonte respondeu HTTP {code}.", where=where, cure="verificar código e endereço em indicators.yaml."
        )


def _wait(error: SourceRateLimited, limits: Limits, waits: int) -> float:
    """As long as the source asks; else our own back-off. A little more, so that two of us do not come back together."""
    own = min(limits.max_wait, limits.backoff * 2.0**waits)
    return (own if error.retry_after is None else error.retry_after) + random.uniform(0.0, limits.pause)


def _check_bounds(size: int, deadline: float, limits: Limits, where: str, partial: Partial) -> None:
    if size > limits.max_bytes:
        partial.discard()
        raise SourceTooLarge(
            f"A resposta passa de {limits.max_bytes // 1_000_000} MB.",
            where=where,
            cure="rever a consulta ou o limite.",
        )
    if time.monotonic() > deadline:
        raise SourceTimeout("A resposta demorou mais do que o permitido.", where=where, cure="tentar mais tarde.")


def wrong_kind(kind: str, content_type: str, head: bytes) -> str | None:
    """What the body is instead of `kind`, in words; None when it may be what was asked for."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "um corpo vazio"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"uma página HTML em vez de {kind.upper()}"
    if kind == "json" and start[:1] not in (b"{", b"["):
        return f"algo que não é JSON ({content_type or 'sem tipo'})"
    if kind == "xml" and not start.startswith(b"<"):
        return f"algo que não é XML ({content_type or 'sem tipo'})"
    if kind == "csv" and (start[:1] in (b"{", b"[") or b"\0" in head):
        return f"algo que não é CSV ({content_type or 'sem tipo'})"
    if kind == "parquet" and not head.startswith(b"PAR1"):
        return f"algo que não é Parquet ({content_type or 'sem tipo'})"
    return None


def _head(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(512)


@dataclass(frozen=True)
class ReplayFetcher:
    """Recorded answers instead of the network: `<folder>/<source>/<name>.json` or a raw store."""

    folder: Path

    def get(self, request: Request) -> Raw:
        """The recorded answer; raises ReplayMissing naming the file that would hold it."""
        raw = stored(self.folder, request, replayed=True)
        if raw is None:
            raise ReplayMissing(
                "Não há resposta gravada para este pedido.",
                where=f"{request.source}/{request.name}{request.suffix}",
                cure="gravar essa resposta, ou carregar sem --replay.",
            )
        if problem := wrong_kind(request.kind, "", _head(raw.path)):
            raise SourceNotData(
                f"A resposta gravada é {problem}.",
                where=f"{request.source}/{raw.path.name}",
                cure="gravar de novo a resposta da fonte.",
            )
        return raw


def replay_folder(fetcher: Fetcher) -> Path | None:
    """Folder of recorded answers that a fetcher reads, or None when it asks the network."""
    folder: Path | None = getattr(fetcher, "folder", None)
    return folder
