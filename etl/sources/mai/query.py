"""What a row may ask of election results, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from core.base.typed import Text
from core.catalogue.limits import Limits
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class MaiQuery(Query):
    """Election results of the Ministry of Internal Administration."""

    source: Literal["mai"]
    year: Literal[2021, 2025]
    measure: Literal["rate", "voters", "registered"]


SOURCE = SourceKind(
    id="mai",
    name=Text(
        pt="Secretaria-Geral do Ministério da Administração Interna (SG MAI)",
        en="Secretariat-General of the Ministry of Internal Administration (SG MAI)",
    ),
    home_url="https://www.eleicoes.mai.gov.pt",
    licence="informação do setor público; citar MAI",
    citation="Fonte: SG MAI, escrutínio provisório",
    check_days=7,
    query=MaiQuery,
    limits=Limits(pause=0.4, max_bytes=4 * 1024 * 1024),  # the elections are some 640 small static files
)
