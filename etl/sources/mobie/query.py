"""What a row may ask of charging stations, and what the source is called. Imports core only: the catalogue reads it."""

from typing import Literal

from pydantic import Field

from core.base.typed import Text
from core.catalogue.limits import Limits
from core.catalogue.queries import Query
from core.catalogue.sources import SourceKind


class MobieQuery(Query):
    """Charging stations, or their charging points, of MOBI.E's national access point, per municipality."""

    source: Literal["mobie"]
    url: str = Field(pattern=r"^https://")
    measure: Literal["stations", "points"] = "stations"


SOURCE = SourceKind(
    id="mobie",
    name=Text(
        pt="MOBI.E",
        en="MOBI.E",
    ),
    home_url="https://nap-portugal.imt-ip.pt",
    licence="dados abertos do ponto de acesso nacional; licença por confirmar",
    citation="Fonte: MOBI.E, ponto de acesso nacional",
    check_days=1,
    query=MobieQuery,
    limits=Limits(max_bytes=512 * 1024 * 1024, total_seconds=1800.0, timeout=(10.0, 120.0)),  # one file of about 180 MB
)
