"""Answers as they came, on disk: `<source>/<name>@<sha12>.<ext>`, and `<name>.sidecar.json` naming the latest.

The body's name is its content, so an answer that did not change is stored once. The sidecar holds the question,
when it was asked, and what the source said of its version (its own stamp, ETag, Last-Modified).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from core.base import files
from etl.fetch.model import Raw

_SUFFIX: Final = {"json": ".json", "xml": ".xml", "csv": ".csv", "parquet": ".parquet", "binary": ".bin"}


@dataclass(frozen=True)
class Request:
    """One question to a source. `name` is its name in the raw store and in a replay folder."""

    source: str
    name: str
    url: str
    params: tuple[tuple[str, str], ...] = ()
    kind: str = "json"  # json | xml | csv | parquet | binary
    version: str = ""  # the source's own update stamp: the same stamp and question need no second call
    json_body: dict[str, Any] | None = None  # sent as JSON by POST

    @property
    def suffix(self) -> str:
        """File ending of the answer."""
        return _SUFFIX[self.kind]

    @property
    def question(self) -> list[Any]:
        """What makes two requests the same question."""
        asked: list[Any] = [self.url, [list(p) for p in self.params]]
        return asked if self.json_body is None else [*asked, self.json_body]


def sidecar_path(store: Path, request: Request) -> Path:
    """Where the sidecar of a request lies."""
    return store / request.source / f"{request.name}.sidecar.json"


def read_sidecar(store: Path, request: Request) -> dict[str, Any]:
    """The sidecar, when it answers this very question; else empty."""
    about = files.read_json(sidecar_path(store, request))
    return about if about.get("question") == request.question else {}


def keep(store: Path, request: Request, body: Path, sha256: str, url: str, headers: dict[str, str]) -> Raw:
    """File a body under its content and point the sidecar at it."""
    folder = store / request.source
    target = folder / f"{request.name}@{sha256[:12]}{request.suffix}"
    known = target.exists()
    files.move(body, target)
    fetched_at = datetime.now(UTC).isoformat(timespec="seconds")
    about = {"file": target.name, "url": url, "fetched_at": fetched_at, "sha256": sha256, "version": request.version}
    files.write_json(sidecar_path(store, request), about | headers | {"question": request.question})
    return Raw(request.source, request.name, target, url, fetched_at, sha256, unchanged=known)


def forget(raws: Iterable[Raw]) -> None:
    """Ask again next time, even under the same update stamp: these answers turned out to be unusable."""
    for raw in raws:
        path = raw.path.parent / f"{raw.name}.sidecar.json"
        if not raw.replayed and (about := files.read_json(path)):
            files.write_json(path, about | {"version": "", "etag": "", "last_modified": "", "forgotten": True})


def stored(store: Path, request: Request, *, replayed: bool = False) -> Raw | None:
    """The latest stored answer to a request, or None. Accepts plain recorded files (`<name>.json`) too."""
    folder = store / request.source
    sidecar = sidecar_path(store, request)
    if about := files.read_json(sidecar):
        path = folder / about["file"]
        if path.exists():
            return Raw(request.source, request.name, path, about["url"], about["fetched_at"], about["sha256"], replayed)
    path = folder / f"{request.name}{request.suffix}"
    if not path.exists():
        return None
    with path.open("rb") as handle:
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Raw(request.source, request.name, path, request.url, when, sha256, replayed)
