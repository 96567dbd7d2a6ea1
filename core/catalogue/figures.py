"""The description of the figures that ship with the project: figures.yaml, typed and checked."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from core.base import sums
from core.base.errors import SnapshotError
from core.base.paths import SNAPSHOT
from core.base.typed import Id, Strict, read


class Part(Strict):
    """What one `dim` of a figure has otherwise than the rest of it; empty: as the rest."""

    source: str = ""
    licence: str = ""
    edition: str = ""
    chain: tuple[str, ...] = ()


class Figure(Strict):
    """Where a figure comes from. `edition`: which one of the source's; `chain`: through whose hands it came, the source
    first; `series`: those it has in figures.parquet (column dim), none where it is only one. How each value reached us
    stands beside the value, in figures.parquet.
    """

    source: str
    licence: str
    home_url: str = Field(pattern=r"^https://")
    edition: str = ""
    chain: tuple[str, ...] = Field(min_length=1)
    series: tuple[str, ...] = ()
    dims: dict[str, Part] = {}  # noqa: RUF012, frozen

    @model_validator(mode="after")
    def _named(self) -> "Figure":
        if unknown := sorted(set(self.dims) - set(self.series)):
            raise ValueError(f"dims refere séries que não estão em series: {', '.join(unknown)}")
        return self

    def of(self, dim: str) -> Part:
        """Source, licence, edition and chain of a dim."""
        own = self.dims.get(dim, Part())
        return Part(
            source=own.source or self.source,
            licence=own.licence or self.licence,
            edition=own.edition or self.edition,
            chain=own.chain or self.chain,
        )


class Document(Strict):
    """What a value was read in. `address` None: it was not kept; `place`: where in it; `dated`: when it appeared, as
    far as known (year, month or day).
    """

    title: str
    publisher: str
    address: str | None = Field(default=None, pattern=r"^https?://[^ ]+$")
    place: str = ""
    dated: str = Field(default="", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|edição de \d{4})?$")

    @model_validator(mode="after")
    def _whole(self) -> "Document":
        if self.address is not None and "..." in self.address:
            raise ValueError("address: um endereço cortado não se abre; sem ele por inteiro, deixar vazio")
        return self


class Described(Strict):
    """The whole of figures.yaml. `compiled`: the day on which the figures were put together."""

    compiled: date
    figures: dict[Id, Figure]
    documents: dict[Id, Document] = {}  # noqa: RUF012, frozen


@lru_cache(maxsize=2)
def describe(folder: Path = SNAPSHOT) -> Described:
    """The description in a folder; SnapshotError when it is missing or wrong."""
    path = folder / "figures.yaml"
    text = sums.text_of(
        path,
        SnapshotError,
        what="Não se consegue ler a descrição dos valores embutidos.",
        changed="A descrição dos valores embutidos já não é a que veio com o projeto.",
        cure="repor data/snapshot/ do git.",
    )
    return read(
        Described,
        text,
        name=str(path),
        what="na descrição dos valores embutidos",
        error=SnapshotError,
        cure="ou repor data/snapshot/ do git.",
    )
