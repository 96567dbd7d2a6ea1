"""A source that refuses for now: how long it wants to be left alone, and where the next load goes on.

A refusal ends the load of its source. What came before it is kept with a mark (`.refused.json` in the source's folder),
and the next load takes those answers as they are, so that it begins where the refused one stopped. The first answer
that the source gives again removes the mark.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import requests

from core.base import files
from core.base.clock import local, over
from core.base.errors import SourceRateLimited
from core.terms.formats import day
from etl.fetch.model import Raw
from etl.fetch.raw_store import Request, read_sidecar, stored

MARK: Final = ".refused.json"
_FRESH: Final = timedelta(hours=24)  # older answers are asked for again, and no source is left alone for longer
_CURE: Final = (
    "esperar; o INE bloqueia endereços durante horas depois de muitas chamadas. A carga seguinte continua daí."
)


def refused(response: requests.Response, where: str) -> SourceRateLimited | None:
    """The error where an answer is a refusal for now: 429, 403, or 503 that says when to come back."""
    asked = _retry_after(response.headers.get("Retry-After", "").strip())
    if response.status_code not in (429, 403) and not (response.status_code == 503 and asked is not None):
        return None
    what = f"A fonte recusou o acesso por agora (HTTP {response.status_code})"
    if asked:
        what += f" e pede que se espere até {_clock(datetime.now(UTC) + timedelta(seconds=asked))}"
    error = SourceRateLimited(f"{what}.", where=where, cure=_CURE)
    error.retry_after = asked
    return error


def _retry_after(text: str) -> float | None:
    """Seconds from `Retry-After` (number or date), a year at most; None when absent or unreadable."""
    try:
        asked = float(text) if text.isdecimal() else (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(0.0, asked), 365 * 86400.0)


def _clock(moment: datetime) -> str:
    here = local(moment)
    return f"{day(here.date())}, {here:%H:%M}"


@dataclass
class Round:
    """One source in this process: since when answers belong to the load that goes on, and until when it is shut."""

    path: Path
    since: datetime
    until: datetime | None = None
    resumed: bool = False  # it goes on where an earlier load was refused
    answered: bool = False  # something has come in this process

    @classmethod
    def begin(cls, folder: Path) -> "Round":
        """A new load, or the rest of one that was refused within the last day."""
        path, now = folder / MARK, datetime.now(UTC).replace(microsecond=0)
        known = files.read_json(path)
        try:
            since = datetime.fromisoformat(known["since"])
            until = datetime.fromisoformat(known["until"]) if known.get("until") else None
            resumed = not over(since, _FRESH, now)
            if until and until - datetime.now(UTC) > _FRESH:  # of a clock that stood ahead
                until = None
        except (KeyError, TypeError, ValueError):
            return cls(path, now)
        return cls(path, since if resumed else now, until, resumed)

    def earlier(self, store: Path, request: Request) -> Raw | None:
        """The answer that the refused load had got to this very question; None where there is none to be used."""
        about = read_sidecar(store, request) if self.resumed else {}
        if not about or about.get("forgotten") or about.get("version") != request.version:
            return None
        return stored(store, request) if datetime.fromisoformat(about["fetched_at"]) >= self.since else None

    def respect(self, where: str) -> None:
        """Raises SourceRateLimited, without a call, while the source asked to be left alone."""
        if self.until is not None and self.until > datetime.now(UTC):
            raise SourceRateLimited(
                f"A fonte pediu que se espere até {_clock(self.until)}; não se pediu antes.", where=where, cure=_CURE
            )

    def went_on(self) -> None:
        """The source answers again."""
        self.answered, self.until = True, None
        self.path.unlink(missing_ok=True)

    def stop(self, error: SourceRateLimited) -> None:
        """Leave a mark, where there is something to go on from or a time to be respected."""
        if error.retry_after:
            self.until = datetime.now(UTC) + min(timedelta(seconds=error.retry_after), _FRESH)
        if self.answered or self.resumed or self.until:
            until = self.until.isoformat() if self.until else ""
            files.write_json(self.path, {"since": self.since.isoformat(), "until": until})
