"""What a row may ask INE for, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from pydantic import Field

from core.base.typed import NutsVersion, Text
from core.catalogue.limits import Limits
from core.catalogue.model import Certainty, Level
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class IneQuery(Query):
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
    divisor: float = Field(default=1.0, gt=0)
    title: str = Field(min_length=10)

    @property
    def certain(self) -> bool:
        """False while the code is unsure, or nothing says which category to take."""
        return self.code_status == "verified" and (self.dims_status == "verified" or bool(self.pick))


SOURCE = SourceKind(
    id="ine",
    name=Text(
        pt="Instituto Nacional de Estatística (INE)",
        en="Statistics Portugal (INE)",
    ),
    home_url="https://www.ine.pt",
    licence="CC BY 4.0",
    citation="Fonte: INE",
    check_days=7,
    query=IneQuery,
    limits=Limits(
        backoff=120.0, max_wait=600.0
    ),  # it blocks for hours whoever comes back too soon, and a public client of it waits 120 s
)
