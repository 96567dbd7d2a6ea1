"""What a row may ask QualAR for, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from pydantic import Field

from core.base.typed import Text
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class QualarQuery(Query):
    """The index of APA's QualAR at each station, for one day."""

    source: Literal["qualar"]
    url: str = Field(pattern=r"^https://")


SOURCE = SourceKind(
    id="qualar",
    name=Text(
        pt="APA, QualAR",
        en="APA, QualAR",
    ),
    home_url="https://qualar.apambiente.pt",
    licence="por autorizar pela APA",
    citation="Fonte: APA, QualAR",
    check_days=1,
    query=QualarQuery,
)
