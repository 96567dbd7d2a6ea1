"""What a setting may be (core.base.settings): each check gives the value as it is used, or a ValueError that says what
does not serve, without repeating it.
"""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

LEAST_LETTERS: Final = 16  # of a secret that people make up
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_HOST: Final = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?")


def folder(path: Path) -> Path:
    """A folder, there or not yet; no file."""
    if path.exists() and not path.is_dir():
        raise ValueError("A pasta dos dados é um ficheiro.")
    return path


def long_secret(secret: SecretStr) -> SecretStr:
    """A secret of enough letters, or none."""
    if 0 < len(secret) < LEAST_LETTERS:
        raise ValueError(f"O segredo tem menos de {LEAST_LETTERS} letras.")
    return secret


def listed(text: object) -> object:
    """What commas separate, without blanks."""
    return tuple(r.strip() for r in text.split(",") if r.strip()) if isinstance(text, str) else text


def serves(url: str, *schemes: str) -> bool:
    """Whether an address has one of these schemes, a host, and a port that can be one."""
    try:
        at = urlsplit(url)
        return at.scheme in schemes and bool(at.hostname) and at.port != 0
    except ValueError:
        return False


def contacts(text: object) -> object:
    """Addresses to write to."""
    found = listed(text)
    if isinstance(found, tuple) and not all(re.fullmatch(r"(mailto:[^\s@]+@|https://)[^\s@]+", c) for c in found):
        raise ValueError("Um contacto de segurança não serve: mailto:… ou https://….")
    return found


def hosts(text: object) -> object:
    """Names of the dashboard, as the browser shows them."""
    found = listed(text.lower() if isinstance(text, str) else text)
    if isinstance(found, tuple) and not all(_HOST.fullmatch(h) for h in found):
        raise ValueError("Há um nome que não serve: é o que o navegador mostra, sem «https://» nem caminho.")
    return found


def path_below(text: str) -> str:
    """A path, without the slashes around it."""
    text = text.strip("/")
    if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*", text):
        raise ValueError("O caminho do painel não serve: letras, algarismos e «-», separados por «/».")
    return text


def public_address(text: str) -> str:
    """An address that people open, without query."""
    if text and (not serves(text, "http", "https") or any(c.isspace() or c in "?#<>\"'" for c in text)):
        raise ValueError("O endereço público do painel não serve.")
    return text


def web_hook(url: SecretStr) -> SecretStr:
    """An address that is posted to."""
    if url and not serves(url.get_secret_value(), "http", "https"):
        raise ValueError("O endereço do webhook não serve.")
    return url


def provider(url: str) -> str:
    """Where an identity provider describes itself: over TLS, or on this machine."""
    if url and not (serves(url, "https") or (serves(url, "http") and urlsplit(url).hostname in _LOOPBACK)):
        raise ValueError("O endereço do fornecedor de identidade não serve: https://….")
    return url
