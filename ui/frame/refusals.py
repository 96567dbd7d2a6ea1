"""What of the project could not be opened: every declaration that was refused, of every registry, with file and why."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import core.alerts.kind
import core.catalogue.sources
import core.room.types
import reports.kinds
import ui.wall.scenes
from core.base.errors import DeclarationError, StrategyError
from core.base.paths import EVIDENCE
from core.base.registry import Refused, Registry
from core.catalogue import catalogue
from core.strategy import evidence
from ui.frame import routes

# Under the registry's own name: what it said when it was read is no second report.
_log = logging.getLogger(Registry.__module__)

# kind of thing (words in show.texts) -> those of it that do not count
_REGISTRIES: Final[dict[str, Callable[[], tuple[Refused, ...]]]] = {
    "page": routes.refused,
    "further": lambda: catalogue.FURTHER.refused,
    "source": lambda: core.catalogue.sources.REGISTRY.refused,
    "scene": lambda: ui.wall.scenes.REGISTRY.refused,
    "report": lambda: reports.kinds.REGISTRY.refused,
    "alert": lambda: core.alerts.kind.REGISTRY.refused,
    "live": lambda: core.room.types.REGISTRY.refused,
}


@dataclass(frozen=True)
class Refusal:
    """A declaration that was refused. `what`: page | further | source | scene | report | alert | live | evidence."""

    what: str
    refused: Refused


def every() -> tuple[Refusal, ...]:
    """All of them, by kind; reads each registry that was not read yet."""
    return tuple(_each())


def _each() -> Iterator[Refusal]:
    for what, refused in _REGISTRIES.items():
        yield from (Refusal(what, r) for r in refused())
    try:
        evidence.load()
    except StrategyError as error:
        told = DeclarationError(error.what, where=error.where, cure=error.cure)
        yield Refusal("evidence", Refused(EVIDENCE.name, error.where, told))


def report() -> None:
    """Write each in the log of the process."""
    for refusal in every():
        _log.warning("%s", refusal.refused.error)
