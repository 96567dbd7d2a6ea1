"""Accounts and roles: given, taken away, forgotten; and what a session's claims are worth."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import PeopleError
from core.base.paths import people_path
from core.people import accounts, audit, session
from core.people.model import Grant
from core.people.session import SignedIn

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
IAT = int(NOW.timestamp()) - 60
CLAIMS = {"is_logged_in": True, "sub": "u-1", "name": "Ana", "iat": IAT, "email": "Ana@Exemplo.pt"}


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))


def _with(**changed: Any) -> dict[str, Any]:
    return {k: v for k, v in (CLAIMS | changed).items() if v is not ...}


def test_a_role_counts_from_when_it_is_given_until_it_is_taken_away() -> None:
    eata, porto = Grant("eata"), Grant("municipio", "1312")
    assert accounts.of("u-1") is None
    accounts.give("u-1", eata, "prova", [])
    accounts.give("u-1", porto, "prova", ["1312"])
    assert accounts.give("u-1", porto, "prova", ["1312"]).grants == (eata, porto)  # twice is once
    assert accounts.take("u-1", eata, "prova").grants == (porto,)
    found = accounts.of("u-1")
    assert found is not None and found.grants == (porto,) and found.id == "c1"


@pytest.mark.parametrize(
    "grant",
    [
        Grant("rei"),
        Grant("leitor"),
        Grant("ecra"),
        Grant("eata", "1312"),
        Grant("municipio"),
        Grant("municipio", "9999"),
        Grant("entidade", "1312x"),
    ],
)
def test_a_role_that_cannot_be_is_refused_and_no_account_is_made(grant: Grant) -> None:
    with pytest.raises(PeopleError):
        accounts.give("u-1", grant, "prova", ["1312"])
    assert accounts.accounts() == ()


def test_what_was_not_given_is_not_taken() -> None:
    accounts.give("u-1", Grant("eata"), "prova", [])
    for name, grant in (("u-1", Grant("operador")), ("u-2", Grant("eata"))):
        with pytest.raises(PeopleError):
            accounts.take(name, grant, "prova")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 201])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(PeopleError):
        accounts.seen(name, IAT)


def test_a_subject_is_kept_letter_by_letter_and_an_address_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.give("Ab", Grant("eata"), "prova", [])
    assert accounts.of("ab") is None  # another subject of the provider
    monkeypatch.setenv("ENTI_OIDC_CLAIM", "email")
    accounts.give("Ana@Exemplo.pt", Grant("eata"), "prova", [])
    assert accounts.of(" ana@exemplo.PT ") is not None


def test_a_forgotten_account_has_no_name_no_role_and_is_not_found() -> None:
    accounts.give("u-1", Grant("eata"), "prova", [])
    accounts.forget("u-1", "prova")
    assert accounts.of("u-1") is None
    (left,) = accounts.accounts()
    assert (left.name, left.grants, left.id) == (None, (), "c1")
    assert accounts.seen("u-1", IAT).id == "c2"
    with pytest.raises(PeopleError):
        accounts.forget("u-3", "prova")


def test_who_has_no_role_and_has_not_come_for_a_year_is_forgotten() -> None:
    accounts.seen("u-1", IAT)
    accounts.give("u-2", Grant("eata"), "prova", [])
    accounts.seen("u-3", IAT)
    assert accounts.sweep() == 0
    old = (datetime.now(UTC) - accounts.KEPT - timedelta(days=1)).isoformat()
    with closing(sqlite3.connect(people_path())) as db:
        db.execute("UPDATE account SET seen_at = ? WHERE name <> 'u-3'", (old,))
        db.commit()
    accounts.seen("u-4", IAT)  # whoever comes sees to it
    assert [a.name for a in accounts.accounts()] == [None, "u-2", "u-3", "u-4"]
    assert accounts.sweep() == 0


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "in"),
        ({"is_logged_in": ...}, "out"),
        ({"is_logged_in": "true"}, "out"),
        ({"sub": ...}, "unnamed"),
        ({"sub": ""}, "unnamed"),
        ({"sub": 7}, "unnamed"),
        ({"sub": "x" * 300}, "unnamed"),
        ({"iat": ...}, "expired"),
        ({"iat": "ontem"}, "expired"),
        ({"iat": True}, "expired"),
        ({"iat": int(NOW.timestamp()) - 8 * 3600}, "expired"),
        ({"iat": int(NOW.timestamp()) - 8 * 3600 + 1}, "in"),
        ({"iat": int(NOW.timestamp()) + 600}, "expired"),
    ],
)
def test_claims_are_worth_what_they_say_for_eight_hours(changed: dict[str, Any], state: str) -> None:
    assert session.signed_in(_with(**changed), NOW).state == state


@pytest.mark.parametrize(
    ("verified", "state"), [(True, "in"), (False, "unverified"), ("true", "unverified"), (..., "unverified")]
)
def test_an_address_counts_only_where_the_provider_vouches_for_it(
    verified: object, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_OIDC_CLAIM", "email")
    assert session.signed_in(_with(email_verified=verified), NOW).state == state


def test_who_signs_in_is_noted_once_for_each_time_and_who_leaves_acts_no_more() -> None:
    who = SignedIn("in", "u-1", "Ana", int(datetime.now(UTC).timestamp()) - 2)
    assert session.acting(who, "h").account == ""  # not known yet
    for _ in range(3):  # three pages of one sign-in
        session.entered(who, "h")
    accounts.give("u-1", Grant("eata"), "prova", [])
    me = session.acting(who, "h")
    assert (me.account, me.way, me.grants, me.name) == ("c1", "conta", (Grant("eata"),), "Ana")
    session.left(me, who)
    assert session.acting(who, "h").grants == ()
    later = SignedIn("in", "u-1", "Ana", int(datetime.now(UTC).timestamp()) + 5)
    session.entered(later, "h")
    assert session.acting(later, "h").grants == (Grant("eata"),)
    assert [(e.act, e.outcome) for e in audit.entries()] == [
        ("entrar", "entrada"),
        ("sair", "saida"),
        ("entrar", "entrada"),
    ]
    assert "u-1" not in Path(audit.audit_path()).read_bytes().decode("latin-1")  # the record has numbers alone


def test_who_was_forgotten_is_not_made_again_by_a_page_that_is_open() -> None:
    old = SignedIn("in", "u-1", "Ana", int(datetime.now(UTC).timestamp()) - 400)
    accounts.give("u-1", Grant("eata"), "prova", [])
    session.entered(old, "h")
    accounts.forget("u-1", "prova")
    assert session.entered(old, "h") is None and accounts.of("u-1") is None


def test_whoever_signs_out_is_out_though_the_provider_s_clock_stands_before_ours() -> None:
    ahead = SignedIn("in", "u-1", "Ana", int(datetime.now(UTC).timestamp()) + 60)
    session.entered(ahead, "h")
    accounts.give("u-1", Grant("eata"), "prova", [])
    session.left(session.acting(ahead, "h"), ahead)
    assert session.acting(ahead, "h").grants == ()


def test_two_names_that_only_look_alike_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_OIDC_CLAIM", "email")
    accounts.give("strasse@x.pt", Grant("eata"), "prova", [])
    accounts.give("kim@x.pt", Grant("eata"), "prova", [])
    assert accounts.of("straße@x.pt") is None and accounts.of("\u212aim@x.pt") is None


def test_the_role_is_read_anew_at_every_act() -> None:
    who = SignedIn("in", "u-1", "Ana", int(datetime.now(UTC).timestamp()) - 2)
    session.entered(who, "h")
    accounts.give("u-1", Grant("operador"), "prova", [])
    assert session.acting(who, "h").grants == (Grant("operador"),)
    accounts.take("u-1", Grant("operador"), "prova")
    assert session.acting(who, "h").grants == ()
