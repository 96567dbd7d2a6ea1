"""Answers of sources, almost right: each goes through asking and parsing as in a load. A parser per source declared."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from shapely.geometry import box

from bench.harden.readers import Case, Parser
from core.base.errors import SourceHttpError
from core.base.paths import SNAPSHOT
from core.catalogue import catalogue
from core.catalogue.handed import form
from core.catalogue.sources import REGISTRY
from core.terms import territory
from core.terms.territory import Territories
from etl.boundaries import fetch as boundaries
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher, Request
from etl.fetch.model import Raw
from etl.load.ask import Answers
from etl.sources.mai.query import MaiQuery
from etl.sources.mobie.query import MobieQuery
from tests.support.providers import PAYLOADS, PROVIDERS

_BASE: Final = "http://127.0.0.1:9"
_MODULES: Final = {
    "dadosgov": ("dadosgov/connector.py",),
    "eea": ("eea/format.py",),
    "eredes": ("eredes/connector.py",),
    "eurostat": ("eurostat/format.py",),
    "figures": ("figures/table.py",),
    "held": ("held/connector.py",),
    "ine": ("ine/format.py",),
    "mai": ("mai/format.py",),
    "mobie": ("mobie/format.py",),
    "qualar": ("qualar/connector.py",),
}
# Two where the recorded stations of the EEA and of QualAR lie, and five for those of MOBI.E.
_SQUARES: Final = {
    "0705": box(-8.0, 38.5, -7.8, 38.7),
    "1106": box(-9.25, 38.68, -9.08, 38.8),
    "0806": box(-8.5, 37.1, -8.4, 37.2),
    "4201": box(-25.6, 37.72, -25.5, 37.8),
    "4203": box(-25.7, 37.72, -25.6, 37.8),
    "4901": box(-31.14, 39.66, -31.07, 39.73),
    "3103": box(-16.95, 32.64, -16.88, 32.72),
}
_PLACES: Final = ("0806", "4201")  # the two of the recorded answers of 2025
_HANDED: Final = "municipios_estrategia_municipal_saude"
_ROWS: Final = 12
_LARGE: Final = 20_000  # bytes of an answer that comes in once in `_SELDOM`
_SELDOM: Final = 10


class Shelf:
    """A fetcher that has one provider's answers, each as a file."""

    def __init__(self, folder: Path, answers: dict[str, bytes]) -> None:
        self.places = {path: folder / f"{n}.answer" for n, path in enumerate(answers)}
        for path, body in answers.items():
            self.places[path].write_bytes(body)

    def get(self, request: Request) -> Raw:
        """As the network would; SourceHttpError for what there is none of."""
        path = urlsplit(request.url).path
        kept = next((kept for p, kept in self.places.items() if path.endswith(p)), None)
        if kept is None:
            raise SourceHttpError("404", where=path, cure="não há essa resposta.")
        return Raw(request.source, request.name, kept, request.url, "2026-01-01T00:00:00+00:00", "0" * 64)


@cache
def _squares() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"dico": list(_SQUARES)}, geometry=list(_SQUARES.values()), crs=4326)


def _few(*dicos: str) -> Territories:
    items = territory.load().by_id.values()
    return Territories([t for t in items if t.level != "municipio" or t.id in dicos])


def _asked(query: Any, context: Context) -> None:
    answers = Answers(context)
    answers.ask("x", query)
    if "x" in answers.by_key:
        answers.parse(answers.by_key["x"])


def _case(place: Path, ask: Callable[[], object], every: int = 1) -> Case:
    """Inputs that stand in the place of one answer."""

    def read(body: bytes) -> None:
        place.write_bytes(body)
        ask()

    good = place.read_bytes()

    def restoring(body: bytes) -> None:
        try:
            read(body)
        finally:
            place.write_bytes(good)

    return Case([good], restoring, every)


@contextmanager
def _provider(source: str, folder: Path) -> Iterator[list[Case]]:
    provider = PROVIDERS[source]
    with pytest.MonkeyPatch.context() as patch:
        provider.route(patch, _BASE)
        shelf = Shelf(folder, provider.answers(_BASE))
        places = (
            _few("0101", *_PLACES) if source == "mai" else _few(*_SQUARES) if source == "mobie" else territory.load()
        )
        ask = partial(_asked, provider.query(_BASE), Context(shelf, places, _squares))
        first = list(shelf.places.values())[:4]
        sizes = (place.stat().st_size for place in first)
        answers = [_case(place, ask, _SELDOM if size > _LARGE else 1) for place, size in zip(first, sizes, strict=True)]
        yield answers + list(_recorded(source, folder))


def _recorded(source: str, folder: Path) -> Iterator[Case]:
    """Other forms of the same source, which come as files of a replay."""
    kept = folder / "recorded"
    if source == "mai":
        names = {"arvore": "2025-[tC]*[0-9].json", "tabela": "2025-CM-publico.csv"}
        query: Any = MaiQuery.model_validate({"source": "mai", "year": 2025, "measure": "rate"})
    elif source == "mobie":
        names = {"lista": "*-lista.csv"}
        query = MobieQuery.model_validate({"source": "mobie", "url": "https://x", "by_period": True})
    else:
        return
    for name, pattern in names.items():
        (kept / name / source).mkdir(parents=True)
        for path in sorted((PAYLOADS / source).glob(pattern)):
            shutil.copy(path, kept / name / source)
        ask = partial(
            _asked,
            query,
            Context(ReplayFetcher(kept / name), _few(*(_SQUARES if source == "mobie" else _PLACES)), _squares),
        )
        for place in sorted((kept / name / source).iterdir()):
            yield _case(place, ask)


@contextmanager
def _figures(folder: Path) -> Iterator[list[Case]]:
    """The file as it ships now and then, else a few of its rows: the bytes changed, or a cell changed before it is
    written.
    """
    for path in SNAPSHOT.glob("figures.*"):
        shutil.copy(path, folder)
    query: Any = next(q for m in catalogue.load().measured for q in m.queries if q.source == "figures")
    context = Context(ReplayFetcher(folder), territory.load(), _squares, snapshot=folder)
    place = folder / "figures.parquet"
    ask = partial(_asked, query, context)
    whole = _case(place, ask, every=500)
    rows = pq.read_table(place)
    few = rows.filter(pc.equal(rows["figure"], query.figure)).slice(0, _ROWS)
    pq.write_table(few, place)
    small = _case(place, ask)

    def cells(body: bytes) -> None:
        small.read(_as_parquet(body, few.schema))

    yield [small, Case([json.dumps(few.to_pylist()).encode()], cells), whole]


def _as_parquet(body: bytes, schema: pa.Schema) -> bytes:
    """Rows that are JSON as a Parquet file, of `schema` where they fit it; the body itself where they are no table."""
    try:
        told = json.loads(body)
        rows = told if isinstance(told, list) else [told]
        made = _table(rows, schema)
        kept = io.BytesIO()
        pq.write_table(made, kept)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, NotImplementedError):
        return body
    return kept.getvalue()


def _table(rows: list[Any], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema)
    except (ValueError, TypeError, OverflowError):
        return pa.Table.from_pylist(rows)


@contextmanager
def _held(folder: Path) -> Iterator[list[Case]]:
    place = folder / _HANDED
    place.mkdir()
    text = (
        "territorio;nome;serie;periodo;valor;estado;nota;documento;pagina;url\n"
        "0101;Águeda;total;2023;1;A;;Ofício;3;https://exemplo.pt\n0705;Évora;total;2023;0;A;;Ofício;;\n"
    )
    (place / "n00000001-x.json").write_text('{"original": "x.csv", "accepted_at": "2026-01-01T00:00:00+00:00"}')
    series = next(iter(form(catalogue.load(), _HANDED).queries))
    (place / "n00000001-x.csv").write_text(text.replace(";total;", f";{series};"), encoding="utf-8")
    query = next(
        q
        for m in catalogue.load().measured
        for q in m.keyed.values()
        if q.source == "held" and (q.of, q.series) == (_HANDED, series)
    )
    context = Context(ReplayFetcher(folder), territory.load(), _squares, imports=folder)
    yield [_case(path, partial(_asked, query, context)) for path in sorted(place.iterdir())]


@contextmanager
def _dgt(folder: Path) -> Iterator[list[Case]]:
    path = folder / "pagina.json"
    square = '{"type":"Polygon","coordinates":[[[-8.6,40],[-8.4,40],[-8.4,40.5],[-8.6,40]]]}'
    path.write_text(
        '{"type":"FeatureCollection","numberMatched":1,"numberReturned":1,"features":[{"type":"Feature","id":1,'
        f'"geometry":{square},"properties":{{"dtmn":"0101"}}}}],"links":[]}}'
    )
    shelf = Shelf(folder, {urlsplit(boundaries.OGC).path: path.read_bytes()})
    yield [_case(next(iter(shelf.places.values())), lambda: boundaries.mainland(shelf, lambda _: None))]


_BEGIN: Final = {"figures": _figures, "held": _held}
# A source that is new has its answers in tests/support/providers.py, and is there without a word here.
PARSERS: Final = (
    *(
        Parser(
            f"fonte: {s}",
            (*(f"etl/sources/{m}" for m in _MODULES.get(s, ())), "etl/fetch/csv_text.py"),
            _BEGIN.get(s) or partial(_provider, s),
        )
        for s in REGISTRY.all
    ),
    Parser("fonte: limites da DGT", ("etl/boundaries/fetch.py",), _dgt),
)
