"""One connector per provider, all of one shape: `fetch` asks (impure, tiny), `parse` reads (pure)."""

from importlib import import_module
from typing import Any, Final, Protocol

from etl.fetch.context import Context
from etl.fetch.model import Parsed, Raw


class Connector(Protocol):
    """What every provider's module offers. `query` is its own model of core.catalogue."""

    id: str

    def fetch(self, query: Any, context: Context) -> tuple[Raw, ...]:
        """Raw answers for a query; raises a SourceError."""
        ...

    def parse(self, raws: tuple[Raw, ...], query: Any, context: Context) -> Parsed:
        """Observations (etl.fetch.model.COLUMNS) and findings; raises a SourceError when the answer is unusable."""
        ...


MODULES: Final = {
    "dadosgov": "Dadosgov",
    "eea": "Eea",
    "eredes": "Eredes",
    "eurostat": "Eurostat",
    "figures": "Figures",
    "held": "Held",
    "ine": "Ine",
    "mai": "Mai",
    "mobie": "Mobie",
    "qualar": "Qualar",
}


def connector(source: str) -> Connector:
    """A fresh connector for the `source` of a query; its module is loaded only then (geopandas takes a second).

    Raises KeyError for a source without module.
    """
    made: Connector = getattr(import_module(f"etl.sources.{source}.connector"), MODULES[source])()
    return made
