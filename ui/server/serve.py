"""Start the app warm: `python -m ui.server.serve [--port N]`.

Streamlit imports an app when the first reader comes; that reader would wait for pandas, Plotly and the geometry.
Here the same process loads them first and then hands over to Streamlit's own server, with our head in its document.
"""

import atexit
import gc
import inspect
import logging
import socket
from argparse import ArgumentParser

from starlette.middleware import Middleware
from streamlit.web.server.starlette import App, starlette_server

from core.base import logs
from core.base.errors import EntiError, SettingError
from core.base.paths import ROOT
from ui.server.kept import Kept
from ui.server.shell import Shell
from ui.wall.server import Wall

_log = logging.getLogger("ui.server.serve")  # this module runs under another name


def warm() -> None:
    """Load what every first page needs: libraries, static files, catalogue, the current build.

    A problem with the data is no reason not to start: the page itself says what to do.
    """
    from ui.data.context import compiled_on
    from ui.frame import routes
    from ui.views import indicador
    from ui.web import assets

    routes.pages()
    assets.script_url()
    assets.style_url()
    for step in (compiled_on, assets.atlas_url, assets.places_url, indicador.warm):
        try:
            step()
        except EntiError as error:
            _log.warning("%s", error)
    # Before its first element Streamlit looks through the stack for a REPL; what that learns of all modules is kept.
    inspect.stack()


def answer_at_once() -> None:
    """Let connections send what they have without waiting for the reader's acknowledgement.

    Streamlit opens its port in a way in which asyncio does not recognise TCP, and so leaves Nagle's algorithm on:
    every answer in two writes, and every second message over the WebSocket, would wait 40 ms. Connections inherit
    what the port says.
    """
    theirs = starlette_server._bind_socket

    def bind(address: str, port: int, backlog: int) -> socket.socket:
        listening = theirs(address, port, backlog)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    starlette_server._bind_socket = bind


def main() -> None:
    """Warm up and serve; every other option of Streamlit comes from .streamlit/config.toml."""
    parser = ArgumentParser(prog="python -m ui.server.serve", description="Abre o dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost", help="0.0.0.0 para aceitar ligações de fora")
    arguments = parser.parse_args()
    try:
        logs.configure()
    except SettingError as error:
        parser.exit(error.exit_code, f"Erro: {error}\n")
    warm()
    answer_at_once()
    # What lives as long as the process goes out of the collector's way (postScriptGC is off in config.toml).
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    App(ROOT / "app.py", middleware=[Middleware(Wall), Middleware(Kept), Middleware(Shell)]).run(
        config={"server.port": arguments.port, "server.address": arguments.address}
    )


if __name__ == "__main__":
    main()
