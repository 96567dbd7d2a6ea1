"""Boundaries of the 308 municípios: those that `python -m etl boundaries` has fetched, or was given, else the
approximate ones that come with the project.

A set of boundaries is two files: `boundaries.topojson` (object `municipios`, key `dico`) and
`boundaries.meta.json` (Meta, plus the SHA-256 of the first, so that an interrupted write is noticed).
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from core.base import files, nested, paths
from core.base.errors import BoundaryError
from core.terms.territory import Territories
from geo.coverage import check, decoded, encoded, gz_size, simplify

__all__ = ["EMBEDDED", "NAME", "Meta", "check", "dissolve", "gz_size", "load", "meta", "simplify", "write"]

NAME: Final = "boundaries.topojson"
EMBEDDED: Final = paths.GEO / NAME
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Meta:
    """What must be said beside a map. `official`: fetched from who publishes them. `label`: by language, pt and en.
    `year`: edition, None when mixed or unknown.
    """

    official: bool
    label: Mapping[str, str]
    attribution: str
    year: int | None = None
    made: str = ""


def load(path: Path | None = None) -> gpd.GeoDataFrame:
    """Boundaries [dico, geometry], WGS84, sorted by dico.

    Without `path`: those fetched or given, if present and whole, else the embedded ones.
    Raises BoundaryError when the file is missing or is no TopoJSON with `dico`.
    """
    return _read(path or chosen())


def meta(path: Path | None = None) -> Meta:
    """What is known about the boundaries that `load` gives for the same `path`.

    Raises BoundaryError when the description is missing or incomplete.
    """
    about = _about(path or chosen())
    return Meta(about["official"], about["label"], about["attribution"], about["year"], about.get("made", ""))


def chosen() -> Path:
    """The boundaries file in use: the one fetched or given if present and whole, else the embedded one."""
    own = paths.boundaries_dir() / NAME
    if not own.exists():
        return EMBEDDED
    try:
        _verify(own)
    except BoundaryError as error:
        _log.warning("Limites de data/boundaries ignorados; usam-se os aproximados. %s", error)
        return EMBEDDED
    return own


def _verify(path: Path) -> None:
    """The pair of files belongs together; raises BoundaryError."""
    expected = _about(path).get("sha256")
    if expected != hashlib.sha256(_bytes(path)).hexdigest():
        raise BoundaryError(
            "Os limites e a sua descrição não condizem.", where=str(path), cure="repetir `python -m etl boundaries`."
        )


def _meta_path(path: Path) -> Path:
    return path.with_suffix(".meta.json")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BoundaryError(
            "Falta um ficheiro de limites.",
            where=str(path),
            cure="repor o ficheiro a partir do git, ou correr `python -m etl boundaries`.",
        ) from error


def _about(path: Path) -> dict[str, Any]:
    wanted = {"official", "label", "attribution", "year"}
    try:
        about = nested.of_json(_bytes(_meta_path(path)))
    except ValueError:
        about = None
    if not isinstance(about, dict) or not wanted <= about.keys():
        raise BoundaryError(
            "A descrição dos limites está incompleta.",
            where=str(_meta_path(path)),
            cure=f"ter nela {', '.join(sorted(wanted))}.",
        )
    return about


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        return decoded(_bytes(path))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise BoundaryError(
            f"O ficheiro de limites não é um TopoJSON com a propriedade dico ({error}).",
            where=str(path),
            cure="repetir `python -m etl boundaries`, ou repor o ficheiro a partir do git.",
        ) from error


def write(gdf: gpd.GeoDataFrame, path: Path, about: Meta) -> Path:
    """Write `gdf` [dico, geometry] as quantised TopoJSON with shared arcs, and its description beside it.

    What was written is read back and checked before it takes the place of the old files: on any error these stay.
    Raises BoundaryError when the grid spoils the coverage.
    """
    data = encoded(gdf)
    digest = hashlib.sha256(data).hexdigest()
    # Two renames cannot be one; the digest makes a stop in between visible, and `load` then falls back.
    with files.aside(_meta_path(path)) as description, files.aside(path) as fresh:
        fresh.write_bytes(data)
        files.write_json(description, {**asdict(about), "sha256": digest})
        check(_read(fresh), gdf["dico"])
    return path


def dissolve(gdf: gpd.GeoDataFrame, territories: Territories, level: str, version: str) -> gpd.GeoDataFrame:
    """Boundaries [id, geometry] of the territories of `level` (pais, nuts1–3, municipio), made of municípios.

    `version` is the NUTS version, 2013 or 2024. Raises BoundaryError for a dico the table does not know.
    """
    unknown = [d for d in gdf["dico"] if d not in territories]
    if unknown:
        raise BoundaryError("Município desconhecido.", where=", ".join(unknown), cure="corrigir geo/municipios.csv.")
    parents = [territories.parent_at(d, level, version) for d in gdf["dico"]]
    owned = gdf.assign(id=[p.id if p else None for p in parents])[["id", "geometry"]]
    return owned.dissolve("id", method="coverage").reset_index()
