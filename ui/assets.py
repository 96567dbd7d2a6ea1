"""Static files by content hash: one script, one style sheet, one geometry. Written once, cached for good.

Streamlit serves `static/` at `app/static/`; what is made here lies in `static/gen/` and is never edited.
"""

import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core import territory
from core.errors import BoundaryError
from core.paths import ROOT, STATIC

if TYPE_CHECKING:
    from geo.shapes import Meta

GENERATED = STATIC / "gen"
_KEPT_FRAMES = 400  # files of all periods that stay on disk: about 40 MB
_SCRIPTS = (
    "ui/web/dom.js",
    "ui/web/controls.js",
    "ui/map/panel.js",
    "ui/map/time.js",
    "ui/map/export.js",
    "ui/map/map.js",
)
_STYLES = ("ui/web/enti.css", "ui/map/map.css")


def _publish(name: str, suffix: str, body: bytes) -> str:
    """Write a hashed file if it is not there yet; returns its address relative to the app."""
    digest = hashlib.sha256(body).hexdigest()[:12]
    GENERATED.mkdir(parents=True, exist_ok=True)
    path = GENERATED / f"{name}-{digest}{suffix}"
    if not path.exists():
        temporary = GENERATED / f".{path.name}.{os.getpid()}"
        temporary.write_bytes(body)
        temporary.replace(path)
    return f"app/static/gen/{path.name}"


def publish_frames(body: bytes) -> str:
    """Publish a file of all periods (ui.map.frames); the oldest go when there are many."""
    made = _publish("frames", ".json", body)
    kept = sorted(GENERATED.glob("frames-*.json"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in kept[_KEPT_FRAMES:]:
        old.unlink(missing_ok=True)
    return made


def publish_options(options: list[list[str]]) -> str:
    """A long list of choices, kept by the browser instead of sent again with every change."""
    return _publish("options", ".json", json.dumps(options, ensure_ascii=False, separators=(",", ":")).encode())


def _joined(files: tuple[str, ...]) -> bytes:
    return b"\n".join((ROOT / f).read_bytes() for f in files)


@lru_cache(maxsize=1)
def script_url() -> str:
    """The one script: tree renderer and map, joined (they share a scope, so nothing imports anything)."""
    return _publish("enti", ".js", _joined(_SCRIPTS))


@lru_cache(maxsize=1)
def style_url() -> str:
    """The one style sheet."""
    return _publish("enti", ".css", _joined(_STYLES))


def atlas_url() -> str:
    """The geometry of all levels, made from the boundaries in use; made again when those change.

    Raises BoundaryError when there are none.
    """
    path = _boundaries_file()
    try:
        stat = path.stat()
    except OSError as error:
        raise BoundaryError(
            "Falta o ficheiro de limites.", where=path.name,
            cure="repor geo/ a partir do git, ou correr «python -m etl boundaries».",
        ) from error  # fmt: skip
    return _atlas(path, stat.st_mtime_ns)


@lru_cache(maxsize=1)
def places_url() -> str:
    """Names and regions of all territories, which no change of indicator alters: {layer: {id: [name, region]}}.

    Layers: `municipio-2024` and `-2013` (a município's NUTS III differs), `nuts3-…`, `nuts2-…`, `nuts1-…`.
    """
    known = territory.load()
    layers: dict[str, dict[str, list[str]]] = {}
    for level in ("municipio", "nuts3", "nuts2", "nuts1"):
        for version in territory.VERSIONS:
            layers[f"{level}-{version}"] = {
                t.id: [t.name, known[t.parents[version]].name if level != "nuts1" else ""]
                for t in known.at_level(level, version)
            }
    return _publish("places", ".json", json.dumps(layers, ensure_ascii=False, separators=(",", ":")).encode())


def _boundaries_file() -> Path:
    from geo import shapes

    return shapes.chosen()


@lru_cache(maxsize=2)
def _atlas(path: Path, stamp: int) -> str:
    from geo import atlas, shapes

    written = atlas.write(shapes.load(path), territory.load(), shapes.meta(path), GENERATED)
    return f"app/static/gen/{written.name}"


def boundaries() -> "Meta":
    """Whose boundaries the map shows."""
    from geo import shapes

    return shapes.meta()
