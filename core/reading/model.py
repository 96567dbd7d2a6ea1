"""The parts of a reading: plain values, without words, that each medium says in its own size."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from core.base.errors import AuditRefused
from core.base.typed import Text
from core.catalogue.basis import Basis
from core.catalogue.indicator import Neighbour
from core.judgement.interval import Interval, Mark, State
from core.terms.period import UNKNOWN, parse
from core.terms.territory import Territory


class Have(NamedTuple):
    """A series at a level: `version` is None where both NUTS versions share it; periods in time order; `known`: how
    many places have a value in each of them.
    """

    series: str
    level: str
    version: str | None
    periods: tuple[str, ...]
    known: tuple[int, ...] = ()

    @property
    def places(self) -> int:
        """How many places have a value in the newest period."""
        return self.known[-1] if self.known else 0


class Coverage(NamedTuple):
    """How many places of a level, of all that it has, have a value of a series in one period."""

    n: int
    of: int
    level: str
    period: str


Record = Literal["highest", "lowest"]
How = Literal["source", "copy", "derived", "document"]


@dataclass(frozen=True)
class Point:
    """A figure in one period (stored form: core.terms.period; UNKNOWN where its source does not say which). `status`,
    `conf`: core.terms.status; `note`: what a reader must know, or empty.

    AuditRefused without a period, or with what is none: a figure that says nothing of when it is is shown nowhere.
    """

    period: str
    value: float
    status: str
    conf: str
    note: str

    def __post_init__(self) -> None:
        """Refuse what has no period."""
        try:
            parse(self.period)
        except ValueError as error:
            raise AuditRefused(
                f"Um valor sem período não se mostra: {error}.",
                where=self.period or "período vazio",
                cure=f"escrever o período na fonte, ou «{UNKNOWN}», e carregar outra vez.",
            ) from error

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
class Cases:
    """What a figure rests on: `n` cases among a `base` (None: nobody says), what has to be said of that before it is
    ranked, and its interval (None of complete counts, and where the cases are not known).
    """

    basis: Basis
    n: float | None
    base: float | None
    mark: Mark
    interval: Interval | None


Why = Literal["itself", "no_value", "no_reference", "total", "undated", "floor", "unknown"]


@dataclass(frozen=True)
class Compared:
    """How a figure stands beside the country's, or the mainland's (`place`, `point`), of the same series and period;
    `state` None where that is not said, and then `why`.
    """

    state: State | None
    why: Why | None = None
    place: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Position:
    """Where a place stands: competition rank (1 = best, or highest where no way is agreed) of `of` places whose value
    may be ranked (core.reading.chance.placed); `tied`: how many others share it, as the values are shown.
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
    """The places at one end of a spread: the value, and all that share it (territory_id, name), in the rows' order;
    `few`: whether each of them rests on few cases.
    """

    value: float
    places: tuple[tuple[str, str], ...]
    few: bool = False


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
    """How a figure reached us; nothing is claimed of one whose build does not say (`how` None).

    `chain`: the hands it came through, the source first; `edition`: which one of the source's; `document`: citation
    and address (empty: not kept) of what it was read in; `parts`: numerator and denominator of a derived one;
    `is_not`: what it must not be taken for, by language.
    """

    how: How | None = None
    citation: str = ""
    licence: str = ""
    chain: str = ""
    edition: str = ""
    document: tuple[str, str] | None = None
    parts: tuple[float, float] | None = None
    is_not: Text | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], is_not: Text | None) -> "Pedigree":
        """From a row of core.warehouse.queries.pedigree. What we summed up from municípios we derived."""
        how: dict[str, How] = {"aggregated": "derived"}
        origin = str(row["origin"])
        title = row["document_title"]
        return cls(
            how.get(origin, origin),  # type: ignore[arg-type]
            str(row["citation"] or "").removeprefix("Fonte: "),
            str(row["licence"] or ""),
            str(row["chain"] or ""),
            str(row["edition"] or ""),
            _cited(row) if isinstance(title, str) and title else None,
            None if pd.isna(row["denominator"]) else (float(row["numerator"]), float(row["denominator"])),
            is_not,
        )


def _cited(row: Mapping[str, Any]) -> tuple[str, str]:
    parts = [row["document_title"], row["document_publisher"], row["document_place"]]
    address = row["document_address"]
    return "; ".join(p for p in parts if isinstance(p, str) and p), address if isinstance(address, str) else ""


@dataclass(frozen=True)
class Beside:
    """A series that stands beside an indicator: its newest value for the country, the mainland or the Union (None: it
    has none of them), and how many places have one in its newest period. Never the indicator's own value.
    """

    item: Neighbour
    series: str
    place: str | None
    point: Point | None
    period: str
    places: int
    pedigree: Pedigree


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
