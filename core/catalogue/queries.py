"""The questions a catalogue row may put to a source: one model per connector of etl/sources."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from core.base.typed import Id, NutsVersion, Strict
from core.catalogue.model import Certainty, Level

Use = Literal["load", "context", "witness"]


class _Query(Strict):
    """`use`: `load` brings figures, `context` only points the way, `witness` is compared with ours and never shown."""

    series: Id = "total"
    by_period: bool = False  # each period stands alone: a new answer replaces only the periods it brings
    use: Use = "load"

    @property
    def loadable(self) -> bool:
        """Whether a load may ask it and show what comes."""
        return self.use == "load" and self.certain

    @property
    def askable(self) -> bool:
        """Whether a load may ask it, be it to show or to compare."""
        return self.use != "context" and self.certain

    @property
    def certain(self) -> bool:
        """Whether we know well enough what to ask for."""
        return True


class FiguresQuery(_Query):
    """Figures that ship with the project in data/snapshot/."""

    source: Literal["figures"]
    figure: Id
    dim: str | None = None


class DerivedQuery(_Query):
    """scale × numerator / denominator, município by município, or region by region where `at` says so."""

    source: Literal["derived"]
    numerator: Id
    denominator: Id
    scale: float = 1.0
    decimals: int = Field(2, ge=0, le=6)
    at: Literal["municipio", "regions"] = "municipio"


class IneQuery(_Query):
    """A series of INE's JSON API.

    Dimensions 3 and up are fixed by category code (`dims`) or, where the codes are still unread, by a regular
    expression that must fit the label of exactly one category of the metadata (`pick`).
    """

    source: Literal["ine"]
    varcd: str = Field(pattern=r"^\d{7}$")
    nuts: NutsVersion | None = None
    dims: dict[str, str] = Field(default_factory=dict)
    pick: dict[str, str] = Field(default_factory=dict)
    level: Level
    code_status: Certainty
    level_status: Certainty
    dims_status: Certainty = "verified"
    divisor: float = Field(1.0, gt=0)
    title: str = Field(min_length=10)

    @property
    def certain(self) -> bool:
        """False while the code is unsure, or nothing says which category to take."""
        return self.code_status == "verified" and (self.dims_status == "verified" or bool(self.pick))


class MaiQuery(_Query):
    """Election results of the Ministry of Internal Administration."""

    source: Literal["mai"]
    year: Literal[2021, 2025]
    measure: Literal["rate", "voters", "registered"]


class MobieQuery(_Query):
    """Charging stations, or their charging points, of MOBI.E's national access point, per municipality."""

    source: Literal["mobie"]
    url: str = Field(pattern=r"^https://")
    measure: Literal["stations", "points"] = "stations"


class EredesQuery(_Query):
    """Meters of E-REDES's open data: share of smart ones (%), or how many connections have a contract."""

    source: Literal["eredes"]
    dataset: str = Field(pattern=r"^[a-z0-9_-]+$")
    measure: Literal["smart_share", "active"]


class EurostatQuery(_Query):
    """One slice of a Eurostat dataset: `filters` fixes every dimension but geo and time.

    `expect` gives a text that the label of a fixed category must contain (without regard to case), so that a
    code which means something else is refused and never filed under our name.
    """

    source: Literal["eurostat"]
    dataset: str = Field(pattern=r"^[a-z0-9_]+$")
    filters: dict[str, str]
    expect: dict[str, str] = Field(default_factory=dict)
    geo: tuple[str, ...] = ("PT", "EU27_2020")
    nuts: NutsVersion | None = None
    divisor: float = Field(1.0, gt=0)
    code_status: Certainty

    @model_validator(mode="after")
    def _guarded(self) -> "EurostatQuery":
        if unknown := sorted(set(self.expect) - set(self.filters)):
            raise ValueError(f"expect refere dimensões que não estão em filters: {', '.join(unknown)}")
        if self.code_status != "verified" and not self.expect:
            raise ValueError("códigos por verificar precisam de expect (o texto do rótulo)")
        return self


class EeaQuery(_Query):
    """Air quality of the EEA's download service, as an index per município and year."""

    source: Literal["eea"]
    measure: Literal["median_index", "poor_days_share"]
    first_year: int = Field(2013, ge=1990, le=2100)


class QualarQuery(_Query):
    """The index of APA's QualAR at each station, for one day."""

    source: Literal["qualar"]
    url: str = Field(pattern=r"^https://")


class DadosGovQuery(_Query):
    """A CSV of the strategy's own monitoring on dados.gov.pt, found by the beginning of its file name."""

    source: Literal["dadosgov"]
    file: str = Field(pattern=r"^enti\d{2}[a-z0-9-]*$")
    per: Literal["municipio", "nuts3", "nuts2", "pais"] = "municipio"


class HeldQuery(_Query):
    """What people hand in with `python -m etl import`: a column of the template of `of` (by default, the row's own)."""

    source: Literal["held"]
    of: Id | None = None
    column: Literal["valor", "numerador", "denominador", "racio"] = "valor"
    scale: float = 1.0  # of `racio`
    decimals: int = Field(2, ge=0, le=6)  # of `racio`
    levels: tuple[Level, ...] = ("municipio",)  # of what territories a row may speak
    values: tuple[float, ...] = ()  # the only values allowed, where they are a list (1 = sim, 0 = não)


Query = Annotated[
    FiguresQuery
    | DerivedQuery
    | IneQuery
    | MaiQuery
    | MobieQuery
    | EredesQuery
    | EurostatQuery
    | EeaQuery
    | QualarQuery
    | DadosGovQuery
    | HeldQuery,
    Field(discriminator="source"),
]
