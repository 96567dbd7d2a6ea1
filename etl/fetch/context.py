"""What a connector may use: the fetcher, the territory table, the boundaries, and a few settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.base.paths import SNAPSHOT, imports_dir
from core.terms.territory import Territories
from etl.fetch.http import Fetcher

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Settings:
    """Numbers that sources have changed before, and may again."""

    ine_cells_per_call: int = 40_000
    ine_language: str = "PT"


@dataclass(frozen=True)
class Context:
    """Shared by all connectors of one load. `boundaries` is called only by those that join by place."""

    fetcher: Fetcher
    territories: Territories
    boundaries: "Callable[[], gpd.GeoDataFrame]"
    snapshot: Path = SNAPSHOT
    imports: Path = field(default_factory=imports_dir)
    settings: Settings = field(default_factory=Settings)
