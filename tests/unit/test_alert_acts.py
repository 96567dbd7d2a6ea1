"""What people say of alerts, and what the routes make of them: taken back, silenced, sent to whom, and sent further."""

import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.alerts import acts
from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.about import About, about
from core.alerts.log import Event, Post, Step
from core.alerts.model import Finding
from core.alerts.routes import EVERYONE, Routing, post
from core.alerts.store import LEDGER
from core.base.errors import AlertError
from core.catalogue import catalogue

HOUR = timedelta(hours=1)
BOOK = catalogue.load()
RULES = alert_rules.load()
ACTION, OTHER = "acao_atrasada:acao_1_1", "acao_atrasada:acao_1_2"
NOW = datetime.now(UTC).replace(microsecond=0)
BOTH = Post(lambda _: ("correio",))


@pytest.fixture(autouse=True)
def _at_this_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What people say is stamped by the clock: in a long run that is many minutes after this module was read."""
    monkeypatch.setattr(sys.modules[__name__], "NOW", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alertas.sqlite"


def step(path: Path, *states: str, at: timedelta = timedelta(), post: Post = BOTH) -> None:
    """An evaluation that finds the two actions in these states."""
    found = [
        Finding("acao_atrasada", s, state, ("Atrasada.", "Late."), 1.0)  # type: ignore[arg-type]
        for s, state in zip(("acao_1_1", "acao_1_2"), states, strict=False)
    ]
    alert_log.record(found, RULES, "v", NOW + at, post, path)


def owed(path: Path) -> list[tuple[str, list[str]]]:
    return [(s.key, [f"{e.alert} {e.state}" for e in s.events]) for s in alert_log.owed(path)]


def test_a_word_taken_back_is_no_word_and_both_stay_on_record(path: Path) -> None:
    step(path, "bad")
    seen = acts.acknowledge(ACTION, "AMA", "A tratar.", path).ack
    assert seen is not None
    acts.withdraw(ACTION, "EATA", "A AMA não trata.", seen.seq, path)
    (now,) = alert_log.current(path)
    assert now.ack is None and now.unseen
    assert [(a.kind, a.target, a.said_by, a.note) for a in alert_log.said(path)] == [
        ("ack", ACTION, "AMA", "A tratar."),
        ("withdraw", ACTION, "EATA", "A AMA não trata."),
    ]
    assert acts.acknowledge(ACTION, "AMA", "Outra vez.", path).ack is not None


def test_the_word_of_another_is_not_taken_back_unseen_nor_one_twice(path: Path) -> None:
    step(path, "bad")
    first = acts.acknowledge(ACTION, "AMA", "A tratar.", path).ack
    acts.acknowledge(ACTION, "INE", "Eu trato.", path)
    assert first is not None
    with pytest.raises(AlertError, match="INE"):
        acts.withdraw(ACTION, "AMA", "Engano.", first.seq, path)
    assert alert_log.current(path)[0].ack is not None
    acts.withdraw(ACTION, "AMA", "Engano.", path=path)
    # What the other had said before stands again: only one word was taken back.
    assert [e.ack.said_by for e in alert_log.current(path) if e.ack] == ["AMA"]
    acts.withdraw(ACTION, "AMA", "Engano.", path=path)
    with pytest.raises(AlertError, match="ninguém disse"):
        acts.withdraw(ACTION, "AMA", "Engano.", path=path)


@pytest.mark.parametrize(("by", "note"), [("A", "nota"), ("AMA", "x"), ("", "")])
def test_nothing_is_said_without_who_and_why(path: Path, by: str, note: str) -> None:
    step(path, "bad")
    acts.acknowledge(ACTION, "AMA", "A tratar.", path)
    made = acts.silence(OTHER.partition(":")[0], 1, "AMA", "Obras.", path)
    for act in (
        lambda: acts.acknowledge(ACTION, by, note, path),
        lambda: acts.withdraw(ACTION, by, note, path=path),
        lambda: acts.silence(ACTION, 1, by, note, path),
        lambda: acts.end_silence(made.seq, by, note, path),
    ):
        with pytest.raises(AlertError) as error:
            act()
        assert all(error.value.page) and not any("etl" in said for said in error.value.page)
    assert [a.kind for a in alert_log.said(path)] == ["ack", "silence"]


def test_what_is_silenced_is_in_view_and_not_sent_until_the_silence_ends_by_itself(path: Path) -> None:
    step(path, "bad", post=Post())
    step(path, "ok", post=Post())
    acts.silence(ACTION, 2, "AMA", "O sistema está em obras.", path)
    step(path, "bad", "bad")
    heard, quiet = sorted(alert_log.current(path, NOW), key=lambda e: e.alert == ACTION)
    assert quiet.alert == ACTION and quiet.silence is not None and not quiet.unseen and heard.unseen
    assert owed(path) == [("correio-3", [f"{OTHER} firing"])]
    step(path, "bad", "bad", at=HOUR)
    assert len(owed(path)) == 1
    after = 3 * HOUR
    assert {e.silence for e in alert_log.current(path, NOW + after)} == {None} and not alert_log.silences(
        path, NOW + after
    )
    step(path, "bad", "bad", at=after)
    assert owed(path)[-1] == ("correio-5", [f"{ACTION} firing"])
    step(path, "bad", "bad", at=after + HOUR)
    assert len(owed(path)) == 2  # once


def test_the_end_of_what_was_silenced_all_the_while_is_told_to_nobody(path: Path) -> None:
    acts.silence("acao_atrasada", 2, "AMA", "Uma regra inteira.", path)
    step(path, "bad", "bad")
    step(path, "ok", "ok", at=HOUR)
    step(path, "ok", "ok", at=3 * HOUR)
    assert owed(path) == [] and [e.state for e in alert_log.history(path)] == [
        "firing",
        "firing",
        "resolved",
        "resolved",
    ]


def test_the_end_of_what_was_told_before_the_silence_is_told_after_it(path: Path) -> None:
    step(path, "bad")
    acts.silence(ACTION, 2, "AMA", "Já se sabe.", path)
    step(path, "ok", at=HOUR)
    assert owed(path) == [("correio-1", [f"{ACTION} firing"])]
    step(path, "ok", at=3 * HOUR)
    assert owed(path)[-1] == ("correio-3", [f"{ACTION} resolved"])


def test_a_silence_is_ended_before_its_time_once(path: Path) -> None:
    step(path, "bad")
    made = acts.silence(ACTION, 24, "AMA", "Obras.", path)
    assert [s.seq for s in alert_log.silences(path)] == [made.seq]
    acts.end_silence(made.seq, "AMA", "As obras acabaram.", path)
    assert alert_log.silences(path) == [] and alert_log.current(path)[0].silence is None
    with pytest.raises(AlertError, match="não está em vigor"):
        acts.end_silence(made.seq, "AMA", "Outra vez.", path)
    assert [(a.kind, a.target) for a in alert_log.said(path)] == [("silence", ACTION), ("unsilence", ACTION)]


@pytest.mark.parametrize(("target", "hours"), [("nada", 1), ("acao_atrasada:nada", 1), (ACTION, 0), (ACTION, 2161)])
def test_a_silence_that_cannot_stand_is_refused(path: Path, target: str, hours: int) -> None:
    step(path, "bad")
    with pytest.raises(AlertError):
        acts.silence(target, hours, "AMA", "Obras.", path)
    assert alert_log.said(path) == []


def test_two_who_speak_at_the_same_time_lose_nothing(path: Path) -> None:
    step(path, "bad", "bad")
    wrong: list[Exception] = []

    def say(n: int) -> None:
        try:
            acts.acknowledge(ACTION, f"Entidade {n}", "A tratar.", path)
            acts.silence(OTHER, 1 + n, f"Entidade {n}", "Obras.", path)
        except AlertError as error:
            wrong.append(error)

    threads = [threading.Thread(target=say, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    told = alert_log.said(path)
    assert not wrong and len(told) == 16
    assert {a.said_by for a in told if a.kind == "silence"} == {f"Entidade {n}" for n in range(8)}


def further(hours: int) -> Post:
    return Post(lambda _: ("correio",), (Step("chefia", hours, ("chefia",), ("correio.chefia",), ("critico",)),))


def test_what_nobody_sees_to_goes_further_once_and_its_end_goes_there_too(path: Path) -> None:
    step(path, "bad", "bad", post=further(4))
    acts.acknowledge(OTHER, "AMA", "A tratar.", path)
    step(path, "bad", "bad", at=3 * HOUR, post=further(4))
    assert len(owed(path)) == 1
    for at in (4, 9):
        step(path, "bad", "bad", at=at * HOUR, post=further(4))
    assert owed(path)[1:] == [("correio.chefia-3", [f"{ACTION} firing"])]
    (sending,) = alert_log.owed(path)[1:]
    assert sending.escalated == ((sending.events[0].seq, 4),)
    now = next(e for e in alert_log.current(path) if e.alert == ACTION)
    assert [(x.step, x.whom) for x in now.escalations] == [("chefia", "chefia")]
    assert [a.target for a in alert_log.said(path) if a.kind == "escalate"] == [ACTION]
    step(path, "ok", "bad", at=10 * HOUR, post=further(4))
    assert [k for k, events in owed(path) if events == [f"{ACTION} resolved"]] == ["correio-5", "correio.chefia-5"]


def test_silence_stops_the_hours_and_a_word_taken_back_starts_them_anew(path: Path) -> None:
    step(path, "bad", post=further(4))
    made = acts.silence(ACTION, 24, "AMA", "Obras.", path)
    step(path, "bad", at=5 * HOUR, post=further(4))
    acts.end_silence(made.seq, "AMA", "Acabaram.", path)
    acts.acknowledge(ACTION, "AMA", "A tratar.", path)
    acts.withdraw(ACTION, "AMA", "Afinal não.", path=path)
    step(path, "bad", at=3 * HOUR, post=further(4))
    assert [k for k, _ in owed(path)] == ["correio-1"]
    step(path, "bad", at=5 * HOUR, post=further(4))
    assert [k for k, _ in owed(path)] == ["correio-1", "correio.chefia-4"]


def event(alert: str, severity: str = "aviso") -> Event:
    return Event(1, 1, NOW, alert, alert.partition(":")[0], severity, "firing", ("", ""), None)


@pytest.mark.parametrize(
    ("alert", "right"),
    [
        ("r:mortalidade_infantil", ("mortalidade_infantil", "", "", "")),
        ("r:mortalidade_infantil/taxa@20260101T000000", ("mortalidade_infantil", "taxa", "", "")),
        ("r:mortalidade_infantil/taxa/1106", ("mortalidade_infantil", "taxa", "1106", "lisboa_vale_do_tejo")),
        ("r:mortalidade_infantil/taxa/2013:11", ("mortalidade_infantil", "taxa", "2013:11", "norte")),
        ("r:mortalidade_infantil/taxa/PT", ("mortalidade_infantil", "taxa", "PT", "")),
        ("r:um_que_ja_nao_ha/taxa/PT", ("", "", "", "")),
        ("r:*", ("", "", "", "")),
    ],
)
def test_what_an_alert_is_about_is_read_from_its_id(alert: str, right: tuple[str, ...]) -> None:
    found = about(event(alert), BOOK, NOW.date())
    assert (found.indicator, found.series, found.territory, found.region) == right


def test_an_action_is_of_those_who_answer_for_it_in_the_text_and_today() -> None:
    found = about(event(ACTION), BOOK, NOW.date())
    assert found.action == "acao_1_1" and found.bodies and not found.indicator


ROUTES = """
recipients:
  - {id: norte, name: {pt: CCDR Norte, en: CCDR Norte}, mail_env: ENTI_MAIL_NORTE}
  - {id: saude, name: {pt: Saúde, en: Health}, webhook_env: ENTI_WEBHOOK_SAUDE}
routes:
  - {to: [norte], regions: [norte], severities: [aviso, critico]}
  - {to: [saude, todos], indicators: [mortalidade_infantil]}
  - {to: [norte], kinds: [late_action]}
escalation:
  - {id: chefia, after_hours: 24, to: [saude]}
"""
HEAD = "rules:\n  - {id: r, kind: late_action, title: {pt: T, en: T}, severity: aviso, reason: {pt: P, en: P}}\n"


def routing(text: str = ROUTES) -> Routing:
    return alert_rules.parse_routing(HEAD + text, BOOK)


@pytest.mark.parametrize(
    ("alert", "severity", "kind", "whom"),
    [
        ("x:votantes", "aviso", "threshold", (EVERYONE,)),
        ("x:taxa_votantes_autarquicas/taxa/1312", "aviso", "threshold", ("norte",)),
        ("x:taxa_votantes_autarquicas/taxa/1312", "info", "threshold", (EVERYONE,)),
        ("x:mortalidade_infantil/taxa/1312", "critico", "threshold", ("norte", "saude", EVERYONE)),
        (ACTION, "info", "late_action", ("norte",)),
    ],
)
def test_an_alert_goes_where_its_routes_say_and_what_none_takes_to_everyone(
    alert: str, severity: str, kind: str, whom: tuple[str, ...]
) -> None:
    made = event(alert, severity)
    assert routing().whom(made, kind, about(made, BOOK, NOW.date())) == whom


def test_without_routes_everything_goes_to_everyone_as_before() -> None:
    sent = post(routing(""), {}, lambda _: About(), {EVERYONE: ["correio", "webhook"]}, ("aviso",))
    assert [*sent.to(event("r:x"))] == ["correio", "webhook"] and not sent.steps


def test_the_projects_own_file_holds() -> None:
    assert alert_rules.routing(BOOK).whom(event("r:x"), "", About()) == (EVERYONE,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("routes: [{to: [ninguem]}]\n", "não há o destinatário ninguem"),
        ("routes: [{to: [todos], domains: [saudee]}]\n", "domains"),
        ("routes: [{to: [todos], regions: [minho]}]\n", "acores"),
        ("routes: [{to: [todos], rules: [nada]}]\n", "rules"),
        ("routes: [{to: [todos], kinds: [nada]}]\n", "kinds"),
        ("routes: [{to: [todos], bodies: [nada]}]\n", "bodies"),
        ("routes: [{to: [todos], indicators: [nada]}]\n", "indicators"),
        ("routes: [{to: []}]\n", "routes"),
        ("recipients: [{id: a, name: {pt: A, en: A}}]\n", "mail_env ou webhook_env"),
        ("recipients: [{id: todos, name: {pt: A, en: A}, mail_env: X_Y}]\n", "dar outro id"),
        ("recipients: [{id: a, name: {pt: A, en: A}, mail_env: a@b.pt}]\n", "mail_env"),
        ("escalation: [{id: a, after_hours: 0, to: [todos]}]\n", "after_hours"),
        ("escalation: [{id: a, after_hours: 1, to: [todos]}, {id: a, after_hours: 2, to: [todos]}]\n", "repetidos"),
    ],
)
def test_a_route_that_asks_for_what_does_not_exist_is_named_with_file_and_cure(text: str, said: str) -> None:
    with pytest.raises(AlertError, match=r"alertas\.yaml.*O que fazer") as error:
        routing(text)
    assert said in str(error.value)


def test_what_an_older_version_owed_is_still_owed(path: Path) -> None:
    step(path, "bad", "no_data", post=Post())
    with LEDGER.writing(path) as db:  # as it was written before each thing owed had its own lines
        db.execute("INSERT INTO outbox (key, evaluation, channel) VALUES ('correio-1', 1, 'correio')")
    assert owed(path) == [("correio-1", [f"{ACTION} firing"])]
