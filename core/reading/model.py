"""The parts of a reading: plain values, without words, that each medium says in its own size."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from core.judgement.verdict import Verdict
from core.terms.territory import Territory


class Have(NamedTuple):
    """A series at a level: `version` is None where both NUTS versions share it; periods in time order."""

    series: str
    level: str
    version: str | None
    periods: tuple[str, ...]


Record = Literal["highest", "lowest"]
How = Literal["source", "copy", "derived", "document"]


@dataclass(frozen=True)
class Point:
    """A figure in one period. `status`, `conf`: core.terms.status; `note`: what a reader must know, or empty."""

    period: str
    value: float
    status: str
    conf: str
    note: str

    @property
    def normal(self) -> bool:
        """Whether nothing has to be said of how sure it is."""
        return self.status == "A"


@dataclass(frozen=True)
class Change:
    """What a figure did since the one before it, in the unit of the series, exact. Only of series whose periods
    compare. `seen`: the same, rounded as the figures are shown: what is not seen in them is not said. `better`: whether
    that is the way that the indicator wants; None where no way is agreed, or nothing is seen.
    """

    before: Point
    by: float
    seen: float
    better: bool | None


@dataclass(frozen=True)
class Position:
    """Where a place stands: competition rank (1 = best, or highest where no way is agreed) of `of` places with a value;
    `tied`: how many others share it.
    """

    rank: int
    of: int
    tied: int


@dataclass(frozen=True)
class Spread:
    """The places of a level in one period. `rows`: core.warehouse.queries.slice_at, gaps among them."""

    level: str
    version: str
    period: str
    rows: pd.DataFrame

    @property
    def values(self) -> list[float]:
        """Those that there are, in the order of the rows."""
        found: list[float] = self.rows["value"].dropna().tolist()
        return found

    @property
    def of(self) -> int:
        """How many places there are, with and without a value."""
        return len(self.rows)


@dataclass(frozen=True)
class End:
    """The places at one end of a spread: the value, and all that share it (territory_id, name), in the rows' order."""

    value: float
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Origin:
    """The line under a figure. `when`: the day it was fetched, or on which the embedded figures were compiled (ISO).

    `citation` without «Fonte: ».
    """

    source_id: str
    citation: str
    licence: str
    embedded: bool
    when: str
    stale: bool

    @classmethod
    def of(cls, run: Mapping[str, Any], compiled: str) -> "Origin":
        """From a run of the build (core.warehouse.loads.run_of)."""
        embedded = run["source_id"] in ("figures", "derived")
        return cls(
            str(run["source_id"]),
            str(run["citation"]).removeprefix("Fonte: "),
            str(run["licence"]),
            embedded,
            compiled if embedded else str(run["finished_at"]),
            bool(run["stale"]),
        )


@dataclass(frozen=True)
class Pedigree:
    """How a figure reached us. Filled by the figures that carry it; until then nothing is claimed (`how` None).

    `chain`: the steps from the source to here; `document`: citation and address of what it was read in; `parts`:
    numerator and denominator of a derived one; `is_not`: what it must not be taken for.
    """

    how: How | None = None
    chain: tuple[str, ...] = ()
    edition: str = ""
    document: tuple[str, str] | None = None
    parts: tuple[float, float] | None = None
    is_not: str = ""


@dataclass(frozen=True)
class Windows:
    """The verdict over two named windows of time; None while it is not asked. Today's judgement is `Reading.card`."""

    short: Verdict | None = None
    long: Verdict | None = None


@dataclass(frozen=True)
class Gap:
    """Why there is no figure, and who can act. `loaded_next`: there is a connection, and the next load asks it."""

    cause: str
    loaded_next: bool
    owner: str


@dataclass(frozen=True)
class Where:
    """A place as it is read: itself, the version of NUTS, and what is above it (the Union, for the country)."""

    self: Territory
    version: str
    above: Territory | None = None
