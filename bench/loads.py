"""Loads of full size as whole processes: replay, a load without news, a million observations, a 200 MB network."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from bench import datex
from bench.process import Run, process, summary
from bench.recorded import Recorder
from core.warehouse.store import Store, resolve

RUNS: Final = 3
MILLION_YEARS: Final = 140  # of INE's rows: with the aggregated and derived ones a little over a million
_READ: Final = """
import sys
from pathlib import Path
from etl.fetch.model import Raw
from etl.sources.mobie.format import parse_datex
print(len(parse_datex(Raw("mobie", "bench", Path(sys.argv[1]), "", "", "", False)).stations))
"""


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def _load(recorded: Path, data: Path, *more: str) -> Run:
    return process("-m", "etl", "load", "--replay", str(recorded), "--json", *more, data=str(data))


def _observations(data: Path) -> int:
    with closing(Store(resolve(data / "builds"))) as store:
        return int(store.rows("SELECT count(*) AS n FROM observation")[0]["n"])


def _builds(data: Path) -> set[str]:
    return {b.name for b in (data / "builds").glob("*.duckdb")}


def replay() -> list[dict[str, Any]]:
    """Every query of the catalogue from answers of full size, then the same load again."""
    first, again, count = [], [], 0
    with _folder() as folder:
        recorded = folder / "gravado"
        Recorder(recorded).record()
        size = sum(f.stat().st_size for f in recorded.rglob("*") if f.is_file()) / 1e6
        files = sum(f.is_file() for f in recorded.rglob("*"))
        for n in range(RUNS):
            data = folder / str(n)
            first.append(_load(recorded, data))
            before, count = _builds(data), _observations(data)
            again.append(_load(recorded, data))
            if _builds(data) != before:
                raise RuntimeError("a segunda carga publicou uma versão sem nada de novo")
    name = f"todas as fontes, {files} respostas, {size:.0f} MB, {count} observações"
    return [summary(name, first, "≤ 30 s, ≤ 800 MB"), summary("outra vez, sem nada de novo", again, "≤ 3 s")]


def million() -> list[dict[str, Any]]:
    """INE's answers with so many periods that a build has a million observations: parsed, audited and published."""
    with _folder() as folder:
        Recorder(folder / "gravado", years=MILLION_YEARS).record(["ine"])
        runs = [_load(folder / "gravado", folder / str(n), "--source", "ine") for n in range(RUNS)]
        count = _observations(folder / "0")
    return [summary(f"{count} observações do INE: ler, verificar e publicar", runs, "≤ 20 s para 1 000 000")]


def network() -> list[dict[str, Any]]:
    """DATEX II read as a stream: a file ten times as large must not take more memory."""
    rows = []
    with _folder() as folder:
        for megabytes in (20, 200):
            path = folder / f"{megabytes}.xml"
            size = datex.write(path, megabytes) / 1e6
            runs = [process("-c", _READ, str(path), data=str(folder)) for _ in range(RUNS)]
            rows.append(summary(f"DATEX II de {size:.0f} MB, {runs[0].last_line} postos", runs, "≤ 150 MB"))
    return rows
