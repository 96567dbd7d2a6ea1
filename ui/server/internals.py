"""All of Streamlit's that we touch and that it does not promise, in one place to look at when a new version comes.

Each name says what it does for us, what breaks when Streamlit changes it, and which test notices: one that is marked
`internals` with that name. `make upgrade-check` runs those tests against another version, and docs/streamlit.md says
the same to people; tests/proofs/test_internals.py keeps module, page and tests true to each other. What Streamlit
documents does not stand here. What a function needs of Streamlit it imports when called, so that what has gone takes
nothing else with it.
"""

import inspect
import logging
import re
from pathlib import Path
from typing import Any, Final

# The server


def ask_nobody() -> None:
    """Keep Streamlit from asking others which addresses this machine has.

    For a connection from a page that it does not know it asks a host of Amazon's, twice, and waits for the answer
    where all connections are served: a second each, or as long as a name takes that nobody resolves. Who may connect
    is said by ENTI_HOSTS (ui.server.guard).

    Breaks: nothing while the guard stands before it; without the guard one stranger stops the server for everybody.
    Noticed by test_streamlit_asks_nobody_for_the_addresses_of_this_machine.
    """
    from streamlit import net_util

    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None


def below_path(path: str, secret: str = "") -> None:
    """Serve below a path; empty: at the root. `secret`: signs a sign-in under way. Before the app is made.

    Streamlit reads its own variables only where its own command starts it.
    Breaks: behind a proxy that gives a path, every address is 404; a process refuses who began at another.
    Noticed by test_an_app_is_served_below_its_path and test_a_sign_in_may_come_back_to_another_process.
    """
    from streamlit import config

    config.set_option("server.baseUrlPath", path)
    config.set_option("server.cookieSecret", secret)


def one_log() -> None:
    """Let what Streamlit and the server below it report go through our one log (core.base.logs).

    Streamlit gives each of its loggers, and uvicorn's, a handler of its own, which says the same as often as it comes.

    Breaks: their lines have another form, and one that comes a thousand times is written a thousand times.
    Noticed by test_what_streamlit_reports_goes_through_our_log.
    """
    from streamlit import logger as theirs

    def through_ours(logger: logging.Logger) -> None:
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
        logger.propagate = logger.name != "uvicorn.access"  # a line for each request is nobody's to read

    theirs.setup_formatter = through_ours
    theirs.update_formatter()


def look_through_the_stack() -> None:
    """Do for the first reader what Streamlit does before its first element: it looks through the stack for a REPL.

    Python then goes through all that is loaded to name the modules on the stack; what it learns is kept.

    Breaks: nothing that one sees; this call then has no use and goes.
    Noticed by test_streamlit_looks_through_the_stack_before_its_first_element.
    """
    inspect.stack()


def static_dir() -> Path:
    """Folder of Streamlit's own document, `index.html`, and of its scripts and styles (ASSET) below `static/`.

    Breaks: the server does not start, or scripts and styles go out unpacked from disk and the first picture is late.
    Noticed by test_the_document_names_hashed_assets_that_are_there.
    """
    from streamlit import file_util

    return Path(file_util.get_static_dir())


ASSET: Final = r"static/(?:js|css)/[\w.-]+\.(?:js|css)"
"""Pattern of the names of Streamlit's scripts and styles, in its document, its folder and its addresses. A name
holds a hash of what it names, so what is kept never changes (ui/server/kept.py).

Breaks: as for static_dir; without a hash in the name readers would keep old scripts after an upgrade.
Noticed by test_the_document_names_hashed_assets_that_are_there.
"""

OWN_PATHS: Final = ("/_stcore", "/media/", "/static/", "/component/", "/auth/", "/oauth2callback")
"""What Streamlit answers itself below its address; every other path without a dot gets its document.

Breaks: our head would be written into what a reader downloads (ui/server/shell.py), and what we do not use would be
open to everybody (ui/server/asked.py).
Noticed by test_streamlit_answers_its_own_paths_and_the_document_elsewhere.
"""

USED_PATHS: Final = ("/_stcore/health", "/_stcore/host-config", "/media/", "/static/")
"""Of OWN_PATHS what our pages and who watches the server ask for; a name with a slash at its end stands for all below.
The rest is refused: files that anybody sends and no page takes, figures of the process, scripts run for programs.

Breaks: a download, a script or the check of a proxy finds nothing.
Noticed by test_of_streamlit_s_own_routes_only_those_that_are_used_are_open.
"""

SIGN_IN: Final = ("/auth/login", "/auth/logout", "/oauth2callback")
"""Of OWN_PATHS those by which people sign in and out, open only where a provider is configured (ui/server/signin.py).

Breaks: nobody signs in.
Noticed by test_who_signs_in_comes_back_to_the_page_that_asked.
"""

STREAM: Final = "/_stcore/stream"
"""Address of the WebSocket, which a proxy must let through (deploy/nginx.conf.example).

Breaks: behind the proxy no page is ever drawn.
Noticed by test_the_websocket_is_where_the_proxy_looks_for_it.
"""

HIDDEN_OPTIONS: Final = ("runner.postScriptGC",)
"""Options in .streamlit/config.toml that Streamlit knows and does not document: no full collection after each script.

Breaks: 90 % of the time of a small page's rerun goes into collecting.
Noticed by test_streamlit_collects_after_a_script_only_where_asked and
test_the_options_that_are_not_documented_are_listed_and_known.
"""

# The document and what runs in it before Streamlit

_REPLACED: Final = {
    b'<html lang="en">': b'<html lang="pt">',
    b"<title>Streamlit</title>": b"<title>ENTI</title>",
    # Sent with every answer of Streamlit the sign of the page would be fetched at every change.
    b'href="./favicon.png"': b'href="./app/static/favicon.png"',
}
# Our pages are set in another font, and what else they say leads to addresses that are closed (USED_PATHS).
_TAKEN_OUT: Final = re.compile(
    rb'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*/>|<link rel="service-desc"[^>]*/>|<noscript>.*?</noscript>',
    re.DOTALL,
)


def into_document(document: bytes, head: str) -> bytes:
    """Streamlit's document with `head` first in its head, our language, title and sign, and without its font and
    what it says to programs.

    Breaks: pages say they are English, are light before they are dark, and start later.
    Noticed by test_the_document_takes_our_head_language_title_and_sign.
    """
    body = document.replace(b"<head>", b"<head>" + head.encode(), 1)
    for theirs, ours in _REPLACED.items():
        body = body.replace(theirs, ours, 1)
    return _TAKEN_OUT.sub(b"", body)


THEME_KEY: Final = "stActiveTheme-${location.pathname}-v2"
"""Name, as a JavaScript template, under which Streamlit keeps the theme of a path in localStorage, `"Light"` or
`"Dark"`; it reads it once, at start, and says it by the `color-scheme` of stApp. Written by ui/server/shell.py, and by
ui/web/dom.js where the page runs without it.

Breaks: Streamlit's own parts stay light on a dark page, or the page is loaded twice.
Noticed by test_a_dark_deep_link_is_dark_from_the_first_document_and_stays_so_on_other_pages and
test_under_streamlit_s_own_command_the_theme_comes_too.
"""


def backend(base: str) -> str:
    """JavaScript that tells Streamlit's script where the server is, so that it opens the connection without looking.

    `base`: JavaScript text with the path of the app (server.baseUrlPath).

    Breaks: the first picture waits for two answers more, and on an address with a path for two more that are wrong.
    Noticed by test_the_connection_opens_without_looking_for_the_server.
    """
    return (
        f"window.__streamlit = {{ BACKEND_BASE_URL: new URL({base}, location.origin).href, HOST_CONFIG: {{\n"
        "    allowedOrigins: [location.origin], useExternalAuthToken: false, enableCustomParentMessages: false,\n"
        "    enforceDownloadInNewTab: false, blockErrorDialogs: false } };"
    )


ONE_STEP: Final = """
  const push = history.pushState.bind(history);
  let last = -1000;
  history.pushState = (...step) => {
    const again = performance.now() - last < 400;
    last = performance.now();
    again ? history.replaceState(...step) : push(...step);
  };"""
"""JavaScript that makes one act of the reader one step back: Streamlit writes each parameter, and the page, into the
history as a step of its own, by `history.pushState`.

Breaks: «back» leads to addresses halfway between two views, or to the same view again.
Noticed by test_one_act_is_one_step_back_and_forward_goes_there_again.
"""

# The page

TEST_IDS: Final = (
    "InputInstructions",
    "stApp",
    "stHeader",
    "stMain",
    "stMainBlockContainer",
    "stSidebar",
    "stSidebarHeader",
    "stSidebarUserContent",
    "stSkipToContent",
    "stVerticalBlock",
    "stWidgetLabel",
)
"""`data-testid` of Streamlit's parts that our style sheets and scripts rely on (ui/web, ui/map). A part of ours with a
key has the documented class `st-key-…` instead: what has a key in `w_` is not printed. `stSidebar` says that it is
folded by `data-collapsed`.

Breaks: spacing, the wall's theme, printing and the look of Streamlit's own fields, without any error.
Noticed by test_every_part_that_is_styled_is_there and test_a_folded_menu_leaves_the_page_whole.
"""

SAID: Final = {
    "Skip to main content": ("Saltar para o conteúdo", "Skip to main content"),
    "Sidebar": ("Menu", "Menu"),
    "Collapse sidebar": ("Dobrar o menu", "Fold the menu"),
    "Expand sidebar": ("Abrir o menu", "Open the menu"),
    "Close": ("Fechar", "Close"),
    "Dismiss": ("Fechar", "Close"),
    "Page not found": ("Página que não existe", "No such page"),
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "O endereço pedido não é de nenhuma página. Fica a Visão geral; as outras estão no menu.",
        "The address is that of no page. This is the overview; the others are in the menu.",
    ),
    "Connection error": ("Sem ligação ao painel", "No connection to the dashboard"),
    "Streamlit server is not responding. Are you connected to the internet?": (
        "O painel não responde. O que se vê é o que tinha chegado; a página volta a ligar-se por si.",
        "The dashboard does not answer. What stands here is what had come; the page connects again by itself.",
    ),
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "O painel parou nesta máquina. O que se vê é o que tinha chegado; a página volta a ligar-se por si.",
        "The dashboard has stopped on this machine. What stands here is what had come; it connects again by itself.",
    ),
}
"""What Streamlit itself says to readers, in English only, and what we say for it in Portuguese and in English: names of
its buttons, and its dialogs (ui/web/theirs.js changes them where they come up).

Breaks: English words on a Portuguese page.
Noticed by test_streamlit_speaks_the_language_of_the_page and test_what_streamlit_says_is_what_we_say_otherwise.
"""

KEPT_ELEMENT: Final = "parentElement"
"""What the function of a component is given, the same element for as long as it stands on the page: by it our scripts
know again what they have drawn (ui/web/*.js, ui/map/map.js). Streamlit documents the name, not that it stays the same.

Breaks: each act draws everything anew beside what was there, and the focus is lost.
Noticed by test_a_component_keeps_its_element_when_its_message_changes.
"""

# What the tests alone touch

TESTED_IDS: Final = (
    *("stAlert", "stDataFrame", "stDeckGlJsonChart", "stException", "stPopover", "stSidebarCollapseButton"),
)
"""`data-testid` that tests and bench look for, beside TEST_IDS.

Breaks: tests fail that should not or, worse, one that looks for what must not be there passes.
Noticed by test_every_part_that_tests_look_for_is_there.
"""

SCRIPT_STATE: Final = "data-test-script-state"
"""Attribute of stApp that says `notRunning` once the script has come to its end; browser tests wait for it.

Breaks: every browser test waits in vain.
Noticed by test_the_page_says_whether_its_script_runs.
"""

CELL_EDITOR: Final = "[id^=gdg-overlay] input"
"""Where the table of st.data_editor lets a cell be written; it draws on a canvas and has no other handle.

Breaks: the test of the operator's table; the table itself does not care.
Noticed by test_an_edit_in_the_table_reaches_an_open_screen.
"""

COMPONENT_SCAN: Final = "streamlit.components.v2.manifest_scanner.scan_component_manifests"
"""What AppTest asks before each run for components in installed packages; tests of pages answer it with none: 0.4 s.

Breaks: the tests of pages do not start, or take twice as long.
Noticed by test_the_search_for_components_can_be_spared.
"""


def message_of(proto: Any) -> str:
    """JSON that one of our components was sent; "" for the message of any other element (tests of pages).

    Breaks: the tests of pages find nothing on them.
    Noticed by test_what_a_component_is_sent_can_be_read.
    """
    if type(proto).__name__ != "BidiComponent":
        return ""
    return str(proto.json or proto.mixed.json)


def run_asked(query: str) -> bytes:
    """The message by which a page that is open asks for itself with another address: readers without a browser
    (bench/harden/sessions.py).

    Breaks: attacks and load tests ask for nothing.
    Noticed by test_a_page_is_asked_for_and_its_end_is_known.
    """
    from streamlit.proto.BackMsg_pb2 import BackMsg

    asked = BackMsg()
    asked.rerun_script.query_string = query
    return bytes(asked.SerializeToString())


def run_ended(message: bytes) -> bool:
    """Whether what the server sent is its last word on what was asked.

    Breaks: attacks and load tests wait until their patience ends.
    Noticed by test_a_page_is_asked_for_and_its_end_is_known.
    """
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    return bool(ForwardMsg.FromString(message).WhichOneof("type") == "script_finished")
