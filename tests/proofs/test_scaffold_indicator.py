"""`make new-indicator`: what it writes works as it stands, reaches the browser once its figures are handed in, and
touches nothing that is there.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.base.errors import DeclarationError
from core.base.paths import ROOT
from scaffold import parts
from tests.support.browse import CHROMIUM, WARM, server
from tests.support.copy import copied, run
from tests.support.further import form_of

NAME, PT, EN = "agua_reutilizada", "Água reutilizada", "Reused water"
FILE, TEST = f"indicadores/{NAME}.yaml", f"tests/data/test_indicador_{NAME}.py"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a new indicator, made by the command and nothing else."""
    root = copied(tmp_path_factory.mktemp("copia"))
    why = ("--why-pt", "Pedido de duas câmaras.", "--why-en", "Asked for by two councils.")
    done = run(root, "-m", "scaffold", "indicator", NAME, "--pt", PT, "--en", EN, *why, "--root", str(root))
    assert done.returncode == 0, done.stderr
    assert f"Escrito: {FILE}" in done.stdout and f"Falta escrever: {FILE}" in done.stdout
    return root


def test_what_is_written_passes_its_own_tests(there: Path) -> None:
    done = run(there, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", TEST)
    assert done.returncode == 0, done.stdout[-3000:]


def test_what_is_written_is_in_the_form_of_the_house(there: Path) -> None:
    for arguments in (["check", TEST], ["format", "--check", TEST]):
        command = [Path(sys.executable).with_name("ruff"), *arguments]
        done = subprocess.run(command, cwd=there, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="sem Chromium")
def test_its_figures_are_handed_in_and_it_opens_in_the_browser_beyond_table_3(there: Path, page: Page) -> None:
    form = form_of(there / "valores.csv", [("1106", "2025", 12.5), ("0705", "2025", 3.0)])
    done = run(there, "-m", "etl", "import", str(form), "--indicator", NAME)
    assert done.returncode == 0, done.stderr
    with server(WARM, there / "dados", root=there) as (address, _):
        page.goto(f"{address}/indicador?indicador={NAME}")
        expect(page.locator("h1")).to_have_text(PT, timeout=60_000)
        expect(page.locator(f"[data-beyond={NAME}]")).to_have_text(
            "Fora da Tabela 3. Porque o temos: Pedido de duas câmaras."
        )
        page.goto(f"{address}/dominio?dominio=ambiente&lang=en")
        apart = page.locator(".enti-beyond")
        expect(apart).to_contain_text("Beyond Table 3", timeout=60_000)
        expect(page.locator("table", has_text=EN)).to_contain_text("Reused water")


@pytest.mark.parametrize("name", ["Nova", "1a", "á", "../x", "x__y", ""])
def test_a_name_that_is_no_id_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeclarationError, match="não serve de nome"):
        parts.indicator(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_what_would_break_the_file_is_refused_and_what_is_there_is_never_touched(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="não serve"):
        parts.indicator(tmp_path, NAME, why_pt='x"')
    parts.indicator(tmp_path, NAME, PT, EN)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(DeclarationError, match=f"Já há {FILE}"):
        parts.indicator(tmp_path, NAME, "Outro")
    assert (tmp_path / FILE).read_bytes() == before


def test_the_id_of_a_row_is_refused_by_the_command_before_anything_is_written(tmp_path: Path) -> None:
    done = run(ROOT, "-m", "scaffold", "indicator", "medicos_1000_hab", "--root", str(tmp_path))
    assert done.returncode == 21 and "já é da linha 43" in done.stderr
    assert list(tmp_path.iterdir()) == []
