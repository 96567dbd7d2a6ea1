"""Scenes as a playlist is checked by: read from their declarations without running what draws them."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.base.outline import outlines
from core.base.paths import ROOT
from core.catalogue import catalogue
from core.room import scenes
from core.terms import territory

BOOK, PLACES = catalogue.load(), territory.load()
LINE = """SCENES = Scene(id="nova", order=1, name=Text(pt="Nova", en="New"), fields=("feed",), build=draw)\n"""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"scene": "nacional"}, ""),
        ({"scene": "marte"}, "não há a cena «marte»"),
        ({"scene": "indicador"}, "falta o indicador"),
        ({"scene": "indicador", "indicator": "x"}, "não há o indicador «x»"),
        (
            {"scene": "indicador", "indicator": "mortalidade_infantil", "series": "y"},
            "não há a série «y»",
        ),
        ({"scene": "dominio"}, "falta o domínio"),
        ({"scene": "dominio", "domain": "Marte"}, "não há o domínio «Marte»"),
        ({"scene": "regiao", "territory": "9999"}, "não há o território «9999»"),
        ({"scene": "nacional", "territory": "9999"}, ""),  # what a scene does not look at is ignored
    ],
)
def test_what_of_a_line_does_not_exist(asked: dict[str, str], said: str) -> None:
    found = scenes.doubts(asked, BOOK, PLACES)
    assert (found is None) == (not said) and (found is None or (found[0].startswith(said) and found[1]))


def test_a_declaration_is_read_without_being_run(tmp_path: Path) -> None:
    (tmp_path / "nova.py").write_text(f"raise SystemExit\n{LINE}", encoding="utf-8")
    (tmp_path / "torta.py").write_text("SCENES = (\n", encoding="utf-8")
    (tmp_path / "outra.py").write_text("def f():\n    return Scene(id='nao')\n", encoding="utf-8")
    found = outlines(tmp_path, "Scene")
    nova = {"id": "nova", "order": 1, "name": {"pt": "Nova", "en": "New"}, "fields": ("feed",)}
    assert found == {"nova.py": [nova], "torta.py": []}


@pytest.mark.parametrize("broken", ['en="New"', "order=1, ", 'id="nova", '])
def test_one_declared_badly_is_not_among_them_and_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (tmp_path / "nova.py").write_text(LINE.replace(broken, ""), encoding="utf-8")
    (tmp_path / "boa.py").write_text(LINE.replace("nova", "boa"), encoding="utf-8")
    monkeypatch.setattr(scenes, "FOLDER", tmp_path)
    scenes.facts.cache_clear()
    try:
        assert list(scenes.facts()) == ["boa"]
    finally:
        scenes.facts.cache_clear()


def test_a_scene_is_its_own_modules_and_a_newcomer_of_its_name_is_not_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "figures.py").write_text(LINE.replace("nova", "dominio"), encoding="utf-8")
    (tmp_path / "dominio.py").write_text(LINE.replace("nova", "dominio").replace("Nova", "Outra"), encoding="utf-8")
    monkeypatch.setattr(scenes, "FOLDER", tmp_path)
    scenes.facts.cache_clear()
    try:
        assert [s.name.pt for s in scenes.facts().values()] == ["Nova"]
    finally:
        scenes.facts.cache_clear()


def test_the_command_line_knows_the_scenes_without_streamlit() -> None:
    code = "import sys; from core.room.scenes import facts; print(len(facts())); sys.exit('streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and int(done.stdout) == len(scenes.facts())
