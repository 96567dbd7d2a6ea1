"""Everything that `python -m etl …` writes: the command that writes once more, and how much is there."""

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from core.base.cells import EXCEL, written
from core.base.errors import EntiError
from core.catalogue import catalogue
from core.judgement import targets
from core.room import live, playlists, screens
from core.strategy import execution
from core.terms import territory
from core.warehouse.store import Store as Build
from core.warehouse.store import look, resolve
from etl.handed import template
from tests.support import broker

_HANDED: Final = "municipios_estrategia_municipal_saude"
_TARGET: Final = "taxa_votantes_autarquicas;total;1312;;;60;2029;Programa {mark}\r\n"


@dataclass(frozen=True)
class Store:
    """`write`: the words of a command that writes once more, marked; `held`: how many writings are there, raising what
    opening it raises. `needs`: whether a build must be there first.
    """

    id: str
    write: Callable[[Path, str], list[str]]
    held: Callable[[Path], int]
    needs: bool = False


def _execution(data: Path, mark: str) -> list[str]:
    return ["execution", "set", "acao_1_3", "--by", "prova", "--state", "em_curso", "--note", mark]


def _request(data: Path, mark: str) -> list[str]:
    words = ("--to", "INE", "--about", "acao_1_1", "--text", mark, "--due", "2100-01-01", "--by", "prova")
    return ["requests", "ask", f"pedido_{re.sub('[^a-z0-9]', '_', mark.lower())}", *words]


def _alerts_held(data: Path) -> int:
    """Evaluations, asked of the file itself: pages show only the last. Whatever is damaged raises."""
    path = data / "alertas.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.execute("PRAGMA integrity_check").fetchall()
        there = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'evaluation'").fetchone()[0]
        return int(db.execute("SELECT count(*) FROM evaluation").fetchone()[0]) if there else 0


def _live_held(data: Path) -> int:
    path, since = data / "aovivo.sqlite", datetime(2000, 1, 1, tzinfo=UTC)
    return sum(n for r in live.latest("ar", path) for _, n in live.hourly("ar", r.station, since, path))


def _room(data: Path, mark: str) -> list[str]:
    path = _given(data, f"{mark}.yaml")
    path.write_text(
        f"playlists:\n  - id: prova\n    name: {{pt: Prova, en: {mark}}}\n    scenes:\n"
        "      - {scene: nacional, seconds: 25}\n"
    )
    return ["room", "set", str(path), "--by", "prova"]


def _in_force(data: Path) -> int:
    path = data / "parede.yaml"
    if not path.exists():
        return 0
    playlists.parse(path.read_text(encoding="utf-8"), path.name)
    return 1 + len(list((data / playlists.BEFORE).glob("*.yaml")))


def _targets(data: Path, mark: str) -> list[str]:
    path = _given(data, f"{mark}.csv")
    path.write_text(";".join(targets.HEADER) + "\r\n" + _TARGET.format(mark=mark), encoding="utf-8")
    return ["targets", "import", str(path), "--by", f"cm-{mark}"]


def _import(data: Path, mark: str) -> list[str]:
    asked = template.form(catalogue.load(), _HANDED)
    full = {"territorio": "0705", "nome": "Évora", "serie": next(iter(asked.queries)), "periodo": "2023", "valor": "1"}
    row = [(full | {"documento": f"Ofício {mark}"}).get(c, "") for c in asked.columns]
    path = _given(data, f"{mark}.csv")
    path.write_bytes(written(asked.columns, [row], EXCEL))
    return ["import", str(path), "--indicator", _HANDED]


def _imports_held(data: Path) -> int:
    built(data)
    return sum(p.with_suffix(".json").exists() for p in (data / "imports" / _HANDED).glob("*.csv"))


def built(data: Path) -> int:
    """1 where a build is served, read to its end; 0 before the first."""
    if not list((data / "builds").glob("*.duckdb")):
        return 0
    path = look(data / "builds").build
    if path is None:
        return 0
    with closing(Build(path)) as opened:
        opened.rows("SELECT count(*) AS n FROM observation")
    return 1


def _given(data: Path, name: str) -> Path:
    folder = data / "dados_a_entregar"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


STORES: Final = (
    Store("execução", _execution, lambda data: len(execution.events(data / "execucao.sqlite"))),
    Store("pedidos", _request, lambda data: len(execution.events(data / "execucao.sqlite"))),
    Store("alertas", lambda data, mark: ["alerts", "check"], _alerts_held, needs=True),
    Store(
        "chaves dos ecrãs",
        lambda data, mark: ["screens", "issue", "geral", "--name", mark, "--by", "prova"],
        lambda data: len(screens.screens(data / "ecras.sqlite")),
    ),
    Store("ngsi", lambda data, mark: ["ngsi", "poll"], _live_held),
    Store("listas de cenas", _room, _in_force),
    Store("metas", _targets, lambda data: len(targets.load(catalogue.load(), territory.load(), data / "metas"))),
    Store("entregas e a versão que fazem", _import, _imports_held, needs=True),
    Store("carga", lambda data, mark: ["load", "--offline"], built),
)


class _Fresh(list[Any]):
    """Entities of a platform that observes something new each time it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.lock = datetime(2026, 1, 1, tzinfo=UTC), threading.Lock()

    def __iter__(self) -> Iterator[Any]:
        with self.lock:
            self.at += timedelta(minutes=1)
            yield broker.entity("Entrecampos", self.at.isoformat().replace("+00:00", "Z"))


@contextmanager
def platform() -> Iterator[str]:
    """The text of a plataformas.yaml with one platform, which answers meanwhile."""
    with broker.broker() as there:
        there.entities = _Fresh()
        url = there.url.rstrip("/")
        yield (
            f"feeds:\n  - {{id: ar, name: {{pt: Ar, en: Air}}, url: '{url}', type: AirQualityObserved, shown: no2}}\n"
        )


def base(folder: Path) -> Path:
    """A data folder with the build in force (`make data`), and nothing said of it yet."""
    made = folder / "base"
    shutil.copytree(resolve().parent, made / "builds")
    return made


def fresh(store: Store, made: Path, target: Path, feeds: str) -> Mapping[str, str]:
    """A new data folder for a store, and its settings."""
    target.mkdir(parents=True)
    if store.needs:
        shutil.copytree(made / "builds", target / "builds")
    (target / "plataformas.yaml").write_text(feeds)
    return {"ENTI_DATA": str(target), "ENTI_LOG": "warning"}


def opened(store: Store, data: Path) -> tuple[int, str]:
    """How much is held, and what is wrong where it does not open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTI_DATA", str(data))
        try:
            return store.held(data), ""
        except (EntiError, sqlite3.DatabaseError, ValueError, OSError) as error:
            return 0, f"{store.id}: {type(error).__name__}: {str(error)[:140]}"


def words(store: Store, data: Path, marks: Sequence[str]) -> list[list[str]]:
    """Commands that write so many times."""
    return [store.write(data, mark) for mark in marks]
