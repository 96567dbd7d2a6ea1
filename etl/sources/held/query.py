"""What files handed in are called as a source. Imports core and its own model only: the catalogue reads it."""

from core.base.typed import Text
from core.catalogue.sources import SourceKind
from etl.sources.held.model import HeldQuery

SOURCE = SourceKind(
    id="held",
    name=Text(
        pt="Valores entregues em ficheiro",
        en="Figures handed in as files",
    ),
    query=HeldQuery,
)
