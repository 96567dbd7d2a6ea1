"""From a line of a playlist to a scene. A scene that cannot be made says so itself, and costs no other."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, wait
from pathlib import Path
from typing import Any, Final

from core.base.errors import EntiError, RoomError
from core.base.registry import Registry
from core.room.playlists import Spec
from core.room.scenes import HOMES, facts
from show.texts import t
from show.tree import h
from ui.data.context import Context
from ui.wall.parts import LANG, Scene, Shown

_log = logging.getLogger(__name__)
REGISTRY: Final = Registry("cena", Scene, "ui.wall", "SCENES", homes=HOMES)
WAIT_S: Final = 15  # a scene that is not made by then is said to be too slow; screens ask for it again


def scene(make_context: Callable[[], Context], spec: Spec, pool: Executor) -> dict[str, Any]:
    """What a screen draws: kicker, headline, tree, source, stale, until, then; `error` tells the scenes that could
    not be made.

    The scene runs on its own, so that whatever it raises is looked at here and not lost, nor thrown at the others.
    """
    done = pool.submit(_shown, make_context, spec)
    ended, _ = wait([done], timeout=WAIT_S)
    failed = done.exception() if ended else RoomError(t("wall.too_slow", LANG, n=WAIT_S), cure=t("wall.again", LANG))
    shown = done.result() if failed is None else _failed(spec, failed)
    kind = REGISTRY.all.get(spec.scene)
    return {
        "kicker": shown.kicker or (kind.name.get(LANG) if kind else ""),
        "headline": shown.headline,
        "tree": shown.body,
        "source": shown.source,
        "stale": shown.stale,
        "until": shown.until,
        "then": shown.then,
        "error": failed is not None,
    }


def _shown(make_context: Callable[[], Context], spec: Spec) -> Shown:
    if spec.scene not in REGISTRY.all and spec.scene not in REGISTRY.unread:
        there = ", ".join(s for s in facts() if s in REGISTRY.all)
        return Shown(
            t("wall.scene", LANG),
            t("wall.unknown", LANG, scene=spec.scene),
            h("p", {"class": "w-empty"}, t("wall.there_are", LANG, scenes=there)),
        )
    return REGISTRY[spec.scene].build(make_context(), spec)


def watched(scene: str) -> tuple[Path, ...]:
    """Files that make this kind of scene change, beside those that make every scene do."""
    kind = REGISTRY.all.get(scene)
    return tuple(path() for path in kind.watch) if kind else ()


def _failed(spec: Spec, error: BaseException) -> Shown:
    """Ours say what happened; of others only the kind, since their words may carry anything. Whoever
    keeps the server finds them whole in what it reports.
    """
    if isinstance(error, EntiError):
        _log.warning("A cena «%s» não se fez: %s", spec.scene, error)
        said = error.what
    else:
        _log.error("A cena «%s» não se fez (%s).", spec.scene, type(error).__name__, exc_info=error)
        said = t("wall.raised", LANG, kind=type(error).__name__)
    return Shown(t("wall.scene", LANG), t("wall.cannot", LANG, scene=spec.scene), h("p", {"class": "w-empty"}, said))
