"""The few shapes that travel through the ETL: a raw answer, parsed observations, a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from core.catalogue.figures import Document

Severity = Literal["error", "warning", "info"]

# One row per series, territory and period. `value` is a float or NaN; a NaN carries a status from
# core.terms.status.MISSING. `origin`: core.terms.status.ORIGINS. `note` says what a reader must know. `document`: id of
# what a value was read in. `numerator`, `denominator`: of a derived value, where it is a plain quotient of the two.
COLUMNS: Final = (
    *("series", "territory_id", "period", "value", "status", "conf", "sign", "origin", "note"),
    *("document", "numerator", "denominator"),
)
_NUMBERS: Final = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Raw:
    """An answer as it came, on disk, with where and when it was got."""

    source: str
    name: str
    path: Path
    url: str
    fetched_at: str  # ISO 8601, UTC
    sha256: str
    replayed: bool = False
    unchanged: bool = False  # the source said, or we saw, that it is the one we had

    def read(self) -> bytes:
        """The whole body."""
        return self.path.read_bytes()


@dataclass(frozen=True)
class Finding:
    """Something a person should know: what rule, how grave, and the exact place."""

    severity: Severity
    rule: str
    detail: str
    count: int = 1


@dataclass
class Parsed:
    """What a connector made of its raw answers. `edition`, `chain`, `citation`, `licence`: where they are the answer's
    own and not the source's; `documents`: what values were read in, by id.
    """

    frame: pd.DataFrame
    findings: list[Finding] = field(default_factory=list)
    source_updated_at: str | None = None
    raws: tuple[Raw, ...] = ()
    points: list[dict[str, Any]] = field(
        default_factory=list
    )  # etl.build.points.COLUMNS, without indicator, series and run
    edition: str = ""
    chain: tuple[str, ...] = ()
    citation: str = ""
    licence: str = ""
    documents: dict[str, Document] = field(default_factory=dict)


_DEFAULTS: Final = {"series": "total", "status": "A", "conf": "F", "origin": "source"}


def frame(rows: Iterable[dict[str, Any]] | None = None, **columns: Any) -> pd.DataFrame:
    """A frame with exactly COLUMNS, from dicts or from whole columns; missing columns get their defaults."""
    given: Mapping[str, Any] = columns if rows is None else pd.DataFrame(list(rows))
    # At once: a column put into a frame that is there costs as much as the whole.
    index: list[int] | None = None if any(c in given for c in COLUMNS) else []
    made = pd.DataFrame({c: given[c] if c in given else _DEFAULTS.get(c) for c in COLUMNS}, index)
    for column in _NUMBERS:
        made[column] = pd.to_numeric(made[column])
    return made
