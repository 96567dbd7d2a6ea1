"""Files of events that only grow: read while others write, and after a writer was killed in the middle."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.alerts import letters, log
from core.base import paths
from core.base.errors import AlertError
from core.base.ledger import Ledger
from core.base.paths import ROOT
from core.people import accounts, audit, builds, questions, recipients
from core.people.model import Actor, Grant
from core.room import live, screens
from core.strategy import execution
from core.strategy.execution import Change
from tests.support.disks import powerless, tiny_disk

ROOMS = ("core", "etl", "geo", "show", "reports", "ui", "pages", "docs", "scaffold")

LEDGER = Ledger(
    "CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, what TEXT);", ("event",), "a prova", AlertError
)
# Writes more than it may keep in memory, so that half of it is in the file when it is killed.
KILLED = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
for n in range(4000):
    db.execute("INSERT INTO event (what) VALUES (?)", ("x" * 400,))
print("half", flush=True)
time.sleep(600)
"""
FIRST = """
import sys
from pathlib import Path
from tests.unit.test_ledger import LEDGER
with LEDGER.writing(Path(sys.argv[1])) as db:
    for n in range(3):
        db.execute("INSERT INTO event (what) VALUES (?)", (str(n),))
"""


def count(path: Path) -> int:
    with LEDGER.reading(path) as db:
        return int(db.execute("SELECT count(*) FROM event").fetchone()[0]) if db is not None else 0


def test_what_a_killed_writer_left_half_done_is_taken_back_by_the_first_reader(tmp_path: Path) -> None:
    path = tmp_path / "prova.sqlite"
    with LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('inteiro')")
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"half\n"
        writer.send_signal(signal.SIGKILL)
    assert path.with_name("prova.sqlite-journal").exists()
    assert count(path) == 1 and not path.with_name("prova.sqlite-journal").exists()


def test_a_file_that_another_keeps_for_itself_is_said_to_be_busy_and_not_damaged(tmp_path: Path) -> None:
    path = tmp_path / "prova.sqlite"
    with LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(AlertError, match="Outro processo está a escrever"):
            count(path)
        other.execute("ROLLBACK")
    assert count(path) == 1


def test_a_writing_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "prova.sqlite"
    with pytest.raises(ZeroDivisionError), LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
        raise ZeroDivisionError
    assert count(path) == 0


@pytest.mark.parametrize("left", [b"", b"SQLite format 3\0 half"], ids=["empty", "torn"])
def test_an_empty_file_is_an_empty_store_and_a_torn_one_is_said_to_be_damaged(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "prova.sqlite"
    path.write_bytes(left)
    if left:
        with pytest.raises(AlertError, match="não se lê"):
            count(path)
        return
    assert count(path) == 0
    with LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
    assert count(path) == 1


def test_the_tables_and_the_first_row_are_written_together(tmp_path: Path) -> None:
    path = tmp_path / "prova.sqlite"
    with pytest.raises(ZeroDivisionError), LEDGER.writing(path) as db:
        assert db.in_transaction
        raise ZeroDivisionError
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert count(path) == 0


def test_a_table_that_an_older_file_does_not_have_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "prova.sqlite"
    with LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
    more = Ledger(f"{LEDGER.schema}CREATE TABLE IF NOT EXISTS word (w TEXT);", ("event",), "a prova", AlertError)
    with more.reading(path) as db:
        assert db is not None and db.execute("SELECT count(*) FROM event").fetchone() == (1,)
        assert db.execute("SELECT * FROM word").fetchall() == []


def test_whoever_reads_during_the_first_write_sees_nothing_or_all_of_it(tmp_path: Path) -> None:
    seen: list[int] = []
    for n in range(15):
        path = tmp_path / f"{n}.sqlite"
        with subprocess.Popen([sys.executable, "-c", FIRST, str(path)], stdout=subprocess.PIPE) as writer:
            while writer.poll() is None:
                seen.append(count(path))
        assert count(path) == 3
    assert set(seen) <= {0, 3} and 0 in seen


def test_a_path_from_the_working_folder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with LEDGER.writing(Path("dados/prova.sqlite")) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
    assert count(Path("dados/prova.sqlite")) == 1


def test_every_store_is_written_and_read_below_a_folder_that_is_named_from_the_working_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENTI_DATA", "dados")
    ids = {"acao": {"acao_1_3"}, "recommendations": (), "structures": (), "territories": ()}
    now = datetime(2026, 11, 24, tzinfo=UTC)
    execution.say([Change("acao", "acao_1_3", {"state": "em_curso"})], "prova", today=now.date(), known=ids)
    screens.issue("geral", "X", 1, "prova")
    live.failed("ar", now, "não responde")
    log.record([], [], "versao", now)
    audit.note(Actor(), "acao", "feito")
    accounts.give("x", Grant("eata"), "prova", ())
    assert recipients.put({"1312": "geral@cm-exemplo.pt"}) == len(recipients.recipients()) == 1
    assert len(letters.owe([("pedido_x", "pedido", "1312")], now)) == len(letters.letters()) == 1
    assert questions.put("erro", "", "Este valor parece errado.") == len(questions.questions()) == 1
    with builds._LEDGER.writing(paths.releases_path()):
        assert builds.words() == ()
    assert len(execution.events()) == len(screens.screens()) == len(live.contacts()) == 1
    assert log.last_evaluation() == (now, "versao")
    assert {p.name for p in (tmp_path / "dados").iterdir()} == {
        f().name for f in vars(paths).values() if callable(f) and f.__name__.endswith("_path") and _is_sqlite(f())
    }


def _is_sqlite(path: Path) -> bool:
    return path.suffix == ".sqlite"


def test_a_file_that_may_not_be_read_is_not_one_in_which_nothing_stands(tmp_path: Path) -> None:
    path = tmp_path / "fechada" / "prova.sqlite"
    with LEDGER.writing(path) as db:
        db.execute("INSERT INTO event (what) VALUES ('x')")
    with powerless(path.parent), pytest.raises(AlertError, match=r"Sem permissão\..*O que fazer: dar ao utilizador"):
        count(path)
    assert count(path) == 1


def test_a_full_disk_is_said_so_and_what_was_written_stays(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disco") as disk:
        path = disk / "prova.sqlite"
        with LEDGER.writing(path) as db:
            db.execute("INSERT INTO event (what) VALUES ('x')")
        with pytest.raises(AlertError, match=r"O disco está cheio.*Nada foi mudado"), LEDGER.writing(path) as db:
            for _ in range(200):
                db.execute("INSERT INTO event (what) VALUES (?)", ("x" * 40_000,))
        assert count(path) == 1


def test_no_other_module_opens_sqlite() -> None:
    found = [p for f in ROOMS for p in (ROOT / f).rglob("*.py") if "sqlite3.connect" in p.read_text("utf-8")]
    assert [p.relative_to(ROOT).as_posix() for p in found] == ["core/base/ledger.py"]
