"""The questions a catalogue row may put to a source. Each source of etl/sources has a model of its own; here is
what they share, and the question that the load answers itself.
"""

from typing import Any, Final, Literal

from pydantic import ConfigDict, Field

from core.base.typed import Id, Strict

Use = Literal["load", "context", "witness"]
EMBEDDED: Final = ("figures", "derived")  # made anew in each load, from what ships with the project
LOCAL: Final = (*EMBEDDED, "held")  # need no network


class Query(Strict):
    """`use`: `load` brings figures, `context` only points the way, `witness` is compared with ours and never shown."""

    source: Any
    series: Id = "total"
    by_period: bool = False  # each period stands alone: a new answer replaces only the periods it brings
    use: Use = "load"

    @property
    def loadable(self) -> bool:
        """Whether a load may ask it and show what comes."""
        return self.use == "load" and self.certain

    @property
    def askable(self) -> bool:
        """Whether a load may ask it, be it to show or to compare."""
        return self.use != "context" and self.certain

    @property
    def certain(self) -> bool:
        """Whether we know well enough what to ask for."""
        return True

    def by_hand(self, level: str) -> bool:
        """Whether it is people who answer it, at that level."""
        return False

    def of_item(self, item_id: str) -> "Query":
        """The question as this row puts it; the same for all but those that speak of the row itself."""
        return self


class DerivedQuery(Query):
    """scale × numerator / denominator, município by município, or region by region where `at` says so."""

    source: Literal["derived"]
    numerator: Id
    denominator: Id
    scale: float = 1.0
    decimals: int = Field(2, ge=0, le=6)
    at: Literal["municipio", "regions"] = "municipio"


class Unread(Query):
    """A question to a source whose declaration was refused: nobody can ask it, and the figures there are stay."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @property
    def certain(self) -> bool:
        """Never: nothing says what it means."""
        return False
