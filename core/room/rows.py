"""Lines of a playlist as people type them, checked like a file that is handed in: all of them or none, every cell that
cannot stand named with its line, what is wrong with it, and what to do.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.base.errors import RoomError
from core.catalogue.catalogue import Catalogue
from core.room.playlists import Playlist, Room, Spec
from core.room.scenes import Both, Fault, faults
from core.terms.territory import Territories

_SHOWN: Final = 8  # cells that are named; the rest is counted
_LEAST: Final = {"seconds": 2, "screen": 1}


@dataclass(frozen=True)
class Known:
    """What lines may refer to. `feeds`: ids of the platforms; None where their file cannot be read."""

    catalogue: Catalogue
    territories: Territories
    feeds: Collection[str] | None = None


@dataclass(frozen=True)
class Cell:
    """A cell that cannot stand. `row`: from 1, as typed; `field`: key of core.room.playlists.Spec, or `order`;
    `listed`: id of the playlist, where there are several.
    """

    row: int
    field: str
    what: Both
    cure: Both
    listed: str = ""

    def __str__(self) -> str:
        where = [f"lista {self.listed}"] if self.listed else []
        return f"{', '.join([*where, f'linha {self.row}', self.field])}: {self.what[0]} ({self.cure[0]})"


class RowsRefused(RoomError):
    """Lines that cannot stand; nothing of them was kept. `cells`: every cell, by line."""

    def __init__(self, cells: Sequence[Cell], name: str = "") -> None:
        self.cells = tuple(cells)
        n, said = len(self.cells), [str(c) for c in self.cells[:_SHOWN]]
        said += [f"e mais {n - _SHOWN}"] if n > _SHOWN else []
        super().__init__(
            f"{'Há uma célula que não serve' if n == 1 else f'Há {n} células que não servem'}: {'; '.join(said)}.",
            where=name,
            cure="corrigi-las; nada mudou.",
        )


def checked(rows: Sequence[Mapping[str, Any]], screens: int, known: Known) -> tuple[Spec, ...]:
    """The scenes of typed lines, in the order of their `order` (a number, or empty: at the end); the other keys are
    those of Spec. What is empty is left out, a line without anything is none. RowsRefused where a cell cannot stand.
    """
    wrong: list[Cell] = []
    made: list[tuple[float, Spec]] = []
    for n, row in enumerate(rows, 1):
        given = {k: v for k, v in row.items() if v is not None and v != ""}
        if not given.keys() - {"order", "version", "seconds"}:
            continue
        own = [Cell(n, f.field, f.what, f.cure) for f in _faults(given, screens, known)]
        if own:
            wrong += own
            continue
        order = float(given.pop("order", "inf"))
        numbers = {k: int(given[k]) for k in _LEAST if k in given}
        made.append((order, Spec.model_validate(given | numbers)))
    if wrong:
        raise RowsRefused(wrong)
    return tuple(spec for _, spec in sorted(made, key=lambda x: x[0]))


def check(there: Room, known: Known, name: str) -> None:
    """RowsRefused where a line of playlists that are given as a file asks for what does not exist, or is not used."""
    wrong = [
        Cell(n, f.field, f.what, f.cure, listed.id)
        for listed in there.playlists.values()
        for n, spec in enumerate(listed.scenes, 1)
        for f in _faults(spec.model_dump(exclude_none=True), listed.screens, known)
    ]
    if wrong:
        raise RowsRefused(wrong, name)


def typed(listed: Playlist) -> list[dict[str, Any]]:
    """The lines of a playlist as `checked` takes them."""
    return [{"order": n} | spec.model_dump() for n, spec in enumerate(listed.scenes, 1)]


def _faults(given: Mapping[str, Any], screens: int, known: Known) -> list[Fault]:
    found = [f for k, most in (("seconds", 600), ("screen", screens)) if (f := _number(given, k, most))]
    if not isinstance(given.get("order", 0), int | float):
        what = f"«{given['order']}» não é um número", f"“{given['order']}” is no number"
        found.append(Fault("order", what, ("dar um número, ou deixar vazio", "give a number, or leave it empty")))
    if "scene" not in given:
        cure = "escolher a cena, ou apagar a linha", "choose the scene, or delete the line"
        return [*found, Fault("scene", ("falta a cena", "the scene is missing"), cure)]
    return [*found, *faults(given, known.catalogue, known.territories, known.feeds)]


def _number(given: Mapping[str, Any], field: str, most: int) -> Fault | None:
    value, least = given.get(field), _LEAST[field]
    whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
    if value is None or (whole and least <= value <= most):
        return None
    cure = f"dar um número inteiro de {least} a {most}", f"give a whole number from {least} to {most}"
    return Fault(field, (f"«{value}» não serve", f"“{value}” does not serve"), cure)
