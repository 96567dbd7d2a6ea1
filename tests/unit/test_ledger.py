"""Files of events that only grow: read while others write, and after a writer was killed in the middle."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core.base.errors import AlertError
from core.base.ledger import Ledger

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


def count(path: Path) -> int:
    with LEDGER.reading(path) as db:
        assert db is not None
        return int(db.execute("SELECT count(*) FROM event").fetchone()[0])


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
