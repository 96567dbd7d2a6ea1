"""Whom to tell of a hole: as RFC 9116 has it, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from core.base import settings
from core.base.errors import SettingError
from tests.support.asgi import ask
from tests.unit.test_health import behind
from ui.server.contact import AT, Contact


def test_without_a_contact_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTI_SECURITY", raising=False)
    assert ask(Contact(behind), AT).status == 404 and ask(Contact(behind), "/sintese").status == 200


def test_the_file_names_whom_until_when_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_SECURITY", "mailto:seguranca@exemplo.pt, https://exemplo.pt/aviso")
    monkeypatch.setenv("ENTI_ADDRESS", "https://painel.exemplo.pt/enti/")
    answer = ask(Contact(behind), AT)
    fields = [line.partition(": ")[::2] for line in answer.body.decode().splitlines()]
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/plain")
    contacts = ["mailto:seguranca@exemplo.pt", "https://exemplo.pt/aviso"]
    assert [v for k, v in fields if k == "Contact"] == contacts
    (until,) = (datetime.fromisoformat(v) for k, v in fields if k == "Expires")
    assert timedelta(days=100) < until - datetime.now(UTC) < timedelta(days=365)
    assert ("Canonical", f"https://painel.exemplo.pt/enti{AT}") in fields


@pytest.mark.parametrize("text", ["seguranca@exemplo.pt", "mailto:ninguém", "http://exemplo.pt", "mailto:a@b\nX: y@z"])
def test_what_is_no_contact_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_SECURITY", text)
    with pytest.raises(SettingError, match="ENTI_SECURITY"):
        settings.Watching.now()
