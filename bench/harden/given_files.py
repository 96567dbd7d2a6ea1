"""Files that people hand in, almost right: each goes through the check that the command makes of it."""

import gzip
import io
import itertools
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from shapely.geometry import box

from bench.harden.readers import Case, Parser
from core.alerts import rules
from core.base import backup, books, tables
from core.base.cells import EXCEL, written
from core.base.errors import AlertError, ExecutionError, FeedError, PeopleError, RoomError, TargetError
from core.base.nested import text_of
from core.base.paths import ALERTS, ROOM
from core.catalogue import catalogue, handed
from core.judgement import targets
from core.room import feeds, playlists
from core.strategy import execution, known, strategy
from core.terms import territory
from etl.boundaries import files as boundaries
from etl.handed import act_files, address_files, execution_files, imports

_HANDED: Final = ("municipios_estrategia_municipal_saude", "edificios_novos_reabilitados_classe_a_bmenos")
_TODAY: Final = date(2026, 11, 22)
_FEEDS: Final = b"""feeds:
  - id: ar_lisboa
    name: {pt: Ar, en: Air}
    url: https://plataforma.exemplo.pt/ngsi-ld/v1
    type: AirQualityObserved
    shown: no2
    allowance_minutes: 120
    tenant: lisboa
"""
_TARGETS: Final = b"taxa_votantes_autarquicas;total;1312;52,3;2021;60;2029;Programa municipal, p. 4\r\n"
_WRITTEN_TO: Final = (
    b"quem;endereco\r\n1312;geral@cm-exemplo.pt\r\n2024:11A;geral@am-exemplo.pt\r\narte;a.b@arte.pt\r\n"
)
_ACTS: Final = {
    "pedido": "pedido_um;INE;acao_1_1;Estado;2026-10-01;ARTE;2026-10-31;recusa;2026-10-20;Of. 3;https://a.pt;x;não",
    "decisao": "decisao_um;ece;2026-10-01;;Reunir.;ece;2026-12-01;cumprida;2026-11-01;word;https://a.pt;x;não",
    "verba": "verba_um;acao_1_1;paga;1 250 000,50;2026-10-01;PRR;Ofício 3;https://a.pt;x;não",
    "aviso": "aviso_um;Aviso 1;PRR;2026-10-01;2026-12-01;acao_1_1;https://a.pt;x;não",
}
_PROJECT: Final = (
    b"projeto;titulo;territorio;recomendacoes;estado;percentagem;evidencia;nota;concluida_em;inicio;fim;orcamento_eur;"
    b"financiamento;retirado;revisao\nprojeto_um;Primeiro;1312;%s;em_curso;40;https://a.pt;x;;2024-01-01;2026-01-01;1000,5;;n\xc3\xa3o;0\n"
)


def _file(path: Path, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def given(body: bytes) -> object:
        path.write_bytes(body)
        return read(path)

    return given


def _rows(indicator: str) -> list[list[str]]:
    asked = handed.form(catalogue.load(), indicator)
    full = {"periodo": "2023", "documento": "Ofício n.º 1", "serie": next(iter(asked.queries)), "valor": "1"}
    full |= {"numerador": "3", "denominador": "7", "url": "https://a.pt", "nota": "vista", "pagina": "3"}
    places = [{"territorio": "0705", "nome": "Évora"}, {"territorio": "1106", "nome": "Lisboa"}]
    return [list(asked.columns), *([(full | p).get(c, "") for c in asked.columns] for p in places)]


@contextmanager
def _handed(kind: str, folder: Path) -> Iterator[list[Case]]:
    cases = []
    for indicator in _HANDED:
        rows = _rows(indicator)
        csv = written(tuple(rows[0]), rows[1:], EXCEL)
        made = books.written([books.Sheet("valores", rows, bold=True)])
        read = partial(imports.verify, catalogue=catalogue.load(), territories=territory.load(), indicator_id=indicator)
        seeds = [csv, csv.decode("utf-8-sig").encode("cp1252")] if kind == "csv" else [made]
        cases.append(Case(seeds, _file(folder / f"{indicator}.{kind}", read)))
    yield cases


@contextmanager
def _execution(kind: str, folder: Path) -> Iterator[list[Case]]:
    plan, number = strategy.load(), itertools.count()
    ids: dict[str, set[str]] = {
        "acao": plan.ids("actions"),
        "recommendations": plan.ids("recommendations"),
        "structures": plan.ids("structures"),
        "territories": {m.id for m in territory.load().municipalities},
    }

    def say(path: Path) -> None:
        changes = execution_files.changes(tables.content(path, ExecutionError), kind, name=path.name)
        store = folder / f"{next(number)}.sqlite"
        try:
            execution.say(changes, "prova", today=_TODAY, known=ids, path=store)
        finally:
            store.unlink(missing_ok=True)

    actions = b"acao;estado;percentagem;nota;concluida_em;revisao\nacao_1_3;em_curso;40;x;;0\n"
    projects = _PROJECT % min(ids["recommendations"]).encode()
    yield [Case([projects if kind == "projeto" else actions], _file(folder / "execucao.csv", say))]


@contextmanager
def _acts(folder: Path) -> Iterator[list[Case]]:
    ids, number = known.ids(), itertools.count()

    def say(kind: str, path: Path) -> None:
        changes = act_files.changes(tables.content(path, ExecutionError), kind, name=path.name)
        store = folder / f"{next(number)}.sqlite"
        try:
            execution.say(changes, "prova", today=_TODAY, known=ids, path=store)
        finally:
            store.unlink(missing_ok=True)

    seeds = {k: f"{';'.join(act_files.header(k))}\n{row};;;0\n".encode() for k, row in _ACTS.items()}
    yield [Case([seed], _file(folder / f"{kind}.csv", partial(say, kind))) for kind, seed in seeds.items()]


@contextmanager
def _addresses(folder: Path) -> Iterator[list[Case]]:
    def read(path: Path) -> object:
        return address_files.addresses(tables.content(path, PeopleError), name=path.name)

    yield [Case([_WRITTEN_TO], _file(folder / "enderecos.csv", read))]


@contextmanager
def _targets(folder: Path) -> Iterator[list[Case]]:
    def read(path: Path) -> object:
        content = tables.content(path, TargetError)
        return targets.read(content, "cm-porto", catalogue.load(), territory.load(), name=path.name)

    head = ";".join(targets.HEADER).encode() + b"\r\n"
    yield [Case([head + _TARGETS], _file(folder / "metas.csv", read))]


@contextmanager
def _text(
    seed: Callable[[], bytes], error: Any, parse: Callable[[str, str], object], folder: Path
) -> Iterator[list[Case]]:
    def read(path: Path) -> object:
        return parse(text_of(path, error, what="não se lê", cure="corrigir"), path.name)

    yield [Case([seed()], _file(folder / "dado.yaml", read))]


@contextmanager
def _boundaries(folder: Path) -> Iterator[list[Case]]:
    boxes = {"0101": box(-8.6, 40, -8.4, 40.5), "0102": box(-8.4, 40, -8.2, 40.5)}
    made = gpd.GeoDataFrame({"dtmn": list(boxes)}, geometry=list(boxes.values()), crs=4326)
    cases = []
    for suffix, driver, every in ((".geojson", "GeoJSON", 1), (".gpkg", "GPKG", 10), (".shp", "ESRI Shapefile", 1)):
        (folder / suffix).mkdir()
        made.to_file(folder / suffix / f"a{suffix}", driver=driver)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((folder / suffix).iterdir()):
                archive.write(path, path.name)
        if suffix != ".shp":
            whole = (folder / suffix / f"a{suffix}").read_bytes()
            cases.append(Case([whole], _file(folder / f"dado{suffix}", boundaries.read), every))
        cases.append(Case([packed.getvalue()], _file(folder / "dado.zip", boundaries.read), every))
    topology = (
        b'{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0]],'
        b'"properties":{"dtmn":"0101"}}]}},"arcs":[[[-8.6,40],[-8.4,40],[-8.4,40.5],[-8.6,40]]]}'
    )
    cases.append(Case([topology], _file(folder / "dado.topojson", boundaries.read)))
    yield cases


def _rules(text: str, name: str) -> object:
    return rules.parse(text, name=name)


@contextmanager
def _copies(folder: Path) -> Iterator[list[Case]]:
    """A packed copy, and what is inside the packing: what comes through its sum has to be looked at too."""
    data, made, into = folder / "dados", folder / "copia.tar.gz", folder / "reposta"
    for name, body in {"builds/current": b"a.duckdb", "builds/a.duckdb": b"x" * 900, "loads.jsonl": b"{}\n"}.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(body)
    backup.make(data, made)

    def back(path: Path) -> None:
        try:
            backup.restore(path, into)
        finally:
            shutil.rmtree(into, ignore_errors=True)

    whole, given = made.read_bytes(), _file(folder / "dada.tar.gz", back)
    yield [Case([whole], given), Case([gzip.decompress(whole)], lambda body: given(gzip.compress(body, 1)))]


_HAND: Final = ("etl/handed/sheets.py", "etl/handed/workbook.py")
_SAID: Final = ("etl/handed/execution_files.py", "etl/cli/execution.py")
PARSERS: Final = (
    Parser("entrega em XLSX", _HAND, partial(_handed, "xlsx")),
    Parser("entrega em CSV", _HAND[:1], partial(_handed, "csv")),
    Parser("execução: ações", _SAID, partial(_execution, "acao")),
    Parser("execução: projetos", _SAID, partial(_execution, "projeto")),
    Parser("execução: atos", ("etl/handed/act_files.py", "etl/cli/said.py"), _acts),
    Parser("endereços de quem se pede", ("etl/handed/address_files.py", "etl/cli/campaigns.py"), _addresses),
    Parser("metas por território", ("core/judgement/targets.py", "etl/cli/targets.py"), _targets),
    Parser(
        "listas de cenas",
        ("core/room/playlists.py", "etl/cli/room.py"),
        partial(_text, ROOM.read_bytes, RoomError, playlists.parse),
    ),
    Parser("regras de alerta", ("core/alerts/rules.py",), partial(_text, ALERTS.read_bytes, AlertError, _rules)),
    Parser("plataformas", ("core/room/feeds.py",), partial(_text, lambda: _FEEDS, FeedError, feeds.parse)),
    Parser("cópia de tudo", ("core/base/backup.py",), _copies),
    Parser("limites em ficheiro", ("etl/boundaries/files.py", "etl/boundaries/opened.py"), _boundaries),
)
