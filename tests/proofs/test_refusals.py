"""What is declared badly is shown to whoever looks and to whoever starts the server, and nothing else is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base.errors import DeclarationError
from core.base.paths import ROOT
from core.base.registry import Refused, Registry
from tests.support.declared import put
from tests.support.further import text as text_of_further
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from ui.frame import refusals, routes
from ui.wall.scenes import REGISTRY as SCENES

# what, id, file, its sabotage, what is said of it
SPOILT: dict[str, tuple[str, Callable[[str], str], str]] = {
    "page/objetivos": ("ui/views/objetivos.py", lambda s: s.replace("\nPAGE = Page(", "\nPAGES = Page("), "falta PAGE"),
    "page/indicador": ("ui/views/indicador.py", lambda s: s.replace("    name=Text(", "    nome=Text("), "name: falta"),
    "further/agua_a_mais": ("indicadores/agua_a_mais.yaml", lambda s: s.replace("why:", "porque:"), "why: falta"),
    "source/qualar": (
        "etl/sources/qualar/query.py",
        lambda s: s.replace("    query=", "    pergunta="),
        "query: falta",
    ),
    "source/held": (
        "etl/sources/held/query.py",
        lambda s: s.replace('        en="Figures handed in as files",\n', ""),
        "name › en: falta",
    ),
    # One of three, and one of two: the others stand beside it in the same file, and stay.
    "scene/dominio": ("ui/wall/figures.py", lambda s: s.replace(', en="A domain"', ""), "name › en: falta"),
    "report/interim": (
        "reports/whole.py",
        lambda s: s.replace('page="governacao",', "", 2).replace('id="annual",', 'id="annual", page="governacao",'),
        "page: falta",
    ),
    "alert/revision": ("core/alerts/kinds/revision.py", lambda s: s.replace("    find=find,\n", ""), "find: falta"),
    "live/AirQualityObserved": ("schemas/AirQualityObserved.json", lambda s: s[:-3], "Expecting"),
}
SCRIPT = """
from core.base import logs
logs.configure()
from ui.server import serve
serve.warm()
from reports.kinds import REGISTRY as reports
from ui.wall.scenes import REGISTRY as scenes
assert "annual" in reports.all and {"nacional", "regiao", "metas"} <= scenes.all.keys()
from tests.support.pages import nodes, open_page, payloads, text_of, trees
for lang in ("pt", "en"):
    found = [n for t in trees(payloads(open_page("pages/estado.py", lang=lang))) for n in nodes(t)]
    for node in found:
        if node[0] == "h2" or "data-refused" in node[1]:
            print(lang, node[1].get("data-refused", ""), text_of(node))
print("linhas", sum("data-row" in n[1] for n in found))
"""


def spoil(tmp_path: Path) -> Path:
    """A copy of the project with a thing of every kind declared badly."""
    for name in ("core", "etl", "geo", "show", "ui", "reports", "pages", "schemas", "data/snapshot", "static"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "support", tmp_path / "tests" / "support")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    for path in [ROOT / "app.py", *ROOT.glob("*.yaml")]:
        shutil.copy(path, tmp_path)
    (tmp_path / "indicadores").mkdir()
    (tmp_path / "indicadores" / "agua_a_mais.yaml").write_text(text_of_further("agua_a_mais"), encoding="utf-8")
    for file, change, _ in SPOILT.values():
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert change(text) != text, file
        (tmp_path / file).write_text(change(text), encoding="utf-8")
    return tmp_path


def test_what_is_refused_is_on_the_page_and_in_the_log_and_the_rest_is_there(tmp_path: Path, warehouse: Path) -> None:
    root, env = spoil(tmp_path), os.environ | {"ENTI_DATA": str(warehouse)}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], cwd=root, env=env, capture_output=True, text=True, check=False
        )

    done = run("-c", SCRIPT)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "pt  O que não se pôde abrir" in lines and "en  What could not be opened" in lines
    assert lines[-1] == "linhas 48"
    for name, (file, _, said) in SPOILT.items():
        for lang in ("pt", "en"):
            (line,) = [x for x in lines if x.startswith(f"{lang} {name} ")]
            assert file in line and said in line, line
        logged = [x for x in done.stderr.splitlines() if " WARNING core.base.registry: " in x and file in x]
        assert len(logged) == 1 and said in logged[0], done.stderr
    status = run("-m", "etl", "status")
    assert status.returncode == 0 and "etl/sources/qualar/query.py" in status.stderr


def test_a_page_without_door_is_shown_too_and_nothing_is_where_all_is_well(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    assert refusals.every() == () and shown() == {}
    page = routes.REGISTRY["objetivos"].model_copy(update={"id": "sem_porta"})
    put(monkeypatch, routes.REGISTRY, {"sem_porta": page})
    why = DeclarationError("A declaração não serve.", where="ui/wall/x.py", cure="completar SCENES.")
    put(monkeypatch, SCENES, {}, (Refused("x", why.where, why),))
    told = shown()
    assert list(told) == ["page/sem_porta", "scene/x"]
    assert "pages/sem_porta.py" in told["page/sem_porta"] and "make new-page" not in told["page/sem_porta"]
    refusals.report()
    ours = [r.getMessage() for r in caplog.records if r.name == Registry.__module__]
    assert len(ours) == 2 and "sem_porta" in ours[0] and "make new-page" in ours[0] and ours[1] == str(why)


def test_a_door_that_leads_to_no_page_is_refused_and_so_is_an_entry_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for script in [p.script for p in routes.REGISTRY.all.values()] + ["pages/vazia.py"]:
        (tmp_path / script).parent.mkdir(exist_ok=True)
        (tmp_path / script).touch()
    monkeypatch.setattr(routes, "ROOT", tmp_path)
    (only,) = routes.refused()
    assert (only.id, only.file) == ("vazia", "ui/views/vazia.py") and "PAGE = Page(…)" in only.error.cure
    monkeypatch.setitem(routes.REGISTRY.__dict__, "_read", ({}, ()))
    assert {"visao_geral", "vazia", "estado"} <= {r.id for r in routes.refused()}


def shown() -> dict[str, str]:
    """What the page on the state of the data says that could not be opened."""
    found = [n for t in trees(payloads(open_page("pages/estado.py"))) for n in nodes(t)]
    return {n[1]["data-refused"]: text_of(n) for n in found if "data-refused" in n[1]}
