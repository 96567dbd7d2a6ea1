"""The record of acts: what is sealed, and what shows when somebody touches it."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.base.errors import AuditError
from core.people import audit
from core.people.model import Actor, Grant

ACTOR = Actor("c1", "conta", "192.0.2.1", (Grant("eata"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auditoria.sqlite"


def _three(path: Path) -> list[audit.Entry]:
    return [audit.note(ACTOR, "acao", "feito", subject=f"acao_{n}", path=path) for n in range(3)]


def _by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for trigger in ("entry_no_update", "entry_no_delete"):
            db.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            db.execute(statement)
        db.commit()


def test_every_row_is_kept_with_who_when_where_and_what(path: Path) -> None:
    audit.note(ACTOR, "acao", "feito", subject="acao_1_1", role="eata", before="a", after="b", path=path)
    (only,) = audit.entries(path)
    assert (only.account, only.way, only.origin, only.role) == ("c1", "conta", "192.0.2.1", "eata")
    assert (only.act, only.subject, only.outcome, only.before, only.after) == ("acao", "acao_1_1", "feito", "a", "b")
    assert only.at.utcoffset() is not None and audit.verify(path) == audit.Verified(1, only.seal)


def test_nobody_changes_or_deletes_a_row(path: Path) -> None:
    _three(path)
    with closing(sqlite3.connect(path)) as db:
        for statement in ("UPDATE entry SET outcome = 'recusado'", "DELETE FROM entry"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE entry SET account = 'c9' WHERE seq = 2", 2),
        ("UPDATE entry SET before = 'x' WHERE seq = 1", 1),
        ("UPDATE entry SET at = '2026-01-01T00:00:00+00:00' WHERE seq = 3", 3),
        ("DELETE FROM entry WHERE seq = 1", 1),
        ("DELETE FROM entry WHERE seq = 2", 2),
        (
            "INSERT INTO entry SELECT 4, at, account, way, role, origin, act, 'x', outcome, before, after, 'y'"
            " FROM entry WHERE seq = 3",
            4,
        ),
        ("UPDATE entry SET subject = 5 WHERE seq = 2", 2),
    ],
)
def test_what_was_touched_by_hand_shows_with_its_row(statement: str, row: int, path: Path) -> None:
    _three(path)
    _by_hand(path, statement)
    with pytest.raises(AuditError, match=f"linha {row}:"):
        audit.verify(path)


def test_what_was_cut_off_the_end_shows_to_who_noted_a_seal(path: Path) -> None:
    made = _three(path)
    _by_hand(path, "DELETE FROM entry WHERE seq = 3")
    assert audit.verify(path, holds=made[1].seal).rows == 2
    with pytest.raises(AuditError, match="selo"):
        audit.verify(path, holds=made[2].seal)


def test_a_record_that_was_made_anew_does_not_hold_the_seal_that_was_noted(path: Path) -> None:
    noted = _three(path)[-1].seal
    path.unlink()
    with pytest.raises(AuditError, match="selo"):
        audit.verify(path, holds=noted)
    assert audit.verify(path) == audit.Verified(0, audit.FIRST)


def test_many_at_once_make_one_chain(path: Path) -> None:
    together = threading.Barrier(8)

    def note(n: int) -> None:
        together.wait()
        for m in range(5):
            audit.note(ACTOR, "acao", "feito", subject=f"{n}.{m}", path=path)

    threads = [threading.Thread(target=note, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify(path).rows == 40
    assert {e.subject for e in audit.entries(path)} == {f"{n}.{m}" for n in range(8) for m in range(5)}


def test_the_last_rows_come_oldest_first(path: Path) -> None:
    _three(path)
    assert [e.subject for e in audit.entries(path, last=2)] == ["acao_1", "acao_2"]
    assert audit.entries(path.with_name("outra.sqlite")) == ()


def test_what_is_too_long_is_cut_and_still_sealed(path: Path) -> None:
    audit.note(ACTOR, "acao", "feito", subject="s" * 999, before="b" * 9999, path=path)
    assert audit.verify(path).rows == 1 and len(audit.entries(path)[0].before) == audit.TOLD


def test_a_damaged_record_is_said_and_nothing_is_written(path: Path) -> None:
    path.write_bytes(b"isto nao e uma base")
    with pytest.raises(AuditError):
        audit.note(ACTOR, "acao", "feito", path=path)
    assert path.read_bytes() == b"isto nao e uma base"
