"""Letters of campaigns: who is owed which, when and once; addresses that are really erased; receipts."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from core.alerts import letters
from core.base import clock
from core.base.errors import AlertError, EntiError, ExecutionError, NotAllowed, PeopleError, SettingError
from core.base.paths import alerts_path, audit_path, people_path
from core.people import accounts, audit, campaigns, mailing, occasions, receipts, recipients, wording, writing
from core.people.model import Actor, Grant
from core.strategy import execution
from core.strategy.execution import Change

EATA = Actor("c1", "conta", "h", (Grant("eata"),))
SERVER = Actor(way="servidor", name="EATA")
TODAY = clock.today()
DUE = TODAY + timedelta(days=30)
PORTO, LISBOA, ALL = "1312", "1106", ["1312", "1106", "0101"]
NAME = "saude_2027"
AT = {PORTO: "geral@cm-porto.pt", LISBOA: "geral@cm-lisboa.pt"}


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setenv("ENTI_ADDRESS", "https://painel.exemplo.pt/enti")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def ask(due: date = DUE, to: list[str] = ALL) -> None:
    mailing.ask(EATA, NAME, to, ["medicos_1000_hab"], "Pedimos os valores.", due)


def mine(dico: str) -> Actor:
    return Actor("m1", "conta", "h", (Grant("municipio", dico),))


def answer(dico: str, said: str = "entregue") -> execution.Event:
    values = {"answer": said, "answered_on": TODAY}
    (event,) = writing.answer(mine(dico), campaigns.entry(NAME, dico), values, None)
    return event


def owed() -> list[tuple[str, str]]:
    return [(x.whom, x.occasion) for x in letters.letters()]


def delivered(at: datetime) -> None:
    """All that waits is taken by the server at a moment."""
    letters.tried([x.key for x in letters.letters() if not x.ended], at, "entregue")


def test_who_has_an_address_is_owed_one_letter_when_asked_and_who_has_none_is_owed_nothing() -> None:
    mailing.put(EATA, AT)
    ask()
    assert owed() == [(LISBOA, "pedido"), (PORTO, "pedido")]
    assert mailing.remind(EATA, noon(TODAY)) == [] and len(owed()) == 2
    mailing.put(EATA, {"0101": "geral@cm-agueda.pt"})  # an address that comes later is written to then
    assert mailing.remind(EATA, noon(TODAY)) == ["carta-campanha_saude_2027_0101-pedido"]


def test_who_does_not_answer_is_reminded_fourteen_days_before_and_on_the_day_after_once_each() -> None:
    mailing.put(EATA, {PORTO: AT[PORTO]})
    ask()
    delivered(noon(TODAY))
    made = {}
    for n in range(75):
        day = TODAY + timedelta(days=n)
        for _ in range(2):
            if mailing.remind(EATA, noon(day)):
                made[day] = owed()[-1][1]
            delivered(noon(day))
    assert made == {DUE - timedelta(days=14): "lembrete", DUE + timedelta(days=1): "prazo"}


def test_a_day_that_is_near_when_it_is_asked_has_no_reminder_before_it() -> None:
    mailing.put(EATA, {PORTO: AT[PORTO]})
    ask(TODAY + timedelta(days=10))
    delivered(noon(TODAY))
    assert mailing.remind(EATA, noon(TODAY + timedelta(days=5))) == []
    assert len(mailing.remind(EATA, noon(TODAY + timedelta(days=11)))) == 1


def test_who_could_not_be_written_to_before_the_day_is_not_told_that_it_passed() -> None:
    ask(TODAY + timedelta(days=1))
    mailing.put(EATA, {PORTO: AT[PORTO]})
    late = TODAY + timedelta(days=5)
    assert len(mailing.remind(EATA, noon(late))) == 1 and owed() == [(PORTO, "pedido")]
    delivered(noon(late))
    assert mailing.remind(EATA, noon(late + timedelta(days=1))) == []
    asked = mailing.requests(late).asked[campaigns.entry(NAME, PORTO)]
    said = wording.of_request(campaigns.entry(NAME, PORTO), asked, "pedido", late).body
    assert "só agora vos escrevemos" in said


def test_letters_do_not_pile_up_before_a_server_that_is_down() -> None:
    mailing.put(EATA, {PORTO: AT[PORTO]})
    ask()
    for n in range(40):
        mailing.remind(EATA, noon(TODAY + timedelta(days=n)))
    assert owed() == [(PORTO, "pedido")]


@pytest.mark.parametrize("said", ["entregue", "recusa", "nao_tem"])
def test_who_answered_is_not_reminded_though_the_answer_waits_for_eata(said: str) -> None:
    mailing.put(EATA, AT)
    ask()
    delivered(noon(TODAY))
    answer(PORTO, said)
    mailing.remind(EATA, noon(DUE - timedelta(days=14)))
    assert owed()[2:] == [(LISBOA, "lembrete")]


def test_what_is_taken_back_is_not_reminded_and_a_letter_that_waits_is_stale() -> None:
    mailing.put(EATA, AT)
    ask()
    entry = campaigns.entry(NAME, PORTO)
    writing.say(SERVER, [Change("pedido", entry, {"withdrawn": True, "note": "Engano nosso."})])
    assert mailing.remind(EATA, noon(DUE - timedelta(days=14))) == []
    found = {x.whom: mailing.requests(TODAY).stale(x) for x in letters.letters()}
    assert found == {PORTO: "o pedido foi retirado", LISBOA: ""}
    delivered(noon(TODAY))
    mailing.remind(EATA, noon(DUE - timedelta(days=14)))
    assert owed()[2:] == [(LISBOA, "lembrete")]


def test_a_campaign_of_long_ago_is_over() -> None:
    ask()
    mailing.put(EATA, AT)
    assert mailing.remind(EATA, noon(DUE + timedelta(days=31))) == []
    assert len(mailing.remind(EATA, noon(DUE + timedelta(days=30)))) == 2


def test_what_broke_off_between_asking_and_owing_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    mailing.put(EATA, AT)
    real = letters.owe

    def broken(*_: object) -> list[str]:
        raise AlertError("O disco está cheio.")

    monkeypatch.setattr(letters, "owe", broken)
    ask()
    assert owed() == [] and len(execution.events()) == 3
    monkeypatch.setattr(letters, "owe", real)
    assert len(mailing.remind(EATA, noon(TODAY))) == 2


def test_the_same_letter_is_owed_once_whoever_asks() -> None:
    one = [("campanha_x_1312", "pedido", PORTO)]
    assert letters.owe(one, noon(TODAY)) == ["carta-campanha_x_1312-pedido"]
    assert letters.owe(one, noon(DUE)) == [] and len(letters.letters()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "porto",
        "a@b",
        "a@b.pt, c@d.pt",
        "a@b.pt;c@d.pt",
        "CM Porto <a@b.pt>",
        "a@b.pt\nBcc: c@d.pt",
        "a@b.pt\r\nBcc: c@d.pt",
        "a@b.pt\n",
        "a\x00@b.pt",
        "a b@c.pt",
        "presidência@cm.pt",
        "a@câmara.pt",
        "a..b@c.pt",
        ".a@b.pt",
        "a@-b.pt",
        "a@b.p",
        '"a b"@c.pt',
        f"{'a' * 65}@b.pt",
        f"a@{'b.' * 130}pt",
    ],
)
def test_what_is_no_address_is_refused_whole_and_repeated_nowhere(address: str) -> None:
    with pytest.raises(PeopleError) as refused:
        mailing.put(EATA, {LISBOA: AT[LISBOA], PORTO: address})
    assert recipients.recipients() == {} and all(refused.value.page) and refused.value.cure
    assert len(address) < 4 or address not in f"{refused.value}{audit.entries()}"


def test_an_unknown_recipient_is_refused_and_an_address_in_its_place_is_not_repeated() -> None:
    for whom in ("9999", "a@b.pt"):
        with pytest.raises(PeopleError, match="Não há o destinatário") as refused:
            mailing.put(EATA, {whom: "c@d.pt"})
        assert "a@b.pt" not in f"{refused.value}{audit.entries()}"
    assert recipients.recipients() == {}


def test_what_is_erased_is_gone_from_every_file() -> None:
    mailing.put(EATA, AT)
    ask()
    accounts.give("maria.silva", Grant("eata"), "prova", None)
    assert b"cm-porto" in people_path().read_bytes()
    mailing.put(EATA, {LISBOA: "outra@cm-lisboa.pt"})
    assert b"geral@cm-lisboa" not in people_path().read_bytes()
    mailing.erase(EATA, PORTO)
    accounts.forget("maria.silva", "prova")
    left = people_path().read_bytes() + audit_path().read_bytes() + alerts_path().read_bytes()
    assert b"cm-porto" not in left and b"maria.silva" not in left
    with pytest.raises(PeopleError):
        mailing.erase(EATA, PORTO)


def test_an_address_goes_by_itself_when_nobody_asked_anything_for_a_year() -> None:
    mailing.put(EATA, AT)
    ask(to=[PORTO])
    old = noon(TODAY - timedelta(days=400)).isoformat()
    with closing(sqlite3.connect(people_path())) as db:
        db.execute("UPDATE address SET since = ?", (old,))
        db.commit()
    mailing.remind(EATA, noon(TODAY))  # Lisboa was given one long ago, and asked nothing since
    assert list(recipients.recipients()) == [PORTO]
    mailing.remind(EATA, noon(TODAY + timedelta(days=365)))
    assert list(recipients.recipients()) == [PORTO]
    mailing.remind(EATA, noon(TODAY + timedelta(days=366)))
    assert recipients.recipients() == {}


def test_only_eata_sees_gives_and_erases_addresses_and_writes() -> None:
    mailing.put(EATA, AT)
    for act in (
        lambda: mailing.addresses(mine(PORTO)),
        lambda: mailing.put(mine(PORTO), AT),
        lambda: mailing.erase(mine(PORTO), PORTO),
        lambda: mailing.remind(mine(PORTO), noon(TODAY)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert recipients.recipients().keys() == AT.keys()
    assert not any("@" in str(e) for e in audit.entries())


def test_a_letter_says_who_asks_what_by_when_and_leads_to_the_request_without_a_secret() -> None:
    ask()
    entry = campaigns.entry(NAME, PORTO)
    asked = mailing.requests(TODAY).asked[entry]
    for occasion in (occasions.ASKED, occasions.REMINDED, occasions.PAST):
        said = wording.of_request(entry, asked, occasion, TODAY)
        assert "\n" not in said.subject and "CM Porto" in said.subject
        assert "EATA" in said.body and "Pedimos os valores." in said.body and f"{DUE:%d/%m/%Y}" in said.body
        assert f"\nhttps://painel.exemplo.pt/enti/minha_parte?pedido={entry}\n" in said.body


def test_a_letter_without_the_address_of_the_dashboard_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTI_ADDRESS")
    with pytest.raises(SettingError, match="ENTI_ADDRESS"):
        wording.link("pedido_x")


def test_a_receipt_is_the_same_whoever_makes_it_and_releasing_changes_nothing() -> None:
    ask()
    event = answer(PORTO)
    number, entry = receipts.number(event), event.entry
    parts = number.split("/")
    assert parts[:2] == [entry, "2"] and len(parts) == 4 and len(parts[3]) == 8
    held = receipts.answered(execution.events(held=True), entry)
    assert held is not None and receipts.number(held) == number
    writing.release(EATA, [("pedido", entry)])
    free = receipts.answered(execution.events(), entry)
    assert free is not None and not free.held and receipts.number(free) == number
    assert receipts.answered(execution.events(), campaigns.entry(NAME, LISBOA)) is None
    assert receipts.number(answer(PORTO, "recusa")) != number


def test_a_receipt_goes_by_letter_once_to_who_has_an_address_and_answered() -> None:
    ask()
    entry = campaigns.entry(NAME, PORTO)
    with pytest.raises(ExecutionError):
        mailing.send_receipt(mine(PORTO), entry)
    event = answer(PORTO)
    assert not mailing.can_send_receipt(entry, PORTO, TODAY)
    with pytest.raises(ExecutionError):
        mailing.send_receipt(mine(PORTO), entry)
    mailing.put(EATA, AT)
    assert mailing.can_send_receipt(entry, PORTO, TODAY)
    assert mailing.send_receipt(mine(PORTO), entry) == receipts.number(event)
    mailing.send_receipt(mine(PORTO), entry)
    assert owed() == [(PORTO, "recibo_2")] and not mailing.can_send_receipt(entry, PORTO, TODAY)
    with pytest.raises(NotAllowed):
        mailing.send_receipt(mine(LISBOA), entry)
    writing.put_aside(EATA, [("pedido", entry)], "Falta o documento.")
    assert mailing.requests(TODAY).stale(letters.letters()[0]) == "a resposta foi posta de lado"


def test_a_body_is_reached_by_the_one_that_answers_for_it_today() -> None:
    at = noon(TODAY)
    known = {"arte": recipients.Recipient("arte", "a@b.pt", at), PORTO: recipients.Recipient(PORTO, "c@d.pt", at)}
    assert occasions.address("arte", known, TODAY) == known["arte"]
    follows = next((b for b in recipients.known() if writing.body_today(b, TODAY) == {"arte"} and b != "arte"), None)
    assert follows is not None and occasions.address(follows, known, TODAY) == known["arte"]
    assert occasions.address(LISBOA, known, TODAY) is None


def test_nobody_counts_as_told_without_an_event_of_ours() -> None:
    mailing.put(EATA, {PORTO: AT[PORTO]})
    ask()
    assert _unwritten() == 3
    delivered(noon(TODAY))
    assert _unwritten() == 2
    accounts.give("ana", Grant("municipio", LISBOA), "prova", None)
    assert _unwritten() == 2  # a role alone is no sign that anybody came
    accounts.seen("ana", int(datetime.now(UTC).timestamp()))
    assert _unwritten() == 1
    answer("0101")
    assert _unwritten() == 0


def _unwritten() -> int:
    told = occasions.told(mailing.requests(TODAY))
    return campaigns.campaigns(execution.events(held=True), TODAY, told)[0].rates[0].unwritten


def test_a_try_that_nobody_of_ours_wrote_is_damage() -> None:
    ask()
    mailing.put(EATA, AT)
    mailing.remind(EATA, noon(TODAY))
    with closing(sqlite3.connect(alerts_path())) as db:
        key = letters.letters()[0].key
        db.execute("INSERT INTO letter_try (key, at, outcome, why) VALUES (?, 'ontem', 'entregue', '')", (key,))
        db.commit()
    with pytest.raises(EntiError):
        letters.letters()
