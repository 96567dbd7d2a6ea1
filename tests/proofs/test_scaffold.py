"""`make new-page`, `new-source`, `new-scene`: what they write works as it stands, and nothing that is there is
touched.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.base.errors import DeclarationError
from core.base.paths import ROOT
from core.warehouse.store import Store, resolve
from scaffold import parts
from tests.support.browse import CHROMIUM, WARM, server
from tests.support.copy import copied, run

QUERY = '{source: agua_tratada, url: "https://exemplo.pt/valores.csv"}'
MADE = (
    "tests/pages/test_pagina_prova_nova.py",
    "tests/data/test_fonte_agua_tratada.py",
    "tests/wall/test_cena_cena_nova.py",
)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one part of each kind made in it, and loaded."""
    root = copied(tmp_path_factory.mktemp("copia"))
    parts.page(root, "prova_nova", "Prova nova", "New trial")
    parts.scene(root, "cena_nova", "Cena nova", "New scene")
    parts.source(root, "agua_tratada", "Água tratada", "Treated water", "https://exemplo.pt", "CC BY 4.0")
    book = root / "indicators.yaml"
    head, rest = book.read_text(encoding="utf-8").split("id: medicos_1000_hab", 1)
    body, tail = rest.split("    queries:\n", 1)
    text = f"{head}id: medicos_1000_hab{body}    queries:\n      - {QUERY}\n{tail}"
    book.write_text(text, encoding="utf-8")
    loaded = run(root, "-m", "etl", "load", "--replay", "tests/payloads", "--source", "agua_tratada", "--json")
    assert loaded.returncode == 0, loaded.stderr
    return root


@pytest.mark.parametrize(
    "files", [MADE, ("tests/proofs/test_registries.py", "-k", "not costs_only")], ids=["own", "house"]
)
def test_what_is_written_passes_its_own_tests_and_those_of_the_house(there: Path, files: tuple[str, ...]) -> None:
    done = run(there, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *files)
    assert done.returncode == 0, done.stdout[-3000:]


def test_what_is_written_is_in_the_form_of_the_house(there: Path) -> None:
    tools = Path(sys.executable).parent
    new = ["ui/views/prova_nova.py", "pages/prova_nova.py", "ui/wall/cena_nova.py", "etl/sources/agua_tratada", *MADE]
    for tool, *arguments in (
        ["ruff", "check", *new],
        ["ruff", "format", "--check", *new],
        ["lint-imports", "--no-cache", "pyproject.toml"],
        ["mypy", *new[:4]],
    ):
        done = subprocess.run([tools / tool, *arguments], cwd=there, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_figures_of_a_new_source_are_in_the_build_and_it_has_its_bad_days(there: Path) -> None:
    store = Store(resolve(there / "dados" / "builds"))
    own = store.rows(
        "SELECT period, count(value) AS n FROM observation JOIN source_run USING (run_id)"
        " JOIN territory USING (territory_id) WHERE source_id = 'agua_tratada' AND level = 'municipio'"
        " GROUP BY 1 ORDER BY 1"
    )
    store.close()
    assert own == [{"period": "2023", "n": 2}, {"period": "2024", "n": 3}]
    bad = ("tests/data/test_misbehaviour.py", "-k", "agua_tratada or every_provider")
    done = run(there, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *bad)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="sem Chromium")
def test_a_new_page_and_a_new_scene_open_in_the_browser(there: Path, page: Page) -> None:
    lists = "playlists:\n  - {id: nova, name: {pt: Nova, en: New}, scenes: [{scene: cena_nova, seconds: 600}]}\n"
    (there / "dados" / "parede.yaml").write_text(lists, encoding="utf-8")
    with server(WARM, there / "dados", root=there, ENTI_WALL="open") as (address, _):
        page.goto(f"{address}/prova_nova")
        expect(page.locator("h1")).to_have_text("Prova nova", timeout=60_000)
        expect(page.locator(".enti-menu a[aria-current=page]")).to_have_text("Prova nova")
        page.goto(f"{address}/parede?lista=nova")
        expect(page.locator("#kicker")).to_contain_text("Cena nova", timeout=60_000)


@pytest.mark.parametrize("name", ["Nova", "1a", "a b", "á", "../x", "a", "x__y", "_x", ""])
def test_a_name_that_is_no_id_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    for make in (parts.page, parts.source, parts.scene):
        with pytest.raises(DeclarationError, match="não serve de nome"):
            make(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ['x"', "x\\", "x$y", "x|y", "x\ny", "{x}"])
def test_a_title_that_would_break_the_program_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(DeclarationError, match="não serve"):
        parts.scene(tmp_path, "cena_nova", title)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    parts.scene(tmp_path, "cena_nova")
    (tmp_path / "tests" / "wall" / "test_cena_cena_nova.py").unlink()
    before = (tmp_path / "ui" / "wall" / "cena_nova.py").read_bytes()
    with pytest.raises(DeclarationError, match=r"Já há ui/wall/cena_nova\.py"):
        parts.scene(tmp_path, "cena_nova", "Outra")
    assert (tmp_path / "ui" / "wall" / "cena_nova.py").read_bytes() == before
    assert not (tmp_path / "tests" / "wall" / "test_cena_cena_nova.py").exists()


def test_a_page_that_only_lacks_its_door_gets_just_that(tmp_path: Path) -> None:
    (tmp_path / "ui" / "views").mkdir(parents=True)
    (tmp_path / "ui" / "views" / "prova_nova.py").write_text("", encoding="utf-8")
    assert parts.page(tmp_path, "prova_nova").written == ["pages/prova_nova.py"]


def test_the_command_says_what_is_left(tmp_path: Path) -> None:
    done = run(ROOT, "-m", "scaffold", "scene", "cena_nova", "--root", str(tmp_path))
    assert done.returncode == 0 and "Falta escrever: ui/wall/cena_nova.py" in done.stdout
    again = run(ROOT, "-m", "scaffold", "scene", "cena_nova", "--root", str(tmp_path))
    assert again.returncode == 21 and "Já há" in again.stderr
