"""What a row may ask of the strategy's own open data, and what the source is called. Imports core only: the
catalogue reads it.
"""

from typing import Literal

from pydantic import Field

from core.base.typed import Text
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class DadosGovQuery(Query):
    """A CSV of the strategy's own monitoring on dados.gov.pt, found by the beginning of its file name."""

    source: Literal["dadosgov"]
    file: str = Field(pattern=r"^enti\d{2}[a-z0-9-]*$")
    per: Literal["municipio", "nuts3", "nuts2", "pais"] = "municipio"


SOURCE = SourceKind(
    id="dadosgov",
    name=Text(
        pt="ARTE, dados.gov.pt (monitorização da Estratégia)",
        en="ARTE, dados.gov.pt (monitoring of the Strategy)",
    ),
    home_url="https://dados.gov.pt",
    licence="CC BY 4.0",
    citation="Fonte: ARTE, dados.gov.pt",
    check_days=30,
    query=DadosGovQuery,
)
