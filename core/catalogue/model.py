"""Vocabulary of the catalogue: small typed parts from which core.catalogue builds the whole."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from core.base.typed import Id, NutsVersion, Strict, Text
from core.catalogue.basis import Basis

Level = Literal["municipio", "nuts3", "nuts2", "nuts1", "pais", "estacao", "nenhum"]
Direction = Literal["higher_better", "lower_better", "neutral"]
Periodicity = Literal[
    "continuous", "monthly", "quarterly", "annual", "biennial", "quadrennial", "decennial", "irregular"
]
Certainty = Literal["verified", "inferred", "partial", "unverified", "absent", "not_applicable"]
Coverage = Literal["portugal", "continente"]


class Source(Strict):
    """An organisation or service figures come from: those with a connector declare themselves
    (core.catalogue.sources), the others hand in files. `home_url` None: nothing is known of a source but its id,
    since its declaration was refused.
    """

    name: Text
    home_url: str | None = Field(pattern=r"^https://")
    licence: str
    citation: str
    connector: Id
    check_days: int = Field(default=7, ge=1, le=366)  # how often it is worth asking for something new


class Bounds(Strict):
    """Values outside are findings. Below `min` they cannot be true and are withheld; above `max` only if `hard`."""

    min: float | None = None
    max: float | None = None
    hard: bool = True

    @model_validator(mode="after")
    def _ordered(self) -> "Bounds":
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError("min tem de ser menor do que max")
        return self


class Sum(Strict):
    """NUTS value = sum of its municipalities."""

    rule: Literal["sum"]
    min_coverage: float = Field(1.0, gt=0, le=1)


class Ratio(Strict):
    """NUTS value = scale × Σ numerator / Σ denominator (support series, or `area_km2`)."""

    rule: Literal["ratio"]
    numerator: Id
    denominator: Id
    scale: float = 1.0
    min_coverage: float = Field(1.0, gt=0, le=1)


class WeightedMean(Strict):
    """NUTS value = Σ value × denominator / Σ denominator."""

    rule: Literal["weighted_mean"]
    denominator: Id
    min_coverage: float = Field(1.0, gt=0, le=1)


class Parts(Strict):
    """NUTS value = scale × Σ numerator / Σ denominator, of those that came with the municípios' own values."""

    rule: Literal["parts"]
    scale: float = 1.0
    min_coverage: float = Field(1.0, gt=0, le=1)


class NotAggregated(Strict):
    """No NUTS value unless the source publishes one; says why."""

    rule: Literal["none"]
    reason: Text


Aggregation = Annotated[Sum | Ratio | WeightedMean | Parts | NotAggregated, Field(discriminator="rule")]


class Series(Strict):
    """One series of an indicator (álcool and tabaco, anual and quinquenal): one definition, one method, one edition.

    `definition`: what it counts; `caveat`: what a reader must know, and what it must not be taken for. `unit`,
    `decimals`, `periodicity`: its own, where they are not the indicator's. `breaks`: periods from which it does not
    compare with what was before, where the source marks none. `figure`: the embedded figure that it comes from, by its
    own id as `dim` (or the only one), where no query of the file says so. `basis`: what its figures rest on, where it
    is not what those of the indicator do. `part`: what of the row it is («mulheres», «álcool»), where it is only a part
    of it: said wherever its figures stand for the row. `judged_from`: the first period whose figures mean something in
    practice, where the first ones do not: those before it are shown, and nothing is judged by them.
    """

    id: Id
    name: Text
    unit: Text | None = None
    decimals: int | None = Field(default=None, ge=0, le=4)
    periodicity: Periodicity | None = None
    definition: Text | None = None
    caveat: Text | None = None
    breaks: tuple[str, ...] = ()
    figure: Id | None = None
    part: Text | None = None
    judged_from: str | None = Field(default=None, pattern=r"^\d{4}$")
    default: bool = False
    nuts: NutsVersion | None = None
    comparable: bool = True
    aggregation: Aggregation | None = None
    basis: Basis | None = None
    ended: bool = False  # the source has stopped this series
    placed: bool = True  # false: what it was read in does not say of which territory it is
    successor: Id | None = None  # the series that goes on instead

    def naming(self, name: Text, lang: str) -> str:
        """A name of its indicator beside its figures: «Vida saudável (mulheres)», where it is only a part of that."""
        return f"{name.get(lang)} ({self.part.get(lang)})" if self.part else name.get(lang)


class GoalSpec(Strict):
    """A target that law or strategy sets, with its source. `context`: shown beside the figures, never judged, `why`
    says so.
    """

    value: float
    year: int = Field(ge=2000, le=2100)
    name: Text
    scope: Literal["portugal", "continente", "ue", "global"]
    source: str = Field(min_length=3)
    status: Literal["verified", "press", "unverified"]  # how sure we are of value and year
    use: Literal["target", "context"] = "target"
    unit: Text | None = None  # its own, where it is not the indicator's
    why: Text | None = None
    base_year: int | None = Field(None, ge=1990, le=2100)

    @model_validator(mode="after")
    def _context_explained(self) -> "GoalSpec":
        if (self.use == "context") != (self.why is not None):
            raise ValueError("uma meta de contexto diz em why porque não serve; as outras não têm why")
        if self.use == "target" and self.unit is not None:
            raise ValueError("uma meta noutra unidade não se julga: é use: context")
        if self.base_year is not None and self.base_year >= self.year:
            raise ValueError("base_year tem de ser antes de year")
        return self


Cause = Literal[
    "not_collected",
    "not_published_at_level",
    "not_yet_published",
    "confidential",
    "not_applicable",
    "source_ended",
    "login_needed",
    "connector_failed",
    "awaiting_import",
    "not_asked",
    "withheld",
]


class Release(Strict):
    """When a source publishes a period: so many days after the period's last day, and how sure we are."""

    lag_days: int = Field(ge=0, le=4000)
    status: Certainty = "inferred"


class SourceState(Strict):
    """What stands between us and the figures of this row, who owns it, how sure we are."""

    state: Literal["connected", "embedded", "planned", "manual", "not_published"]
    owner: str = Field(min_length=2)
    reason: Text
    source: Certainty
    code: Certainty
    geography: Certainty
    cause: Cause | None = None  # why there are no figures, where the source gives none
    closes: Text | None = None  # what would close that gap

    @model_validator(mode="after")
    def _gap_explained(self) -> "SourceState":
        if self.state in ("planned", "manual", "not_published") and not (self.cause and self.closes):
            raise ValueError(f"estado «{self.state}» precisa de cause e closes: porque falta e o que o resolve")
        return self
