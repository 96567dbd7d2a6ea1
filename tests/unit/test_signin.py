"""Where who signs in goes back to, what cookies live, and how often a failure is worth a row."""

import asyncio
from typing import Any

import pytest

from core.base.errors import SettingError
from tests.support.identity import configured
from ui.server import signin
from ui.server.seldom import EVERY_S, REMEMBERED, Seldom
from ui.web.asgi import Message


@pytest.fixture(autouse=True)
def _configured(monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch)
    monkeypatch.setenv("ENTI_ADDRESS", "https://painel.exemplo.pt/enti")


def scope(referer: str, path: str = "/auth/login", cookie: str = "", query: str = "") -> Message:
    headers = [(b"host", b"painel.exemplo.pt"), (b"referer", referer.encode("latin-1"))]
    headers += [(b"cookie", cookie.encode("latin-1"))] if cookie else []
    return {
        "type": "http",
        "path": path,
        "headers": headers,
        "query_string": query.encode(),
        "client": ("192.0.2.1", 1),
    }


@pytest.mark.parametrize(
    ("referer", "base", "to"),
    [
        ("https://painel.exemplo.pt/indicador?nivel=nuts2", "/", "/indicador?nivel=nuts2"),
        ("https://painel.exemplo.pt/enti/sala", "/enti", "/enti/sala"),
        ("https://painel.exemplo.pt/outra/sala", "/enti", "/enti"),
        ("https://painel.exemplo.pt/sala?entrada=falhou&lang=en", "/", "/sala?lang=en"),
        ("https://mau.exemplo.pt/sala", "/", "/"),
        ("https://painel.exemplo.pt@mau.exemplo.pt/sala", "/", "/"),
        ("https://painel.exemplo.pt//mau.exemplo.pt/", "/", "/"),
        ("https://painel.exemplo.pt/\\mau.exemplo.pt", "/", "/"),
        ("https://painel.exemplo.pt/a b", "/", "/"),
        ("https://painel.exemplo.pt/" + "x" * 3000, "/", "/"),
        ("isto não é um endereço", "/", "/"),
        ("https://[mau/", "/", "/"),
        ("https://painel.exemplo.pt/auth/logout", "/", "/"),
        ("https://painel.exemplo.pt/enti/oauth2callback?state=x", "/enti", "/enti"),
        ("", "/", "/"),
    ],
)
def test_one_goes_back_to_a_page_of_ours_or_to_the_first(referer: str, base: str, to: str) -> None:
    assert signin.back_of(scope(referer), base) == to


def answered(asked: Message, answer: list[tuple[bytes, bytes]], status: int = 302) -> dict[bytes, list[bytes]]:
    """The headers that leave for an answer of Streamlit's to this request."""
    sent: list[Message] = []

    async def app(scope: Message, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": answer})
        await send({"type": "http.response.body", "body": b"Authentication error"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await signin.SignIn(app)(asked, None, send)  # type: ignore[arg-type]

    asyncio.run(run())
    out: dict[bytes, list[bytes]] = {b":status": [str(sent[0]["status"]).encode()], b":body": [sent[1]["body"]]}
    for name, value in sent[0]["headers"]:
        out.setdefault(name, []).append(value)
    return out


@pytest.mark.parametrize("cookie", ["enti_back=%2F%2Fmau.pt", "enti_back=https%3A%2F%2Fmau.pt", "enti_back=%2F%0d%0aX"])
def test_a_cookie_that_was_made_up_leads_nowhere_else(cookie: str) -> None:
    given = [(b"location", b"/"), (b"set-cookie", b"_streamlit_user=abc; Path=/")]
    found = answered(scope("", "/oauth2callback", cookie, "state=s&code=c"), given)
    assert found[b"location"] == [b"/"]


def test_another_application_s_cookie_leads_nobody_astray() -> None:
    given = [(b"location", b"/"), (b"set-cookie", b"_streamlit_user=abc; Path=/")]
    cookies = 'a b=1; x={"a":1}; enti_back=%2Fsala'
    assert answered(scope("", "/oauth2callback", cookies, "state=s&code=c"), given)[b"location"] == [b"/sala"]


@pytest.mark.parametrize(
    ("site", "out"), [(b"cross-site", False), (b"none", False), (b"same-origin", True), (None, True)]
)
def test_a_link_from_elsewhere_signs_nobody_out(site: bytes | None, out: bool) -> None:
    asked = scope("", "/auth/logout")
    asked["headers"] += [(b"sec-fetch-site", site)] if site else []
    found = answered(asked, [(b"location", b"https://id.exemplo.pt/end")])
    assert (found[b"location"] == [b"https://id.exemplo.pt/end"]) == out


def test_a_sign_in_lives_eight_hours_over_tls_alone_and_leads_back() -> None:
    given = [(b"location", b"/"), (b"set-cookie", b"_streamlit_user=abc; HttpOnly; Max-Age=2592000; Path=/")]
    found = answered(scope("", "/oauth2callback", "enti_back=%2Fsala%3Flang%3Den", "state=s&code=c"), given)
    assert found[b"location"] == [b"/sala?lang=en"]
    assert found[b"set-cookie"] == [
        b"_streamlit_user=abc; HttpOnly; Max-Age=28800; Path=/; Secure",
        b"enti_back=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    ]


def test_a_failure_is_noted_once_a_minute_and_says_nothing_of_streamlit_s(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.people import audit

    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    found = answered(scope("https://painel.exemplo.pt/sala"), [(b"content-type", b"text/plain")], 400)
    assert (found[b":status"], found[b"location"], found[b":body"]) == (
        [b"302"],
        [b"/sala?entrada=sem_fornecedor"],
        [b""],
    )
    door = signin.SignIn(None)  # type: ignore[arg-type]
    for _ in range(5):
        door.failed(scope(""), "falhou")
    assert [(e.act, e.outcome, e.subject, e.origin) for e in audit.entries()] == [
        ("entrar", "recusado", "sem_fornecedor", "192.0.2.1"),
        ("entrar", "recusado", "falhou", "192.0.2.1"),
    ]


def test_each_address_is_worth_a_row_a_minute_and_the_oldest_is_forgotten() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    assert seldom.again("a") and not seldom.again("a") and seldom.again("b")
    now[0] = EVERY_S
    assert seldom.again("a")
    for n in range(REMEMBERED):
        seldom.again(str(n))
    assert seldom.again("b")


def test_half_a_sign_in_is_said_before_anybody_meets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert signin.secrets() is not None
    monkeypatch.delenv("ENTI_ADDRESS")
    with pytest.raises(SettingError, match="ENTI_ADDRESS"):
        signin.secrets()
    monkeypatch.delenv("ENTI_OIDC_SECRET")
    with pytest.raises(SettingError, match="meio configurada"):
        signin.secrets()
    monkeypatch.delenv("ENTI_OIDC")
    assert signin.secrets() is None


@pytest.mark.parametrize("url", ["http://id.exemplo.pt/x", "ftp://id.exemplo.pt", "id.exemplo.pt"])
def test_a_provider_is_reached_over_tls(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_OIDC", url)
    with pytest.raises(SettingError, match="fornecedor"):
        signin.secrets()
