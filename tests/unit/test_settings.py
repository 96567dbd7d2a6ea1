"""What is read from the environment: defaults, what does not serve, and that no message repeats a value."""

from pathlib import Path
from urllib.parse import quote

import pytest

from core.alerts.rules import SEVERITIES
from core.base import settings
from core.base.errors import AlertError, EntiError, FeedError, SettingError
from core.base.paths import ROOT, data_dir

MAIL = {"ENTI_SMTP": "smtp+tls://u:p@h:587", "ENTI_MAIL_FROM": "a@b.pt", "ENTI_MAIL_TO": "c@d.pt, e@f.pt,"}


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for group in settings.GROUPS:
        for name in settings.names(group):
            monkeypatch.delenv(name, raising=False)


def give(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_every_group_is_listed_and_every_setting_once() -> None:
    assert set(settings.GROUPS) == set(settings.Group.__subclasses__())
    found = [n for g in settings.GROUPS for n in settings.names(g)]
    assert len(found) == len(set(found)) and all(n.startswith("ENTI_") for n in found)


def test_without_anything_all_is_as_it_comes() -> None:
    assert settings.Folders.now().data == data_dir() == ROOT / "data"
    assert not settings.Door.now().operator and settings.Wall.now().access == ""
    assert not settings.Mail.now().smtp and not settings.Webhook.now().url and not settings.Notified.now().secret
    assert settings.Sending.now().least == "aviso" and settings.token("PLATAFORMA_SENHA") == ""


def test_what_is_given_counts_at_once_and_what_is_taken_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("/var/lib/enti", "/outra", "relativa"):
        give(monkeypatch, ENTI_DATA=place)
        assert settings.Folders.now().data == data_dir() == Path(place)
        assert settings.Folders.now() is settings.Folders.now()
    monkeypatch.delenv("ENTI_DATA")
    assert data_dir() == ROOT / "data"
    give(monkeypatch, PLATAFORMA_SENHA="abc")
    assert settings.token("PLATAFORMA_SENHA") == "abc"


def test_mail_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, **MAIL)
    mail = settings.Mail.now()
    assert mail.smtp.get_secret_value() == MAIL["ENTI_SMTP"]
    assert (mail.sender, mail.recipients) == ("a@b.pt", ("c@d.pt", "e@f.pt"))
    assert MAIL["ENTI_SMTP"] not in repr(mail)


@pytest.mark.parametrize("group", settings.GROUPS)
def test_empty_is_as_if_it_were_not_given(group: type[settings.Group], monkeypatch: pytest.MonkeyPatch) -> None:
    without = group.now()
    give(monkeypatch, **dict.fromkeys(settings.names(group), ""))
    assert group.now() == without


def test_one_name_in_small_letters_is_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, enti_wall="open")
    assert settings.Wall.now().access == ""


@pytest.mark.parametrize(
    ("group", "given", "kind"),
    [
        (settings.Folders, {"ENTI_DATA": __file__}, SettingError),
        (settings.Wall, {"ENTI_WALL": "aberta-valor"}, SettingError),
        (settings.Wall, {"ENTI_WALL": "OPEN"}, SettingError),
        (settings.Mail, MAIL | {"ENTI_MAIL_TO": " , "}, AlertError),
        (settings.Mail, MAIL | {"ENTI_MAIL_FROM": ""}, AlertError),
        (settings.Mail, MAIL | {"ENTI_SMTP": "smtp://u:valor-secreto@h:99999"}, AlertError),
        (settings.Mail, MAIL | {"ENTI_SMTP": "smtp://[valor-secreto"}, AlertError),
        (settings.Webhook, {"ENTI_WEBHOOK": "ftp://h/valor-secreto"}, AlertError),
        (settings.Sending, {"ENTI_ALERTS_LEAST": "valor"}, AlertError),
        (settings.Notified, {"ENTI_NGSI_SECRET": "valor-curto"}, FeedError),
    ],
)
def test_what_does_not_serve_is_named_with_its_cure_and_never_repeated(
    group: type[settings.Group], given: dict[str, str], kind: type[EntiError], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, **given)
    for _ in range(2):  # a wrong one is not kept
        with pytest.raises(kind) as said:
            group.now()
        assert type(said.value) is kind and said.value.cure.endswith("Ver docs/definicoes.md.")
        assert set(said.value.where.split(", ")) <= set(settings.names(group)) and said.value.where
        assert not any(v and v in str(said.value) for v in given.values()) and "valor-" not in str(said.value)
        assert said.value.__cause__ is None  # nor by what is under it
    give(monkeypatch, **dict.fromkeys(given, ""))
    group.now()


def test_one_that_is_wrong_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, ENTI_SMTP="disparate", ENTI_WALL="disparate", ENTI_ALERTS_LEAST="disparate")
    give(monkeypatch, ENTI_OPERATOR="um-segredo-comprido", ENTI_WEBHOOK=f"https://h/{quote('é')}")
    assert settings.Door.now().operator.get_secret_value() == "um-segredo-comprido"
    assert settings.Webhook.now().url and data_dir() == ROOT / "data"


def test_severities_are_those_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    for severity in SEVERITIES:
        give(monkeypatch, ENTI_ALERTS_LEAST=severity)
        assert settings.Sending.now().least == severity
        assert severity in str(settings.names(settings.Sending)["ENTI_ALERTS_LEAST"].description)
