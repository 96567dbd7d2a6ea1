"""Official boundaries (CAOP) from the DGT, simplified and put where the map looks for them.

The mainland comes page by page from the OGC API (collection `municipios`, 278, field `dtmn` = DICO); the islands
are not in it and come as zipped GeoPackages. Madeira's address has been seen to work; the one of the Açores is
inferred from it, so `--from` with the downloaded files is the way out should it be wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from core.base import nested, paths
from core.base.errors import (
    BoundaryError,
    DuplicateKey,
    SourceHttpError,
    SourceNotData,
    SourceShapeChanged,
    SourceTruncated,
)
from core.terms import territory
from core.terms.territory import Territories
from etl.boundaries import files as boundary_files
from etl.boundaries.opened import MALFORMED
from etl.fetch.http import Fetcher, Limits, Request
from etl.fetch.model import Raw
from geo import coverage, groups, shapes

SOURCE: Final = "dgt"
EDITION: Final = 2025
PAGE: Final = 25  # municípios a call; about 18 MB at full resolution
OGC: Final = "https://ogcapi.dgterritorio.gov.pt/collections/municipios/items"
ISLANDS: Final = {
    "Madeira": "https://geo2.dgterritorio.gov.pt/caop/CAOP_RAM_2025-gpkg.zip",
    "Açores": "https://geo2.dgterritorio.gov.pt/caop/CAOP_RAA_2025-gpkg.zip",
}
# Full resolution: some 200 MB for the mainland, a minute and a half in all, from a slow server.
DGT_LIMITS: Final = Limits(timeout=(10.0, 180.0), total_seconds=1800.0, max_bytes=256 * 1024 * 1024, pause=1.0)
_FROM: Final = (
    "descarregar a CAOP em https://www.dgterritorio.gov.pt e correr `python -m etl boundaries --from PASTA --provider"
    " «DGT, CAOP…»`."
)
_MADE: Final = "simplificados em conjunto, sem falhas nem sobreposições"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What was written. `gz_bytes`: size of the TopoJSON after gzip; `points`: coordinates kept."""

    path: Path
    places: int
    points: int
    gz_bytes: int
    attribution: str


def run(
    fetcher: Fetcher,
    *,
    from_file: Path | None,
    provider: str | None = None,
    target: Path | None = None,
    report: Say = print,
    territories: Territories | None = None,
) -> Report:
    """Fetch the official boundaries (or read `from_file`), check, simplify and write them into folder `target`.

    `target` defaults to the folder that `geo.shapes.load` looks in. `provider`: whose boundaries `from_file` has, as
    who hands it over says; without it that is to be confirmed, and is said so beside every map.
    All or nothing: on any error the old files stay. Raises BoundaryError or SourceError, which name the places and the
    cure.
    """
    about = given(provider) if from_file else _official(provider)
    places = [t.id for t in (territories or territory.load()).municipalities]
    gathered = boundary_files.read(from_file) if from_file else fetch(fetcher, places, report)
    coverage.check_places(gathered, places)
    coverage.check_polygons(gathered)
    report(f"{len(gathered)} municípios lidos; a simplificar.")
    simple = shapes.simplify(gathered)
    coverage.check(simple, places)
    path = shapes.write(simple, (target or paths.boundaries_dir()) / shapes.NAME, about)
    points = int(simple.geometry.count_coordinates().sum())
    done = Report(path, len(simple), points, shapes.gz_size(path.read_bytes()), about.attribution)
    report(f"Limites gravados: {done.places} municípios, {done.gz_bytes // 1000} kB comprimidos.")
    return done


def _official(provider: str | None) -> shapes.Meta:
    if provider is not None:
        raise BoundaryError(
            "Quem fez os limites só se diz dos que vêm num ficheiro.",
            where="--provider",
            cure="juntar --from FICHEIRO, ou tirar --provider.",
        )
    edition = f"CAOP {EDITION}"
    return shapes.Meta(
        official=True,
        label={"pt": f"limites oficiais ({edition})", "en": f"official boundaries ({edition})"},
        attribution=f"Informação geográfica cedida pela Direção-Geral do Território ({edition}), CC BY 4.0",
        year=EDITION,
        made=_MADE,
    )


def given(provider: str | None) -> shapes.Meta:
    """What is said of boundaries that came in a file: nothing in it proves whose they are, so that is said of them by
    who handed them over (`provider`, 3 to 120 letters), or is to be confirmed. Raises BoundaryError.
    """
    if provider is None:
        return shapes.Meta(
            official=False,
            label={
                "pt": "limites dados em ficheiro, de proveniência por confirmar",
                "en": "boundaries given in a file, of provenance to be confirmed",
            },
            attribution="Limites dados em ficheiro; de quem são está por confirmar",
            made=_MADE,
        )
    said = " ".join(provider.split())
    if not 3 <= len(said) <= 120 or not said.isprintable():
        raise BoundaryError(
            "Não se percebe quem fez os limites.",
            where="--provider",
            cure="dizer quem, que edição e com que licença, em 3 a 120 letras: «DGT, CAOP 2025, CC BY 4.0».",
        )
    year = re.search(r"\b(20\d\d)\b", said)
    return shapes.Meta(
        official=False,
        label={
            "pt": f"limites dados em ficheiro: {said}, segundo quem os entregou",
            "en": f"boundaries given in a file: {said}, as stated by whoever handed them over",
        },
        attribution=f"Limites: {said} (segundo quem entregou o ficheiro)",
        year=int(year[1]) if year else None,
        made=_MADE,
    )


def fetch(fetcher: Fetcher, places: list[str], report: Say) -> gpd.GeoDataFrame:
    """Municípios [dico, geometry], WGS84, at full resolution: mainland, then the islands that `places` needs."""
    parts = [mainland(fetcher, report)]
    # One archipelago each: 3… is Madeira, 4… the Açores.
    for digit, name in (("3", "Madeira"), ("4", "Açores")):
        if any(p.startswith(digit) for p in places):
            parts.append(islands(fetcher, name, report))
    return pd.concat(parts, ignore_index=True)


def islands(fetcher: Fetcher, name: str, report: Say) -> gpd.GeoDataFrame:
    """One archipelago from its GeoPackage; raises BoundaryError with the way round when it is not there."""
    request = Request(SOURCE, ISLANDS[name].rsplit("/", 1)[1].removesuffix(".zip"), ISLANDS[name], kind="binary")
    try:
        raw = fetcher.get(request)
    except SourceHttpError as error:
        raise BoundaryError(f"A DGT não deu o ficheiro: {name}.", where=request.url, cure=_FROM) from error
    report(f"{name}: ficheiro recebido.")
    with boundary_files.unpacked(raw.path) as folder:
        return boundary_files.read(folder)


def mainland(fetcher: Fetcher, report: Say) -> gpd.GeoDataFrame:
    """All pages of the OGC API.

    Raises SourceShapeChanged, SourceNotData, SourceTruncated or DuplicateKey when the pages do not add up.
    """
    frames: list[gpd.GeoDataFrame] = []
    seen = set[str]()
    got, matched = 0, 1
    while got < matched:
        page, where = _page(fetcher, got)
        features, matched = page["features"], _matched(page, where)
        if not features:
            raise SourceTruncated(
                f"A fonte anunciou {matched} municípios e deu {got}.", where=where, cure="tentar mais tarde."
            )
        frames.append(_frame(features, where))
        _no_doubles(frames[-1], seen)  # page by page: a source that gives one page again and again gives no end
        got += len(features)
        report(f"Continente: {got} de {matched} municípios.")
    return pd.concat(frames, ignore_index=True)


def _no_doubles(page: gpd.GeoDataFrame, seen: set[str]) -> None:
    """DuplicateKey for a municipality that this page has twice, or that one before it had."""
    if twice := sorted((set(page["dico"]) & seen) | set(page["dico"][page["dico"].duplicated()])):
        raise DuplicateKey(
            "A fonte deu o mesmo município em duas páginas.", where=f"{OGC}: {coverage.named(twice)}", cure=_FROM
        )
    seen.update(page["dico"])


def _page(fetcher: Fetcher, offset: int) -> tuple[dict[str, Any], str]:
    params = (("f", "json"), ("limit", str(PAGE)), ("offset", str(offset)))
    raw = fetcher.get(Request(SOURCE, f"municipios-{offset:04d}", OGC, params))
    where = f"{OGC} (offset {offset})"
    page = _document(raw, where)
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise SourceShapeChanged("A resposta não é uma FeatureCollection.", where=where, cure=_FROM)
    return page, where


def _document(raw: Raw, where: str) -> Any:
    try:
        return nested.of_json(raw.read())
    except ValueError as error:
        raise SourceNotData("A resposta não é JSON.", where=where, cure=_FROM) from error


def _matched(page: dict[str, Any], where: str) -> int:
    matched = page.get("numberMatched")
    if not isinstance(matched, int) or matched < 1:
        raise SourceShapeChanged("Falta numberMatched na resposta.", where=where, cure=_FROM)
    return matched


def _frame(features: list[Any], where: str) -> gpd.GeoDataFrame:
    try:
        frame = gpd.GeoDataFrame.from_features(features, crs=groups.WGS84)
    except MALFORMED as error:
        raise SourceShapeChanged(
            f"Os elementos não são GeoJSON ({type(error).__name__}).", where=where, cure=_FROM
        ) from error
    found = boundary_files.dico_of(frame)
    if found is None or found[0]:
        raise SourceShapeChanged("Falta o campo dtmn (DICO).", where=where, cure=_FROM)
    return gpd.GeoDataFrame({"dico": found[1]}, geometry=frame.geometry.values, crs=groups.WGS84)
