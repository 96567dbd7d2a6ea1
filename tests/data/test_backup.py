"""A copy of everything, and the way back: whole or not at all, and while others write."""

import io
import json
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.base import backup, clock
from core.base.errors import StorageError
from core.strategy import known
from core.strategy.execution import Change, events, say
from core.warehouse.store import Store, resolve
from tests.support.command import Said


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a build and a word of somebody."""
    there = tmp_path / "dados"
    shutil.copytree(warehouse, there)
    monkeypatch.setenv("ENTI_DATA", str(there))
    tell("em_curso")
    return there


def tell(state: str) -> None:
    say([Change("acao", "acao_1_1", {"state": state})], "AMA", today=clock.today(), known=known.ids())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but those that pass."""
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(".lock"))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def test_what_is_restored_is_what_was_there_and_serves(data: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "copia.tar.gz", tmp_path / "outra" / "pasta"
    made = backup.make(data, file)
    back = backup.restore(file, again)
    assert back == made and made.files > 3
    old, new = contents(data), contents(again)
    assert set(old) == set(new)
    assert {n for n in old if old[n] != new[n] and not n.endswith(".sqlite")} == set()
    with closing(Store(resolve(again / "builds"))) as opened:
        assert opened.build == resolve(data / "builds").stem
    assert events(again / "execucao.sqlite") == events(data / "execucao.sqlite")
    assert len(events(again / "execucao.sqlite")) == 1


def test_a_copy_made_while_others_write_holds_what_was_acknowledged_before(data: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def writes() -> None:
        while not stop.is_set():
            tell("em_curso")

    other = threading.Thread(target=writes)
    other.start()
    try:
        before = len(events(data / "execucao.sqlite"))
        backup.make(data, tmp_path / "copia.tar.gz")
    finally:
        stop.set()
        other.join()
    backup.restore(tmp_path / "copia.tar.gz", tmp_path / "outra")
    held = events(tmp_path / "outra" / "execucao.sqlite")
    assert before <= len(held) and held == events(data / "execucao.sqlite")[: len(held)]


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> bytes:
    backup.make(data, tmp_path / "copia.tar.gz")
    return (tmp_path / "copia.tar.gz").read_bytes()


def damaged(whole: bytes) -> Iterator[bytes]:
    yield from (whole[: len(whole) * n // 10] for n in range(10))
    for at in (40, len(whole) // 2, len(whole) // 3):
        yield whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def test_a_copy_that_lacks_a_byte_is_refused_and_leaves_nothing(copy: bytes, tmp_path: Path) -> None:
    torn = tmp_path / "torn.tar.gz"
    for body in damaged(copy):
        torn.write_bytes(body)
        with pytest.raises(StorageError, match="estragada ou incompleta") as error:
            backup.restore(torn, tmp_path / "outra")
        assert error.value.cure and list((tmp_path / "outra").iterdir()) == []


def packed(members: dict[str, bytes], about: object) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, body in {**members, backup.MANIFEST: json.dumps(about).encode()}.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    return made.getvalue()


MADE = {"form": 1, "made_at": "2026-01-01T00:00:00+00:00", "files": {}}


@pytest.mark.parametrize(
    ("members", "about"),
    [
        ({"../fora": b"x"}, MADE),
        ({"/fora": b"x"}, MADE),
        ({"snapshot/figures.yaml": b"x"}, MADE),
        ({"a": b"x"}, MADE),
        ({}, MADE | {"files": {"a": [1, "0"]}}),
        ({}, MADE | {"form": 2}),
        ({}, []),
        ({}, MADE | {"made_at": "ontem"}),
    ],
)
def test_what_is_no_copy_of_ours_is_refused(members: dict[str, bytes], about: object, tmp_path: Path) -> None:
    (tmp_path / "x.tar.gz").write_bytes(packed(members, about))
    with pytest.raises(StorageError):
        backup.restore(tmp_path / "x.tar.gz", tmp_path / "outra")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["outra", "x.tar.gz"]
    assert list((tmp_path / "outra").iterdir()) == []


def test_a_link_in_a_copy_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("a")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(StorageError, match="não é um ficheiro"):
        backup.restore(tmp_path / "x.tar.gz", tmp_path / "outra")


def test_what_a_killed_one_left_is_no_hindrance(data: Path, copy: bytes, tmp_path: Path) -> None:
    left = tmp_path / "outra" / ".tmp-copia" / "builds"
    left.mkdir(parents=True)
    (left / "meio.duckdb").write_bytes(b"x")
    backup.restore(tmp_path / "copia.tar.gz", tmp_path / "outra")
    assert set(contents(tmp_path / "outra")) == set(contents(data))


def test_nothing_is_overwritten(data: Path, copy: bytes, tmp_path: Path) -> None:
    before = contents(data)
    for refused in (
        lambda: backup.make(data, tmp_path / "copia.tar.gz"),
        lambda: backup.make(data, data / "dentro.tar.gz"),
        lambda: backup.restore(tmp_path / "copia.tar.gz", data),
    ):
        with pytest.raises(StorageError):
            refused()
    assert contents(data) == before and (tmp_path / "copia.tar.gz").read_bytes() == copy


def test_a_damaged_ledger_is_named_and_no_copy_is_made(data: Path, tmp_path: Path) -> None:
    whole = (data / "execucao.sqlite").read_bytes()
    (data / "execucao.sqlite").write_bytes(whole[:16] + b"\xff" * (len(whole) - 16))
    with pytest.raises(StorageError, match="registo não se lê") as error:
        backup.make(data, tmp_path / "copia.tar.gz")
    assert "execucao.sqlite" in str(error.value) and not (tmp_path / "copia.tar.gz").exists()
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".tmp-")] == []


def test_the_commands_say_what_they_did(data: Path, tmp_path: Path, etl: Callable[..., Said]) -> None:
    said = etl("backup", str(tmp_path / "copia.tar.gz"), data=data)
    assert said.code == 0 and "ficheiros" in said.out
    again = etl("restore", str(tmp_path / "copia.tar.gz"), "--to", str(tmp_path / "outra"), data=data)
    assert again.code == 0 and "Reposto" in again.out
    refused = etl("restore", str(tmp_path / "copia.tar.gz"), data=data)
    assert refused.code == StorageError.exit_code and "não está vazia" in refused.err
