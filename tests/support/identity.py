"""Identity providers on loopback: a certified one, and one of ours that says what none should."""

import json
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from joserfc import jwt
from joserfc.jwk import RSAKey

from core.base.paths import ROOT
from tests.support.browse import free_port

SECRET = "segredo-do-painel-no-fornecedor"
COOKIE = "uma-chave-ao-acaso-para-assinar"


def settings(provider: str, address: str) -> dict[str, str]:
    """The environment of a dashboard at `address` whose people sign in at `provider`."""
    return {
        "ENTI_OIDC": f"{provider}/.well-known/openid-configuration",
        "ENTI_OIDC_CLIENT": "enti",
        "ENTI_OIDC_SECRET": SECRET,
        "ENTI_OIDC_COOKIE": COOKIE,
        "ENTI_ADDRESS": address,
    }


def configured(patch: pytest.MonkeyPatch) -> None:
    """This process is of an installation where people sign in; its provider is asked for nothing."""
    for name, value in settings("https://id.exemplo.pt", "https://painel.exemplo.pt").items():
        patch.setenv(name, value)


def signed_in(patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Somebody who signed in as «ana» on such an installation; the claims, which a test may change."""
    configured(patch)
    claims: dict[str, Any] = {"is_logged_in": True, "sub": "ana", "name": "Ana", "iat": int(time.time()) - 5}
    patch.setattr(st, "user", claims)
    return claims


@contextmanager
def certified(address: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """npm's oidc-provider for a dashboard at `address`; its own address, and its process."""
    port = free_port()
    process = subprocess.Popen(
        ["node", "provider.mjs", str(port), address],
        cwd=ROOT / "tests" / "oidc",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    there = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            assert process.poll() is None, "the provider ended before it answered"
            try:
                urllib.request.urlopen(f"{there}/.well-known/openid-configuration", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        yield there, process
    finally:
        process.kill()
        process.wait()


@dataclass
class Forger:
    """A provider that lets anybody in as `claims` says, by tokens that `changed` makes wrong."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "intruso", "name": "Intruso"})
    changed: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "a", "use": "sig"}))
    signs: RSAKey | None = None  # another key than it publishes
    nonce: str = ""

    def token(self) -> str:
        """What it says of who signed in."""
        now = int(time.time())
        said = {"iss": self.address, "aud": "enti", "iat": now, "exp": now + 600, "nonce": self.nonce}
        said |= self.claims | self.changed
        return jwt.encode(
            {"alg": "RS256", "kid": "a"}, {k: v for k, v in said.items() if v is not None}, self.signs or self.key
        )

    def answer(self, path: str) -> dict[str, Any]:
        """What it answers at an address, but for where one signs in."""
        if path == "/token":
            return {"access_token": "x", "token_type": "Bearer", "id_token": self.token(), "expires_in": 600}
        if path == "/jwks":
            return {"keys": [self.key.as_dict(private=False)]}
        at = self.address
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/auth",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }


@contextmanager
def forger() -> Iterator[Forger]:
    """One that serves until the end."""
    made = Forger()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if at.path != "/auth":
                self._say(made.answer(at.path))
                return
            asked = {k: v[0] for k, v in parse_qs(at.query).items()}
            made.nonce = asked["nonce"]
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?code=c&state={asked['state']}")
            self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._say(made.answer(urlsplit(self.path).path))

        def _say(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    served = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.address = f"http://127.0.0.1:{served.server_port}"
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        served.shutdown()
        thread.join()
