"""Run every measurement, print them side by side, write bench/results.json."""

import json
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import browser, classes, data, judgement, loads

RESULTS = Path(__file__).parent / "results.json"


def machine() -> dict[str, Any]:
    """What the figures were measured on; no host names."""
    import os

    packages = ("streamlit", "duckdb", "pandas", "plotly", "orjson")
    return {
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "packages": {p: version(p) for p in packages},
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def show(name: str, rows: list[dict[str, Any]]) -> None:
    """One measurement as a table, its variants side by side."""
    table = Table(*rows[0].keys(), title=name, title_justify="left")
    for row in rows:
        table.add_row(*[f"{v:,.1f}" if isinstance(v, float) else str(v) for v in row.values()])
    Console(width=140).print(table)


def main() -> None:
    """All of it, in some ten minutes; or, with names as arguments, these again beside what was measured before."""
    wanted = sys.argv[1:]
    before: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if wanted else {}
    results = before | {"machine": machine()}
    for name, measure in (
        ("carga dos valores embutidos", data.load_embedded),
        ("leitura de uma resposta do INE", data.parse_ine),
        ("carga completa de respostas gravadas", loads.replay),
        ("um milhão de observações", loads.million),
        ("rede de carregamento em fluxo", loads.network),
        ("8 fios × 200 perguntas", data.threads),
        ("classes naturais", classes.natural),
        ("juízo de tudo", judgement.everything),
        ("síntese no navegador", judgement.brief),
        ("relatório anual", judgement.report),
        ("mapa no navegador", browser.maps),
    ):
        if wanted and name not in wanted:
            continue
        rows = measure()
        results[name] = rows
        show(name, rows)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Escrito: {RESULTS.name}")


if __name__ == "__main__":
    main()
