"""What a row may ask of E-REDES, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from pydantic import Field

from core.base.typed import Text
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class EredesQuery(Query):
    """Meters of E-REDES's open data: share of smart ones (%), or how many connections have a contract."""

    source: Literal["eredes"]
    dataset: str = Field(pattern=r"^[a-z0-9_-]+$")
    measure: Literal["smart_share", "active"]


SOURCE = SourceKind(
    id="eredes",
    name=Text(
        pt="E-REDES",
        en="E-REDES",
    ),
    home_url="https://e-redes.opendatasoft.com",
    licence="CC BY 4.0",
    citation="Fonte: E-REDES",
    check_days=14,
    query=EredesQuery,
)
