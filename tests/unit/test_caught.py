"""The last catch: an error that nobody thought of is in the log under a number, and the reader is told that number."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from core.base import logs
from core.catalogue import figures
from tests.support.asgi import ask
from tests.support.pages import open_page, payloads, text_of, trees
from tests.support.wall import data, wall  # noqa: F401 (fixtures)
from ui.server import caught, serve
from ui.wall import now
from ui.wall.server import Wall


def failing(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as raised:
        return raised


def script(kind: str) -> None:
    from core.base.errors import SnapshotError
    from ui.server import caught

    try:
        raise SnapshotError("Falta isto.", where="ali", cure="repor.") if kind == "ours" else ZeroDivisionError("abc")
    except (SnapshotError, ZeroDivisionError) as error:
        caught.on_page(error)


@pytest.mark.parametrize(("lang", "words"), [("pt", "Algo falhou aqui"), ("en", "Something failed here")])
def test_a_page_says_the_number_under_which_the_log_has_it(
    caplog: pytest.LogCaptureFixture, lang: str, words: str
) -> None:
    test = AppTest.from_function(script, kwargs={"kind": "theirs"})
    test.query_params["lang"] = lang
    test.run()
    (said,) = test.error
    number = re.search(r"\b[0-9a-f]{8}\b", said.value)
    assert words in said.value and number and "ZeroDivisionError" not in said.value
    (record,) = [r for r in caplog.records if number[0] in r.getMessage()]
    assert record.levelno == logging.ERROR and record.exc_info and "abc" in str(record.exc_info[1])


def test_one_of_ours_is_said_wherever_it_comes_from_and_its_cure_is_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    test = AppTest.from_function(script, kwargs={"kind": "ours"}).run()
    assert not test.error and not test.exception
    said = "".join(text_of(tree) for tree in trees(payloads(test)))
    assert "Falta isto." in said and "repor." not in said and "registo dos processos" in said
    assert "Falta isto. Onde: ali. O que fazer: repor." in caplog.text


def test_the_number_is_that_of_the_place_and_of_no_other() -> None:
    log = logging.getLogger("prova")
    same = {logs.noted(log, failing(KeyError(n)), "x") for n in "ab"}
    assert len(same) == 1 and logs.noted(log, failing(ValueError("a")), "x") not in same


def test_the_server_gives_streamlit_the_last_catch(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(streamlit, "App", lambda *_, **named: given.update(named))
    serve.server(())
    assert given["on_script_error"] is caught.on_page and given["exception_handlers"] == {Exception: caught.on_request}


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), ZeroDivisionError("x"), UnicodeError("x")])
def test_the_wall_tells_the_number_and_blames_no_playlist(
    data: Path,  # noqa: F811
    wall: Wall,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def broken() -> dict[str, Any]:
        raise error

    monkeypatch.setattr(now, "facts", broken)
    got = ask(wall, "/parede/estado", raises=type(error))
    number = re.search(r"\b[0-9a-f]{8}\b", got.told["problem"])
    assert got.status == 500 and "Algo falhou aqui" in got.told["problem"] and number
    assert any(number[0] in r.getMessage() and r.exc_info for r in caplog.records)


@pytest.mark.parametrize("path", ["/parede/cena?n=x", "/parede/cena?n=99", "/parede/estado?ecra=x"])
def test_a_request_that_says_nothing_is_said_to_be_so(data: Path, wall: Wall, path: str) -> None:  # noqa: F811
    got = ask(wall, path)
    assert got.status == 400 and got.told["problem"] == "O pedido deste ecrã não se entende"


def test_pages_and_wall_do_without_the_description_of_what_is_embedded(
    data: Path,  # noqa: F811
    wall: Wall,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "figures.yaml").write_bytes(b"\xff")
    read = figures.describe
    monkeypatch.setattr(figures, "describe", lambda: read(tmp_path))
    assert not open_page("pages/estado.py").exception
    got = ask(wall, "/parede/estado")
    assert got.status == 200 and got.told["got"] is None and got.told["built"]
