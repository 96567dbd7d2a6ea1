"""What a page gets: language, catalogue, territories and the open build."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import yaml

from core.base.paths import SNAPSHOT
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


@lru_cache(maxsize=1)
def compiled_on() -> str:
    """Date on which the embedded figures were compiled (ISO)."""
    about = yaml.safe_load((SNAPSHOT / "figures.yaml").read_text(encoding="utf-8"))
    return str(about["compiled"])
