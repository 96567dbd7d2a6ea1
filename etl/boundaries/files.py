"""Boundary files as they come: GeoJSON, TopoJSON, GeoPackage, shapefile; single, in a folder or zipped.

Out comes one frame [dico, geometry] in WGS84. The DICO column is found by name and by content; parishes are
dissolved into municípios.
"""

import errno
import lzma
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from core.base import disk
from core.base.errors import BoundaryError
from etl.boundaries.opened import MALFORMED, READ, frames
from geo import groups
from geo.coverage import check_polygons, named

MUNICIPALITY_COLUMNS: Final = ("dico", "dtmn", "id")
PARISH_COLUMNS: Final = ("dicofre", "dtmnfr", "dtmnfre")
MAX_ZIP_FILES: Final = 200
MAX_ZIP_BYTES: Final = 1_500_000_000
_BESIDE: Final = (".shx", ".dbf", ".prj", ".cpg")  # the other files of a shapefile
_CHUNK: Final = 1 << 20
# What a damaged zip makes of the system: places before the beginning of a file, names that no disk takes.
_ITS_OWN: Final = (errno.EINVAL, errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EILSEQ)


@dataclass(frozen=True)
class Layer:
    """Municípios ([dico, geometry], one row each) or parishes ([dico, geometry], several rows each)."""

    parishes: bool
    rows: gpd.GeoDataFrame


def read(path: Path) -> gpd.GeoDataFrame:
    """Municípios [dico, geometry], WGS84, from a file, a folder or a zip; not yet checked for completeness.

    Raises BoundaryError for a file that is missing, unreadable, unsafe (zip), without DICO, or that names
    a município twice.
    """
    if not path.exists():
        raise BoundaryError("O ficheiro de limites não existe.", where=str(path), cure="verificar o caminho.")
    if path.suffix.lower() == ".zip":
        with unpacked(path) as folder:
            return _combined(folder, path)
    return _combined(path, path)


def _combined(place: Path, shown: Path) -> gpd.GeoDataFrame:
    files = sorted(p for p in place.rglob("*") if p.suffix.lower() in READ) if place.is_dir() else [place]
    if not files:
        raise BoundaryError(
            "Não há aqui ficheiros de limites.",
            where=str(shown),
            cure=f"dar um ficheiro, pasta ou zip com {', '.join(READ)}.",
        )
    seen: list[str] = []
    layers = [layer for file in files for layer in _layers(file, seen)]
    if not layers:
        raise BoundaryError(
            "Não há polígonos com uma coluna DICO. Colunas encontradas:"
            f" {', '.join(dict.fromkeys(seen)) or 'nenhuma'}.",
            where=str(shown),
            cure=f"ter uma coluna {', '.join((*MUNICIPALITY_COLUMNS, *PARISH_COLUMNS))}.",
        )
    return merged(layers)


def merged(layers: list[Layer]) -> gpd.GeoDataFrame:
    """All municípios; parishes count only where there is no município of that code.

    Raises BoundaryError when a município appears twice.
    """
    whole = [layer.rows for layer in layers if not layer.parishes]
    base = pd.concat(whole, ignore_index=True) if whole else None
    if base is not None and (twice := sorted(set(base["dico"][base["dico"].duplicated()]))):
        raise BoundaryError(
            "Há municípios repetidos.",
            where=named(twice),
            cure="deixar um só polígono (ou multipolígono) por município.",
        )
    parts = [layer.rows for layer in layers if layer.parishes]
    if not parts:
        assert base is not None, "at least one layer"
        return base
    parishes = pd.concat(parts, ignore_index=True)
    if base is not None:
        parishes = parishes[~parishes["dico"].isin(base["dico"])]
    check_polygons(parishes)
    dissolved = parishes.dissolve("dico").reset_index()[["dico", "geometry"]]
    return pd.concat([f for f in (base, dissolved) if f is not None and len(f)], ignore_index=True)


def _layers(file: Path, seen: list[str]) -> Iterator[Layer]:
    """Layers with polygons and a DICO; the columns of the others are noted in `seen`."""
    for frame in frames(file):
        seen += [str(c) for c in frame.columns if c != "geometry"]
        polygonal = np.isin(shapely.get_type_id(np.asarray(frame.geometry)), (3, 6))
        if (found := dico_of(frame)) is None or not polygonal.any():
            continue
        if frame.crs is None:
            raise BoundaryError(
                "O ficheiro não diz o seu sistema de coordenadas.",
                where=file.name,
                cure="juntar o .prj, ou exportar em GeoJSON.",
            )
        parishes, codes = found
        yield Layer(parishes, _in_degrees(frame, codes, file))


def _in_degrees(frame: gpd.GeoDataFrame, codes: list[str], file: Path) -> gpd.GeoDataFrame:
    geometry = shapely.force_2d(np.asarray(frame.geometry))
    try:
        return gpd.GeoDataFrame({"dico": codes}, geometry=geometry, crs=frame.crs).to_crs(groups.WGS84)
    except MALFORMED as error:  # what stands in for a coordinate system, and is none of the Earth
        raise BoundaryError(
            "As coordenadas do ficheiro não se conseguem pôr em graus.",
            where=file.name,
            cure="exportar em GeoJSON, ou com um .prj de Portugal.",
        ) from error


def dico_of(frame: pd.DataFrame) -> tuple[bool, list[str]] | None:
    """Whether the rows are parishes, and their DICOs; None when no column holds such codes."""
    by_name = {str(c).lower(): c for c in frame.columns}
    for name in (*MUNICIPALITY_COLUMNS, *PARISH_COLUMNS):
        if name not in by_name:
            continue
        parish = name in PARISH_COLUMNS
        codes = [_code(v, 6 if parish else 4, fill=name != "id") for v in frame[by_name[name]]]
        if codes and all(codes):
            return parish, [c[:4] for c in codes]
    return None


def _code(value: object, digits: int, *, fill: bool) -> str:
    """A code with its leading zero, which number columns lose; '' when it is no such code.

    A column `id` gets no zero: 101 there is more likely a row number.
    """
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    text = text.zfill(digits) if fill else text
    return text if re.fullmatch(rf"[0-9]{{{digits}}}", text) else ""


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A temporary folder with the geographic files of a zip, limited in number and size.

    Raises BoundaryError for a damaged or encrypted zip, one that is too large, or one with paths leading outside.
    """
    with tempfile.TemporaryDirectory(prefix="enti-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(folder), path.name)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError) as error:
            raise _damaged(str(error), path) from error
        except OSError as error:
            if error.errno in _ITS_OWN:
                raise _damaged(str(error.strerror), path) from error
            raise disk.named(error, path) from error
        yield Path(folder)


def _damaged(why: str, path: Path) -> BoundaryError:
    return BoundaryError(f"O zip está danificado ({why}).", where=path.name, cure="descarregar de novo.")


def _unpack(archive: zipfile.ZipFile, folder: Path, shown: str) -> None:
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > MAX_ZIP_FILES or sum(m.file_size for m in members) > MAX_ZIP_BYTES:
        raise _unsafe(f"mais de {MAX_ZIP_FILES} ficheiros ou de {MAX_ZIP_BYTES // 1_000_000} MB", shown)
    for member in members:
        name = PurePosixPath(member.filename)
        if name.is_absolute() or ".." in name.parts or re.search(r"[\\:\0]", member.filename):
            raise _unsafe(f"um caminho que sai da pasta ({member.filename!r})", shown)
        if member.flag_bits & 1 or stat.S_ISLNK(member.external_attr >> 16):
            raise _unsafe(f"um ficheiro cifrado ou uma ligação ({member.filename!r})", shown)
        if name.suffix.lower() in (*READ, *_BESIDE):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            # zipfile never gives more bytes than the size it declared, which is counted above.
            with archive.open(member) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, _CHUNK)


def _unsafe(why: str, shown: str) -> BoundaryError:
    return BoundaryError(f"O zip foi recusado: tem {why}.", where=shown, cure="usar o zip tal como a DGT o publica.")
