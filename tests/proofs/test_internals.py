"""What we touch of Streamlit's own: the proofs that need no browser, and that module, page and proofs say the same."""

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from core.base.paths import ROOT
from tests.support.pages import run
from tests.support.upgrade import PAGE, described
from ui.server import asked, internals

MODULE = ROOT / "ui" / "server" / "internals.py"
TREE = ast.parse(MODULE.read_text(encoding="utf-8"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
WEB = [p for p in (ROOT / "ui").rglob("*") if p.suffix in (".css", ".js")]


def said_by(script: str) -> list[str]:
    """The lines that a script prints in a process of its own."""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.split()


# What Streamlit does


@pytest.mark.internals("ask_nobody")
def test_streamlit_asks_nobody_for_the_addresses_of_this_machine() -> None:
    script = """
import socket
from ui.server import internals
from streamlit.web.server.starlette import starlette_websocket
{}
def ask(*_): print("asks"); raise OSError
socket.getaddrinfo = socket.socket.connect = ask
print("allowed", starlette_websocket._is_origin_allowed("http://elsewhere", "here"))
"""
    assert said_by(script.format("internals.ask_nobody()")) == ["allowed", "False"]
    assert "asks" in said_by(script.format("")), "Streamlit asks nobody by now: ours goes"


@pytest.mark.internals("below_path")
def test_an_app_is_served_below_its_path() -> None:
    script = """
import asyncio, os
os.environ["STREAMLIT_SERVER_BASE_URL_PATH"] = "other"
from ui.server import internals
{}
import streamlit as st
app = st.App("app.py")
async def status(path):
    said = []
    async def send(message): said.append(message)
    async def receive(): return dict(type="http.request", body=b"", more_body=False)
    scope = dict(type="http", method="GET", path=path, raw_path=path.encode(), query_string=b"", headers=[])
    scope |= dict(root_path="", scheme="http", server=("localhost", 80), client=("127.0.0.1", 1))
    await app(scope, receive, send)
    return said[0]["status"]
print([p for p in ("", "/enti", "/other") if asyncio.run(status(p + "/_stcore/health")) != 404])
"""
    assert said_by(script.format('internals.below_path("enti")'))[-1] == "['/enti']"
    assert said_by(script.format(""))[-1] == "['']", "Streamlit reads its variable everywhere by now: ours goes"


@pytest.mark.internals("below_path")
def test_a_sign_in_may_come_back_to_another_process() -> None:
    script = """
from ui.server import internals
internals.below_path("", "{}")
from starlette.middleware.sessions import SessionMiddleware
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware as made
print([m.kwargs["secret_key"] for m in made() if m.cls is SessionMiddleware])
"""
    assert said_by(script.format("um-segredo"))[-1] == "['um-segredo']"
    alone = said_by(script.format(""))[-1]
    assert alone != said_by(script.format(""))[-1], "Streamlit keeps a secret of its own by now: ours goes"


@pytest.mark.internals("one_log")
def test_what_streamlit_reports_goes_through_our_log() -> None:
    script = """
import sys
import streamlit as st
from streamlit.logger import get_logger
from core.base import logs
from ui.server import internals
sys.stderr = sys.stdout
logs.configure()
{}
st.get_option("server.port")
for name in ("streamlit.a", "uvicorn.error"):
    for _ in range(3):
        get_logger(name).warning("again-" + name)
"""
    ours = said_by(script.format("internals.one_log()"))
    assert [w for w in ours if w.startswith("again-")] == ["again-streamlit.a", "again-uvicorn.error"]
    assert said_by(script.format("")).count("again-streamlit.a") == 3, (
        "Streamlit says it in one place by now: ours goes"
    )


@pytest.mark.internals("USED_PATHS")
def test_of_streamlit_s_own_routes_only_those_that_are_used_are_open() -> None:
    routes = [r for r in st.App(ROOT / "app.py")._build_starlette_app().routes if getattr(r, "path", "")]
    assert len(routes) > 15
    open_ones = set()
    for route in routes:
        path = re.sub(r"\{[^}]*\}", "x", route.path)  # type: ignore[attr-defined]
        for method in getattr(route, "methods", None) or ["websocket"]:
            kind = "websocket" if method == "websocket" else "http"
            scope = {"type": kind, "method": method, "headers": [(b"host", b"localhost")]}
            if asked.refusal(scope, path) is None:
                open_ones.add((method, path))
    used = [*internals.USED_PATHS[:2], "/media/x", "/app/static/x"]  # /static/ itself is mounted, without a route
    assert open_ones == {(m, p) for p in used for m in ("GET", "HEAD")} | {("websocket", internals.STREAM)}
    assert set(internals.USED_PATHS) == {"/_stcore/health", "/_stcore/host-config", "/media/", "/static/"}


@pytest.mark.internals("look_through_the_stack")
def test_streamlit_looks_through_the_stack_before_its_first_element() -> None:
    script = """
import inspect
theirs = inspect.stack
inspect.stack = lambda *a: print("looks") or theirs(*a)
import streamlit as st
st.text("first")
"""
    assert "looks" in said_by(script)


@pytest.mark.internals("SAID")
def test_what_streamlit_says_is_what_we_say_otherwise() -> None:
    scripts = "".join(p.read_text(encoding="utf-8") for p in (internals.static_dir() / "static/js").glob("*.js"))
    for words, ours in internals.SAID.items():
        for sentence in re.split(r"(?<=[.?]) ", words):
            assert sentence.rstrip(".") in scripts, f"Streamlit no longer says «{sentence}»"
        assert len(set(ours)) == 2 or words == "Sidebar", words


@pytest.mark.internals("static_dir", "ASSET")
def test_the_document_names_hashed_assets_that_are_there() -> None:
    document = (internals.static_dir() / "index.html").read_text(encoding="utf-8")
    named = re.findall(internals.ASSET, document)
    assert any(n.endswith(".js") for n in named) and any(n.endswith(".css") for n in named)
    assert [n for n in named if not (internals.static_dir() / n).is_file()] == []
    assert [n for n in named if not re.search(r"\.[\w-]{8}\.(js|css)$", n)] == []
    assert set(re.findall(r"[\w./-]+\.(?:js|css)\b", document)) == {f"./{n}" for n in named}, "and no others"


@pytest.mark.internals("into_document")
def test_the_document_takes_our_head_language_title_and_sign() -> None:
    theirs = (internals.static_dir() / "index.html").read_bytes()
    ours = internals.into_document(theirs, "<meta name=ours>").decode()
    assert ours.count("<head><meta name=ours>") == 1
    assert re.findall(r"<html[^>]*>", ours) == ['<html lang="pt">']
    assert re.findall(r"<title>.*?</title>", ours) == ["<title>ENTI</title>"]
    assert re.findall(r'rel="shortcut icon" href="([^"]*)"', ours) == ["./app/static/favicon.png"]
    for gone in ("woff2", "noscript", "_stcore/agent"):
        assert gone in theirs.decode() and gone not in ours


@pytest.mark.internals("HIDDEN_OPTIONS")
def test_the_options_that_are_not_documented_are_listed_and_known() -> None:
    sections = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    ours = {f"{s}.{k}" for s, options in sections.items() for k, v in options.items() if not isinstance(v, dict | list)}
    known = config.get_config_options()
    assert ours <= set(known)
    assert {o for o in ours if known[o].visibility == "hidden"} == set(internals.HIDDEN_OPTIONS)


@pytest.mark.internals("COMPONENT_SCAN")
def test_the_search_for_components_can_be_spared() -> None:
    with patch(internals.COMPONENT_SCAN, return_value=[]) as scan:
        AppTest.from_string("import streamlit as st\nst.text('said')").run()
    assert scan.called


@pytest.mark.internals("message_of")
def test_what_a_component_is_sent_can_be_read() -> None:
    script = """
import pandas as pd
import streamlit as st
draw = st.components.v2.component("proof", js="export default () => {}")
st.text("no component")
draw(key="plain", data={"said": "so"})
draw(key="mixed", data={"said": "so", "table": pd.DataFrame({"n": [1]})})
"""
    found = [internals.message_of(getattr(node, "proto", None)) for node in run(AppTest.from_string(script)).main]
    assert [json.loads(message)["said"] for message in found if message] == ["so", "so"]


# Module, page and proofs


def entries() -> dict[str, str]:
    """What the module holds, by name, with its docstring."""
    found: dict[str, str] = {}
    for node, after in zip(TREE.body, [*TREE.body[1:], None], strict=True):
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ast.get_docstring(node) or ""
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            found[node.target.id] = str(text)
    return {name: text for name, text in found.items() if not name.startswith("_")}


def proofs() -> dict[str, set[str]]:
    """Tests marked `internals`, as `path::name`, by the name that they notice."""
    found: dict[str, set[str]] = {}
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else []:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.internals":
                    for argument in mark.args:
                        test = f"{path.relative_to(ROOT).as_posix()}::{node.name}"  # type: ignore[attr-defined]
                        found.setdefault(ast.literal_eval(argument), set()).add(test)
    return found


def test_each_says_what_it_does_what_breaks_and_which_test_notices() -> None:
    marked = proofs()
    assert set(entries()) == set(marked)
    for name, text in entries().items():
        assert "Breaks: " in text and "Noticed by test_" in text, name
        noticed = set(re.findall(r"\btest_\w+", text.split("Noticed by ")[1]))
        assert noticed == {test.split("::")[1] for test in marked[name]}, name


def test_the_page_lists_what_the_module_holds() -> None:
    marked, listed = proofs(), described(PAGE)
    assert list(listed) == list(entries())
    for name, row in listed.items():
        assert row.serves and row.breaks and row.cure, name
        assert set(row.tests) == marked[name], name
        users = {p for p in OURS if re.search(rf"\b{name}\b", (ROOT / p).read_text(encoding="utf-8"))}
        assert users <= set(row.files), f"{name}: falta {sorted(users - set(row.files))}"
        assert all((ROOT / f).is_file() for f in row.files), name


OURS = [
    p.relative_to(ROOT).as_posix()
    for folder in ("ui", "pages", "bench", "tests/support")
    for p in (ROOT / folder).rglob("*.py")
    if p != MODULE
]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{a.name}" for a in node.names)


def test_nothing_else_reaches_into_streamlit() -> None:
    public = {"streamlit", "streamlit.testing.v1.AppTest"} | {f"streamlit.{name}" for name in vars(st)}
    public -= {f"streamlit.{name}" for name, what in vars(st).items() if inspect.ismodule(what)}
    for path in [*(ROOT / p for p in OURS), ROOT / "app.py", *TESTS]:
        reached = {i for i in imported(path) if i.split(".")[0] == "streamlit"} - public
        assert not reached or path == Path(__file__), f"{path.relative_to(ROOT)}: {reached}"


def ids_in(text: str) -> set[str]:
    """`data-testid` that a style sheet, a script or a test names, in any spelling."""
    return set(re.findall(r"""(?:data-testid\W{1,3}|get_by_test_id\(["'])(\w+)""", text))


def test_styles_and_scripts_use_no_part_of_streamlit_that_is_not_listed() -> None:
    used: set[str] = set()
    for path in WEB:
        text = path.read_text(encoding="utf-8")
        used |= ids_in(text)
        loose = re.sub(r"""data-testid\W{1,3}\w+""", "", text)
        assert re.findall(r"\.st[A-Z]\w*|st-emotion|data-baseweb|#st[A-Z]\w*", loose) == [], path.name
    assert used == set(internals.TEST_IDS)


def test_tests_and_bench_look_for_no_part_that_is_not_listed() -> None:
    paths = [p for p in [*TESTS, *(ROOT / "bench").rglob("*.py")] if p != Path(__file__)]
    used = set[str]().union(*(ids_in(p.read_text(encoding="utf-8")) for p in paths))
    assert used - set(internals.TEST_IDS) == set(internals.TESTED_IDS)


def test_the_name_of_the_theme_is_written_alike_where_it_is_written_twice() -> None:
    written = {p.name: re.findall(r"stActiveTheme[^`]*", p.read_text(encoding="utf-8")) for p in WEB}
    assert {name: found for name, found in written.items() if found} == {"dom.js": [internals.THEME_KEY]}


def test_an_element_is_known_again_by_the_name_that_is_listed() -> None:
    mounts = re.findall(r"export async function mount\w+\((.*?)\)", "\n".join(p.read_text("utf-8") for p in WEB))
    assert mounts and all(internals.KEPT_ELEMENT in m for m in mounts)
