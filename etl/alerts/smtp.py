"""Servers of mail: how one is visited, and what its answers mean. The one place that speaks SMTP."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from core.alerts.letters import Outcome

WAIT_S: Final = 20
# What a visit may end by: the server's word, the network, or an address of ours that no message can carry.
FAILURES: Final[tuple[type[Exception], ...]] = (smtplib.SMTPException, OSError, ValueError)
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")  # RFC 3463: why, without words


@contextmanager
def connected(url: str) -> Iterator[smtplib.SMTP]:
    """A server of mail that takes messages; smtplib's errors, or OSError, where it does not let us in."""
    at, (host, port) = urlsplit(url), _endpoint(url)
    kind = smtplib.SMTP_SSL if at.scheme == "smtps" else smtplib.SMTP
    server = kind(host, port, timeout=WAIT_S)
    try:
        if at.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if at.username:
            server.login(unquote(at.username), unquote(at.password or ""))
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):  # how they part changes nothing of what was taken
            server.quit()


def _endpoint(url: str) -> tuple[str, int]:
    at = urlsplit(url)
    return at.hostname or "", at.port or {"smtps": 465, "smtp+tls": 587}.get(at.scheme, 25)


def place(url: str) -> str:
    """Host and port of a server, as errors name it: without user and password."""
    host, port = _endpoint(url)
    return f"{host}:{port}"


def handed(server: smtplib.SMTP, written: EmailMessage) -> tuple[Outcome, str]:
    """Hand over a message to one recipient; what came of it, and why in codes alone: servers repeat addresses. What
    ends the visit is raised, as one of FAILURES.
    """
    try:
        server.send_message(written)
    except smtplib.SMTPRecipientsRefused as error:
        ((code, said),) = error.recipients.values()
        return ("recusada" if code >= 500 else "adiada"), _codes(code, said)
    except smtplib.SMTPSenderRefused as error:  # ours, and no word on who is written to
        return "adiada", f"o remetente não foi aceite: {_codes(error.smtp_code, error.smtp_error)}"
    except smtplib.SMTPResponseException as error:
        return ("recusada" if error.smtp_code >= 500 else "adiada"), _codes(error.smtp_code, error.smtp_error)
    return "entregue", ""


def _codes(code: int, said: bytes | str) -> str:
    """What a server answered, without its words."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    status = _STATUS.match(text.strip())
    return f"o servidor respondeu {code}{f' {status[0]}' if status else ''}"
