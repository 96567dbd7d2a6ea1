"""The last catch: an error that is not ours is logged whole under an id, and a reader is told that id in one line."""

import logging

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from core.base.errors import EntiError
from core.base.logs import noted
from show.texts import t
from ui.frame import page
from ui.kit import state

_log = logging.getLogger(__name__)


def on_page(error: Exception) -> bool:
    """In place of Streamlit's own words, which are English and name nothing (st.App's on_script_error). One of ours
    that came before the page could say it is said as the page would.
    """
    lang = state.language()
    if isinstance(error, EntiError):
        _log.warning("%s", error)
        page.problem(error, lang)
    else:
        st.error(t("problem.caught", lang, number=noted(_log, error, "página")), icon=":material/error:")
    return True


async def on_request(request: Request, error: Exception) -> Response:
    """The same for what is no page: a line in both languages (st.App's exception_handlers)."""
    number = noted(_log, error, "pedido")
    both = "\n".join(t("problem.caught", lang, number=number) for lang in ("pt", "en"))
    return PlainTextResponse(f"{both}\n", 500, {"cache-control": "no-store"})
