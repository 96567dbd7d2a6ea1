"""Further indicators of one test's own, in a folder that stands in for indicadores/."""

import csv
from pathlib import Path

import pytest

from etl.cli.app import main
from scaffold.files import filled

ID = "agua_reutilizada"
NAME, WHY = "Água residual reutilizada", "Pedido de duas câmaras."
_VALUES = {
    "pt": NAME,
    "en": "Reused waste water",
    "why_pt": WHY,
    "why_en": "Asked for by two councils.",
    "today": "2026-03-02",
}


def text(name: str = ID) -> str:
    """The file as `make new-indicator` writes it."""
    return filled("indicator", "indicator.yaml.tmpl", _VALUES | {"name": name})


def put(patch: pytest.MonkeyPatch, folder: Path, **files: str) -> Path:
    """Further indicators are those of `folder`, where these are written: name without ending → text."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    patch.setattr("core.catalogue.further.FURTHER", folder)
    return folder


def form_of(path: Path, rows: list[tuple[str, str, float]]) -> Path:
    """The template of such an indicator, filled with these figures (territory, period, value)."""
    names = ("territorio", "nome", "serie", "periodo", "valor", "estado", "nota", "documento", "pagina", "url")
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(names)
        out.writerows([[t, "", "total", p, v, "", "", "Folha de prova, 2026", "", ""] for t, p, v in rows])
    return path


def hand_in(patch: pytest.MonkeyPatch, data: Path, rows: list[tuple[str, str, float]], indicator: str = ID) -> int:
    """`python -m etl import` of such figures; returns its exit code."""
    path = form_of(data.parent / f"{indicator}.csv", rows)
    patch.setenv("ENTI_DATA", str(data))
    patch.setattr("sys.argv", ["etl", "import", str(path), "--indicator", indicator])
    try:
        return main()
    except SystemExit as end:
        return int(end.code or 0)
