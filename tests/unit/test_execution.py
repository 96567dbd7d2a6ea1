"""What is said of the execution: appended, never changed; late is computed; nothing bad is written, nothing good is
lost.
"""

import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.errors import ExecutionConflict, ExecutionError
from core.strategy import execution, present, strategy
from core.strategy.execution import Change, between, current, events, say
from core.strategy.execution_model import Project
from core.strategy.standing import UNSAID, Standing, by_body, by_funding, by_initiative, standings, tally
from core.terms import territory
from etl.handed import execution_files as files
from tests.support.command import Said

TODAY = date(2026, 11, 22)
PLAN = strategy.load()
KNOWN: dict[str, set[str]] = {
    "acao": PLAN.ids("actions"),
    "recommendations": PLAN.ids("recommendations"),
    "structures": PLAN.ids("structures"),
    "territories": {m.id for m in territory.load().municipalities},
    "regions": {r.id for r in present.load().regions},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


def tell(
    path: Path, entry: str = "acao_1_3", *, seen: int | None = None, by: str = "AMA", kind: str = "acao", **values: Any
) -> Any:
    return say([Change(kind, entry, values, seen)], by, today=TODAY, known=KNOWN, path=path)


def plan_on(path: Path, day: date = TODAY) -> dict[str, Standing]:
    return {s.action.id: s for s in standings(PLAN, current(events(path), "acao"), day)}


def test_reading_creates_nothing(path: Path) -> None:
    assert events(path) == () and not path.exists()


def test_each_event_has_before_and_after_and_who(path: Path) -> None:
    tell(path, state="em_curso", percent=40)
    tell(path, percent=60, note="duas fases")
    one, two = events(path)
    assert (one.revision, one.before, one.said_by) == (1, None, "AMA")
    assert two.revision == 2 and two.before == one.after and two.after.state == "em_curso"  # type: ignore[union-attr]
    assert two.after.percent == 60 and two.after.note == "duas fases"  # type: ignore[union-attr]


def test_a_meeting_of_the_eat_may_be_of_one_of_its_regions_and_of_no_other_body(path: Path) -> None:
    tell(path, "reuniao_a", kind="reuniao", structure="eat", held_on=date(2026, 9, 30), region="norte")
    for structure, region, said in (
        ("ece", "norte", "só a EAT"),
        ("eat", "minho", "a região da EAT não existe: minho"),
    ):
        with pytest.raises(ExecutionError, match=said):
            tell(path, "reuniao_b", kind="reuniao", structure=structure, held_on=date(2026, 9, 30), region=region)
    assert [e.after.region for e in events(path)] == ["norte"]  # type: ignore[union-attr]


def test_what_changes_nothing_is_not_written(path: Path) -> None:
    tell(path, state="em_curso", percent=40)
    assert tell(path, state="em_curso") == [] and len(events(path)) == 1


@pytest.mark.parametrize("statement", ["UPDATE event SET said_by = 'x'", "DELETE FROM event"])
def test_nothing_said_can_be_changed_or_taken_away(path: Path, statement: str) -> None:
    tell(path, state="em_curso")
    with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="não se"):
        db.execute(statement)
    assert len(events(path)) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "atrasada"}, "não se escolhe"),
        ({"state": "feita"}, "state"),
        ({}, "state"),
        ({"state": "concluida", "percent": 40}, "ou é em_curso"),
        ({"state": "por_iniciar", "percent": 5}, "ou são 0"),
        ({"state": "em_curso", "percent": 100}, "menos de 100"),
        ({"state": "em_curso", "percent": 101}, "percent"),
        ({"state": "em_curso", "evidence": "javascript:alert(1)"}, "não é um endereço"),
        ({"state": "em_curso", "evidence": "ver no portal"}, "não é um endereço"),
        ({"state": "em_curso", "evidence": "https://"}, "não é um endereço"),
        ({"state": "em_curso", "evidence": "https://a b.pt"}, "não é um endereço"),
        ({"state": "em_curso", "note": "x" * 1001}, "note"),
        ({"state": "em_curso", "done_on": "2025-01-01"}, "só uma ação"),
        ({"state": "concluida", "done_on": "2027-01-01"}, "ainda não chegou"),
        ({"state": "concluida", "done_on": "2022-01-01"}, "anterior à Estratégia"),
        ({"state": "em_curso", "cor": "verde"}, "cor"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(path: Path, values: dict[str, Any], said: str) -> None:
    tell(path, "acao_1_1", state="concluida")
    with pytest.raises(ExecutionError) as caught:
        tell(path, **values)
    assert said in caught.value.what and "acao_1_3" in caught.value.what and len(events(path)) == 1


def test_an_unknown_action_and_a_nameless_teller_are_refused(path: Path) -> None:
    with pytest.raises(ExecutionError, match="não é uma ação"):
        tell(path, "acao_99_1", state="em_curso")
    with pytest.raises(ExecutionError, match="quem o diz"):
        tell(path, by=" ", state="em_curso")
    assert events(path) == ()


def test_two_updates_at_once_the_second_hears_of_the_first(path: Path) -> None:
    tell(path, state="em_curso", percent=10)
    tell(path, seen=1, by="AMA", percent=30)
    with pytest.raises(ExecutionConflict) as caught:
        tell(path, seen=1, by="DGAL", percent=20)
    assert "30" in caught.value.what and "20" in caught.value.what and "AMA" in caught.value.what
    assert [e.revision for e in events(path)] == [1, 2]
    with pytest.raises(ExecutionConflict):
        tell(path, "acao_1_1", seen=3, state="em_curso")


def _writer(path: Path, name: str) -> None:
    for n in range(20):
        say(
            [Change("acao", "acao_1_3", {"state": "em_curso", "note": f"{name} {n}"})],
            name,
            today=TODAY,
            known=KNOWN,
            path=path,
        )


def test_two_processes_lose_nothing_and_leave_no_gaps(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_writer, args=(path, name)) for name in ("AMA", "DGAL")]
    for p in both:
        p.start()
    for p in both:
        p.join()
    known = events(path)
    assert [e.revision for e in known] == list(range(1, 41)) and {e.said_by for e in known} == {"AMA", "DGAL"}
    assert all(b.before == a.after for a, b in pairwise(known))


def _half(path: Path, ready: Any) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        "INSERT INTO event (kind, entry, revision, said_at, said_by, after) VALUES ('acao', 'acao_1_3', 2, 'x', 'y',"
        " '{}')"
    )
    ready.set()
    time.sleep(60)


def test_a_writer_killed_half_way_leaves_what_was_there(path: Path) -> None:
    tell(path, state="em_curso")
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    writer = context.Process(target=_half, args=(path, ready))
    writer.start()
    assert ready.wait(30) and writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    assert len(events(path)) == 1
    tell(path, percent=50)
    assert [e.revision for e in events(path)] == [1, 2]


def test_a_damaged_file_is_named_with_what_to_do(path: Path) -> None:
    path.write_bytes(b"this is no database, but it is long enough to look like something" * 40)
    with pytest.raises(ExecutionError, match="cópia de segurança"):
        events(path)


FOREIGN = {
    "a kind that there is not": ("act", "outra", 1, "2026-01-01T00:00:00+00:00", "{}"),
    "no state of its kind": ("act", "pedido", 1, "2026-01-01T00:00:00+00:00", '{"a": 1}'),
    "no JSON": ("event", "acao", 1, "2026-01-01T00:00:00+00:00", "{a"),
    "bytes": ("event", "acao", 1, "2026-01-01T00:00:00+00:00", b"\xff"),
    "no time": ("event", "acao", 1, "ontem", '{"state": "em_curso"}'),
    "a time without its zone": ("event", "acao", 1, "2026-01-01", '{"state": "em_curso"}'),
    "bytes for a time": ("event", "acao", 1, b"\xff", '{"state": "em_curso"}'),
    "no revision": ("event", "acao", "muitas", "2026-01-01T00:00:00+00:00", '{"state": "em_curso"}'),
}


@pytest.mark.parametrize("row", FOREIGN.values(), ids=FOREIGN)
def test_a_row_that_is_none_of_ours_is_damage_for_who_reads_and_for_who_writes(
    path: Path, row: tuple[Any, ...]
) -> None:
    tell(path, state="em_curso")
    table, kind, revision, at, after = row
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            f"INSERT INTO {table} (kind, entry, revision, said_at, said_by, after)"
            " VALUES (?, 'acao_1_1', ?, ?, 'x', ?)",
            (kind, revision, at, after),
        )
    for met in (lambda: events(path), lambda: tell(path, percent=50)):
        with pytest.raises(ExecutionError, match=r"não é das que ali se escrevem.*cópia de segurança") as caught:
            met()
        assert caught.value.where == str(path)


def test_a_text_that_is_no_utf_8_is_refused_by_name(path: Path) -> None:
    with pytest.raises(ExecutionError, match="não são UTF-8"):
        tell(path, by="pro\udcffva", state="em_curso")
    assert events(path) == ()


@pytest.mark.parametrize("budget", [float("inf"), float("nan")])
def test_a_budget_without_end_is_refused_by_name(path: Path, budget: float) -> None:
    about = {"title": "Primeiro", "territory": "1312", "recommendations": (min(KNOWN["recommendations"]),)}
    with pytest.raises(ExecutionError, match="projeto_um: budget_eur"):
        tell(path, "projeto_um", kind="projeto", state="em_curso", budget_eur=budget, **about)
    assert events(path) == ()


# Standing


@pytest.mark.parametrize(
    ("said", "day", "late", "silent"),
    [
        (None, "2026-12-31", False, False),
        (None, "2027-01-01", False, True),
        ("em_curso", "2026-12-31", False, False),
        ("em_curso", "2027-01-01", True, False),
        ("por_iniciar", "2027-01-01", True, False),
        ("suspensa", "2027-01-01", True, False),
        ("concluida", "2029-01-01", False, False),
    ],
)
def test_late_is_computed_from_deadline_and_word(
    path: Path, said: str | None, day: str, late: bool, silent: bool
) -> None:
    if said:
        tell(path, state=said)
    s = plan_on(path, date.fromisoformat(day))["acao_1_3"]  # due by the end of 2026
    assert (s.late, s.silent, s.state) == (late, silent, said or UNSAID)
    assert s.days == (date(2026, 12, 31) - date.fromisoformat(day)).days


def test_done_without_evidence_and_done_too_late_are_seen(path: Path) -> None:
    tell(path, "acao_1_1", state="concluida", done_on="2025-02-01")  # due by the end of 2024
    tell(path, "acao_1_2", state="concluida", done_on="2024-02-01", evidence="https://www.ama.gov.pt/x")
    plan = plan_on(path)
    assert plan["acao_1_1"].done_late and plan["acao_1_1"].no_evidence
    assert not plan["acao_1_2"].done_late and not plan["acao_1_2"].no_evidence


def test_an_action_with_two_terms_knows_the_next_one(path: Path) -> None:
    s = plan_on(path, date(2027, 3, 1))["acao_15_1"]
    assert s.next_term == date(2029, 12, 31) and not s.silent


def test_counts_add_up_and_the_mean_is_of_those_who_said(path: Path) -> None:
    tell(path, "acao_1_1", state="em_curso", percent=40)
    tell(path, "acao_1_2", state="concluida")
    tell(path, "acao_1_3", state="em_curso", percent=60)
    plan = plan_on(path)
    whole = tally(plan.values())
    assert whole.total == 47 == sum(whole.states.values()) and whole.done == 1
    assert (whole.percent, whole.percents) == (50, 2)
    assert sum(len(v) for v in by_initiative(PLAN, plan.values()).values()) == 47
    assert {s.action.id for v in by_funding(plan.values()).values() for s in v} == set(plan)
    assert all(b in s.action.responsible.entities for b, v in by_body(plan.values()).items() for s in v)


def test_how_it_stood_before_and_what_was_said_since(path: Path) -> None:
    tell(path, state="em_curso")
    first = events(path)[0].said_at
    assert current(events(path), "acao", first - timedelta(seconds=1)) == {}
    assert [e.entry for e in between(events(path), first - timedelta(days=1), datetime.now(UTC))] == ["acao_1_3"]
    assert between(events(path), first, datetime.now(UTC)) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["acao_1_1", "acao_1_2"]), st.integers(0, 99)), min_size=1, max_size=8))
def test_the_events_replayed_give_the_state(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("replay") / "execucao.sqlite"
    for entry, percent in told:
        tell(path, entry, state="em_curso", percent=percent)
    last = current(events(path), "acao")
    assert {k: e.after.percent for k, e in last.items()} == dict(told)  # type: ignore[union-attr]


# Projects and meetings


def test_a_project_needs_territory_recommendation_and_order(path: Path) -> None:
    good = {"title": "Semáforos", "territory": "1312", "recommendations": ("recomendacao_1",), "state": "em_curso"}
    tell(path, "semaforos", kind="projeto", **good)
    for bad, said in (
        ({"territory": "Porto"}, "o território não existe"),
        ({"recommendations": ("recomendacao_99",)}, "a recomendação não existe"),
        ({"start": "2026-02-01", "end": "2026-01-01"}, "anterior ao início"),
        ({"withdrawn": True}, "porquê"),
    ):
        with pytest.raises(ExecutionError, match=said):
            tell(path, "outro", kind="projeto", **(good | bad))
    assert [e.entry for e in events(path)] == ["semaforos"]


def test_a_meeting_is_of_a_structure_and_past(path: Path) -> None:
    tell(path, "reuniao_ece_1", kind="reuniao", structure="ece", held_on="2026-09-30")
    with pytest.raises(ExecutionError, match="ainda não chegou"):
        tell(path, "reuniao_ece_2", kind="reuniao", structure="ece", held_on="2027-09-30")
    with pytest.raises(ExecutionError, match="a estrutura não existe"):
        tell(path, "reuniao_x", kind="reuniao", structure="junta", held_on="2026-09-30")


# Files


def test_a_file_goes_out_and_comes_back_the_same(path: Path) -> None:
    tell(path, state="em_curso", percent=40, note='a; "b"\nc', evidence="https://ama.gov.pt/?a=1;2")
    tell(path, "acao_1_1", state="por_iniciar", note="=SOMA(A1:A9)")
    content = files.actions(plan_on(path).values())
    assert content.startswith("\ufeffacao;".encode()) and b"'=SOMA" in content
    back = files.changes(content, "acao", name="x.csv")
    assert {c.entry for c in back} == {"acao_1_3", "acao_1_1"} and {c.seen for c in back} == {1}
    assert say(back, "AMA", today=TODAY, known=KNOWN, path=path) == []


def test_one_bad_line_keeps_the_whole_file_out(path: Path) -> None:
    text = "acao;estado;percentagem\nacao_1_1;em_curso;10\nacao_1_2;em_curso;muito\nacao_1_2;feita;\n;;30\n"
    with pytest.raises(ExecutionError) as caught:
        files.changes(text.encode(), "acao", name="x.csv")
    assert "linha 3" in caught.value.what and "linha 5" in caught.value.what
    with pytest.raises(ExecutionError, match="acao_9_9"):
        say(
            files.changes(b"acao;estado\nacao_1_1;em_curso\nacao_9_9;em_curso\n", "acao", name="x"),
            "AMA",
            today=TODAY,
            known=KNOWN,
            path=path,
        )
    assert events(path) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id;estado\nx;y\n", "cabe\u00e7alho"),
        (b"acao;estado;cor\nacao_1_1;em_curso;azul\n", "cor"),
        (b"", "cabe\u00e7alho"),
        (b"acao;estado\nacao_1_1;em_curso;a;b\n", "mais colunas"),
        (b'acao;estado;nota\nacao_1_1;em_curso;"aberta\n', "linha"),
        (b"acao;estado;revisao\nacao_1_1;em_curso;x\n", "revisao"),
        (b"acao;estado\nacao_1_1;em_curso\nacao_1_1;suspensa\n", "mais do que"),
    ],
)
def test_a_file_of_another_shape_says_what_is_wrong(content: bytes, said: str) -> None:
    with pytest.raises(ExecutionError) as caught:
        files.changes(content, "acao", name="x.csv")
    assert said in str(caught.value)


def test_a_spreadsheet_s_windows_file_is_read() -> None:
    (change,) = files.changes("acao;estado;nota\nacao_1_1;em_curso;Ação\n".encode("cp1252"), "acao", name="x.csv")
    assert change.values["note"] == "Ação" and change.seen is None


def test_the_commands(tmp_path: Path, etl: Callable[..., Said]) -> None:
    data = tmp_path / "data"
    assert (
        etl("execution", "set", "acao_1_3", "--state", "em_curso", "--percent", "40", "--by", "AMA", data=data).code
        == 0
    )
    assert (
        etl("execution", "set", "acao_1_3", "--state", "atrasada", "--by", "AMA", data=data).code
        == ExecutionError.exit_code
    )
    assert (
        etl("execution", "set", "acao_1_3", "--percent", "50", "--by", "DGAL", "--revision", "0", data=data).code == 14
    )
    shown = etl("execution", "show", "acao_1_3", data=data)
    assert "AMA" in shown.out and '"percent":40' in shown.out
    listed = etl("execution", "list", "--late", "--json", data=data)
    assert '"silent": true' in listed.out and '"acao_1_3"' not in listed.out
    assert etl("execution", "list", "--body", "nada", data=data).code == 2
    assert (
        etl(
            "execution",
            "project",
            "set",
            "semaforos",
            "--by",
            "CM",
            "--title",
            "Semáforos",
            "--territory",
            "1312",
            "--recommendation",
            "recomendacao_1",
            "--state",
            "em_curso",
            data=data,
        ).code
        == 0
    )
    for command in (("export",), ("history",), ("project", "export")):
        assert etl("execution", *command, str(tmp_path / f"{'-'.join(command)}.csv"), data=data).code == 0
    again = etl("execution", "import", str(tmp_path / "export.csv"), "--by", "AMA", data=data)
    assert again.code == 0 and "Nada mudou" in again.out
    again = etl("execution", "project", "import", str(tmp_path / "project-export.csv"), "--by", "CM", data=data)
    assert again.code == 0 and "Nada mudou" in again.out
    assert etl("execution", "export", str(tmp_path / "export.csv"), data=data).code == ExecutionError.exit_code
    assert etl("execution", "meeting", "ece", "2026-09-30", "--by", "AMA", data=data).code == 0
    assert len(execution.events(data / "execucao.sqlite")) == 3


def test_a_new_build_does_not_touch_it(tmp_path: Path, etl: Callable[..., Said], few: None) -> None:
    tell(tmp_path / "execucao.sqlite", state="em_curso")
    before = (tmp_path / "execucao.sqlite").read_bytes()
    assert etl("load", "--offline", data=tmp_path).code == 0
    assert (tmp_path / "execucao.sqlite").read_bytes() == before


@pytest.mark.parametrize("cell", ["1.250", "inf", "nan", "-3", "1e9", "muito"])
def test_a_budget_that_could_be_two_things_or_is_none_is_refused_by_line(cell: str) -> None:
    file = f"projeto;orcamento_eur\numa_obra;{cell}\n".encode()
    with pytest.raises(ExecutionError, match="orcamento_eur"):
        files.changes(file, "projeto", name="p.csv")
    with pytest.raises(ValueError, match="budget_eur"):
        Project.model_validate({"budget_eur": float("inf")})
