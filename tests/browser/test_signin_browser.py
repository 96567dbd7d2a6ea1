"""Signing in, in a browser, at a certified provider and at one that lies: who comes in, as whom, and for how long."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.base.paths import ROOT, audit_path
from core.people import accounts, audit
from core.people.model import Grant
from tests.support.browse import WARM, free_port, in_browser, server, settled
from tests.support.identity import Forger, certified, forger, settings

CERTIFIED = ROOT / "tests" / "oidc" / "node_modules"
pytestmark = [
    *in_browser,
    pytest.mark.skipif(not CERTIFIED.is_dir() and os.environ.get("CI") != "true", reason="sem o fornecedor de provas"),
]
ENTER, LEAVE = "Entrar", "Sair"


@dataclass
class There:
    """A dashboard, its folder, and the provider at which its people sign in."""

    address: str
    data: Path
    provider: Any


def _folder(warehouse: Path, folder: Path) -> Path:
    (folder / "builds").symlink_to(warehouse / "builds")
    return folder


@pytest.fixture(scope="module")
def there(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    """At the certified one; the shared secret of the room is set, too."""
    data, port = _folder(warehouse, tmp_path_factory.mktemp("contas")), free_port()
    address = f"http://127.0.0.1:{port}"
    with certified(address) as (provider, process):
        asked = settings(provider, address) | {"ENTI_OPERATOR": "um-segredo-comprido"}
        with server(WARM, data, port, **asked):
            yield There(address, data, process)


@pytest.fixture(scope="module")
def lied_to(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[There]:
    data, port = _folder(warehouse, tmp_path_factory.mktemp("falsas")), free_port()
    address = f"http://127.0.0.1:{port}"
    with forger() as lies, server(WARM, data, port, **settings(lies.address, address)):
        yield There(address, data, lies)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """People, each with a browser profile of their own."""
    made: list[BrowserContext] = []

    def one() -> BrowserContext:
        made.append(browser.new_context(viewport={"width": 1366, "height": 768}))
        made[-1].set_default_timeout(30_000)
        return made[-1]

    yield one
    for context in made:
        context.close()


@pytest.fixture(autouse=True)
def _folder_of_the_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process reads and writes of accounts is what the server's does."""
    name = "lied_to" if "lied_to" in request.fixturenames else "there"
    monkeypatch.setenv("ENTI_DATA", str(request.getfixturevalue(name).data))


def come_in(page: Page, address: str, name: str) -> None:
    """From a page, cold, through the provider, and back."""
    page.goto(address)
    settled(page)
    page.get_by_role("button", name=ENTER).click()
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    expect(page.get_by_text(f"Pessoa {name}")).to_be_visible()
    settled(page)


@pytest.mark.internals("SIGN_IN")
def test_who_signs_in_comes_back_to_the_page_that_asked(there: There, visitor: Callable[[], BrowserContext]) -> None:
    page = visitor().new_page()
    come_in(page, f"{there.address}/indicador?indicador=mortalidade_infantil&nivel=nuts2", "ana")
    at = urlsplit(page.url)
    assert at.path == "/indicador"
    assert {k: v[0] for k, v in parse_qs(at.query).items()}.items() >= {
        "indicador": "mortalidade_infantil",
        "nivel": "nuts2",
    }.items()
    cookies = {c["name"]: c for c in page.context.cookies(there.address)}
    mine = cookies["_streamlit_user"]
    assert mine["httpOnly"] and mine["sameSite"] == "Lax" and mine["expires"] - time.time() <= 8 * 3600 + 5
    assert "enti_back" not in cookies
    found = accounts.of("ana")
    assert found is not None and found.grants == ()
    assert [e.outcome for e in audit.entries() if e.account == found.id] == ["entrada"]
    expect(page.get_by_text("Leitor: esta conta ainda não tem nenhum papel.")).to_be_visible()


def test_two_people_in_one_process_are_two_and_a_role_counts_from_act_to_act(
    there: There, visitor: Callable[[], BrowserContext]
) -> None:
    rui, eva = visitor().new_page(), visitor().new_page()
    accounts.give("rui", Grant("operador"), "prova", [])
    come_in(rui, f"{there.address}/sala", "rui")
    come_in(eva, f"{there.address}/sala", "eva")
    expect(eva.get_by_text("esta conta não tem o papel")).to_be_visible()
    expect(eva.get_by_label("Segredo do operador")).to_have_count(0)  # with accounts the shared secret is off
    let_in = rui.get_by_text("Deixar entrar um ecrã")
    let_in.click()
    rui.get_by_role("textbox", name="Onde está o ecrã").fill("Sala, esquerda")
    rui.get_by_role("button", name="Dar uma chave").click()
    expect(rui.get_by_text("chave=")).to_be_visible()
    accounts.take("rui", Grant("operador"), "prova")
    before = (there.data / "ecras.sqlite").read_bytes()
    rui.get_by_role("textbox", name="Onde está o ecrã").fill("Sala, direita")
    rui.get_by_role("button", name="Dar uma chave").click()
    settled(rui)
    expect(rui.get_by_text("esta conta não tem o papel")).to_be_visible()
    expect(rui.get_by_text("Sala, direita")).to_have_count(0)
    assert (there.data / "ecras.sqlite").read_bytes() == before
    audit.verify()


def test_who_leaves_leaves_every_page(there: There, visitor: Callable[[], BrowserContext]) -> None:
    accounts.give("ivo", Grant("operador"), "prova", [])
    context = visitor()
    one, two = context.new_page(), context.new_page()
    come_in(one, f"{there.address}/sala", "ivo")
    two.goto(f"{there.address}/sala")
    settled(two)
    expect(two.get_by_text("Pessoa ivo")).to_be_visible()
    one.get_by_role("button", name=LEAVE).click()
    one.get_by_role("button", name="Yes, sign me out").click()
    settled(one)
    expect(one.get_by_role("button", name=ENTER)).to_be_visible()
    assert "_streamlit_user" not in {c["name"] for c in context.cookies(there.address)}
    two.get_by_text("English", exact=True).first.click()  # the other page is asked for something
    settled(two)
    expect(two.get_by_text("Pessoa ivo")).to_have_count(0)
    assert [e.act for e in audit.entries()][-1] == "sair"


def test_a_cookie_that_nobody_signed_lets_nobody_in(there: There, visitor: Callable[[], BrowserContext]) -> None:
    context = visitor()
    forged = '{"sub": "rui", "is_logged_in": true, "iat": 9999999999}'
    for value in (forged.encode().hex(), "x.y.z"):
        context.add_cookies([{"name": "_streamlit_user", "value": value, "url": there.address}])
        page = context.new_page()
        page.goto(f"{there.address}/sala")
        settled(page)
        expect(page.get_by_role("button", name=ENTER)).to_be_visible()


@pytest.mark.parametrize("query", ["state=inventado&code=x", "code=x", "error=access_denied&state=y"])
def test_an_answer_that_nobody_asked_for_lets_nobody_in_and_is_said(
    query: str, there: There, visitor: Callable[[], BrowserContext]
) -> None:
    page = visitor().new_page()
    page.goto(f"{there.address}/oauth2callback?{query}")
    settled(page)
    said = "não deixou entrar" if "error" in query else "não se confirmou"
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("button", name=ENTER)).to_be_visible()


OTHER = RSAKey.generate_key(2048, {"kid": "a", "use": "sig"})
LIES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "audience": ({"aud": "outro"}, {}, "não se confirmou"),
    "nonce": ({"nonce": "outro"}, {}, "não se confirmou"),
    "no_nonce": ({"nonce": None}, {}, "não se confirmou"),
    "issuer": ({"iss": "http://127.0.0.1:1"}, {}, "não se confirmou"),
    "expired": ({"exp": 1_700_000_000, "iat": 1_699_999_000}, {}, "não se confirmou"),
    "old": ({"iat": 1_700_000_000}, {}, "A entrada acabou"),
    "no_subject": ({"sub": ""}, {}, "não diz que conta"),
    "signature": ({}, {"signs": OTHER}, "não se confirmou"),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_a_provider_says_wrongly_lets_nobody_in(
    lie: str, lied_to: There, visitor: Callable[[], BrowserContext]
) -> None:
    provider: Forger = lied_to.provider
    provider.changed, attributes, said = LIES[lie]
    provider.signs = attributes.get("signs")
    page = visitor().new_page()
    page.goto(f"{lied_to.address}/sala")
    settled(page)
    page.get_by_role("button", name=ENTER).click()
    expect(page.get_by_text(said)).to_be_visible()
    assert urlsplit(page.url).path == "/sala"
    assert accounts.of("intruso") is None
    expect(page.get_by_role("button", name=ENTER)).to_be_visible()


def test_what_a_provider_says_rightly_lets_somebody_in(lied_to: There, visitor: Callable[[], BrowserContext]) -> None:
    """Without this the test above could pass for another reason."""
    lied_to.provider.changed, lied_to.provider.signs = {"sub": "verdadeiro", "name": "Verdadeiro"}, None
    page = visitor().new_page()
    page.goto(f"{lied_to.address}/sala")
    settled(page)
    page.get_by_role("button", name=ENTER).click()
    expect(page.get_by_text("Verdadeiro")).to_be_visible()
    assert accounts.of("verdadeiro") is not None and audit_path().is_file()


def test_where_the_provider_is_down_everybody_reads_and_it_is_said(
    there: There, visitor: Callable[[], BrowserContext]
) -> None:
    """The last test of the module: the provider does not come back."""
    there.provider.kill()
    there.provider.wait()
    page = visitor().new_page()
    page.goto(f"{there.address}/execucao")
    settled(page)
    page.get_by_role("button", name=ENTER).click()
    expect(page.get_by_text("O fornecedor de identidade não responde")).to_be_visible()
    assert urlsplit(page.url).path == "/execucao"
    expect(page.locator(".enti-dom h1").first).to_be_visible()
