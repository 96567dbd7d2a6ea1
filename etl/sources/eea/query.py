"""What a row may ask of the air's measurements, and what the source is called. Imports core only: the catalogue
reads it.
"""

from typing import Literal

from pydantic import Field

from core.base.typed import Text
from core.catalogue.limits import Limits
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class EeaQuery(Query):
    """Air quality of the EEA's download service, as an index per município and year."""

    source: Literal["eea"]
    measure: Literal["median_index", "poor_days_share"]
    first_year: int = Field(default=2013, ge=1990, le=2100)


SOURCE = SourceKind(
    id="eea",
    name=Text(
        pt="Agência Europeia do Ambiente (AEA)",
        en="European Environment Agency (EEA)",
    ),
    home_url="https://www.eea.europa.eu",
    licence="CC BY 4.0",
    citation="Fonte: AEA, medições das estações comunicadas pela APA",
    check_days=30,
    query=EeaQuery,
    limits=Limits(pause=0.2),  # one file per sampling point
)
