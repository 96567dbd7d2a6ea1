"""core.base.files: the old or the new, never half, and nothing left behind."""

import json
import os
import threading
from pathlib import Path

import pytest

from core.base import files
from core.base.errors import StorageError


def test_what_is_written_is_read_back_and_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "uma" / "pasta" / "nota.json"
    files.write_json(path, {"nome": "Évora", "n": [1, None]})
    assert files.read_json(path) == {"nome": "Évora", "n": [1, None]}
    assert "Évora" in path.read_text("utf-8") and [p.name for p in path.parent.iterdir()] == ["nota.json"]
    files.write_text(path, "a\r\nb", encoding="utf-8-sig")
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb"


def test_a_name_that_utf8_has_no_form_for_is_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.csv")
    files.write_json(tmp_path / "n.json", {"original": name})
    assert files.read_json(tmp_path / "n.json") == {"original": name}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\xfa", None])
def test_a_torn_or_missing_note_is_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "n.json").write_bytes(content)
    assert files.read_json(tmp_path / "n.json") == {}


def test_the_file_is_everybodys_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        files.write_bytes(tmp_path / "x", b"1")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("owner", "act"), [(os, "fsync"), (Path, "replace")])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, act: str
) -> None:
    path = tmp_path / "x.csv"
    files.write_bytes(path, b"old")
    monkeypatch.setattr(owner, act, full)
    with pytest.raises(StorageError, match="cheio"):
        files.write_bytes(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_writer_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    files.write_bytes(path, b"old")
    with pytest.raises(StorageError, match="cheio"), files.aside(path) as fresh, fresh.open("wb") as handle:
        handle.write(b"ne")
        handle.flush()
        # Whoever looks for files of this kind meanwhile finds the old one only.
        assert list(tmp_path.glob("*.csv")) == [path] and fresh.parent == tmp_path
        full()
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_a_writer_that_writes_nothing_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    files.write_bytes(path, b"old")
    with pytest.raises(StorageError), files.aside(path):
        pass
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_two_writers_do_not_meet_and_no_reader_sees_half(tmp_path: Path) -> None:
    path, done, seen = tmp_path / "x.json", threading.Event(), []
    files.write_json(path, {"by": 0, "text": ""})

    def write(by: int) -> None:
        for _ in range(25):
            files.write_json(path, {"by": by, "text": str(by) * 20_000})

    def read() -> None:
        while not done.is_set():
            about = json.loads(path.read_bytes())
            seen.append(set(about["text"]) <= {str(about["by"])})

    reader, writers = threading.Thread(target=read), [threading.Thread(target=write, args=[n]) for n in (1, 2, 3)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert seen and all(seen) and list(tmp_path.iterdir()) == [path]
