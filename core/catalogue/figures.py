"""The description of the figures that ship with the project: figures.yaml, typed and checked."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from core.base.errors import SnapshotError
from core.base.paths import SNAPSHOT
from core.base.typed import Id, Strict, Text, read


class Figure(Strict):
    """Where a figure comes from. `origin`: whether the source gave it or we computed it; `derived_dims` and
    `derived_before` (a period) say which part we computed of one that the source gave.
    """

    source: str
    licence: str
    home_url: str
    origin: Literal["source", "derived"]
    note: Text
    derived_dims: tuple[str, ...] = ()
    derived_before: str | None = None
    period_inferred: bool = False


class Described(Strict):
    """The whole of figures.yaml. `compiled`: the day on which the figures were put together."""

    compiled: date
    figures: dict[Id, Figure]


@lru_cache(maxsize=2)
def describe(folder: Path = SNAPSHOT) -> Described:
    """The description in a folder; SnapshotError when it is missing or wrong."""
    path = folder / "figures.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotError(
            "Não se consegue ler a descrição dos valores embutidos.",
            where=str(path),
            cure="repor data/snapshot/ do git.",
        ) from error
    return read(
        Described,
        text,
        name=str(path),
        what="na descrição dos valores embutidos",
        error=SnapshotError,
        cure="ou repor data/snapshot/ do git.",
    )
