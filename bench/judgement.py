"""Judging everything, the brief on a cold server, and the annual report as a whole process."""

import shutil
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
from playwright.sync_api import sync_playwright

from bench.browser import CHROMIUM, FLAGS, OWN, RUNS, TIMEOUT, server
from bench.process import process, summary
from core.base.paths import data_dir
from core.catalogue import catalogue
from core.judgement.judge import judge
from core.terms import territory
from core.warehouse.store import Store, resolve

YEARS = 20


def _full(folder: Path) -> Path:
    """A copy of the build in force with a made-up value in every cell: 48 rows × every territory × YEARS years."""
    path = folder / "full.duckdb"
    shutil.copyfile(resolve(), path)
    with duckdb.connect(str(path)) as db:
        db.execute("SELECT setseed(0.5)")
        db.execute("DELETE FROM observation")
        db.execute(f"""
            INSERT INTO observation (indicator_id, series, territory_id, period, value, status, conf, origin)
            SELECT i.indicator_id, i.default_series, t.territory_id, y::TEXT, 50 + 20 * random() + (y - 2005),
                   'A', 'F', 'source'
            FROM indicator i, territory t, range(2005, {2005 + YEARS}) r(y) WHERE i.row IS NOT NULL AND t.level <> 'ue'
            """)
    return path


def everything() -> list[dict[str, Any]]:
    """core.judgement.judge.judge of both NUTS versions on a full warehouse."""
    book, places, times, rows = catalogue.load(), territory.load(), [], 0
    with tempfile.TemporaryDirectory() as name:
        store = Store(_full(Path(name)))
        for _ in range(RUNS):
            started = time.perf_counter()
            rows = sum(len(judge(store, book, places, v, (), date(2026, 11, 22))) for v in ("2013", "2024"))
            times.append(time.perf_counter() - started)
        store.close()
    return [
        {
            "o quê": "juízo de tudo, duas versões NUTS",
            "juízos": rows,
            "anos": YEARS,
            "mediana (s)": median(times),
            "pior (s)": max(times),
            "alvo": "≤ 3 s",
        }
    ]


def brief() -> list[dict[str, Any]]:
    """The brief for ECG/ECE: from the address to its last card, on a fresh server and in a fresh browser."""
    times = []
    with sync_playwright() as playwright:
        for _ in range(RUNS):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            with server(OWN) as address:
                page = browser.new_page(
                    viewport={"width": 1366, "height": 768}, bypass_csp=True
                )  # text is evaluated in it
                started = time.perf_counter()
                page.goto(f"{address}/sintese", wait_until="commit")
                page.wait_for_function(
                    "document.querySelectorAll('.enti-brief').length === 3", timeout=TIMEOUT, polling="raf"
                )
                times.append(time.perf_counter() - started)
            browser.close()
    return [
        {"o quê": "síntese, servidor frio", "mediana (s)": median(times), "pior (s)": max(times), "alvo": "≤ 1,2 s"}
    ]


def report() -> list[dict[str, Any]]:
    """`python -m reports annual` as a whole process: PDF alone, then every form."""
    rows = []
    for formats in ("pdf", "pdf,docx,xlsx,csv"):
        runs, size = [], 0
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                runs.append(
                    process(
                        "-m",
                        "reports",
                        "annual",
                        "--year",
                        "2025",
                        "--out",
                        folder,
                        "--format",
                        formats,
                        data=str(data_dir()),
                    )
                )
                size = next(Path(folder).glob("*.pdf")).stat().st_size
        rows.append(summary(f"relatório anual ({formats})", runs, "≤ 20 s, ≤ 15 MB") | {"PDF (MB)": size / 1e6})
    return rows
