"""`make new-page`, `new-source`, `new-scene`: what they write works as it stands, and nothing that is there is
touched.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.base import files
from core.base.errors import DeclarationError, StorageError
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


def test_a_page_that_only_lacks_its_door_gets_just_that_and_a_module_that_is_no_page_none(tmp_path: Path) -> None:
    view = tmp_path / "ui" / "views" / "prova_nova.py"
    view.parent.mkdir(parents=True)
    view.write_text("PAGES = 3\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="não é página"):
        parts.page(tmp_path, "prova_nova")
    assert not (tmp_path / "pages").exists()
    view.write_text('PAGE = Page(id="prova_nova")\n', encoding="utf-8")
    assert parts.page(tmp_path, "prova_nova").written == ["pages/prova_nova.py"]


Part = Callable[..., parts.Made]


@pytest.mark.parametrize(
    ("make", "name", "whose"),
    [
        (parts.scene, "dominio", "da cena «Um domínio»"),
        (parts.source, "municipios", "de «Municípios», uma das fontes do catálogo"),
        (parts.source, "ine", "uma das fontes do catálogo"),
        (parts.source, "held", "de um conector"),
        (parts.source, "derived", "da pergunta que a própria carga responde"),
        (parts.page, "parede", "um endereço do próprio servidor"),
        (parts.page, "media", "um endereço do próprio servidor"),
        *((make, "class", "da própria linguagem") for make in (parts.page, parts.source, parts.scene, parts.indicator)),
    ],
)
def test_a_name_that_somebody_has_is_refused_and_nothing_is_written(
    tmp_path: Path, make: Part, name: str, whose: str
) -> None:
    with pytest.raises(DeclarationError, match=f"«{name}» já é .*{whose}"):
        make(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_source_takes_no_name_of_a_module_beside_it(tmp_path: Path) -> None:
    (tmp_path / "etl" / "sources").mkdir(parents=True)
    (tmp_path / "etl" / "sources" / "connect.py").touch()
    with pytest.raises(DeclarationError, match="de um módulo de etl/sources"):
        parts.source(tmp_path, "connect")
    assert not (tmp_path / "tests").exists()


LEAD = "# Painel\n\n## O que se vê\n\n| página | pergunta |\n|---|---|\n| Dados | Quais? |\n\nDepois.\n\n| a | b |\n"


def test_the_line_of_a_page_goes_to_the_end_of_its_table_whatever_stands_there(tmp_path: Path) -> None:
    lead = LEAD.replace("| a | b |", "## Outra\n\n| a | b |")
    (tmp_path / "README.md").write_text(lead, encoding="utf-8")
    parts.page(tmp_path, "prova_nova", "Prova nova")
    row = "| Dados | Quais? |\n| Prova nova | Que pergunta responde esta página? |\n"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == lead.replace("| Dados | Quais? |\n", row)


@pytest.mark.parametrize("lead", ["# Painel\n", "## O que se vê\n\nNada.\n\n## Outra\n\n| a | b |\n", None])
def test_a_readme_without_that_table_is_said_before_anything_is_written(tmp_path: Path, lead: str | None) -> None:
    if lead is not None:
        (tmp_path / "README.md").write_text(lead, encoding="utf-8")
    with pytest.raises(DeclarationError, match="nada foi escrito"):
        parts.page(tmp_path, "prova_nova")
    assert [p.name for p in tmp_path.iterdir()] == (["README.md"] if lead is not None else [])


def test_what_the_disk_refuses_midway_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text(LEAD, encoding="utf-8")
    write = files.write_text

    def full(path: Path, text: str) -> None:
        write(path, text)
        if "Prova nova" in text and path.name == "README.md":
            raise StorageError("Não há espaço no disco.", where=str(path))

    monkeypatch.setattr(files, "write_text", full)
    with pytest.raises(StorageError):
        parts.page(tmp_path, "prova_nova", "Prova nova")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / "README.md"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == LEAD


LONG = (
    "Qualidade da água para consumo humano e de banho, por município e mês",
    "Quality of drinking and bathing water " * 2,
)


@pytest.mark.parametrize("make", [parts.page, parts.source, parts.scene, parts.indicator])
def test_long_names_are_in_the_form_of_the_house_and_longer_ones_are_refused(tmp_path: Path, make: Part) -> None:
    (tmp_path / "README.md").write_text(LEAD, encoding="utf-8")
    made = make(tmp_path, "qualidade_da_agua", *LONG)
    new = [tmp_path / path for path in made.written if path.endswith(".py")]
    house = ["--config", ROOT / "pyproject.toml", "--no-cache"]
    for command in (["check", "--select", "E,W", *house], ["format", "--check", *house]):
        ruff = [Path(sys.executable).with_name("ruff"), *command, *new]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    if make is not parts.indicator:  # whose names stand in no program
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(DeclarationError, match="passa das 120 letras"):
            make(tmp_path, "outra", "x" * 120)
        assert sorted(tmp_path.rglob("*")) == before


def test_the_command_says_what_is_left(tmp_path: Path) -> None:
    done = run(ROOT, "-m", "scaffold", "scene", "cena_nova", "--root", str(tmp_path))
    assert done.returncode == 0 and "Falta escrever: ui/wall/cena_nova.py" in done.stdout
    again = run(ROOT, "-m", "scaffold", "scene", "cena_nova", "--root", str(tmp_path))
    assert again.returncode == 21 and "Já há" in again.stderr
