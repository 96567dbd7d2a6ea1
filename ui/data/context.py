"""What a page gets: language, catalogue, territories and the open build."""

from dataclasses import dataclass
from datetime import date

from core.catalogue import figures
from core.catalogue.catalogue import Catalogue
from core.terms.territory import Territories
from core.warehouse.store import Store


@dataclass(frozen=True)
class Context:
    """What a page gets: language, catalogue, territories and the open build."""

    lang: str
    catalogue: Catalogue
    territories: Territories
    store: Store
    today: date


def compiled_on() -> str:
    """Date on which the embedded figures were compiled (ISO); SnapshotError when their description is wrong."""
    return figures.describe().compiled.isoformat()
