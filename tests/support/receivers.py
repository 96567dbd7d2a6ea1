"""A mail server and a webhook of our own, which can be told to refuse."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """A real SMTP server. `answer`: what it says to each message; 250 keeps it."""

    url: str = ""
    answer: str = "250 OK"
    unknown: frozenset[str] = frozenset()  # recipients that it refuses
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if address in self.unknown:
            return "550 não existe"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a message, or refuse it."""
        if self.answer.startswith("250"):
            made = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
            assert isinstance(made, EmailMessage)
            self.messages.append(made)
        return self.answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """An SMTP server on a free port of this machine."""
    box = Mailbox()
    with socket.socket() as probe:  # it starts by calling itself, and so must be told a port
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Posts:
    """What a webhook got: headers and body. `status`: what it answers."""

    url: str = ""
    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def webhook() -> Iterator[Posts]:
    """An HTTP receiver on a free port of this machine."""
    posts = Posts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Keep what came and answer as told."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.got.append((dict(self.headers), body))
            self.send_response(posts.status)
            self.send_header("Location", "/outro")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    posts.url = f"http://127.0.0.1:{server.server_port}/alertas"
    try:
        yield posts
    finally:
        server.shutdown()
        server.server_close()
