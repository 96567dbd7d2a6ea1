"""Letters of campaigns against a real SMTP server: what comes back, what is tried again, what nobody reads of it."""

import itertools
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.alerts import letters
from core.base import clock
from core.base.paths import ROOT, alerts_path, audit_path, execution_path
from core.people import campaigns, mailing, writing
from core.people.model import Actor, Grant
from core.strategy.execution import Change
from core.terms import territory
from etl.alerts import letters as post
from etl.alerts import smtp
from etl.alerts.deliver import WAITS
from tests.support.command import Said
from tests.support.receivers import Mailbox, mail_server

SERVER = Actor(way="servidor", name="EATA")
TODAY = clock.today()
NOW = datetime(2026, 1, 1, tzinfo=UTC)  # each test has its own, after whatever it gives or asks (_alone)
DUE = TODAY + timedelta(days=30)
PORTO, LISBOA = "1312", "1106"
AT = {PORTO: "geral@cm-porto.pt", LISBOA: "geral@cm-lisboa.pt"}
NAME = "saude_2027"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as there:
        yield there


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setenv("ENTI_ADDRESS", "https://painel.exemplo.pt")
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC) + timedelta(minutes=5))
    serve(monkeypatch, box.url)


def serve(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name, value in {"SMTP": url, "MAIL_FROM": "enti@exemplo.pt", "MAIL_TO": "sala@exemplo.pt"}.items():
        monkeypatch.setenv(f"ENTI_{name}", value)


def ask(to: list[str], due: date = DUE) -> None:
    mailing.ask(SERVER, NAME, to, ["medicos_1000_hab"], "Pedimos os valores.", due)


def given(at: dict[str, str] = AT) -> None:
    mailing.put(SERVER, at)
    ask([*at])


def entry(dico: str) -> str:
    return campaigns.entry(NAME, dico)


def last(dico: str) -> letters.Try | None:
    return next(x.last for x in letters.letters() if x.whom == dico)


def test_each_recipient_gets_a_letter_of_its_own_once(box: Mailbox) -> None:
    given()
    assert post.remind(SERVER, NOW) == (0, 2, [])
    assert post.remind(SERVER, NOW + timedelta(days=1)) == (0, 0, [])
    assert sorted(m["To"] for m in box.messages) == sorted(AT.values())
    porto = next(m for m in box.messages if m["To"] == AT[PORTO])
    assert porto["From"] == "enti@exemplo.pt" and porto["Auto-Submitted"] == "auto-generated"
    assert porto["Subject"] == f"ENTI: pedido a CM Porto, para responder até {DUE:%d/%m/%Y}"
    assert f"https://painel.exemplo.pt/minha_parte?pedido={entry(PORTO)}" in porto.get_content()
    assert all("Bcc" not in m and "Cc" not in m for m in box.messages) and last(PORTO).outcome == "entregue"  # type: ignore[union-attr]


def test_whom_nobody_gave_an_address_is_not_written_to_and_keeps_nobody_back(box: Mailbox) -> None:
    mailing.put(SERVER, {PORTO: AT[PORTO]})
    ask([PORTO, LISBOA])
    assert post.remind(SERVER, NOW) == (0, 1, []) and [x.whom for x in letters.letters()] == [PORTO]


def test_an_address_that_was_erased_meanwhile_is_not_written_to_and_a_new_one_is(box: Mailbox) -> None:
    given()
    mailing.erase(SERVER, PORTO)
    assert post.remind(SERVER, NOW).sent == 1 and [m["To"] for m in box.messages] == [AT[LISBOA]]
    mailing.put(SERVER, {PORTO: "outra@cm-porto.pt"})
    assert post.remind(SERVER, NOW).sent == 1 and box.messages[-1]["To"] == "outra@cm-porto.pt"


def test_a_server_that_is_down_keeps_every_letter_for_as_long_as_it_holds(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        serve(monkeypatch, f"smtp://127.0.0.1:{probe.getsockname()[1]}")
        first = post.remind(SERVER, NOW)
        assert first.sent == 0 and "2 cartas" in first.failures[0] and "ConnectionRefusedError" in first.failures[0]
        assert post.remind(SERVER, NOW + timedelta(seconds=30)) == (0, 0, [])  # not at once
        for n in range(1, 15):  # two weeks: longer than an alert is tried for
            post.remind(SERVER, NOW + timedelta(days=n))
    assert last(PORTO).outcome == "adiada" and len(letters.letters()) == 2  # type: ignore[union-attr]
    serve(monkeypatch, box.url)
    assert post.remind(SERVER, NOW + timedelta(days=15, hours=1)).sent == len(box.messages) == 2


def test_without_a_server_of_mail_it_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch, box: Mailbox) -> None:
    given()
    monkeypatch.delenv("ENTI_SMTP")
    assert "ENTI_SMTP" in post.remind(SERVER, NOW).failures[0]
    serve(monkeypatch, box.url)
    assert post.remind(SERVER, NOW).sent == 2


def test_what_the_server_refuses_is_said_by_its_code_without_the_address_and_given_up_in_the_end(box: Mailbox) -> None:
    given()
    box.unknown = frozenset({AT[PORTO]})
    done = post.remind(SERVER, NOW)
    assert done.sent == 1 and done.failures == [f"carta-{entry(PORTO)}-pedido: recusada, o servidor respondeu 550"]
    tried = 1 + sum(len(post.remind(SERVER, NOW + timedelta(hours=25 * n)).failures) for n in range(1, 14))
    assert tried == len(WAITS) + 1
    box.unknown = frozenset()
    assert post.remind(SERVER, NOW + timedelta(days=15)).sent == 0


def test_another_address_is_tried_at_once_whatever_the_one_before_it_refused(box: Mailbox) -> None:
    given()
    box.unknown = frozenset({AT[PORTO]})
    post.remind(SERVER, datetime.now(UTC) - timedelta(seconds=30))
    mailing.put(SERVER, {PORTO: "outra@cm-porto.pt"})
    assert post.remind(SERVER, datetime.now(UTC) + timedelta(seconds=1)).sent == 1


@pytest.mark.parametrize("answer", ["451 4.3.0 geral@cm-porto.pt: agora não", "421 4.7.0 geral@cm-porto.pt"])
def test_a_server_that_says_later_is_asked_later_and_its_words_are_kept_nowhere(box: Mailbox, answer: str) -> None:
    given({PORTO: AT[PORTO]})
    box.answer = answer
    done = post.remind(SERVER, NOW)
    assert done.sent == 0 and last(PORTO).outcome == "adiada"  # type: ignore[union-attr]
    kept = b"".join(p.read_bytes() for p in (alerts_path(), audit_path(), execution_path()))
    assert b"cm-porto.pt" not in kept and "cm-porto.pt" not in str(done)
    box.answer = "250 OK"
    assert post.remind(SERVER, NOW + timedelta(minutes=2)).sent == 1


def test_what_was_answered_or_taken_back_while_a_letter_waited_is_not_sent(box: Mailbox) -> None:
    given()
    writing.answer(
        Actor("m", "conta", "h", (Grant("municipio", PORTO),)),
        entry(PORTO),
        {"answer": "recusa", "answered_on": TODAY},
        1,
    )
    writing.say(SERVER, [Change("pedido", entry(LISBOA), {"withdrawn": True, "note": "Engano nosso."})])
    assert post.remind(SERVER, NOW) == (0, 0, []) and box.messages == []
    assert {x.whom: (x.last.outcome, x.last.why) for x in letters.letters() if x.last} == {
        PORTO: ("largada", "respondeu entretanto"),
        LISBOA: ("largada", "o pedido foi retirado"),
    }


def test_all_308_are_written_to_in_one_visit(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    every = {m.id: f"geral@cm-{m.id}.pt" for m in territory.load().municipalities}
    given(every)
    visits = itertools.count()
    real = smtp.connected
    monkeypatch.setattr(smtp, "connected", lambda url: (next(visits) and None) or real(url))
    assert post.remind(SERVER, NOW) == (0, 308, []) and next(visits) == 1
    assert {m["To"] for m in box.messages} == set(every.values()) and len(box.messages) == 308


def test_a_visit_that_breaks_off_sends_the_rest_the_next_time(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    given(AT | {"0101": "geral@cm-agueda.pt"})
    real, count = smtp.handed, itertools.count()

    def broken(*given: object) -> object:
        if next(count) == 1:
            raise ConnectionResetError
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(smtp, "handed", broken)
    assert post.remind(SERVER, NOW).sent == 1
    assert [x.last.outcome if x.last else "" for x in letters.letters()] == ["entregue", "adiada", ""]
    assert post.remind(SERVER, NOW).sent == 1  # of the last one nobody said anything
    assert post.remind(SERVER, NOW + timedelta(minutes=2)).sent == 1
    assert len(box.messages) == len({m["To"] for m in box.messages}) == 3


KILLED = """
import sys, time
from datetime import UTC, datetime
from core.alerts import letters
from core.people.model import Actor
from etl.alerts import letters as post
if sys.argv[1] == "sent":
    def stop(*_, **__):
        print("half", flush=True); time.sleep(600)
    letters.tried = stop
else:
    def stop(*_, **__):
        print("half", flush=True); time.sleep(600)
    post.deliver = stop
post.remind(Actor(way="servidor", name="EATA"), datetime.now(UTC))
"""


@pytest.mark.parametrize(("at", "times"), [("owed", 1), ("sent", 2)])
def test_a_process_that_is_killed_loses_no_letter_and_one_that_comes_twice_is_known(
    at: str, times: int, box: Mailbox
) -> None:
    mailing.put(SERVER, {PORTO: AT[PORTO]})
    campaigns.ask(SERVER, NAME, [PORTO], ["medicos_1000_hab"], "Pedimos os valores.", DUE)
    with subprocess.Popen([sys.executable, "-c", KILLED, at], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None and process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert post.remind(SERVER, datetime.now(UTC)) == (0, 1, [])
    assert post.remind(SERVER, datetime.now(UTC)) == (0, 0, [])
    assert len(box.messages) == times and len({m["Message-ID"] for m in box.messages}) == 1
    assert len({(m["Date"], m["Subject"], m.get_content()) for m in box.messages}) == 1


def test_two_processes_at_once_send_each_letter_once(box: Mailbox) -> None:
    mailing.put(SERVER, AT)
    campaigns.ask(SERVER, NAME, [*AT], ["medicos_1000_hab"], "Pedimos os valores.", DUE)
    run = [sys.executable, "-m", "etl", "campaigns", "remind"]
    both = [subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=300) for process in both]
    assert [p.returncode for p in both] == [0, 0], said
    assert sorted(m["To"] for m in box.messages) == sorted(AT.values())


def test_threads_that_send_at_once_send_each_letter_once(box: Mailbox) -> None:
    given()
    done: list[post.Sent] = []
    threads = [threading.Thread(target=lambda: done.append(post.remind(SERVER, NOW))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(d.sent for d in done) == len(box.messages) == 2


def test_by_command_line(etl: Callable[..., Said], tmp_path: Path, box: Mailbox) -> None:
    by = ("--by", "EATA")
    assert etl("campaigns", "addresses", data=tmp_path).out == "Nenhum endereço.\n"
    assert etl("campaigns", "address", PORTO, AT[PORTO], *by, data=tmp_path).out == "Guardado.\n"
    assert etl("campaigns", "address", PORTO, AT[PORTO], *by, data=tmp_path).out == "Já era esse.\n"
    assert etl("campaigns", "address", "9999", AT[PORTO], *by, data=tmp_path).code == 25
    wrong = etl("campaigns", "address", PORTO, "a@b.pt\nBcc: c@d.pt", *by, data=tmp_path)
    assert wrong.code == 25 and "não serve" in wrong.err and "c@d.pt" not in wrong.err
    file = tmp_path / "e.csv"
    file.write_text(f"quem;endereco\n{LISBOA};{AT[LISBOA]}\n9999;x@y.pt\n{LISBOA};z@w.pt\n0101;x y\n", encoding="utf-8")
    bad = etl("campaigns", "import", str(file), *by, data=tmp_path)
    assert bad.code == 25 and "3 erro(s): linha 3" in bad.err and "linha 4" in bad.err and "@y.pt" not in bad.err
    every = [m.id for m in territory.load().municipalities]
    file.write_text("quem;endereco\n" + "".join(f"{d};geral@cm-{d}.pt\n" for d in every), encoding="utf-8")
    assert "308 endereços: 308 novos" in etl("campaigns", "import", str(file), *by, data=tmp_path).out
    assert f"{PORTO}: CM Porto: geral@cm-1312.pt" in etl("campaigns", "addresses", data=tmp_path).out
    ask([PORTO])
    assert etl("campaigns", "remind", data=tmp_path).out == "Cartas novas: 0. Enviadas: 1.\n" and len(box.messages) == 1
    assert etl("campaigns", "forget", PORTO, *by, data=tmp_path).out == "Apagado.\n"
    assert etl("campaigns", "forget", PORTO, *by, data=tmp_path).code == 25
    assert "@" not in etl("audit", "list", "--last", "99", data=tmp_path).out


def test_letters_that_wait_go_with_the_alerts_and_keep_none_back(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    given()
    assert post.beside_alerts(NOW) == (2, []) and len(box.messages) == 2
    ask_again = [Change("pedido", entry(PORTO), {"note": "Outra vez."})]
    writing.say(SERVER, ask_again)
    letters.owe([(entry(PORTO), "lembrete", PORTO)], NOW)
    monkeypatch.delenv("ENTI_ADDRESS")
    sent, (said,) = post.beside_alerts(NOW)
    assert sent == 0 and "ENTI_ADDRESS" in said
