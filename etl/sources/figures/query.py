"""What a row may take of the embedded figures, and what the source is called. Imports core only: the catalogue
reads it.
"""

from typing import Literal

from core.base.typed import Id, Text
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class FiguresQuery(Query):
    """Figures that ship with the project in data/snapshot/."""

    source: Literal["figures"]
    figure: Id
    dim: str | None = None


SOURCE = SourceKind(
    id="figures",
    name=Text(
        pt="Valores embutidos no projeto",
        en="Figures that ship with the project",
    ),
    home_url="https://territoriosinteligentes.gov.pt",
    licence="a de cada valor, ao lado dele",
    citation="Fonte: valores embutidos no projeto",
    check_days=7,
    query=FiguresQuery,
)
