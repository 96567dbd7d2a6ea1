"""Start the app warm: `python -m ui.server.serve [--port N]`.

Streamlit imports an app when the first reader comes; that reader would wait for pandas, Plotly and the geometry.
Here the same process loads them first and then hands over to Streamlit's own server, with our head in its document.
"""

import atexit
import gc
import logging
from argparse import ArgumentParser

import streamlit as st
from starlette.middleware import Middleware

from core.base import logs
from core.base.errors import EntiError, SettingError
from core.base.paths import ROOT
from ui.server import internals
from ui.server.kept import Kept
from ui.server.shell import Shell
from ui.wall.server import Wall

_log = logging.getLogger("ui.server.serve")  # this module runs under another name


def warm() -> None:
    """Load what every first page needs: libraries, declarations, static files, catalogue, the current build.

    A problem with the data is no reason not to start: the page itself says what to do.
    """
    from ui.data.context import compiled_on
    from ui.frame import refusals
    from ui.views import indicador_picture
    from ui.web import assets

    refusals.report()
    assets.script_url()
    assets.style_url()
    for step in (compiled_on, assets.atlas_url, assets.places_url, indicador_picture.warm):
        try:
            step()
        except EntiError as error:
            _log.warning("%s", error)
    internals.look_through_the_stack()


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
    internals.answer_at_once()
    # What lives as long as the process goes out of the collector's way (postScriptGC is off in config.toml).
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    st.App(ROOT / "app.py", middleware=[Middleware(Wall), Middleware(Kept), Middleware(Shell)]).run(
        config={"server.port": arguments.port, "server.address": arguments.address}
    )


if __name__ == "__main__":
    main()
