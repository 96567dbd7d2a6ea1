"""Pages and wall over builds that are damaged or held by another program: a whole one is shown, and it is said."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from core.warehouse.store import resolve
from show.texts import t
from tests.support.locked import held
from tests.support.pages import nodes, open_page, payloads, text_of, trees
from ui.wall import now


@pytest.fixture
def builds(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two builds of a folder of this test's own: the newer one is in force."""
    shutil.copytree(warehouse / "builds", tmp_path / "builds")
    newer = tmp_path / "builds" / f"20990101T000000000000Z-{'a' * 12}.duckdb"
    shutil.copy(resolve(warehouse / "builds"), newer)
    (tmp_path / "builds" / "current").write_text(f"{newer.name}\n")
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path / "builds"


def state(**query: str) -> list[Any]:
    """What «Estado dos dados» says of the files of the builds."""
    test = open_page("pages/estado.py", **query)
    assert not test.exception
    return [n for tree in trees(payloads(test)) for n in nodes(tree) if "data-builds" in n[1]]


def test_where_all_is_well_nothing_is_said(builds: Path) -> None:
    assert state() == [] and now.facts()["troubles"] == []


def test_a_damaged_build_gives_way_to_a_whole_one_on_pages_and_wall(builds: Path) -> None:
    newer = resolve(builds)
    stamp = now.stamp()
    os.truncate(newer, newer.stat().st_size * 9 // 10)
    assert now.stamp() != stamp, "what is kept of the facts is made anew"
    older = resolve(builds)
    for lang in ("pt", "en"):
        (said,) = state(lang=lang)
        assert f"A versão {newer.stem} está estragada" in text_of(said) and t("state.builds", lang) in text_of(said)
        assert t("state.builds_serve", lang, build=older.stem) in text_of(said)
    told = now.facts()
    assert told["troubles"] == [t("wall.other_build", "pt")]
    assert told["build"] == older.stem.rsplit("-", 1)[-1][:7] and told["built"] is not None


@pytest.mark.parametrize("content", [b"\xe9\xff", b"x" * 300])
def test_a_pointer_that_says_nothing_shows_the_newest_build(builds: Path, content: bytes) -> None:
    newer = resolve(builds)
    (builds / "current").write_bytes(content)
    (said,) = state()
    assert "apontador" in text_of(said) and t("state.builds_serve", "pt", build=newer.stem) in text_of(said)
    assert now.facts()["troubles"] == [t("wall.other_build", "pt")]


def test_a_build_that_another_program_holds_is_shown_and_the_page_says_so(builds: Path) -> None:
    newer = resolve(builds)
    with held(newer):
        (said,) = state()
        assert t("state.locked", "pt", build=newer.stem) in text_of(said)
        assert now.facts()["troubles"] == [t("wall.locked_build", "pt")]


@pytest.mark.parametrize("odd", [b"[]", b'{"a": 3}', b'{"a": {"asked_at": "ontem", "outcome": "ok"}}', b"\xff"])
def test_notes_of_another_form_stop_neither_pages_nor_wall(builds: Path, odd: bytes) -> None:
    for name in ("checks.json", "loads.jsonl", "inputs.json"):
        (builds / name).write_bytes(odd)
    assert state() == [] and now.facts()["troubles"] == []
    assert not open_page("pages/lacunas.py").exception
