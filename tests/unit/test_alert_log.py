"""What alerts do over time: they wait, fire, are seen to, are resolved; and what is owed of it to the channels."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.alerts import acts as alert_acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.log import Event, Post
from core.alerts.model import WHOLE, Finding
from core.alerts.rules import Rule
from core.base.errors import AlertError

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULE = (
    "  - id: {id}\n    kind: late_source\n    title: {{pt: T, en: T}}\n    severity: {severity}\n    reason: {{pt: P,"
    " en: P}}\n"
)


def rules(extra: str = "", severity: str = "aviso") -> tuple[Rule, ...]:
    return alert_rules.parse("rules:\n" + RULE.format(id="regra", severity=severity) + extra)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alertas.sqlite"


def finding(state: str = "bad", subject: str = "x/y", minor: bool = False) -> Finding:
    return Finding("regra", subject, state, (f"{subject} {state}", f"{subject} {state}"), 1.0, minor)  # type: ignore[arg-type]


def step(
    path: Path, *findings: Finding, at: int = 0, by: tuple[Rule, ...] | None = None, channels: tuple[str, ...] = ()
) -> list[str]:
    """States entered in one evaluation, `at` minutes from the start."""
    made = alert_log.record(findings, by or rules(), "versao", NOW + at * MINUTE, Post(lambda _: channels), path)
    return [f"{e.alert} {e.state}" for e in made]


def test_nothing_is_there_before_the_first_evaluation(path: Path) -> None:
    assert alert_log.current(path) == alert_log.history(path) == alert_log.owed(path) == []
    assert alert_log.last_evaluation(path) is None and not path.exists()


def test_it_fires_once_and_is_resolved_once(path: Path) -> None:
    assert step(path, finding("ok")) == []
    assert step(path, finding()) == ["regra:x/y firing"]
    assert step(path, finding()) == []
    assert step(path, finding("ok")) == ["regra:x/y resolved"]
    assert step(path, finding("ok")) == [] and alert_log.current(path) == []
    assert step(path, finding()) == ["regra:x/y firing"]
    assert [e.state for e in alert_log.history(path)] == ["firing", "resolved", "firing"]
    assert alert_log.last_evaluation(path) == (NOW, "versao")


@pytest.mark.parametrize(
    ("wait", "pending", "fires"),
    [("evaluations: 2", 1, 2), ("seconds: 120", 1, 2), ("evaluations: 1, seconds: 300", 4, 5)],
)
def test_what_must_last_is_pending_until_it_has(path: Path, wait: str, pending: int, fires: int) -> None:
    patient = rules(f"    for: {{{wait}}}\n")
    assert step(path, finding(), by=patient) == ["regra:x/y pending"]
    for minute in range(1, pending + 1):
        assert step(path, finding(), at=minute, by=patient) == []
    assert step(path, finding(), at=fires, by=patient) == ["regra:x/y firing"]


def test_what_a_clock_that_stood_ahead_noted_does_not_wait_for_its_time(path: Path) -> None:
    patient = rules("    for: {seconds: 120}\n")
    assert step(path, finding(), at=365 * 24 * 60, by=patient) == ["regra:x/y pending"]
    assert step(path, finding(), at=1, by=patient) == ["regra:x/y firing"]


def test_what_goes_away_while_it_waits_is_told_to_nobody(path: Path) -> None:
    patient = rules("    for: {evaluations: 2}\n")
    step(path, finding(), by=patient, channels=("correio",))
    assert step(path, finding("ok"), by=patient, channels=("correio",)) == ["regra:x/y resolved"]
    assert alert_log.owed(path) == []


def test_lost_figures_and_errors_are_states_of_their_own(path: Path) -> None:
    step(path, finding())
    assert step(path, finding("no_data")) == ["regra:x/y no_data"]
    assert step(path, finding("no_data")) == []
    assert step(path, finding()) == ["regra:x/y firing"]
    # A rule that fails as a whole says nothing of its subjects: they stay as they were.
    assert step(path, finding("error", WHOLE)) == [f"regra:{WHOLE} error"]
    assert {e.alert: e.state for e in alert_log.current(path)} == {"regra:x/y": "firing", f"regra:{WHOLE}": "error"}
    assert set(step(path, finding("ok"))) == {"regra:x/y resolved", f"regra:{WHOLE} resolved"}


def test_one_place_among_many_without_figures_is_no_alert(path: Path) -> None:
    assert step(path, finding("no_data", minor=True)) == []
    step(path, finding())
    assert step(path, finding("no_data", minor=True)) == ["regra:x/y no_data"]


def test_what_a_rule_no_longer_reports_is_resolved(path: Path) -> None:
    step(path, finding(subject="a"), finding(subject="b"))
    assert step(path, finding(subject="b")) == ["regra:a resolved"]
    assert "já não" in alert_log.history(path)[-1].sentence[0]


def test_a_word_on_an_alert_counts_until_it_changes(path: Path) -> None:
    step(path, finding())
    seen = alert_acts.acknowledge("regra:x/y", "AMA", "A pedir ao INE.", path)
    assert seen.ack is not None and (seen.ack.said_by, seen.ack.note) == ("AMA", "A pedir ao INE.")
    step(path, finding())
    assert alert_log.current(path)[0].ack == seen.ack
    step(path, finding("ok"))
    step(path, finding())
    assert alert_log.current(path)[0].ack is None
    assert [e.ack is not None for e in alert_log.history(path)] == [True, False, False]


@pytest.mark.parametrize(
    ("alert", "by", "note"), [("regra:z", "AMA", "nota"), ("regra:x/y", "A", "nota"), ("regra:x/y", "AMA", " ")]
)
def test_a_word_that_cannot_stand_is_refused(path: Path, alert: str, by: str, note: str) -> None:
    step(path, finding())
    with pytest.raises(AlertError):
        alert_acts.acknowledge(alert, by, note, path)
    assert alert_log.current(path)[0].ack is None


def test_the_worst_come_first(path: Path) -> None:
    grave = rules(RULE.format(id="grave", severity="critico"))
    step(path, finding(), finding("no_data", "z"), Finding("grave", "g", "bad", ("g", "g")), by=grave)
    assert [e.alert for e in alert_log.current(path)] == ["grave:g", "regra:x/y", "regra:z"]


def test_an_evaluation_is_owed_once_to_each_channel_and_only_what_matters(path: Path) -> None:
    both = ("correio", "webhook")
    step(path, finding("no_data", "nunca houve"), channels=both)
    assert alert_log.owed(path) == []
    step(path, finding(), finding("no_data", "nunca houve"), channels=both)
    step(path, finding(), finding("no_data", "nunca houve"), channels=both)
    assert [(s.key, [e.alert for e in s.events]) for s in alert_log.owed(path)] == [
        (f"{c}-2", ["regra:x/y"]) for c in both
    ]
    alert_log.attempted("correio-2", NOW, "recusado", path)
    alert_log.attempted("webhook-2", NOW, None, path)
    (left,) = alert_log.owed(path)
    assert left.key == "correio-2" and left.failed == ((NOW, "recusado"),)


def test_what_is_of_little_weight_is_kept_and_not_sent(path: Path) -> None:
    post = Post(lambda _: ("correio",), least=("aviso", "critico"))
    alert_log.record([finding()], rules(severity="info"), "v", NOW, post, path)
    assert alert_log.owed(path) == [] and len(alert_log.current(path)) == 1


def test_what_is_written_stands_and_half_an_evaluation_is_none(path: Path) -> None:
    step(path, finding(), channels=("correio",))
    for statement in (
        "UPDATE event SET state = 'resolved'",
        "DELETE FROM event",
        "DELETE FROM outbox",
        "UPDATE attempt SET error = NULL",
    ):
        with sqlite3.connect(path) as db, pytest.raises(sqlite3.DatabaseError, match="os alertas"):
            db.execute("INSERT INTO attempt (key, at, error) VALUES ('correio-1', '2026', 'x')")
            db.execute(statement)
    before = alert_log.history(path)

    def broken(event: Event) -> tuple[str, ...]:
        raise AlertError("Uma rota que falha.")

    with pytest.raises(AlertError):  # its events were written already: nothing of this evaluation stays
        alert_log.record([finding(subject="novo")], rules(), "v", NOW, Post(broken), path)
    assert alert_log.history(path) == before


def test_a_damaged_file_is_named(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(AlertError, match=r"alertas\.sqlite"):
        alert_log.current(path)


def test_the_subject_of_an_event() -> None:
    event = Event(1, 1, NOW, "regra:a/b", "regra", "info", "firing", ("", ""), None)
    assert alert_log.subject(event) == "a/b"


def test_the_same_condition_of_another_period_is_another_event_that_nobody_has_seen_yet(path: Path) -> None:
    first, second = (replace(finding(), occurrence=p) for p in ("2023", "2024"))
    step(path, first, channels=("correio",))
    alert_acts.acknowledge("regra:x/y", "AMA", "Visto em 2023.", path)
    assert step(path, first, channels=("correio",)) == [] and len(alert_log.owed(path)) == 1
    assert step(path, second, at=5, channels=("correio",)) == ["regra:x/y firing"]
    (now,) = alert_log.current(path)
    assert now.occurrence == "2024" and now.ack is None and len(alert_log.owed(path)) == 2


def test_the_end_of_what_was_never_told_is_not_told(path: Path) -> None:
    step(path, finding("no_data"), channels=("correio",))
    assert step(path, finding("ok"), at=5, channels=("correio",)) == ["regra:x/y resolved"]
    assert alert_log.owed(path) == []
    step(path, finding(), at=6)
    step(path, finding("no_data"), at=7, channels=("correio",))
    step(path, finding("ok"), at=8, channels=("correio",))
    assert [[e.state for e in s.events] for s in alert_log.owed(path)] == [["no_data"], ["resolved"]]


def test_several_are_seen_to_all_or_none(path: Path) -> None:
    step(path, finding(subject="a"), finding(subject="b"))
    with pytest.raises(AlertError, match="não está aberto"):
        alert_acts.acknowledge_all(["regra:a", "regra:nada"], "AMA", "Nota.", path)
    assert all(e.ack is None for e in alert_log.current(path))
    assert [e.alert for e in alert_acts.acknowledge_all(["regra:b", "regra:a"], "AMA", "Nota.", path)] == [
        "regra:b",
        "regra:a",
    ]
