"""Code that is newer or older than the data: what an upgrade finds, and what a rollback does with what was written
meanwhile. The older files are samples, as the code of 27/11/2026 wrote them (tests/support/older).
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.alerts import acts, log, store
from core.base import backup, ledger, paths, settings
from core.base.errors import (
    ExecutionError,
    PeopleError,
    RoomError,
    SettingError,
    StorageError,
    WarehouseNewer,
)
from core.base.ledger import Ledger
from core.base.paths import ROOT
from core.people import accounts, audit, builds, questions
from core.people.model import ROLES, Actor, Grant
from core.room import live, playlists, screens
from core.strategy import execution
from core.strategy.execution import Change
from core.strategy.kinds import MODELS
from core.warehouse import cited, waiting, whole
from core.warehouse.store import look, resolve
from etl.build import publish
from etl.build.schema import REVISION, TABLES
from tests.support.command import Said
from ui.server.health import about

OLDER = ROOT / "tests" / "support" / "older"
AT = datetime(2026, 11, 25, tzinfo=UTC)
IDS: dict[str, Any] = {"acao": {"acao_1_3"}, "recommendations": (), "structures": ("ece",), "territories": ()}


@dataclass(frozen=True)
class Kept:
    """A ledger: its file, how it is read, and how one more thing is written."""

    ledger: Ledger
    name: str
    read: Callable[[], Any]
    write: Callable[[], Any]

    @property
    def path(self) -> Path:
        return paths.data_dir() / self.name


def _folder() -> Path:
    return paths.builds_dir()


def _tell() -> Any:
    return execution.say([Change("acao", "acao_1_3", {"percent": 60})], "AMA", today=AT.date(), known=IDS)


def _release() -> None:
    with builds._LEDGER.writing(paths.releases_path()) as db:
        db.execute(
            "INSERT INTO word (build, what, beside, at, who, by, note)"
            " VALUES ('b', 'recuo', 'a', ?, 'c1', 'EATA', 'x')",
            (AT.isoformat(),),
        )


KEPT = {
    k.name: k
    for k in (
        Kept(execution._LEDGER, "execucao.sqlite", execution.events, _tell),
        Kept(store.LEDGER, "alertas.sqlite", log.history, lambda: acts.silence("meta:x", 2, "AMA", "Já se sabe.")),
        Kept(screens._LEDGER, "ecras.sqlite", screens.screens, lambda: screens.issue("geral", "Sala B", 9, "AMA")),
        Kept(live._LEDGER, "aovivo.sqlite", live.latest, lambda: live.failed("ar", AT, "não responde")),
        Kept(
            accounts._LEDGER, "pessoas.sqlite", accounts.accounts, lambda: accounts.give("eva", Grant("eata"), "x", ())
        ),
        Kept(audit.LEDGER, "auditoria.sqlite", audit.entries, lambda: audit.note(Actor(), "acao", "feito")),
        Kept(builds._LEDGER, "libertacoes.sqlite", builds.words, _release),
        Kept(
            questions._LEDGER,
            "perguntas.sqlite",
            questions.questions,
            lambda: questions.put("erro", "", "Este valor parece errado."),
        ),
        Kept(
            cited._LEDGER,
            f"builds/{cited.FILE}",
            lambda: cited.reports(_folder()),
            lambda: cited.cite(_folder(), "20261125T000000000000Z-abcdef123456", "balanco", "en", date(2026, 11, 25)),
        ),
    )
}
each = pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with every ledger as older code left it."""
    monkeypatch.setenv("ENTI_DATA", str(tmp_path / "dados"))
    for kept in KEPT.values():
        kept.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(kept.path)) as db:
            db.executescript((OLDER / f"{kept.path.stem}.sql").read_text(encoding="utf-8"))
    return tmp_path / "dados"


def dump(path: Path) -> list[str]:
    """The rows of a file, as SQL."""
    with closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if line.startswith("INSERT") and "sqlite_sequence" not in line]


def mark(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def newer(kept: Kept, sql: str = "", readers: int = 1) -> bytes:
    """Let newer code write: our own first, then what we do not know. Returns the bytes that have to stay."""
    kept.write()
    with closing(sqlite3.connect(kept.path)) as db:
        db.executescript(f"{sql}; PRAGMA user_version = {(kept.ledger.form + 1) * 1000 + readers};")
    return kept.path.read_bytes()


def there(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


# An upgrade: older data


@each
def test_what_older_code_wrote_is_read_and_written_upon_and_stays(kept: Kept) -> None:
    assert mark(kept.path) == 0
    before, rows = kept.read(), dump(kept.path)
    assert len(before) >= 1
    kept.write()
    changing = ("contact", "account")  # how things are now
    stays = [row for row in rows if not row.startswith(tuple(f'INSERT INTO "{t}"' for t in changing))]
    assert set(stays) <= set(dump(kept.path))
    after = list(kept.read())
    assert [said for said in before if said not in after] == []
    assert mark(kept.path) == kept.ledger.form * 1000 + kept.ledger.readers


def test_what_older_code_wrote_says_what_it_said() -> None:
    said = execution.events()
    assert [(e.kind, e.entry, e.revision) for e in said] == [
        ("acao", "acao_1_3", 1),
        ("acao", "acao_1_3", 2),
        ("reuniao", "reuniao_um", 1),
        ("pedido", "pedido_um", 1),
        ("verba", "verba_um", 1),
    ]
    (alert,) = log.history()
    assert alert.state == "firing" and alert.ack is not None and alert.ack.note == "Já se trata."
    assert live.latest()[0].told == {"NO2": 12.5} and live.rejections("ar") == [("x", "sem hora")]
    assert audit.verify().rows == 2 and accounts.accounts()[0].grants == (Grant("analista"),)


# A rollback: newer data


@each
def test_newer_data_are_read_as_far_as_they_are_known_and_never_written_upon(kept: Kept) -> None:
    body = newer(kept, "CREATE TABLE amanha (a TEXT); INSERT INTO amanha VALUES ('x')")
    assert len(kept.read()) >= 1
    with pytest.raises(kept.ledger.error, match="escrito por uma versão mais nova do código; esta não escreve") as met:
        kept.write()
    assert met.value.where == str(kept.path) and "Nada foi mudado" in met.value.cure and all(met.value.page)
    assert kept.path.read_bytes() == body and not kept.path.with_name(f"{kept.path.name}-journal").exists()


@each
def test_newer_data_whose_truth_is_not_known_are_not_read(kept: Kept) -> None:
    body = newer(kept, readers=kept.ledger.form + 1)
    for met in (kept.read, kept.write):
        with pytest.raises(kept.ledger.error, match="escrito por uma versão mais nova do código"):
            met()
    assert kept.path.read_bytes() == body


@each
def test_a_table_alone_that_nobody_marked_is_left_as_it_is(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as db:
        db.executescript("CREATE TABLE a_mao (a TEXT); INSERT INTO a_mao VALUES ('x')")
    kept.write()
    assert len(kept.read()) >= 1 and any("a_mao" in row for row in dump(kept.path))


_ROW = (
    "INSERT INTO act (kind, entry, revision, said_at, said_by, after)"
    " VALUES ('{}', 'um_novo', 1, '2026-11-25T10:00:00+00:00', 'AMA', '{}')"
)


def test_a_kind_that_only_newer_code_knows_is_left_out_and_the_rest_is_read() -> None:
    kept = KEPT["execucao.sqlite"]
    body = newer(kept, _ROW.format("amanha", '{"a": 1}'))
    assert [e.kind for e in execution.events()] == ["acao", "acao", "reuniao", "acao", "pedido", "verba"]
    assert kept.path.read_bytes() == body


def test_the_same_kind_in_a_file_that_nobody_marked_is_damage() -> None:
    with closing(sqlite3.connect(paths.execution_path())) as db, db:
        db.execute(_ROW.format("amanha", '{"a": 1}'))
    with pytest.raises(ExecutionError, match="não é das que ali se escrevem"):
        execution.events()


def test_a_known_kind_with_a_field_that_only_newer_code_knows_is_told_from_damage() -> None:
    kept = KEPT["execucao.sqlite"]
    body = newer(kept, _ROW.format("verba", '{"amanha": 1}'))
    with pytest.raises(ExecutionError, match=r"mais nova do código; esta não o lê: .*amanha") as met:
        execution.events()
    assert "cópia de segurança" not in met.value.cure and kept.path.read_bytes() == body


def test_a_role_that_only_newer_code_knows_lets_nobody_do_anything() -> None:
    newer(
        KEPT["pessoas.sqlite"],
        "INSERT INTO role (account, role, whose, given, at, by) VALUES (1, 'amanha', '', 1, '2026-11-25', 'x')",
    )
    assert accounts.accounts()[0].grants == (Grant("analista"),)


def test_a_state_that_only_newer_code_knows_is_told_from_damage() -> None:
    row = "(1, 'meta:y', 'meta', 'aviso', 'amanha', 'a', 'b', '1')"
    newer(
        KEPT["alertas.sqlite"],
        f"INSERT INTO event (evaluation, alert, rule, severity, state, pt, en, occurrence) VALUES {row}",
    )
    with pytest.raises(store.LEDGER.error, match="mais nova do código; esta não o lê"):
        log.history()


def test_a_mark_that_nobody_of_ours_writes_is_damage() -> None:
    with closing(sqlite3.connect(paths.people_path())) as db:
        db.execute("PRAGMA user_version = -7")
    with pytest.raises(PeopleError, match="a marca da forma"):
        accounts.accounts()


def test_a_copy_made_by_older_code_keeps_what_newer_code_wrote(data: Path, tmp_path: Path) -> None:
    newer(KEPT["execucao.sqlite"], "CREATE TABLE amanha (a TEXT); INSERT INTO amanha VALUES ('x')")
    backup.make(data, tmp_path / "copia.tar.gz")
    backup.restore(tmp_path / "copia.tar.gz", tmp_path / "outra")
    old, new = data / "execucao.sqlite", tmp_path / "outra" / "execucao.sqlite"
    assert dump(new) == dump(old) and mark(new) == mark(old) == 2001


def test_a_copy_of_a_newer_form_says_so_and_nothing_is_restored(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(backup, "FORM", backup.FORM + 1)
        backup.make(data, tmp_path / "copia.tar.gz")
    with pytest.raises(StorageError, match=r"feita por uma versão mais nova do código.*nada foi mudado"):
        backup.restore(tmp_path / "copia.tar.gz", tmp_path / "outra")
    assert list((tmp_path / "outra").iterdir()) == []


# Builds


def build(day: int, *mark: int) -> Path:
    """A tiny build, in force; its form and readers where there are any."""
    path = paths.builds_dir() / f"202611{day:02}T000000000000Z-{day:012x}.duckdb"
    with duckdb.connect(str(path)) as db:
        more = ", form INTEGER, readers INTEGER" if mark else ""
        db.execute(f"CREATE TABLE build (name TEXT{more})")
        db.execute(f"INSERT INTO build VALUES ({', '.join('?' * (1 + len(mark)))})", [path.stem, *mark])
        db.execute("CREATE TABLE observation (value DOUBLE)")
    whole.sign(path, path)
    publish.point(paths.builds_dir(), path)
    return path


def test_a_build_from_before_there_was_a_form_serves_and_more_is_made_after_it() -> None:
    old = build(1)
    publish.recover(paths.builds_dir())
    assert resolve() == old and about()["state"] == "ok"


def test_a_build_of_a_newer_form_that_is_still_the_truth_serves_and_none_is_made_after_it() -> None:
    made = build(1, whole.FORM + 1, whole.READERS)
    assert resolve() == made and about()["state"] == "ok"
    before = there(paths.builds_dir())
    with pytest.raises(WarehouseNewer, match="mais nova do código; esta não faz nenhuma depois dela"):
        publish.recover(paths.builds_dir())
    assert there(paths.builds_dir()) == before


def test_a_build_that_is_not_understood_is_passed_over_and_nothing_is_moved(
    data: Path, etl: Callable[..., Said]
) -> None:
    old, new = build(1, whole.FORM, whole.READERS), build(2, whole.FORM + 1, whole.FORM + 1)
    before = there(data / "builds")
    assert look().build == old and isinstance(look().said[0], WarehouseNewer)
    state = about()
    assert state["state"] == "older" and state["said"][0].startswith(f"A versão {new.stem} foi feita por uma versão")
    said = etl("load", "--offline", data=data)
    assert said.code == 27 and str(new) in said.err and "O que fazer: " in said.err and "Traceback" not in said.err
    assert there(data / "builds") == before
    with pytest.raises(WarehouseNewer):
        waiting.back(new.stem)
    waiting.back(old.stem)
    publish.recover(data / "builds")
    assert resolve() == old and new.exists() and look().said == ()


def test_where_no_build_is_understood_that_is_what_is_said() -> None:
    build(1, whole.FORM + 1, whole.FORM + 1)
    with pytest.raises(WarehouseNewer, match="esta não a lê"):
        resolve()
    assert about()["state"] == "none"


def test_a_newer_build_that_waits_for_people_is_not_taken_out() -> None:
    new = build(2, whole.FORM + 1, whole.READERS)
    folder = paths.builds_dir() / waiting.FOLDER
    folder.mkdir()
    new.rename(folder / new.name)
    whole.beside(new).rename(folder / whole.beside(new).name)
    build(1, whole.FORM, whole.READERS)
    with pytest.raises(WarehouseNewer, match="depois dela"):
        publish.recover(paths.builds_dir())
    assert (folder / new.name).exists()


# Settings


def test_a_setting_that_only_newer_code_knows_is_not_heeded_and_a_new_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ENTI_AMANHA", "sim")
    for group in settings.Group.__subclasses__():
        group.now()
    monkeypatch.setenv("ENTI_LOG", "amanha")
    with pytest.raises(SettingError, match=r"Onde: ENTI_LOG\. O que fazer: .*debug, info"):
        settings.Logs.now()


def test_a_file_with_a_key_that_only_newer_code_knows_says_so_and_stays(data: Path) -> None:
    text = (ROOT / "parede.yaml").read_text(encoding="utf-8") + "\namanha: sim\n"
    paths.room_path().write_text(text, encoding="utf-8")
    with pytest.raises(RoomError, match="amanha: não existe") as met:
        playlists.load()
    assert "versão mais nova do código" in met.value.cure
    assert paths.room_path().read_text(encoding="utf-8") == text


# The rule, from now on


def _shape(kind: type[Any]) -> Any:
    """What a model lets be written: its JSON schema without words for people."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("description", "title")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return bare(kind.model_json_schema())


def _sum(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=list).encode()).hexdigest()[:12]


def written() -> dict[str, tuple[int, str]]:
    """Form, and a sum of all that may be written, of each file."""
    more: dict[str, Any] = {
        "execucao.sqlite": {name: _shape(model) for name, model in MODELS.items()},
        "alertas.sqlite": [store.get_args(store.State), store.SEVERITIES],
        "pessoas.sqlite": ROLES,
    }
    found = {n: (k.ledger.form, _sum(k.ledger.schema.split(), more.get(n))) for n, k in KEPT.items()}
    return found | {"builds": (whole.FORM, _sum(TABLES, REVISION))}


# A sum that is another means that something is written which the code before does not know. Where that code is already
# somewhere: raise the form of that file by one (and `readers` to it, where what is new changes what the rest means).
# Then write both here. Words that change, and nothing that is written, only the sum.
FORMS = {
    "execucao.sqlite": (1, "e5aedb6134ee"),
    "alertas.sqlite": (1, "d1720c3ce7a0"),
    "ecras.sqlite": (1, "a0cbb3a92259"),
    "aovivo.sqlite": (1, "fd98232d5b00"),
    "pessoas.sqlite": (1, "5361a826a30c"),
    "auditoria.sqlite": (1, "961f04267c16"),
    "libertacoes.sqlite": (1, "f443deb92502"),
    "perguntas.sqlite": (1, "af9bfeaabe5f"),
    "builds/citadas.sqlite": (1, "7c92b8b6d4e3"),
    "builds": (1, "d02a7f3bd014"),
}


def test_what_is_written_is_what_its_form_says() -> None:
    assert written() == FORMS


def test_no_file_of_ours_lacks_in_these_tests() -> None:
    named = {f().name for f in vars(paths).values() if callable(f) and f.__name__.endswith("_path")}
    assert {n for n in named if n.endswith(".sqlite")} | {f"builds/{cited.FILE}"} == set(KEPT)
    assert all(k.ledger.readers <= k.ledger.form < ledger._MARK for k in KEPT.values())
