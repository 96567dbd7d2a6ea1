"""What a row may ask Eurostat for, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from pydantic import Field, model_validator

from core.base.typed import NutsVersion, Text
from core.catalogue.model import Certainty
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind
from core.terms.territory import COUNTRY, EU


class EurostatQuery(Query):
    """One slice of a Eurostat dataset: `filters` fixes every dimension but geo and time.

    `expect` gives a text that the label of a fixed category must contain (without regard to case), so that a
    code which means something else is refused and never filed under our name.
    """

    source: Literal["eurostat"]
    dataset: str = Field(pattern=r"^[a-z0-9_]+$")
    filters: dict[str, str]
    expect: dict[str, str] = Field(default_factory=dict)
    geo: tuple[str, ...] = (COUNTRY, EU)
    nuts: NutsVersion | None = None
    divisor: float = Field(default=1.0, gt=0)
    code_status: Certainty

    @model_validator(mode="after")
    def _guarded(self) -> "EurostatQuery":
        if unknown := sorted(set(self.expect) - set(self.filters)):
            raise ValueError(f"expect refere dimensões que não estão em filters: {', '.join(unknown)}")
        if self.code_status != "verified" and not self.expect:
            raise ValueError("códigos por verificar precisam de expect (o texto do rótulo)")
        return self


SOURCE = SourceKind(
    id="eurostat",
    name=Text(
        pt="Eurostat",
        en="Eurostat",
    ),
    home_url="https://ec.europa.eu/eurostat",
    licence="CC BY 4.0",
    citation="Fonte: Eurostat",
    check_days=7,
    query=EurostatQuery,
)
