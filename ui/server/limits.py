"""How much of the server one address may take at a time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from core.base import settings
from core.base.addresses import house


class Full(Exception):
    """This address has all that one may have."""


class PerAddress:
    """Counts what each address holds; for one event loop. Who holds nothing is not remembered."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()

    @contextmanager
    def one(self, address: str) -> Iterator[None]:
        """Hold one more meanwhile. Raises Full."""
        at = house(address)
        if self._held[at] >= settings.Reach.now().per_address:
            raise Full
        self._held[at] += 1
        try:
            yield
        finally:
            self._held[at] -= 1
            if not self._held[at]:
                del self._held[at]
