"""Start the app warm: `python -m ui.serve [--port N]`.

Streamlit imports an app when the first reader comes; that reader would wait for pandas, Plotly and the geometry.
Here the same process loads them first and then hands over to Streamlit's own command line.
"""

import atexit
import gc
import sys
from argparse import ArgumentParser
from pathlib import Path

from core.errors import EntiError
from core.paths import ROOT


def warm() -> None:
    """Load what every first page needs: libraries, static files, catalogue, the current build.

    A problem with the data is no reason not to start: the page itself says what to do.
    """
    from ui import assets, estado, indicador, overview, territorio  # noqa: F401

    assets.script_url()
    assets.style_url()
    for step in (assets.atlas_url, assets.places_url, indicador.warm):
        try:
            step()
        except EntiError as error:
            print(f"Aviso: {error}", file=sys.stderr)


def main() -> None:
    """Warm up and serve; every other option of Streamlit comes from .streamlit/config.toml."""
    parser = ArgumentParser(prog="python -m ui.serve", description="Abre o dashboard.")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--address", default="localhost", help="0.0.0.0 para aceitar ligações de fora")
    arguments = parser.parse_args()
    warm()
    # What lives as long as the process goes out of the collector's way (postScriptGC is off in config.toml).
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)
    from streamlit.web import cli

    script = str(Path(ROOT / "app.py"))
    sys.argv = ["streamlit", "run", script, "--server.port", str(arguments.port), "--server.address", arguments.address]
    cli.main()


if __name__ == "__main__":
    main()
