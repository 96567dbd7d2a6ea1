"""The operations room's playlists: which scenes a screen shows, in which order, for how long.

`parede.yaml` of the project holds the first ones; a file of that name in the data folder takes its place, so that an
update of the project never undoes what the room has set. A scene that does not exist is kept as it is written: the
screen says so, and the others go on.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml
from pydantic import Field, model_validator

from core.base import disk, files
from core.base.errors import RoomConflict, RoomError
from core.base.nested import text_of
from core.base.paths import ROOM, room_path
from core.base.typed import Id, Strict, Text, read
from core.catalogue.catalogue import Catalogue
from core.room import scenes
from core.terms.territory import VERSION, Territories

BEFORE: Final = "parede.antes"  # beside the playlists in force: those that were, by number
_CURE: Final = "docs/parede.md descreve cada chave. A lista em vigor não mudou."


class Spec(Strict):
    """One scene of a playlist. `screen`: only on that one of several; None on all. What a kind of scene does not need
    is ignored.
    """

    scene: str = Field(min_length=1, max_length=40)
    seconds: int = Field(25, ge=2, le=600)
    screen: int | None = Field(None, ge=1, le=12)
    indicator: str | None = None
    series: str | None = None
    domain: str | None = None
    territory: str | None = None
    level: str | None = None
    feed: str | None = None
    version: str = VERSION


class Playlist(Strict):
    """Scenes in order, for one screen or several."""

    id: Id
    name: Text
    screens: int = Field(1, ge=1, le=12)
    scenes: tuple[Spec, ...] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _each_screen_has_scenes(self) -> "Playlist":
        for screen in range(1, self.screens + 1):
            if not self.on(screen):
                raise ValueError(f"o ecrã {screen} não tem cenas")
        return self

    def on(self, screen: int) -> tuple[Spec, ...]:
        """The scenes of one screen, in order."""
        return tuple(s for s in self.scenes if s.screen in (None, screen))


class _File(Strict):
    playlists: tuple[Playlist, ...] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _ids_once(self) -> "_File":
        ids = [p.id for p in self.playlists]
        if len(set(ids)) != len(ids):
            raise ValueError("há duas listas com o mesmo id")
        return self


@dataclass(frozen=True)
class Room:
    """All playlists by id. `text`: the file as it is; `stamp`: its hash, for edits that must not undo another's."""

    playlists: Mapping[str, Playlist]
    text: str
    stamp: str


def place(scenes: tuple[Spec, ...], seconds: float) -> tuple[int, float]:
    """Which scene a screen shows at a moment (seconds since 1970, UTC), and how many seconds of it are left.

    A function of the clock alone: screens that show the same list are in step without speaking to each other.
    """
    at = seconds % sum(s.seconds for s in scenes)
    for i, scene in enumerate(scenes):
        if at < scene.seconds:
            return i, scene.seconds - at
        at -= scene.seconds
    raise AssertionError("unreachable: the remainder is less than the sum")


@lru_cache(maxsize=8)
def parse(text: str, where: str) -> Room:
    """The playlists in a text (shared: do not change them); RoomError names what is wrong with it. Every screen asks
    every few seconds: the same text is read once.
    """
    made = read(
        _File,
        text,
        name=where,
        what="nas listas de cenas",
        error=RoomError,
        cure=_CURE,
        empty="pôr uma lista, pelo menos. A lista em vigor não mudou.",
    )
    return Room(
        MappingProxyType({p.id: p for p in made.playlists}), text, hashlib.sha256(text.encode()).hexdigest()[:12]
    )


def doubts(spec: Spec, catalogue: Catalogue, territories: Territories) -> tuple[str, str] | None:
    """What of a scene does not exist, in PT and EN, so that the screen would only say so; None where all of it does."""
    return scenes.doubts(spec.model_dump(), catalogue, territories)


def written(playlists: Iterable[Playlist]) -> str:
    """Playlists as the text of a file that `parse` reads back to the same."""
    made = [p.model_dump(mode="json", exclude_defaults=True) for p in playlists]
    return yaml.safe_dump({"playlists": made}, allow_unicode=True, sort_keys=False, width=120)


def load() -> Room:
    """The playlists in force; RoomError when the file cannot be read or is invalid."""
    own = room_path()
    path = own if disk.exists(own) else ROOM
    text = text_of(path, RoomError, what="As listas de cenas não se leem.", cure=f"corrigir o ficheiro; {_CURE}")
    return parse(text, path.name)


def save(text: str, said_by: str, seen: str | None = None) -> Room:
    """Put new playlists in force, whole or not at all; the file before is kept beside it, named by its time and by
    whom.

    `seen`: stamp of the playlists on which the edit is based; RoomConflict when they have changed since. RoomError
    when the text is not valid, or nobody says it: nothing changes then.
    """
    made, said_by = parse(text, "as listas dadas"), said_by.strip()
    if not 2 <= len(said_by) <= 80:
        raise RoomError(
            "Falta quem o diz.",
            cure="dar o nome da entidade, com 2 a 80 letras.",
            page=(
                "Falta quem o diz (2 a 80 letras); nada foi guardado.",
                "Who says it (2 to 80 letters) is missing; nothing was kept.",
            ),
        )
    target = room_path()
    with files.alone(target, RoomConflict):  # what is compared here still holds when it is written
        now = load()
        if seen is not None and seen != now.stamp:
            raise RoomConflict(
                "As listas mudaram entretanto.",
                cure="ver as listas em vigor e repetir a alteração sobre elas.",
                page=(
                    "As listas mudaram entretanto: partir das que estão em vigor e repetir. Nada foi guardado.",
                    "The playlists have changed meanwhile: start from those in force and repeat. Nothing was kept.",
                ),
            )
        at = datetime.now(UTC)
        if disk.exists(target):
            files.write_text(files.numbered(target.parent / BEFORE, f"{at:%Y%m%dT%H%M%S%f}.yaml"), now.text)
        files.write_text(target, f"# {at:%Y-%m-%d %H:%M} UTC, {said_by}\n{_without_mark(made.text)}")
        return load()


def before() -> Path | None:
    """The file of the playlists that were in force before these, None where none was replaced yet."""
    return next(iter(reversed(files.in_order(room_path().parent / BEFORE, "*.yaml"))), None)


def _without_mark(text: str) -> str:
    """The text without the line that an earlier save put first."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# ") and " UTC, " in first else text
