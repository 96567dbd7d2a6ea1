"""Declarations of one test's own, in the registries of the running process."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from core.base.registry import Declaration, Refused, Registry


def put(
    patch: pytest.MonkeyPatch,
    registry: Registry[Any],
    made: Mapping[str, Declaration],
    refused: tuple[Refused, ...] = (),
) -> None:
    """These declarations beside (or in place of) those of the project, and these refused, until the test ends."""
    together = {k: v for k, v in (registry.all | dict(made)).items() if k not in {r.id for r in refused}}
    patch.setitem(registry.__dict__, "_read", (MappingProxyType(together), (*registry.refused, *refused)))


def drawn_by(patch: pytest.MonkeyPatch, registry: Registry[Any], name: str, build: Any) -> None:
    """A declaration of the project as it is, but drawn by `build`."""
    put(patch, registry, {name: registry[name].model_copy(update={"build": build})})
