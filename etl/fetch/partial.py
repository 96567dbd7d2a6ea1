"""A body on its way to disk, which an interruption does not lose: the next try asks only for the rest.

Resuming needs a validator (ETag or Last-Modified): without one, nobody knows that the rest belongs to what we have.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import requests

from core.base import files
from etl.fetch.raw_store import Request


def validators(headers: Any) -> dict[str, str]:
    """ETag and Last-Modified of an answer (case-insensitive headers), as the sidecar keeps them."""
    return {"etag": headers.get("ETag", ""), "last_modified": headers.get("Last-Modified", "")}


@dataclass
class Partial:
    """The unfinished body of one request in the folder of its source."""

    body: Path
    about: Path
    request: Request

    @classmethod
    def of(cls, folder: Path, request: Request) -> "Partial":
        """Where the unfinished body of `request` would lie."""
        return cls(folder / f".{request.name}.partial", folder / f".{request.name}.partial.json", request)

    def resume_headers(self) -> dict[str, str]:
        """`Range` and `If-Range` for the rest, or nothing when there is no usable beginning."""
        if not (self.body.exists() and self.about.exists()) or self.body.stat().st_size == 0:
            return {}
        known = files.read_json(self.about)
        validator = known.get("etag") or known.get("last_modified")
        if known.get("question") != self.request.question or not validator:
            return {}
        return {"Range": f"bytes={self.body.stat().st_size}-", "If-Range": validator}

    def begin(self, response: requests.Response) -> tuple[IO[bytes], "hashlib._Hash"]:
        """The file to write to and the hash so far: continued on a fitting 206, else from the start."""
        digest = hashlib.sha256()
        if response.status_code == 206 and self._fits(response):
            with self.body.open("rb") as handle:
                while block := handle.read(1 << 20):
                    digest.update(block)
            return self.body.open("ab"), digest
        self.discard()
        encoded = response.headers.get("Content-Encoding", "identity") != "identity"
        seen = validators(response.headers)
        strong = {k: "" if v.startswith("W/") else v for k, v in seen.items()}
        if not encoded and any(strong.values()):  # an encoded body has other positions than what we write
            files.write_json(self.about, strong | {"question": self.request.question})
        return self.body.open("wb"), digest

    def _fits(self, response: requests.Response) -> bool:
        start = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
        return start.isdigit() and self.body.exists() and int(start) == self.body.stat().st_size

    @property
    def can_resume(self) -> bool:
        """Whether the source gave a validator for what has come so far."""
        return self.about.exists()

    def discard(self) -> None:
        """Forget the beginning: another body will come, or this one was refused."""
        self.body.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)

    def finish(self) -> Path:
        """The whole body, under a name of this process, ready to be filed."""
        done = self.body.with_name(f"{self.body.name}.{os.getpid()}")
        files.move(self.body, done)
        self.about.unlink(missing_ok=True)
        return done
