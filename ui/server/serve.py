"""Start the app warm: `python -m ui.server.serve [--port N]`.

Streamlit imports an app when the first reader comes; that reader would wait for pandas, Plotly and the geometry.
Here the same process loads them first, and then serves Streamlit's application with our head in its document, behind a
guard of ours (ui.server.guard), on a port that is bounded (core.base.listening).
"""

import atexit
import gc
import logging
from argparse import ArgumentParser
from collections.abc import Sequence
from types import FrameType
from typing import Final

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

from core.base import logs, settings
from core.base.errors import EntiError, SettingError
from core.base.listening import Bounded, opened, room_for
from core.base.paths import ROOT
from ui.server import caught, internals
from ui.server.contact import Contact
from ui.server.guard import Guard
from ui.server.health import LEAVING, Health
from ui.server.kept import Kept
from ui.server.metrics import Counted
from ui.server.shell import Shell
from ui.server.signin import SignIn, secrets
from ui.wall.server import Wall

_CONNECTIONS: Final = 4000  # of all readers together; how many one has is said by ENTI_PER_ADDRESS
_MESSAGE: Final = 1_000_000  # bytes of what a page says at once: choices, and the operator's table
_PING_S: Final = 30.0
_END_S: Final = 10  # for what is being answered when the process is told to end
_log = logging.getLogger("ui.server.serve")  # this module runs under another name


def warm() -> None:
    """Load what every first page needs: libraries, declarations, static files, catalogue, the current build.

    A problem with the data is no reason not to start: the page itself says what to do.
    """
    from ui.data import judged
    from ui.data.context import compiled_on
    from ui.frame import refusals
    from ui.views import indicador_picture
    from ui.web import assets

    refusals.report()
    assets.script_url()
    assets.style_url()
    for step in (compiled_on, assets.atlas_url, assets.places_url, indicador_picture.warm, judged.warm):
        try:
            step()
        except EntiError as error:
            _log.warning("%s", error)
    internals.look_through_the_stack()


class _Server(uvicorn.Server):
    """Says that it is on its way out before it is: who sends readers here sends no more."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to end."""
        LEAVING.set()
        super().handle_exit(sig, frame)


def main() -> None:
    """Warm up and serve; every other option of Streamlit comes from .streamlit/config.toml."""
    parser = ArgumentParser(prog="python -m ui.server.serve", description="Abre o dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost", help="0.0.0.0 para aceitar ligações de fora")
    arguments = parser.parse_args()
    try:
        logs.configure()
        reach = settings.Reach.now()
        internals.one_log()
        internals.below_path(reach.below, settings.SignIn.now().cookie.get_secret_value())
        secrets()  # half a sign-in is said before anybody meets it
        warm()
        port = opened((arguments.address, arguments.port), SettingError, "O painel não pode abrir a porta")
    except SettingError as error:
        parser.exit(error.exit_code, f"Erro: {error}\n")
    internals.ask_nobody()
    Bounded.most = room_for(_CONNECTIONS)
    # What lives as long as the process goes out of the collector's way (postScriptGC is off in config.toml).
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    _log.info("O painel está em http://%s:%d.", arguments.address, port.getsockname()[1])
    server(reach.proxies).run(sockets=[port])


def server(proxies: Sequence[str]) -> uvicorn.Server:
    """Streamlit's application behind ours, and what serves it. `proxies`: whose word on who asks is taken."""
    before = (Health, Contact, SignIn, Wall, Kept, Shell)
    middleware = [Middleware(each) for each in before]
    handlers = {Exception: caught.on_request}
    app = st.App(
        ROOT / "app.py",
        middleware=middleware,
        on_script_error=caught.on_page,
        exception_handlers=handlers,
        secrets=secrets(),
    )
    return _Server(
        uvicorn.Config(
            Counted(Guard(app)),
            http=Bounded,
            ws_max_size=_MESSAGE,
            ws_ping_interval=_PING_S,
            ws_ping_timeout=_PING_S,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=_END_S,
            forwarded_allow_ips=list(proxies),
            log_config=None,
            access_log=False,
            server_header=False,
        )
    )


if __name__ == "__main__":
    main()
