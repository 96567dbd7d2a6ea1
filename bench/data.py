"""Load, parse and query: medians over several runs, as whole processes where memory matters."""

import random
import tempfile
import threading
import time
from statistics import median
from typing import Any

import orjson

from bench.process import process, summary
from core.base.paths import ROOT
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store, resolve
from etl.fetch.context import Context
from etl.fetch.http import ReplayFetcher
from etl.sources.ine.format import observations, parse_rows
from etl.sources.ine.query import IneQuery

REAL_INE = ROOT.parent / "shared" / "data" / "ine" / "pindica_op2_0008865_ensino_superior_2011.json"
RUNS = 5


def load_embedded() -> list[dict[str, Any]]:
    """`python -m etl load --offline` as a whole process: wall time and peak memory."""
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(process("-m", "etl", "load", "--offline", "--json", data=folder))
    return [summary("python -m etl load --offline (processo inteiro)", runs, "≤ 6 s, ≤ 450 MB")]


def _generated() -> bytes:
    """An answer of the same size and form, where the real one is not at hand."""
    chance = random.Random(1)
    places = [t.parents["2013"][5:] + t.id for t in territory.load().municipalities]
    rows = [
        {
            "geocod": places[i % 308],
            "geodsg": "x",
            "dim_3": "T" if i < 308 else str(1 + i % 2),
            "dim_3_t": "HM",
            "ind_string": "1,00",
            "valor": str(round(chance.random() * 90, 2)),
        }
        for i in range(10_308)
    ]
    return orjson.dumps([{"IndicadorCod": "0008865", "Dados": {"2011": rows}, "Sucesso": {"Verdadeiro": []}}])


def parse_ine() -> list[dict[str, Any]]:
    """Bytes of a 10 308-row answer to observations, in this process."""
    body, kind = (REAL_INE.read_bytes(), "real") if REAL_INE.exists() else (_generated(), "gerada")
    query = IneQuery(
        source="ine",
        varcd="0008865",
        nuts="2013",
        dims={"dim_3": "T"},
        level="municipio",
        code_status="verified",
        level_status="verified",
        title="População com ensino superior completo",
    )
    context = Context(ReplayFetcher(ROOT), territory.load(), lambda: None)  # type: ignore[arg-type, return-value]
    times = []
    for _ in range(30):
        started = time.perf_counter()
        rows = parse_rows(body, "0008865", "bench")
        observations(rows, query, context)
        times.append(time.perf_counter() - started)
    count = sum(map(len, rows.values()))
    return [
        {
            "medida": f"INE 0008865 ({kind}), {count} linhas",
            "ms (mediana)": 1000 * median(times),
            "linhas/s (mediana)": round(count / median(times)),
            "linhas/s (pior)": round(count / max(times)),
            "alvo": "≥ 200 000 linhas/s",
        }
    ]


def threads() -> list[dict[str, Any]]:
    """Eight threads ask one store 200 times each; every answer is checked against the expected one."""
    store = Store(resolve())
    ids = [t.id for t in territory.load().municipalities]
    series = ("taxa_votantes_autarquicas", "total")
    expected = {i: queries.series_of(store, *series, [i])["value"].tolist() for i in ids}
    wrong, times, lock = [0], [], threading.Lock()

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(200):
            place = chance.choice(ids)
            started = time.perf_counter()
            got = queries.series_of(store, *series, [place])
            spent = time.perf_counter() - started
            with lock:
                times.append(spent)
                wrong[0] += got["value"].tolist() != expected[place] or set(got["territory_id"]) != {place}

    workers = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ordered = sorted(times)
    return [
        {
            "medida": "core.warehouse.queries.series_of",
            "perguntas": len(times),
            "erradas": wrong[0],
            "ms (mediana)": 1000 * median(times),
            "ms (p95)": 1000 * ordered[int(0.95 * len(ordered))],
            "alvo": "0 erradas",
        }
    ]
