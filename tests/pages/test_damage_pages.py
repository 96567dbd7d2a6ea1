"""Pages and wall over builds that are damaged or held by another program: a whole one is shown, and it is said."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.base.paths import ROOT, alerts_path, execution_path
from core.room.playlists import Spec
from core.warehouse import whole
from core.warehouse.store import resolve
from show.texts import t
from tests.support.locked import held
from tests.support.pages import nodes, open_page, payloads, text_of, trees, words
from tests.support.wall import shown
from tests.support.wall import words as seen
from ui.wall import now

NEWER = "foi escrito por uma versão mais nova do código"
OLDER = ROOT / "tests" / "support" / "older"
ROW = (
    "INSERT INTO act (kind, entry, revision, said_at, said_by, after)"
    " VALUES ('amanha', 'um_novo', 1, '2026-11-25T10:00:00+00:00', 'AMA', '{}')"
)


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


# After a rollback: what newer code wrote


def test_a_build_that_newer_code_made_gives_way_to_one_that_is_understood_on_pages_and_wall(builds: Path) -> None:
    newer = resolve(builds)
    with duckdb.connect(str(newer)) as db:
        db.execute("UPDATE build SET form = ?, readers = ?", [whole.FORM + 1, whole.FORM + 1])
    whole.sign(newer, newer)
    older = resolve(builds)
    assert older != newer
    (said,) = state()
    assert f"A versão {newer.stem} foi feita por uma versão mais nova do código" in text_of(said)
    assert t("state.builds_serve", "pt", build=older.stem) in text_of(said)
    assert now.facts()["troubles"] == [t("wall.other_build", "pt")]


def rolled_back(path: Path, sql: str, readers: int) -> bytes:
    """A ledger that newer code wrote upon; what has to stay."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript((OLDER / f"{path.stem}.sql").read_text(encoding="utf-8"))
        db.executescript(f"{sql}; PRAGMA user_version = {2000 + readers}")
    return path.read_bytes()


@pytest.mark.usefixtures("builds")
@pytest.mark.parametrize("readers", [1, 2], ids=["read", "not read"])
def test_a_ledger_that_newer_code_wrote_costs_at_most_what_is_said_in_it(readers: int) -> None:
    body = rolled_back(execution_path(), ROW, readers)
    page = open_page("pages/execucao.py")
    assert not page.exception and (NEWER in words(page)) == (readers == 2)
    for other in ("pages/indicador.py", "pages/estado.py"):
        test = open_page(other)
        assert not test.exception and NEWER not in words(test)
    assert execution_path().read_bytes() == body


@pytest.mark.usefixtures("builds")
@pytest.mark.parametrize("readers", [1, 2], ids=["read", "not read"])
def test_the_wall_says_so_in_the_scene_that_needs_it_and_shows_the_others(readers: int) -> None:
    body = rolled_back(alerts_path(), "CREATE TABLE amanha (a TEXT)", readers)
    assert (NEWER in seen(shown(Spec(scene="alertas", seconds=5)))) == (readers == 2)
    assert NEWER not in seen(shown(Spec(scene="nacional", seconds=5))) and now.facts()["troubles"] == []
    page = open_page("pages/alertas.py")
    assert not page.exception and (NEWER in words(page)) == (readers == 2)
    assert alerts_path().read_bytes() == body
