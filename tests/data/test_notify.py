"""Alerts by e-mail and webhook, against a real SMTP server and a real HTTP receiver; and the command line."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.alerts import log as alert_log
from core.alerts.log import Post, Step
from core.alerts.routes import Routing
from core.base.errors import AlertError
from etl.alerts import deliver as notify
from etl.alerts.check import check
from tests.support.command import Said
from tests.support.receivers import Mailbox, Posts, mail_server, webhook
from tests.unit.test_alert_log import finding, rules, step

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alertas.sqlite"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as there:
        yield there


@pytest.fixture
def posts() -> Iterator[Posts]:
    with webhook() as there:
        yield there


def give(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def mail(box: Mailbox) -> notify.Channel:
    return notify.Mail(box.url, "enti@exemplo.pt", ("sala@exemplo.pt", "outra@exemplo.pt"))


def test_a_message_says_in_portuguese_what_fired_and_goes_once(path: Path, box: Mailbox) -> None:
    step(path, finding(), channels=("correio",))
    assert notify.deliver([mail(box)], NOW, path) == (1, [])
    assert notify.deliver([mail(box)], NOW, path) == (0, [])
    (got,) = box.messages
    assert (
        got["Subject"] == "ENTI: 1 alertas disparados, 0 outras mudanças" and got["Auto-Submitted"] == "auto-generated"
    )
    assert got["To"] == "sala@exemplo.pt, outra@exemplo.pt"
    assert "DISPARADO (aviso): x/y bad" in got.get_content() and "regra:x/y" in got.get_content()


def test_a_server_that_refuses_is_asked_again_later_and_then_once(path: Path, box: Mailbox) -> None:
    step(path, finding(), channels=("correio",))
    box.answer = "451 agora não"
    sent, (said,) = notify.deliver([mail(box)], NOW, path)
    assert sent == 0 and "451" in said and "correio-1" in said
    box.answer = "250 OK"
    assert notify.deliver([mail(box)], NOW + timedelta(seconds=59), path) == (0, [])
    assert notify.deliver([mail(box)], NOW + timedelta(seconds=61), path) == (1, [])
    assert len(box.messages) == 1 and alert_log.owed(path) == []


def test_one_recipient_that_is_refused_is_told_and_the_others_get_it_once(path: Path, box: Mailbox) -> None:
    step(path, finding(), channels=("correio",))
    box.unknown = frozenset({"outra@exemplo.pt"})
    sent, (said,) = notify.deliver([mail(box)], NOW, path)
    assert sent == 1 and "recusado para outra@exemplo.pt" in said and len(box.messages) == 1
    assert notify.deliver([mail(box)], NOW + timedelta(days=2), path) == (0, []) and alert_log.owed(path) == []
    step(path, finding("ok"), at=1, channels=("correio",))
    box.unknown = frozenset({"outra@exemplo.pt", "sala@exemplo.pt"})
    sent, (said,) = notify.deliver([mail(box)], NOW + timedelta(days=2), path)
    assert sent == 0 and "não foi aceite" in said and len(alert_log.owed(path)) == 1


@pytest.mark.parametrize("url", ["smtp://h:99999", "smtp://h:x", "smtp://h:0", "http://h", "smtp://"])
def test_an_address_of_mail_that_cannot_serve_is_said_before_anything_is_sent(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, {"ENTI_SMTP": url, "ENTI_MAIL_FROM": "a@b.pt", "ENTI_MAIL_TO": "c@d.pt"})
    with pytest.raises(AlertError, match="ENTI_SMTP"):
        notify.channels()


def test_no_server_at_all_is_a_failure_that_is_said(path: Path) -> None:
    step(path, finding(), channels=("correio",))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = notify.Mail(f"smtp://127.0.0.1:{probe.getsockname()[1]}", "a@b.pt", ("c@d.pt",))
    sent, (said,) = notify.deliver([closed], NOW, path)
    assert sent == 0 and "não foi aceite" in said


def test_what_keeps_failing_is_tried_ever_later_and_given_up(path: Path, box: Mailbox) -> None:
    step(path, finding(), channels=("correio",))
    box.answer = "550 nunca"
    at, tried = NOW, 0
    while not notify.given_up(alert_log.owed(path)[0]):
        tried += len(notify.deliver([mail(box)], at, path)[1])
        at += timedelta(minutes=1)
        assert at < NOW + timedelta(days=4)
    assert tried == len(notify.WAITS) + 1 and at > NOW + timedelta(days=1)
    assert notify.deliver([mail(box)], at + timedelta(days=400), path) == (0, [])
    assert len(alert_log.owed(path)) == 1  # it still stands in the list, for people to see


def test_the_same_message_has_the_same_id(path: Path, box: Mailbox) -> None:
    step(path, finding(), channels=("correio",))
    (owed,) = alert_log.owed(path)
    mail(box).send(owed)
    mail(box).send(owed)
    assert box.messages[0]["Message-ID"] == box.messages[1]["Message-ID"]


def test_a_long_list_says_how_many_more(path: Path, box: Mailbox) -> None:
    step(path, *(finding(subject=f"s{n}") for n in range(70)), channels=("correio",))
    notify.deliver([mail(box)], NOW, path)
    assert "E mais 10;" in box.messages[0].get_content() and box.messages[0]["Subject"].startswith("ENTI: 70 alertas")


def test_the_webhook_gets_signed_json_once(path: Path, posts: Posts) -> None:
    step(path, finding(), channels=("webhook",))
    way = notify.Webhook(posts.url, "segredo")
    assert notify.deliver([way], NOW, path) == (1, []) and notify.deliver([way], NOW, path) == (0, [])
    ((headers, body),) = posts.got
    told = json.loads(body)
    assert headers["Idempotency-Key"] == told["key"] == "webhook-1"
    assert headers["X-ENTI-Signature"] == "sha256=" + hmac.new(b"segredo", body, hashlib.sha256).hexdigest()
    assert told["alerts"] == [
        {
            "id": "regra:x/y",
            "rule": "regra",
            "severity": "aviso",
            "state": "firing",
            "at": NOW.isoformat(),
            "pt": "x/y bad",
            "en": "x/y bad",
            "value": 1.0,
        }
    ]


@pytest.mark.parametrize("status", [302, 404, 503])
def test_a_webhook_that_does_not_take_it_is_asked_again(path: Path, posts: Posts, status: int) -> None:
    step(path, finding(), channels=("webhook",))
    posts.status = status
    sent, (said,) = notify.deliver([notify.Webhook(posts.url)], NOW, path)
    assert sent == 0 and str(status) in said
    posts.status = 200
    assert notify.deliver([notify.Webhook(posts.url)], NOW + timedelta(minutes=2), path) == (1, [])
    assert [h["Idempotency-Key"] for h, _ in posts.got] == ["webhook-1", "webhook-1"]


def test_one_channel_that_fails_does_not_hold_the_other(path: Path, box: Mailbox, posts: Posts) -> None:
    step(path, finding(), channels=("correio", "webhook"))
    box.answer = "550 não"
    sent, failures = notify.deliver([mail(box), notify.Webhook(posts.url)], NOW, path)
    assert sent == 1 and len(failures) == 1 and [s.key for s in alert_log.owed(path)] == ["correio-1"]


def test_channels_come_from_the_environment_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {
        "ENTI_SMTP": "smtp+tls://u:p@h:587",
        "ENTI_MAIL_FROM": "a@b.pt",
        "ENTI_MAIL_TO": "c@d.pt, e@f.pt",
        "ENTI_WEBHOOK": "https://h/x",
    }
    assert notify.channels() == []
    give(monkeypatch, whole)
    assert notify.channels() == [
        notify.Mail("smtp+tls://u:p@h:587", "a@b.pt", ("c@d.pt", "e@f.pt")),
        notify.Webhook("https://h/x"),
    ]
    for wrong in (
        {"ENTI_MAIL_TO": ""},
        {"ENTI_MAIL_FROM": ""},
        {"ENTI_SMTP": "h:25"},
        {"ENTI_SMTP": "smtp://"},
        {"ENTI_WEBHOOK": "h/x"},
    ):
        give(monkeypatch, whole | wrong)
        with pytest.raises(AlertError):
            notify.channels()


ROUTED = Routing.model_validate(
    {
        "recipients": [
            {"id": "norte", "name": {"pt": "N", "en": "N"}, "mail_env": "ENTI_MAIL_NORTE"},
            {"id": "saude", "name": {"pt": "S", "en": "S"}, "webhook_env": "ENTI_WEBHOOK_SAUDE"},
        ]
    }
)


def test_a_recipient_has_its_address_from_the_environment_and_without_it_what_is_owed_waits(
    path: Path, box: Mailbox, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(path, finding(), channels=("correio.norte", "webhook.saude"))
    assert notify.names(ROUTED) == {"norte": ["correio.norte"], "saude": ["webhook.saude"], "todos": []}
    sent, failures = notify.deliver(notify.channels(ROUTED), NOW, path)
    assert sent == 0 and "ENTI_SMTP" in failures[0] and "ENTI_WEBHOOK_SAUDE" in failures[1]
    give(monkeypatch, {"ENTI_SMTP": box.url, "ENTI_MAIL_FROM": "a@b.pt", "ENTI_MAIL_TO": "c@d.pt"})
    give(monkeypatch, {"ENTI_MAIL_NORTE": "n@o.pt, m@o.pt", "ENTI_WEBHOOK_SAUDE": posts.url})
    assert notify.names(ROUTED)["todos"] == ["correio"]
    assert notify.deliver(notify.channels(ROUTED), NOW + timedelta(minutes=2), path) == (2, [])
    assert [m["To"] for m in box.messages] == ["n@o.pt, m@o.pt"] and len(posts.got) == 1
    assert alert_log.owed(path) == []


def test_what_goes_further_says_for_how_long_nobody_saw_to_it(path: Path, box: Mailbox, posts: Posts) -> None:
    further = Post(steps=(Step("chefia", 4, ("norte",), ("correio", "webhook"), ("aviso",)),))
    for at in (NOW, NOW + timedelta(hours=5)):
        alert_log.record([finding()], rules(), "v", at, further, path)
    assert notify.deliver([mail(box), notify.Webhook(posts.url)], NOW, path) == (2, [])
    assert "Ninguém disse em 4 h que trata." in box.messages[0].get_content()
    assert json.loads(posts.got[0][1])["alerts"][0]["unseen_hours"] == 4


def test_what_is_sent_at_least_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notify.least() == ("aviso", "critico")
    give(monkeypatch, {"ENTI_ALERTS_LEAST": "critico"})
    assert notify.least() == ("critico",)
    give(monkeypatch, {"ENTI_ALERTS_LEAST": "tudo"})
    with pytest.raises(AlertError, match="gravidade"):
        notify.least()


@pytest.mark.usefixtures("few")
def test_by_command_line(
    etl: Callable[..., Said], tmp_path: Path, box: Mailbox, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(
        monkeypatch,
        {
            "ENTI_SMTP": box.url,
            "ENTI_MAIL_FROM": "a@b.pt",
            "ENTI_MAIL_TO": "c@d.pt",
            "ENTI_WEBHOOK": posts.url,
        },
    )
    assert etl("alerts", "list", data=tmp_path).out.startswith("Ainda não se avaliou")
    assert etl("alerts", "check", data=tmp_path).code == 5  # nothing to evaluate on
    loaded = etl("load", "--offline", data=tmp_path)
    assert loaded.code == 0 and "Mensagens enviadas: 2." in loaded.out
    assert len(box.messages) == len(posts.got) == 1
    again = etl("alerts", "check", data=tmp_path)
    assert again.code == 0 and again.out == "Mudaram: nenhum. Mensagens enviadas: 0.\n"
    told = json.loads(etl("alerts", "list", "--json", data=tmp_path).out)
    first = next(a for a in told if a["state"] == "firing")
    assert etl("alerts", "ack", first["alert"], "--by", "AMA", "--note", "A tratar.", data=tmp_path).code == 0
    assert "visto por AMA: A tratar." in etl("alerts", "list", data=tmp_path).out
    assert etl("alerts", "ack", "nada:*", "--by", "AMA", "--note", "A tratar.", data=tmp_path).code == 17
    assert first["alert"] in etl("alerts", "history", first["alert"], data=tmp_path).out
    assert json.loads(etl("alerts", "history", "--json", data=tmp_path).out)[0]["at"]
    by = ("--by", "EATA", "--note", "Porque sim.")
    assert etl("alerts", "unack", first["alert"], *by, data=tmp_path).code == 0
    assert etl("alerts", "unack", first["alert"], *by, data=tmp_path).code == 17
    rule = first["alert"].partition(":")[0]
    assert etl("alerts", "silence", rule, "--hours", "2", *by, data=tmp_path).out.startswith(f"Silêncio 1: {rule} até ")
    listed = etl("alerts", "list", data=tmp_path).out
    assert "em silêncio até" in listed and f"Silêncio 1: {rule} até" in listed and "visto por" not in listed
    assert etl("alerts", "unsilence", "1", *by, data=tmp_path).code == 0
    assert etl("alerts", "unsilence", "1", *by, data=tmp_path).code == 17
    told = etl("alerts", "history", first["alert"], data=tmp_path).out
    assert [w for w in ("trata-se", "já não se trata", "em silêncio") if w not in told] == []
    assert {a.get("act") for a in json.loads(etl("alerts", "history", "--json", data=tmp_path).out)} == {
        None,
        "ack",
        "withdraw",
        "silence",
        "unsilence",
    }
    assert f"{first['alert']} → todos" in etl("alerts", "routes", data=tmp_path).out
    assert etl("alerts", "test", data=tmp_path).out == "correio: aceite.\nwebhook: aceite.\n"
    box.answer = "451 não"
    assert etl("alerts", "test", data=tmp_path).code == 17
    monkeypatch.delenv("ENTI_SMTP")
    monkeypatch.delenv("ENTI_WEBHOOK")
    assert etl("alerts", "test", data=tmp_path).code == 17


@pytest.mark.usefixtures("few")
def test_alerts_that_fail_leave_the_load_as_it_is(
    etl: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_SMTP", "disparate")
    loaded = etl("load", "--offline", data=tmp_path)
    assert (
        loaded.code == 0
        and "Os alertas não foram avaliados" in loaded.err
        and (tmp_path / "builds" / "current").exists()
    )


@pytest.mark.usefixtures("few")
def test_a_watch_reports_and_goes_on_whatever_fails(
    etl: Callable[..., Said], tmp_path: Path, posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert etl("load", "--offline", data=tmp_path).code == 0
    give(monkeypatch, {"ENTI_WEBHOOK": posts.url})
    posts.status = 503
    waited: list[int] = []
    now = [0.0]

    def wait(seconds: int) -> None:
        waited.append(seconds)
        now[0] += 300
        monkeypatch.setenv("ENTI_SMTP", "disparate")
        if len(waited) == 3:
            raise KeyboardInterrupt  # as who stops it by hand

    monkeypatch.setattr("etl.cli.alerts.time", SimpleNamespace(sleep=wait, monotonic=lambda: now[0]))
    monkeypatch.setattr("etl.cli.alerts.check", lambda at: _again(at, tmp_path))
    watched = etl("alerts", "watch", "--every", "300", data=tmp_path)
    assert watched.out == "" and len(waited) == 3
    assert "INFO etl.cli.alerts: Mudaram: " in watched.err
    assert "WARNING etl.cli.alerts: Por enviar: webhook-" in watched.err and "503" in watched.err
    assert watched.err.count("ERROR etl.cli.alerts: O correio está meio configurado") == 1  # twice, within a minute


def _again(at: datetime, data: Path) -> tuple[list[alert_log.Event], int, list[str]]:
    """An evaluation of a room that had none before."""
    (data / "alertas.sqlite").unlink(missing_ok=True)
    return check(at)


def test_a_message_that_failed_by_a_clock_that_stood_ahead_is_tried_again() -> None:
    now = datetime.now(UTC)
    failed = alert_log.Sending("k", "correio", (), ((now + timedelta(days=365), "recusado"),))
    assert notify.due(failed, now) and not notify.due(replace(failed, failed=((now, "recusado"),)), now)
