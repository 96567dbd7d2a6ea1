"""What every screen asks for every few seconds: which build, which scenes, what is wrong. Small, and cheap to make."""

import hashlib
import logging
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from core.base import clock
from core.base.errors import EntiError, RoomError
from core.base.paths import (
    ROOM,
    builds_dir,
    execution_path,
    room_path,
    targets_dir,
)
from core.room import playlists as room
from core.room.playlists import Playlist
from core.terms.formats import day
from core.warehouse import checks, loads
from core.warehouse.checks import Check
from core.warehouse.store import POINTER, Store, kept, last_fetched, look
from show.texts import t
from ui.data import load
from ui.data.asked import OLD_LOAD_DAYS, by_source, days_since, in_time
from ui.data.context import Context, compiled_on
from ui.wall.parts import LANG
from ui.wall.scenes import watched
from ui.web import assets

_log = logging.getLogger(__name__)


def context() -> Context:
    """The build in force, today. Raises the errors of core.warehouse.store, core.catalogue and core.terms.territory."""
    return Context(LANG, load.the_catalogue(), load.territories(), load.store(), clock.today())


def stamp(scene: str = "") -> str:
    """Changes whenever a scene may: build, checks, playlists, what was said of the execution, targets, code, day.

    What only some kinds of scenes show (alerts, live figures) counts for these alone, so that the others are not made
    anew.
    """
    folder = builds_dir()
    files = [
        folder / POINTER,
        *kept(folder),
        folder / checks.CHECKS,
        folder / checks.LOADS,
        ROOM,
        room_path(),
        execution_path(),
        *_targets(),
        *watched(scene),
    ]
    seen = [(str(p), s.st_mtime_ns, s.st_size) for p in files if (s := _stat(p)) is not None]
    return hashlib.sha256(repr((seen, assets.code(), clock.today())).encode()).hexdigest()[:16]


def _targets() -> list[Path]:
    folder = targets_dir()
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def playlist(name: str | None) -> Playlist:
    """The playlist of this id, or the first where none is named; RoomError for one that does not exist."""
    known = room.load().playlists
    if name and name not in known:
        raise RoomError(
            f"Já não há a lista de cenas «{name}».", cure=f"Abrir outra, ou dar outra chave; há: {', '.join(known)}."
        )
    return known[name] if name else next(iter(known.values()))


def facts() -> dict[str, Any]:
    """`troubles` (large type, worst first), `build`, `built` and `got` (seconds since 1970 of the build and of its
    newest figures; None without any), `sources` (in time, of how many asked), `tone`.
    """
    try:
        opened = context()
        info = loads.build_info(opened.store)
    except EntiError as error:
        _log.warning("A parede não tem dados: %s", error)
        said = f"{t('wall.no_build', LANG)}."
        return {"troubles": [said], "build": "", "built": None, "got": None, "sources": "", "tone": "bad"}
    asked = [c for c in by_source(opened).values() if c]
    ok = sum(in_time(c) for c in asked)
    return {
        "troubles": _troubles(opened.store, asked),
        "build": opened.store.build.rsplit("-", 1)[-1][:7],
        "built": datetime.fromisoformat(str(info["built_at"])).timestamp(),
        "got": _got(opened),
        "sources": t("wall.asked", LANG, ok=ok, n=len(asked)) if asked else t("wall.none_asked", LANG),
        "tone": "good" if asked and ok == len(asked) else "bad" if ok < len(asked) else "",
    }


def _got(opened: Context) -> float | None:
    """When the newest figures of the build were fetched; those that came with the project have the day they were
    compiled, which is not known where their description cannot be read.
    """
    at = last_fetched(opened.store)
    if at is None:
        try:
            compiled = compiled_on()
        except EntiError:
            return None
        at = datetime.combine(date.fromisoformat(compiled), time.min, UTC)
    return at.timestamp()


def _troubles(opened: Store, asked: Sequence[Sequence[Check]]) -> list[str]:
    """What is wrong with all that is shown. What is old of one source only is said by its scenes, and by the count of
    sources.
    """
    last = checks.refused()
    said = [t("wall.other_build", LANG)] if look().said else []
    said += [t("wall.locked_build", LANG)] if opened.locked else []
    said += [] if last is None else [t("wall.refused_load", LANG, date=day(str(last["at"]), LANG))]
    if asked and all(days_since(c) > OLD_LOAD_DAYS for c in asked):
        said.append(t("wall.old_load", LANG, n=min(days_since(c) for c in asked)))
    return said
