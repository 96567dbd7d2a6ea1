"""What a series of figures has, and what an indicator has beside it, be it a row of Table 3 or a further one."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union

from pydantic import Field, model_validator

from core.base.typed import Id, Strict, Text
from core.catalogue.basis import Basis
from core.catalogue.model import (
    Aggregation,
    Bounds,
    Coverage,
    Direction,
    GoalSpec,
    Level,
    Periodicity,
    Release,
    Series,
    SourceState,
)
from core.catalogue.queries import Query
from core.catalogue.sources import models
from core.terms.enti import APPROVED, ROWS

AREA: Final = "area_km2"  # stands where a support series may: of the territory table

if TYPE_CHECKING:
    _AnyQuery = Query
else:  # one of the models that the sources declare
    _AnyQuery = Annotated[Union[models()], Field(discriminator="source")]  # noqa: UP007, of a tuple made at run time


class Measured(Strict):
    """What every series of figures has, be it a row of Table 3 or a denominator."""

    id: Id
    name: Text
    unit: Text
    decimals: int = Field(ge=0, le=4)
    periodicity: Periodicity
    finest_level: Level
    aggregation: Aggregation
    bounds: Bounds
    provider: Id
    coverage: Coverage = "portugal"
    release: Release | None = None
    series: tuple[Series, ...] = (Series(id="total", name=Text(pt="Total", en="Total"), default=True),)
    queries: tuple[_AnyQuery, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_embedded(cls, raw: Any) -> Any:
        """A series that names its figure asks for it, after all that the file asks for."""
        if not isinstance(raw, dict) or not isinstance(raw.get("series"), list | tuple):
            return raw  # said below, with its place
        asked = [
            {"source": "figures", "series": s.get("id"), "figure": s["figure"], "dim": s.get("id")}
            for s in raw["series"]
            if isinstance(s, dict) and s.get("figure")
        ]
        return raw | {"queries": [*raw.get("queries", ()), *asked]}

    @model_validator(mode="after")
    def _series_agree(self) -> "Measured":
        ids = [s.id for s in self.series]
        if len(set(ids)) != len(ids):
            raise ValueError("há duas séries com o mesmo id")
        if sum(s.default for s in self.series) != 1:
            raise ValueError("exatamente uma série tem de ter «default: true»")
        if unknown := {s.successor for s in self.series} - {None, *ids}:
            raise ValueError(f"successor refere séries que não existem: {', '.join(sorted(map(str, unknown)))}")
        for query in self.queries:
            if query.use != "context" and query.series not in ids:
                raise ValueError(f"a consulta refere a série «{query.series}», que não está em «series»")
        return self

    @property
    def default_series(self) -> Series:
        """The series shown first."""
        return next(s for s in self.series if s.default)

    @property
    def keyed(self) -> dict[str, Any]:
        """Queries by `indicator/series/source/n`, in the order in which one goes before another.

        `n` counts the queries of one source and series. The key names a query in runs, checks and gaps.
        """
        found: dict[str, Any] = {}
        for query in self.queries:
            query = query.of_item(self.id)
            stem = f"{self.id}/{query.series}/{query.source}"
            found[f"{stem}/{sum(k.startswith(stem + '/') for k in found)}"] = query
        return found

    def get_series(self, series_id: str) -> Series:
        """The series of this id; KeyError if there is none."""
        for series in self.series:
            if series.id == series_id:
                return series
        raise KeyError(series_id)

    def rule_for(self, series_id: str) -> Aggregation:
        """The NUTS rule of a series (its own, or the indicator's)."""
        return self.get_series(series_id).aggregation or self.aggregation

    def made_of(self, series_id: str) -> frozenset[str]:
        """Ids of the support series that a series is divided or weighed by."""
        asked = [q for q in self.queries if q.source == "derived" and q.series == series_id]
        named = (getattr(r, n, None) for r in (self.rule_for(series_id), *asked) for n in ("numerator", "denominator"))
        return frozenset(n for n in named if n and n != AREA)

    def unit_for(self, series_id: str, lang: str) -> str:
        """Unit of a series in `lang`."""
        return (self.get_series(series_id).unit or self.unit).get(lang)

    def periodicity_for(self, series_id: str) -> Periodicity:
        """How often a series has a new period."""
        return self.get_series(series_id).periodicity or self.periodicity

    def bounds_for(self, series_id: str) -> Bounds:
        """What a series may be: the indicator's bounds speak in the indicator's unit, and of no other."""
        return self.bounds if self.get_series(series_id).unit is None else Bounds(min=self.bounds.min, hard=False)

    def decimals_for(self, series_id: str) -> int:
        """Decimals that a series is shown with."""
        own = self.get_series(series_id).decimals
        return self.decimals if own is None else own


class Indicator(Measured):
    """What is shown and judged: a `Row` of Table 3, or a `Further` one. `basis`: what its figures rest on."""

    row: int | None
    short: Text | None = None  # where the name has no room: a wall, a board of all rows
    domain: str
    indicator: str
    sub_indicator: str
    description: str
    table3_source: str
    direction: Direction
    basis: Basis
    source_state: SourceState
    targets: tuple[GoalSpec, ...] = ()
    first_at: dict[Level, Id] = {}  # noqa: RUF012, frozen; series shown and judged at a level, where it is not the default
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _first_exist(self) -> "Indicator":
        if unknown := {*self.first_at.values()} - {s.id for s in self.series}:
            raise ValueError(f"first_at refere séries que não existem: {', '.join(sorted(unknown))}")
        return self

    def basis_for(self, series_id: str) -> Basis:
        """What the figures of a series rest on (its own, or the indicator's)."""
        return self.get_series(series_id).basis or self.basis

    @property
    def asked_since(self) -> date:
        """From when on its figures are asked for: the strategy asks for every row."""
        return APPROVED

    @property
    def brief(self) -> Text:
        """The short name, or the name where it has none."""
        return self.short or self.name

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands in a list: the rows in their order, then the further ones by id."""
        return (ROWS + 1, self.id) if self.row is None else (self.row, "")


class Row(Indicator):
    """One row of Table 3, with the strategy's own wording."""

    row: int = Field(ge=1, le=ROWS)


class Further(Indicator):
    """An indicator beyond Table 3: open to analysts, shown and counted apart. `why`: the reason for having it;
    `since`: from when on we ask for its figures, so that a lack of them has a date.
    """

    row: None  # written, so that nobody takes it for a row
    why: Text
    since: date
    indicator: str = ""
    sub_indicator: str = ""
    description: str = Field(min_length=1)
    table3_source: Literal[""] = ""  # the strategy names no source for it

    @property
    def asked_since(self) -> date:
        """Since the analyst's day: nobody asked for it before."""
        return self.since


class Support(Measured):
    """A numerator or denominator; not a row of Table 3, never shown as one."""


class Neighbour(Measured):
    """What stands beside indicators: another measure, another edition, a part. Never the value of a row, never counted.
    `beside`: the indicators that it is shown with.
    """

    beside: tuple[Id, ...] = Field(min_length=1)
