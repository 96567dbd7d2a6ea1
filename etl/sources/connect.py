"""From the name of a source to its connector: `fetch` asks (impure, tiny), `parse` reads (pure)."""

from importlib import import_module
from typing import Any, Protocol

from core.base.errors import DeclarationError
from core.base.registry import attempt
from core.catalogue.sources import REGISTRY
from etl.fetch.context import Context
from etl.fetch.model import Parsed, Raw


class Connector(Protocol):
    """What every provider offers. `query` is its own model (etl.sources.<id>.query)."""

    id: str

    def fetch(self, query: Any, context: Context) -> tuple[Raw, ...]:
        """Raw answers for a query; raises a SourceError."""
        ...

    def parse(self, raws: tuple[Raw, ...], query: Any, context: Context) -> Parsed:
        """Observations (etl.fetch.model.COLUMNS) and findings; raises a SourceError when the answer is unusable."""
        ...


def connector(source: str) -> Connector:
    """A fresh connector for the `source` of a query; its module is loaded only then (geopandas takes a second).

    Raises DeclarationError, naming the file, for a source that was refused, does not exist or has no whole connector.
    """
    declared, file = REGISTRY[source], f"etl/sources/{source}/connector.py"

    def whole() -> Connector:
        made: Any = import_module(f"etl.sources.{declared.id}.connector").CONNECTOR()
        missing = [n for n in ("fetch", "parse") if not callable(getattr(made, n, None))]
        if missing or getattr(made, "id", None) != source:
            raise TypeError(f"falta {', '.join(missing) or f'id = «{source}»'}")
        found: Connector = made
        return found

    made = attempt(whole)
    if isinstance(made, BaseException):
        raise DeclarationError(
            f"O conector da fonte «{source}» não serve: {type(made).__name__}: {made}.",
            where=file,
            cure="dar-lhe CONNECTOR, uma classe com id, fetch e parse; as outras fontes continuam.",
        ) from made
    return made
