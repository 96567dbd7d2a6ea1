"""The operations room's playlists and the keys of its displays: what may be said, what is kept, and what is refused."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base import clock, files
from core.base.errors import RoomConflict, RoomError, ScreenError
from core.room import playlists as room
from core.room import screens
from core.room.playlists import Spec, place
from core.room.scenes import facts
from tests.support.command import Said

GOOD = """playlists:
  - id: uma
    name: {pt: Uma, en: One}
    scenes:
      - {scene: nacional, seconds: 10}
      - {scene: nao_existe, seconds: 20}
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    return tmp_path


def test_the_projects_own_playlists_hold_and_name_known_scenes_only(data: Path) -> None:
    there = room.load()
    assert {s.scene for p in there.playlists.values() for s in p.scenes} <= set(facts())
    assert there.playlists["tres_ecras"].on(2) and not set(there.playlists["tres_ecras"].on(1)) & set(
        there.playlists["tres_ecras"].on(2)
    )


@given(st.lists(st.integers(2, 600), min_size=1, max_size=12), st.floats(0, 4e9))
def test_a_moment_has_one_scene_and_the_rest_of_its_time(durations: list[int], at: float) -> None:
    specs = tuple(Spec(scene="nacional", seconds=d) for d in durations)
    i, left = place(specs, at)
    assert 0 < left <= durations[i]
    again, rest = place(specs, at + left + 0.001)
    assert again == (i + 1) % len(specs) and rest <= durations[again]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("playlists: [", "não é YAML"),
        ("playlists: []", "playlists"),
        (GOOD.replace("seconds: 10", "seconds: 1"), r"playlists\[0\] «uma» › scenes\[0\] › seconds"),
        (GOOD.replace("scene: nacional", "cena: nacional"), "cena"),
        (
            GOOD.replace("    scenes:", "    screens: 2\n    scenes:")
            .replace("seconds: 10", "seconds: 10, screen: 1")
            .replace("seconds: 20", "seconds: 20, screen: 1"),
            "o ecrã 2 não tem cenas",
        ),
        (GOOD + GOOD.partition("\n")[2], "mesmo id"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(data: Path, text: str, said: str) -> None:
    room.save(GOOD, "AMA")
    before = room.load().text
    with pytest.raises(RoomError, match=said) as refused:
        room.save(text, "AMA")
    assert refused.value.cure and room.load().text == before


def test_an_unknown_scene_is_kept_since_the_screen_says_it(data: Path) -> None:
    assert [s.scene for s in room.save(GOOD, "AMA").playlists["uma"].scenes] == ["nacional", "nao_existe"]


def test_an_edit_on_playlists_that_have_changed_is_refused_and_the_old_are_kept(data: Path) -> None:
    seen = room.load().stamp
    room.save(GOOD, "AMA", seen)
    with pytest.raises(RoomConflict):
        room.save(GOOD.replace("Uma", "Outra"), "CCDR", seen)
    room.save(GOOD.replace("Uma", "Outra"), "CCDR", room.load().stamp)
    (kept,) = (data / "parede.antes").glob("*.yaml")
    assert "pt: Uma" in kept.read_text("utf-8") and "AMA" in kept.read_text("utf-8")
    assert room.load().text.startswith("# ") and "CCDR" in room.load().text.partition("\n")[0]


def test_nobody_is_no_author(data: Path) -> None:
    with pytest.raises(RoomError, match="quem o diz"):
        room.save(GOOD, " ")
    assert not (data / "parede.yaml").exists()


def test_a_key_opens_one_playlist_until_it_is_taken_back(data: Path) -> None:
    made, key = screens.issue("geral", "Sala", 30, "AMA")
    other, _ = screens.issue("tres_ecras", "Entrada", 1, "AMA")
    assert screens.opened_by(key) == made and made.state(datetime.now(UTC)) == "valid"
    assert made.state(made.expires_at) == "expired"
    assert screens.opened_by(key[:-1]) is None and screens.opened_by("") is None
    screens.revoke(made.number, "AMA")
    found = screens.opened_by(key)
    assert found is not None and found.state(datetime.now(UTC)) == "revoked"
    assert screens.screens()[1] == other


def test_revoking_twice_keeps_the_first_word(data: Path) -> None:
    made, _ = screens.issue("geral", "Sala", 30, "AMA")
    assert screens.revoke(made.number, "AMA") == screens.revoke(made.number, "CCDR")


def test_the_key_itself_is_nowhere_in_the_file_and_what_is_written_stands(data: Path) -> None:
    _, key = screens.issue("geral", "Sala", 30, "AMA")
    path = data / "ecras.sqlite"
    assert key.encode() not in path.read_bytes()
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="não se altera"):
        db.execute("UPDATE issued SET expires_at = '2999-01-01'")
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="não se apaga"):
        db.execute("DELETE FROM issued")


@pytest.mark.parametrize(
    ("name", "days", "by"), [("Sala", 0, "AMA"), ("Sala", 401, "AMA"), ("", 3, "AMA"), ("Sala", 3, "A")]
)
def test_a_key_without_name_author_or_end_is_not_issued(data: Path, name: str, days: int, by: str) -> None:
    with pytest.raises(ScreenError):
        screens.issue("geral", name, days, by)
    assert screens.screens() == [] and not (data / "ecras.sqlite").exists()


def test_a_damaged_file_of_keys_lets_nobody_in(data: Path) -> None:
    (data / "ecras.sqlite").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(ScreenError, match=r"ecras\.sqlite"):
        screens.opened_by("x")


def test_by_command_line(etl: Callable[..., Said], tmp_path: Path) -> None:
    listed = etl("room", "show", data=tmp_path)
    assert listed.code == 0 and "geral: Visão geral (1 ecrã)" in listed.out and "tres_ecras" in listed.out
    file = tmp_path / "novas.yaml"
    file.write_text(GOOD, encoding="utf-8")
    for refused in (
        etl("room", "check", str(file), data=tmp_path),
        etl("room", "set", str(file), "--by", "AMA", data=tmp_path),
    ):
        assert refused.code == 19 and "lista uma, linha 2, scene: não há a cena «nao_existe»" in refused.err
    assert "uma: Uma" not in etl("room", "show", data=tmp_path).out
    file.write_text(GOOD.replace("nao_existe", "fontes"), encoding="utf-8")
    assert etl("room", "check", str(file), data=tmp_path).code == 0
    assert etl("room", "set", str(file), "--by", "AMA", "--seen", "0" * 12, data=tmp_path).code == 19
    assert etl("room", "set", str(file), "--by", "AMA", data=tmp_path).code == 0
    assert "uma: Uma" in etl("room", "show", data=tmp_path).out
    assert "não_existe" not in etl("room", "show", "--yaml", data=tmp_path).out
    assert etl("room", "set", str(tmp_path / "nada.yaml"), "--by", "AMA", data=tmp_path).code == 19


def test_screens_by_command_line(etl: Callable[..., Said], tmp_path: Path) -> None:
    assert etl("screens", "list", data=tmp_path).out == "Nenhum ecrã.\n"
    assert etl("screens", "issue", "nenhuma", "--name", "Sala", "--by", "AMA", data=tmp_path).code == 20
    assert etl("screens", "issue", "geral", "--name", "Sala", "--by", "AMA", "--screen", "2", data=tmp_path).code == 20
    made = etl("screens", "issue", "tres_ecras", "--name", "Sala", "--by", "AMA", "--screen", "2", data=tmp_path)
    assert made.code == 0 and "/parede?ecra=2&chave=" in made.out
    until = datetime.now(UTC) + timedelta(days=180)
    assert f"até {until:%d/%m/%Y}, válida (AMA)" in etl("screens", "list", data=tmp_path).out
    assert etl("screens", "revoke", "1", "--by", "AMA", data=tmp_path).code == 0
    assert "retirada" in etl("screens", "list", data=tmp_path).out
    assert etl("screens", "revoke", "9", "--by", "AMA", data=tmp_path).code == 20


def test_a_name_with_a_valid_key_is_not_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "ecras.sqlite"
    first, _ = screens.issue("geral", "Sala", 3, "AMA", path)
    with pytest.raises(ScreenError, match="Já há um ecrã «Sala»"):
        screens.issue("geral", " Sala ", 3, "AMA", path)
    screens.revoke(first.number, "AMA", path)
    assert screens.issue("geral", "Sala", 3, "AMA", path)[0].number == 2


def both(*acts: Callable[[], object]) -> list[object]:
    """What becomes of acts that begin at the same moment: what each gives, or its error."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except (RoomError, ScreenError) as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_change_the_same_playlists_the_second_is_told(data: Path) -> None:
    for n in range(12):
        seen = room.load().stamp
        texts = [GOOD.replace("pt: Uma", f"pt: {who}{n}") for who in "AB"]
        done = both(*[partial(room.save, t, "AMA", seen) for t in texts])
        assert sorted(type(d).__name__ for d in done) == ["Room", "RoomConflict"], done
        (won,) = (d for d in done if isinstance(d, room.Room))
        assert room.load().stamp == won.stamp


def test_of_two_who_replace_playlists_unseen_the_first_stays_beside(data: Path) -> None:
    for n in range(12):
        assert all(
            isinstance(d, room.Room)
            for d in both(*[partial(room.save, GOOD.replace("pt: Uma", f"pt: {w}{n}"), "AMA") for w in "AB"])
        )
    everywhere = "".join(p.read_text("utf-8") for p in [*(data / room.BEFORE).iterdir(), data / "parede.yaml"])
    assert [f"pt: {w}{n}" for n in range(12) for w in "AB" if f"pt: {w}{n}" not in everywhere] == []


def test_two_who_give_a_display_the_same_name_do_not_both_get_it(data: Path) -> None:
    for n in range(12):
        done = both(*[partial(screens.issue, "geral", f"Sala {n}", 30, "AMA")] * 2)
        assert sorted(isinstance(d, ScreenError) for d in done) == [False, True], done
    assert len(screens.screens()) == 12


class Past(datetime):
    """A clock that stands a year back."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) - timedelta(days=365)


@pytest.mark.parametrize("witness", ["screen", "build"])
def test_a_key_of_a_clock_that_went_back_is_not_born_expired(
    data: Path, monkeypatch: pytest.MonkeyPatch, witness: str
) -> None:
    if witness == "screen":
        screens.issue("geral", "Entrada", 30, "AMA")
    else:
        (data / "builds").mkdir()
        (data / "builds" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-aaaaaaaaaaaa.duckdb").touch()
    for module in (clock, screens):
        monkeypatch.setattr(module, "datetime", Past)
    made, _ = screens.issue("geral", "Sala", 30, "AMA")
    assert made.state(datetime.now(UTC)) == "valid" and made.expires_at > datetime.now(UTC) + timedelta(days=29)


def test_kept_playlists_are_in_the_order_in_which_they_were_replaced_whatever_the_clock_says(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / room.BEFORE).mkdir()
    (data / room.BEFORE / "20261101T000000000000.yaml").write_text("de antes de haver números", encoding="utf-8")
    for n in range(3):
        room.save(GOOD.replace("pt: Uma", f"pt: L{n}"), "AMA")
        monkeypatch.setattr(room, "datetime", Past)
    kept = files.in_order(data / room.BEFORE, "*.yaml")
    assert [p.read_text("utf-8").count("pt: L0") for p in kept] == [0, 1, 0] and "L1" in kept[-1].read_text("utf-8")
