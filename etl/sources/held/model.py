"""What a row may take of files handed in. The commands that take them need it, whatever becomes of the declaration."""

from typing import Literal

from pydantic import Field

from core.base.typed import Id
from core.catalogue.model import Level
from core.catalogue.queries import Query


class HeldQuery(Query):
    """What people hand in with `python -m etl import`: a column of the template of `of` (by default, the row's own)."""

    source: Literal["held"]
    of: Id | None = None
    column: Literal["valor", "numerador", "denominador", "racio"] = "valor"
    scale: float = 1.0  # of `racio`
    decimals: int = Field(2, ge=0, le=6)  # of `racio`
    levels: tuple[Level, ...] = ("municipio",)  # of what territories a row may speak
    values: tuple[float, ...] = ()  # the only values allowed, where they are a list (1 = sim, 0 = não)

    def by_hand(self, level: str) -> bool:
        """Files are handed in for the levels that the row takes."""
        return level in self.levels

    def of_item(self, item_id: str) -> "HeldQuery":
        """The same question, of the row's own template where it names none."""
        return self if self.of is not None else self.model_copy(update={"of": item_id})
