"""One connector per provider, all of one shape: `fetch` asks (impure, tiny), `parse` reads (pure)."""

from typing import Any, Protocol

from etl.context import Context
from etl.model import Parsed, Raw


class Connector(Protocol):
    """What every provider's module offers. `query` is its own model of core.catalogue."""

    id: str

    def fetch(self, query: Any, context: Context) -> tuple[Raw, ...]:
        """Raw answers for a query; raises a SourceError."""
        ...

    def parse(self, raws: tuple[Raw, ...], query: Any, context: Context) -> Parsed:
        """Observations (etl.model.COLUMNS) and findings; raises a SourceError when the answer is unusable."""
        ...


def connectors() -> dict[str, Connector]:
    """A fresh connector per provider, by the `source` of its queries."""
    from etl.sources.figures import Figures
    from etl.sources.ine import Ine
    from etl.sources.mai import Mai
    from etl.sources.mobie import Mobie

    return {c.id: c for c in (Figures(), Ine(), Mai(), Mobie())}
