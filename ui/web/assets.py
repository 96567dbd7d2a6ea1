"""Static files by content hash: one script, one style sheet, one geometry. Written once, cached for good.

Streamlit serves `static/` at `app/static/`; what is made here lies in `static/gen/` and is never edited.
"""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.base import files, nested
from core.base.errors import BoundaryError
from core.base.paths import ROOT, STATIC
from core.terms import territory

if TYPE_CHECKING:
    from geo.inset import Inset
    from geo.shapes import Meta

GENERATED = STATIC / "gen"
_KEPT_FRAMES = 400  # files of all periods that stay on disk: about 40 MB
_SCRIPTS = (
    "ui/web/dom.js",
    "ui/web/controls.js",
    "ui/map/panel.js",
    "ui/map/time.js",
    "ui/map/export.js",
    "ui/map/shapes.js",
    "ui/map/map.js",
)
_WALL = ("ui/web/dom.js", "ui/map/shapes.js", "ui/wall/wall.js")
_STYLES = ("ui/web/enti.css", "ui/map/map.css")


def _publish(name: str, suffix: str, body: bytes) -> str:
    """Write a hashed file if it is not there yet; returns its address relative to the app."""
    path = GENERATED / f"{name}-{hashlib.sha256(body).hexdigest()[:12]}{suffix}"
    if not path.exists():
        files.write_bytes(path, body)
    return f"app/static/gen/{path.name}"


@lru_cache(maxsize=1)
def _code() -> str:
    """Hash of all that turns figures into texts: another code, another file."""
    modules = sorted(p for folder in ("core", "show", "ui") for p in (ROOT / folder).rglob("*.py"))
    return hashlib.sha256(b"".join(p.read_bytes() for p in modules)).hexdigest()


def frames_url(key: str) -> str:
    """Address of a file of all periods (ui.data.frames). `key` names all that it depends on, but the code."""
    return f"app/static/gen/{_frames_name(key)}"


def _frames_name(key: str) -> str:
    return f"frames-{hashlib.sha256((_code() + key).encode()).hexdigest()[:16]}.json"


def publish_frames(key: str, make: Callable[[], Any]) -> None:
    """Write the file of `key` if it is not there yet; the oldest go when there are many."""
    path = GENERATED / _frames_name(key)
    if path.exists():
        return
    files.write_bytes(path, json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode())
    kept = sorted(GENERATED.glob("frames-*.json"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in kept[_KEPT_FRAMES:]:
        old.unlink(missing_ok=True)


def publish_options(options: list[list[str]]) -> str:
    """A long list of choices, kept by the browser instead of sent again with every change."""
    return _publish("options", ".json", json.dumps(options, ensure_ascii=False, separators=(",", ":")).encode())


@lru_cache(maxsize=4)
def _words_url(lang: str, text: str) -> str:
    return _publish(f"words-{lang}", ".json", text.encode())


def publish_words(lang: str, words: dict[str, Any]) -> str:
    """What the map component itself says in a language."""
    return _words_url(lang, json.dumps(words, ensure_ascii=False, separators=(",", ":")))


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


@lru_cache(maxsize=1)
def theirs() -> str:
    """The function, in JavaScript, that says Streamlit's own words in the page's language."""
    return (ROOT / "ui/web/theirs.js").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def wall_urls() -> tuple[str, str, str]:
    """Script, style sheet and watchdog of the wall: apart from the pages', because a wall runs without Streamlit."""
    script = _publish("parede", ".js", _joined(_WALL))
    style = _publish("parede", ".css", _joined(("ui/wall/wall.css",)))
    return script, style, _publish("vigia", ".js", _joined(("ui/wall/watch.js",)))


@lru_cache(maxsize=1)
def code() -> str:
    """Short hash of the code that draws; a screen that was opened with another asks for itself anew."""
    parts = [(ROOT / f).read_bytes() for f in (*_WALL, "ui/wall/wall.css", "ui/wall/watch.js")]
    return hashlib.sha256(_code().encode() + b"".join(parts)).hexdigest()[:12]


def atlas_url() -> str:
    """The geometry of all levels, made from the boundaries in use; made again when those change.

    Raises BoundaryError when there are none.
    """
    path = _boundaries_file()
    try:
        stat = path.stat()
    except OSError as error:
        raise BoundaryError(
            "Falta o ficheiro de limites.",
            where=path.name,
            cure="repor a pasta geo/ do projeto, ou carregar de novo os limites oficiais.",
        ) from error
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


def inset(layer: str, own: str, ids: tuple[str, ...]) -> "Inset | None":
    """Outlines of a few territories out of the map's own file, `own` among them; None where it draws none of them. Of
    municípios, only those of its group of islands: the map does not have these where they lie.
    """
    return _inset(GENERATED / Path(atlas_url()).name, layer, own, ids)


@lru_cache(maxsize=64)
def _inset(path: Path, layer: str, own: str, ids: tuple[str, ...]) -> "Inset | None":
    from geo import groups
    from geo import inset as insets

    if layer == "municipio":
        ids = tuple(i for i in ids if groups.group_of(i) == groups.group_of(own))
    return insets.inset(_parsed(path), layer, ids)


@lru_cache(maxsize=1)
def _parsed(path: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = nested.of_json(path.read_bytes())
    return parsed


def boundaries() -> "Meta":
    """Whose boundaries the map shows."""
    from geo import shapes

    return shapes.meta()
